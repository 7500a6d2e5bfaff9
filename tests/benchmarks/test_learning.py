"""What the trunk's correction learns from: leans are seldom, and people slide on their chairs."""

import numpy as np
import pytest

from benchmarks.people.learning import LEAN_DEG, LEAN_SHARE, Table, seldom_leaning, slid
from coach.measure.features import BODY_POINTS

POINTS = len(BODY_POINTS)


def test_who_slides_on_a_chair_comes_nearer_as_a_whole():
    rng = np.random.default_rng(3)
    change, neutral = rng.normal(size=(2, 40, POINTS, 2))
    distance = np.where(np.arange(40) < 10, 0.0, rng.normal(size=40))
    first = np.hstack([change.reshape(40, -1), neutral.reshape(40, -1), rng.normal(size=(40, 5))])
    second = np.column_stack([rng.normal(size=(40, 3)), distance])
    data = slid(Table([first, second], rng.normal(size=(40, 3)), np.full(40, 1 / 40)))

    for block, before in zip(data.blocks, (first, second), strict=True):
        np.testing.assert_array_equal(block[:40], before)
    np.testing.assert_array_equal(data.target[40:], data.target[:40])
    assert data.chance.sum() == pytest.approx(1.0)

    seen = data.blocks[0][40:, : 2 * POINTS].reshape(40, POINTS, 2) + neutral
    was = change + neutral
    nearer = np.ptp(seen, axis=1)[:, 0] / np.ptp(was, axis=1)[:, 0]
    assert np.abs(np.log(nearer)).max() > 0.02
    np.testing.assert_allclose(data.blocks[1][50:, -1], distance[10:] - np.log(nearer[10:]))
    np.testing.assert_array_equal(data.blocks[1][40:50, -1], 0.0)
    np.testing.assert_array_equal(data.blocks[1][40:, :-1], second[:, :-1])


def test_moments_of_a_lean_either_way_are_drawn_less_often():
    lean_deg = np.array([0.0, LEAN_DEG - 0.1, LEAN_DEG + 0.1, -LEAN_DEG - 0.1])
    data = Table([], np.zeros((4, 3)), np.full(4, 0.25))
    chance = seldom_leaning(data, lean_deg).chance
    np.testing.assert_allclose(chance / chance[0], [1.0, 1.0, LEAN_SHARE, LEAN_SHARE])
    assert chance.sum() == pytest.approx(1.0)
