from __future__ import annotations

import pytest

from coach.exercise.types import Snapshot
from coach.measure.types import Angles, Problem
from coach.ui.presenters.check import STEADY_S, CheckPresenter, Mark, judge
from tests.ui.fakes import sample


def moment(t_s: float, *problems: Problem) -> Snapshot:
    return Snapshot(None, None, sample(0, t_s, None if problems else Angles(0, 0, 0), *problems), None, 20.0)


def marks(check: CheckPresenter) -> list[Mark]:
    return [line.mark for line in check.lines]


def test_before_the_first_picture_everything_waits():
    check = CheckPresenter()
    assert set(marks(check)) == {Mark.WAIT}
    assert not check.ready
    assert check.headline == "One moment"


def test_a_good_picture_is_ready_at_once():
    check = CheckPresenter()
    assert check.update(moment(0.0))
    assert check.ready
    assert check.headline == "Ready"


@pytest.mark.parametrize(
    "problem", [Problem.NO_PERSON, Problem.NO_FACE, Problem.THORAX_HIDDEN, Problem.TOO_FAR, Problem.TOO_CLOSE]
)
def test_what_stops_measuring_stops_the_check(problem):
    check = CheckPresenter()
    check.update(moment(0.0, problem))
    assert not check.ready
    assert any(line.mark is Mark.BAD and line.advice for line in check.lines)


@pytest.mark.parametrize("problem", [Problem.TOO_DARK, Problem.SEVERAL_PEOPLE, Problem.OFF_CENTRE])
def test_what_only_disturbs_is_advice(problem):
    check = CheckPresenter()
    check.update(moment(0.0, problem))
    assert check.ready
    assert check.headline != "Ready"


def test_waiting_for_neutral_is_no_trouble():
    check = CheckPresenter()
    check.update(moment(0.0, Problem.NO_NEUTRAL))
    assert check.ready


def test_a_line_changes_only_when_the_change_lasts():
    check = CheckPresenter()
    check.update(moment(0.0))
    assert not check.update(moment(0.1, Problem.TOO_FAR))
    assert check.ready
    assert not check.update(moment(0.2))
    assert not check.update(moment(0.3, Problem.TOO_FAR))
    assert check.update(moment(0.3 + STEADY_S, Problem.TOO_FAR))
    assert not check.ready


def test_with_nobody_there_shoulders_and_distance_are_not_judged():
    lines = judge((Problem.NO_PERSON,))
    assert [line.mark for line in lines] == [Mark.BAD, Mark.WAIT, Mark.WAIT, Mark.GOOD]
    check = CheckPresenter()
    check.update(moment(0.0, Problem.NO_PERSON))
    assert check.headline == "Not quite yet"


def test_a_picture_that_could_not_be_measured_changes_nothing():
    check = CheckPresenter()
    assert not check.update(Snapshot(None, None, None, None, 0.0, source_problem="gone"))
