"""Degrees against truth, on the clips that come with the tests: the whole pipeline, from the file to the angle.

The bounds are those of the first goal (4° in the inner range) and 8° at the end of a wide turn; what the program really
reaches is told by ``benchmarks/accuracy.py``. No clip took part in the training of the correction.
"""

import pytest

from benchmarks import study
from benchmarks.accuracy import SMALL_SET
from benchmarks.methods import OURS
from benchmarks.scoring import Zone, inside, moved, score
from benchmarks.truth import read_clips
from coach.measure.types import Axis, Direction

BOUND_DEG, OUTER_BOUND_DEG = 4.0, 8.0
NEVER_DEG = 25.0
MAIN = {"rotation_a": Axis.RIGHT_ROTATION, "lateral_d": Axis.RIGHT_LATERAL_FLEXION, "sagittal_c": Axis.FLEXION}


@pytest.fixture(scope="module")
def measured():
    done = study.run(read_clips(*SMALL_SET), None, lambda _: None)
    return {m.source.name: m for m in done.measured}


@pytest.fixture(scope="module", params=MAIN)
def clip(request, measured):
    found = measured[request.param]
    return found, found.rows[OURS], MAIN[request.param]


def test_the_main_angle_is_within_its_bound_in_both_directions(clip):
    _, rows, axis = clip
    inner = rows.where(inside(rows, Zone.INNER))
    for direction in (d for d in Direction if d.axis is axis):
        found = score(inner.where(moved(inner, direction)), direction)
        assert found.mae_deg <= BOUND_DEG, direction
        assert found.measured >= 0.9, direction


def test_no_number_is_far_off(clip):
    _, rows, axis = clip
    found = score(rows, axis)
    assert found.max_deg <= NEVER_DEG


def test_the_stated_error_holds(clip):
    _, rows, axis = clip
    inner = rows.where(inside(rows, Zone.INNER))
    assert score(inner.where(moved(inner, axis)), axis).within_2_sigma >= 0.85


def test_the_other_axes_stay_near_neutral(clip):
    _, rows, axis = clip
    inner = rows.where(inside(rows, Zone.INNER) & moved(rows, axis))
    for other in set(Axis) - {axis}:
        assert score(inner, other).mae_deg <= BOUND_DEG, other


def test_a_turn_of_nearly_80_degrees_is_read_to_its_end(measured):
    rom = measured["rotation_a"].rom
    for direction, true_deg in ((Direction.RIGHT_ROTATION, 78.9), (Direction.LEFT_ROTATION, 78.4)):
        assert not rom[direction].beyond
        assert rom[direction].peak_deg == pytest.approx(true_deg, abs=OUTER_BOUND_DEG)


def test_lateral_flexion_is_one_trial_to_each_side(measured):
    rom = measured["lateral_d"].rom
    for direction, true_deg in ((Direction.RIGHT_LATERAL_FLEXION, 39.6), (Direction.LEFT_LATERAL_FLEXION, 42.4)):
        assert rom[direction].mean_deg == pytest.approx(true_deg, abs=2)
        assert len(rom[direction].trials_deg) == 1
        assert not rom[direction].beyond
    assert rom[Direction.FLEXION] is None


def test_from_the_side_flexion_and_extension_keep_their_goal_over_the_whole_range(measured):
    rows = measured["sagittal_side_d"].rows[OURS]
    side = rows.where(inside(rows, Zone.SIDE))
    for direction in (Direction.FLEXION, Direction.EXTENSION):
        found = score(side.where(moved(side, direction)), direction)
        assert found.mae_deg <= 2.5, direction
        assert found.p95_deg <= 6.0, direction
        assert found.measured >= 0.95, direction
        assert found.within_2_sigma >= 0.85, direction
    assert score(side, Axis.RIGHT_ROTATION).measured == 0


def test_from_the_side_the_end_ranges_are_trials(measured):
    rom = measured["sagittal_side_d"].rom
    for direction, true_deg in ((Direction.FLEXION, 50.6), (Direction.EXTENSION, 58.2)):
        assert rom[direction].mean_deg == pytest.approx(true_deg, abs=3)
        assert not rom[direction].beyond
    assert rom[Direction.RIGHT_ROTATION] is None
