"""The guided session: pain before, the running exercise beside the camera picture, and the summary."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ColorProperty, ListProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from coach.exercise.gestures import Sign
from coach.exercise.guides import RomGuide
from coach.exercise.model import Exercise
from coach.exercise.types import Snapshot
from coach.measure.types import View
from coach.ui.figure import how_to  # noqa: F401  registers the widget that the rules use
from coach.ui.hand_watch import HandWatch
from coach.ui.hands_free import ANY_HAND, HandsFree
from coach.ui.kv import load_kv
from coach.ui.presenters.hands import NOBODY, run_meanings
from coach.ui.presenters.replay import ReplaySubject
from coach.ui.presenters.run_view import RunView
from coach.ui.presenters.session import Phase, SessionPresenter
from coach.ui.screens.asking import AskingScreen
from coach.ui.screens.summary import SummaryPane
from coach.ui.screens.trouble import camera_trouble
from coach.ui.theme import theme
from coach.ui.widgets import hands  # noqa: F401  registers the widgets that the rules use
from coach.ui.widgets.live import SideRow


class RunPane(BoxLayout):
    """The running exercise. ``view`` is all that it shows; ``heard`` is the caption of what is heard besides.

    In a window that is not ``roomy`` the rare actions have no words. From the first thing that is measured on it is
    ``gauged``; until then, and where nothing is, the ring has the room.
    """

    screen = ObjectProperty(None, rebind=True)
    view = ObjectProperty(RunView("One moment", ""), rebind=True)
    exercise_title = StringProperty("")
    heard = StringProperty("")
    hand = ObjectProperty(NOBODY, rebind=True)
    hints = ListProperty()
    caption_ink = ColorProperty("#FFFFFF")
    seen = BooleanProperty(True)
    roomy = BooleanProperty(True)
    gauged = BooleanProperty(False)

    def __init__(self, screen: SessionScreen, exercise: Exercise) -> None:
        super().__init__(screen=screen, exercise_title=exercise.title, seen=exercise.seen)
        self._sides: list[SideRow] = []

    @property
    def stage(self) -> Any:
        """The picture."""
        return self.ids.stage

    def on_view(self, _pane: RunPane, view: RunView) -> None:
        """Follow the tone and the sides; all else is bound in kv."""
        self.caption_ink = (1, 1, 1, 1) if view.tone == "ink" else getattr(theme, view.tone)
        self.stage.tone = "ink" if view.tone == "ink" else view.tone
        self.gauged = self.gauged or bool(view.direction or view.breathing or view.path)
        if len(self._sides) != len(view.sides):
            self.ids.sides.clear_widgets()
            self._sides = [SideRow(compact=len(view.sides) > 2) for _ in view.sides]
            for row in self._sides:
                self.ids.sides.add_widget(row)
        for row, side in zip(self._sides, view.sides, strict=True):
            row.take(side, view.sides)

    def primary(self) -> None:
        """Enter: end a rest, else pause or go on."""
        if self.view.resting:
            self.screen.presenter.skip_rest()
        else:
            self.screen.presenter.toggle_pause()


class SessionScreen(AskingScreen):
    """Runs one exercise; its subject is the :class:`~coach.ui.presenters.session.SessionPresenter` to run."""

    room = "dark"
    keeps_camera = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._summed_up: SessionPresenter | None = None
        self._trouble_said: str | None = None
        self._hands = HandsFree(self.shell)
        self._watch: HandWatch | None = None
        self._poll_soon = Clock.create_trigger(self._poll)

    @property
    def done(self) -> int:
        """Repetitions done so far."""
        return len(self.presenter.repetitions) if self.presenter else 0

    def enter(self) -> None:
        """Ask what has to be asked before, or start at once."""
        self.presenter = self.subject
        self._trouble_said = None
        if self.presenter is None or (self.presenter is self._summed_up and isinstance(self.pane, SummaryPane)):
            return
        self.ask()

    def leave(self) -> None:
        """Stop what runs; what was done is kept."""
        if self._watch is not None:
            self._watch.stop()
            self._watch = None
        if self.presenter is not None:
            self.presenter.close()

    def pain_after(self, level: int) -> None:
        """Keep the answer of the summary, and say what to do where it is too strong."""
        if self.presenter is not None:
            stop = self.presenter.answer_pain_after(level)
            if isinstance(self.pane, SummaryPane):
                self.pane.advice = f"{stop.why} {stop.advice}" if stop else ""
            self._tell_trouble()

    def replay(self) -> None:
        """Look at the repetitions again."""
        done = self.presenter
        if done is not None and done.traces:
            self.shell.push("replay", ReplaySubject(done.exercise, tuple(done.repetitions), done.traces))

    def ask_stop(self) -> None:
        """Pause and ask whether to end the session; where the exercise waits for an answer, go on with it."""
        presenter = self.presenter
        if self.waiting:
            self.go_on()
            return
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

    def ask_skip(self) -> None:
        """In a rest, go on with the next set; else pause and ask whether to leave the exercise out."""
        presenter = self.presenter
        if presenter is None:
            return
        if presenter.view.resting:
            presenter.skip_rest()
            return
        go_on = None if presenter.paused else presenter.resume
        presenter.pause()
        self.shell.ask(
            "Leave this exercise out?",
            "What you did so far is kept. You go on with the next exercise, if there is one.",
            [("Keep going", "play", go_on), ("Leave it out", "skip-next", presenter.skip)],
        )

    def recentre(self) -> None:
        """Take the middle again, for somebody who sits otherwise now."""
        if self.presenter is not None:
            self.presenter.recentre()

    def on_key(self, name: str) -> bool:
        """Space pauses, P tells pain, X says that something is wrong, M switches the sound, Escape asks to stop.

        N goes on with what is next, R takes the middle again. Where the pain is asked for, numbers answer.
        """
        running = isinstance(self.pane, RunPane)
        act = {"escape": self.ask_stop, "m": self.shell.toggle_mute}.get(name)
        if running:
            keys = {"spacebar": self.pause, "p": self.pain, "x": self.ask_what_is_wrong}
            act = (keys | {"n": self.ask_skip, "r": self.recentre}).get(name, act)
        elif name == "x" and self.waiting:
            act = self.ask_what_is_wrong
        if act is not None:
            act()
            return True
        on_key = getattr(self.pane, "on_key", None)
        if on_key is not None and on_key(name):
            return True
        return len(name) == 1 and name.isdigit() and self._answer_by_key(int(name))

    def pause(self) -> None:
        """Pause, or go on."""
        if self.presenter is not None:
            self.presenter.toggle_pause()

    def pain(self) -> None:
        """Ask for the pain; in a test of the range of motion, keep the angle at which it begins instead."""
        presenter = self.presenter
        if presenter is not None and isinstance(presenter.exercise.guide, RomGuide):
            presenter.pain_begins()
        else:
            self.ask_pain_now()

    def _answer_by_key(self, level: int) -> bool:
        pane = self.pane
        scale = pane.ids.get("scale") if pane is not None else None
        if scale is None:
            return False
        scale.answer(level)
        return True

    def run_exercise(self) -> None:
        """Show the running exercise, and start it the first time."""
        assert self.presenter is not None
        self._hands = HandsFree(self.shell, self.presenter.exercise)
        pane = RunPane(self, self.presenter.exercise)
        pane.view = self.presenter.view
        presenter = self.presenter
        pane.ids.how.begin(presenter.exercise, presenter.own_range_deg, presenter.follower.pose, presenter.camera_view)
        self.show(pane)
        if not self.presenter.begun:
            self.presenter.start(self._poll_soon)

    def _poll(self, _dt: float) -> None:
        presenter, pane = self.presenter, self.pane
        if presenter is not None and presenter.phase is Phase.ENDED:
            presenter.poll()
            self.follow_end()
            self._tell_trouble()
        if presenter is None or not isinstance(pane, RunPane):
            return
        if presenter.problem is not None:
            self.show(
                camera_trouble(presenter.problem, self._again, lambda: self.shell.begin(demo=True), self.shell.back)
            )
            return
        snapshot = presenter.poll()
        if snapshot is not None:
            beside = presenter.camera_view is not View.FRONT
            pane.stage.show(snapshot.frame, None if beside else snapshot.detection)
            pane.heard = presenter.narrator.caption
            if pane.seen:
                self._watch_hands(snapshot, pane)
            if snapshot.sample is not None:
                pane.ids.how.follow(presenter.follower.pose, snapshot.sample.t_s)
            if pane.view != presenter.view:
                pane.view = presenter.view
        self._tell_trouble()
        if presenter.phase is Phase.SUMMARY and presenter.left_out:
            self.shell.flow.exercise_over(presenter)
        elif presenter.phase is Phase.SUMMARY:
            self.show_summary()

    def show_summary(self) -> None:
        """Show what was done, and let go of the capture."""
        presenter = self.presenter
        if presenter is None or presenter.summary is None:
            return
        summary = SummaryPane(self, presenter.summary, presenter.recorder.trouble, traced=bool(presenter.traces))
        summary.ids.scale.bind(on_answer=lambda _scale, level: self.pain_after(level))
        self.show(summary)
        self._summed_up = presenter
        presenter.close()
        # what no camera saw opens none now, and hands are only told apart from the front
        if presenter.exercise.seen and presenter.camera_view is View.FRONT:
            self._watch = HandWatch(self.shell, dict.fromkeys(ANY_HAND, "Done"), lambda _sign: summary.primary())

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
