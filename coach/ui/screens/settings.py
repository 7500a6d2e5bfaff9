"""The settings: what is heard, how the window looks, how it is led without hands on the keyboard, and the camera."""

from __future__ import annotations

from typing import Any

from kivy.properties import NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from coach.ui.audio.trial import Trial
from coach.ui.hands_free import HELP
from coach.ui.kv import load_kv
from coach.ui.screens.base import CoachScreen
from coach.ui.settings import Settings
from coach.ui.theme import TEXT_SCALES
from coach.ui.widgets import hands, setting  # noqa: F401  registers the widgets that the rules use

VOLUMES = (("Quiet", 0.25), ("Soft", 0.5), ("Medium", 0.75), ("Loud", 1.0))
RATES = (("Slow", 120), ("Usual", 150), ("Quick", 180))
SIZES = tuple(zip(("Usual", "Large", "Larger", "Largest"), TEXT_SCALES, strict=True))
CAMERAS = tuple((str(number + 1), number) for number in range(4))
TRY_LINE = "Turn your head to the right. Hold. Three, two, one. Well done."
KEYS = (
    ("Space", "pause and go on"),
    ("Enter", "the main button: go on, skip the rest"),
    ("Escape", "stop, or one page back"),
    ("Tab", "to the next button; Enter or Space presses it"),
    ("N", "next: skip the rest, or leave the exercise out"),
    ("R", "take the middle again, when you sit differently"),
    ("P", "tell your pain; in the check, where pain begins"),
    ("X", "something is wrong"),
    ("M", "sound off and on, during an exercise"),
    ("0 to 9", "answer for pain"),
    ("Ctrl + and -", "larger and smaller text"),
)


class SettingsPane(BoxLayout):
    """The page. ``trouble`` says what cannot be heard; ``columns`` follow the width of the window."""

    screen = ObjectProperty(None, rebind=True)
    settings = ObjectProperty(None, rebind=True)
    trouble = StringProperty("")
    columns = NumericProperty(2)

    def __init__(self, screen: SettingsScreen, settings: Settings) -> None:
        super().__init__(screen=screen, settings=settings)
        for sign, text in HELP:
            self.ids.signs.add_widget(SignHelp(sign=sign, text=text))
        for key, text in KEYS:
            self.ids.key_rows.add_widget(KeyHelp(key=key, text=text))


class SignHelp(BoxLayout):
    """A hand sign in a picture, and what it does."""

    sign = StringProperty("")
    text = StringProperty("")


class KeyHelp(BoxLayout):
    """A key, and what it does."""

    key = StringProperty("")
    text = StringProperty("")


class SettingsScreen(CoachScreen):
    """Shows the settings and obeys them at once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._trial: Trial | None = None

    def enter(self) -> None:
        """Show the page."""
        pane = SettingsPane(self, self.shell.settings)
        pane.trouble = self.shell.output.trouble
        self.show(pane)

    def leave(self) -> None:
        """End what is being tried."""
        if self._trial is not None:
            self._trial.stop()
            self._trial = None

    def try_voice(self) -> None:
        """Speak a line as the settings say."""
        self.shell.output.say(TRY_LINE)
        self._say_trouble()

    def try_tones(self) -> None:
        """Play the way to a target, a short hold and the way back."""
        self.leave()
        self._trial = Trial(self.shell.output)
        self._say_trouble()

    def _say_trouble(self) -> None:
        """Show what the output now knows; a voice that fails says so only when it is asked to speak."""
        if isinstance(self.pane, SettingsPane):
            self.pane.trouble = self.shell.output.trouble


load_kv(__file__)
