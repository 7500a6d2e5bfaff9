"""Figures that move: front and side of one demonstration, with the words of what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from coach.exercise.figure_pose import FigurePose
from coach.ui.figure.framing import frame
from coach.ui.figure.picture import Side
from coach.ui.figure.widget import Figure
from coach.ui.kv import load_kv

FRAMES_PER_S = 15


class FigureCard(BoxLayout):
    """A figure with a word under it that says from where it is seen."""

    label = StringProperty("")

    @property
    def figure(self) -> Figure:
        """The figure itself."""
        figure: Figure = self.ids.figure
        return figure


class FigurePlayer(BoxLayout):
    """Plays a function of time on figures side by side; stands still while it is not on the screen.

    ``caption`` is what the moment asks for, ``t_s`` the time since the begin.
    """

    caption = StringProperty("")
    playing = BooleanProperty(True)
    t_s = NumericProperty(0.0)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._pose_at: Callable[[float], FigurePose] | None = None
        self._caption_at: Callable[[float], str] | None = None
        self._clock: Any = None
        self.cards: dict[Side, FigureCard] = {}
        self.bind(t_s=self._show, playing=self._run, parent=self._run)

    def play(
        self,
        pose_at: Callable[[float], FigurePose],
        caption_at: Callable[[float], str],
        moments: Sequence[FigurePose],
        labels: dict[Side, str],
    ) -> None:
        """Begin to play.

        Parameters
        ----------
        pose_at, caption_at
            What is shown at a time in seconds.
        moments
            Poses that must all find room in the picture.
        labels
            From where it is seen, with a word for each; in this order.
        """
        self._pose_at, self._caption_at = pose_at, caption_at
        self.ids.figures.clear_widgets()
        self.cards = {side: FigureCard(label=label) for side, label in labels.items()}
        for side, card in self.cards.items():
            card.figure.side, card.figure.window = side.value, frame(moments, side)
            self.ids.figures.add_widget(card)
        self.t_s = 0.0
        self._show()
        self._run()

    def toggle(self) -> None:
        """Stand still, or go on."""
        self.playing = not self.playing

    def _run(self, *_: Any) -> None:
        wanted = self.playing and self.parent is not None and self._pose_at is not None
        if wanted and self._clock is None:
            self._clock = Clock.schedule_interval(self._tick, 1 / FRAMES_PER_S)
        elif not wanted and self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _tick(self, dt: float) -> None:
        if self.get_root_window() is None:
            self._clock.cancel()
            self._clock = None
            return
        self.t_s += dt

    def _show(self, *_: Any) -> None:
        if self._pose_at is None or self._caption_at is None:
            return
        pose = self._pose_at(self.t_s)
        for card in self.cards.values():
            card.figure.pose = pose
        self.caption = self._caption_at(self.t_s)


load_kv(__file__)
