"""What every screen has: the shell it lives in, its primary action, and its own keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kivy.uix.screenmanager import Screen
from kivy.uix.widget import Widget

from coach.ui.widgets.controls import Reachable

if TYPE_CHECKING:
    from coach.ui.services import Services
    from coach.ui.shell import Shell


class CoachScreen(Screen):
    """A screen made of panes, of which one is shown at a time.

    ``room`` names the palette (see :meth:`coach.ui.theme.Theme.room`); the rail is shown in the light one.
    ``keeps_camera`` tells that the camera may stay open while the screen is shown. ``subject`` is what the screen was
    opened for, ``None`` for a place; it is set before each :meth:`enter`.
    """

    room = "light"
    keeps_camera = False

    def __init__(self, shell: Shell, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.shell = shell
        self.subject: Any = None

    @property
    def services(self) -> Services:
        """The outside world."""
        return self.shell.services

    @property
    def pane(self) -> Widget | None:
        """The pane that is shown."""
        return self.children[0] if self.children else None

    def show(self, pane: Widget) -> None:
        """Replace the pane."""
        Reachable.let_go()
        self.clear_widgets()
        self.add_widget(pane)

    def enter(self) -> None:
        """Prepare to be shown."""

    def leave(self) -> None:
        """Let go of what runs; the screen is about to be left."""

    def primary(self) -> None:
        """Do the main thing (Enter with nothing focused): that of the pane."""
        act = getattr(self.pane, "primary", None)
        if act is not None:
            act()

    def first_control(self) -> Reachable | None:
        """Where Tab begins: the first control of the pane."""
        pane = self.pane
        if pane is None:
            return None
        return next((w for w in pane.walk() if isinstance(w, Reachable) and w.is_focusable), None)

    def on_key(self, _name: str) -> bool:
        """Take a key; returns whether it was used."""
        return False
