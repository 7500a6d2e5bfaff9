from __future__ import annotations

from dataclasses import replace

import pytest

from coach.exercise.model import FaultKind
from coach.exercise.types import Fault, Gauge, Judgement, Quality, SessionView, SideCount, Snapshot, Stage
from coach.measure.types import Direction, Problem
from coach.ui.presenters.run_view import run_view
from tests.ui.fakes import sample
from tests.ui.people import repetition

LEFT, RIGHT = Direction.LEFT_ROTATION, Direction.RIGHT_ROTATION
VIEW = SessionView(
    stage=Stage.MOVE,
    headline="Turn your head to the left",
    detail="Slowly.",
    gauge=Gauge(LEFT, 31.6, 2.0, (42.0, 50.0), 65.0),
    progress=0.0,
    remaining_s=None,
    counts=(SideCount(RIGHT, 2, 4), SideCount(LEFT, 1, 4)),
    set_number=1,
    sets=1,
    fault=None,
)


def shown(repetitions=(), problem=None, **changes):
    return run_view(Snapshot(None, None, None, replace(VIEW, **changes), 20.0, source_problem=problem), repetitions)


def test_gauge():
    view = shown()
    assert (view.value_text, view.error_text) == ("32°", "± 2°")
    assert (view.zone_text, view.direction, view.missing_text) == ("target 42° to 50°", "Rotation left", "")
    assert view.leftward


def test_the_other_side_of_neutral_is_shown_as_zero():
    assert shown(gauge=replace(VIEW.gauge, value_deg=-12.0)).value_text == "0°"


@pytest.mark.parametrize(
    ("problems", "direction", "reason"),
    [
        ((Problem.OUT_OF_RANGE,), LEFT, "turned too far to measure"),
        ((Problem.OUT_OF_RANGE,), Direction.FLEXION, "tipped too far to measure"),
        ((Problem.THORAX_HIDDEN, Problem.TOO_DARK), LEFT, "shoulders out of sight"),
        ((), LEFT, "not measured"),
    ],
)
def test_not_measured_says_why_and_is_not_a_number(problems, direction, reason):
    view = replace(VIEW, gauge=Gauge(direction, None, None, None, 90.0))
    shown = run_view(Snapshot(None, None, sample(1, 0.1, None, *problems), view, 20.0), ())
    assert (shown.value_text, shown.error_text, shown.value_deg) == ("", "", None)
    assert shown.missing_text == reason


def test_without_a_camera_there_is_no_picture_to_measure():
    assert shown(problem="gone", gauge=replace(VIEW.gauge, value_deg=None)).missing_text == "no picture"


def test_without_a_target_it_says_how_far():
    assert shown(gauge=replace(VIEW.gauge, zone_deg=None)).zone_text == "as far as is comfortable"


def test_marks_tell_clean_from_faulty_repetitions():
    fault = Fault(FaultKind.TOO_FAST, 60, "Slower", 1.0)
    done = [repetition(1, RIGHT, 0), repetition(2, LEFT, 9), repetition(3, RIGHT, 18, faults=[fault])]
    right, left = shown(done).sides
    assert right.marks == ("clean", "fault", "open", "open")
    assert left.marks == ("clean", "open", "open", "open")
    assert (right.label, right.text) == ("Right", "2 of 4")


def test_repetitions_of_an_earlier_set_are_not_marked_again():
    done = [repetition(n, RIGHT, n * 9.0) for n in range(4)]
    (side,) = shown(done, counts=(SideCount(RIGHT, 0, 4),), set_number=2, sets=2).sides
    assert set(side.marks) == {"open"}
    assert shown(done, set_number=2, sets=2).set_text == "Set 2 of 2"


def test_six_directions_are_named_in_full():
    view = shown(counts=tuple(SideCount(d, 0, 1) for d in Direction))
    assert [side.label for side in view.sides][-1] == "Rotation left"


def test_a_fault_speaks_instead_of_the_headline():
    view = shown(fault=Fault(FaultKind.TRUNK_ROTATION, 14, "Shoulders stay to the front", 3.0))
    assert (view.headline, view.tone) == ("Shoulders stay to the front", "warn")


def test_a_camera_that_is_gone_speaks_louder_than_anything():
    view = shown(problem="gone", fault=Fault(FaultKind.TOO_FAST, 60, "Slower", 1.0))
    assert view.gone
    assert "camera" in view.headline.lower()


@pytest.mark.parametrize(("stage", "label"), [(Stage.HOLD, "hold"), (Stage.REST, "rest"), (Stage.NEUTRAL, "sit still")])
def test_ring(stage, label):
    view = shown(stage=stage, progress=0.25, remaining_s=1.4)
    assert (view.ring, view.ring_text, view.ring_label) == (0.25, "1 s", label)
    assert view.resting == (stage is Stage.REST)


@pytest.mark.parametrize("on_target", [True, False])
def test_a_hold_is_green_only_where_it_should_be(on_target):
    view = shown(stage=Stage.HOLD, on_target=on_target)
    assert view.reached is on_target
    assert (view.tone == "good") is on_target


def test_empty_ring_tells_how_long_the_hold_will_be():
    done = run_view(Snapshot(None, None, None, VIEW, 20.0), (), 2.0)
    assert (done.ring, done.ring_text, done.ring_label) == (0.0, "", "hold 2 s")


def test_no_ring_while_moving():
    assert shown(progress=0.7, remaining_s=3.0).ring_text == ""


def test_lungs_fill_and_empty():
    assert shown(stage=Stage.BREATHE_IN, gauge=None, progress=0.3).fullness == 0.3
    assert shown(stage=Stage.BREATHE_OUT, gauge=None, progress=0.3).fullness == pytest.approx(0.7)


def test_before_the_first_picture():
    assert run_view(Snapshot(None, None, None, None, 0.0), ()).headline == "One moment"


@pytest.mark.parametrize(
    ("quality", "reason", "text", "mark"),
    [
        (Quality.GOOD, "Clean, held 2 s", "Good", "clean"),
        (Quality.OKAY, "It was too fast", "Okay: it was too fast", "fault"),
        (Quality.AGAIN, "A shoulder came up", "Again: a shoulder came up", "again"),
    ],
)
def test_verdict_on_the_repetition_just_done(quality, reason, text, mark):
    view = shown(judgement=Judgement(quality, reason))
    assert (view.verdict, view.verdict_mark) == (text, mark)


def test_no_verdict_where_none_was_done():
    assert (shown().verdict, shown().verdict_mark) == ("", "")


def test_a_repetition_to_be_done_again_has_a_mark_of_its_own():
    fault = Fault(FaultKind.TRUNK_ROTATION, 14, "Shoulders stay to the front", 1.0)
    right, _ = shown([repetition(1, RIGHT, 0, faults=[fault]), repetition(2, RIGHT, 9)]).sides
    assert right.marks == ("again", "clean", "open", "open")


def test_pace_is_named_where_there_is_one():
    view = shown(gauge=replace(VIEW.gauge, pace_deg=20.0))
    assert (view.pace_deg, view.zone_text) == (20.0, "target 42° to 50°  ·  arrow: the pace")
    assert (shown().pace_deg, shown().zone_text) == (None, "target 42° to 50°")
