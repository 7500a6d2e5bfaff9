"""Scores of made-up measurements whose errors are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.compensation import SIGNALS, detected
from benchmarks.scoring import (
    AXES,
    Rows,
    Zone,
    in_band,
    inside,
    leak_p95,
    moved,
    pure,
    rows_of,
    score,
    thirds,
)
from benchmarks.truth import Source, Truth
from coach.measure.types import Axis, Direction

ROTATION = AXES.index(Axis.RIGHT_ROTATION)


def sweep(axis: Axis = Axis.RIGHT_ROTATION, reach: float = 80.0, count: int = 321) -> np.ndarray:
    truth = np.zeros((count, 3))
    truth[:, AXES.index(axis)] = np.linspace(-reach, reach, count)
    return truth


def rows(truth: np.ndarray, value: np.ndarray, sigma: float = np.nan, side: bool = False) -> Rows:
    count = len(truth)
    nothing = np.full((count, 2), np.nan)
    flags = np.full(count, side), np.ones(count, bool)
    return Rows(truth, value, np.full((count, 3), sigma), nothing, nothing, nothing, nothing, *flags)


def test_perfect_measurement_has_no_error() -> None:
    truth = sweep()
    found = score(rows(truth, truth), Axis.RIGHT_ROTATION)
    assert found is not None
    assert (found.bias_deg, found.mae_deg, found.p95_deg, found.max_deg, found.measured) == (0, 0, 0, 0, 1)


def test_an_over_reading_of_a_tenth_is_a_positive_bias_to_both_sides() -> None:
    truth = sweep()
    data = rows(truth, truth * 1.1)
    for direction in (Direction.LEFT_ROTATION, Direction.RIGHT_ROTATION):
        found = score(data.where(inside(data, Zone.CORE) & moved(data, direction)), direction)
        assert found is not None
        assert found.bias_deg == pytest.approx(found.mae_deg) == pytest.approx(3.52, abs=0.03)  # a tenth of 10..60


def test_a_constant_offset_is_a_bias_with_opposite_sense_to_the_two_sides() -> None:
    truth = sweep()
    data = rows(truth, truth + np.array([0, 0, 3.0]))
    right = score(data.where(moved(data, Direction.RIGHT_ROTATION)), Direction.RIGHT_ROTATION)
    left = score(data.where(moved(data, Direction.LEFT_ROTATION)), Direction.LEFT_ROTATION)
    assert right is not None
    assert left is not None
    assert (right.bias_deg, left.bias_deg) == (pytest.approx(3.0), pytest.approx(-3.0))
    assert right.mae_deg == left.mae_deg == pytest.approx(3.0)


def test_rest_counts_in_no_direction() -> None:
    data = rows(np.zeros((50, 3)), np.zeros((50, 3)))
    assert not any(moved(data, direction).any() for direction in Direction)
    assert score(data.where(moved(data, Axis.FLEXION)), Axis.FLEXION) is None


def test_not_measured_is_a_fraction_and_never_an_error() -> None:
    truth = sweep()
    value = truth + 2.0
    value[::4] = np.nan
    found = score(rows(truth, value), Axis.RIGHT_ROTATION)
    assert found is not None
    assert found.measured == pytest.approx(0.75, abs=0.01)
    assert found.mae_deg == pytest.approx(2.0)


def test_nothing_measured_has_no_error_at_all() -> None:
    truth = sweep()
    found = score(rows(truth, np.full_like(truth, np.nan)), Axis.RIGHT_ROTATION)
    assert found is not None
    assert found.measured == 0
    assert found.mae_deg is None
    assert found.within_2_sigma is None


def test_a_true_sigma_covers_what_two_sigma_cover() -> None:
    truth = np.tile(sweep(), (40, 1))
    noise = np.random.default_rng(5).normal(0, 1.5, truth.shape)
    covered = score(rows(truth, truth + noise, sigma=1.5), Axis.RIGHT_ROTATION)
    bold = score(rows(truth, truth + noise, sigma=0.5), Axis.RIGHT_ROTATION)
    assert covered is not None
    assert bold is not None
    assert covered.within_2_sigma == pytest.approx(0.954, abs=0.01)
    assert bold.within_2_sigma == pytest.approx(0.495, abs=0.02)


def test_coverage_leaves_out_numbers_without_sigma() -> None:
    truth = sweep()
    assert (found := score(rows(truth, truth), Axis.RIGHT_ROTATION)) is not None
    assert found.within_2_sigma is None


def test_leak_is_the_error_about_the_other_two_axes() -> None:
    truth = sweep()
    data = rows(truth, truth + np.array([4.0, -4.0, 30.0]))
    assert leak_p95(data.where(pure(data, Axis.RIGHT_ROTATION)), Axis.RIGHT_ROTATION) == pytest.approx(4.0)


def test_a_combined_movement_is_not_pure() -> None:
    truth = sweep() + np.array([12.0, 0.0, 0.0])
    data = rows(truth, truth)
    assert not pure(data, Axis.RIGHT_ROTATION).any()


def test_zones_do_not_overlap_and_the_inner_lies_in_the_core() -> None:
    data = rows(sweep(), sweep())
    core, outer, inner = (inside(data, zone) for zone in (Zone.CORE, Zone.OUTER, Zone.INNER))
    assert not (core & outer).any()
    assert (core | outer).all()
    assert not (inner & ~core).any()
    assert data.truth[core, ROTATION].max() == 60
    assert data.truth[inner, ROTATION].max() == 45


def test_a_side_camera_is_in_no_frontal_zone() -> None:
    truth = sweep(Axis.FLEXION, 60)
    data = rows(truth, truth, side=True)
    assert inside(data, Zone.SIDE).all()
    assert not any(inside(data, zone).any() for zone in (Zone.INNER, Zone.CORE, Zone.OUTER))


def test_thirds_share_out_every_frame_of_a_direction_once() -> None:
    data = rows(sweep(Axis.FLEXION, 55), sweep(Axis.FLEXION, 55))
    bands = [in_band(data, Direction.FLEXION, band) for band in thirds(Zone.OUTER, Direction.FLEXION)]
    assert np.array_equal(np.sum(bands, axis=0), (data.truth[:, 0] > 0).astype(int))
    assert thirds(Zone.OUTER, Direction.EXTENSION)[-1] == (40, 60)


def test_a_row_that_nobody_read_is_not_measured() -> None:
    truth = Truth(sweep(count=10), np.full((10, 2), np.nan), np.full((10, 2), np.nan))
    source = Source("film", Path("film.mp4"), truth)
    readings = np.zeros((6, 10))
    data = rows_of(source, [0, 1, 2, -1, 4, 5], readings)
    assert np.isnan(data.value[:, 0]).tolist() == [False, False, False, True, False, False, *[True] * 4]


def test_compensation_counts_hits_alarms_and_unread_rows() -> None:
    true = np.array([20.0, -20.0, 20.0, 0.0, 0.0, 11.0])
    told = np.array([18.0, -15.0, np.nan, 12.0, 1.0, 2.0])
    base = rows(np.zeros((6, 3)), np.zeros((6, 3)))
    data = Rows(
        base.truth, base.value, base.sigma, np.column_stack([true, true * 0]), np.column_stack([told, told * 0]),
        base.rise_true, base.rise, base.side, base.clip,
    )  # fmt: skip
    everything = detected(data, SIGNALS[0])
    clear = detected(data, SIGNALS[0], clear_only=True)
    assert everything is not None
    assert clear is not None
    assert (everything.sensitivity, everything.specificity) == (0.5, 0.5)
    assert clear.sensitivity == pytest.approx(2 / 3)
    assert everything.read == pytest.approx(5 / 6)
    assert detected(data, SIGNALS[2]) is None, "a set that does not know the shoulders answers nothing"


def test_at_rest_the_bias_keeps_the_sign_of_the_angle() -> None:
    data = rows(np.zeros((40, 3)), np.full((40, 3), -2.0))
    assert (found := score(data, Axis.FLEXION)) is not None
    assert found.bias_deg == pytest.approx(-2.0)
