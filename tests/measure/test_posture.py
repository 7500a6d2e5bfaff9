"""Posture at neutral, and the drift since."""

import numpy as np
import pytest

from coach.measure.neutral import neutral_from_detections
from coach.measure.optics import Pinhole
from coach.measure.posture import Drift, DriftWatch, front_posture
from coach.measure.types import Angles, CervicalSample, Problem, Trunk
from tests.measure.synthetic import SIZE_PX, STILL, Studio


def posture(angles=STILL, shoulders=None, roll_deg=0.0, **kwargs):
    roll = np.radians(roll_deg)
    turned = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    studio = Studio(camera_from_room=turned)
    shots = [studio.shoot(k, angles, shoulders=shoulders, **kwargs) for k in range(15)]
    return front_posture(neutral_from_detections(shots, Pinhole.from_fov(SIZE_PX, 62)))


@pytest.mark.parametrize("right_deg", [-12.0, 0.0, 8.0])
def test_a_head_bent_to_the_right_is_tilted_to_the_right(right_deg):
    found = posture(Angles(0, right_deg, 0))
    assert found.right_head_tilt_deg == pytest.approx(right_deg, abs=0.6)
    assert found.right_head_tilt_on_shoulders_deg == pytest.approx(right_deg, abs=0.6)


def test_a_lower_right_shoulder_is_positive():
    drop_px = 200 * np.tan(np.radians(5))
    found = posture(shoulders=((420, 350), (220, 350 + drop_px)))
    assert found.right_shoulder_lower_deg == pytest.approx(5)
    assert found.right_head_tilt_on_shoulders_deg == pytest.approx(-5, abs=0.6)


def test_a_camera_that_is_not_level_tilts_both_and_not_the_one_against_the_other():
    turn = np.radians(6)  # the picture turns clockwise: the person's left, on its right side, comes down
    half = 100 * np.array([np.cos(turn), np.sin(turn)])
    found = posture(roll_deg=6, shoulders=((320 + half[0], 350 + half[1]), (320 - half[0], 350 - half[1])))
    assert found.right_head_tilt_deg == pytest.approx(-6, abs=0.6)
    assert found.right_shoulder_lower_deg == pytest.approx(-6, abs=0.1)
    assert found.right_head_tilt_on_shoulders_deg == pytest.approx(0, abs=0.6)


def test_without_shoulders_only_the_head_is_told():
    found = posture(body=False)
    assert found.right_head_tilt_deg == pytest.approx(0, abs=0.6)
    assert (found.right_shoulder_lower_deg, found.right_head_tilt_on_shoulders_deg) == (None, None)


def test_from_an_oblique_camera_the_shoulders_are_not_told():
    found = posture(Angles(0, 0, 25))
    assert (found.right_shoulder_lower_deg, found.right_head_tilt_on_shoulders_deg) == (None, None)


def sample(t_s, cm, sigma_cm=1.0):
    problem = Problem.HEAD_TURNED if cm is None else None
    return CervicalSample(
        0, t_s, Angles(0, 0, 0), Angles(1, 1, 1), 0.0, Trunk(), 1.0, (), cm, None if cm is None else sigma_cm, problem
    )


def watched(*values, step_s=0.5):
    watch = DriftWatch()
    return [watch.update(sample(k * step_s, cm)) for k, cm in enumerate(values)][-1]


def test_drift_is_the_middle_of_the_last_seconds():
    assert watched(*[0.0] * 20, *[4.0] * 20) == Drift(4.0, 1.0)
    assert watched(*[3.0] * 10, 12.0) == Drift(3.0, 1.0)


def test_drift_needs_some_seconds_and_passes():
    assert watched(3.0, 3.0, 3.0) is None
    assert watched(*[3.0] * 10, *[None] * 30) is None


@pytest.mark.parametrize(
    ("cm", "sigma_cm", "notable"), [(1.9, 0.3, False), (2.5, 1.0, True), (2.5, 1.3, False), (-4.0, 0.5, False)]
)
def test_only_a_clear_drift_forward_is_worth_saying(cm, sigma_cm, notable):
    assert Drift(cm, sigma_cm).notable is notable
