"""The camera at the side: a film of a rendered person, from the pictures to the movement."""

import numpy as np
import pytest

from coach.measure.measurer import Measurer
from coach.measure.types import Frame, Problem, View
from coach.paths import side_clip
from coach.sense.camera import open_source
from coach.sense.detector import Detector
from coach.sense.side import SideDetector, detector_for

CLIP = side_clip()
FRAMES = 110


@pytest.fixture(scope="module")
def pictures():
    camera = open_source(str(CLIP))
    frames = [camera.read() for _ in range(FRAMES)]
    camera.close()
    return frames


def run(frames, view):
    detector = SideDetector(view)
    try:
        return [detector.detect(frame) for frame in frames]
    finally:
        detector.close()


@pytest.fixture(scope="module")
def seen(pictures):
    return run(pictures, View.LEFT)


def samples_of(detections, view=View.LEFT):
    measurer = Measurer(view=view)
    return [measurer.update(d) for d in detections]


def test_flexion_has_its_sign_and_size(seen):
    sample = samples_of(seen)[95]
    assert sample.angles.flexion_deg == pytest.approx(50.6, abs=3)
    assert sample.sigma.flexion_deg < 3


def test_head_and_trunk_are_followed_from_one_reference(seen):
    motions = [d.profile for d in seen[20:]]
    assert all(m is not None and m.reference == motions[0].reference for m in motions)
    assert all(m.trunk_turn_rad is not None for m in motions)
    assert max(abs(np.degrees(m.trunk_turn_rad)) for m in motions) < 3
    assert motions[70].head_shift_px[0] < -20


def test_a_mirrored_film_is_the_right_side(pictures):
    flipped = [Frame(f.index, f.t_s, np.ascontiguousarray(f.rgb[:, ::-1])) for f in pictures]
    sample = samples_of(run(flipped, View.RIGHT), View.RIGHT)[95]
    assert sample.angles.flexion_deg == pytest.approx(50.6, abs=3)


def test_the_wrong_side_is_told(pictures):
    samples = samples_of(run(pictures[:45], View.RIGHT), View.RIGHT)
    assert samples[-1].angles is None
    assert samples[-1].problems[0] is Problem.VIEW_MISMATCH


def test_a_head_that_was_away_is_found_again_where_it_is(pictures):
    empty = np.full_like(pictures[0].rgb, 120)
    away = [Frame(k, k * 0.05, empty) for k in range(30, 50)]
    back = [Frame(f.index - 30, (f.index - 30) * 0.05, f.rgb) for f in pictures[80:]]
    detections = run([*pictures[:30], *away, *back], View.LEFT)
    assert all(d.profile is None for d in detections[33:50])
    measured = [s for s in samples_of(detections)[50:] if s.angles is not None]
    assert len(measured) > 15
    assert measured[-1].angles.flexion_deg == pytest.approx(50.3, abs=3)


def test_an_empty_picture_has_nobody():
    frames = [Frame(k, k * 0.05, np.full((480, 640, 3), 90, np.uint8)) for k in range(3)]
    assert all(d.profile is None and d.pose_px is None for d in run(frames, View.LEFT))


def test_the_front_keeps_its_detector():
    found = detector_for(View.FRONT)
    assert isinstance(found, Detector)
    found.close()
