"""What the history gives back to be read: people, sessions, range-of-motion tests and postures.

All records are frozen. Times are aware UTC; ``local_date`` is the day on the person's own calendar when it happened,
kept because it cannot be worked out later once somebody has travelled. ``None`` means not told or not measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType
from uuid import UUID

from coach.exercise.types import Fault, Repetition, StopReason
from coach.measure.rom_value import RomValue
from coach.measure.types import Direction, View

PersonId = NewType("PersonId", UUID)
SessionId = NewType("SessionId", UUID)
RomTestId = NewType("RomTestId", UUID)
PostureId = NewType("PostureId", UUID)

RepetitionRecord = Repetition
"""A repetition comes back from the history as the very type that the session made."""


class StoreError(Exception):
    """The history cannot be opened, read or written.

    ``str(error)`` is one clear line for the person: what is wrong and what to do. Whatever was recorded before is kept.
    """


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """Somebody whose neck is measured here."""

    id: PersonId
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One exercise session, finished or not.

    Parameters
    ----------
    exercise_id, exercise_code, exercise_title, exercise_version
        What was done, as it was called then.
    started_at, ended_at
        Aware UTC; ``ended_at`` is ``None`` while the session runs and for ever when the program was killed.
    local_date
        The person's day when it began.
    completed
        Everything that was asked for was done.
    repetitions
        In the order in which they were made, each with its own faults.
    faults
        Those called outside a repetition, such as a head that moves while breathing.
    repetitions_asked, measured_fraction, lost_s
        ``None`` when the session never ended. ``measured_fraction`` is 0..1, ``lost_s`` seconds without tracking.
    pain_before, pain_after
        0..10, as told by the person.
    software, models
        Versions that measured it.
    stop_reason
        Why it ended early; ``None`` where it was finished, where the program was killed, and in old records.
    """

    id: SessionId
    exercise_id: str
    exercise_code: str
    exercise_title: str
    exercise_version: int
    started_at: datetime
    local_date: date
    ended_at: datetime | None
    completed: bool
    repetitions: tuple[RepetitionRecord, ...]
    faults: tuple[Fault, ...]
    repetitions_asked: int | None
    sets_done: int
    pain_before: int | None
    pain_after: int | None
    measured_fraction: float | None
    lost_s: float | None
    software: str
    models: str | None
    stop_reason: StopReason | None = None


@dataclass(frozen=True, slots=True)
class RomTestRecord:
    """One test of the range of motion; a direction that was not measured has no entry in ``values``."""

    id: RomTestId
    measured_at: datetime
    local_date: date
    view: View
    values: Mapping[Direction, RomValue]
    software: str
    models: str | None


@dataclass(frozen=True, slots=True)
class PostureRecord:
    """One craniovertebral angle with its standard error, marked in a picture from the side."""

    id: PostureId
    measured_at: datetime
    local_date: date
    view: View
    craniovertebral_deg: float
    sigma_deg: float
    software: str
