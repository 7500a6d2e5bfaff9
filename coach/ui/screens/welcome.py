"""The first run: a name, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from kivy.clock import Clock
from kivy.properties import StringProperty
from kivy.uix.floatlayout import FloatLayout

from coach.ui.kv import load_kv
from coach.ui.widgets import controls  # noqa: F401  registers the widgets that the rules use


class WelcomePane(FloatLayout):
    """Asks a new person for a name, and for nothing else. ``on_name`` gets it and returns what is wrong with it."""

    complaint = StringProperty("")

    def __init__(self, on_name: Callable[[str], str | None]) -> None:
        super().__init__()
        self._on_name = on_name
        Clock.schedule_once(self._take_keys)

    def _take_keys(self, _dt: float) -> None:
        """Let the name be typed at once; not where the screen has been left meanwhile."""
        if self.get_root_window() is not None:
            self.ids.name.focus = True

    def primary(self) -> None:
        """Offer the name that was typed."""
        self.complaint = self._on_name(self.ids.name.text) or ""


load_kv(__file__)
