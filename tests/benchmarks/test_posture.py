"""The table of the posture from the side, on made-up neutrals, and its truth from a file."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.methods import METHODS, OURS, Reading
from benchmarks.posture import ALL, BY_HAND, BY_MODEL, OFFSET, postures
from benchmarks.study import Study, join
from benchmarks.truth import Source, TruePosture, Truth, truth_of
from coach.measure.side import SideNeutral

FROM_THE_LEFT = {"R_cam_world": [[0.0, 0.0, -1.0], [0.0, -1.0, 0.0], [-1.0, 0.0, 0.0]]}
NEUTRAL = SideNeutral(
    1, 0.0, 0.0, None, 0.13, 0.8, 0.5, 17, np.array([280.0, 200.0]), np.array([340.0, 300.0]), (640, 480)
)
TRUE = TruePosture(5.0, 50.0, (380.0, 290.0), (290.0, 195.0))


def film(posture=TRUE, neutral=NEUTRAL, name="film"):
    nothing = np.zeros((4, 2))
    truth = Truth(np.zeros((4, 3)), nothing, nothing, posture=posture)
    source = Source(name, Path(f"{name}.mp4"), truth, FROM_THE_LEFT)
    readings = {method: Reading(np.full((4, 10), np.nan), {}) for method in METHODS}
    readings[OURS] = replace(readings[OURS], side_neutral=neutral)
    return join(source, range(4), readings)


def cells(*films):
    return {entry.labels: entry.cells for entry in postures(Study(list(films))).entries}


def told(quantity, **truth):
    """What the program says, found by its bias from a truth of nothing."""
    zero = replace(TRUE, offset_cm=0.0, craniovertebral_deg=0.0, **truth)
    return cells(film(zero))[quantity, "film"]["bias"]


def test_errors_bias_and_coverage_over_all_sources():
    offset_cm = told(OFFSET)
    off = [film(replace(TRUE, offset_cm=offset_cm - error), name=str(error)) for error in (1.0, -2.0, 10.0)]
    found = cells(*off, film(neutral=None, name="none"))[OFFSET, ALL]
    assert found["values"] == "4"
    assert found["measured"] == pytest.approx(0.75)
    assert found["mean abs error"] == pytest.approx(13 / 3)
    assert found["bias"] == pytest.approx(3)
    assert found["root mean square"] == pytest.approx(np.sqrt(35))
    assert found["within 2 sigma"] == pytest.approx(2 / 3)


def test_the_marked_ear_is_the_true_one_and_the_other_the_body_models():
    assert told(BY_MODEL) != pytest.approx(told(BY_HAND), abs=0.1)
    moved = {"tragus_px": (300.0, 195.0)}
    assert told(BY_HAND, **moved) > told(BY_HAND) + 2
    assert told(BY_MODEL, **moved) == pytest.approx(told(BY_MODEL))


def test_a_source_from_the_front_is_left_out():
    found = cells(film(posture=None))
    assert {labels[1] for labels in found} == {ALL}
    assert found[OFFSET, ALL]["values"] == "0"


def row(ahead_cm, camera_turn=FROM_THE_LEFT["R_cam_world"]):
    """A row of a table of truth, the ear so far ahead of the shoulder, with the head as the trunk is."""
    head = {f"Rht{i}{j}": str(float(i == j)) for i in range(3) for j in range(3)}
    seen = {f"Rhc{i}{j}": str(camera_turn[i][j]) for i in range(3) for j in range(3)}
    places = {"tragus_l": (0.07, 0.1, ahead_cm / 100), "acromion_l": (0.2, -0.05, 0.0), "c7": (0.0, 0.0, -0.05)}
    metres = {f"{n}_{a}": str(v) for n, p in places.items() for a, v in zip("XYZ", p, strict=True)}
    right = {f"{n}_r_{a}": metres[f"{n}_l_{a}"] for n in ("tragus", "acromion") for a in "XYZ"}
    pixels = {"c7_u": "390", "c7_v": "290", "tragus_l_u": str(300 - ahead_cm), "tragus_l_v": "200"}
    return head | seen | metres | right | pixels | {"cva_true": "52", "fhp_m": "0"}


def test_the_truth_is_the_mean_of_neutral():
    neutral = [row(4.0), row(6.0)]
    found = truth_of([*neutral, row(12.0)], neutral, FROM_THE_LEFT).posture
    assert found.offset_cm == pytest.approx(5)
    assert found.craniovertebral_deg == pytest.approx(52)
    assert (found.c7_px, found.tragus_px) == ((390.0, 290.0), (295.0, 200.0))


def test_from_the_front_or_without_the_points_there_is_no_truth():
    front = {"R_cam_world": [[1.0, 0.0, 0.0], [0.0, -1.0, 0.0], [0.0, 0.0, -1.0]]}
    assert truth_of([row(4.0)], [row(4.0)], front).posture is None
    bare = {name: value for name, value in row(4.0).items() if name != "cva_true"}
    assert truth_of([bare], [bare], FROM_THE_LEFT).posture is None
