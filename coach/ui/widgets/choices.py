"""A question with its choices as a row of buttons that wraps: one of them, or several."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout

from coach.ui.kv import load_kv
from coach.ui.widgets.controls import Choice

WOBBLE = 16
"""Bold words are at most so much wider than thin ones, pixels."""


class ChoiceRow(BoxLayout):
    """A title and its choices. Dispatches ``on_choice`` with the key of the one that was pressed."""

    __events__ = ("on_choice",)
    title = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        self.buttons: dict[Any, Choice] = {}
        super().__init__(**kwargs)

    def offer(self, choices: Mapping[Any, str]) -> None:
        """Put the choices in; keys are what is told, values what is read."""
        for key, text in choices.items():
            button = Choice(text=text[0].upper() + text[1:], text_size_sp="17sp", padding=("10dp", "4dp"))
            button.bind(on_release=lambda _button, told=key: self.dispatch("on_choice", told))
            button.bind(minimum_width=_grow)
            self.buttons[key] = button
            self.ids.row.add_widget(button)

    def mark(self, chosen: Collection[Any]) -> None:
        """Show which are chosen."""
        for key, button in self.buttons.items():
            button.chosen = key in chosen

    def on_choice(self, key: Any) -> None:
        """Event: a choice was pressed."""


def _grow(button: Choice, width: float) -> None:
    """Be as wide as the words need, and stay so when they become bold and thin again: the row must not jump."""
    button.width = max(button.width, width) if button.chosen or button.width - width < WOBBLE else width


load_kv(__file__)
