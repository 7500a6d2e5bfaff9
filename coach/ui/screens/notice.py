"""A page that says what follows and what to do, in one big line, with the ways on."""

from __future__ import annotations

from collections.abc import Callable

from kivy.properties import BooleanProperty, ColorProperty, StringProperty

from coach.ui.kv import load_kv
from coach.ui.theme import theme
from coach.ui.widgets.controls import Ghost, Primary
from coach.ui.widgets.text import Chip, Page


class NoticePane(Page):
    """What follows: a big line with what to do, what made it, and the ways on."""

    icon = StringProperty("")
    ink = ColorProperty("#000000")
    title = StringProperty("")
    lead = StringProperty("")
    small = StringProperty("")
    urgent = BooleanProperty(False)

    def __init__(self, title: str, lead: str, small: str, look: tuple[str, str]) -> None:
        """``look`` is the icon and the name of its colour."""
        urgent = look[1] == "bad"
        super().__init__(title=title, lead=lead, small=small, urgent=urgent, icon=look[0], ink=getattr(theme, look[1]))
        self._first: Callable[[], None] | None = None

    def tell(self, lines: tuple[str, ...], icon: str = "circle-medium", ink: str = "ink") -> None:
        """Add remarks."""
        for line in lines:
            self.ids.lines.add_widget(Chip(text=line, icon=icon, ink=getattr(theme, ink)))

    def offer(self, text: str, icon: str, action: Callable[[], None]) -> None:
        """Add a way on; the first is the primary one."""
        first = self._first is None
        button = (Primary if first else Ghost)(text=text, icon=icon)
        button.bind(on_release=lambda _button: action())
        self.ids.buttons.add_widget(button)
        if first:
            self._first = action

    def primary(self) -> None:
        """Do what the first button does."""
        if self._first is not None:
            self._first()


load_kv(__file__)
