"""A real film with disturbances painted into it: hands, a printed face, an empty room, frames that are missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from coach.measure.rom import RomTracker
from coach.measure.types import CervicalSample, Direction, Frame
from coach.sense.camera import open_source
from coach.sense.correction import corrected_measurer
from coach.sense.detector import Detector

UNTIL_S = 7.2
"""The film bends the head forward once until then."""
TRUE_DEG = 46.3
HAND_RGB = (205, 150, 125)

Disturb = Callable[[Frame], Frame | None]


@pytest.fixture(scope="module")
def film(clip: Path) -> list[Frame]:
    camera = open_source(str(clip))
    frames = []
    while (frame := camera.read()) is not None and frame.t_s < UNTIL_S:
        frames.append(frame)
    camera.close()
    return frames


def run(film: list[Frame], disturb: Disturb) -> tuple[RomTracker, list[tuple[CervicalSample, float | None]]]:
    """Measure a disturbed film; samples with the size of the face that was followed."""
    detector, measurer, tracker, seen = Detector(), corrected_measurer(), RomTracker(), []
    for whole in film:
        frame = disturb(whole)
        if frame is None:
            continue
        detection = detector.detect(frame)
        sample = measurer.update(detection)
        tracker.update(sample)
        mesh = detection.face_px
        seen.append((sample, None if mesh is None else float(np.ptp(mesh[:, 0]))))
    tracker.flush()
    detector.close()
    return tracker, seen


def with_picture(frame: Frame, rgb: np.ndarray) -> Frame:
    return Frame(frame.index, frame.t_s, rgb)


def hands(frame: Frame) -> Frame:
    """Both hands at jaw and temple on the way out, as in a self-SNAG."""
    if not 2.4 < frame.t_s < 3.6:
        return frame
    rgb = frame.rgb.copy()
    cv2.ellipse(rgb, (300, 290), (70, 45), 20, 0, 360, HAND_RGB, -1)
    cv2.ellipse(rgb, (390, 230), (35, 80), 10, 0, 360, HAND_RGB, -1)
    return with_picture(frame, rgb)


def covered(frame: Frame) -> Frame:
    """The whole face behind a hand while the head is at rest."""
    if not 1.2 < frame.t_s < 1.9:
        return frame
    rgb = frame.rgb.copy()
    cv2.ellipse(rgb, (320, 230), (80, 90), 0, 0, 360, HAND_RGB, -1)
    return with_picture(frame, rgb)


def gone(frame: Frame) -> Frame:
    """Nobody in the room for a moment."""
    return with_picture(frame, np.full_like(frame.rgb, 170)) if 1.3 < frame.t_s < 2.0 else frame


def every_second(frame: Frame) -> Frame | None:
    """Ten frames a second."""
    return frame if frame.index % 2 == 0 else None


def dropped(frame: Frame) -> Frame | None:
    """A third of the frames, at random."""
    return None if (frame.index * 7919) % 100 < 35 else frame


def is_hidden(t_s: float) -> bool:
    return 1.2 < t_s < 2.1


@pytest.fixture(params=[True, False], ids=["worn all the time", "shown only then"])
def printed(still: Callable[[str], np.ndarray], request: pytest.FixtureRequest) -> Disturb:
    """A face on the pullover, and the own face hidden for a moment.

    It is so large that the models do follow it when nothing keeps them from it.
    """
    print_rgb = cv2.resize(still("yaw+00")[90:300, 230:410], None, fx=0.55, fy=0.55)
    height, width = print_rgb.shape[:2]

    def wear(frame: Frame) -> Frame:
        rgb = frame.rgb.copy()
        if is_hidden(frame.t_s):
            cv2.rectangle(rgb, (220, 120), (420, 345), (128, 128, 128), -1)
        if request.param or is_hidden(frame.t_s):
            rgb[478 - height : 478, 320 - width // 2 : 320 - width // 2 + width] = print_rgb
        return with_picture(frame, rgb)

    return wear


@pytest.mark.parametrize("disturb", [hands, covered, gone, every_second, dropped])
def test_the_one_movement_is_found_as_if_nothing_had_been(film: list[Frame], disturb: Disturb) -> None:
    tracker, seen = run(film, disturb)
    assert [e.direction for e in tracker.excursions] == [Direction.FLEXION], "and no other movement is made up"
    assert tracker.excursions[0].end_range_deg == pytest.approx(TRUE_DEG, abs=6)
    assert all(sample.problems for sample, _ in seen if sample.angles is None), "a gap has a reason"


def test_a_face_on_the_pullover_is_never_followed(film: list[Frame], printed: Disturb) -> None:
    tracker, seen = run(film, printed)
    assert [e.direction for e in tracker.excursions] == [Direction.FLEXION]
    assert tracker.excursions[0].end_range_deg == pytest.approx(TRUE_DEG, abs=6)
    hidden = [size for sample, size in seen if is_hidden(sample.t_s)]
    assert len(hidden) > 10
    assert set(hidden) == {None}
    sizes = [size for _, size in seen if size is not None]
    assert min(sizes) > 0.7 * float(np.median(sizes))


def test_what_is_covered_or_gone_is_a_gap(film: list[Frame]) -> None:
    for disturb in (covered, gone):
        _, seen = run(film[:44], disturb)
        while_away = [sample for sample, _ in seen if 1.45 < sample.t_s < 1.85]
        assert sum(sample.angles is None for sample in while_away) >= 0.8 * len(while_away)
