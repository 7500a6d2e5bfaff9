import numpy as np
import pytest

from benchmarks.people.train import FEWEST, SMALLEST_SCALE, scales_of
from coach.measure.correction import SIZES_DEG


def test_each_size_of_turn_gets_the_scale_that_leaves_95_of_100_errors_within_two_sigmas():
    size_deg = np.repeat(SIZES_DEG, FEWEST)
    ratio = np.abs(np.random.default_rng(0).normal(size=(len(size_deg), 3))) * (1 + size_deg[:, None] / 50)
    assert scales_of(ratio, size_deg) == pytest.approx(0.98 * (1 + SIZES_DEG / 50), rel=0.12)


def test_few_large_turns_take_the_scale_of_the_next_smaller_and_none_is_below_one():
    size_deg = np.concatenate([np.repeat(SIZES_DEG[:2], FEWEST), SIZES_DEG[2:]])
    ratio = np.where(size_deg[:, None] < 10, 0.1, 3.0) * np.ones(3)
    ratio[-1] = 90.0
    assert scales_of(ratio, size_deg).tolist() == [SMALLEST_SCALE, 1.5, 1.5, 1.5, 1.5, 1.5]
