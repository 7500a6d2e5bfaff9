from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.measure.rom_value import RomValue
from coach.measure.types import Direction, View
from coach.progress.change import REAL_CHANGE_DEG, Change, NoChange, Verdict, changes, mdc95_deg
from coach.progress.records import RomTestRecord

Value = Callable[..., RomValue]
Test = Callable[..., RomTestRecord]
LEFT = Direction.LEFT_ROTATION


def test_the_minimal_detectable_change_is_that_of_the_textbook(value: Value) -> None:
    """The targets of the program: SEM 2.5° gives 6.9°, 2.0° gives 5.5°."""
    for sem, mdc in ((2.5, 6.9), (2.0, 5.5)):
        same = value(LEFT, 50, sigma_deg=sem)
        assert mdc95_deg(same, same) == pytest.approx(mdc, abs=0.05)


def test_the_larger_of_the_two_errors_counts(value: Value) -> None:
    steady, scattered = value(LEFT, 50, sigma_deg=3, sem_deg=1), value(LEFT, 50, sigma_deg=1, sem_deg=4)
    assert mdc95_deg(steady, scattered) == pytest.approx(1.96 * 5)


@pytest.mark.parametrize("direction", Direction)
def test_a_change_must_exceed_the_line_of_its_direction(direction: Direction, value: Value, rom_test: Test) -> None:
    line = 12 if direction in (Direction.FLEXION, Direction.EXTENSION) else 8
    for change, verdict in (
        (line, Verdict.MAY_BE_NOISE),
        (-line, Verdict.MAY_BE_NOISE),
        (line + 0.1, Verdict.BIGGER),
        (-line - 0.1, Verdict.BIGGER),
    ):
        found = changes([rom_test(0, value(direction, 40)), rom_test(7, value(direction, 40 + change))])[direction]
        assert found.change_deg == pytest.approx(change)
        assert found.line_deg == line
        assert found.verdict is verdict


def test_a_noisy_measurement_raises_the_line(value: Value, rom_test: Test) -> None:
    tests = [rom_test(0, value(LEFT, 40, sigma_deg=5)), rom_test(7, value(LEFT, 53, sigma_deg=5))]
    found = changes(tests)[LEFT]
    assert found.mdc95_deg == pytest.approx(13.86, abs=0.01)
    assert found.line_deg == found.mdc95_deg
    assert found.verdict is Verdict.MAY_BE_NOISE


@given(first=st.floats(1, 90), last=st.floats(1, 90), sigma=st.floats(0, 20), direction=st.sampled_from(Direction))
def test_noise_is_never_called_change(
    value: Value, rom_test: Test, first: float, last: float, sigma: float, direction: Direction
) -> None:
    tests = [rom_test(0, value(direction, first, sigma_deg=sigma)), rom_test(1, value(direction, last))]
    found = changes(tests)[direction]
    assert found.change_deg == last - first
    if abs(last - first) <= max(REAL_CHANGE_DEG[direction], 1.96 * math.hypot(sigma, 1.0)):
        assert found.verdict is Verdict.MAY_BE_NOISE
    else:
        assert found.verdict is Verdict.BIGGER


def test_the_baseline_is_the_first_test_and_the_order_of_the_list_does_not_matter(value: Value, rom_test: Test) -> None:
    tests = [rom_test(day, value(LEFT, deg)) for day, deg in ((14, 60), (0, 45), (7, 20))]
    found = changes(tests)[LEFT]
    assert found.change_deg == 15
    assert str(found.since) == "2026-03-01"


def test_a_newest_value_beyond_the_camera_is_never_compared(value: Value, rom_test: Test) -> None:
    found = changes([rom_test(0, value(LEFT, 40)), rom_test(7, value(LEFT, 60, beyond=True))])[LEFT]
    assert found == Change(LEFT, missing=NoChange.BEYOND)


def test_a_value_beyond_the_camera_is_no_baseline(value: Value, rom_test: Test) -> None:
    tests = [rom_test(0, value(LEFT, 60, beyond=True)), rom_test(7, value(LEFT, 50)), rom_test(14, value(LEFT, 55))]
    found = changes(tests)[LEFT]
    assert (str(found.since), found.change_deg) == ("2026-03-08", 5)
    assert changes(tests[:2])[LEFT].missing is NoChange.FIRST_TEST


def test_only_tests_from_the_same_side_are_compared(value: Value, rom_test: Test) -> None:
    tests = [
        rom_test(0, value(LEFT, 40), view=View.LEFT),
        rom_test(7, value(LEFT, 50)),
        rom_test(14, value(LEFT, 52)),
    ]
    assert changes(tests)[LEFT].change_deg == 2


def test_without_two_values_there_is_a_reason(value: Value, rom_test: Test) -> None:
    found = changes([rom_test(0, value(LEFT, 40))])
    assert set(found) == set(Direction)
    assert found[LEFT].missing is NoChange.FIRST_TEST
    assert {c.missing for d, c in found.items() if d is not LEFT} == {NoChange.NOT_MEASURED}
    for change in found.values():
        assert (change.change_deg, change.verdict, change.line_deg, change.mdc95_deg) == (None, None, None, None)


@pytest.mark.parametrize(
    ("last", "sentence"),
    [
        (52.4, "rotation left: 12° more than on 2026-03-01, bigger than measurement noise"),
        (28, "rotation left: 12° less than on 2026-03-01, bigger than measurement noise"),
        (43, "rotation left: 3° more than on 2026-03-01, may be noise"),
        (39.6, "rotation left: as on 2026-03-01, may be noise"),
    ],
)
def test_the_sentence_names_whole_unsigned_degrees(value: Value, rom_test: Test, last: float, sentence: str) -> None:
    assert changes([rom_test(0, value(LEFT, 40)), rom_test(7, value(LEFT, last))])[LEFT].sentence == sentence


def test_the_sentence_says_why_there_is_no_number(value: Value, rom_test: Test) -> None:
    found = changes([rom_test(0, value(LEFT, 40), value(Direction.FLEXION, 50, beyond=True))])
    assert found[LEFT].sentence == "rotation left: first test, nothing to compare with yet"
    assert found[Direction.FLEXION].sentence == "flexion: beyond what the camera can follow"
    assert found[Direction.EXTENSION].sentence == "extension: not measured"


def test_no_wording_judges_the_person() -> None:
    texts = " ".join([*Verdict, *NoChange]).lower()
    assert not any(word in texts for word in ("normal", "deficit", "diagnos", "improve", "worse", "treat"))


def test_a_change_cannot_be_altered() -> None:
    with pytest.raises(FrozenInstanceError):
        Change(LEFT).change_deg = 9.0  # type: ignore[misc]
