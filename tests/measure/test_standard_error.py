"""What the trunk leaves unknown is told with the angle, or keeps it back."""

from dataclasses import astuple

import numpy as np
import pytest

from coach.measure.measurer import Measurer
from coach.measure.plausibility import MAX_TOLD_SIGMA_DEG
from coach.measure.standard_error import standard_errors, with_trunk, worst
from coach.measure.types import Angles, Trunk
from tests.measure.synthetic import Studio
from tests.measure.test_correction import make


def test_an_unseen_trunk_adds_three_degrees_and_a_seen_one_its_own_error():
    sure = Angles(1, 1, 1)
    assert astuple(with_trunk(sure, Trunk())) == pytest.approx((np.hypot(1, 3),) * 3)
    seen = Trunk(
        10.0,
        5.0,
        flexion_deg=3.0,
        sigma_right_rotation_deg=4.0,
        sigma_right_lateral_flexion_deg=2.0,
        sigma_flexion_deg=0.5,
    )
    assert astuple(with_trunk(sure, seen)) == pytest.approx((np.hypot(1, 0.5), np.hypot(1, 2), np.hypot(1, 4)))
    assert worst(with_trunk(sure, seen)) == pytest.approx(np.hypot(1, 4))


def test_each_angle_has_the_error_about_its_own_axis():
    covariance = np.diag(np.radians([2.0, 3.0, 1.0]) ** 2)
    sigma = standard_errors(Angles(0, 0, 0), covariance)
    assert (sigma.flexion_deg, sigma.right_lateral_flexion_deg, sigma.right_rotation_deg) == pytest.approx((1, 2, 3))
    bent = standard_errors(Angles(0, 30, 0), covariance)
    assert bent.flexion_deg == pytest.approx(sigma.flexion_deg)
    assert bent.right_rotation_deg < sigma.right_rotation_deg


def test_a_trunk_that_may_have_turned_makes_the_neck_unsure():
    measurer, studio = Measurer(correction=make(trunk_sigma_deg=5.0)), Studio()
    for index in range(20):
        measurer.update(studio.shoot(index))
    still = measurer.update(studio.shoot(20))
    for index in range(21, 60):
        doubtful = measurer.update(studio.shoot(index, trunk=Angles(0, 0, min(10.0, index - 20.0))))
    assert still.sigma.right_rotation_deg < 3
    assert doubtful.trunk.sigma_right_rotation_deg > 3
    assert doubtful.sigma.right_rotation_deg > np.hypot(2, doubtful.trunk.sigma_right_rotation_deg)


def test_what_is_too_unsure_is_not_told():
    measurer, studio = Measurer(correction=make(trunk_sigma_deg=11.0)), Studio()
    for index in range(20):
        measurer.update(studio.shoot(index))
    for index in range(21, 60):
        unsure = measurer.update(studio.shoot(index, trunk=Angles(0, 0, min(25.0, index - 20.0))))
    assert np.hypot(2, unsure.trunk.sigma_right_rotation_deg) > MAX_TOLD_SIGMA_DEG
    assert unsure.angles is None
