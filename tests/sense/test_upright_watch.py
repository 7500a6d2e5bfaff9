"""The tilt of the head by its look, on a film of a rendered person, and a reference given up for a better one."""

import numpy as np
import pytest

from coach.measure.measurer import Measurer
from coach.measure.types import Frame, Problem, View
from coach.paths import side_clip
from coach.sense.camera import open_source
from coach.sense.side import SideDetector
from coach.sense.upright import UprightWatch

HELD = 95
"""A frame in which the head is bent forward by 51°."""


@pytest.fixture(scope="module")
def pictures():
    camera = open_source(str(side_clip()))
    frames = [camera.read() for _ in range(HELD + 1)]
    camera.close()
    return frames


@pytest.fixture(scope="module")
def hold_then_rest(pictures):
    """Somebody who is first seen in a hold, and then comes up; what the program makes of it."""
    up = [pictures[k] for k in range(HELD, 28, -2)]
    shown = [*([pictures[HELD]] * 34), *up, *pictures[:30]]
    detector, measurer = SideDetector(View.LEFT), Measurer(view=View.LEFT)
    out = []
    for index, frame in enumerate(shown):
        detection = detector.detect(Frame(index, index * 0.05, frame.rgb))
        out.append((detection, measurer.update(detection)))
    detector.close()
    return out, measurer


def test_a_hold_is_seen_as_tipped_and_is_not_neutral(hold_then_rest):
    detection, sample = hold_then_rest[0][33]
    assert np.degrees(detection.profile.tilt_rad) == pytest.approx(-50, abs=12)
    assert sample.angles is None
    assert sample.problems[:2] == (Problem.NOT_UPRIGHT, Problem.NO_NEUTRAL)


def test_the_head_that_came_up_is_neutral_from_a_reference_of_its_own(hold_then_rest):
    seen, measurer = hold_then_rest
    held, (last, sample) = seen[33][0], seen[-1]
    assert last.profile.reference > held.profile.reference
    assert sample.angles.flexion_deg == pytest.approx(0, abs=2)
    assert abs(np.degrees(last.profile.tilt_rad)) < 10
    assert measurer.side_neutral.reference == last.profile.reference


def test_too_few_looks_tell_nothing_and_a_new_reference_begins_afresh(pictures, hold_then_rest):
    body_px = hold_then_rest[0][-1][0].pose_px
    watch = UprightWatch(-1.0)
    assert watch.tilt_rad is None
    for k in range(4):
        watch.look(pictures[29].rgb, k * 0.05, body_px, 0.0)
    assert abs(np.degrees(watch.tilt_rad)) < 10
    watch.begin()
    assert watch.tilt_rad is None


def test_looks_that_do_not_agree_tell_nothing(pictures, hold_then_rest):
    body_px = hold_then_rest[0][-1][0].pose_px
    watch = UprightWatch(-1.0)
    for k in range(8):
        watch.look(pictures[29].rgb, k * 0.05, body_px, float(k % 2))
    assert watch.tilt_rad is None
