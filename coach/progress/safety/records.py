"""What the history keeps of the safety rules: answers, what a doctor allowed, pain that was told, and every decision.

All records are frozen. Times are aware UTC; ``local_date`` is the person's own day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from coach.progress.records import SessionId
from coach.progress.safety.model import Answers

LONGEST_NAME = 80


class CheckKind(StrEnum):
    """Which questions were answered."""

    INTAKE = "intake"
    EMERGENCY = "emergency"
    """The emergency page alone, asked again before a session."""


@dataclass(frozen=True, slots=True)
class Check:
    """Answers, as they were given. ``rules_version`` tells to which text of the questions."""

    kind: CheckKind
    asked_at: datetime
    local_date: date
    answers: Answers
    rules_version: int


@dataclass(frozen=True, slots=True)
class Clearance:
    """Somebody has looked at what rules had found, and the person may go on.

    It counts for what was told before it. ``by`` is the name that the person gave.
    """

    at: datetime
    local_date: date
    rules: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True)
class DayAfter:
    """How it was after a day of training, asked at the next start.

    Parameters
    ----------
    about
        The day of training.
    worse_longer_than_a_day
        Worse than usual for more than 24 hours; ``None`` when not told.
    headache_before, headache_after
        0..10: the usual headache at that time, and the strongest one of the day after; ``None`` when not told.
    """

    about: date
    asked_at: datetime
    worse_longer_than_a_day: bool | None = None
    headache_before: int | None = None
    headache_after: int | None = None


@dataclass(frozen=True, slots=True)
class PainTold:
    """Pain of 0..10 that the person told in the middle of a session."""

    session_id: SessionId
    told_at: datetime
    level: int


class Outcome(StrEnum):
    """What a rule decided; the value is the wording for a person."""

    BLOCKED = "no training"
    LOCKED = "exercise kept closed"
    THERAPIST_FIRST = "gentle exercises, some closed"
    MAY_TRAIN = "training may go on"
    STOPPED = "exercise ended"
    NOT_STARTED = "exercise not started"
    HALVED = "dose halved"
    PAUSED = "training paused"
    USUAL_DOSE = "usual dose"
    CLEARED = "opened again"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision, with the rule that made it and what it was made from.

    ``inputs`` holds plain values only (text, numbers, true or false, and lists of them).
    """

    rule: str
    outcome: Outcome
    inputs: Mapping[str, Any]
    at: datetime
    local_date: date
    session_id: SessionId | None = None
