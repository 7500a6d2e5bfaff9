"""The rail at the left: every place of the window, and how the window looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from coach.ui.kv import load_kv
from coach.ui.places import PLACES
from coach.ui.widgets.controls import NavItem

if TYPE_CHECKING:
    from coach.ui.shell import Shell


class Rail(BoxLayout):
    """The places in their order, of which ``current`` is marked; those that do not fit scroll.

    ``tight`` is true in a window that is low for its text: the name of the program then makes room.
    """

    current = StringProperty("")
    demo = BooleanProperty(False)
    tight = BooleanProperty(False)

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.items: dict[str, NavItem] = {}
        super().__init__()
        for place in PLACES:
            item = NavItem(text=place.title, icon=place.icon, low=self.tight)
            item.bind(on_release=lambda _item, name=place.name: shell.go(name))
            self.items[place.name] = item
            self.ids.places.add_widget(item)

    def on_current(self, _rail: Rail, current: str) -> None:
        """Mark the place."""
        for name, item in self.items.items():
            item.active = name == current

    def on_tight(self, _rail: Rail, tight: bool) -> None:
        """Let the places stand closer."""
        for item in self.items.values():
            item.low = tight

    def go_to(self, number: int) -> bool:
        """Go to a place by its number from the top, counted from 1; False where there is none."""
        if not 1 <= number <= len(PLACES):
            return False
        self.shell.go(PLACES[number - 1].name)
        return True


load_kv(__file__)
