"""The questions around an exercise: before it, when pain is told in the middle, and when a rule has ended it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from kivy.properties import ColorProperty, ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from coach.progress.records import StoreError
from coach.progress.safety.model import Level, SafetyRules
from coach.progress.safety.pain import NEW_HEADACHE_TEXT, Stop
from coach.ui.kv import load_kv
from coach.ui.presenters.session import Phase, SessionPresenter
from coach.ui.presenters.session_safety import Ask, SessionSafety, day_name
from coach.ui.screens.base import CoachScreen
from coach.ui.screens.signs import SignsPane
from coach.ui.theme import theme
from coach.ui.widgets.controls import Choice
from coach.ui.widgets.pain import PainScale
from coach.ui.widgets.text import Page


class PainPane(FloatLayout):
    """Asks once how strong the pain is before the exercise."""

    screen = ObjectProperty(None, rebind=True)

    def __init__(self, screen: AskingScreen) -> None:
        super().__init__(screen=screen)

    @property
    def scale(self) -> PainScale:
        """The buttons."""
        scale: PainScale = self.ids.scale
        return scale

    def primary(self) -> None:
        """Enter goes on without an answer."""
        self.screen.pain_before(None)


class DayAfterPane(FloatLayout):
    """Asks how the day after the last training was."""

    screen = ObjectProperty(None, rebind=True)
    when = StringProperty("")
    worse = ObjectProperty(None, allownone=True)

    def __init__(self, screen: AskingScreen, when: str) -> None:
        super().__init__(screen=screen, when=when)

    def primary(self) -> None:
        """Go on, with whatever was told."""
        self.screen.day_after(self.worse, self.ids.scale.level)

    def on_key(self, name: str) -> bool:
        """Y and N answer the first question."""
        if name not in ("y", "n"):
            return False
        self.worse = name == "y"
        return True


class PainNowPane(FloatLayout):
    """The exercise waits while the person tells how strong the pain is."""

    screen = ObjectProperty(None, rebind=True)
    new_headache = StringProperty(NEW_HEADACHE_TEXT)

    def __init__(self, screen: AskingScreen) -> None:
        super().__init__(screen=screen)

    def primary(self) -> None:
        """Enter goes back to the exercise."""
        self.screen.go_on()


class SignButton(Choice):
    """A sign that ends the exercise."""


class WrongPane(Page):
    """The exercise waits while the person tells what is wrong; each sign ends it."""

    screen = ObjectProperty(None, rebind=True)

    def __init__(self, screen: AskingScreen, rules: SafetyRules) -> None:
        super().__init__(screen=screen)
        self._choices: list[Callable[[], None]] = []
        for sign in rules.stop_signs:
            self._add(sign.text, partial(screen.sign, sign.id))
        self._add(NEW_HEADACHE_TEXT, screen.new_headache)

    def _add(self, text: str, choose: Callable[[], None]) -> None:
        self._choices.append(choose)
        button = SignButton(text=f"{len(self._choices)}   {text}")
        button.bind(on_release=lambda _button: choose())
        self.ids.signs.add_widget(button)

    def on_key(self, name: str) -> bool:
        """Choose a sign by its number."""
        if len(name) != 1 or name not in "123456789"[: len(self._choices)]:
            return False
        self._choices[int(name) - 1]()
        return True

    def primary(self) -> None:
        """Enter goes back to the exercise."""
        self.screen.go_on()


class EndedPane(Page):
    """Says calmly that the exercise has ended, why, and what to do."""

    screen = ObjectProperty(None, rebind=True)
    why = StringProperty("")
    advice = StringProperty("")
    help = StringProperty("")
    icon = StringProperty("")
    ink = ColorProperty("#000000")
    kept = StringProperty("")

    def __init__(self, screen: AskingScreen, stop: Stop, safety: SessionSafety) -> None:
        urgent = stop.level is Level.EMERGENCY
        super().__init__(
            screen=screen,
            why=stop.why,
            advice=stop.advice,
            help=safety.text(stop.level).text if stop.level else "",
            icon="ambulance" if urgent else "stethoscope" if stop.level else "hand-heart-outline",
            ink=theme.bad if urgent else theme.warn,
        )

    def primary(self) -> None:
        """On to what was done."""
        self.screen.to_summary()


class AskingScreen(CoachScreen):
    """What the session screen asks for the safety rules. The running exercise is kept while it waits."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.presenter: SessionPresenter | None = None
        self._running: Widget | None = None
        self._go_on: Callable[[], None] | None = None

    def run_exercise(self) -> None:
        """Show the running exercise; the session screen does."""
        raise NotImplementedError

    def ask(self) -> None:
        """Show the next question, the reason not to begin, or the exercise."""
        self._running = self._go_on = None
        presenter = self.presenter
        if presenter is None or presenter.phase is not Phase.ASKING:
            self.run_exercise()
        elif presenter.safety.refusal is not None:
            self.shell.push("safety", presenter.safety.refusal, instead=True)
        else:
            self.show(self._question(presenter))

    def _question(self, presenter: SessionPresenter) -> Widget:
        safety = presenter.safety
        if presenter.ask is Ask.SIGNS:
            return SignsPane(safety.rules.emergency_page, self.signs, self.shell.back)
        if presenter.ask is Ask.DAY_AFTER and safety.about is not None:
            return DayAfterPane(self, day_name(safety.about, safety.today))
        pane = PainPane(self)
        pane.scale.bind(on_answer=lambda _scale, level: self.pain_before(level))
        return pane

    def signs(self, ticked: set[str]) -> None:
        """Take the answer to the emergency page."""
        self._answer(lambda presenter: presenter.answer_signs(ticked))

    def day_after(self, worse: bool | None, headache: int | None) -> None:
        """Take how the day after was."""
        self._answer(lambda presenter: presenter.answer_day_after(worse, headache))

    def pain_before(self, level: int | None) -> None:
        """Take the pain before."""
        self._answer(lambda presenter: presenter.answer_pain_before(level))

    def _answer(self, give: Callable[[SessionPresenter], None]) -> None:
        presenter = self.presenter
        if presenter is None or presenter.phase is not Phase.ASKING:
            return
        try:
            give(presenter)
        except StoreError as error:
            self.shell.navigator.trouble(
                "The history cannot be read",
                "Without it nobody can say whether the exercise is right for you now. Nothing is lost.",
                str(error),
                lambda: self.shell.session(presenter.exercise),
            )
            return
        self.ask()

    def ask_pain_now(self) -> None:
        """Let the exercise wait and ask for the pain."""
        if self._wait():
            pane = PainNowPane(self)
            pane.ids.scale.bind(on_answer=lambda _scale, level: self.pain_now(level))
            self.show(pane)

    def ask_what_is_wrong(self) -> None:
        """Let the exercise wait and ask what is wrong."""
        if self._wait() and self.presenter is not None:
            self.show(WrongPane(self, self.presenter.safety.rules))

    def _wait(self) -> bool:
        """Pause and keep the running pane; False where no exercise runs."""
        presenter = self.presenter
        if presenter is None or presenter.phase is not Phase.RUNNING or presenter.problem is not None:
            return False
        if self._running is None:
            self._running = self.pane
            # what is shown lags a frame behind, so remember here whether the question is what paused it
            self._go_on = None if presenter.paused else presenter.resume
            presenter.pause()
        return True

    def pain_now(self, level: int) -> None:
        """Take the pain in the middle: it ends the exercise, or is noted."""
        if self.presenter is not None and self._running is not None:
            self.presenter.tell_pain(level)
            if self.presenter.ended is None:
                self.shell.say(f"Noted: pain {level} of 10")
            self._told()

    def new_headache(self) -> None:
        """End the exercise for a new headache."""
        if self.presenter is not None:
            self.presenter.tell_new_headache()
            self._told()

    def sign(self, sign_id: str) -> None:
        """End the exercise for a sign that needs help."""
        if self.presenter is not None:
            self.presenter.tell_sign(sign_id)
            self._told()

    def _told(self) -> None:
        presenter = self.presenter
        if presenter is not None and presenter.ended is not None:
            self._running = self._go_on = None
            self.show(EndedPane(self, presenter.ended, presenter.safety))
            self.follow_end()
        else:
            self.go_on()

    def go_on(self) -> None:
        """Back to the exercise, which runs on where the question had paused it."""
        if self._running is None:
            return
        running, self._running = self._running, None
        self.show(running)
        if self._go_on is not None:
            self._go_on()
            self._go_on = None

    @property
    def waiting(self) -> bool:
        """Whether the exercise waits for an answer."""
        return self._running is not None

    def follow_end(self) -> None:
        """Say what is kept, once the session is closed."""
        presenter, pane = self.presenter, self.pane
        if presenter is not None and presenter.summary is not None and isinstance(pane, EndedPane):
            pane.kept = f"{presenter.summary.line}. What you did is kept."
            presenter.close()

    def to_summary(self) -> None:
        """On from the page that says why it ended; home where there is nothing to show."""
        presenter = self.presenter
        if presenter is None:
            return
        presenter.to_summary()
        if presenter.phase is Phase.SUMMARY:
            self.show_summary()
        else:
            self.shell.go("home")

    def show_summary(self) -> None:
        """Show what was done; the session screen does."""
        raise NotImplementedError


load_kv(__file__)
