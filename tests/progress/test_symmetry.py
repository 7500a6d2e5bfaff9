"""Left beside right."""

import math

import pytest

from coach.measure.types import Axis, Direction
from coach.progress.change import Verdict
from coach.progress.symmetry import side_differences

LEFT, RIGHT = Direction.LEFT_ROTATION, Direction.RIGHT_ROTATION
BEND_LEFT, BEND_RIGHT = Direction.LEFT_LATERAL_FLEXION, Direction.RIGHT_LATERAL_FLEXION
TURN, BEND = Axis.RIGHT_ROTATION, Axis.RIGHT_LATERAL_FLEXION


def test_the_difference_has_its_own_error_and_limit(value):
    found = side_differences({LEFT: value(LEFT, 62, sigma_deg=3), RIGHT: value(RIGHT, 50, sigma_deg=4)})
    assert found[BEND] is None
    turn = found[TURN]
    assert turn.left_minus_right_deg == 12
    assert turn.sigma_deg == pytest.approx(5)
    assert turn.line_deg == pytest.approx(1.96 * 5)
    assert turn.verdict is Verdict.BIGGER
    assert turn.sentence == "Rotation: 12° ± 5° more to the left, bigger than measurement noise"


def test_exact_values_are_still_held_against_what_is_ever_called_a_change(value):
    found = side_differences({BEND_LEFT: value(BEND_LEFT, 40), BEND_RIGHT: value(BEND_RIGHT, 47)})
    bend = found[BEND]
    assert bend.line_deg == 8
    assert bend.sigma_deg == pytest.approx(math.sqrt(2))
    assert bend.sentence == "Lateral flexion: 7° ± 1° more to the right, may be noise"


def test_alike_sides_are_called_so(value):
    turn = side_differences({LEFT: value(LEFT, 50.2), RIGHT: value(RIGHT, 50)})[TURN]
    assert turn.sentence == "Rotation: the same both ways"


def test_a_side_that_is_missing_or_beyond_is_not_compared(value):
    assert side_differences({}) == {TURN: None, BEND: None}
    assert side_differences({LEFT: value(LEFT, 50), RIGHT: None})[TURN] is None
    assert side_differences({LEFT: value(LEFT, 50), RIGHT: value(RIGHT, 60, beyond=True)})[TURN] is None
