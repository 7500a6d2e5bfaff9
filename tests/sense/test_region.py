"""A region laid over a later picture, and points of a head registered in it: made-up pictures, known motion."""

import cv2
import numpy as np
import pytest

from coach.measure.optics import Pinhole
from coach.sense.patch import SIDE_PX, UNIT_PX, evened, window_around
from coach.sense.region import REST, Region
from coach.sense.side_parts import head_part, place_head, search

MIDDLE = np.array([260.0, 200.0])
CAMERA = Pinhole.from_fov((520, 400))
ALL = np.full((SIDE_PX, SIDE_PX), 255, np.uint8)


def blobs(seed=1, size=(400, 520), grain=3.0):
    noise = np.random.default_rng(seed).normal(0, 1, size).astype(np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), grain)
    return np.clip(128 + 60 * smooth / smooth.std(), 0, 255).astype(np.uint8)


def moved(picture, turn_deg, shift=(0.0, 0.0), middle=MIDDLE):
    turn = np.radians(turn_deg)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    offset = middle + np.asarray(shift) - matrix @ middle
    return cv2.warpAffine(picture, np.column_stack([matrix, offset]), picture.shape[::-1], borderValue=128)


def disc(radius=1.3):
    mask = np.zeros((400, 520), np.uint8)
    cv2.circle(mask, tuple(int(v) for v in MIDDLE), int(radius * UNIT_PX), 255, -1)
    return mask


@pytest.mark.parametrize(("turn_deg", "shift"), [(0, (3, -2)), (4, (0, 0)), (-6, (4, 3)), (2.5, (-6, 5))])
def test_a_region_tells_how_far_it_turned_and_went(turn_deg, shift):
    picture = blobs()
    laid = Region(picture, MIDDLE, ALL).lay(moved(picture, turn_deg, shift), REST)
    assert np.degrees(laid.turn_rad) == pytest.approx(turn_deg, abs=0.2)
    assert laid.shift_px == pytest.approx(shift, abs=0.4)
    assert abs(np.degrees(laid.turn_rad) - turn_deg) < 3 * np.degrees(laid.sigma_rad) + 0.05


def test_a_region_is_not_found_in_another_picture():
    assert Region(blobs(1), MIDDLE, ALL).lay(blobs(2), REST) is None


def test_an_arm_that_moves_before_the_region_does_not_pull_it_along():
    picture = blobs()
    now = moved(picture, 3)
    other = moved(picture, -6, (3, 0))
    now[120:290, 275:370] = other[120:290, 275:370]
    laid = Region(picture, MIDDLE, ALL).lay(now, REST)
    assert np.degrees(laid.turn_rad) == pytest.approx(3, abs=0.4)


def test_a_region_at_the_border_of_the_picture_counts_only_what_is_in_it():
    picture = blobs()
    low = np.array([260.0, 370.0])
    laid = Region(picture, low, ALL).lay(moved(picture, -4, (0, 6), low), REST)
    assert np.degrees(laid.turn_rad) == pytest.approx(-4, abs=0.4)


def test_a_region_of_a_few_pixels_is_not_usable():
    few = np.zeros_like(ALL)
    few[100:110, 100:110] = 255
    assert not Region(blobs(), MIDDLE, few).usable
    assert Region(blobs(), MIDDLE, ALL).usable


def head(picture, **options):
    return head_part(picture, disc(), MIDDLE, options.pop("forward", -1.0), CAMERA)


@pytest.mark.parametrize("end_deg", [-65, 60])
def test_a_head_is_followed_to_the_end_of_its_range_without_drift(end_deg):
    picture = blobs(grain=4.0)
    part = head(picture)
    turns = [*np.linspace(0, end_deg, 25), *np.linspace(end_deg, 0, 25)]
    for turn_deg in turns:
        found = part.register(moved(picture, turn_deg), part.expected())
        assert np.degrees(found.turn_rad) == pytest.approx(turn_deg, abs=1.0)
        part.accept(found)
    assert abs(np.degrees(found.turn_rad)) < 0.3
    assert len(part.keys) >= 4
    assert all(np.sign(key.turn_rad) == np.sign(end_deg) for key in part.keys)


def test_light_that_changes_does_not_turn_the_head():
    picture = blobs(grain=4.0)
    part = head(picture)
    shade = np.linspace(0.4, 1.1, 520)[None]
    found = part.register(np.clip(0.6 * moved(picture, 5) * shade, 0, 255).astype(np.uint8), part.expected())
    assert np.degrees(found.turn_rad) == pytest.approx(5, abs=0.6)


@pytest.mark.parametrize("turn_deg", [-60, -25, 35, 65])
def test_a_lost_head_is_found_at_any_turn(turn_deg):
    picture = blobs(grain=4.0)
    part = head(picture)
    found = search(part, moved(picture, turn_deg, (20, 10)), MIDDLE + np.array([8, 3]))
    assert np.degrees(found.turn_rad) == pytest.approx(turn_deg, abs=1.0)


def test_a_head_that_is_not_there_is_not_found():
    part = head(blobs(1, grain=4.0))
    other = blobs(2, grain=4.0)
    assert part.register(other, part.expected()) is None
    assert search(part, other, MIDDLE) is None


def test_a_head_without_anything_to_see_is_no_reference():
    assert head(np.full((400, 520), 128, np.uint8)) is None


@pytest.mark.parametrize("forward", [-1.0, 1.0])
def test_a_silhouette_tells_where_the_head_is(forward):
    person = np.zeros((400, 520), np.uint8)
    cv2.ellipse(person, (260, 150), (70, 80), 0, 0, 360, 255, -1)
    nose = np.array([260 + forward * 85, 165])
    cv2.circle(person, tuple(int(v) for v in nose - [forward * 10, 0]), 10, 255, -1)
    cv2.rectangle(person, (220, 200), (300, 399), 255, -1)
    place = place_head(person, nose, nose - [forward * 50, 10], forward)
    assert place.middle_px == pytest.approx([260, 150], abs=20)
    assert place.unit_px == pytest.approx(52, abs=8)


def test_without_a_silhouette_the_body_model_stands_in():
    place = place_head(np.zeros((400, 520), np.uint8), np.array([200.0, 150.0]), np.array([250.0, 140.0]), -1.0)
    assert place.unit_px == pytest.approx(51, abs=1)
    assert place.middle_px[0] > 250


def test_a_window_beyond_the_picture_repeats_its_border():
    picture = blobs()
    cut, corner = window_around(picture, np.array([10.0, 10.0]), 100)
    assert cut.shape == (100, 100)
    assert corner == pytest.approx([-40, -40])
    assert (cut[:40, 60] == cut[40, 60]).all()
    far, _ = window_around(picture, np.array([5000.0, 10.0]), 100)
    assert far.shape == (100, 100)


def test_evening_takes_brightness_and_contrast_out():
    picture = blobs()
    dim = (0.4 * picture + 20).astype(np.uint8)
    assert np.corrcoef(evened(picture).ravel(), evened(dim).ravel())[0, 1] > 0.97
    assert evened(dim).std() > 0.7 * evened(picture).std()
