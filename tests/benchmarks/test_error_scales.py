import numpy as np

from benchmarks.people.train import FEWEST, SMALLEST_SCALE, scales_of
from coach.measure.correction import SIZES_DEG


def test_each_size_of_turn_gets_for_each_axis_the_scale_that_leaves_95_of_100_errors_within_two_sigmas():
    count = 20 * FEWEST
    size_deg = np.repeat(SIZES_DEG, count)
    spread = (1 + size_deg[:, None] / 50) * [1.0, 2.0, 3.0]
    scales = scales_of(np.abs(np.random.default_rng(0).normal(size=(len(size_deg), 3))) * spread, size_deg)
    np.testing.assert_allclose(scales, 0.98 * spread[::count], rtol=0.1)


def test_few_large_turns_take_the_scale_of_the_next_smaller_and_none_is_below_one():
    size_deg = np.concatenate([np.repeat(SIZES_DEG[:2], FEWEST), SIZES_DEG[2:]])
    ratio = np.where(size_deg[:, None] < 10, 0.1, 3.0) * np.ones(3)
    ratio[-1] = 90.0
    for by_axis in scales_of(ratio, size_deg).T:
        assert by_axis.tolist() == [SMALLEST_SCALE, 1.5, 1.5, 1.5, 1.5, 1.5]


def test_the_scale_of_one_axis_is_not_that_of_another():
    ratio = np.tile([0.5, 2.0, 6.0], (FEWEST, 1))
    assert scales_of(ratio, np.full(FEWEST, SIZES_DEG[0]))[0].tolist() == [SMALLEST_SCALE, SMALLEST_SCALE, 3.0]
