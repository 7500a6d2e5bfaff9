"""The own range as it was known at a moment."""

from __future__ import annotations

from datetime import timedelta

from coach.measure.types import Direction
from coach.progress.rom import own_range_at
from tests.progress.conftest import DAY_0

LEFT, RIGHT, UP = Direction.LEFT_ROTATION, Direction.RIGHT_ROTATION, Direction.EXTENSION


def test_the_newest_before_counts_and_else_the_first_after(value, rom_test) -> None:
    tests = [
        rom_test(9, value(LEFT, 60), value(UP, 30)),
        rom_test(0, value(LEFT, 40)),
        rom_test(3, value(LEFT, 50)),
        rom_test(6, value(LEFT, 55), value(RIGHT, 45), value(UP, 20)),
    ]
    assert own_range_at(tests, DAY_0 + timedelta(days=3)) == {LEFT: 50, RIGHT: 45, UP: 20}
    assert own_range_at(tests, DAY_0 + timedelta(days=2)) == {LEFT: 40, RIGHT: 45, UP: 20}
    assert own_range_at(tests, DAY_0 + timedelta(days=30)) == {LEFT: 60, RIGHT: 45, UP: 30}
    assert own_range_at(tests, DAY_0 - timedelta(days=1)) == {LEFT: 40, RIGHT: 45, UP: 20}
    assert own_range_at([], DAY_0) == {}
