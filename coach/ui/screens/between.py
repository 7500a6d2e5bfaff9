"""Between two exercises of a session: a short pause, what comes next, and the way out."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ListProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from coach.exercise.model import Exercise
from coach.progress.plan.choose import PAUSE_S
from coach.ui import words
from coach.ui.kv import load_kv
from coach.ui.presenters.sequence import Sequence, State
from coach.ui.screens.base import CoachScreen
from coach.ui.widgets import gauge  # noqa: F401  registers the widgets that the rules use

_MARKS = {State.DONE: "clean", State.STOPPED: "fault", State.SKIPPED: "open", State.OPEN: "open"}


class BetweenPane(FloatLayout):
    """The next exercise with the pause running down; ``left_s`` is what is left of it."""

    screen = ObjectProperty(None, rebind=True)
    title = StringProperty("")
    place = StringProperty("")
    dose = StringProperty("")
    start_position = StringProperty("")
    rest = StringProperty("")
    marks = ListProperty()
    left_s = NumericProperty(PAUSE_S)
    waiting = BooleanProperty(True)

    def __init__(self, screen: BetweenScreen, sequence: Sequence, exercise: Exercise) -> None:
        super().__init__(
            screen=screen,
            title=exercise.title,
            place=f"Next, {sequence.place}",
            dose=words.dose(exercise),
            start_position=exercise.start_position,
            rest=f"about {words.whole_minutes(sequence.left_s)} to go",
            marks=[_MARKS[state] for state in sequence.states],
        )

    def primary(self) -> None:
        """Go on at once."""
        self.screen.shell.flow.go_on()


class BetweenScreen(CoachScreen):
    """Counts the pause down and goes on by itself; its subject is the :class:`Sequence`.

    Any key or touch that is no way on holds the countdown: who is busy with a strap or a towel is not hurried.
    """

    room = "dark"
    keeps_camera = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._ticking: Any = None

    def enter(self) -> None:
        """Show what is next and begin the pause."""
        sequence: Sequence = self.subject
        if sequence is None or sequence.current is None:
            return
        self.show(BetweenPane(self, sequence, sequence.current))
        self._ticking = Clock.schedule_interval(self._tick, 0.25)

    def leave(self) -> None:
        """Stop counting."""
        if self._ticking is not None:
            self._ticking.cancel()
            self._ticking = None

    def hold(self) -> None:
        """Wait until the person goes on."""
        if self._ticking is not None:
            self.leave()
            self.pane.waiting = False  # type: ignore[union-attr]

    def on_key(self, name: str) -> bool:
        """Space holds the countdown, S leaves the exercise out, Escape ends the session."""
        if name == "escape":
            self.shell.flow.end()
        elif name == "s":
            self.shell.flow.skip()
        elif name == "spacebar":
            self.hold()
        else:
            return False
        return True

    def _tick(self, dt: float) -> None:
        pane = self.pane
        if not isinstance(pane, BetweenPane):
            return
        pane.left_s = max(0.0, pane.left_s - dt)
        if pane.left_s == 0:
            self.leave()
            self.shell.flow.go_on()


load_kv(__file__)
