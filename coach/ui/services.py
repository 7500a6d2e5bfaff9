"""What the window needs from outside, as protocols: it never imports the camera, the detector or the database.

:mod:`coach.app` gives the real ones; tests give their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from coach.exercise.guides import AnyGuide
from coach.exercise.model import Exercise
from coach.exercise.trace import Trace
from coach.exercise.types import Command, Event, Fault, Repetition, SessionResult, Snapshot
from coach.measure.rom_value import RomValue
from coach.measure.types import Direction, View
from coach.progress.learn import LearnCard
from coach.progress.records import PersonId, PersonRecord, RomTestId, RomTestRecord, SessionId, SessionRecord
from coach.progress.safety.model import SafetyRules
from coach.ui.histories import DiaryHistory, PlanHistory, PostureHistory
from coach.ui.safety_history import SafetyHistory


class SourceTrouble(StrEnum):
    """Why there is no picture."""

    MISSING = "missing"
    BUSY = "busy"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """A source that could not be opened; ``line`` says it in one line, with what to do."""

    trouble: SourceTrouble
    line: str


class StartProblem(Exception):
    """The program cannot begin; ``str`` gives the exact trouble in one line.

    Parameters
    ----------
    title, text
        What the person reads: what is wrong, and what to do.
    exact
        The trouble in the words of the part that met it.
    """

    def __init__(self, title: str, text: str, exact: str) -> None:
        super().__init__(exact)
        self.title = title
        self.text = text


class Capture(Protocol):
    """A camera being measured, with or without an exercise session on top of it.

    It opens, measures and closes on threads of its own; every call here returns at once except :meth:`stop`, which
    waits for the frame in hand.
    """

    @property
    def problem(self) -> SourceProblem | None:
        """Why the source could not be opened; ``None`` while it opens and once it runs."""

    def start(self) -> None:
        """Begin to open and to measure."""

    def stop(self) -> None:
        """End the session thread and wait for it."""

    def take(self) -> Snapshot | None:
        """Take the newest moment, once; ``None`` when there is nothing new."""

    def take_events(self) -> Sequence[Event]:
        """All events since the last call, in order; none is ever dropped."""

    def submit(self, command: Command) -> None:
        """Ask something of the session, in order."""

    def result(self) -> SessionResult | None:
        """Give what the session left behind so far."""


class CaptureFactory(Protocol):
    """Makes captures on one source."""

    def __call__(
        self,
        exercise: Exercise | None,
        own_range_deg: Mapping[Direction, float],
        on_new: Callable[[], None],
        view: View = View.FRONT,
    ) -> Capture:
        """Make a capture that is not started yet; ``on_new`` is called from its thread when there is something.

        ``view`` is the side of the person that the camera is to see.
        """

    def release(self) -> None:
        """Let go of the camera soon, without waiting; the next capture opens it again."""

    def close(self) -> None:
        """Let go of camera and models, and wait until that is done."""


class Store(DiaryHistory, PlanHistory, PostureHistory, SafetyHistory, Protocol):
    """The history. Every method may raise :class:`coach.progress.records.StoreError`."""

    def people(self) -> Sequence[PersonRecord]:
        """Everybody, in the order in which they were added."""

    def add_person(self, name: str) -> PersonRecord:
        """Add somebody by name."""

    def begin_session(
        self,
        person_id: PersonId,
        exercise: Exercise,
        *,
        started_at: datetime,
        software: str,
        models: str | None = None,
        pain_before: int | None = None,
    ) -> SessionId:
        """Record that a session began."""

    def add_repetition(self, session_id: SessionId, repetition: Repetition) -> None:
        """Record a repetition with its faults."""

    def add_fault(self, session_id: SessionId, fault: Fault) -> None:
        """Record a fault that belongs to no repetition."""

    def finish_session(self, session_id: SessionId, result: SessionResult, pain_after: int | None = None) -> None:
        """Record how a session ended."""

    def set_pain(self, session_id: SessionId, *, before: int | None = None, after: int | None = None) -> None:
        """Record pain of 0..10."""

    def add_rom_test(
        self,
        person_id: PersonId,
        values: Mapping[Direction, RomValue | None],
        *,
        measured_at: datetime,
        view: View,
        software: str,
        models: str | None = None,
    ) -> RomTestId:
        """Record ranges of motion."""

    def dose_done(self, session_id: SessionId) -> AnyGuide | None:
        """Return the guide of the exercise as a session was done; ``None`` where it was not kept."""

    def add_trace(self, session_id: SessionId, repetition: Repetition, trace: Trace) -> None:
        """Keep the way of the head through a repetition that was recorded."""

    def traces(self, session_id: SessionId) -> Mapping[int, Trace]:
        """Traces of a session by the place of their repetition in it."""

    def traced_sessions(self, person_id: PersonId) -> frozenset[SessionId]:
        """Tell which sessions of a person have traces."""

    def sessions(self, person_id: PersonId, *, since: date | None = None) -> Sequence[SessionRecord]:
        """Sessions of one person, oldest first, from the local date ``since`` on."""

    def rom_tests(self, person_id: PersonId) -> Sequence[RomTestRecord]:
        """Ranges of motion of one person, oldest first."""

    def own_range(self, person_id: PersonId) -> Mapping[Direction, float]:
        """Newest own range per direction, degrees."""


@dataclass(frozen=True)
class Services:
    """Everything the window is built from.

    Parameters
    ----------
    store
        The history.
    captures
        Makes the camera captures.
    exercises
        The library in approach order, training only.
    rom_test
        The exercise that is the test of the range of motion.
    safety
        The safety rules.
    software
        Version of the program, kept with every record.
    models
        Gives the version of the models that measure a view.
    now
        Gives the current time, aware.
    close
        Closes the history.
    demo
        True when a clip is played and nothing is kept.
    warning
        One line to show at the start, such as an exercise file that had to be left out.
    cards
        The Learn cards in their order.
    """

    store: Store
    captures: CaptureFactory
    exercises: Sequence[Exercise]
    rom_test: Exercise
    safety: SafetyRules
    software: str
    models: Callable[[View], str | None]
    now: Callable[[], datetime]
    close: Callable[[], None]
    demo: bool = False
    warning: str | None = None
    cards: Sequence[LearnCard] = ()
