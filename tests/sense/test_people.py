"""Two people in view: the nearest is measured, and stays measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from coach.measure.measurer import Measurer
from coach.measure.types import CervicalSample, Detection, Frame, Problem
from coach.sense.detector import Detector
from coach.sense.people import Company, Face

Still = Callable[[str], np.ndarray]
Frames = Callable[..., Iterator[Frame]]
WALL = 5
FAR_LEFT_PX = 480
NEAR, FAR = Face(250, 110, 140, 140), Face(530, 90, 60, 60)


@pytest.fixture
def room(still: Still) -> Callable[..., np.ndarray]:
    """A picture with a near person in the middle, ``None`` for nobody, and a far one at the right."""

    def compose(near: str | None, far: str | None, scale: float = 0.5) -> np.ndarray:
        wall = still("yaw+00")
        picture = np.full_like(wall, wall[WALL, WALL]) if near is None else still(near).copy()
        if far is not None:
            small = cv2.resize(still(far)[:, 160:480], None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            height, width = small.shape[:2]
            picture[30 : 30 + height, 640 - width :] = small
        return picture

    return compose


def measure(detector: Detector, frames: Iterator[Frame]) -> list[tuple[Detection, CervicalSample]]:
    measurer = Measurer()
    detections = [detector.detect(frame) for frame in frames]
    return [(detection, measurer.update(detection)) for detection in detections]


def middle_px(detection: Detection) -> float:
    assert detection.face_px is not None
    return float(detection.face_px[:, 0].mean())


def test_the_nearest_of_two_is_measured(detector: Detector, room: Callable, frames: Frames) -> None:
    pictures = [room("yaw+00", "yaw+00")] * 8 + [room("yaw+30", "yaw-30")] * 8
    results = measure(detector, frames(pictures))
    for detection, sample in results:
        assert middle_px(detection) < FAR_LEFT_PX
        assert detection.people == 2
        assert Problem.SEVERAL_PEOPLE in sample.problems
    assert results[-1][1].angles.right_rotation_deg == pytest.approx(-30, abs=6), "as if nobody else were there"


def test_it_does_not_jump_to_the_far_one_when_the_near_one_is_lost(
    detector: Detector, room: Callable, frames: Frames
) -> None:
    pictures = [room("yaw+00", "yaw+00")] * 8 + [room(None, "yaw+00")] * 8 + [room("yaw+00", "yaw+00")] * 6
    results = measure(detector, frames(pictures))
    for detection, sample in results[8:16]:
        assert detection.face_px is None
        assert sample.angles is None
    assert detection.pose_px is None, "nor to the far one's body"
    assert middle_px(results[-1][0]) < FAR_LEFT_PX
    assert results[-1][1].angles.right_rotation_deg == pytest.approx(0, abs=3)


def test_it_does_not_jump_to_a_far_one_who_was_never_counted(
    detector: Detector, room: Callable, frames: Frames
) -> None:
    pictures = [room("yaw+00", None)] * 8 + [room(None, "yaw+00")] * 8
    results = measure(detector, frames(pictures))
    assert results[7][0].people == 1
    assert all(detection.face_px is None for detection, _ in results[8:])


def test_it_turns_to_somebody_who_sits_down_in_front(detector: Detector, room: Callable, frames: Frames) -> None:
    pictures = [room(None, "yaw+00")] * 8 + [room("yaw+00", "yaw+00")] * 9
    results = measure(detector, frames(pictures))
    assert middle_px(results[7][0]) > FAR_LEFT_PX
    noticed = next(n for n, (detection, _) in enumerate(results) if detection.people == 2)
    assert noticed < 16, "within a second or so"
    assert all(middle_px(detection) < FAR_LEFT_PX for detection, _ in results[noticed:]), "in the very frame"


def test_the_place_of_a_lost_person_is_kept_for_a_while_only(
    detector: Detector, room: Callable, frames: Frames
) -> None:
    pictures = [room("yaw+00", "yaw+00")] * 4 + [room(None, "yaw+00")] * 12
    last = measure(detector, frames(pictures, step_s=0.7))[-1][0]
    assert middle_px(last) > FAR_LEFT_PX


def body_at(x_px: float, y_px: float) -> SimpleNamespace:
    """Body as MediaPipe gives it, with nothing but a nose."""
    return SimpleNamespace(pose_landmarks=SimpleNamespace(landmark=[SimpleNamespace(x=x_px / 640, y=y_px / 480)]))


def test_a_body_is_that_of_the_face_or_of_nobody_who_is_measured(detector: Detector) -> None:
    frame = Frame(0, 0.0, np.zeros((480, 640, 3), np.uint8))
    mesh = np.array([[250.0, 110, 0], [390, 250, 0]])
    assert not detector._is_somebody_else(body_at(*NEAR.centre), mesh, frame)
    assert detector._is_somebody_else(body_at(*FAR.centre), mesh, frame)
    detector._company.count([NEAR, FAR], NEAR, 0.0)
    assert not detector._is_somebody_else(body_at(*NEAR.centre), None, frame)
    assert detector._is_somebody_else(body_at(*FAR.centre), None, frame)


def test_the_nearest_is_followed_and_the_others_are_covered() -> None:
    company = Company()
    assert company.is_due(0.0)
    assert not company.count([NEAR, FAR], NEAR, 0.0)
    company.follow(NEAR, 0.0)
    assert company.people == 2
    assert not company.is_due(0.9)
    assert company.is_due(1.1)
    assert company.is_due(-0.1), "time that runs back begins anew"
    picture = np.full((480, 640, 3), 255, np.uint8)
    covered = company.cover_others(picture)
    assert (picture == 255).all(), "the picture that was given stays as it is"
    assert (covered[90:150, 530:590] == 128).all()
    assert (covered[110:250, 250:390] == 255).all()
    assert company.is_other(FAR.centre)
    assert not company.is_other(NEAR.centre)


def test_alone_nothing_is_copied() -> None:
    company = Company()
    company.count([NEAR], NEAR, 0.0)
    picture = np.zeros((480, 640, 3), np.uint8)
    assert company.cover_others(picture) is picture


def test_a_face_that_only_the_mesh_sees_counts_too() -> None:
    company = Company()
    assert not company.count([FAR], NEAR, 0.0)
    assert company.people == 2
    assert company.is_other(FAR.centre)


def test_a_face_too_small_for_a_person_in_the_room_is_not_counted() -> None:
    company = Company()
    company.count([NEAR, Face(530, 90, 30, 30)], NEAR, 0.0)
    assert company.people == 1


def test_the_models_turn_to_somebody_clearly_nearer_only() -> None:
    company = Company()
    assert company.count([NEAR, FAR], FAR, 0.0)
    assert company.is_other(FAR.centre)
    assert not Company().count([NEAR, Face(500, 110, 150, 150)], NEAR, 0.0)


def test_a_neighbour_of_the_same_size_is_not_taken_for_the_lost_person() -> None:
    company, neighbour = Company(), Face(450, 110, 140, 140)
    company.count([NEAR, neighbour], NEAR, 0.0)
    company.follow(NEAR, 0.0)
    company.follow(None, 1.0)
    company.count([neighbour], None, 1.0)
    assert company.is_other(neighbour.centre)
    company.follow(None, 7.0)
    company.count([neighbour], None, 7.0)
    assert not company.is_other(neighbour.centre), "after a while the neighbour is the person in view"


def test_a_person_who_moved_while_lost_is_found_again() -> None:
    company, moved = Company(), Face(20, 110, 130, 130)
    company.count([NEAR, FAR], NEAR, 0.0)
    company.follow(NEAR, 0.0)
    company.count([moved, FAR], None, 1.0)
    assert not company.is_other(moved.centre)
    assert company.is_other(FAR.centre)
    assert not company.is_stranger(moved, 1.0)
    assert company.is_stranger(FAR, 1.0)
    assert not company.is_stranger(FAR, 20.0)


def test_a_face_beside_another_is_not_covered_by_it() -> None:
    company, behind = Company(), Face(370, 60, 60, 60)
    company.count([NEAR, behind], NEAR, 0.0)
    company.follow(NEAR, 0.0)
    picture = np.zeros((480, 640, 3), np.uint8)
    assert company.cover_others(picture) is picture
    company.follow(Face(100, 110, 140, 140), 0.5)
    assert company.cover_others(picture)[80, 400, 0] == 128


def test_boxes_beyond_the_picture_are_cut() -> None:
    company = Company()
    company.count([NEAR, Face(-50, -40, 60, 60), Face(620, 460, 60, 60)], NEAR, 0.0)
    covered = company.cover_others(np.zeros((480, 640, 3), np.uint8))
    assert covered[5, 5, 0] == covered[475, 635, 0] == 128
    assert int((covered[..., 0] == 128).sum()) == 10 * 20 + 20 * 20
