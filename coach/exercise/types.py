"""What travels out of an exercise session: events, the view a screen draws, and the result kept in the history."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coach.exercise.rules import FaultKind
from coach.measure.preflight import Preflight
from coach.measure.rom_value import RomValue
from coach.measure.side import SideNeutral
from coach.measure.types import CervicalSample, Detection, Direction, Frame


class Stage(StrEnum):
    """Where a session stands."""

    NEUTRAL = "neutral"
    """Waiting for the person to sit still so that neutral can be taken."""
    READY = "ready"
    """At neutral, the next repetition may begin."""
    MOVE = "move"
    HOLD = "hold"
    RETURN = "return"
    REST = "rest"
    """Between two sets."""
    BREATHE_IN = "breathe_in"
    BREATHE_OUT = "breathe_out"
    PAUSED = "paused"
    LOST = "lost"
    """The person cannot be measured; goes on by itself when they are back."""
    DONE = "done"
    STOPPED = "stopped"


class Command(StrEnum):
    """What a person may ask of a running session."""

    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    STOP_FOR_PAIN = "stop_for_pain"
    STOP_FOR_SIGN = "stop_for_sign"
    """A warning sign, such as dizziness: stop at once."""
    SKIP = "skip"
    """Leave this exercise out and go on with the next one."""
    SKIP_REST = "skip_rest"
    RECENTRE = "recentre"
    """Take neutral again from the next still moment, and go on after it; whoever measures obeys."""
    PAIN = "pain"
    """Pain begins here: the angle is kept with the running trial of a range-of-motion test."""


class StopReason(StrEnum):
    """Why a session ended before it was finished."""

    ASKED = "asked"
    PAIN = "pain"
    SIGN = "sign"
    SKIPPED = "skipped"


class EventKind(StrEnum):
    """Things that happened, in the order in which they happened. Never dropped."""

    STAGE_BEGAN = "stage_began"
    TARGET_REACHED = "target_reached"
    HOLD_DONE = "hold_done"
    REPETITION_DONE = "repetition_done"
    FAULT = "fault"
    HINT = "hint"
    """A word on what is missing before a repetition counts; no fault."""
    PRAISE = "praise"
    BEAT = "beat"
    """The head should be at the far end of its swing now."""
    PAIN = "pain"
    """The person said that pain began, and the angle was kept."""
    SET_DONE = "set_done"
    LOST = "lost"
    FOUND = "found"
    PAUSED = "paused"
    RESUMED = "resumed"
    STOPPED = "stopped"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that lasted long enough, and lay far enough beyond the measurement error, to be called.

    ``value`` is the worst value while it lasted, in the unit of its rule.
    """

    kind: FaultKind
    value: float
    cue: str
    t_s: float


@dataclass(frozen=True, slots=True)
class Repetition:
    """One repetition, from leaving neutral to being back.

    ``peak_deg`` is the largest angle in the target's direction, unsigned; ``sigma_deg`` its standard error;
    ``end_range`` tells that the person went as far as they could (a trial that shows their own range). ``beyond`` tells
    that they were out of sight at the end: they went beyond ``peak_deg``, and the hold could not be timed in full.
    ``error_deg`` is how far off a relocation or a followed path was, unsigned; ``None`` in all other exercises. On a
    path, ``lag_s`` is the time by which the head was behind the dot; it is taken off before, and ``sigma_deg`` belongs
    to the error.
    ``target`` is the place of its target (or way) in the file, where that has some.
    """

    number: int
    set_number: int
    direction: Direction | None
    started_s: float
    ended_s: float
    peak_deg: float | None
    sigma_deg: float | None
    held_s: float
    faults: tuple[Fault, ...]
    end_range: bool = False
    beyond: bool = False
    error_deg: float | None = None
    lag_s: float | None = None
    target: int | None = None

    @property
    def clean(self) -> bool:
        """No fault was called."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in the session at ``t_s`` (time of the source).

    ``cue`` is what is said now, at most one at a time. ``note`` is more to read: the summary of a set.
    """

    kind: EventKind
    t_s: float
    stage: Stage
    cue: str | None = None
    repetition: Repetition | None = None
    fault: Fault | None = None
    note: str | None = None


class Quality(StrEnum):
    """How good a repetition was."""

    GOOD = "good"
    OKAY = "okay"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Judgement:
    """How good a repetition was, and why, in words for the person."""

    quality: Quality
    reason: str


@dataclass(frozen=True, slots=True)
class Gauge:
    """The angle a person watches: degrees in the direction asked for, with the zone to reach.

    ``value_deg`` is ``None`` when it is not measured. ``zone_deg`` is ``None`` in a trial without a target.
    ``pace_deg`` is where a head that keeps the tempo would be now, ``None`` where there is no tempo to keep.
    """

    direction: Direction
    value_deg: float | None
    sigma_deg: float | None
    zone_deg: tuple[float, float] | None
    full_scale_deg: float
    pace_deg: float | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """A dot to follow and where the head is, degrees; the head is ``None`` when it is not measured.

    ``half_width_deg`` (axial rotation) and ``half_height_deg`` (flexion) are the extent of the whole path.
    """

    dot_flexion_deg: float
    dot_right_rotation_deg: float
    flexion_deg: float | None
    right_rotation_deg: float | None
    half_width_deg: float
    half_height_deg: float


@dataclass(frozen=True, slots=True)
class SideCount:
    """Repetitions done and asked for on one side of the running set; ``unit`` is what is counted, in the singular."""

    direction: Direction | None
    done: int
    asked: int
    unit: str = "repetition"


@dataclass(frozen=True, slots=True)
class SessionView:
    """Everything a screen shows of a session, computed afresh from the state; a screen adds no logic.

    ``progress`` is 0..1: of the still window (NEUTRAL), the hold (HOLD), the breath (BREATHE_*), the rest (REST) or
    the running part of what goes by time; else 0. ``remaining_s`` is the time left of the same, where it is known.
    ``on_target`` tells that the head is seen where it should be held; a hold goes on for a moment when it is not.
    ``judgement`` is of the repetition just done. ``measured`` is false where everything goes by time alone.
    """

    stage: Stage
    headline: str
    detail: str
    gauge: Gauge | None
    progress: float
    remaining_s: float | None
    counts: tuple[SideCount, ...]
    set_number: int
    sets: int
    fault: Fault | None
    on_target: bool = False
    path: Path | None = None
    judgement: Judgement | None = None
    measured: bool = True


@dataclass(frozen=True, slots=True)
class SessionResult:
    """What a finished or stopped session leaves behind.

    ``other_faults`` were called in movements that did not count as a repetition (the wrong side, a target not reached).
    ``stop_reason`` is there where it was not completed. ``measured`` is false for an exercise that no camera can see.
    ``summary`` says the same in a few sentences for the person.
    """

    exercise_id: str
    exercise_code: str
    completed: bool
    started_s: float
    ended_s: float
    repetitions: tuple[Repetition, ...]
    repetitions_asked: int
    sets_done: int
    lost_s: float
    measured_fraction: float
    rom: tuple[RomValue, ...]
    other_faults: tuple[Fault, ...] = ()
    stop_reason: StopReason | None = None
    measured: bool = True
    summary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The newest moment, for the screen: latest value only, older ones are dropped.

    ``source_problem`` is a line for the person when the camera is gone (it may come back by itself). ``preflight``
    judges light, camera and place; ``None`` before neutral. ``side_neutral`` is that of a camera at the side.
    """

    frame: Frame | None
    detection: Detection | None
    sample: CervicalSample | None
    view: SessionView | None
    fps: float
    source_problem: str | None = None
    source_ended: bool = False
    preflight: Preflight | None = None
    side_neutral: SideNeutral | None = None
