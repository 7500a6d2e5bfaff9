"""How a trial was done, and what trials come to."""

import numpy as np
import pytest

from coach.measure.trial import Manner, Moment, TrialResult, manner, moment, rom_value
from coach.measure.types import Angles, CervicalSample, Direction, Problem, Trunk

RIGHT = Direction.RIGHT_ROTATION


def path(end_deg=60.0, out_s=2.0, hold_s=1.5, rate_hz=30, trunk_deg=0.0):
    """Rest, a movement of least jerk, a hold and the way back."""
    x = np.arange(0, out_s, 1 / rate_hz) / out_s
    out = end_deg * (10 * x**3 - 15 * x**4 + 6 * x**5)
    angles = np.concatenate([np.zeros(rate_hz), out, np.full(int(hold_s * rate_hz), end_deg), out[::-1]])
    return [Moment(k / rate_hz, v, trunk_deg * v / end_deg, 20 * v / end_deg) for k, v in enumerate(angles)]


def trial(value_deg, sigma_deg=1.0, **kwargs):
    return TrialResult(value_deg, sigma_deg, kwargs.pop("other", 3.0), False, (), Manner(1.0, **kwargs))


def test_speed_smoothness_and_hold_of_one_stroke():
    how = manner(path(), 60.0)
    assert how.peak_speed_deg_per_s == pytest.approx(60 / 2 * 15 / 8, rel=0.03)
    assert how.mean_speed_deg_per_s == pytest.approx(30, rel=0.25)
    assert -1.75 < how.smoothness < -1.3
    # least jerk spends 0.4 s of 2 s within 2° of its end, on the way there and back
    assert 1.5 < how.held_s < 2.6


def test_only_the_way_out_counts_for_speed():
    fast_back = [m for k, m in enumerate(path()) if k < 130 or k % 3 == 0]
    assert manner(fast_back, 60).peak_speed_deg_per_s == manner(path(), 60).peak_speed_deg_per_s


def test_trunk_and_shoulders_are_those_of_the_end():
    how = manner(path(trunk_deg=-14), 60)
    assert (how.trunk_deg, how.shoulder_rise_pct) == pytest.approx((-14, 20), abs=0.6)


def test_a_gap_on_the_way_leaves_speed_untold_and_keeps_the_rest():
    how = manner([m for m in path() if not 1.5 < m.t_s < 2.2], 60)
    assert (how.peak_speed_deg_per_s, how.mean_speed_deg_per_s, how.smoothness) == (None, None, None)
    assert how.held_s > 1


def test_a_single_moment_is_enough_to_be_described():
    assert manner([Moment(1.0, 20.0)], 20).held_s == 0


def test_nobody_knows_how_long_an_end_out_of_sight_was_held():
    assert manner(path(), 60, beyond=True).held_s is None
    assert rom_value(RIGHT, [TrialResult(60, 2, 3, True, (), manner(path(), 60, beyond=True))]).movement.held_s is None


def test_the_trunk_is_taken_in_the_direction_of_the_trial():
    def of(direction):
        trunk = Trunk(right_rotation_deg=4, right_lateral_flexion_deg=-3, left_shoulder_rise_pct=9)
        return moment(CervicalSample(0, 1.0, Angles(5, -10, 20), None, None, trunk, 1), direction)

    assert of(RIGHT) == Moment(1.0, 20, 4, 9)
    assert of(Direction.LEFT_ROTATION) == Moment(1.0, -20, -4, 9)
    assert of(Direction.LEFT_LATERAL_FLEXION) == Moment(1.0, 10, 3, 9)
    assert of(Direction.EXTENSION) == Moment(1.0, -5, None, 9)


def test_the_lean_of_a_trunk_is_told_from_the_side_alone():
    def told(trunk):
        sample = CervicalSample(0, 0.0, Angles(40, 0, 0), Angles(1, 1, 1), 0.0, trunk, 1.0, ())
        return moment(sample, Direction.FLEXION).trunk_deg

    assert told(Trunk(flexion_deg=8.0)) == 8
    assert told(Trunk(flexion_deg=8.0, sigma_flexion_deg=1.0)) is None


def test_warm_up_is_left_out_and_told():
    value = rom_value(RIGHT, [trial(40), trial(50), trial(54), trial(52)], warm_ups=1)
    assert value.trials_deg == (50, 54, 52)
    assert value.movement.warm_up_deg == 40
    assert (value.mean_deg, value.sd_deg) == pytest.approx((52, 2))
    assert value.sem_deg == pytest.approx((4 / 3 + 1) ** 0.5)
    assert value.mdc95_deg == pytest.approx(2.772 * value.sem_deg, rel=1e-3)
    assert value.out_of_plane_share == pytest.approx(3 / 52)
    assert Problem.FEW_TRIALS not in value.problems


def test_only_a_warm_up_stands_and_says_so():
    value = rom_value(RIGHT, [trial(40)], warm_ups=1)
    assert value.trials_deg == (40,)
    assert (value.sd_deg, value.sem_deg, value.mdc95_deg) == (None, None, None)
    assert value.problems == (Problem.FEW_TRIALS,)
    assert value.movement.warm_up_deg is None
    assert rom_value(RIGHT, [], warm_ups=1) is None


def test_worst_and_mean_of_the_trials():
    value = rom_value(
        RIGHT,
        [
            trial(50, trunk_deg=-4.0, shoulder_rise_pct=3.0, peak_speed_deg_per_s=30.0, smoothness=-1.5),
            trial(52, trunk_deg=2.0, shoulder_rise_pct=8.0, peak_speed_deg_per_s=40.0, pain_onset_deg=45.0),
            trial(54, pain_onset_deg=48.0),
        ],
    )
    how = value.movement
    assert (how.trunk_deg, how.shoulder_rise_pct, how.pain_onset_deg) == (-4, 8, 45)
    assert (how.peak_speed_deg_per_s, how.mean_speed_deg_per_s, how.smoothness) == (35, None, -1.5)
