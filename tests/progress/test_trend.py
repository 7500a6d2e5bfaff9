from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta, timezone

import pytest

from coach.measure.rom_value import RomValue
from coach.measure.types import Direction
from coach.progress.records import RomTestRecord
from coach.progress.rom import error_deg, own_range, reported_deg
from coach.progress.trend import TrendPoint, series

Value = Callable[..., RomValue]
Test = Callable[..., RomTestRecord]
LEFT, FLEXION = Direction.LEFT_ROTATION, Direction.FLEXION
EAST = timezone(timedelta(hours=13))


def test_points_come_oldest_first_in_local_time(value: Value, rom_test: Test) -> None:
    tests = [
        rom_test(7, value(LEFT, 55, beyond=True), value(FLEXION, 40)),
        rom_test(0, value(LEFT, 50, sigma_deg=1.5, sem_deg=2.5)),
    ]
    found = series(tests, EAST)

    assert list(found) == list(Direction)
    assert found[LEFT] == (
        TrendPoint(tests[1].measured_at, 50, 2.5, False),
        TrendPoint(tests[0].measured_at, 57, 1.0, True),
    )
    assert [point.at.isoformat() for point in found[LEFT]] == ["2026-03-02T01:00:00+13:00", "2026-03-09T01:00:00+13:00"]
    assert [point.value_deg for point in found[FLEXION]] == [40]
    assert found[Direction.EXTENSION] == ()


def test_without_a_zone_it_is_that_of_the_machine(value: Value, rom_test: Test) -> None:
    test = rom_test(0, value(LEFT, 50))
    (point,) = series([test])[LEFT]
    assert point.at == test.measured_at
    assert point.at.utcoffset() == test.measured_at.astimezone().utcoffset()


@pytest.mark.parametrize(("beyond", "stands"), [(False, 50), (True, 52)])
def test_the_mean_stands_for_the_test_and_the_peak_where_it_is_only_a_lower_bound(
    value: Value, beyond: bool, stands: float
) -> None:
    assert reported_deg(value(LEFT, 50, beyond=beyond)) == stands


def test_the_error_is_never_smaller_than_either_source(value: Value) -> None:
    assert error_deg(value(LEFT, 50, sigma_deg=2)) == 2
    assert error_deg(value(LEFT, 50, sigma_deg=2, sem_deg=1)) == 2
    assert error_deg(value(LEFT, 50, sigma_deg=2, sem_deg=3)) == 3


def test_own_range_takes_the_newest_of_each_direction_and_no_zero(value: Value, rom_test: Test) -> None:
    tests = [
        rom_test(7, value(LEFT, 60)),
        rom_test(0, value(LEFT, 50), value(FLEXION, 40), value(Direction.EXTENSION, 0)),
        rom_test(8, value(FLEXION, 0)),
    ]
    assert own_range(tests) == {LEFT: 60, FLEXION: 40}
    assert own_range([]) == {}
