"""Each row of what follows when an exercise should become easier, and how it goes on from there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from coach.exercise.model import Exercise
from coach.progress.plan import review as rules
from coach.progress.plan.records import ChangeKind, DoseChange
from coach.progress.plan.regress import HALF, ROWS, can_be_halved, row_for, shares, stopped
from coach.progress.plan.review import can_keep_easier, contact_therapist, keep_easier, review
from coach.progress.records import SessionRecord
from tests.progress.plan.conftest import DAY_0, at

Trained = Callable[..., SessionRecord]
Changed = Callable[..., DoseChange]


@pytest.mark.parametrize(
    ("has_easier", "halvable", "reply"),
    [
        (True, True, ChangeKind.DOWN),
        (True, False, ChangeKind.DOWN),
        (False, True, ChangeKind.HALVED),
        (False, False, ChangeKind.STOPPED),
    ],
)
def test_every_row(has_easier: bool, halvable: bool, reply: ChangeKind) -> None:
    assert row_for(has_easier=has_easier, can_be_halved=halvable).reply is reply
    assert {row.reply for row in ROWS} == {ChangeKind.DOWN, ChangeKind.HALVED, ChangeKind.STOPPED}


def test_what_can_be_halved(nod: Exercise, breathing: Callable[..., Exercise], changed: Changed) -> None:
    assert can_be_halved(nod, None)
    assert can_be_halved(nod, changed(0, ChangeKind.DOWN, 0, -1))
    assert not can_be_halved(nod, changed(0, ChangeKind.HALVED, 0, 0))
    once = nod.model_copy(update={"guide": nod.guide.model_copy(update={"repetitions": 1})})
    assert not can_be_halved(once, None)
    assert not can_be_halved(breathing("R1", 10 / 60), None)


@pytest.mark.parametrize(
    ("spoilt", "flare", "rule"),
    [({"pain": 5}, False, rules.PAIN), ({"faults": 3}, False, rules.FAULTS), ({}, True, rules.FLARE)],
)
def test_at_its_easiest_first_half_as_much_then_stopped(
    nod: Exercise, trained: Trained, changed: Changed, spoilt: dict, flare: bool, rule: str
) -> None:
    flares = {DAY_0 + timedelta(days=day) for day in (1, 3)} if flare else set()
    bottom = changed(0, ChangeKind.DOWN, 0, -1)
    half = review(nod, [trained(1, **spoilt)], [bottom], at(1, 20), flares=flares)
    assert half is not None
    assert (half.kind, half.before, half.level, half.rule) == (ChangeKind.HALVED, -1, -1, rule)
    assert half.reason.endswith("There is no easier version: do half as much now.")
    assert shares([bottom, half]) == {"nod": HALF}
    end = review(nod, [trained(3, **spoilt)], [bottom, half], at(3, 20), flares=flares)
    assert end is not None
    assert (end.kind, end.level, end.rule) == (ChangeKind.STOPPED, -1, rule)
    assert end.reason.endswith("It stays closed for now. Please contact your therapist about it.")
    assert stopped([nod], [bottom, half, end]) == {"C1": end.reason}
    assert shares([bottom, half, end]) == {}
    assert review(nod, [trained(5, pain=9)], [bottom, half, end], at(6)) is None
    assert review(nod, [trained(day) for day in (4, 5, 6)], [bottom, half, end], at(7)) is None


def test_three_good_days_give_the_whole_dose_back_at_the_same_level(
    nod: Exercise, trained: Trained, changed: Changed
) -> None:
    half = changed(0, ChangeKind.HALVED, -1, -1)
    good = [trained(day) for day in (1, 2, 3)]
    assert review(nod, good[:2], [half], at(4)) is None
    whole = review(nod, good, [half], at(4))
    assert whole is not None
    assert (whole.kind, whole.before, whole.level, whole.rule) == (ChangeKind.UP, -1, -1, rules.UP)
    assert whole.reason == "3 good days in a row. From now on the whole of it again."
    assert shares([half, whole]) == {}
    assert review(nod, good, [half], at(4), written=True) is None
    kept = keep_easier(whole, at(4, 13))
    assert (kept.kind, kept.rule) == (ChangeKind.HALVED, rules.KEPT)
    assert shares([half, whole, kept]) == {"nod": HALF}
    assert can_keep_easier("nod", [half, whole, kept]) is None


def test_a_level_of_the_therapist_opens_it_again(nod: Exercise, trained: Trained, changed: Changed) -> None:
    both = [changed(0, ChangeKind.STOPPED, -1, -1), changed(2, ChangeKind.SET, -1, 0)]
    assert stopped([nod], both) == {}
    again = review(nod, [trained(3, pain=6)], both, at(3, 20))
    assert again is not None
    assert again.kind is ChangeKind.DOWN


def test_halving_and_stopping_count_towards_the_therapist(changed: Changed) -> None:
    for kinds, asked in (
        ((ChangeKind.HALVED, ChangeKind.STOPPED), True),
        ((ChangeKind.DOWN, ChangeKind.HALVED), True),
        ((ChangeKind.UP, ChangeKind.HALVED), False),
    ):
        row = [changed(day, kind, -1, -1) for day, kind in enumerate(kinds)]
        assert (contact_therapist(row, DAY_0 + timedelta(days=2)) is not None) is asked
    kept = keep_easier(changed(1, ChangeKind.UP, -1, -1), at(2))
    assert contact_therapist([changed(0, ChangeKind.HALVED, -1, -1), kept], DAY_0 + timedelta(days=3)) is None


def test_other_exercises_are_not_touched(nod: Exercise, changed: Changed) -> None:
    assert stopped([nod], [changed(0, ChangeKind.STOPPED, 0, 0, exercise_id="other")]) == {}
    assert shares([changed(0, ChangeKind.HALVED, 0, 0, exercise_id="other")]) == {"other": HALF}
