"""The window's frame: keys, dialogs, sound, text size, and the way into an exercise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.core.window import Window
from kivy.properties import BooleanProperty
from kivy.uix.floatlayout import FloatLayout

from coach.exercise.model import Exercise
from coach.progress.records import StoreError
from coach.ui.audio.output import Output
from coach.ui.flow import SessionFlow
from coach.ui.kv import load_kv
from coach.ui.navigation import Navigator
from coach.ui.places import HOME
from coach.ui.presenters.sitting import Sitting
from coach.ui.presenters.starting import guard_of, session_of
from coach.ui.rail import Rail
from coach.ui.screens.base import CoachScreen
from coach.ui.screens.safety import Questions
from coach.ui.services import Services, StartProblem
from coach.ui.settings import Settings
from coach.ui.theme import theme
from coach.ui.widgets.controls import Field, Reachable
from coach.ui.widgets.dialog import Dialog, ToastLayer
from coach.ui.widgets.hands import HandLayer


class Shell(FloatLayout):
    """Holds the rail, the screens and the toasts.

    Where to go is told to it: :meth:`go` for a place, :meth:`push` and :meth:`back` for what is opened from one
    (:mod:`coach.ui.places` says which there are), :meth:`check` and :meth:`session` for an exercise.

    Parameters
    ----------
    make_services
        Makes the outside world, real or for a demo; may raise :class:`~coach.ui.services.StartProblem`.
    settings
        What the person set.
    output
        Everything that is heard.
    """

    muted = BooleanProperty(False)
    sound_works = BooleanProperty(True)
    demo = BooleanProperty(False)

    def __init__(self, make_services: Callable[[bool], Services], settings: Settings, output: Output) -> None:
        super().__init__()
        self._make_services = make_services
        self._services: Services | None = None
        self._first: Exercise | None = None
        self._sitting = Sitting()
        self._dialogs: list[Dialog] = []
        self._told_of_sound = False
        self.settings = settings
        self.output = output
        self.sound_works = output.working
        self.muted = settings.muted
        settings.bind(muted=self.setter("muted"))
        settings.listen(output.apply)
        self.flow = SessionFlow(self)
        self.navigator = Navigator(self)
        self.toasts = ToastLayer()
        self.hand_layer = HandLayer()
        self.add_widget(self.navigator)
        self.add_widget(self.hand_layer)
        self.add_widget(self.toasts)

    @property
    def services(self) -> Services:
        """The outside world."""
        assert self._services is not None, "begin() comes first"
        return self._services

    @property
    def screen(self) -> CoachScreen:
        """The screen that is shown."""
        return self.navigator.screen

    @property
    def rail(self) -> Rail:
        """The rail at the left."""
        return self.navigator.rail

    def begin(self, *, demo: bool = False, exercise_id: str | None = None) -> None:
        """Open the outside world and show the first screen; where it does not open, say why.

        ``exercise_id`` leads on to the camera check for that exercise, after the name on a first run.
        """
        self.finish()
        try:
            services = self._services = self._make_services(demo)
        except StartProblem as problem:
            self._services = None
            self.navigator.trouble(
                problem.title, problem.text, str(problem), lambda: self.begin(demo=demo, exercise_id=exercise_id)
            )
            return
        self.demo = self.rail.demo = demo
        self._sitting = Sitting()
        self._first = next((e for e in (*services.exercises, services.rom_test) if e.id == exercise_id), None)
        self.go(HOME)
        warning = services.warning or self.settings.complaint
        if warning:
            self.say(warning, "alert-circle")
        if demo:
            self.welcome_to_demo()
        else:
            self.settled()

    def settled(self) -> None:
        """Ask the safety questions on a first run, then go on to the exercise the program was started for."""
        try:
            known = bool(self.services.store.people())
            asked = known and guard_of(self.services).intake() is not None
        except StoreError:
            return  # the page of the place says so already
        if asked:
            self._begin_first()
        elif known:
            self.push("safety", Questions(self._questions_answered))

    def _questions_answered(self) -> None:
        self.go(HOME)
        self._begin_first()

    def _begin_first(self) -> None:
        first, self._first = self._first, None
        if first is not None:
            self.check(first)

    def finish(self) -> None:
        """Stop what runs and let go of camera and history."""
        self.screen.leave()
        if self._services is not None:
            self._services.captures.close()
            self._services.close()
            self._services = None

    def go(self, name: str) -> None:
        """Show a place."""
        self.flow.leave()
        self.navigator.go(name)

    def push(self, name: str, subject: Any = None, *, instead: bool = False) -> None:
        """Show a page on top of the screen that is shown, or instead of it."""
        self.navigator.push(name, subject, instead=instead)

    def back(self) -> bool:
        """Return to where the screen was opened from; False where there is no back."""
        return self.navigator.back()

    def release_camera(self) -> None:
        """Let go of the camera, as nothing on the screen needs it."""
        if self._services is not None:
            self._services.captures.release()

    def check(self, exercise: Exercise) -> None:
        """Lead into an exercise, over the camera check where a camera sees it; or show why it may not be begun."""
        if not exercise.seen:
            self.session(exercise)
        elif not self._refused(exercise, lambda: self.check(exercise)):
            self.push("check", exercise, instead=self.screen.name == "between")

    def _refused(self, exercise: Exercise, again: Callable[[], None]) -> bool:
        """Whether the safety rules speak against an exercise; a page then says why."""
        try:
            refusal = guard_of(self.services).refuse(exercise)
        except StoreError as error:
            self._unreadable(error, again)
            return True
        if refusal is not None:
            self.push("safety", refusal)
        return refusal is not None

    def _unreadable(self, error: StoreError, again: Callable[[], None]) -> None:
        self.navigator.trouble(
            "The history cannot be read",
            "What you told about your health and your own range are needed for an exercise. What was recorded before "
            "is still there.",
            str(error),
            again,
        )

    def session(self, exercise: Exercise) -> None:
        """Show the guided session of an exercise."""
        if self._refused(exercise, lambda: self.session(exercise)):
            return
        try:
            view = self.settings.view_for(exercise)
            presenter = session_of(self.services, exercise, self._sitting, self.output, view)
        except StoreError as error:
            self._unreadable(error, lambda: self.session(exercise))
            return
        self._tell_of_sound()
        self.push("session", presenter, instead=self.screen.name in ("check", "session", "between"))

    def _tell_of_sound(self) -> None:
        """Say what cannot be heard, once, to somebody who wants to hear it."""
        wanted = not self.settings.muted and (self.settings.voice or self.settings.tones)
        if wanted and self.output.trouble and not self._told_of_sound:
            self._told_of_sound = True
            self.say(self.output.trouble, "volume-off")

    def welcome_to_demo(self) -> None:
        """Say what the demo is and go straight into a guided session."""
        exercise = next((e for e in self.services.exercises if e.id == "side-bend"), self.services.exercises[0])
        self.ask(
            "This is the demo",
            "Instead of your camera you see a clip of a computer-made person, who bends the head to both sides. It is "
            "measured and guided as you would be. Nothing of it is kept.",
            [
                ("Start the guided session", "play", lambda: self.session(exercise)),
                ("Look around first", "home-outline", None),
            ],
            "head-outline",
        )

    def ask(self, title: str, text: str, choices: Any, icon: str = "") -> Dialog:
        """Show a question over everything else."""
        dialog = Dialog(title, text, choices, icon)
        dialog.bind(on_dismiss=lambda _dialog: self._dialogs.remove(dialog))
        self._dialogs.append(dialog)
        dialog.open(animation=False)
        return dialog

    @property
    def question(self) -> Dialog | None:
        """The question that lies over everything else."""
        return self._dialogs[-1] if self._dialogs else None

    def say(self, text: str, icon: str = "information-outline") -> None:
        """Show a line for a few seconds."""
        self.toasts.say(text, icon)

    def toggle_mute(self) -> None:
        """Switch the sound off or on."""
        self.settings.muted = not self.settings.muted

    def larger_text(self, steps: int) -> None:
        """Make the text larger (1) or smaller (-1)."""
        self.settings.text_scale = theme.step_scale(steps)

    def toggle_contrast(self) -> None:
        """Switch the high-contrast colours on or off."""
        self.settings.high_contrast = not self.settings.high_contrast

    def on_key(self, _window: Any, key: int, _scancode: Any, _text: Any, modifiers: list[str]) -> bool:
        """Take a key before the focused control does; returns whether it was used.

        A dialog keeps every key; then come the keys of the whole window, those of the screen, and Enter for the
        screen's primary action where no control has the keyboard.
        """
        Reachable.keyboard_in_use = True
        name = Window._system_keyboard.keycode_to_string(key)
        if self._dialogs:
            return self._dialogs[-1].on_key(name)
        if "ctrl" in modifiers or "meta" in modifiers:
            return self._on_shortcut(name)
        focused = Reachable.current
        if isinstance(focused, Field) and name != "escape":
            return False
        if self.screen.on_key(name):
            return True
        if name == "escape" and self.back():
            return True
        if focused is not None:
            return False
        if name in ("enter", "numpadenter"):
            self.screen.primary()
            return True
        return name == "tab" and self._focus_first()

    def on_touch_down(self, touch: Any) -> bool:
        """Hide the focus ring while the pointer is in use."""
        Reachable.keyboard_in_use = False
        return bool(super().on_touch_down(touch))

    def _on_shortcut(self, name: str) -> bool:
        if name in ("+", "=", "numpadadd"):
            self.larger_text(1)
        elif name in ("-", "numpadsubstract"):
            self.larger_text(-1)
        elif len(name) == 1 and name.isdigit() and self.rail.parent is not None:
            return self.rail.go_to(int(name))
        else:
            return False
        return True

    def _focus_first(self) -> bool:
        control = self.screen.first_control()
        if control is not None:
            control.focus = True
        return control is not None


load_kv(__file__)
