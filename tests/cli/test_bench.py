"""``coach bench``: the pipeline beside the bare models, from the front and from the side."""

import re

import numpy as np
import pytest

from coach.cli.bench import _read_clip
from coach.measure.measurer import Measurer
from coach.measure.types import View
from coach.sense.camera import fitted
from coach.sense.side import SideDetector


@pytest.mark.parametrize("view", ["front", "left", "right"])
def test_the_times_of_models_and_pipeline_are_told_for_every_view(coach, view):
    ran = coach("bench", "--frames", 20, "--long-run", 12 if view == "left" else 0, "--view", view)
    assert ran.code == 0, ran.err
    told = " ".join(ran.out.split())
    times = [float(t) for row in re.findall(r"(?:bare models|whole pipeline) .*ms.*", ran.out) for t in _ms(row)]
    assert len(times) == 4
    assert all(0.5 < t < 5000 for t in times)
    ratio = float(re.search(r"whole pipeline / bare models: ([\d.]+)", ran.out)[1])
    assert ratio == pytest.approx(times[2] / times[0], rel=0.05)
    assert ("of the demo clip" in told) is (view == "front")
    assert ("after 12 frames" in told) is (view == "left")


def _ms(row):
    return re.findall(r"([\d.]+) ms", row)


def test_what_is_measured_from_the_right_is_a_person_seen_from_the_right():
    detector, measurer = SideDetector(View.RIGHT), Measurer(view=View.RIGHT)
    samples = [measurer.update(detector.detect(frame)) for frame in _read_clip(View.RIGHT)[:30]]
    detector.close()
    assert samples[-1].angles is not None


def test_a_view_that_does_not_exist_is_refused(coach):
    ran = coach("bench", "--view", "above")
    assert ran.code == 2
    assert "above" in ran.err


def test_the_pictures_have_the_size_that_is_asked_for(coach):
    ran = coach("bench", "--frames", 20, "--long-run", 0, "--size", "1280x720")
    assert ran.code == 0, ran.err
    assert "1280x720" in ran.out


@pytest.mark.parametrize("size", ["1280", "1280x72", "x", "9999x720", "-640x480", "640x480x3"])
def test_a_size_that_is_none_is_refused(coach, size):
    ran = coach("bench", f"--size={size}")
    assert ran.code == 2
    assert "as 1280x720" in ran.err


def test_a_fitted_picture_keeps_its_proportions():
    picture = np.zeros((480, 640, 3), np.uint8)
    picture[:, 315:325] = 255
    picture[235:245] = 255
    wide = fitted(picture, (1280, 720))
    assert wide.shape == (720, 1280, 3)
    columns, rows = np.flatnonzero(wide[100, :, 0] > 128), np.flatnonzero(wide[:, 400, 0] > 128)
    assert len(columns) == pytest.approx(15, abs=1)
    assert len(rows) == pytest.approx(len(columns), abs=1)
    assert columns.mean() == pytest.approx(639.5, abs=1)
    assert rows.mean() == pytest.approx(359.5, abs=1)
