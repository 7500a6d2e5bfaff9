"""Everything a session knows, frozen: the exercise, the own range, where it stands and what was done.

A step makes a new state from the old one and a sample. Events wait in ``outbox`` until the step hands them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum

from coach.exercise.model import Exercise
from coach.exercise.rules import FaultKind
from coach.exercise.types import Event, EventKind, Fault, Repetition, Stage, StopReason
from coach.measure.trial import Moment, TrialResult
from coach.measure.types import Angles, CervicalSample, Direction, Problem

FRESH_S = 0.3
HINT_SPACING_S = 6.0
ENDED = frozenset({Stage.DONE, Stage.STOPPED})


class Rank(IntEnum):
    """Whose cue is spoken when several fall together; the smallest wins.

    ``STAGE`` is for the instructions that lead through the exercise: they are said every time. All others are not
    repeated within a few seconds.
    """

    SESSION = 0
    STAGE = 1
    SAFETY = 2
    TRUNK = 3
    PLANE = 4
    SPEED = 5
    HOLD = 6
    PRAISE = 7


@dataclass(frozen=True, slots=True)
class Watch:
    """How long one fault has lasted in the running repetition.

    ``worst`` is in the unit of the rule. ``episode`` is true while the angle stays beyond its limit.
    """

    kind: FaultKind
    lasted_s: float = 0.0
    worst: float = 0.0
    episode: bool = False
    called: bool = False


@dataclass(frozen=True, slots=True)
class Watched:
    """The watches of one repetition and the faults they called."""

    watches: tuple[Watch, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One measured moment of a movement, degrees in its direction; ``other_deg`` is the larger of the other axes."""

    t_s: float
    toward_deg: float
    sigma_deg: float
    other_deg: float


@dataclass(frozen=True, slots=True)
class Attempt:
    """A movement away from neutral that may become a repetition.

    Parameters
    ----------
    direction, started_s
        Where it goes and when it left neutral.
    end_range
        True where the person shows their own range instead of reaching for a target.
    zone_deg
        The target; in an end-range movement ``None`` until the end was found, then the angle held there.
    recent
        The last half second.
    best
        The highest short median so far.
    plateau
        The first seconds at the end range.
    path
        The whole trial, and the second before it, in a range-of-motion test; empty elsewhere.
    eyes_shut
        In a relocation, whether the eyes were shut in each picture that showed them.
    pain_onset_deg
        Smallest angle at which the person said that pain began.
    held_s, out_s, hidden_s
        Time in the zone, time out of it since, and time in which the head could not be measured.
    reached, beyond, interrupted
        The zone was reached (or must be taken as reached); tracking was lost at the end range; the session was paused
        meanwhile.
    target
        Place of its target in the guide.
    lacking_s, settled_s
        Time at the target without what else belongs to it; time at rest after a relocation.
    """

    direction: Direction
    started_s: float
    end_range: bool
    zone_deg: tuple[float, float] | None
    recent: tuple[Point, ...] = ()
    best: Point | None = None
    plateau: tuple[Point, ...] = ()
    path: tuple[Moment, ...] = ()
    eyes_shut: tuple[bool, ...] = ()
    pain_onset_deg: float | None = None
    held_s: float = 0.0
    out_s: float = 0.0
    hidden_s: float = 0.0
    reached: bool = False
    beyond: bool = False
    interrupted: bool = False
    watched: Watched = Watched()
    problems: tuple[Problem, ...] = ()
    target: int | None = None
    lacking_s: float = 0.0
    settled_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Half:
    """One half of a swing: the side (+1, -1), and the farthest angle with its error and time."""

    sign: int
    top_deg: float
    sigma_deg: float
    top_s: float


@dataclass(frozen=True, slots=True)
class Round:
    """A running repetition that is led by time: a breath, an effort, a swing, a loop.

    Parameters
    ----------
    started_s, start
        When it began, and where the head was then (``None``: not known any more).
    side
        Place of the way or part in the guide.
    held_s, out_s
        Time that counted as held, and time out of it since.
    reached
        What was asked for has been seen.
    halves
        The halves of a swing; the last one is still running.
    followed
        What was measured while a dot is followed, each with right rotation and flexion of the dot.
    """

    started_s: float
    start: Angles | None = None
    side: int = 0
    watched: Watched = Watched()
    held_s: float = 0.0
    out_s: float = 0.0
    reached: bool = False
    halves: tuple[Half, ...] = ()
    followed: tuple[tuple[CervicalSample, tuple[float, float]], ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """One end range that was shown."""

    direction: Direction
    result: TrialResult


@dataclass(frozen=True, slots=True)
class SessionState:
    """Where a session stands. Made by :func:`coach.exercise.session.start`, changed by stepping only.

    Times are those of the samples. ``stage_s`` is the time that counts in the running stage; ``before_loss`` and
    ``before_pause`` are the stages to go back to. ``just_before`` is the last second at neutral in a
    range-of-motion test.
    """

    exercise: Exercise
    own_range_deg: Mapping[Direction, float]
    stage: Stage = Stage.NEUTRAL
    before_loss: Stage = Stage.READY
    before_pause: Stage = Stage.NEUTRAL
    started_s: float | None = None
    now_s: float = 0.0
    stage_s: float = 0.0
    sample: CervicalSample | None = None
    measured_sample: CervicalSample | None = None
    unseen_s: float = 0.0
    lost_s: float = 0.0
    frames: int = 0
    measured: int = 0
    set_number: int = 1
    sets_done: int = 0
    first_side: Direction | None = None
    attempt: Attempt | None = None
    just_before: tuple[CervicalSample, ...] = ()
    astray: Watched = Watched()
    round: Round | None = None
    motion: tuple[tuple[float, Angles], ...] = ()
    repetitions: tuple[Repetition, ...] = ()
    trials: tuple[Trial, ...] = ()
    other_faults: tuple[Fault, ...] = ()
    shown_fault: Fault | None = None
    outbox: tuple[tuple[Rank, Event], ...] = ()
    spoken: tuple[tuple[str, float], ...] = field(default=())
    spoken_rank: Rank = Rank.SESSION
    praised_s: float | None = None
    hinted_s: float | None = None
    stop_reason: StopReason | None = None

    @property
    def angles(self) -> Angles | None:
        """Angles of the newest sample."""
        return self.sample.angles if self.sample else None

    @property
    def shown(self) -> CervicalSample | None:
        """Newest sample that was measured, as long as it is fresh; a number that blinks with every frame tells less."""
        last = self.measured_sample
        return last if last is not None and self.now_s - last.t_s <= FRESH_S else None

    @property
    def stage_meant(self) -> Stage:
        """The stage of the exercise itself, also while the session is paused or the person out of sight."""
        stage = self.before_pause if self.stage is Stage.PAUSED else self.stage
        return self.before_loss if stage is Stage.LOST else stage


def emit(
    state: SessionState,
    kind: EventKind,
    cue: str | None = None,
    *,
    rank: Rank = Rank.STAGE,
    repetition: Repetition | None = None,
    fault: Fault | None = None,
    note: str | None = None,
) -> SessionState:
    """Put an event into the outbox."""
    event = Event(kind, state.now_s, state.stage, cue, repetition, fault, note)
    return replace(state, outbox=(*state.outbox, (rank, event)))


def begin(state: SessionState, stage: Stage, cue: str | None = None, *, rank: Rank = Rank.STAGE) -> SessionState:
    """Enter a stage; its time starts at zero."""
    return emit(replace(state, stage=stage, stage_s=0.0), EventKind.STAGE_BEGAN, cue, rank=rank)


def hint(state: SessionState, cue: str) -> SessionState:
    """Say what is missing; not again for a while, whatever it is."""
    if state.hinted_s is not None and state.now_s - state.hinted_s < HINT_SPACING_S:
        return state
    return emit(replace(state, hinted_s=state.now_s), EventKind.HINT, cue, rank=Rank.HOLD)
