import dataclasses

import numpy as np
import pytest

from coach.measure.rotations import angles_from_rotation
from coach.measure.thorax import (
    SLOPE_PER_DEG,
    mean_shoulders,
    rotation_from_trunk,
    shoulders_from_detection,
    trunk_from_shoulders,
)
from coach.measure.types import Trunk
from tests.measure.synthetic import Studio

UPRIGHT = ((420, 350), (220, 350))


def seen(left, right):
    return shoulders_from_detection(Studio().shoot(0, shoulders=(left, right)))


@pytest.fixture(scope="module")
def neutral():
    return seen(*UPRIGHT)


def test_still_shoulders_have_not_moved(neutral):
    trunk = trunk_from_shoulders(neutral, neutral)
    for value in (trunk.right_rotation_deg, trunk.right_lateral_flexion_deg):
        assert value == pytest.approx(0, abs=1e-6)
    assert (trunk.right_shoulder_rise_pct, trunk.left_shoulder_rise_pct) == (0, 0)


def test_a_lower_right_shoulder_is_right_lateral_flexion(neutral):
    trunk = trunk_from_shoulders(seen((418, 330), (222, 370)), neutral)
    assert trunk.right_lateral_flexion_deg == pytest.approx(11.5 / SLOPE_PER_DEG, abs=2)
    mirrored = trunk_from_shoulders(seen((418, 370), (222, 330)), neutral)
    assert mirrored.right_lateral_flexion_deg == pytest.approx(-trunk.right_lateral_flexion_deg)


def test_a_shoulder_line_that_shortens_is_a_turn_to_the_side_that_went_back(neutral):
    turned = seen((390, 350), (250, 350))  # 140 of 200 px: 46°
    right_back = dataclasses.replace(turned, right_depth_m=0.1)
    left_back = dataclasses.replace(turned, right_depth_m=-0.1)
    assert trunk_from_shoulders(right_back, neutral).right_rotation_deg == pytest.approx(42, abs=3)
    assert trunk_from_shoulders(left_back, neutral).right_rotation_deg == pytest.approx(-42, abs=3)


def test_a_little_shortening_counts_as_noise(neutral):
    trunk = trunk_from_shoulders(seen((418, 350), (222, 350)), neutral)  # 2 %: 11.5° if it were a turn
    assert abs(trunk.right_rotation_deg) < 5


def test_one_raised_shoulder_is_told_for_its_side(neutral):
    trunk = trunk_from_shoulders(seen((420, 338), (220, 350)), neutral)
    assert trunk.left_shoulder_rise_pct == pytest.approx(20)
    assert trunk.right_shoulder_rise_pct == pytest.approx(0)


@pytest.mark.parametrize("left", [(700, 350), (420, 600)])
def test_a_shoulder_outside_the_picture_is_not_seen(left):
    assert seen(left, (220, 350)) is None


def test_a_shoulder_that_the_model_does_not_see_is_not_seen():
    detection = Studio().shoot(0)
    visibility = np.ones(33)
    visibility[12] = 0.2
    assert shoulders_from_detection(dataclasses.replace(detection, pose_visibility=visibility)) is None


def test_without_shoulders_nothing_is_said(neutral):
    assert trunk_from_shoulders(None, neutral) == Trunk()
    assert trunk_from_shoulders(neutral, None) == Trunk()
    assert mean_shoulders([]) is None
    np.testing.assert_array_equal(rotation_from_trunk(Trunk()), np.eye(3))


def test_the_trunk_rotation_has_the_clinical_signs():
    angles = angles_from_rotation(rotation_from_trunk(Trunk(20.0, 8.0)))
    assert angles.right_rotation_deg == pytest.approx(20)
    assert angles.right_lateral_flexion_deg == pytest.approx(8)
    assert angles.flexion_deg == pytest.approx(0, abs=1e-9)
