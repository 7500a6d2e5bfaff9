import numpy as np
import pytest

from coach.measure.rotations import angle_between_deg, rotation_from_vector
from coach.measure.smoothing import MAX_GAP_S, smooth

UP = np.array([0.0, 1.0, 0.0])


def turning(speed_deg_per_s, times, noise_deg=0.0, seed=1):
    rng = np.random.default_rng(seed)
    for t in times:
        jitter = np.radians(rng.normal(0, noise_deg, 3)) if noise_deg else np.zeros(3)
        yield t, rotation_from_vector(UP * np.radians(speed_deg_per_s * t) + jitter)


def filtered(measured):
    state, states = None, []
    for t, rotation in measured:
        state = smooth(state, rotation, t)
        states.append(state)
    return states


def test_a_steady_turn_is_followed_without_lag():
    times = np.arange(0, 1.5, 0.05)
    last = filtered(turning(60, times))[-1]
    assert angle_between_deg(last.rotation, rotation_from_vector(UP * np.radians(60 * times[-1]))) < 0.2
    assert np.degrees(np.linalg.norm(last.velocity)) == pytest.approx(60, abs=1)


def test_noise_at_rest_becomes_smaller():
    measured = list(turning(0, np.arange(0, 5, 1 / 30), noise_deg=0.7))
    raw = [angle_between_deg(r, np.eye(3)) for _, r in measured[30:]]
    smoothed = [angle_between_deg(s.rotation, np.eye(3)) for s in filtered(measured)[30:]]
    assert np.mean(smoothed) < 0.85 * np.mean(raw)


@pytest.mark.parametrize("seed", range(3))
def test_uneven_frame_times_are_taken_as_they_are(seed):
    times = np.cumsum(np.random.default_rng(seed).uniform(0.02, 0.12, 40))
    last = filtered(turning(40, times))[-1]
    assert angle_between_deg(last.rotation, rotation_from_vector(UP * np.radians(40 * times[-1]))) < 0.5


def test_after_a_gap_it_starts_afresh():
    state = smooth(None, np.eye(3), 0.0)
    far = rotation_from_vector(UP)
    after = smooth(state, far, MAX_GAP_S + 0.1)
    np.testing.assert_array_equal(after.rotation, far)
    np.testing.assert_array_equal(after.velocity, np.zeros(3))


def test_time_that_runs_back_starts_afresh():
    state = smooth(None, np.eye(3), 5.0)
    assert smooth(state, rotation_from_vector(UP), 4.0).t_s == 4.0
