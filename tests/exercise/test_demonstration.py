"""The moving picture does what the numbers of the exercise say, and nothing by leaps."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from coach.exercise.demonstration import LONGEST_STILL_S, caption_at, duration_s, pose, pose_at, spans
from coach.exercise.figure_pose import ArmPose, FigurePose, Posture, Prop
from coach.exercise.model import Exercise, PacedGuide
from coach.history.library import Library
from coach.measure.types import Direction
from tests.exercise.kinds import EXAMPLES, example
from tests.exercise.synthetic import BEND_LEFT, LEFT, RIGHT

ANGLES = ("flexion_deg", "right_lateral_flexion_deg", "right_rotation_deg")


def over_time(exercise: Exercise, own: dict[Any, float] | None = None) -> list[FigurePose]:
    long_s = duration_s(exercise, own or {})
    return [pose_at(exercise, own or {}, k * 0.02) for k in range(round(long_s / 0.02) + 1)]


def largest(poses: list[FigurePose], name: str) -> float:
    return max((getattr(pose, name) for pose in poses), key=abs)


def test_a_turn_ends_in_the_middle_of_the_zone_on_both_sides(rotation: Exercise) -> None:
    poses = over_time(rotation, {RIGHT: 70.0, LEFT: 50.0})
    turns = [pose.right_rotation_deg for pose in poses]
    assert max(turns) == pytest.approx(63)
    assert min(turns) == pytest.approx(-45)
    assert {pose.flexion_deg for pose in poses} == {0.0}


@pytest.mark.parametrize("kind", EXAMPLES)
def test_nothing_leaps_and_a_cycle_ends_where_it_began(kind: str) -> None:
    exercise = example(kind)
    poses = over_time(exercise)
    for name in (*ANGLES, "protraction_cm", "trunk_lean_deg", "right_shoulder_lift", "breath"):
        values = [getattr(pose, name) for pose in poses]
        assert all(abs(b - a) < 4 for a, b in pairwise(values)), name
        assert values[0] == pytest.approx(values[-1], abs=0.6), name


@pytest.mark.parametrize("kind", EXAMPLES)
def test_it_goes_round_and_round_with_words(kind: str) -> None:
    exercise = example(kind)
    long_s = duration_s(exercise, {})
    assert long_s > 1
    one, later = pose_at(exercise, {}, 0.7), pose_at(exercise, {}, 0.7 + 3 * long_s)
    for name in (*ANGLES, "protraction_cm", "trunk_lean_deg", "right_shoulder_lift", "breath"):
        assert getattr(one, name) == pytest.approx(getattr(later, name), abs=1e-6)
    for k in range(40):
        assert 3 <= len(caption_at(exercise, {}, k * long_s / 40)) <= 60


def test_every_exercise_of_the_library_moves(library: Library) -> None:
    for exercise in library:
        poses = over_time(exercise)
        timer = exercise.guide.kind == "timed"
        assert timer or len(set(poses)) > 5, exercise.id


def test_a_long_hold_is_shortened_and_says_how_long_it_is(stretch: Exercise) -> None:
    hold = next(span for span in spans(stretch, {}) if span.begin == span.end == 1)
    assert hold.seconds == LONGEST_STILL_S
    assert hold.caption == "Hold 30 s"


def test_arms_belong_to_the_side(rotation: Exercise) -> None:
    figure = {"posture": "standing", "props": ["strap"], "work": {"near_arm": "anchor_chest", "far_arm": "row"}}
    exercise = Exercise.model_validate(rotation.model_dump() | {"figure": figure})
    right, left = pose_at(exercise, {}, 3), pose_at(exercise, {}, 3 + duration_s(exercise, {}) / 2)
    assert right.right_rotation_deg > 40
    assert left.right_rotation_deg < -40
    assert (right.right_arm.pose, right.left_arm.pose) == (ArmPose.ANCHOR_CHEST, ArmPose.ROW)
    assert (left.right_arm.pose, left.left_arm.pose) == (ArmPose.ROW, ArmPose.ANCHOR_CHEST)
    assert right.right_arm.amount == 1
    assert right.posture is Posture.STANDING
    assert right.props == {Prop.STRAP}
    rest = pose_at(exercise, {}, 0)
    assert (rest.right_arm.pose, rest.left_arm.pose) == (ArmPose.DOWN, ArmPose.DOWN)


def test_a_row_is_pulled_and_let_go() -> None:
    poses = over_time(example("row"))
    amounts = [pose.right_arm.amount for pose in poses]
    assert {pose.right_arm.pose for pose in poses} == {ArmPose.ROW}
    assert max(amounts) == 1
    assert min(amounts) == 0


def test_companions_move_together() -> None:
    poses = over_time(example("combined"), {RIGHT: 70.0, LEFT: 70.0})
    turned = max(poses, key=lambda pose: pose.right_rotation_deg)
    assert turned.right_rotation_deg == pytest.approx(37.5)
    assert turned.flexion_deg == pytest.approx(30)
    back = over_time(example("retraction"))
    assert min(pose.protraction_cm for pose in back) == pytest.approx(-1)


def test_a_path_is_a_lying_eight() -> None:
    exercise = example("path")
    poses = over_time(exercise)
    assert abs(largest(poses, "right_rotation_deg")) == pytest.approx(20, abs=0.1)
    assert max(pose.flexion_deg for pose in poses) == pytest.approx(10, abs=0.1)
    centre = [pose for pose in poses if abs(pose.right_rotation_deg) < 0.3]
    assert all(abs(pose.flexion_deg) < 0.4 for pose in centre)


def test_the_picture_of_one_side_may_be_its_own() -> None:
    exercise = example("isometric")
    poses = over_time(exercise)
    long_s = duration_s(exercise, {})
    first, second = pose_at(exercise, {}, 3.0), pose_at(exercise, {}, 3.0 + long_s / 2)
    assert first.right_arm.pose is ArmPose.AT_FOREHEAD
    assert second.right_arm.pose is ArmPose.LAP
    assert second.left_arm.pose is ArmPose.AT_SIDE_OF_HEAD
    assert all(getattr(pose, name) == 0 for pose in poses for name in ANGLES)
    assert exercise.guide.kind == "paced"
    assert [way.direction for way in exercise.guide.ways][1] is BEND_LEFT


def test_growing_tall_begins_sunk() -> None:
    poses = over_time(example("posture"))
    assert poses[0].protraction_cm > 2
    assert min(pose.protraction_cm for pose in poses) == 0


def test_a_band_pulls_against_the_effort(library: Library) -> None:
    exercise = library.find("T4")
    assert isinstance(exercise.guide, PacedGuide)
    poses = {way.direction: pose(exercise, {}, place, 1.0) for place, way in enumerate(exercise.guide.ways)}
    assert all(Prop.BAND in working.props for working in poses.values())
    assert {direction: working.band_from_deg for direction, working in poses.items()} == {
        Direction.FLEXION: 180,
        Direction.EXTENSION: 0,
        Direction.RIGHT_LATERAL_FLEXION: -90,
        Direction.LEFT_LATERAL_FLEXION: 90,
    }
    assert {pose_at(library.find("P2"), {}, t_s).band_from_deg for t_s in (0, 2, 4)} == {0}
