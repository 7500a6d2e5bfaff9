"""Is the head upright? From made-up looks, and what neutral makes of it."""

from dataclasses import replace

import numpy as np
import pytest

from coach.measure.frames import CAMERA_FROM_FACING_HEAD
from coach.measure.measurer import Measurer
from coach.measure.optics import Pinhole
from coach.measure.rotations import rotation_from_vector
from coach.measure.types import Appearance, Problem, View
from coach.measure.upright import BETTER_S, PATIENCE_S, Patience, tilt_from_look
from tests.measure.test_side import DT_S, detection, motion

CAMERA = Pinhole.from_fov((640, 480))


def turned(axis, deg):
    return rotation_from_vector(np.radians(deg) * np.array(axis, float))


def look(in_picture_deg, facing_deg):
    """A head that faces so far to the right in the picture, and is then turned in it from x to y."""
    rotation = turned([0, 0, 1], in_picture_deg) @ turned([0, -1, 0], facing_deg)
    return Appearance((320.0, 240.0), rotation, np.full(3, 0.1))


@pytest.mark.parametrize("deg", [-50, -12, 0, 20, 60])
@pytest.mark.parametrize(("facing", "forward"), [(90, 1), (-90, -1)])
def test_the_turn_since_upright_is_read_off_a_profile(deg, facing, forward):
    assert np.degrees(tilt_from_look(look(deg, facing), CAMERA, forward)) == pytest.approx(deg, abs=0.1)


def test_a_head_in_the_look_faces_as_the_test_says():
    ahead = (look(0, 90).sight_from_facing @ CAMERA_FROM_FACING_HEAD)[:, 0]
    assert ahead == pytest.approx([1, 0, 0], abs=1e-6)


@pytest.mark.parametrize(("facing", "forward"), [(0, 1), (90, -1), (20, 1), (180, 1)])
def test_a_look_that_is_no_such_profile_tells_nothing(facing, forward):
    assert tilt_from_look(look(0, facing), CAMERA, forward) is None


def moments(measurer, tilts, turns=None, start=0, reference=1):
    """Samples of pictures whose head is tilted so far by its look."""
    turns = tilts if turns is None else turns
    return [
        measurer.update(
            detection(start + k, replace(motion(turn, reference=reference), tilt_rad=tilt and float(np.radians(tilt))))
        )
        for k, (tilt, turn) in enumerate(zip(tilts, turns, strict=True))
    ]


def test_an_upright_head_and_one_that_is_a_little_forward_are_neutral_at_once():
    for tilt in (None, 0.001, -14.0, 14.0):
        samples = moments(Measurer(view=View.LEFT), [tilt] * 20, [0.0] * 20)
        assert samples[-1].angles is not None, tilt


@pytest.mark.parametrize("tilt", [-45.0, 45.0, 20.0])
def test_a_hold_is_not_neutral_and_the_reason_is_told(tilt):
    samples = moments(Measurer(view=View.LEFT), [tilt] * 60)
    assert all(s.angles is None for s in samples)
    assert samples[-1].problems[:2] == (Problem.NOT_UPRIGHT, Problem.NO_NEUTRAL)


def test_the_upright_moment_after_a_hold_is_neutral():
    measurer = Measurer(view=View.LEFT)
    way = [*([-45.0] * 40), *np.linspace(-45, -1, 20), *([-1.0] * 20)]
    samples = moments(measurer, way)
    assert samples[-1].angles.flexion_deg == pytest.approx(0, abs=0.5)
    assert np.degrees(measurer.side_neutral.head_rad) == pytest.approx(-1, abs=1)


def test_a_doubtful_pose_waits_for_a_better_one_and_is_taken_if_none_comes():
    waits = Measurer(view=View.LEFT)
    assert moments(waits, [16.5] * 20)[-1].problems[0] is Problem.NO_NEUTRAL
    assert moments(waits, [16.5] * round(BETTER_S / DT_S + 2), start=20)[-1].angles is not None
    better = Measurer(view=View.LEFT)
    moments(better, [*([16.5] * 20), *np.linspace(16.5, 2, 8), *([2.0] * 20)])
    assert np.degrees(better.side_neutral.head_rad) == pytest.approx(2, abs=1.1)


def test_whoever_keeps_tipped_and_still_for_long_lies_or_sits_like_this():
    samples = moments(Measurer(view=View.LEFT), [-80.0] * round(PATIENCE_S / DT_S + 20))
    assert samples[-1].angles is not None


def test_the_wait_begins_again_with_another_pose_or_reference():
    patience = Patience()
    assert not patience.accepts(30.0, 30.0, 1, 0.0)
    assert patience.tipped
    assert not patience.accepts(30.0, 30.0, 2, PATIENCE_S)
    assert not patience.accepts(40.0, 40.0, 2, 2 * PATIENCE_S)
    assert patience.accepts(41.0, 41.0, 2, 3 * PATIENCE_S)
    assert patience.accepts(0.0, 0.0, 2, 3 * PATIENCE_S)
    assert not patience.tipped
