"""A page that says what does not work, what to do, and offers the way on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kivy.properties import StringProperty
from kivy.uix.floatlayout import FloatLayout

from coach.ui.kv import load_kv
from coach.ui.services import SourceProblem, SourceTrouble
from coach.ui.widgets.controls import Ghost, Press, Primary

_TITLES = {
    SourceTrouble.MISSING: "No camera was found",
    SourceTrouble.BUSY: "The camera is in use",
    SourceTrouble.OTHER: "The camera does not work",
}
_ADVICE = {
    SourceTrouble.MISSING: "Plug a camera in, or open the shutter of the built-in one, and try again.",
    SourceTrouble.BUSY: "Another program has it. Close video calls and browser tabs that use it, then try again.",
    SourceTrouble.OTHER: "Unplug it and plug it in again, then try again.",
}


class TroublePane(FloatLayout):
    """Icon, title, what to do, the exact words of the trouble, and buttons; the first button is the primary one."""

    icon = StringProperty("alert-circle")
    title = StringProperty("")
    text = StringProperty("")
    exact = StringProperty("")

    def __init__(
        self,
        title: str,
        text: str,
        choices: Sequence[tuple[str, str, Callable[[], object]]],
        *,
        exact: str = "",
        icon: str = "alert-circle",
    ) -> None:
        super().__init__(title=title, text=text, exact=exact, icon=icon)
        self.buttons: list[Press] = []
        for index, (words, sign, action) in enumerate(choices):
            button = (Primary if index == 0 else Ghost)(text=words, icon=sign)
            button.bind(on_release=lambda _button, act=action: act())
            self.buttons.append(button)
            self.ids.buttons.add_widget(button)

    def primary(self) -> None:
        """Do what the first button does."""
        self.buttons[0].dispatch("on_release")


def camera_trouble(
    problem: SourceProblem, again: Callable[[], None], demo: Callable[[], None], back: Callable[[], object]
) -> TroublePane:
    """Page for a source that could not be opened: try again, watch the demo clip, or go back."""
    choices = [("Try again", "refresh", again), ("Show the demo clip", "play", demo), ("Back", "arrow-left", back)]
    return TroublePane(
        _TITLES[problem.trouble],
        _ADVICE[problem.trouble],
        choices,
        exact=problem.line,
        icon="camera-off-outline",
    )


load_kv(__file__)
