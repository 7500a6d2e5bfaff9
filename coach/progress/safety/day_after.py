"""The 24-hour rule: how a bad day after training makes the next doses smaller, and when the training pauses."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coach.exercise.guides import BreathingGuide, GazeGuide, PathGuide, RomGuide, TimedGuide
from coach.exercise.model import Approach, Exercise
from coach.progress.safety.model import DayAfterRules
from coach.progress.safety.records import Clearance, DayAfter

WORSE_FOR_LONG = "worse-for-more-than-a-day"
HEADACHE_ROSE = "headache-rose-next-day"
BAD_DAYS_RUNNING = "bad-days-running"
USUAL = "usual-dose"
GOOD_DAY = "good-day-after"

ASKED_WITHIN_DAYS = 7
"""A choice of this program: nobody remembers well how they were after a training that is longer ago."""

_SHORTEST_S = 10.0
"""No timed exercise is made shorter than this, seconds."""


@dataclass(frozen=True, slots=True)
class DoseAdvice:
    """How much of the planned dose is right today.

    Parameters
    ----------
    factor
        What to multiply repetitions or minutes with; 1 is the usual dose.
    days_left
        Days of training that it still counts for, today among them; 0 at the usual dose.
    paused
        No training before the therapist was asked.
    rules
        Ids of the rules that made it.
    reason
        For the person; empty at the usual dose.
    """

    factor: float
    days_left: int
    paused: bool
    rules: tuple[str, ...]
    reason: str = ""

    @property
    def in_short(self) -> str:
        """How much and why in a few words, for a list of doses; empty at the usual dose."""
        if self.factor == 1:
            return ""
        amount = "Half as much" if self.factor == _HALF else f"{self.factor:.0%} of the usual"
        return f"{amount} today: {'; '.join(_IN_SHORT[rule] for rule in self.rules if rule in _IN_SHORT)}"


_HALF = 0.5
_IN_SHORT = {
    WORSE_FOR_LONG: "worse for more than a day after a training",
    HEADACHE_ROSE: "a stronger headache the day after a training",
}


def bad_day(rules: DayAfterRules, told: DayAfter) -> tuple[str, ...]:
    """Ids of the rules by which the day after was a bad one; none where it was not, or was not told."""
    found = []
    if told.worse_longer_than_a_day:
        found.append(WORSE_FOR_LONG)
    before, after = told.headache_before, told.headache_after
    if before is not None and after is not None and after - before >= rules.rise:
        found.append(HEADACHE_ROSE)
    return tuple(found)


def counts_from(rules: DayAfterRules, history: Sequence[DayAfter]) -> date | None:
    """Return the day from which training with a smaller dose is counted; ``None`` without a bad day."""
    bad = [day.asked_at for day in history if bad_day(rules, day)]
    return _day(max(bad)) if bad else None


def _day(asked_at: datetime) -> date:
    return asked_at.astimezone().date()


def day_to_ask_about(trained: Collection[date], asked: Sequence[DayAfter], today: date) -> date | None:
    """Return the newest day of training before today, unless it was asked about or is too long ago.

    Parameters
    ----------
    trained
        Local dates with a session.
    """
    newest = max((day for day in trained if day < today), default=None)
    if newest is None or (today - newest).days > ASKED_WITHIN_DAYS or any(told.about == newest for told in asked):
        return None
    return newest


def dose_factor(
    rules: DayAfterRules,
    history: Sequence[DayAfter],
    trained: Collection[date],
    today: date,
    clearances: Sequence[Clearance] = (),
) -> DoseAdvice:
    """Say how much of the usual dose is right today.

    Parameters
    ----------
    rules
        Thresholds.
    history
        What was told about days after training, in any order.
    trained
        Local dates with a session. The smaller dose lasts for a number of these.
    today
        The local date.
    clearances
        One that names the rule ``bad-days-running`` ends a pause.

    Notes
    -----
    A day that was not told about neither counts as bad nor as good.
    """
    told = sorted((day for day in history if _is_told(day)), key=lambda day: day.asked_at)
    bad = [day for day in told if bad_day(rules, day)]
    if not bad:
        return DoseAdvice(1.0, 0, False, (USUAL,))
    newest = bad[-1]
    if _paused(rules, told, clearances):
        reason = (
            f"You were worse after your last {rules.running} days of training. Talk to your therapist before you go on."
        )
        return DoseAdvice(rules.factor, rules.days, True, (BAD_DAYS_RUNNING, *bad_day(rules, newest)), reason)
    since = _day(newest.asked_at)
    left = rules.days - sum(since <= day < today for day in set(trained))
    if left <= 0:
        return DoseAdvice(1.0, 0, False, (USUAL,))
    days = "today" if left == 1 else f"for {left} days of training"
    reason = f"You were worse after a training, so you do about half as much {days}."
    return DoseAdvice(rules.factor, left, False, bad_day(rules, newest), reason)


def _is_told(day: DayAfter) -> bool:
    return day.worse_longer_than_a_day is not None or day.headache_after is not None


def _paused(rules: DayAfterRules, told: Sequence[DayAfter], clearances: Sequence[Clearance]) -> bool:
    opened = max((c.at for c in clearances if BAD_DAYS_RUNNING in c.rules), default=None)
    since = [day for day in told if opened is None or day.asked_at > opened]
    last = since[-rules.running :]
    return len(last) == rules.running and all(bad_day(rules, day) for day in last)


def with_dose(exercise: Exercise, factor: float) -> Exercise:
    """Return the exercise with its repetitions, its rounds or its time multiplied and rounded up.

    At least one repetition or ten seconds is left. A test of the range of motion is no training and stays as it is.

    Parameters
    ----------
    exercise
        What was planned.
    factor
        Above 0, up to 1.

    Raises
    ------
    ValueError
        For a factor outside that range.
    """
    if not 0 < factor <= 1:
        raise ValueError(f"a dose factor lies above 0 and up to 1 (got {factor})")
    guide = exercise.guide
    if factor == 1 or exercise.approach is Approach.ASSESSMENT or isinstance(guide, RomGuide):
        return exercise
    changes: dict[str, object]
    match guide:
        case BreathingGuide() | GazeGuide() | PathGuide():
            changes = {"duration_s": _shorter(guide.duration_s, factor)}
        case TimedGuide() if guide.rounds > 1:
            changes = {"rounds": math.ceil(guide.rounds * factor)}
        case TimedGuide():
            parts = [part.model_copy(update={"seconds": _shorter(part.seconds, factor)}) for part in guide.parts]
            changes = {"parts": tuple(parts)}
        case _:
            changes = {"repetitions": math.ceil(guide.repetitions * factor)}
    return exercise.model_copy(update={"guide": guide.model_copy(update=changes)})


def _shorter(seconds: float, factor: float) -> float:
    return min(seconds, max(_SHORTEST_S, seconds * factor))
