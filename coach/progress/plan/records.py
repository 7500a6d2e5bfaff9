"""What the history keeps of a plan. All records are frozen; times are aware UTC, ``local_date`` is the person's day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

EVERY_DAY = frozenset(range(7))
"""Weekdays count from Monday, 0, to Sunday, 6."""


class SetBy(StrEnum):
    """Who made a plan or a change."""

    PROGRAM = "program"
    PERSON = "person"
    THERAPIST = "therapist"


class EntryKind(StrEnum):
    """What a plan says about one exercise, beyond what its phase says."""

    PRESCRIBED = "prescribed"
    """It belongs to the plan in every phase, with its own dose where one is given; a lock of its file is open."""
    ALLOWED = "allowed"
    """The therapist has taught it: a lock of its file is open, and it comes when its phase does."""
    CLOSED = "closed"
    """It is not to be done."""


@dataclass(frozen=True, slots=True)
class Prescription:
    """A dose that a therapist wrote; ``None`` leaves what the exercise's file says. Seconds and plain counts."""

    repetitions: int | None = None
    sets: int | None = None
    hold_s: float | None = None
    duration_s: float | None = None

    @property
    def changes(self) -> dict[str, float]:
        """The fields of a guide that are written, with their values."""
        fields = ("repetitions", "sets", "hold_s", "duration_s")
        return {name: value for name in fields if (value := getattr(self, name)) is not None}


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """One exercise in a plan.

    Parameters
    ----------
    exercise_id
        Of the library; one that is not there (any more) is passed over.
    kind
        What the plan says about it.
    dose
        Only with :attr:`EntryKind.PRESCRIBED`.
    days_per_week
        1 to 7; ``None`` leaves what the phase says.
    note
        The therapist's own words for the person.

    Raises
    ------
    ValueError
        For a number out of range or a dose that goes with another kind.
    """

    exercise_id: str
    kind: EntryKind
    dose: Prescription = Prescription()
    days_per_week: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if self.days_per_week is not None and not 1 <= self.days_per_week <= 7:
            raise ValueError(f"days a week go from 1 to 7 (got {self.days_per_week})")
        if self.dose.changes and self.kind is not EntryKind.PRESCRIBED:
            raise ValueError("only a prescribed exercise has a dose of its own")


@dataclass(frozen=True, slots=True)
class Plan:
    """What was agreed; the newest plan of a person is in force, the older ones are its history.

    Parameters
    ----------
    made_at, set_by
        When and by whom.
    starts_on
        The day from which its weeks are counted.
    weekdays
        The days of training, 0 (Monday) to 6; never empty.
    phase
        Name of the phase to stay in; ``None`` goes on with the weeks.
    follows_phases
        Whether the exercises of the phase belong to the plan; else only the prescribed ones do.
    entries
        What is said about single exercises, at most one for each.

    Raises
    ------
    ValueError
        For weekdays that are none, or an exercise with two entries.
    """

    made_at: datetime
    set_by: SetBy
    starts_on: date
    weekdays: frozenset[int] = EVERY_DAY
    phase: str | None = None
    follows_phases: bool = True
    entries: tuple[PlanEntry, ...] = ()

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= EVERY_DAY:
            raise ValueError("a plan has at least one day of training, 0 (Monday) to 6 (Sunday)")
        names = [entry.exercise_id for entry in self.entries]
        if len(set(names)) < len(names):
            raise ValueError("an exercise has at most one entry in a plan")

    def entry(self, exercise_id: str) -> PlanEntry | None:
        """Return what is said about one exercise."""
        return next((entry for entry in self.entries if entry.exercise_id == exercise_id), None)


class ChangeKind(StrEnum):
    """How a dose was changed."""

    UP = "up"
    DOWN = "down"
    KEPT = "kept"
    """The person keeps the easier version."""
    SET = "set"
    """A therapist chose the level."""
    HALVED = "halved"
    """There is no easier version, so half as much of it is done."""
    STOPPED = "stopped"
    """Half as much was too much as well; it stays closed until a therapist sets a level."""


@dataclass(frozen=True, slots=True)
class DoseChange:
    """A step of one exercise to a harder or an easier version, for good until the next one.

    Parameters
    ----------
    exercise_id
        Which.
    kind
        What happened.
    before, level
        The levels (see :meth:`coach.exercise.model.Exercise.at_level`) before and from now on.
    at, local_date
        When.
    rule
        Id of the rule that made it.
    reason
        For the person, one sentence.
    """

    exercise_id: str
    kind: ChangeKind
    before: int
    level: int
    at: datetime
    local_date: date
    rule: str
    reason: str
