"""The session of a day: which exercises of the plan, in which order, within 10 to 15 minutes. A pure function.

The rule: of the exercises that are open, the one that is furthest behind its days a week in the last seven days comes
first, of equal ones the one that was not done for longest, then the one that should come most often. They are taken
while there are at most six and the time is at most 15 minutes; where six short ones take less than 10 minutes, a longer
one takes the place of the least urgent. Stretches are never more than half of a session, because stretching alone helps
least (Ylinen et al., J Rehabil Med 2010;42:344-349). Only the days before count, so that the session of a day stays the
same while it is being done.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from coach.exercise.dose import about_s
from coach.exercise.model import Approach, Exercise
from coach.progress.plan.dose import in_force
from coach.progress.plan.phases import (
    HEADACHE_DAY,
    PHASES,
    STRONG_HEADACHE,
    Phase,
    days_per_week,
    phase_in,
    phase_named,
    week,
)
from coach.progress.plan.records import EntryKind, Plan

MOST_EXERCISES = 6
LEAST_S, MOST_S = 10 * 60.0, 15 * 60.0
PAUSE_S = 15.0
"""Pause between two exercises, seconds; it counts as part of the session."""
LOOK_BACK_DAYS = 7

_ORDER = (
    Approach.POSTURE,
    Approach.SOFT_TISSUE,
    Approach.MOBILITY,
    Approach.MOTOR_CONTROL,
    Approach.SCAPULAR,
    Approach.STRENGTH,
    Approach.STRETCH,
    Approach.RELAXATION,
)
"""Within a session: first sit well and move, then what needs attention and strength, at the end what calms."""


class DayKind(StrEnum):
    """What sort of day it is."""

    TRAINING = "training"
    HEADACHE = "headache"
    """A strong headache now: calm exercises only."""
    DAY_OFF = "day off"
    """No day of training in the plan; the session is there for who wants it."""
    NOTHING_OPEN = "nothing open"
    """Everything in the plan is closed."""
    HELD = "no training"
    """The safety rules let nothing be done."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An exercise of a session with the dose in force, and about how long it takes, seconds."""

    exercise: Exercise
    about_s: float


@dataclass(frozen=True, slots=True)
class Closed:
    """An exercise that would belong to the plan but may not be done, and why, for the person."""

    exercise: Exercise
    reason: str


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The session of a day.

    Parameters
    ----------
    kind, week, phase
        What day it is in the plan.
    items
        In the order in which they should be done.
    extras
        On a headache day: what may be done as well but does not fit into the time.
    closed
        What would belong to the plan and is closed.
    reason
        Why it is less than planned, or nothing, in a few words; empty where it is all that was planned.
    """

    kind: DayKind
    week: int
    phase: Phase
    items: tuple[Planned, ...]
    extras: tuple[Planned, ...] = ()
    closed: tuple[Closed, ...] = ()
    reason: str = ""

    @property
    def about_s(self) -> float:
        """About how long it takes, with the pauses between."""
        return total_s(self.items)


def total_s(items: Sequence[Planned]) -> float:
    """About how long some exercises take, with the pauses between."""
    return sum(item.about_s for item in items) + PAUSE_S * max(0, len(items) - 1)


CLOSED_BY_THERAPIST = "Your therapist has closed this exercise."


@dataclass(frozen=True, slots=True)
class _Candidate:
    planned: Planned
    days_per_week: int
    rank: int

    @property
    def exercise(self) -> Exercise:
        return self.planned.exercise

    @property
    def stretch(self) -> bool:
        return self.exercise.approach is Approach.STRETCH


def phase_of(plan: Plan, day: date) -> Phase:
    """Return the phase of a plan on a day."""
    return phase_named(plan.phase) if plan.phase is not None else phase_in(week(plan.starts_on, day))


def choose(
    plan: Plan,
    library: Sequence[Exercise],
    day: date,
    *,
    done: Mapping[str, Collection[date]],
    levels: Mapping[str, int],
    locks: Mapping[str, str],
    head_now: int | None = None,
    taken_s: float = 0.0,
) -> DayPlan:
    """Choose the session of a day.

    Parameters
    ----------
    plan
        In force.
    library
        All exercises that there are; a code that is missing there is passed over.
    day
        The person's day.
    done
        By exercise id, the days on which it was done to its end.
    levels
        By exercise id, the level in force; 0 where there is none.
    locks
        By code, why an exercise must stay closed whatever the plan says.
    head_now
        Headache now, 0 to 10; ``None`` where it was not told.
    taken_s
        Seconds of the time that are already spoken for, such as by a test.
    """
    phase = phase_of(plan, day)
    library = [exercise for exercise in library if exercise.approach is not Approach.ASSESSMENT]
    candidates, closed = _candidates(plan, library, phase, levels, locks)
    number = week(plan.starts_on, day)
    if head_now is not None and head_now >= STRONG_HEADACHE:
        calm = [c.planned for c in _calm(plan, library, levels, locks)]
        items = _fitting(calm, MOST_S - taken_s)
        extras = tuple(item for item in calm if item not in items)
        return DayPlan(DayKind.HEADACHE, number, phase, items, extras, closed)
    first = sorted(candidates, key=lambda candidate: _urgency(candidate, done, day))
    chosen = _balanced(first, MOST_S - taken_s)
    items = tuple(sorted(chosen, key=lambda item: _ORDER.index(item.exercise.approach)))
    kind = DayKind.TRAINING if day.weekday() in plan.weekdays else DayKind.DAY_OFF
    return DayPlan(kind if items else DayKind.NOTHING_OPEN, number, phase, items, (), closed)


def _candidates(
    plan: Plan, library: Sequence[Exercise], phase: Phase, levels: Mapping[str, int], locks: Mapping[str, str]
) -> tuple[list[_Candidate], tuple[Closed, ...]]:
    """Split what belongs to the plan into what is open and what is closed."""
    wanted = [e for e in library if belongs(plan, e, phase)]
    found, closed = _split(plan, wanted, phase, levels, locks)
    if found and all(candidate.stretch for candidate in found):
        others = [e for e in library if e.code in PHASES[0].days and e.approach is not Approach.STRETCH]
        found += _split(plan, others, PHASES[0], levels, locks)[0]
    return found, closed


def _split(
    plan: Plan, wanted: Sequence[Exercise], phase: Phase, levels: Mapping[str, int], locks: Mapping[str, str]
) -> tuple[list[_Candidate], tuple[Closed, ...]]:
    found, closed = [], []
    for rank, exercise in enumerate(wanted):
        reason = closed_because(plan, exercise, locks)
        if reason is not None:
            closed.append(Closed(exercise, reason))
            continue
        entry = plan.entry(exercise.id)
        days = (entry.days_per_week if entry else None) or days_per_week(exercise.code, phase)
        dosed = in_force(exercise, levels.get(exercise.id, 0), entry.dose if entry else None)
        found.append(_Candidate(Planned(dosed, about_s(dosed)), days, rank))
    return found, tuple(closed)


def belongs(plan: Plan, exercise: Exercise, phase: Phase) -> bool:
    """Whether an exercise belongs to a plan in a phase, open or closed."""
    entry = plan.entry(exercise.id)
    if entry is not None and entry.kind is EntryKind.PRESCRIBED:
        return True
    return plan.follows_phases and exercise.code in phase.days


def closed_because(plan: Plan | None, exercise: Exercise, locks: Mapping[str, str]) -> str | None:
    """Why an exercise is closed, for the person; ``None`` where it is open, also before there is a plan."""
    entry = plan.entry(exercise.id) if plan is not None else None
    if exercise.code in locks:
        return locks[exercise.code]
    if entry is not None and entry.kind is EntryKind.CLOSED:
        return entry.note or CLOSED_BY_THERAPIST
    return exercise.lock if entry is None else None


def _calm(
    plan: Plan, library: Sequence[Exercise], levels: Mapping[str, int], locks: Mapping[str, str]
) -> list[_Candidate]:
    calm = sorted((e for e in library if e.code in HEADACHE_DAY), key=lambda e: HEADACHE_DAY.index(e.code))
    return _split(plan, calm, PHASES[0], levels, locks)[0]


def _urgency(candidate: _Candidate, done: Mapping[str, Collection[date]], day: date) -> tuple[float, int, int, int]:
    before = [when for when in set(done.get(candidate.exercise.id, ())) if when < day]
    recent = sum(when >= day - timedelta(days=LOOK_BACK_DAYS) for when in before)
    last = max(before, default=date.min)
    return recent / candidate.days_per_week, last.toordinal(), -candidate.days_per_week, candidate.rank


def _balanced(first: Sequence[_Candidate], most_s: float) -> tuple[Planned, ...]:
    """Take the first that fit, with so many stretches at most that they are not more than half."""
    for stretches in range(MOST_EXERCISES // 2, -1, -1):
        taken = _lengthened(_take(first, stretches, most_s), first, most_s)
        if _is_balanced(taken):
            return tuple(candidate.planned for candidate in taken)
    return ()


def _is_balanced(taken: Sequence[_Candidate]) -> bool:
    return 2 * sum(candidate.stretch for candidate in taken) <= len(taken)


def _lengthened(taken: list[_Candidate], first: Sequence[_Candidate], most_s: float) -> list[_Candidate]:
    """Put longer ones in the place of the least urgent while six of them take too little time."""
    for candidate in (c for c in first if c not in taken):
        if len(taken) < MOST_EXERCISES or _total_s(taken) >= LEAST_S:
            break
        for place in reversed(range(len(taken))):
            swapped = [*taken[:place], candidate, *taken[place + 1 :]]
            if _total_s(taken) < _total_s(swapped) <= most_s and _is_balanced(swapped):
                taken = swapped
                break
    return taken


def _total_s(taken: Sequence[_Candidate]) -> float:
    return total_s([candidate.planned for candidate in taken])


def _take(first: Sequence[_Candidate], stretches: int, most_s: float) -> list[_Candidate]:
    taken: list[_Candidate] = []
    for candidate in first:
        if candidate.stretch and sum(c.stretch for c in taken) == stretches:
            continue
        if len(_fitting([c.planned for c in (*taken, candidate)], most_s)) == len(taken) + 1:
            taken.append(candidate)
    return taken


def _fitting(items: Sequence[Planned], most_s: float) -> tuple[Planned, ...]:
    """Those that fit into the time, in their order; at most six."""
    taken: list[Planned] = []
    for item in items:
        if len(taken) < MOST_EXERCISES and total_s([*taken, item]) <= most_s:
            taken.append(item)
    return tuple(taken)
