"""The guided session: pain before, the running exercise beside the camera picture, and the summary."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ColorProperty, ListProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout

from coach.exercise.gestures import Sign
from coach.exercise.model import Exercise
from coach.exercise.types import Snapshot
from coach.ui.figure import how_to  # noqa: F401  registers the widget that the rules use
from coach.ui.hands_free import HandsFree
from coach.ui.kv import load_kv
from coach.ui.presenters.hands import NOBODY, run_meanings
from coach.ui.presenters.replay import ReplaySubject
from coach.ui.presenters.run_view import RunView, Side
from coach.ui.presenters.session import Phase, SessionPresenter
from coach.ui.screens.base import CoachScreen
from coach.ui.screens.summary import SummaryPane
from coach.ui.screens.trouble import camera_trouble
from coach.ui.theme import theme
from coach.ui.widgets import hands, live  # noqa: F401  registers the widgets that the rules use
from coach.ui.widgets.pain import PainScale

CROWDED = 40
"""More repetitions than this on one side are counted in words only."""


class PainPane(FloatLayout):
    """Asks once how strong the pain is before the exercise."""

    screen = ObjectProperty(None, rebind=True)

    def __init__(self, screen: SessionScreen) -> None:
        super().__init__(screen=screen)

    @property
    def scale(self) -> PainScale:
        """The buttons."""
        scale: PainScale = self.ids.scale
        return scale

    def primary(self) -> None:
        """Enter goes on without an answer."""
        self.screen.pain_before(None)


class SideRow(BoxLayout):
    """Repetitions of one side: its name, the count and the dots."""

    label = StringProperty("")
    text = StringProperty("")
    marks = ListProperty()
    compact = BooleanProperty(False)

    def take(self, side: Side) -> None:
        """Show a side."""
        self.label, self.text = side.label, side.text
        self.marks = side.marks if len(side.marks) <= CROWDED else []


class RunPane(BoxLayout):
    """The running exercise. ``view`` is all that it shows; ``heard`` is the caption of what is heard besides."""

    screen = ObjectProperty(None, rebind=True)
    view = ObjectProperty(RunView("One moment", ""), rebind=True)
    exercise_title = StringProperty("")
    heard = StringProperty("")
    hand = ObjectProperty(NOBODY, rebind=True)
    hints = ListProperty()
    caption_ink = ColorProperty("#FFFFFF")

    def __init__(self, screen: SessionScreen, exercise: Exercise) -> None:
        super().__init__(screen=screen, exercise_title=exercise.title)
        self._sides: list[SideRow] = []

    @property
    def stage(self) -> Any:
        """The picture."""
        return self.ids.stage

    def on_view(self, _pane: RunPane, view: RunView) -> None:
        """Follow the tone and the sides; all else is bound in kv."""
        self.caption_ink = (1, 1, 1, 1) if view.tone == "ink" else getattr(theme, view.tone)
        self.stage.tone = "ink" if view.tone == "ink" else view.tone
        if len(self._sides) != len(view.sides):
            self.ids.sides.clear_widgets()
            self._sides = [SideRow(compact=len(view.sides) > 2) for _ in view.sides]
            for row in self._sides:
                self.ids.sides.add_widget(row)
        for row, side in zip(self._sides, view.sides, strict=True):
            row.take(side)

    def primary(self) -> None:
        """Enter: end a rest, else pause or go on."""
        if self.view.resting:
            self.screen.presenter.skip_rest()
        else:
            self.screen.presenter.toggle_pause()


class SessionScreen(CoachScreen):
    """Runs one exercise; its subject is the :class:`~coach.ui.presenters.session.SessionPresenter` to run."""

    room = "dark"
    keeps_camera = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.presenter: SessionPresenter | None = None
        self._summed_up: SessionPresenter | None = None
        self._trouble_said: str | None = None
        self._hands = HandsFree(self.shell)
        self._poll_soon = Clock.create_trigger(self._poll)

    @property
    def done(self) -> int:
        """Repetitions done so far."""
        return len(self.presenter.repetitions) if self.presenter else 0

    def enter(self) -> None:
        """Ask for the pain, or start at once."""
        self.presenter = self.subject
        self._trouble_said = None
        if self.presenter is None or (self.presenter is self._summed_up and isinstance(self.pane, SummaryPane)):
            return
        if self.presenter.phase is Phase.PAIN:
            pane = PainPane(self)
            pane.scale.bind(on_answer=lambda _scale, level: self.pain_before(level))
            self.show(pane)
        else:
            self._run()

    def leave(self) -> None:
        """Stop what runs; what was done is kept."""
        if self.presenter is not None:
            self.presenter.close()

    def pain_before(self, level: int | None) -> None:
        """Take the answer and start."""
        if self.presenter is not None and self.presenter.phase is Phase.PAIN:
            self.presenter.answer_pain_before(level)
            self.shell.told_pain(level)
            self._run()

    def pain_after(self, level: int) -> None:
        """Keep the answer of the summary."""
        if self.presenter is not None:
            self.presenter.answer_pain_after(level)
            self.shell.told_pain(level)
            self._tell_trouble()

    def replay(self) -> None:
        """Look at the repetitions again."""
        done = self.presenter
        if done is not None and done.traces:
            self.shell.push("replay", ReplaySubject(done.exercise, tuple(done.repetitions), done.traces))

    def ask_stop(self) -> None:
        """Pause and ask whether to end the session."""
        presenter = self.presenter
        if presenter is None or presenter.phase is not Phase.RUNNING or presenter.problem is not None:
            self.shell.back()
            return
        # what is shown lags a frame behind, so remember here whether the question is what paused it
        go_on = None if presenter.paused else presenter.resume
        presenter.pause()
        self.shell.ask(
            "End this exercise?",
            "What you did so far is kept. If you feel dizzy or sick, see double, or have a sudden severe headache, "
            "stop and get help.",
            [("Keep going", "play", go_on), ("End it", "stop", presenter.stop)],
        )

    def on_key(self, name: str) -> bool:
        """Space pauses, P is for pain that begins, M switches the sound, Escape asks to stop, numbers tell pain."""
        running = self.presenter is not None and self.presenter.phase is Phase.RUNNING
        if name == "escape":
            self.ask_stop()
        elif name == "m":
            self.shell.toggle_mute()
        elif name == "spacebar" and running:
            self.presenter.toggle_pause()  # type: ignore[union-attr]
        elif name == "p" and running:
            self.presenter.pain_begins()  # type: ignore[union-attr]
        elif len(name) == 1 and name.isdigit() and not running:
            return self._answer_by_key(int(name))
        else:
            return False
        return True

    def _answer_by_key(self, level: int) -> bool:
        pane = self.pane
        scale = pane.ids.get("scale") if pane is not None else None
        if scale is None:
            return False
        scale.answer(level)
        return True

    def _run(self) -> None:
        assert self.presenter is not None
        self._hands = HandsFree(self.shell, self.presenter.exercise)
        pane = RunPane(self, self.presenter.exercise)
        pane.view = self.presenter.view
        pane.ids.how.begin(self.presenter.exercise, self.presenter.own_range_deg, self.presenter.follower.pose)
        self.show(pane)
        if not self.presenter.begun:
            self.presenter.start(self._poll_soon)

    def _poll(self, _dt: float) -> None:
        presenter, pane = self.presenter, self.pane
        if presenter is None or not isinstance(pane, RunPane):
            return
        if presenter.problem is not None:
            self.show(
                camera_trouble(presenter.problem, self._again, lambda: self.shell.begin(demo=True), self.shell.back)
            )
            return
        snapshot = presenter.poll()
        if snapshot is not None:
            pane.stage.show(snapshot.frame, snapshot.detection)
            pane.heard = presenter.narrator.caption
            self._watch_hands(snapshot, pane)
            if snapshot.sample is not None:
                pane.ids.how.follow(presenter.follower.pose, snapshot.sample.t_s)
            if pane.view != presenter.view:
                pane.view = presenter.view
        self._tell_trouble()
        if presenter.phase is Phase.SUMMARY and presenter.summary is not None:
            summary = SummaryPane(self, presenter.summary, presenter.recorder.trouble, traced=bool(presenter.traces))
            summary.ids.scale.bind(on_answer=lambda _scale, level: self.pain_after(level))
            self.show(summary)
            self._summed_up = presenter
            presenter.close()

    def _watch_hands(self, snapshot: Snapshot, pane: RunPane) -> None:
        meanings = run_meanings(self._hands.signs, paused=pane.view.paused, resting=pane.view.resting)
        sign = self._hands.watch(snapshot, meanings)
        pane.hand, pane.hints = self._hands.view, [(s, text) for s, text in meanings.items() if s is not Sign.LEFT_HAND]
        if sign in (Sign.BOTH_HANDS, Sign.CROSSED_LONG):
            self.ask_stop()
        elif sign is not None:
            pane.primary()

    def _tell_trouble(self) -> None:
        trouble = self.presenter.recorder.trouble if self.presenter else None
        if trouble and trouble != self._trouble_said:
            self.shell.say(f"{trouble} The session goes on, and is kept until it can be saved.", "alert-circle")
        self._trouble_said = trouble

    def _again(self) -> None:
        """Begin anew, with a record of its own when this one was already opened."""
        if self.presenter is not None:
            self.shell.session(self.presenter.exercise)


load_kv(__file__)
