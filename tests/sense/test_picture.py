"""Pictures in which there is little or nothing to see."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from coach.measure.types import CervicalSample, Frame, Problem
from coach.sense.correction import corrected_measurer
from coach.sense.detector import Detector

Still = Callable[[str], np.ndarray]
Frames = Callable[..., Iterator[Frame]]


def measure(detector: Detector, frames: Iterator[Frame]) -> list[CervicalSample]:
    measurer = corrected_measurer()
    return [measurer.update(detector.detect(frame)) for frame in frames]


def test_a_light_room_is_not_dark(detector: Detector, still: Still, frames: Frames) -> None:
    *_, last = measure(detector, frames([still("yaw+00")] * 8))
    assert last.angles is not None
    assert last.problems == ()


@pytest.mark.parametrize("light", [0.1, 0.05, 0.01, 0.0])
def test_a_dark_room_is_named(detector: Detector, still: Still, frames: Frames, light: float) -> None:
    dark = (still("yaw+00") * light).astype(np.uint8)
    *_, last = measure(detector, frames([dark] * 8))
    assert Problem.TOO_DARK in last.problems


def test_a_room_that_turns_dark_is_named_and_forgives(detector: Detector, still: Still, frames: Frames) -> None:
    light = still("yaw+00")
    dark = (light * 0.05).astype(np.uint8)
    samples = measure(detector, frames([light] * 8 + [dark] * 6 + [light] * 4))
    assert Problem.TOO_DARK in samples[13].problems
    assert samples[-1].problems == ()
    assert samples[-1].angles.right_rotation_deg == pytest.approx(0, abs=3)


def test_the_light_on_the_face_counts_and_not_that_of_the_wall(detector: Detector, still: Still) -> None:
    room = still("yaw+00")
    lit = room.copy()
    lit[:, :140] = lit[:, -140:] = 255
    plain, beside = (detector.detect(Frame(n, n * 0.1, rgb)) for n, rgb in enumerate((room, lit)))
    assert beside.face_px is not None
    assert beside.brightness == pytest.approx(plain.brightness, abs=0.03)


def test_nobody_is_never_a_number(detector: Detector, frames: Frames) -> None:
    random = np.random.default_rng(3)
    pictures = [random.integers(0, 255, (480, 640, 3), dtype=np.uint8) for _ in range(4)]
    pictures += [np.full((480, 640, 3), 128, np.uint8)] * 4
    for sample in measure(detector, frames(pictures)):
        assert (sample.angles, sample.sigma, sample.confidence) == (None, None, 0.0)
        assert sample.problems[0] is Problem.NO_PERSON


@pytest.mark.parametrize("size", [(48, 64), (1, 1), (31, 333)])
def test_odd_sizes_are_no_reason_to_fail(detector: Detector, frames: Frames, size: tuple[int, int]) -> None:
    (sample,) = measure(detector, frames([np.full((*size, 3), 90, np.uint8)]))
    assert sample.angles is None


def test_a_person_who_leaves_is_gone_and_comes_back(detector: Detector, still: Still, frames: Frames) -> None:
    person, wall = still("yaw+00"), np.full((480, 640, 3), 128, np.uint8)
    samples = measure(detector, frames([person] * 8 + [wall] * 6 + [person] * 4))
    assert samples[13].angles is None
    assert samples[13].problems[0] is Problem.NO_PERSON
    assert samples[-1].angles.right_rotation_deg == pytest.approx(0, abs=3)
