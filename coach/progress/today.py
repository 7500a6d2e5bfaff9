"""What to do today: the test of the range of motion when it is due, then every exercise of the plan once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from coach.exercise.model import Exercise
from coach.progress.records import RomTestRecord, SessionRecord

ROM_CHECK_EVERY_DAYS = 7
"""A choice of this program: often enough for targets in percent of the own range to follow it, and no daily duty."""

MOST_FOUND_IN_AN_EXERCISE = 2
"""An exercise that finds the own range on the way finds one movement to both sides; only the test measures more."""


@dataclass(frozen=True, slots=True)
class RomCheck:
    """The test of the range of motion: when it was last done and whether it is due; ``None`` when never."""

    last: date | None
    days_ago: int | None

    @property
    def due(self) -> bool:
        """True when there is none yet or the last is a week old."""
        return self.days_ago is None or self.days_ago >= ROM_CHECK_EVERY_DAYS


@dataclass(frozen=True, slots=True)
class ExerciseToday:
    """An exercise of the plan, how often it was done to its end today and how often left before the end."""

    exercise: Exercise
    times_done: int
    times_left_early: int

    @property
    def done(self) -> bool:
        """True once it was done to its end."""
        return self.times_done > 0


@dataclass(frozen=True, slots=True)
class Today:
    """The plan of one day, in the order in which it should be done."""

    day: date
    rom_check: RomCheck
    exercises: tuple[ExerciseToday, ...]

    @property
    def next(self) -> RomCheck | ExerciseToday | None:
        """What to do first; ``None`` when everything is done.

        The test comes before any exercise, because its result sets their targets.
        """
        if self.rom_check.due:
            return self.rom_check
        return next((item for item in self.exercises if not item.done), None)


def today(
    exercises: Sequence[Exercise], sessions: Iterable[SessionRecord], tests: Iterable[RomTestRecord], day: date
) -> Today:
    """Work out the plan of a local day.

    Parameters
    ----------
    exercises
        The person's plan, in the order to do it.
    sessions, tests
        Their history, in any order; what is dated after ``day`` (a clock that was wrong) does not count, and of the
        tests those that were found on the way in an exercise do not. Sessions of other days make no difference.
    day
        The local date.
    """
    of_today = [session for session in sessions if session.local_date == day]
    done = Counter(session.exercise_id for session in of_today if session.completed)
    left = Counter(session.exercise_id for session in of_today if not session.completed)
    last = max((test.local_date for test in tests if _is_check(test) and test.local_date <= day), default=None)
    return Today(
        day=day,
        rom_check=RomCheck(last, (day - last).days if last else None),
        exercises=tuple(ExerciseToday(item, done[item.id], left[item.id]) for item in exercises),
    )


def _is_check(test: RomTestRecord) -> bool:
    return len(test.values) > MOST_FOUND_IN_AN_EXERCISE
