from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.progress.diary import (
    LONGEST_TEXT,
    DiaryEntry,
    DiaryEntryId,
    Place,
    Relief,
    Side,
    Symptom,
    Trigger,
    change,
    month,
    strongest_by_day,
)

DAY_0 = date(2026, 3, 1)
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def entry(day: int, intensity: int, **told: Any) -> DiaryEntry:
    return DiaryEntry(DiaryEntryId(UUID(int=day + 1000)), DAY_0 + timedelta(days=day), AT, intensity, **told)


def diary(levels: list[int], first_day: int = 0) -> list[DiaryEntry]:
    """One entry a day."""
    return [entry(first_day + day, level) for day, level in enumerate(levels)]


def test_the_strongest_entry_of_a_day_counts() -> None:
    assert strongest_by_day([entry(0, 3), entry(0, 6), entry(0, 0), entry(1, 0)]) == {
        DAY_0: 6,
        DAY_0 + timedelta(days=1): 0,
    }


def test_a_month_counts_days_and_not_entries() -> None:
    found = month(
        [entry(0, 3), entry(0, 7), entry(1, 0), entry(5, 4, medication="x"), entry(6, 5)], DAY_0 + timedelta(27)
    )
    assert (found.headache_days, found.days_told, found.medication_days) == (3, 4, 1)
    assert found.mean_intensity == pytest.approx((7 + 4 + 5) / 3)
    assert found.worst_intensity == 7
    assert found.mean_hours is None
    assert not found.enough


def test_a_month_has_twenty_eight_days_and_ends_with_the_last() -> None:
    entries = [entry(-1, 5), entry(0, 5), entry(27, 5), entry(28, 5)]
    assert month(entries, DAY_0 + timedelta(days=27)).headache_days == 2


def test_hours_of_one_day_add_up_to_a_day_at_most_and_days_without_them_do_not_count() -> None:
    entries = [entry(0, 3, hours=2), entry(0, 5, hours=4), entry(1, 5, hours=20), entry(1, 5, hours=20), entry(2, 5)]
    assert month(entries, DAY_0 + timedelta(days=3)).mean_hours == pytest.approx((6 + 24) / 2)
    assert month([entry(0, 0, hours=5)], DAY_0).mean_hours is None


@pytest.mark.parametrize("told", [{"medication_count": 2}, {"medication": "one tablet"}])
def test_a_day_with_medication(told: dict[str, Any]) -> None:
    assert month([entry(0, 3, **told)], DAY_0).medication_days == 1
    assert month([entry(0, 3, medication_count=0, medication="  ")], DAY_0).medication_days == 0


def test_an_empty_month_has_no_mean() -> None:
    found = month([], DAY_0)
    assert (found.headache_days, found.days_told, found.mean_intensity, found.worst_intensity) == (0, 0, None, None)


@given(levels=st.lists(st.integers(0, 10), max_size=40))
def test_a_month_never_counts_more_headaches_than_days_told(levels: list[int]) -> None:
    found = month(diary(levels), DAY_0 + timedelta(days=27))
    assert 0 <= found.headache_days <= found.days_told <= 28
    assert found.headache_days == sum(level > 0 for level in levels[:28])


FIRST = [4] * 12 + [0] * 16


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (6, "half as many or fewer, which guidelines usually count as a change that matters"),
        (0, "half as many or fewer"),
        (7, "5 fewer."),
        (12, "as many."),
        (15, "3 more."),
    ],
)
def test_headache_days_then_and_now(days: int, sentence: str) -> None:
    now = [4] * days + [0] * (28 - days)
    found = change(diary(FIRST + now), DAY_0 + timedelta(days=55))
    assert f"12 headache days in your first 28 days, {days} in the last 28" in found.days_sentence
    assert sentence in found.days_sentence
    assert found.missing == ""


def test_no_headache_at_all_is_not_half_as_many() -> None:
    assert change(diary([0] * 56), DAY_0 + timedelta(days=55)).days_sentence.endswith(": as many.")


def test_one_headache_day_is_said_in_the_singular() -> None:
    found = change(diary([1, *[0] * 27, *[1] * 2, *[0] * 26]), DAY_0 + timedelta(days=55))
    assert found.days_sentence.startswith("1 headache day in")


@pytest.mark.parametrize(("now", "verdict"), [(6, "may be noise"), (2, "may be noise"), (7, "bigger"), (1, "bigger")])
def test_a_difference_of_strength_must_exceed_what_is_detectable(now: int, verdict: str) -> None:
    found = change(diary([4] * 28 + [now] * 28), DAY_0 + timedelta(days=55))
    assert found.intensity_sentence.startswith(f"Mean strength on headache days 4.0 then, {now:.1f} now")
    assert verdict in found.intensity_sentence


def test_without_a_headache_there_is_no_strength_to_compare() -> None:
    assert change(diary(FIRST + [0] * 28), DAY_0 + timedelta(days=55)).intensity_sentence == ""


@pytest.mark.parametrize("days", [0, 1, 55])
def test_a_short_diary_is_not_compared(days: int) -> None:
    found = change(diary([4] * days), DAY_0 + timedelta(days=54))
    assert "eight weeks" in found.missing
    assert found.days_sentence == found.intensity_sentence == ""


def test_a_diary_with_gaps_is_not_compared() -> None:
    told = diary([4] * 28 + [4] * 28)
    full = [e for e in told if (e.local_date - DAY_0).days not in range(30, 38)]
    assert change(full, DAY_0 + timedelta(days=55)).missing == ""
    gaps = [e for e in told if (e.local_date - DAY_0).days not in range(30, 39)]
    found = change(gaps, DAY_0 + timedelta(days=55))
    assert "at least 20 of the 28 days" in found.missing
    assert found.last is not None
    assert found.last.days_told == 19


def test_entries_from_the_future_do_not_count() -> None:
    entries = diary(FIRST + FIRST)
    ahead = [*entries, *diary([10] * 20, first_day=70)]
    assert change(ahead, DAY_0 + timedelta(days=55)) == change(entries, DAY_0 + timedelta(days=55))


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ({"intensity": 11}, "intensity"),
        ({"intensity": -1}, "intensity"),
        ({"hours": 24.5}, "hours"),
        ({"hours": -1}, "hours"),
        ({"hours": float("nan")}, "hours"),
        ({"medication_count": 100}, "doses"),
        ({"medication_count": -1}, "doses"),
        ({"medication": "x" * (LONGEST_TEXT + 1)}, "medication"),
    ],
)
def test_numbers_out_of_range_are_refused(told: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        DiaryEntry(DiaryEntryId(UUID(int=1)), DAY_0, AT, **{"intensity": 3, **told})


@pytest.mark.parametrize(
    "told",
    [
        {"hours": 1.0},
        {"side": Side.LEFT},
        {"places": frozenset({Place.NECK})},
        {"symptoms": frozenset({Symptom.NAUSEA})},
        {"trigger": Trigger.NONE},
        {"medication": "x"},
        {"medication_count": 0},
        {"relief": frozenset({Relief.HEAT})},
    ],
)
def test_an_entry_with_any_detail_is_not_bare(told: dict[str, Any]) -> None:
    assert entry(0, 3).bare
    assert not entry(0, 3, **told).bare
