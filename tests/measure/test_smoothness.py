"""Speed profiles and the spectral arc length, on movements whose answer is known."""

import numpy as np
import pytest

from coach.measure.smoothness import RATE_HZ, spectral_arc_length, speed_profile


def stroke(duration_s, size_deg, rate_hz=RATE_HZ):
    """Speed of a movement of least jerk (Flash & Hogan, J Neurosci 1985;5:1688-1703)."""
    x = np.arange(0, duration_s + 1e-9, 1 / rate_hz) / duration_s
    return size_deg / duration_s * 30 * (x**2 - 2 * x**3 + x**4)


def test_one_stroke_does_not_depend_on_amplitude_or_duration():
    values = [spectral_arc_length(stroke(t, size)) for t in (0.8, 1.5, 3.0, 6.0) for size in (5, 70)]
    assert values == pytest.approx([values[0]] * len(values), abs=0.06)
    assert -1.7 < values[0] < -1.3


def test_more_strokes_and_tremor_are_less_smooth():
    one = spectral_arc_length(stroke(2, 60))
    halting = spectral_arc_length(np.concatenate([stroke(0.6, 15), np.zeros(9), stroke(0.6, 15), np.zeros(9)] * 2))
    t_s = np.arange(0, 2 + 1e-9, 1 / RATE_HZ)
    shaking = spectral_arc_length(stroke(2, 60) + 10 * np.sin(2 * np.pi * 4 * t_s))
    assert halting < one - 0.5
    assert shaking < one - 0.3


@pytest.mark.parametrize("speed", [[], [3.0], [0.0, 0.0, 0.0]])
def test_no_movement_has_no_smoothness(speed):
    assert spectral_arc_length(np.array(speed)) is None


@pytest.mark.parametrize("rate_hz", [10, 15, 20, 30, 60])
def test_speed_of_a_steady_movement_at_any_frame_rate(rate_hz):
    t_s = 5 + np.arange(0, 1.5, 1 / rate_hz)
    assert speed_profile(t_s, 40 * t_s) == pytest.approx(40)


def test_speed_is_not_told_over_a_gap_or_from_too_little():
    t_s = np.array([0, 0.05, 0.1, 0.5, 0.55, 0.6])
    assert speed_profile(t_s, t_s) is None
    assert speed_profile(np.array([0, 0.05]), np.zeros(2)) is None
    assert speed_profile(np.array([0, 0.05, 0.1, 0.15]), np.zeros(4)) is None
    assert speed_profile(np.array([0, 0.1, 0.1, 0.2, 0.3, 0.4, 0.5]), np.zeros(7)) is None
