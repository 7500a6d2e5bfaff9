"""What is not to be trusted: poses that nobody can have, angles out of range, and a picture as it should not be."""

from dataclasses import replace

import numpy as np
import pytest

from coach.measure.frames import CAMERA_FROM_FACING_HEAD
from coach.measure.head import HeadPose
from coach.measure.plausibility import outside_validated, picture_problems, pose_is_plausible
from coach.measure.rotations import rotation_from_angles
from coach.measure.types import Angles, Problem
from tests.measure.synthetic import DISTANCE_M, STILL, Studio


def pose(angles=STILL, distance_m=DISTANCE_M, residual=0.03):
    turned = CAMERA_FROM_FACING_HEAD @ rotation_from_angles(angles)
    return HeadPose(turned, np.array([0.0, 0.0, distance_m]), residual)


@pytest.mark.parametrize(
    ("found", "plausible"),
    [
        (pose(), True),
        (pose(Angles(0, 0, 80)), True),
        (pose(residual=0.2), False),
        (pose(distance_m=0.3), False),
        (pose(distance_m=1.2), False),
        (pose(Angles(0, 0, 150)), False),
    ],
    ids=["at neutral", "turned", "a bad fit", "much nearer", "much farther", "the back of the head"],
)
def test_a_pose_must_be_one_that_a_person_can_have(found, plausible):
    assert pose_is_plausible(found, pose()) is plausible


@pytest.mark.parametrize("sign", [-1, 1])
@pytest.mark.parametrize(("deg", "at_first", "once_outside"), [(70, False, False), (80, False, True), (90, True, True)])
def test_a_head_that_went_outside_is_inside_again_only_when_it_has_clearly_come_back(deg, at_first, once_outside, sign):
    angles = Angles(0, 0, sign * deg)
    assert outside_validated(angles, was_outside=False) is at_first
    assert outside_validated(angles, was_outside=True) is once_outside


@pytest.mark.parametrize(
    ("distance_m", "problems"),
    [(DISTANCE_M, ()), (None, ()), (1.3, (Problem.TOO_FAR,)), (0.3, (Problem.TOO_CLOSE,))],
)
def test_too_far_and_too_close_are_told(distance_m, problems):
    assert picture_problems(Studio().shoot(0), distance_m) == problems


@pytest.mark.parametrize("shift_px", [(-250, 0), (250, 0), (0, -190), (0, 190)])
def test_each_edge_of_the_picture_is_one(shift_px):
    middle = Studio().shoot(0)
    aside = replace(middle, face_px=middle.face_px + np.array([*shift_px, 0]))
    assert picture_problems(aside, None) == (Problem.OFF_CENTRE,)
