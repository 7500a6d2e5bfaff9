from __future__ import annotations

from dataclasses import replace

import pytest

from coach.exercise.types import Snapshot
from coach.measure.posture import Drift
from coach.measure.preflight import CameraPlace, Circumstance, Expected, Preflight
from coach.measure.types import Angles, Axis, Problem
from coach.ui.presenters.check import STEADY_S, CheckPresenter, Mark, judge
from tests.ui.fakes import sample
from tests.ui.people import settled


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


def flown(*found: Circumstance, **place: float) -> Preflight:
    at = replace(CameraPlace(0.65, -18.0, -14.0, 1.0), **place)
    expected = {axis: Expected(2.3, 5.0) for axis in Axis}
    return Preflight(found, None, expected, at, None, 25.0)


def test_light_and_camera_give_one_advice_each_and_the_errors_to_expect():
    lines = {line.title: line for line in judge((), flown(Circumstance.WINDOW_BEHIND, Circumstance.TILTED))}
    assert lines["The light"].mark is Mark.ADVICE
    assert "Draw the curtain" in lines["The light"].advice
    assert lines["Your camera"].advice == "Raise the camera about 18 cm, to the height of your eyes."
    assert lines["What to expect"].advice == "About turning ± 2°, side bend ± 2°, up and down ± 2°, as in our tests"


def test_a_good_camera_is_said_to_be_good():
    lines = {line.title: line for line in judge((), flown())}
    assert {line.mark for line in lines.values()} == {Mark.GOOD}
    assert "Your posture" not in lines


def test_a_head_that_has_moved_forward_is_said_and_not_judged():
    lines = {line.title: line for line in judge((), flown(), Drift(3.4, 1.2))}
    assert lines["Your posture"].advice == (
        "Your head has moved forward since you set your upright pose, about 3 ± 1 cm."
    )
    assert "Your posture" not in {line.title for line in judge((), flown(), Drift(1.0, 0.4))}


def test_with_nobody_there_camera_and_errors_are_not_shown():
    assert len(judge((Problem.NO_PERSON,), flown(Circumstance.TILTED))) == 4


def test_what_to_put_right_stands_first_and_the_rest_in_a_word():
    check = CheckPresenter()
    check.update(replace(moment(0.0, Problem.THORAX_HIDDEN), preflight=flown(Circumstance.TILTED)))
    shown = check.shown
    assert [line.title for line in shown[:3]] == ["Your shoulders", "Your camera", "What to expect"]
    assert shown[2].advice
    assert {line.advice for line in shown[3:]} == {""}
    good = CheckPresenter()
    good.update(moment(0.0))
    assert good.shown == good.lines


def test_a_line_that_is_gone_is_taken_off_the_screen(open_app, pilot, store, captures):
    settled(store, "Ana")
    open_app()
    pilot.press("Turn your head")
    check = captures.last
    check.preflight = flown(Circumstance.TILTED)
    check.feed(Angles(0, 0, 0), seconds=1)
    pilot.pump()
    assert "Raise the camera about 18 cm" in pilot.texts()
    check.preflight = None
    for _ in range(2):
        check.feed(Angles(0, 0, 0), seconds=1)
        pilot.pump()
    assert "Raise the camera" not in pilot.texts()
    assert "What to expect" not in pilot.texts()
