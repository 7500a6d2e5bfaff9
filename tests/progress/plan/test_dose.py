from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from coach.exercise.model import Exercise
from coach.progress.plan.dose import check_prescription, in_force, levels, within
from coach.progress.plan.records import ChangeKind, DoseChange, EntryKind, Plan, PlanEntry, Prescription, SetBy
from tests.progress.plan.conftest import DAY_0, at


def numbers(exercise: Exercise) -> tuple[Any, Any]:
    return exercise.guide.hold_s, exercise.guide.repetitions  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("level", "told"), [(0, (5, 8)), (1, (10, 8)), (2, (10, 10)), (9, (10, 10)), (-1, (3, 8)), (-9, (3, 8))]
)
def test_the_level_in_force(nod: Exercise, level: int, told: tuple[int, int]) -> None:
    assert numbers(in_force(nod, level)) == told
    assert within(nod, level) in nod.levels


@pytest.mark.parametrize(
    ("level", "written", "told"),
    [
        (0, Prescription(hold_s=7), (7, 8)),
        (2, Prescription(hold_s=7), (7, 8)),
        (-1, Prescription(hold_s=7), (3, 8)),
        (-1, Prescription(hold_s=2, repetitions=4), (2, 4)),
        (1, Prescription(), (10, 8)),
    ],
)
def test_a_written_dose_stands_in_place_of_the_file_s(
    nod: Exercise, level: int, written: Prescription, told: tuple[int, int]
) -> None:
    assert numbers(in_force(nod, level, written)) == told


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (Prescription(duration_s=60), "has no duration"),
        (Prescription(repetitions=0), "repetitions"),
        (Prescription(hold_s=500), "hold_s"),
        (Prescription(sets=99), "sets"),
    ],
)
def test_a_dose_that_does_not_fit_is_refused(nod: Exercise, written: Prescription, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        check_prescription(nod, written)


def test_the_newest_change_is_in_force(changed: Callable[..., DoseChange]) -> None:
    changes = [
        changed(3, ChangeKind.DOWN, 1, 0),
        changed(1, ChangeKind.UP, 0, 1),
        changed(2, ChangeKind.UP, 0, 1, exercise_id="other"),
    ]
    assert levels(changes) == {"nod": 0, "other": 1}
    assert levels([]) == {}


def test_a_plan_makes_sense() -> None:
    plan = Plan(at(0), SetBy.PERSON, DAY_0, entries=(PlanEntry("a", EntryKind.CLOSED),))
    assert plan.entry("a") is plan.entries[0]
    assert plan.entry("b") is None
    for wrong in ({"weekdays": frozenset()}, {"weekdays": frozenset({7})}, {"entries": plan.entries * 2}):
        with pytest.raises(ValueError, match=r"day|entry"):
            Plan(at(0), SetBy.PERSON, DAY_0, **wrong)


@pytest.mark.parametrize("days", [0, 8])
def test_an_entry_makes_sense(days: int) -> None:
    with pytest.raises(ValueError, match="days a week"):
        PlanEntry("a", EntryKind.PRESCRIBED, days_per_week=days)
    with pytest.raises(ValueError, match="prescribed"):
        PlanEntry("a", EntryKind.ALLOWED, Prescription(hold_s=3))
