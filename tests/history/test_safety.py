from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from coach.exercise.model import Exercise
from coach.history.store import Store, StoreError, open_store
from coach.history.tables_safety import ClearanceRow, DayAfterRow, PainToldRow
from coach.progress.records import PersonId
from coach.progress.safety.records import Check, CheckKind, Clearance, DayAfter, Decision, Outcome, PainTold

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)


def test_answers_come_back_as_they_were(store: Store, person_id: PersonId) -> None:
    answers = {"cancer": False, "age": 40, "side": "left", "places": ("neck", "eye"), "goal-1": "drive"}
    intake = Check(CheckKind.INTAKE, AT, DAY, answers, 3)
    signs = Check(CheckKind.EMERGENCY, AT + timedelta(hours=1), DAY, {"passed-out": True}, 3)
    store.add_check(person_id, signs)
    store.add_check(person_id, intake)
    assert store.checks(person_id) == (intake, signs)
    assert store.checks(store.add_person("Bea").id) == ()


def test_a_doctors_word(store: Store, person_id: PersonId) -> None:
    told = Clearance(AT, DAY, ("d-cancer", "d-pregnant"), "Dr Ruiz")
    store.add_clearance(person_id, replace(told, by=" Dr Ruiz "))
    assert store.clearances(person_id) == (told,)
    for name in ("", "  ", "x" * 81):
        with pytest.raises(StoreError, match="1 to 80"):
            store.add_clearance(person_id, replace(told, by=name))
    assert len(store.clearances(person_id)) == 1


def test_a_day_after_is_told_once_and_may_be_corrected(store: Store, person_id: PersonId) -> None:
    first = DayAfter(DAY, AT, True, 3, 5)
    store.set_day_after(person_id, first)
    store.set_day_after(person_id, replace(first, worse_longer_than_a_day=False, headache_after=None))
    earlier = DayAfter(DAY - timedelta(days=1), AT)
    store.set_day_after(person_id, earlier)
    assert store.days_after(person_id) == (earlier, DayAfter(DAY, AT, False, 3, None))


def test_pain_in_the_middle_of_a_session(store: Store, person_id: PersonId, exercise: Exercise) -> None:
    session_id = store.begin_session(person_id, exercise, started_at=AT, software="1")
    told = [PainTold(session_id, AT + timedelta(minutes=n), level) for n, level in enumerate((2, 4, 4))]
    for pain in told:
        store.add_pain_told(pain)
    assert store.pain_told(person_id) == tuple(told)
    assert store.pain_told(store.add_person("Bea").id) == ()


def test_decisions_carry_their_rule_and_what_they_were_made_from(
    store: Store, person_id: PersonId, exercise: Exercise
) -> None:
    session_id = store.begin_session(person_id, exercise, started_at=AT, software="1")
    stopped = Decision("pain-rose", Outcome.STOPPED, {"before": 1, "now": 4, "code": "M1"}, AT, DAY, session_id)
    blocked = Decision("d-cancer", Outcome.BLOCKED, {"cancer": True}, AT - timedelta(days=1), DAY - timedelta(days=1))
    store.add_decision(person_id, stopped)
    store.add_decision(person_id, blocked)
    assert store.decisions(person_id) == (blocked, stopped)


def test_all_of_it_is_there_after_opening_again(path: Path, store: Store, person_id: PersonId) -> None:
    decision = Decision("usual-dose", Outcome.USUAL_DOSE, {}, AT, DAY)
    store.add_decision(person_id, decision)
    store.close()
    with open_store(path) as again:
        assert again.decisions(person_id) == (decision,)


def test_every_outcome_is_known_to_the_database(store: Store, person_id: PersonId) -> None:
    for outcome in Outcome:
        store.add_decision(person_id, Decision("rule", outcome, {}, AT, DAY))
    assert {decision.outcome for decision in store.decisions(person_id)} == set(Outcome)


def test_the_database_refuses_what_is_out_of_range(store: Store, person_id: PersonId, exercise: Exercise) -> None:
    session_id = store.begin_session(person_id, exercise, started_at=AT, software="1")
    store.add_pain_told(PainTold(session_id, AT, 2))
    store.set_day_after(person_id, DayAfter(DAY, AT, None, 1, 2))
    store.add_clearance(person_id, Clearance(AT, DAY, ("x",), "Dr Ruiz"))
    for row, wrong in (
        (PainToldRow, {"level": 11}),
        (DayAfterRow, {"headache_after": -1}),
        (DayAfterRow, {"headache_before": 11}),
        (ClearanceRow, {"by": ""}),
    ):
        with pytest.raises(StoreError), store._database.writing() as connection:
            connection.execute(update(row).values(**wrong))
