"""Things that lie over a screen: a question with buttons, and a line that comes and goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kivy.clock import Clock
from kivy.properties import ListProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.modalview import ModalView

from coach.exercise.gestures import Sign
from coach.ui.kv import load_kv
from coach.ui.presenters.hands import NOBODY, HandView
from coach.ui.widgets import hands  # noqa: F401  registers the widgets that the rules use
from coach.ui.widgets.controls import Ghost, Press, Primary, Reachable

TOAST_S = 6.0
Choice = tuple[str, str, Callable[[], None] | None]
"""Text of a button, its icon, and what it does besides closing the dialog."""


class Dialog(ModalView):
    """A question. The first choice is the primary one and has the focus; Escape takes the last.

    Tab goes round inside the dialog, so that the keyboard cannot reach what lies under it.
    """

    title = StringProperty("")
    text = StringProperty("")
    icon = StringProperty("")
    hints = ListProperty()
    hand = ObjectProperty(NOBODY)

    def __init__(self, title: str, text: str, choices: Sequence[Choice], icon: str = "", **kwargs: Any) -> None:
        super().__init__(title=title, text=text, icon=icon, **kwargs)
        self._choices = list(choices)
        self.buttons: list[Press] = []
        for index, (words, sign, _) in enumerate(self._choices):
            button = (Primary if index == 0 else Ghost)(text=words, icon=sign)
            button.bind(on_release=lambda _button, i=index: self.choose(i))
            self.buttons.append(button)
        # the primary button stands last on the right, and is the first in the order of Tab
        for button in reversed(self.buttons):
            self.ids.buttons.add_widget(button)
        for index, button in enumerate(self.buttons):
            button.focus_next = self.buttons[(index + 1) % len(self.buttons)]
            button.focus_previous = self.buttons[index - 1]

    def on_open(self) -> None:
        """Give the keyboard to the primary choice."""
        self.buttons[0].focus = True

    def choose(self, index: int) -> None:
        """Close, then do what the choice says."""
        Reachable.let_go()
        self.dismiss(animation=False)
        action = self._choices[index][2]
        if action is not None:
            action()

    @property
    def answers(self) -> dict[Sign, str]:
        """Which raised hand gives which answer: the hand on the side of its button; empty with one choice only."""
        if len(self._choices) < 2:
            return {}
        return {Sign.LEFT_HAND: self._choices[-1][0], Sign.RIGHT_HAND: self._choices[0][0]}

    def show_hand(self, view: HandView) -> None:
        """Show that hands may answer, and how far the one that is up has come."""
        if not self.hints:
            self.hints = list(self.answers.items())
        self.hand = view

    def answer(self, sign: Sign) -> None:
        """Take the answer of a raised hand."""
        self.choose(0 if sign is Sign.RIGHT_HAND else len(self._choices) - 1)

    def on_key(self, name: str) -> bool:
        """Escape takes the last choice; every other key stays in the dialog."""
        if name == "escape":
            self.choose(len(self._choices) - 1)
            return True
        return False


class Toast(BoxLayout):
    """One line at the head of the window, clear of cues and buttons, that goes away by itself."""

    text = StringProperty("")
    icon = StringProperty("")


class ToastLayer(FloatLayout):
    """Where toasts appear; only the newest is shown."""

    def say(self, text: str, icon: str = "information-outline") -> None:
        """Show a line for a few seconds."""
        self.clear_widgets()
        toast = Toast(text=text, icon=icon)
        self.add_widget(toast)
        Clock.schedule_once(lambda _dt: self.remove_widget(toast), TOAST_S)


load_kv(__file__)
