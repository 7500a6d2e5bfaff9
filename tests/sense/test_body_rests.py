"""While there is a face the body model looks at every second frame only; without one at every frame."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from coach.measure.types import Frame
from coach.sense.detector import BODY_REST_S, Detector

Still = Callable[[str], np.ndarray]
NOBODY = np.full((480, 640, 3), 90, np.uint8)


@pytest.fixture
def looks(detector: Detector, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let the body model count: one entry for each picture that it looks at."""
    pose, seen = detector._models.pose, []
    process = pose.process

    def counted(rgb: np.ndarray) -> object:
        seen.append(1)
        return process(rgb)

    monkeypatch.setattr(pose, "process", counted)
    return seen


def asked(looks: list[int], detector: Detector, pictures: list[np.ndarray], step_s: float) -> list[bool]:
    """Whether the body model looked at each of some pictures."""
    out = []
    for index, picture in enumerate(pictures):
        before = len(looks)
        detection = detector.detect(Frame(index, index * step_s, picture))
        assert (detection.pose_px is None) is (picture is NOBODY)
        assert (detection.appearance is None) is (picture is NOBODY)
        out.append(len(looks) > before)
    return out


@pytest.mark.parametrize(("step_s", "every"), [(1 / 30, 2), (1 / 20, 2), (1 / 10, 1)])
def test_it_rests_at_every_second_frame_unless_they_are_few(
    detector: Detector, looks: list[int], still: Still, step_s: float, every: int
) -> None:
    told = asked(looks, detector, [still("yaw+00")] * 8, step_s)
    assert told == [index % every == 0 for index in range(8)]
    assert BODY_REST_S < 1 / 10


def test_somebody_who_leaves_is_missed_in_the_very_frame(detector: Detector, looks: list[int], still: Still) -> None:
    there, gone = [still("yaw+00")] * 5, [NOBODY] * 3
    assert asked(looks, detector, [*there, *gone], 1 / 20) == [True, False, True, False, True, True, True, True]


def test_it_never_rests_without_a_face(detector: Detector, looks: list[int], still: Still) -> None:
    faceless = still("yaw+00").copy()
    faceless[150:330, 240:400] = 90
    for index in range(4):
        before = len(looks)
        assert detector.detect(Frame(index, index / 20, faceless)).face_px is None
        assert len(looks) > before
