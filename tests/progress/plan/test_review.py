from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from coach.exercise.model import Exercise
from coach.progress.plan import review as rules
from coach.progress.plan.records import ChangeKind, DoseChange
from coach.progress.plan.regress import ROWS
from coach.progress.plan.review import (
    CONTACT_THERAPIST,
    DayDone,
    can_keep_easier,
    contact_therapist,
    days_done,
    keep_easier,
    review,
)
from coach.progress.records import SessionRecord
from tests.progress.plan.conftest import DAY_0, at

Trained = Callable[..., SessionRecord]
Changed = Callable[..., DoseChange]


def test_three_good_days_make_one_step_up_on_the_day_after(nod: Exercise, trained: Trained) -> None:
    sessions = [trained(day) for day in range(3)]
    assert review(nod, sessions, [], at(2, 23)) is None, "how the day after will be is not known yet"
    found = review(nod, sessions, [], at(3))
    assert found is not None
    assert (found.kind, found.before, found.level, found.rule) == (ChangeKind.UP, 0, 1, rules.UP)
    assert found.reason == "3 good days in a row. From now on: hold for 10 seconds."
    assert (found.at, found.local_date) == (at(3), DAY_0 + timedelta(days=3))


def test_two_good_days_are_not_enough(nod: Exercise, trained: Trained) -> None:
    assert review(nod, [trained(0), trained(1)], [], at(3)) is None
    assert review(nod, [], [], at(3)) is None


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize("spoilt", [{"completed": False}, {"faults": 2}, {"pain": 3}, {"pain": None}, {"loose": 2}])
def test_every_one_of_the_three_days_must_be_good(nod: Exercise, trained: Trained, which: int, spoilt: dict) -> None:
    sessions = [trained(day, **(spoilt if day == which else {})) for day in range(3)]
    assert review(nod, sessions, [], at(3)) is None


@pytest.mark.parametrize("fine", [{"faults": 1}, {"pain": 2}, {"pain": 0}, {"faults": 3, "sets": 3}])
def test_what_still_counts_as_good(nod: Exercise, trained: Trained, fine: dict) -> None:
    found = review(nod, [trained(day, **fine) for day in range(3)], [], at(3))
    assert found is not None
    assert found.kind is ChangeKind.UP


@pytest.mark.parametrize("which", [0, 1])
def test_a_bad_day_after_one_of_the_three_holds_the_step_back(nod: Exercise, trained: Trained, which: int) -> None:
    sessions = [trained(day) for day in range(3)]
    assert review(nod, sessions, [], at(3), flares={DAY_0 + timedelta(days=which)}) is None


def test_the_three_days_need_not_follow_each_other_in_the_calendar(nod: Exercise, trained: Trained) -> None:
    assert review(nod, [trained(day) for day in (0, 3, 9)], [], at(10)) is not None


def test_older_days_do_not_matter_and_the_order_of_the_list_neither(nod: Exercise, trained: Trained) -> None:
    sessions = [trained(0, pain=9), *(trained(day) for day in (3, 1, 2))]
    found = review(nod, sessions, [], at(4))
    assert found is not None
    assert found.kind is ChangeKind.UP


@pytest.mark.parametrize(
    ("spoilt", "flare", "rule", "words"),
    [
        ({"pain": 4}, False, rules.PAIN, "Pain was 4 of 10 after it on 4 Mar."),
        ({"pain": 8}, False, rules.PAIN, "Pain was 8 of 10"),
        ({"faults": 3}, False, rules.FAULTS, "3 or more faults in a set on 4 Mar."),
        ({"loose": 3}, False, rules.FAULTS, "faults in a set"),
        ({}, True, rules.FLARE, "You were worse the day after 4 Mar."),
        ({"pain": 5}, True, rules.FLARE, "worse the day after"),
    ],
)
def test_one_step_down(nod: Exercise, trained: Trained, spoilt: dict, flare: bool, rule: str, words: str) -> None:
    sessions = [trained(0), trained(1), trained(2, **spoilt)]
    flares = {DAY_0 + timedelta(days=2)} if flare else set()
    found = review(nod, sessions, [], at(2, 20), flares=flares)
    assert found is not None
    assert (found.kind, found.before, found.level, found.rule) == (ChangeKind.DOWN, 0, -1, rule)
    assert words in found.reason
    assert found.reason.endswith("From now on: hold for 3 seconds.")


@pytest.mark.parametrize("mild", [{"pain": 3}, {"faults": 2}, {"faults": 8, "sets": 3}, {"completed": False}])
def test_what_is_neither_good_nor_bad_changes_nothing(nod: Exercise, trained: Trained, mild: dict) -> None:
    assert review(nod, [trained(day, **mild) for day in range(5)], [], at(6)) is None


def test_a_step_down_from_a_step_up_says_so(nod: Exercise, trained: Trained, changed: Changed) -> None:
    found = review(nod, [trained(3, pain=5)], [changed(2, ChangeKind.UP, 0, 1)], at(3, 20))
    assert found is not None
    assert (found.before, found.level) == (1, 0)
    assert found.reason.endswith("From now on as in the beginning.")
    found = review(nod, [trained(3, pain=5)], [changed(2, ChangeKind.UP, 1, 2)], at(3, 20))
    assert found is not None
    assert found.reason.endswith("From now on: hold for 10 seconds.")


def test_only_what_was_done_since_the_last_change_counts(nod: Exercise, trained: Trained, changed: Changed) -> None:
    up = changed(3, ChangeKind.UP, 0, 1)
    sessions = [trained(day) for day in range(5)]
    assert review(nod, sessions, [up], at(6)) is None
    found = review(nod, [*sessions, trained(5)], [up], at(6))
    assert found is not None
    assert found.level == 2
    down = changed(5, ChangeKind.DOWN, 0, -1)
    assert review(nod, [trained(4, pain=5)], [down], at(6)) is None, "a bad day is answered once"


def test_a_session_of_the_very_moment_of_a_change_was_before_it(
    nod: Exercise, trained: Trained, changed: Changed
) -> None:
    assert review(nod, [trained(5, pain=9)], [changed(5, ChangeKind.SET, 0, 0, hour=12)], at(6)) is None
    assert review(nod, [trained(5, pain=9, hour=13)], [changed(5, ChangeKind.SET, 0, 0, hour=12)], at(6)) is not None


def test_faults_are_spread_over_the_sets_that_were_done(nod: Exercise, trained: Trained) -> None:
    six = trained(0, loose=6)
    assert days_done([replace(six, sets_done=3)])[0].faults_per_set == 2
    assert days_done([replace(six, sets_done=0, repetitions=())])[0].faults_per_set == 6


def test_changes_and_sessions_of_other_exercises_make_no_difference(
    nod: Exercise, trained: Trained, changed: Changed
) -> None:
    sessions = [trained(day) for day in range(3)]
    other = [trained(2, exercise_id="other", pain=9, hour=14)]
    found = review(nod, sessions + other, [changed(2, ChangeKind.DOWN, 0, -1, exercise_id="other", hour=20)], at(3))
    assert found is not None
    assert (found.before, found.level) == (0, 1)


def test_there_is_no_step_beyond_the_last(nod: Exercise, trained: Trained, changed: Changed) -> None:
    top, bottom = changed(-1, ChangeKind.SET, 0, 2), changed(-1, ChangeKind.SET, 0, -1)
    assert review(nod, [trained(day) for day in range(3)], [top], at(3)) is None
    found = review(nod, [trained(0, pain=7)], [bottom], at(1))
    assert found is not None
    assert found.level == -1


def test_a_level_that_the_file_no_longer_has_is_the_nearest_one(
    nod: Exercise, trained: Trained, changed: Changed
) -> None:
    found = review(nod, [trained(0, pain=7)], [changed(-1, ChangeKind.UP, 4, 5)], at(1))
    assert found is not None
    assert (found.before, found.level) == (2, 1)


def test_a_written_dose_never_grows_by_itself_but_shrinks(nod: Exercise, trained: Trained) -> None:
    assert review(nod, [trained(day) for day in range(3)], [], at(3), written=True) is None
    assert review(nod, [trained(0, pain=5)], [], at(3), written=True) is not None


def test_the_worst_session_of_a_day_counts(nod: Exercise, trained: Trained) -> None:
    sessions = [trained(0), trained(0, pain=6, faults=2, hour=18), trained(1, completed=False), trained(1, hour=18)]
    assert days_done(sessions) == [
        DayDone(DAY_0, True, 2.0, 6),
        DayDone(DAY_0 + timedelta(days=1), False, 0.0, 1),
    ]
    assert days_done([trained(0, pain=None)])[0].pain is None


def test_a_session_dated_ahead_does_not_count(nod: Exercise, trained: Trained) -> None:
    assert review(nod, [trained(9, pain=9)], [], at(3)) is None


def test_a_step_up_can_be_taken_back(nod: Exercise, trained: Trained, changed: Changed) -> None:
    up = changed(3, ChangeKind.UP, 0, 1)
    assert can_keep_easier("nod", [up, changed(4, ChangeKind.UP, 0, 1, exercise_id="other")]) == up
    assert can_keep_easier("nod", [up, keep_easier(up, up.at)]) is None, "of the same moment the later one counts"
    kept = keep_easier(up, at(3, 13))
    assert (kept.kind, kept.before, kept.level, kept.rule) == (ChangeKind.KEPT, 1, 0, rules.KEPT)
    assert can_keep_easier("nod", [up, kept]) is None
    sessions = [trained(day) for day in range(6)]
    assert review(nod, sessions, [up, kept], at(6)) is None, "the count begins again"
    assert review(nod, [*sessions, trained(6)], [up, kept], at(7)) is not None


def test_nothing_else_can_be_taken_back(changed: Changed) -> None:
    assert can_keep_easier("nod", []) is None
    for kind in (ChangeKind.DOWN, ChangeKind.KEPT, ChangeKind.SET):
        change = changed(3, kind, 0, -1)
        assert can_keep_easier("nod", [change]) is None
        with pytest.raises(ValueError, match="step up"):
            keep_easier(change, at(4))


@pytest.mark.parametrize(
    ("days", "today", "asked"),
    [
        ((0, 6), 6, True),
        ((0, 7), 7, False),
        ((3,), 3, False),
        ((3, 3), 4, False),
        ((0, 2), 20, False),
        ((5, 9), 6, False),
    ],
)
def test_steps_down_on_two_days_of_a_week_lead_to_the_therapist(
    changed: Changed, days: tuple[int, ...], today: int, asked: bool
) -> None:
    downs = [changed(day, ChangeKind.DOWN, 0, -1, hour=8 + n) for n, day in enumerate(days)]
    assert contact_therapist(downs, DAY_0 + timedelta(days=today)) == (CONTACT_THERAPIST if asked else None)


def test_other_changes_lead_nowhere(changed: Changed) -> None:
    ups = [changed(day, kind, 0, 1) for day, kind in enumerate((ChangeKind.UP, ChangeKind.KEPT, ChangeKind.SET))]
    assert contact_therapist(ups, DAY_0 + timedelta(days=3)) is None


def test_no_reason_promises_or_judges(nod: Exercise, trained: Trained) -> None:
    down = review(nod, [trained(2, pain=5)], [], at(2, 20))
    up = review(nod, [trained(day) for day in range(3)], [], at(3))
    texts = " ".join(
        [CONTACT_THERAPIST, *(row.say for row in ROWS), down.reason if down else "", up.reason if up else ""]
    ).lower()
    assert not any(word in texts for word in ("treat", "cure", "normal", "diagnos", "heal"))
