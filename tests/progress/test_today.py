from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from coach.exercise.model import Exercise
from coach.measure.rom_value import RomValue
from coach.measure.types import Direction
from coach.progress.records import RomTestRecord, SessionRecord
from coach.progress.today import RomCheck, today

Test = Callable[..., RomTestRecord]
Session = Callable[..., SessionRecord]
DAY_0 = date(2026, 3, 1)


@pytest.fixture
def some(value: Callable[..., RomValue]) -> Callable[[int], tuple[RomValue, ...]]:
    """Values of the first so many directions."""
    return lambda number: tuple(value(direction, 40) for direction in list(Direction)[:number])


@pytest.fixture
def check(rom_test: Test, some: Callable[[int], tuple[RomValue, ...]]) -> Test:
    """Make a whole test some days after 1 March 2026."""
    return lambda day: rom_test(day, *some(6))


def test_a_new_person_begins_with_the_test(exercises: tuple[Exercise, ...]) -> None:
    plan = today(exercises, [], [], DAY_0)
    assert plan.rom_check == RomCheck(None, None)
    assert plan.rom_check.due
    assert plan.next is plan.rom_check
    assert [item.exercise.id for item in plan.exercises] == ["a", "b", "c"]
    assert not any(item.done for item in plan.exercises)


@pytest.mark.parametrize(("days", "due"), [(0, False), (1, False), (6, False), (7, True), (30, True)])
def test_the_test_is_due_after_a_week(exercises: tuple[Exercise, ...], check: Test, days: int, due: bool) -> None:
    plan = today(exercises, [], [check(0), check(-20)], DAY_0 + timedelta(days=days))
    assert plan.rom_check == RomCheck(DAY_0, days)
    assert plan.rom_check.due is due
    assert (plan.next is plan.rom_check) is due


def test_a_range_found_in_an_exercise_is_not_the_test(
    exercises: tuple[Exercise, ...], rom_test: Test, some: Callable[[int], tuple[RomValue, ...]]
) -> None:
    assert today(exercises, [], [rom_test(0, *some(2))], DAY_0).rom_check == RomCheck(None, None)
    assert today(exercises, [], [rom_test(0, *some(2)), rom_test(-8, *some(6))], DAY_0).rom_check == RomCheck(
        DAY_0 - timedelta(days=8), 8
    )
    assert today(exercises, [], [rom_test(0, *some(3))], DAY_0).rom_check == RomCheck(DAY_0, 0)


def test_a_test_dated_in_the_future_does_not_put_off_the_next(exercises: tuple[Exercise, ...], check: Test) -> None:
    assert today(exercises, [], [check(400)], DAY_0).rom_check.due
    assert today(exercises, [], [check(400), check(0)], DAY_0).rom_check == RomCheck(DAY_0, 0)


def test_next_is_the_first_exercise_not_done_to_its_end_today(
    exercises: tuple[Exercise, ...], session: Session, check: Test
) -> None:
    sessions = [
        session(0, "a"),
        session(0, "a"),
        session(0, "b", completed=False),
        session(0, "c"),
        session(-1, "b"),
        session(1, "b"),
        session(0, "gone"),
    ]
    plan = today(exercises, sessions, [check(0)], DAY_0)
    assert [(item.times_done, item.times_left_early, item.done) for item in plan.exercises] == [
        (2, 0, True),
        (0, 1, False),
        (1, 0, True),
    ]
    assert plan.next == plan.exercises[1]


def test_nothing_is_next_when_everything_is_done(
    exercises: tuple[Exercise, ...], session: Session, check: Test
) -> None:
    plan = today(exercises, [session(0, name) for name in "abc"], [check(0)], DAY_0)
    assert plan.next is None
    assert plan.day == DAY_0


def test_a_new_day_begins_afresh(exercises: tuple[Exercise, ...], session: Session, check: Test) -> None:
    plan = today(exercises, [session(0, name) for name in "abc"], [check(0)], DAY_0 + timedelta(days=1))
    assert plan.next == plan.exercises[0]
