"""What the safety rules leave of a day, whatever the plan says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.exercise.dose import about_s
from coach.progress.plan.choose import PAUSE_S, Closed, DayKind, DayPlan, Planned
from coach.progress.plan.limits import Limits, as_done, limited
from coach.progress.plan.phases import PHASES
from coach.progress.safety.day_after import HEADACHE_ROSE, WORSE_FOR_LONG, DoseAdvice

HALF = DoseAdvice(0.5, 2, False, (WORSE_FOR_LONG,), "Half.")


@pytest.fixture
def session(breathing) -> DayPlan:
    planned = [Planned(e, about_s(e)) for e in (breathing("A1", 4), breathing("B1", 2), breathing("X1", 6))]
    closed = (Closed(breathing("C1"), "Closed."),)
    return DayPlan(DayKind.TRAINING, 3, PHASES[1], tuple(planned[:2]), (planned[2],), closed)


def test_without_a_limit_the_day_is_as_planned(session: DayPlan) -> None:
    assert limited(session, Limits(), {}) == session


def test_half_the_dose_is_half_the_time_of_the_same_exercises(session: DayPlan) -> None:
    found = limited(session, Limits(advice=HALF), {})
    assert [item.about_s for item in found.items] == [120, 60]
    assert [item.exercise.guide.duration_s for item in found.items] == [120, 60]
    assert [item.about_s for item in found.extras] == [180]
    assert found.about_s == 180 + PAUSE_S
    assert found.reason == "Half as much today: worse for more than a day after a training"
    assert (found.kind, found.week, found.phase, found.closed) == (DayKind.TRAINING, 3, PHASES[1], session.closed)


def test_where_nothing_may_be_done_nothing_is_offered_and_all_is_closed(session: DayPlan) -> None:
    found = limited(session, Limits(held="See a doctor.", advice=HALF), {})
    assert (found.kind, found.items, found.extras, found.reason) == (DayKind.HELD, (), (), "See a doctor.")
    assert found.about_s == 0
    assert [(c.exercise.code, c.reason) for c in found.closed] == [
        ("C1", "Closed."), ("A1", "See a doctor."), ("B1", "See a doctor."), ("X1", "See a doctor."),
    ]  # fmt: skip


def test_the_reason_names_share_and_rules() -> None:
    assert replace(HALF, factor=0.75).in_short == "75% of the usual today: worse for more than a day after a training"
    both = replace(HALF, rules=(WORSE_FOR_LONG, HEADACHE_ROSE)).in_short
    assert both.endswith("; a stronger headache the day after a training")
    assert DoseAdvice(1.0, 0, False, ("usual-dose",)).in_short == ""


def test_what_is_done_has_the_dose_of_the_day(breathing) -> None:
    assert as_done(breathing("A1", 4), HALF).guide.duration_s == 120
    assert as_done(breathing("A1", 4), DoseAdvice(1.0, 0, False, ())) == breathing("A1", 4)


def test_a_share_and_a_bad_day_are_one_half_and_no_quarter(session: DayPlan, breathing) -> None:
    shares = {"exercise-a1": 0.5}
    assert [item.about_s for item in limited(session, Limits(), shares).items] == [120, 120]
    assert [item.about_s for item in limited(session, Limits(advice=HALF), shares).items] == [120, 60]
    assert limited(session, Limits(), shares).reason == ""
    assert as_done(breathing("A1", 4), DoseAdvice(1.0, 0, False, ()), 0.5).guide.duration_s == 120
