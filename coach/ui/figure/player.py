"""Figures that move: front and side of one demonstration, with the words of what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
PALE = 0.35


@dataclass(frozen=True)
class Scene:
    """One moving figure: a word for it, from where it is seen, its pose at a time, and poses that must find room.

    ``seen_at`` tells when the pose is known; the figure is pale while it is not. ``close`` leaves resting arms out of
    the picture.
    """

    label: str
    side: Side
    pose_at: Callable[[float], FigurePose]
    moments: Sequence[FigurePose]
    seen_at: Callable[[float], bool] = lambda _t_s: True
    close: bool = False


class FigureCard(BoxLayout):
    """A figure with a word under it."""

    label = StringProperty("")

    def __init__(self, scene: Scene) -> None:
        super().__init__(label=scene.label)
        self._scene = scene
        self.figure.side, self.figure.window = scene.side.value, frame(scene.moments, scene.side, close=scene.close)

    @property
    def figure(self) -> Figure:
        """The figure itself."""
        figure: Figure = self.ids.figure
        return figure

    def show(self, t_s: float) -> None:
        """Show a moment."""
        self.figure.pose = self._scene.pose_at(t_s)
        self.figure.opacity = 1.0 if self._scene.seen_at(t_s) else PALE


class FigurePlayer(BoxLayout):
    """Plays scenes side by side; stands still while it is not on the screen.

    ``caption`` is what is said of the moment, ``t_s`` the time since the begin.
    """

    caption = StringProperty("")
    playing = BooleanProperty(True)
    t_s = NumericProperty(0.0)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._caption_at: Callable[[float], str] | None = None
        self._clock: Any = None
        self.cards: list[FigureCard] = []
        self.bind(t_s=self._show, playing=self._run, parent=self._run)

    def play(self, scenes: Sequence[Scene], caption_at: Callable[[float], str]) -> None:
        """Begin to play; ``caption_at`` gives the words for a time in seconds."""
        self._caption_at = caption_at
        self.ids.figures.clear_widgets()
        self.cards = [FigureCard(scene) for scene in scenes]
        for card in self.cards:
            self.ids.figures.add_widget(card)
        self.t_s = 0.0
        self._show()
        self._run()

    def toggle(self) -> None:
        """Stand still, or go on."""
        self.playing = not self.playing

    def _run(self, *_: Any) -> None:
        wanted = self.playing and self.parent is not None and bool(self.cards)
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
        for card in self.cards:
            card.show(self.t_s)
        if self._caption_at is not None:
            self.caption = self._caption_at(self.t_s)


load_kv(__file__)
