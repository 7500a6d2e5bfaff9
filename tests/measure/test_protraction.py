"""Forward way of the head: a made-up head before an ideal camera, and made-up ways in a picture from the side."""

from dataclasses import replace

import numpy as np
import pytest

from coach.measure.measurer import Measurer
from coach.measure.protraction import (
    EAR_SHOULDER_SCALE,
    HEAD_SCALE,
    NOD_CM_PER_DEG,
    Protraction,
    Steadied,
    from_side,
    side_scale,
)
from coach.measure.types import Angles, Problem
from tests.measure.synthetic import DISTANCE_M, Studio

STILL = Angles(0, 0, 0)


def measured(head_m=None, angles=STILL, shoulders=None, **kwargs):
    """Last sample of somebody who sat still and then moved the head somewhere."""
    studio, measurer = Studio(), Measurer(hfov_deg=62)
    for index in range(30):
        measurer.update(studio.shoot(index))
    sample = None
    for index in range(30, 45):
        sample = measurer.update(studio.shoot(index, angles, head_m=head_m, shoulders=shoulders, **kwargs))
    return sample


@pytest.mark.parametrize("forward_cm", [-2.0, 0.0, 3.0, 6.0])
def test_the_way_to_a_camera_in_front_is_protraction(forward_cm):
    sample = measured(head_m=(0.0, 0.0, DISTANCE_M - forward_cm / 100))
    assert sample.protraction_cm == pytest.approx(forward_cm, rel=0.06, abs=0.25)
    assert sample.protraction_problem is None
    assert 0.7 < sample.sigma_protraction_cm < 2


def test_a_head_that_turns_or_moves_sideways_does_not_come_forward():
    assert measured(angles=Angles(0, 0, 15)).protraction_cm == pytest.approx(0, abs=0.6)
    assert measured(head_m=(0.03, 0.0, DISTANCE_M)).protraction_cm == pytest.approx(0, abs=0.3)


def test_a_trunk_that_leans_takes_the_head_along():
    wider = 1 / (1 - 0.04 / (DISTANCE_M - 0.01))  # shoulders 4 cm nearer
    shoulders = ((320 + 100 * wider, 350), (320 - 100 * wider, 350))
    assert measured(head_m=(0, 0, DISTANCE_M - 0.054), shoulders=shoulders).protraction_cm == pytest.approx(0, abs=0.6)
    assert measured(shoulders=shoulders).protraction_cm < -4


def test_nothing_is_told_without_shoulders_or_of_a_head_turned_far():
    hidden = measured(shoulders=((700, 350), (220, 350)))
    assert (hidden.protraction_cm, hidden.sigma_protraction_cm) == (None, None)
    assert hidden.protraction_problem is Problem.THORAX_HIDDEN
    assert measured(angles=Angles(0, 0, 35)).protraction_problem is Problem.HEAD_TURNED


def test_from_the_side_it_is_the_way_of_the_head_beside_the_shoulder():
    found = from_side(np.array([46.0, 30.0]), np.array([6.0, -2.0]), 0.125, 1, STILL)
    assert found.cm == pytest.approx(5)
    assert from_side(np.array([-46.0, 30.0]), np.array([-6.0, 0.0]), 0.125, -1, STILL).cm == pytest.approx(5)
    assert found.sigma_cm == pytest.approx(0.58, abs=0.02)


def test_what_a_nod_alone_does_is_taken_off_and_makes_it_less_sure():
    nod = Angles(15, 0, 0)
    found = from_side(np.array([15 * NOD_CM_PER_DEG / 0.125, 0.0]), np.zeros(2), 0.125, 1, nod)
    assert found.cm == pytest.approx(0)
    assert found.sigma_cm > 0.4


def test_from_the_side_nothing_is_told_without_a_shoulder_or_a_scale():
    way = np.array([40.0, 0.0])
    assert from_side(way, None, 0.1, 1, STILL) is Problem.THORAX_HIDDEN
    assert from_side(way, way, None, 1, STILL) is Problem.THORAX_HIDDEN
    assert from_side(way, way, 0.1, 1, Angles(-25, 0, 0)) is Problem.HEAD_TURNED


def body(cm_per_px, gap=1.0):
    """Body points of somebody from the side at a scale, as the body model gives them."""
    world = np.zeros((33, 3))
    world[:11, :2] = np.random.default_rng(4).normal(0, 0.06, (11, 2))
    world[[7, 8]] = [0.0, -0.6, 0.0]
    world[[11, 12]] = [0.05, -0.4, 0.0]
    world[:11, 1] += -0.6 - world[:11, 1].mean()
    px = np.zeros((33, 2))
    px[:11] = 300 + world[:11, :2] * 100 * HEAD_SCALE / cm_per_px
    ears = px[[7, 8], 1].mean()
    gap_m = world[[11, 12], 1].mean() - world[[7, 8], 1].mean()
    px[[11, 12], 1] = ears + gap * gap_m * 100 * EAR_SHOULDER_SCALE / cm_per_px
    return px, world


def test_the_scale_follows_the_size_in_the_picture():
    for cm_per_px in (0.06, 0.125, 0.3):
        assert side_scale(*body(cm_per_px)) == pytest.approx(cm_per_px)


def test_a_body_that_contradicts_itself_has_no_scale():
    assert side_scale(*body(0.125, gap=2.0)) is None
    assert side_scale(*body(0.125, gap=-1.0)) is None
    px, world = body(0.125)
    assert side_scale(px, world * 0) is None


def test_a_single_frame_does_not_make_the_head_jump():
    steadied = Steadied()
    for cm in (1.0, 1.0, 9.0, 1.0):
        found = steadied.update(Protraction(cm, 0.5))
    assert found.cm == 1
    assert steadied.update(Problem.HEAD_TURNED) is Problem.HEAD_TURNED
    assert steadied.update(replace(found, cm=7)).cm == 7
