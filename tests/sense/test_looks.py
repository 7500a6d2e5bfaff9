"""A head is found, set straight, and read where it stood in the frame before."""

import cv2
import numpy as np
import pytest

from coach.measure.types import Appearance, Frame
from coach.sense.looks import (
    BESIDE,
    BESIDE_SURE,
    ROLLED_RAD,
    SURE_MOVED,
    SURE_RAD,
    TURN_SHARE,
    HeadReader,
    Stance,
    roll_of,
    straight_patch,
)
from coach.sense.network import SIDE, Answer

FACE_PX = 100.0
PLACE = np.array([320.0, 240.0]), FACE_PX


def rolled(degrees):
    angle = np.radians(degrees)
    return np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])


def frames(count, step_s=0.05):
    return [Frame(i, i * step_s, np.zeros((480, 640, 3), np.uint8)) for i in range(count)]


class Finder:
    """Finds the head where it is, and counts how often it is asked."""

    def __init__(self, scene):
        self._scene, self.asked = scene, 0

    def find(self, rgb, centre_px, face_px):
        self.asked += 1
        return Appearance(tuple(centre_px), rolled(self._scene.roll), np.ones(3)), self._scene.middle


class Scene:
    """A head at a place and lying on its side by so much, and a reader that reads its patch without error."""

    def __init__(self, monkeypatch, middle=(320.0, 240.0), roll=0.0):
        self.middle, self.roll, self.read_at = np.array(middle), roll, []
        self.sigma = SURE_RAD / 2
        self.reader = HeadReader()
        self.finder = self.reader._finder = Finder(self)
        monkeypatch.setattr("coach.sense.looks.straight_patch", lambda rgb, stance: stance)
        self.reader._network = self

    def read(self, stance):
        self.read_at.append(stance)
        beside = rolled(-np.degrees(stance.roll_rad))[:2, :2] @ (self.middle - stance.centre_px) / stance.face_px
        if np.hypot(*beside) > 0.6:  # not in the patch
            beside = np.zeros(2)
        return Answer(rolled(self.roll - np.degrees(stance.roll_rad)), np.full(3, self.sigma), beside)

    @property
    def place(self):
        return self.middle, FACE_PX


@pytest.mark.parametrize("roll", [0.0, 25.0, -70.0])
def test_a_head_is_found_once_and_then_read_where_it_stood(monkeypatch, roll):
    scene = Scene(monkeypatch, (330.0, 250.0), roll)
    for frame in frames(4):
        scene.reader.read_ahead(frame)
        seen = scene.reader.confirm(frame, scene.place)
        np.testing.assert_allclose(seen.sight_from_facing, rolled(roll), atol=1e-9)
        assert seen.centre_px == pytest.approx((330, 250))
    assert scene.finder.asked == 1
    assert len(scene.read_at) == 4


def test_a_head_that_moved_or_rolled_is_read_once_more_where_it_is_now(monkeypatch):
    scene = Scene(monkeypatch)
    first, second, third = frames(3)
    scene.reader.confirm(first, scene.place)
    scene.middle = np.array([335.0, 240.0])
    scene.reader.confirm(second, scene.place)
    assert [tuple(s.centre_px) for s in scene.read_at[1:]] == [(320.0, 240.0), (335.0, 240.0)]
    scene.roll = 1.5 * np.degrees(ROLLED_RAD)
    scene.reader.confirm(third, scene.place)
    assert len(scene.read_at) == 5
    assert scene.read_at[-1].roll_rad == pytest.approx(1.5 * ROLLED_RAD)
    assert scene.finder.asked == 1


def test_a_head_that_stays_is_where_the_network_reads_it_whatever_the_body_model_says(monkeypatch):
    scene = Scene(monkeypatch, (330.0, 240.0))
    for frame in frames(3):
        seen = scene.reader.confirm(frame, PLACE)
    assert seen.centre_px == pytest.approx((330, 240))
    assert [s.centre_px[0] for s in scene.read_at] == pytest.approx([330, 330, 330])


@pytest.mark.parametrize(
    ("sigma", "moved_px", "read_at"),
    [
        (1.2 * SURE_RAD, 10.0, 328.0),
        (0.8 * SURE_RAD, 10.0, 330.0),
        (0.8 * SURE_RAD, 100 * SURE_MOVED + 4, 331.0),
    ],
    ids=["unsure: half-way to where the body model sees it", "sure: where it is read", "too far to be sure"],
)
def test_a_head_that_moved_is_read_again(monkeypatch, sigma, moved_px, read_at):
    scene = Scene(monkeypatch, (320.0, 240.0))
    first, second = frames(2)
    scene.reader.confirm(first, scene.place)
    scene.sigma, scene.middle = sigma, np.array([320.0 + moved_px, 240.0])
    scene.reader.confirm(second, (np.array([326.0, 240.0]), FACE_PX))
    assert [s.centre_px[0] for s in scene.read_at] == pytest.approx([320, 320, read_at])


@pytest.mark.parametrize(("sigma", "asked"), [(1.2 * SURE_RAD, 2), (0.8 * SURE_RAD, 1)])
def test_a_head_that_is_surely_read_is_not_given_up_where_the_body_model_slides_off_it(monkeypatch, sigma, asked):
    scene = Scene(monkeypatch)
    first, second = frames(2)
    scene.reader.confirm(first, scene.place)
    scene.sigma = sigma
    slid = 320.0 + FACE_PX * (BESIDE + BESIDE_SURE) / 2
    scene.reader.confirm(second, (np.array([slid, 240.0]), FACE_PX))
    assert scene.finder.asked == asked


def test_a_head_that_is_elsewhere_is_found_anew(monkeypatch):
    scene = Scene(monkeypatch)
    first, second = frames(2)
    scene.reader.confirm(first, scene.place)
    scene.middle = np.array([520.0, 240.0])
    seen = scene.reader.confirm(second, scene.place)
    assert scene.finder.asked == 2
    assert seen.centre_px == pytest.approx((520, 240))


def test_what_was_seen_long_ago_does_not_count(monkeypatch):
    scene = Scene(monkeypatch)
    for frame in frames(2, step_s=2.0):
        scene.reader.confirm(frame, PLACE)
    assert scene.finder.asked == 2


def test_a_finder_that_is_far_from_the_body_is_not_followed(monkeypatch):
    scene = Scene(monkeypatch)
    scene.middle = np.array([600.0, 240.0])
    scene.reader.confirm(frames(1)[0], PLACE)
    assert tuple(scene.read_at[0].centre_px) == (320.0, 240.0)


@pytest.mark.parametrize("roll", [-90.0, -20.0, 0.0, 35.0, 120.0])
def test_a_patch_shows_the_head_straight(roll):
    picture = np.zeros((480, 640, 3), np.uint8)
    up = rolled(roll)[:2, :2] @ [0.0, -1.0]
    tip = np.array([320.0, 240.0]) + 60 * up
    cv2.circle(picture, tuple(int(v) for v in tip.round()), 8, (255, 255, 255), -1)
    patch = straight_patch(picture, Stance(np.array([320.0, 240.0]), FACE_PX, np.radians(roll)))
    rows, columns = np.nonzero(patch[:, :, 0] > 128)
    assert patch.shape == (SIDE, SIDE, 3)
    assert columns.mean() == pytest.approx(SIDE / 2, abs=1.5)
    assert rows.mean() == pytest.approx(SIDE / 2 - 0.6 / TURN_SHARE * SIDE, abs=1.5)


@pytest.mark.parametrize("roll", [-150.0, -10.0, 0.0, 80.0])
def test_roll_is_how_far_the_head_lies_to_the_right(roll):
    assert np.degrees(roll_of(rolled(roll))) == pytest.approx(roll)
    nodding = rolled(roll) @ np.array([[1, 0, 0], [0, 0.8, -0.6], [0, 0.6, 0.8]])
    assert np.degrees(roll_of(nodding)) == pytest.approx(roll)
