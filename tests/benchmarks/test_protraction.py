"""The table of errors in centimetres, on made-up readings."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.methods import METHODS, OURS, Reading
from benchmarks.protraction import protractions
from benchmarks.study import Study, join
from benchmarks.truth import Source, Truth


def film(way_cm, told_cm, sigma_cm=0.5, turned_deg=0.0):
    count = len(way_cm)
    angles, nothing = np.full((count, 3), turned_deg), np.zeros((count, 2))
    source = Source("film", Path("film.mp4"), Truth(angles, nothing, nothing, np.asarray(way_cm, float)))
    told = np.column_stack([np.asarray(told_cm, float), np.full(count, sigma_cm)])
    readings = {name: Reading(np.full((count, 10), np.nan), {}) for name in METHODS}
    readings[OURS] = Reading(np.full((count, 10), np.nan), {}, told)
    return join(source, range(count), readings)


def cells(*films):
    table = protractions(Study(list(films)))
    return {entry.labels[0]: entry.cells for entry in table.entries}


def test_errors_bias_and_coverage():
    found = cells(film([0, 2, 4, 6], [0, 2.5, 5.5, np.nan]))["film"]
    assert found["rows"] == "4"
    assert found["measured"] == pytest.approx(0.75)
    assert found["mean abs error"] == pytest.approx(2 / 3)
    assert found["bias"] == pytest.approx(2 / 3)
    assert found["within 2 sigma"] == pytest.approx(2 / 3)


def test_a_source_without_movement_forward_is_left_out_and_frames_that_turn_do_not_count():
    assert set(cells(film([0, 0.5], [9, 9]))) == {"all from the side", "all from the front"}
    assert cells(film([0, 6], [9, 9], turned_deg=20))["film"]["rows"] == "0"
