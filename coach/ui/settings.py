"""The settings as the window binds to them: a change is seen at once, applied, and written down soon after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.event import EventDispatcher
from kivy.properties import BooleanProperty, BoundedNumericProperty, NumericProperty, OptionProperty

from coach.exercise.model import Exercise
from coach.measure.types import View
from coach.ui.preferences import MOST_CAMERAS, QUICKEST, SIDES, SLOWEST, Preferences
from coach.ui.theme import theme

_NAMES = tuple(field.name for field in fields(Preferences))
_WRITE_AFTER_S = 0.5
"""Several changes in a row are written once."""


def _within(low: float, high: float, usual: float) -> Any:
    return BoundedNumericProperty(usual, min=low, max=high, errorhandler=lambda value: max(low, min(high, value)))


class Settings(EventDispatcher):
    """One property for each of :class:`~coach.ui.preferences.Preferences`.

    Parameters
    ----------
    path
        The file. ``complaint`` says what was wrong with it, for the person; ``None`` where nothing was.
    """

    text_scale = NumericProperty(1.0)
    high_contrast = BooleanProperty(False)
    muted = BooleanProperty(False)
    tones = BooleanProperty(True)
    tone_volume = _within(0.0, 1.0, 0.7)
    voice = BooleanProperty(True)
    voice_volume = _within(0.0, 1.0, 1.0)
    voice_rate = _within(SLOWEST, QUICKEST, 150)
    hands_free = BooleanProperty(True)
    camera = _within(0, MOST_CAMERAS - 1, 0)
    side = OptionProperty(SIDES[0], options=SIDES)

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        loaded, self.complaint = Preferences.load(path)
        for name in _NAMES:
            setattr(self, name, getattr(loaded, name))
        self._write_soon = Clock.create_trigger(self._write, _WRITE_AFTER_S)
        self._listeners: list[Callable[[Preferences], None]] = []
        for name in _NAMES:
            self.fbind(name, self._changed)
        self.bind(text_scale=theme.setter("scale"), high_contrast=self._colour)
        theme.scale = self.text_scale
        self._colour()

    @property
    def now(self) -> Preferences:
        """The settings as they stand."""
        return Preferences(
            **{name: getattr(self, name) for name in _NAMES}
            | {"voice_rate": round(self.voice_rate), "camera": round(self.camera)}
        )

    def view_for(self, exercise: Exercise | None) -> View:
        """Which side of the person the camera is to see in an exercise; the front without one."""
        return View.FRONT if exercise is None else exercise.seen_from(View(self.side))

    def listen(self, listener: Callable[[Preferences], None]) -> None:
        """Have a function called with every change."""
        self._listeners.append(listener)

    def close(self) -> None:
        """Write what has changed at once."""
        if self._write_soon.is_triggered:
            self._write_soon.cancel()
            self._write()

    def _changed(self, *_: Any) -> None:
        self._write_soon()
        for listener in self._listeners:
            listener(self.now)

    def _colour(self, *_: Any) -> None:
        theme.use_high_contrast(self.high_contrast)

    def _write(self, *_: Any) -> None:
        self.now.save(self._path)
