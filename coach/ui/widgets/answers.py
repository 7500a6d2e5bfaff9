"""Big rows to tick, choices side by side, and a number or a line to type: what a questionnaire is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kivy.properties import BooleanProperty, ListProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from coach.ui.kv import load_kv
from coach.ui.widgets import pain  # noqa: F401  registers the widget that the rules use
from coach.ui.widgets.controls import Choice, Press


class TickRow(Press):
    """A statement with a box; pressing it ticks it or takes the tick back."""

    ticked = BooleanProperty(False)

    def on_release(self) -> None:
        """Change the tick."""
        self.ticked = not self.ticked


class Asked(BoxLayout):
    """A question above its answers."""

    text = StringProperty("")


class Choices(Asked):
    """A question with options side by side; ``chosen`` tells which are."""

    chosen = ListProperty()

    def __init__(self, text: str, options: Sequence[tuple[str, str]], choose: Callable[[str], None]) -> None:
        super().__init__(text=text)
        self.buttons = {name: OptionButton(text=words) for name, words in options}
        for name, button in self.buttons.items():
            button.bind(on_release=lambda _button, option=name: choose(option))
            self.ids.options.add_widget(button)

    def on_chosen(self, _choices: Choices, chosen: list[str]) -> None:
        """Show which are chosen."""
        for name, button in self.buttons.items():
            button.chosen = name in chosen


class OptionButton(Choice):
    """One option, as wide as its words."""


class Typed(Asked):
    """A question with a line to type in; narrow for a number."""

    number = BooleanProperty(False)


class Scaled(Asked):
    """A question with the scale of 0 to 10."""


load_kv(__file__)
