"""Pain from 0 to 10 as eleven big buttons."""

from __future__ import annotations

from typing import Any

from kivy.properties import NumericProperty
from kivy.uix.boxlayout import BoxLayout

from coach.ui.kv import load_kv
from coach.ui.widgets.controls import Choice

HIGHEST = 10


class PainScale(BoxLayout):
    """Eleven buttons; ``level`` is the one pressed, ``None`` before. Dispatches ``on_answer`` with each press."""

    __events__ = ("on_answer",)
    level = NumericProperty(None, allownone=True)

    def __init__(self, **kwargs: Any) -> None:
        self.buttons = [PainButton(text=str(n)) for n in range(HIGHEST + 1)]
        super().__init__(**kwargs)

    def on_kv_post(self, _base: Any) -> None:
        """Put the buttons in, now that the rules have made their row."""
        for number, button in enumerate(self.buttons):
            button.bind(on_release=lambda _button, n=number: self.answer(n))
            self.ids.row.add_widget(button)

    def answer(self, level: int) -> None:
        """Take an answer, from a button or a number key."""
        self.level = level
        for number, button in enumerate(self.buttons):
            button.chosen = number == level
        self.dispatch("on_answer", level)

    def on_answer(self, level: int) -> None:
        """Event: the person said how strong the pain is."""


class PainButton(Choice):
    """One number of the scale."""


load_kv(__file__)
