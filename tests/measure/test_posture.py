"""Posture at neutral, and the drift since."""

import numpy as np
import pytest

from coach.measure.neutral import neutral_from_detections
from coach.measure.optics import Pinhole
from coach.measure.posture import (
    C7_AHEAD,
    NO_EAR,
    NO_POINTS,
    NO_SCALE,
    Drift,
    DriftWatch,
    Marks,
    front_posture,
    side_posture,
)
from coach.measure.side import SideNeutral
from coach.measure.types import Angles, CervicalSample, Problem, Trunk, View
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


CAMERA = Pinhole.from_fov((640, 480), 62)
CM_PER_PX = 70 / CAMERA.focal_px
"""Of a spine 70 cm from the camera."""


def seen_at(view, ahead_cm, up_cm, nearer_cm):
    """Pixels of a point so far ahead of and above C7, and so much nearer to the camera than the spine."""
    forward = -1 if view is View.LEFT else 1
    place = np.array([[forward * (ahead_cm - 8), 6 - up_cm, 70 - nearer_cm]])
    return CAMERA.project(place)[0]


def from_side(view=View.LEFT, ear=(9.0, 12.0), shoulder=(3.0, -4.0), scale=CM_PER_PX):
    ear_px = None if ear is None else seen_at(view, *ear, 7)
    shoulder_px = None if shoulder is None else seen_at(view, *shoulder, 17)
    return SideNeutral(1, 0.0, 0.0, None, scale, 0.8, 0.5, 17, ear_px, shoulder_px, (640, 480))


def marks(view=View.LEFT, ear=None):
    tragus_px = None if ear is None else tuple(seen_at(view, *ear, 7))
    return Marks(tuple(seen_at(view, 0, 0, 0)), tragus_px)


SIDES = pytest.mark.parametrize("view", [View.LEFT, View.RIGHT])


@SIDES
@pytest.mark.parametrize("ahead_cm", [-2.0, 0.0, 9.0])
def test_an_ear_in_front_of_the_shoulder_is_positive_on_either_side(view, ahead_cm):
    found = side_posture(from_side(view, ear=(3 + ahead_cm, 12)), view, CAMERA)
    assert found.ear_shoulder_offset_cm == pytest.approx(ahead_cm, abs=0.01)
    assert found.sigma_ear_shoulder_offset_cm > 1.5
    assert found.ear_shoulder_offset_missing is None


@SIDES
@pytest.mark.parametrize("up_cm", [-3.0, 6.0, 12.0])
def test_the_craniovertebral_angle_is_that_of_the_line_from_c7_to_the_ear(view, up_cm):
    true_deg = np.degrees(np.arctan2(up_cm, 9))
    found = side_posture(from_side(view, ear=(9, up_cm)), view, CAMERA, marks(view))
    assert found.craniovertebral_angle_deg == pytest.approx(true_deg, abs=0.01)
    assert found.craniovertebral_angle_missing is None


def test_a_marked_ear_counts_instead_of_the_models_and_has_a_smaller_error():
    model = side_posture(from_side(ear=(11, 10)), View.LEFT, CAMERA, marks())
    marked = side_posture(from_side(ear=(11, 10)), View.LEFT, CAMERA, marks(ear=(9, 12)))
    assert marked.craniovertebral_angle_deg == pytest.approx(np.degrees(np.arctan2(12, 9)), abs=0.01)
    assert model.craniovertebral_angle_deg == pytest.approx(np.degrees(np.arctan2(10, 11)), abs=0.01)
    assert 1 < marked.sigma_craniovertebral_angle_deg < model.sigma_craniovertebral_angle_deg
    assert marked.ear_shoulder_offset_cm == pytest.approx(model.ear_shoulder_offset_cm), "both ends by one model"


def test_without_a_mark_there_is_no_angle_but_how_to_get_one():
    found = side_posture(from_side(), View.LEFT, CAMERA)
    assert (found.craniovertebral_angle_deg, found.sigma_craniovertebral_angle_deg) == (None, None)
    assert "--c7 X,Y" in found.craniovertebral_angle_missing


@pytest.mark.parametrize(
    ("neutral", "reason"),
    [
        (from_side(ear=None), NO_POINTS),
        (from_side(shoulder=None), NO_POINTS),
        (from_side(scale=None), NO_SCALE),
    ],
)
def test_what_is_missing_for_the_offset_is_told(neutral, reason):
    found = side_posture(neutral, View.LEFT, CAMERA)
    assert (found.ear_shoulder_offset_cm, found.sigma_ear_shoulder_offset_cm) == (None, None)
    assert found.ear_shoulder_offset_missing == reason


def test_an_angle_needs_an_ear_and_no_scale():
    assert side_posture(from_side(ear=None), View.LEFT, CAMERA, marks()).craniovertebral_angle_missing == NO_EAR
    assert side_posture(from_side(ear=None), View.LEFT, CAMERA, marks(ear=(9, 12))).craniovertebral_angle_deg > 0
    found = side_posture(from_side(scale=None), View.LEFT, CAMERA, marks())
    assert found.craniovertebral_angle_deg == pytest.approx(np.degrees(np.arctan2(12, 9)), abs=0.5)


def test_a_mark_in_front_of_the_ear_is_no_c7():
    c7_px = tuple(seen_at(View.LEFT, 12, 0, 0))
    found = side_posture(from_side(), View.LEFT, CAMERA, Marks(c7_px))
    assert found.craniovertebral_angle_deg is None
    assert found.craniovertebral_angle_missing == C7_AHEAD
