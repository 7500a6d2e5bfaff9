"""Following a dot along a figure of eight."""

import math

import numpy as np
import pytest

from coach.measure.tracking import figure_of_eight, follow_score
from coach.measure.types import Angles, CervicalSample, Problem, Trunk

LOOP_S, RATE_HZ = 8.0, 20


def path(t_s):
    return figure_of_eight(t_s, 20, 8, LOOP_S)


def head(follow, seconds=24.0, lost=lambda t_s: False):
    """Samples of a head at ``follow(t_s)`` (rotation, flexion), and where the dot was."""
    samples, shown = [], []
    for k in range(int(seconds * RATE_HZ)):
        t_s = 3.0 + k / RATE_HZ
        rotation, flexion = follow(t_s - 3)
        angles = None if lost(t_s - 3) else Angles(flexion, 0.0, rotation)
        sigma = None if angles is None else Angles(1.0, 1.0, 1.0)
        problems = (Problem.NO_FACE,) if angles is None else ()
        samples.append(CervicalSample(k, t_s, angles, sigma, 0.0, Trunk(), 1.0, problems))
        shown.append(path(t_s - 3))
    return samples, shown


def test_the_path_is_an_eight_through_the_middle():
    assert path(0) == pytest.approx((0, 0))
    assert path(LOOP_S / 2) == pytest.approx((0, 0), abs=1e-9)
    assert path(LOOP_S / 4) == pytest.approx((20, 0), abs=1e-9)
    assert path(LOOP_S / 8) == pytest.approx((20 * math.sqrt(0.5), 8))


def test_a_head_on_the_dot_has_no_error():
    found = follow_score(*head(path))
    assert (found.error_deg, found.lag_s) == pytest.approx((0, 0), abs=1e-9)
    assert found.sigma_deg == pytest.approx(math.sqrt(2))
    assert found.measured_share == 1


def test_a_lag_is_found_and_taken_off_the_error():
    found = follow_score(*head(lambda t_s: path(t_s - 0.46)))
    assert found.lag_s == pytest.approx(0.46, abs=0.021)
    assert found.error_deg < 0.3
    assert found.unshifted_deg > 5


def test_what_is_left_is_the_error_in_degrees():
    found = follow_score(*head(lambda t_s: (path(t_s - 0.3)[0] + 3, path(t_s - 0.3)[1] - 4)))
    assert found.error_deg == pytest.approx(5, abs=0.4)


def test_jerky_following_is_worse_than_smooth_following():
    random = np.random.default_rng(3)
    jerky = follow_score(*head(lambda t_s: tuple(np.add(path(t_s), random.normal(0, 3, 2)))))
    assert 3 < jerky.error_deg < 5


def test_gaps_are_left_out_and_too_much_of_them_gives_nothing():
    some = follow_score(*head(path, lost=lambda t_s: 5 < t_s < 9))
    assert some.error_deg == pytest.approx(0, abs=1e-9)
    assert some.measured_share == pytest.approx(20 / 24, abs=0.01)
    assert follow_score(*head(path, lost=lambda t_s: t_s > 12)) is None
    assert follow_score([], []) is None


def test_every_sample_needs_a_place_of_the_dot():
    samples, shown = head(path)
    with pytest.raises(ValueError, match="480 samples, but 479"):
        follow_score(samples, shown[:-1])
