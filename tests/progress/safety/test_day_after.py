"""The 24-hour rule, day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from coach.exercise.guides import BreathingGuide, MovementGuide, RomGuide, Step, Target, TimedGuide
from coach.exercise.model import Exercise
from coach.measure.types import Direction
from coach.progress.safety import day_after
from coach.progress.safety.day_after import bad_day, counts_from, day_to_ask_about, dose_factor, with_dose
from coach.progress.safety.records import Clearance, DayAfter

MONDAY = date(2026, 3, 2)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def noon(number: int) -> datetime:
    return datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(days=number)


def told(number: int, *, worse: bool | None = None, before: int | None = None, after: int | None = None) -> DayAfter:
    """What was told at noon of a day about the day before."""
    return DayAfter(day(number - 1), noon(number), worse, before, after)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (told(1, worse=True), (day_after.WORSE_FOR_LONG,)),
        (told(1, worse=False), ()),
        (told(1), ()),
        (told(1, before=3, after=5), (day_after.HEADACHE_ROSE,)),
        (told(1, before=3, after=4), ()),
        (told(1, before=None, after=9), ()),
        (told(1, before=3, after=None), ()),
        (told(1, worse=True, before=0, after=2), (day_after.WORSE_FOR_LONG, day_after.HEADACHE_ROSE)),
    ],
)
def test_a_bad_day(rules, answer, found):
    assert bad_day(rules.day_after, answer) == found


def test_after_a_bad_day_the_dose_is_halved_for_three_days_of_training(rules):
    history = [told(1, worse=True)]
    trained: list[date] = [day(0)]
    factors = []
    for number in range(1, 6):
        advice = dose_factor(rules.day_after, history, trained, day(number))
        factors.append((advice.factor, advice.days_left))
        trained += [day(number), day(number)]  # two sessions on one day are one day of training
    assert factors == [(0.5, 3), (0.5, 2), (0.5, 1), (1.0, 0), (1.0, 0)]


def test_days_without_training_do_not_use_it_up(rules):
    advice = dose_factor(rules.day_after, [told(1, worse=True)], [day(0), day(1)], day(9))
    assert (advice.factor, advice.days_left) == (0.5, 2)
    assert advice.rules == (day_after.WORSE_FOR_LONG,)
    assert "half" in advice.reason


def test_what_was_told_first_makes_no_difference(rules):
    later = dose_factor(rules.day_after, [told(3, worse=True), told(1, worse=False)], [day(0), day(2)], day(3))
    assert (later.factor, later.days_left, later.paused) == (0.5, 3, False)


def test_without_a_bad_day_the_dose_is_the_usual_one(rules):
    for history in ([], [told(1, worse=False)], [told(1, before=4, after=5)]):
        advice = dose_factor(rules.day_after, history, [day(0)], day(1))
        assert (advice.factor, advice.paused, advice.rules, advice.reason) == (1.0, False, (day_after.USUAL,), "")


def test_twice_running_pauses(rules):
    advice = dose_factor(rules.day_after, [told(1, worse=True), told(2, before=2, after=4)], [day(0), day(1)], day(2))
    assert advice.paused
    assert advice.rules == (day_after.BAD_DAYS_RUNNING, day_after.HEADACHE_ROSE)
    assert "therapist" in advice.reason


def test_a_good_day_between_breaks_the_row_and_an_unanswered_one_does_not(rules):
    row = [told(1, worse=True), told(2, worse=False), told(3, worse=True)]
    assert not dose_factor(rules.day_after, row, [], day(3)).paused
    row = [told(1, worse=True), told(2), told(3, worse=True)]
    assert dose_factor(rules.day_after, row, [], day(3)).paused


def test_the_therapists_word_ends_a_pause_until_two_more_bad_days(rules):
    row = [told(1, worse=True), told(2, worse=True)]
    opened = Clearance(noon(2) + timedelta(hours=1), day(2), (day_after.BAD_DAYS_RUNNING,), "Dr Ruiz")
    other = Clearance(noon(2) + timedelta(hours=1), day(2), ("d-cancer",), "Dr Ruiz")
    assert dose_factor(rules.day_after, row, [], day(2), [other]).paused
    advice = dose_factor(rules.day_after, row, [], day(2), [opened])
    assert (advice.paused, advice.factor) == (False, 0.5)
    row.append(told(3, worse=True))
    assert not dose_factor(rules.day_after, row, [], day(3), [opened]).paused
    row.append(told(4, worse=True))
    assert dose_factor(rules.day_after, row, [], day(4), [opened]).paused


def test_the_newest_training_before_today_is_asked_about_once(rules):
    assert day_to_ask_about([day(0), day(1), day(2)], [], day(2)) == day(1)
    assert day_to_ask_about([day(0), day(1)], [told(2)], day(2)) is None
    assert day_to_ask_about([day(2)], [], day(2)) is None
    assert day_to_ask_about([], [], day(2)) is None


def test_what_is_long_ago_is_not_asked_about():
    assert day_to_ask_about([day(0)], [], day(day_after.ASKED_WITHIN_DAYS)) == day(0)
    assert day_to_ask_about([day(0)], [], day(day_after.ASKED_WITHIN_DAYS + 1)) is None


MOVEMENT = MovementGuide(
    kind="movement",
    targets=(Target(direction=Direction.LEFT_ROTATION, percent_of_own_range=(80, 100)),),
    tempo_deg_per_s=(10, 20),
    hold_s=2,
    repetitions=5,
    sets=2,
)


def with_guide(exercise: Exercise, guide) -> Exercise:
    return exercise.model_copy(update={"guide": guide})


@pytest.mark.parametrize(("repetitions", "left"), [(8, 4), (5, 3), (1, 1)])
def test_repetitions_are_halved_and_rounded_up(exercises, repetitions, left):
    planned = with_guide(exercises[0], MOVEMENT.model_copy(update={"repetitions": repetitions}))
    dosed = with_dose(planned, 0.5)
    assert dosed.guide.repetitions == left
    assert dosed.guide.model_copy(update={"repetitions": repetitions}) == planned.guide


@pytest.mark.parametrize(("seconds", "left"), [(300, 150), (12, 10)])
def test_time_is_halved_down_to_ten_seconds(exercises, seconds, left):
    guide = BreathingGuide(kind="breathing", inhale_s=4, exhale_s=6, duration_s=seconds)
    assert with_dose(with_guide(exercises[0], guide), 0.5).guide.duration_s == left


@pytest.mark.parametrize(("rounds", "left"), [(3, (2, 60.0)), (1, (1, 30.0))])
def test_a_timer_loses_rounds_or_time(exercises, rounds, left):
    timer = TimedGuide(kind="timed", parts=(Step(cue="Press softly", seconds=60),), rounds=rounds)
    guide = with_dose(with_guide(exercises[0], timer), 0.5).guide
    assert (guide.rounds, guide.parts[0].seconds) == left


def test_a_test_and_the_usual_dose_stay_as_they_are(exercises):
    test = with_guide(exercises[0], RomGuide(kind="rom", directions=(Direction.FLEXION,), trials=3))
    assert with_dose(test, 0.5) is test
    assert with_dose(exercises[0], 1) is exercises[0]


@pytest.mark.parametrize("factor", [0, -1, 1.5])
def test_a_dose_that_makes_no_sense(exercises, factor):
    with pytest.raises(ValueError, match="dose factor"):
        with_dose(exercises[0], factor)


def test_a_smaller_dose_is_counted_from_the_newest_bad_day(rules) -> None:
    row = [told(1, worse=True), told(4, before=2, after=4), told(6, worse=False)]
    assert counts_from(rules.day_after, row) == row[1].asked_at.astimezone().date()
    assert counts_from(rules.day_after, list(reversed(row))) == row[1].asked_at.astimezone().date()
    assert counts_from(rules.day_after, row[2:]) is None
    assert counts_from(rules.day_after, []) is None
