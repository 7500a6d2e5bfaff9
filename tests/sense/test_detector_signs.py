"""The axes of the pose models are translated in one place; here that place is checked on pictures of known poses."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from coach.measure.measurer import Measurer
from coach.measure.types import Axis, CervicalSample, Direction, Frame
from coach.sense.detector import Detector

# The stills carry the signs of the rig: yaw > 0 left, pitch > 0 extension, roll > 0 left.
POSES = {
    "yaw+30": (Direction.LEFT_ROTATION, 30),
    "yaw-30": (Direction.RIGHT_ROTATION, 30),
    "pitch+25": (Direction.EXTENSION, 25),
    "pitch-25": (Direction.FLEXION, 25),
    "roll+25": (Direction.LEFT_LATERAL_FLEXION, 25),
    "roll-25": (Direction.RIGHT_LATERAL_FLEXION, 25),
}
MIRROR_IMAGE = {Axis.FLEXION: 1, Axis.RIGHT_LATERAL_FLEXION: -1, Axis.RIGHT_ROTATION: -1}
REPEATS = 7

Still = Callable[[str], np.ndarray]
Frames = Callable[..., Iterator[Frame]]


@pytest.fixture(scope="module")
def last_sample(still: Still, frames: Frames) -> Callable[[str, bool], CervicalSample]:
    """Measure a still against the neutral still, each seen several times; every pair is measured once."""
    known: dict[tuple[str, bool], CervicalSample] = {}

    def measure(name: str, mirrored: bool) -> CervicalSample:
        if (name, mirrored) not in known:
            pictures = [still("yaw+00")] * REPEATS + [still(name)] * REPEATS
            if mirrored:
                pictures = [np.ascontiguousarray(np.fliplr(picture)) for picture in pictures]
            detector, measurer = Detector(), Measurer()
            known[name, mirrored] = [measurer.update(detector.detect(frame)) for frame in frames(pictures)][-1]
            detector.close()
        return known[name, mirrored]

    return measure


@pytest.mark.parametrize("name", POSES)
def test_a_still_of_each_direction_has_the_right_sign_and_size(
    name: str, last_sample: Callable[[str, bool], CervicalSample]
) -> None:
    direction, degrees = POSES[name]
    angles = last_sample(name, False).angles
    assert angles is not None
    assert angles.toward(direction) == pytest.approx(degrees, abs=6)
    others = [angles.along(axis) for axis in Axis if axis is not direction.axis]
    assert others == pytest.approx([0, 0], abs=6)


@pytest.mark.parametrize("name", POSES)
def test_the_mirror_image_swaps_left_and_right(name: str, last_sample: Callable[[str, bool], CervicalSample]) -> None:
    seen, mirrored = last_sample(name, False).angles, last_sample(name, True).angles
    assert seen is not None
    assert mirrored is not None
    for axis, sign in MIRROR_IMAGE.items():
        assert mirrored.along(axis) == pytest.approx(sign * seen.along(axis), abs=5)


def test_landmarks_are_pixels_of_the_picture_with_left_on_the_right(detector: Detector, still: Still) -> None:
    detection = detector.detect(Frame(5, 1.25, still("yaw+00")))
    assert (detection.frame_index, detection.t_s, detection.image_size_px) == (5, 1.25, (640, 480))
    assert detection.face_px.shape == (478, 3)
    left_eye, right_eye, nose, chin = (detection.face_px[index] for index in (263, 33, 1, 152))
    assert left_eye[0] > nose[0] + 20 > right_eye[0] + 40, "the person's left is on the right of the picture"
    assert chin[1] > nose[1] > left_eye[1], "y points down"
    assert nose[2] < left_eye[2], "a smaller depth is nearer"
    left_shoulder, right_shoulder = detection.pose_px[11], detection.pose_px[12]
    assert (left_shoulder[0], right_shoulder[0]) == pytest.approx((463, 177), abs=25)
    assert chin[1] < left_shoulder[1] < 400
    assert detection.pose_world_m[11, 0] > detection.pose_world_m[12, 0], "x points to the right of the picture"
    assert detection.pose_world_m[0, 1] < detection.pose_world_m[11, 1], "y points down"
    assert detection.pose_world_m[0, 2] < detection.pose_world_m[11, 2], "z points away from the camera"
    assert detection.pose_visibility.shape == (33,)
    assert detection.pose_visibility[[0, 11, 12]].min() > 0.9
    assert detection.people == 1
