"""The opening of the eyes, from synthetic lids."""

import numpy as np
import pytest

from coach.measure.eyes import CLOSED, EyeWatch, lid_gap
from coach.measure.types import Angles, Detection

UPPER = (160, 159, 158, 385, 386, 387)
LOWER = (144, 145, 153, 380, 374, 373)


def face(gap, width=30.0):
    mesh = np.zeros((478, 3))
    mesh[[33, 362]] = [0, 0, 0]
    mesh[[133, 263]] = [width, 0, 0]
    for upper, lower in zip(UPPER, LOWER, strict=True):
        mesh[upper, 1], mesh[lower, 1] = -gap * width / 2, gap * width / 2
    return mesh


def shown(t_s, gap):
    mesh = None if gap is None else face(gap)
    return Detection(0, t_s, (640, 480), mesh, None, None, None, 0.5)


def watch(*gaps, step_s=0.05):
    eyes = EyeWatch()
    return [eyes.update(shown(k * step_s, gap)) for k, gap in enumerate(gaps)]


def test_gap_is_free_of_the_size_of_the_face():
    assert lid_gap(face(0.3)) == pytest.approx(0.3)
    assert lid_gap(face(0.3, width=90)) == pytest.approx(0.3)


def test_shut_eyes_fall_below_the_limit_for_wide_and_narrow_eyes():
    for usual in (0.2, 0.35):
        opening = watch(*[usual] * 20, *[0.35 * usual] * 20)
        assert opening[10] == pytest.approx(1)
        assert max(opening[-15:]) < CLOSED


def test_one_picture_of_wide_eyes_does_not_make_open_ones_look_shut():
    opening = watch(*[0.3] * 20, 0.7, *[0.3] * 20)
    assert min(opening[-10:]) == pytest.approx(1)


def test_no_face_and_a_turned_head_tell_nothing():
    assert watch(None) == [None]
    assert EyeWatch().update(shown(0, 0.3), Angles(0, 0, 45)) is None
    assert EyeWatch().update(shown(0, 0.3), Angles(-35, 0, 0)) is None
    assert EyeWatch().update(shown(0, 0.3), Angles(0, 40, 0)) is not None


def test_eyes_that_are_shut_at_first_are_known_as_shut_once_they_open():
    opening = watch(*[0.1] * 20, *[0.3] * 20, *[0.1] * 20)
    assert opening[30] == pytest.approx(1)
    assert opening[-1] < CLOSED
