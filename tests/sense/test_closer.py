"""A face that is too small for MediaPipe to find in the whole picture is found by a closer look."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from coach.measure.types import Appearance, Frame
from coach.sense.closer import CloserLook, Part
from coach.sense.detector import BareModels, Detector

ROOM = np.zeros((720, 1280, 3), np.uint8)
SHRUNK, LEFT = 0.42, 300
FRAMES = 4


def from_afar(picture: np.ndarray) -> np.ndarray:
    """Show the same person smaller, low in a larger room."""
    shrunk = cv2.resize(picture, None, fx=SHRUNK, fy=SHRUNK, interpolation=cv2.INTER_AREA)
    room = np.zeros_like(ROOM) + shrunk[:6].mean(axis=(0, 1)).astype(np.uint8)
    room[len(room) - len(shrunk) :, LEFT : LEFT + shrunk.shape[1]] = shrunk
    return room


def head(turned_deg: float = 0.0) -> Appearance:
    turned = cv2.Rodrigues(np.radians([0.0, turned_deg, 0.0]))[0]
    return Appearance((400.0, 300.0), turned, np.full(3, 0.02))


def body(width_px: float = 60.0) -> np.ndarray:
    points = np.full((33, 2), 300.0)
    points[:11, 0] = np.linspace(400 - width_px / 2, 400 + width_px / 2, 11)
    return points


def face(x: float, y: float = 300.0) -> np.ndarray:
    return np.array([[x - 30, y - 40, 0.0], [x + 30, y + 40, 0.0]])


def test_a_small_face_is_found_where_the_whole_picture_shows_none(
    detector: Detector, still: Callable[[str], np.ndarray], frames: Callable[..., list[Frame]]
) -> None:
    room = from_afar(still("yaw+00"))
    bare = BareModels()
    assert not any(bare.process(room)[0].multi_face_landmarks for _ in range(FRAMES))
    bare.close()
    last = [detector.detect(frame) for frame in frames([room] * FRAMES)][-1]
    near = [detector.detect(frame) for frame in frames([still("yaw+00")] * FRAMES)][-1]
    assert last.face_px is not None
    assert near.face_px is not None
    shift_px = np.array([LEFT, len(room) - SHRUNK * near.image_size_px[1], 0.0])
    apart_px = np.abs(last.face_px - (SHRUNK * near.face_px + shift_px))
    assert apart_px[:, :2].max() < 4
    assert apart_px[:, 2].max() < 12


def test_pictures_of_another_size_begin_anew(
    detector: Detector, still: Callable[[str], np.ndarray], frames: Callable[..., list[Frame]]
) -> None:
    near = still("yaw+00")
    seen = [detector.detect(frame) for frame in frames([from_afar(near)] * FRAMES + [near] * FRAMES)]
    assert seen[FRAMES - 1].image_size_px != seen[-1].image_size_px
    assert all(seen[i].face_px is not None for i in (FRAMES - 1, -1))


def test_it_looks_closer_only_at_a_small_head_that_faces_the_camera() -> None:
    for pose_px, look, closer in [
        (body(), head(), True),
        (body(), head(turned_deg=50), False),
        (body(width_px=200), head(), False),
        (None, None, False),
    ]:
        looking = CloserLook()
        looking.follow(ROOM, None, pose_px, look)
        assert (looking.part_of(ROOM) != Part.whole(ROOM)) is closer


def test_the_whole_picture_has_its_turn_when_the_closer_look_finds_nothing() -> None:
    looking, looked = CloserLook(), []
    for _ in range(4):
        looking.follow(ROOM, None, body(), head())
        looked.append(looking.part_of(ROOM) != Part.whole(ROOM))
    assert looked == [True, False, True, False]


def test_the_part_stays_until_the_face_is_about_to_leave_it() -> None:
    looking = CloserLook()
    looking.follow(ROOM, None, body(), head())
    part = looking.part_of(ROOM)
    assert part == Part(250, 150, 300, 300)
    for x, stays in [(400.0, True), (480.0, True), (530.0, False)]:
        looking.follow(ROOM, face(x), body(), head())
        assert looking.part_of(ROOM) == (part if stays else Part.whole(ROOM))


def test_a_part_ends_where_the_picture_ends() -> None:
    part = Part.around(ROOM, np.array([20.0, 700.0]), 200.0)
    assert part == Part(0, 600, 120, 120)
    assert part.cut(ROOM).shape == (120, 120, 3)
    assert Part.around(ROOM, np.array([-300.0, 300.0]), 200.0) is None
