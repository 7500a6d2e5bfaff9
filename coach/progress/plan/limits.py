"""What the safety rules leave of a day: what is closed, how much less is done, and whether anything is done at all.

The one place where plan and safety come together; every list of what to do, in the window and in the terminal, comes
through here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from coach.exercise.dose import about_s
from coach.exercise.model import Exercise
from coach.progress.plan.choose import Closed, DayKind, DayPlan, Planned
from coach.progress.safety.day_after import DoseAdvice, with_dose

USUAL_DOSE = DoseAdvice(1.0, 0, False, ())


@dataclass(frozen=True, slots=True)
class Limits:
    """What the safety rules say about a day.

    Parameters
    ----------
    locks
        By code, why an exercise must stay closed.
    advice
        How much of the usual dose is right.
    held
        Why nothing is to be done at all, for the person; empty where training may go on.
    flares
        Days of training after which the person was worse.
    """

    locks: Mapping[str, str] = field(default_factory=dict)
    advice: DoseAdvice = USUAL_DOSE
    held: str = ""
    flares: frozenset[date] = frozenset()


def as_done(exercise: Exercise, advice: DoseAdvice, share: float = 1.0) -> Exercise:
    """Return a planned exercise with the dose that will really be done.

    ``share`` is how much of this one exercise is right; of it and of the advice for the day the smaller one counts, as
    both answer the same bad day.
    """
    return with_dose(exercise, min(advice.factor, share))


def limited(session: DayPlan, limits: Limits, shares: Mapping[str, float]) -> DayPlan:
    """Return the session of a day as it will really be done, with the reason where it is less than planned.

    ``shares`` holds how much of single exercises is right, by their id.

    Exercises are chosen by their planned time before, so that half a dose makes a shorter session and no longer list.
    """
    if limits.held:
        closed = tuple(Closed(item.exercise, limits.held) for item in (*session.items, *session.extras))
        return replace(
            session, kind=DayKind.HELD, items=(), extras=(), closed=(*session.closed, *closed), reason=limits.held
        )
    items, extras = (
        tuple(_less(item, limits.advice, shares) for item in some) for some in (session.items, session.extras)
    )
    return replace(session, items=items, extras=extras, reason=limits.advice.in_short)


def _less(item: Planned, advice: DoseAdvice, shares: Mapping[str, float]) -> Planned:
    exercise = as_done(item.exercise, advice, shares.get(item.exercise.id, 1.0))
    return Planned(exercise, about_s(exercise))
