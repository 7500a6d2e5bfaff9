from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.exercise.model import Approach, Exercise
from coach.progress.plan.choose import (
    CLOSED_BY_THERAPIST,
    MOST_EXERCISES,
    MOST_S,
    PAUSE_S,
    DayKind,
    DayPlan,
    choose,
    total_s,
)
from coach.progress.plan.phases import HEADACHE_DAY, PHASES, phase_in, phase_named, week
from coach.progress.plan.records import EntryKind, Plan, PlanEntry, Prescription, SetBy
from tests.progress.plan.conftest import DAY_0, at

Make = Callable[..., Exercise]
A = Approach
KINDS = {
    "M": A.MOBILITY, "S": A.STRETCH, "C": A.MOTOR_CONTROL, "T": A.STRENGTH, "P": A.SCAPULAR, "E": A.POSTURE,
    "R": A.RELAXATION, "H": A.SOFT_TISSUE,
}  # fmt: skip
MINUTES = {
    "M1": 2, "M2": 1.5, "M3": 1.5, "M5": 0.5, "S1": 3.4, "S3": 1.3, "C1": 2.8, "C2": 1.7, "C4": 2.0, "T1": 2.0, "T2": 4,
    "T3": 1.5, "T4": 3, "P1": 2.3, "P2": 3.5, "P3": 3.0, "E1": 0.5, "R1": 5, "R2": 1.5, "H1": 12,
}  # fmt: skip
"""About what the documented doses take."""
LOCK = "A therapist must teach this first."


@pytest.fixture(scope="session")
def library(breathing: Make) -> tuple[Exercise, ...]:
    return tuple(
        breathing(code, minutes, KINDS[code[0]], lock=LOCK if code in ("M5", "T4") else None)
        for code, minutes in MINUTES.items()
    )


def plan(**more: Any) -> Plan:
    return Plan(at(0), SetBy.PROGRAM, DAY_0, **more)


def day_plan(library: tuple[Exercise, ...], day: int = 0, the_plan: Plan | None = None, **more: Any) -> DayPlan:
    given = {"done": {}, "levels": {}, "locks": {}, **more}
    return choose(the_plan or plan(), library, DAY_0 + timedelta(days=day), **given)


def codes(found: DayPlan) -> list[str]:
    return [item.exercise.code for item in found.items]


def live_through(
    library: tuple[Exercise, ...], days: range, the_plan: Plan, per_day: list[DayPlan] | None = None
) -> dict[str, set[date]]:
    """Do every session of every day of training, and tell when each exercise was done, by its code."""
    done: dict[str, set[date]] = {}
    for day in days:
        found = day_plan(library, day, the_plan, done=done)
        if per_day is not None:
            per_day.append(found)
        if found.kind is DayKind.TRAINING:
            for item in found.items:
                done.setdefault(item.exercise.id, set()).add(DAY_0 + timedelta(days=day))
    return {e.code: done.get(e.id, set()) for e in library}


def test_the_phases_are_those_of_the_documented_trials() -> None:
    start, control, strength, load = PHASES
    assert set(start.days) == {"M1", "M2", "M3", "S1", "C1", "E1", "R1"}
    assert set(control.days) == set(start.days) | {"M5", "C2", "P1", "T1", "S3"}
    assert {"T2", "T3", "P2", "P3", "C4"} <= set(strength.days)
    assert set(load.days) == set(strength.days) | {"T4"}
    assert all(1 <= days <= 7 for phase in PHASES for days in phase.days.values())


@pytest.mark.parametrize(
    ("day", "number", "name"),
    [(-3, 1, "start"), (0, 1, "start"), (13, 2, "start"), (14, 3, "control"), (41, 6, "control"), (42, 7, "strength"),
     (83, 12, "strength"), (84, 13, "load"), (400, 58, "load")],
)  # fmt: skip
def test_weeks_and_phases(day: int, number: int, name: str) -> None:
    assert week(DAY_0, DAY_0 + timedelta(days=day)) == number
    assert phase_in(number).name == name
    assert phase_named(name).name == name
    with pytest.raises(KeyError):
        phase_named("none")


def test_a_first_day(library: tuple[Exercise, ...]) -> None:
    found = day_plan(library)
    assert (found.kind, found.week, found.phase.name) == (DayKind.TRAINING, 1, "start")
    assert codes(found) == ["E1", "M1", "M2", "M3", "C1", "R1"]
    assert found.about_s == pytest.approx((0.5 + 2 + 1.5 + 1.5 + 2.8 + 5) * 60 + 5 * PAUSE_S)
    assert found.closed == found.extras == ()


@pytest.mark.parametrize("phase", PHASES, ids=lambda phase: phase.name)
@pytest.mark.parametrize("taught", [False, True])
def test_every_exercise_reaches_its_days_a_week(library: tuple[Exercise, ...], phase: Any, taught: bool) -> None:
    allowed = tuple(PlanEntry(e.id, EntryKind.ALLOWED) for e in library if e.lock and taught)
    the_plan = plan(phase=phase.name, entries=allowed)
    per_day: list[DayPlan] = []
    done = live_through(library, range(35), the_plan, per_day)
    for code, days in phase.days.items():
        locked = code in ("M5", "T4") and not taught
        last_four_weeks = [d for d in done[code] if d >= DAY_0 + timedelta(days=7)]
        assert len(last_four_weeks) == 0 if locked else len(last_four_weeks) / 4 >= days - 1, code
    for found in per_day:
        assert 10 * 60 <= found.about_s <= MOST_S
        assert len(found.items) <= MOST_EXERCISES


def test_with_fewer_days_a_week_all_come_in_turn(library: tuple[Exercise, ...]) -> None:
    done = live_through(library, range(28), plan(phase="control", weekdays=frozenset({0, 2, 4})))
    assert {code for code, days in done.items() if days} == set(phase_named("control").days) - {"M5"}
    assert {d.weekday() for days in done.values() for d in days} == {0, 2, 4}


def test_the_session_stays_the_same_while_it_is_done(library: tuple[Exercise, ...]) -> None:
    before = day_plan(library, 3)
    halfway = {item.exercise.id: {DAY_0 + timedelta(days=3)} for item in before.items[:3]}
    assert day_plan(library, 3, done=halfway) == before


def test_what_was_left_out_comes_first_the_next_day(library: tuple[Exercise, ...]) -> None:
    first = day_plan(library)
    done = {item.exercise.id: {DAY_0} for item in first.items}
    assert "S1" not in codes(first)
    assert "S1" in codes(day_plan(library, 1, done=done))


def test_what_is_locked_stays_locked(library: tuple[Exercise, ...]) -> None:
    for day in range(90, 120):
        found = day_plan(library, day)
        assert not {"M5", "T4"} & set(codes(found))
        assert {(c.exercise.code, c.reason) for c in found.closed} == {("M5", LOCK), ("T4", LOCK)}


def test_a_lock_of_safety_counts_more_than_the_therapist_s_word(library: tuple[Exercise, ...]) -> None:
    m5 = next(e for e in library if e.code == "M5")
    the_plan = plan(entries=(PlanEntry(m5.id, EntryKind.PRESCRIBED),))
    assert "M5" in codes(day_plan(library, 0, the_plan))
    found = day_plan(library, 0, the_plan, locks={"M5": "Blood thinners."})
    assert "M5" not in codes(found)
    assert [closed.reason for closed in found.closed] == ["Blood thinners."]


def test_what_the_therapist_closed_is_not_offered(library: tuple[Exercise, ...]) -> None:
    m1, c1 = (next(e for e in library if e.code == code) for code in ("M1", "C1"))
    entries = (PlanEntry(m1.id, EntryKind.CLOSED), PlanEntry(c1.id, EntryKind.CLOSED, note="Wait for me."))
    found = day_plan(library, 0, plan(entries=entries))
    assert not {"M1", "C1"} & set(codes(found))
    assert {closed.reason for closed in found.closed} == {CLOSED_BY_THERAPIST, "Wait for me."}


def test_a_plan_of_its_own(library: tuple[Exercise, ...]) -> None:
    r2, t2 = (next(e for e in library if e.code == code) for code in ("R2", "T2"))
    written = Prescription(duration_s=120)
    entries = (
        PlanEntry(r2.id, EntryKind.PRESCRIBED, written, days_per_week=7),
        PlanEntry(t2.id, EntryKind.ALLOWED),
        PlanEntry("gone", EntryKind.PRESCRIBED),
    )
    found = day_plan(library, 0, plan(follows_phases=False, entries=entries))
    assert codes(found) == ["R2"]
    assert found.items[0].about_s == 120


def test_stretching_is_never_more_than_half(breathing: Make) -> None:
    library = (
        *(breathing(f"S{n}", 1, A.STRETCH) for n in range(1, 6)),
        breathing("M1", 1),
        breathing("M2", 1),
    )
    entries = tuple(PlanEntry(e.id, EntryKind.PRESCRIBED) for e in library)
    found = day_plan(library, 0, plan(follows_phases=False, entries=entries))
    assert sorted(code[0] for code in codes(found)) == ["M", "M", "S", "S"]


def test_stretching_alone_is_joined_by_something_else_or_not_offered(breathing: Make) -> None:
    stretch, other = breathing("S1", 2, A.STRETCH), breathing("C1", 2, A.MOTOR_CONTROL)
    the_plan = plan(follows_phases=False, entries=(PlanEntry(stretch.id, EntryKind.PRESCRIBED),))
    assert codes(day_plan((stretch, other), 0, the_plan)) == ["C1", "S1"]
    unknown = breathing("T2", 2, A.STRENGTH)
    assert codes(day_plan((stretch, other, unknown), 0, the_plan)) == ["C1", "S1"], "only what one begins with joins it"
    alone = day_plan((stretch,), 0, the_plan)
    assert (alone.kind, alone.items) == (DayKind.NOTHING_OPEN, ())


@pytest.mark.parametrize("head", [5, 7, 10])
@pytest.mark.parametrize("day", [0, 50, 100])
def test_on_a_headache_day_only_calm_exercises_are_offered(library: tuple[Exercise, ...], head: int, day: int) -> None:
    found = day_plan(library, day, head_now=head)
    assert found.kind is DayKind.HEADACHE
    assert codes(found) == ["R1", "R2", "E1"]
    assert [item.exercise.code for item in found.extras] == ["H1"], "it does not fit into the time"
    assert set(HEADACHE_DAY) == {"R1", "R2", "H1", "E1"}


@pytest.mark.parametrize("head", [None, 0, 4])
def test_a_mild_headache_changes_nothing(library: tuple[Exercise, ...], head: int | None) -> None:
    assert day_plan(library, head_now=head) == day_plan(library)


def test_a_headache_day_keeps_locks(library: tuple[Exercise, ...]) -> None:
    found = day_plan(library, head_now=6, locks={"R1": "Not now."})
    assert codes(found) == ["R2", "E1", "H1"]


def test_on_a_headache_day_with_nothing_calm_nothing_is_offered(breathing: Make) -> None:
    assert day_plan((breathing("M1"),), head_now=6).items == ()


def test_a_day_off_keeps_its_session_for_who_wants_it(library: tuple[Exercise, ...]) -> None:
    found = day_plan(library, 1, plan(weekdays=frozenset({0})))
    assert found.kind is DayKind.DAY_OFF
    assert found.items


def test_time_that_is_spoken_for_is_kept_free(library: tuple[Exercise, ...]) -> None:
    assert day_plan(library, taken_s=300).about_s <= MOST_S - 300
    calm = day_plan(library, taken_s=700, head_now=7)
    assert (codes(calm), calm.about_s <= MOST_S - 700) == (["R2", "E1"], True)


def test_what_was_done_a_week_ago_still_counts(breathing: Make) -> None:
    seldom, often = breathing("C1", 10), breathing("M1", 10)
    entries = (
        PlanEntry(seldom.id, EntryKind.PRESCRIBED, days_per_week=3),
        PlanEntry(often.id, EntryKind.PRESCRIBED, days_per_week=7),
    )
    the_plan = plan(follows_phases=False, entries=entries)
    for days, first in ((7, ["M1"]), (8, ["C1"])):
        done = {seldom.id: {DAY_0 + timedelta(days=20 - days)}, often.id: {DAY_0 + timedelta(days=19)}}
        assert codes(day_plan((seldom, often), 20, the_plan, done=done)) == first


def test_a_missing_exercise_is_passed_over(library: tuple[Exercise, ...]) -> None:
    few = tuple(e for e in library if e.code in ("M1", "R1"))
    assert codes(day_plan(few)) == ["M1", "R1"]
    assert day_plan(()).kind is DayKind.NOTHING_OPEN


def test_the_dose_in_force_is_applied(nod: Exercise) -> None:
    usual, easier = (day_plan((nod,), levels={"nod": level}).items[0] for level in (0, -1))
    assert easier.exercise.guide.hold_s == 3  # type: ignore[union-attr]
    assert easier.about_s < usual.about_s


@settings(max_examples=60)
@given(
    minutes=st.lists(st.floats(0.2, 20), min_size=1, max_size=7),
    kinds=st.lists(st.sampled_from(Approach), min_size=7, max_size=7),
    head=st.none() | st.integers(0, 10),
    taken=st.floats(0, 600),
    day=st.integers(0, 100),
)
def test_no_session_is_too_long_or_mostly_stretching(
    breathing: Make, minutes: list[float], kinds: list[Approach], head: int | None, taken: float, day: int
) -> None:
    names = list(PHASES[0].days)
    library = tuple(breathing(names[n], m, kinds[n]) for n, m in enumerate(minutes))
    found = day_plan(library, day, head_now=head, taken_s=taken)
    assert len(found.items) <= MOST_EXERCISES
    assert not found.items or found.about_s + taken <= MOST_S + 1e-6
    assert found.about_s == total_s(found.items)
    assert all(item.exercise.approach is not A.ASSESSMENT for item in found.items)
    if found.kind is not DayKind.HEADACHE:
        assert 2 * sum(item.exercise.approach is A.STRETCH for item in found.items) <= len(found.items)
    else:
        assert {item.exercise.code for item in (*found.items, *found.extras)} <= set(HEADACHE_DAY)
