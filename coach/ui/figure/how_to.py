"""The figure in the corner of the live picture: what to do, beside what the person does."""

from __future__ import annotations

from collections.abc import Mapping

from kivy.properties import BooleanProperty
from kivy.uix.boxlayout import BoxLayout

from coach.exercise.figure_pose import FigurePose
from coach.exercise.model import Exercise
from coach.measure.types import Direction, View
from coach.ui.figure.framing import frame
from coach.ui.figure.picture import Side
from coach.ui.figure.widget import Figure
from coach.ui.kv import load_kv
from coach.ui.presenters.library import moments, shown_side
from coach.ui.widgets import text as _text  # noqa: F401  registers the widgets that the rules use

FIGURES_PER_S = 12


class HowTo(BoxLayout):
    """A figure on a card; ``dim`` while nothing is to be done."""

    dim = BooleanProperty(False)

    @property
    def figure(self) -> Figure:
        """The figure itself."""
        figure: Figure = self.ids.figure
        return figure

    def begin(
        self,
        exercise: Exercise,
        own_range_deg: Mapping[Direction, float],
        pose: FigurePose,
        view: View = View.FRONT,
    ) -> None:
        """Show an exercise from where it is seen best, in a picture that has room for all of it.

        ``view`` is what the camera sees: from a side the figure faces where the person in the mirrored picture does.
        """
        side = shown_side(exercise, own_range_deg) if view is View.FRONT else "side"
        self.figure.turned = view is View.RIGHT
        self.figure.side, self.figure.window = side, frame(moments(exercise, own_range_deg), Side(side), close=True)
        self.figure.pose = pose
        self._drawn_s = 0.0

    def follow(self, pose: FigurePose, now_s: float) -> None:
        """Move the figure, a few times a second at most; ``now_s`` is the time of the source."""
        if now_s - self._drawn_s >= 1 / FIGURES_PER_S or now_s < self._drawn_s:
            self.figure.pose, self._drawn_s = pose, now_s


load_kv(__file__)
