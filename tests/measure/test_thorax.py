import dataclasses

import numpy as np
import pytest

from coach.measure.rotations import angles_from_rotation, rotation_from_angles
from coach.measure.thorax import (
    beside_bent_head,
    mean_shoulders,
    posterior,
    rotation_from_trunk,
    shoulders_from_detection,
    trunk_since_neutral,
)
from coach.measure.types import Angles, Trunk
from tests.measure.synthetic import Studio

UPRIGHT = ((420, 350), (220, 350))


def seen(left, right):
    return shoulders_from_detection(Studio().shoot(0, shoulders=(left, right)))


@pytest.fixture(scope="module")
def neutral():
    return seen(*UPRIGHT)


def read(rotation_deg=0.0, bend_deg=0.0, sigma_deg=3.0, lean_deg=0.0):
    return Angles(lean_deg, bend_deg, rotation_deg), Angles(sigma_deg, sigma_deg, sigma_deg)


def test_still_shoulders_have_not_moved(neutral):
    trunk = trunk_since_neutral(neutral, neutral, read())
    for value in (trunk.right_rotation_deg, trunk.right_lateral_flexion_deg, trunk.flexion_deg):
        assert value == pytest.approx(0, abs=1e-6)
    assert (trunk.right_shoulder_rise_pct, trunk.left_shoulder_rise_pct) == (0, 0)


@pytest.mark.parametrize("sign", [1, -1])
def test_what_was_read_clearly_is_told_as_it_was_read(neutral, sign):
    trunk = trunk_since_neutral(neutral, neutral, read(sign * 20, sign * 14))
    assert trunk.right_rotation_deg == pytest.approx(sign * 20, abs=1.5)
    assert trunk.right_lateral_flexion_deg == pytest.approx(sign * 14, abs=2)
    assert trunk.sigma_right_rotation_deg == pytest.approx(np.sqrt(3**2 - 1.5**2), abs=0.3)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_trunk_that_leans_clearly_takes_its_share_of_what_the_head_does(neutral, sign):
    trunk = trunk_since_neutral(neutral, neutral, read(lean_deg=sign * 14, sigma_deg=2.0))
    assert (trunk.flexion_deg, trunk.sigma_flexion_deg) == (sign * 14, 2.0)
    own = rotation_from_trunk(trunk).T @ rotation_from_angles(Angles(sign * 40, 0, 0))
    assert angles_from_rotation(own).flexion_deg == pytest.approx(sign * 40 - trunk.flexion_deg)


def test_a_little_counts_as_noise(neutral):
    trunk = trunk_since_neutral(neutral, neutral, read(3.0))
    assert abs(trunk.right_rotation_deg) < 1.5


def test_between_still_and_turned_there_is_doubt():
    clear, doubtful = posterior(25.0, 3.0, 15.0), posterior(8.0, 3.0, 15.0)
    assert doubtful[1] > clear[1]
    assert posterior(0.0, 3.0, 15.0)[1] == 0


HIKED, BENT = ((420, 335), (220, 350)), ((420, 335), (220, 365))


def test_a_bend_of_a_trunk_with_one_shoulder_pulled_up_is_less_sure(neutral):
    clear, little = read(bend_deg=14.0, sigma_deg=1.5), read(bend_deg=4.0, sigma_deg=1.5)
    hiked, bent = (trunk_since_neutral(seen(*shoulders), neutral, clear) for shoulders in (HIKED, BENT))
    assert hiked.right_lateral_flexion_deg == pytest.approx(14, abs=1)
    assert hiked.sigma_right_lateral_flexion_deg > 1.2 * bent.sigma_right_lateral_flexion_deg
    hiked, bent = (trunk_since_neutral(seen(*shoulders), neutral, little) for shoulders in (HIKED, BENT))
    assert hiked.right_lateral_flexion_deg < bent.right_lateral_flexion_deg


def test_a_turn_of_a_trunk_with_one_shoulder_pulled_up_is_less_sure(neutral):
    hiked = trunk_since_neutral(seen(*HIKED), neutral, read(rotation_deg=20.0))
    bent = trunk_since_neutral(seen(*BENT), neutral, read(rotation_deg=20.0))
    assert hiked.sigma_right_rotation_deg > 1.2 * bent.sigma_right_rotation_deg
    little = read(rotation_deg=6.0)
    hiked, bent = (trunk_since_neutral(seen(*shoulders), neutral, little) for shoulders in (HIKED, BENT))
    assert hiked.right_rotation_deg < bent.right_rotation_deg


def test_a_shoulder_that_only_seems_to_sink_under_a_bent_head_does_not(neutral):
    seeming = Trunk(right_shoulder_rise_pct=-6.0, left_shoulder_rise_pct=6.0)
    assert beside_bent_head(seeming, 40.0) == Trunk(right_shoulder_rise_pct=0, left_shoulder_rise_pct=0)
    assert beside_bent_head(seeming, -40.0) == Trunk(right_shoulder_rise_pct=-12, left_shoulder_rise_pct=12)
    assert beside_bent_head(Trunk(), 40.0) == Trunk()


def test_a_turn_that_is_not_known_leaves_the_rise_of_the_shoulders(neutral):
    trunk = trunk_since_neutral(neutral, neutral, None)
    assert trunk == Trunk(right_shoulder_rise_pct=0, left_shoulder_rise_pct=0)


def test_one_raised_shoulder_is_told_for_its_side(neutral):
    trunk = trunk_since_neutral(seen((420, 338), (220, 350)), neutral, read())
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
    assert trunk_since_neutral(None, neutral, read()) == Trunk()
    assert trunk_since_neutral(neutral, None, read()) == Trunk()
    assert mean_shoulders([]) is None
    np.testing.assert_array_equal(rotation_from_trunk(Trunk()), np.eye(3))


def test_the_trunk_rotation_has_the_clinical_signs():
    angles = angles_from_rotation(rotation_from_trunk(Trunk(20.0, 8.0)))
    assert angles.right_rotation_deg == pytest.approx(20)
    assert angles.right_lateral_flexion_deg == pytest.approx(8)
    assert angles.flexion_deg == pytest.approx(0, abs=1e-9)
