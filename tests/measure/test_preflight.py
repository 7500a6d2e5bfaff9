"""Judgement of light, camera and place."""

from dataclasses import replace

import numpy as np
import pytest

from coach.measure.frames import CAMERA_FROM_FACING_HEAD
from coach.measure.head import HeadPose
from coach.measure.preflight import (
    USUAL,
    CameraPlace,
    Circumstance,
    Expected,
    ExpectedErrors,
    PictureFacts,
    camera_place,
    judge,
)
from coach.measure.rotations import rotation_from_angles
from coach.measure.types import Angles, Axis

GOOD_PLACE = CameraPlace(0.65, -3.0, -2.6, 1.0)
GOOD_PICTURE = PictureFacts(0.55, 0.6, 0.012, 0.0)


def row(rotation, bend, nod):
    axes = (Axis.RIGHT_ROTATION, Axis.RIGHT_LATERAL_FLEXION, Axis.FLEXION)
    return {axis: Expected(mae, 2 * mae) for axis, mae in zip(axes, (rotation, bend, nod), strict=True)}


TABLE = ExpectedErrors(
    "2026-11-23", "1", "test", {USUAL: row(2, 1, 2), "far": row(4, 0.5, 2.2), "tilted": row(1, 3, 1)}
)


DIM = replace(GOOD_PICTURE, face_brightness=0.3, background_brightness=0.3)
LOW = replace(GOOD_PLACE, elevation_deg=-14, above_eyes_cm=-17.6)


def found(place=GOOD_PLACE, picture=GOOD_PICTURE, *, shoulders=True, fps=25.0, table=TABLE):
    return judge(place, picture, shoulders_seen=shoulders, fps=fps, table=table)


def test_all_well_has_no_advice_and_the_usual_errors():
    good = found()
    assert (good.found, good.advice) == ((), None)
    assert good.expected == row(2, 1, 2)


@pytest.mark.parametrize(
    ("changes", "circumstance", "advice"),
    [
        ({"shoulders": False}, Circumstance.SHOULDERS_HIDDEN, "Both shoulders"),
        ({"picture": DIM}, "low_light", "lamp in front"),
        ({"picture": replace(GOOD_PICTURE, background_brightness=0.97)}, "window_behind", "bright window"),
        ({"place": replace(GOOD_PLACE, distance_m=0.40)}, "near", "Move back about 25 cm."),
        ({"place": replace(GOOD_PLACE, distance_m=1.05)}, "far", "Come about 40 cm closer."),
        ({"place": replace(GOOD_PLACE, aside_deg=-30.0)}, "oblique", "look straight at it"),
        ({"place": LOW}, "tilted", "Raise the camera about 18 cm"),
        ({"place": replace(GOOD_PLACE, elevation_deg=14, above_eyes_cm=12)}, "tilted", "Lower the camera about 12 cm"),
        ({"fps": 8.4}, "slow", "Only 8 pictures a second"),
        ({"picture": replace(GOOD_PICTURE, sharpness=0.002)}, "blurred", "Wipe the camera"),
        ({"picture": replace(GOOD_PICTURE, shine_share=0.06)}, "shine", "glasses"),
    ],
)  # fmt: skip
def test_each_circumstance_has_its_advice(changes, circumstance, advice):
    judged = found(**changes)
    assert judged.found == (Circumstance(circumstance),)
    assert advice in judged.advice
    assert judged.advice_on(Circumstance(circumstance)) == judged.advice
    assert judged.advice_on() is None


def test_a_dark_skin_before_a_lit_wall_is_no_low_light():
    assert found(picture=PictureFacts(0.25, 0.64, 0.012, 0.0)).found == ()


def test_a_white_wall_behind_a_lit_face_is_no_window():
    assert found(picture=PictureFacts(0.7, 0.9, 0.012, 0.0)).found == ()


def test_the_first_thing_to_change_is_the_one_that_matters_most():
    bad = found(replace(GOOD_PLACE, distance_m=1.1, elevation_deg=-20, above_eyes_cm=-30), shoulders=False, fps=5)
    assert bad.found == (
        Circumstance.SHOULDERS_HIDDEN, Circumstance.FAR, Circumstance.TILTED, Circumstance.SLOW,
    )  # fmt: skip
    assert "shoulders" in bad.advice


def test_expected_errors_are_the_worst_of_what_was_measured_and_never_made_up():
    far_and_slow = found(replace(GOOD_PLACE, distance_m=1.1), fps=5)
    assert [round(far_and_slow.expected[a].mae_deg, 1) for a in Axis] == [2.2, 1, 4]
    assert found(fps=5).expected == row(2, 1, 2), "nobody measured at five pictures a second"
    assert found(table=None).expected == {}


def test_unknown_rate_and_picture_are_not_judged():
    assert judge(GOOD_PLACE, None, shoulders_seen=True, fps=None, table=TABLE).found == ()


@pytest.mark.parametrize(("flexion", "right_turn"), [(0, 0), (12, 0), (-12, 0), (0, 30)])
def test_the_camera_is_found_from_a_head_that_looks_ahead(flexion, right_turn):
    """Somebody who looks level while the camera sees the head flexed by 12° sits below that camera."""
    turned = CAMERA_FROM_FACING_HEAD @ rotation_from_angles(Angles(flexion, 0, right_turn))
    place = camera_place(HeadPose(turned, np.array([0.0, 0.0, 0.7]), 0.0))
    assert place.distance_m == pytest.approx(0.7)
    assert place.elevation_deg == pytest.approx(flexion)
    assert place.above_eyes_cm == pytest.approx(70 * np.sin(np.radians(flexion)))
    assert place.aside_deg == pytest.approx(-right_turn)
