from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from coach.history.store import Store, StoreError, open_store
from coach.history.tables_plan import PlanEntryRow
from coach.progress.plan.records import (
    ChangeKind,
    DoseChange,
    EntryKind,
    Plan,
    PlanEntry,
    Prescription,
    SetBy,
)
from coach.progress.records import PersonId

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
DAY = date(2026, 11, 20)

moments = st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC))
days = st.dates(date(1970, 1, 1), date(2100, 1, 1))
doses = st.builds(
    Prescription,
    repetitions=st.none() | st.integers(1, 50),
    sets=st.none() | st.integers(1, 10),
    hold_s=st.none() | st.floats(0, 120, allow_subnormal=False),
    duration_s=st.none() | st.floats(0, 1200, allow_subnormal=False),
)


@st.composite
def entries(draw: st.DrawFn) -> tuple[PlanEntry, ...]:
    kinds = draw(st.dictionaries(st.text("abc-", min_size=1, max_size=6), st.sampled_from(EntryKind), max_size=4))
    return tuple(
        PlanEntry(
            name,
            kind,
            draw(doses) if kind is EntryKind.PRESCRIBED else Prescription(),
            draw(st.none() | st.integers(1, 7)),
            draw(st.text("aä ß°", max_size=10)),
        )
        for name, kind in kinds.items()
    )


plans = st.builds(
    Plan,
    made_at=moments,
    set_by=st.sampled_from(SetBy),
    starts_on=days,
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    phase=st.none() | st.sampled_from(["start", "load"]),
    follows_phases=st.booleans(),
    entries=entries(),
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("shared") / "history.db") as store:
        yield store


@settings(max_examples=40, deadline=None)
@given(made=st.lists(plans, max_size=3, unique_by=lambda plan: plan.made_at))
def test_plans_come_back_as_they_were_and_the_newest_is_in_force(shared: Store, made: list[Plan]) -> None:
    person_id = shared.add_person("Ana").id
    assert shared.plan(person_id) is None
    for plan in made:
        shared.add_plan(person_id, plan)
    ordered = tuple(sorted(made, key=lambda plan: plan.made_at))
    assert shared.plans(person_id) == ordered
    assert shared.plan(person_id) == (ordered[-1] if ordered else None)


def test_changes_of_doses_come_back_in_order(store: Store, person_id: PersonId) -> None:
    changes = [
        DoseChange("nod", kind, number, number + 1, AT + timedelta(hours=number), DAY, "rule", "Because — of °.")
        for number, kind in enumerate(ChangeKind)
    ]
    for change in reversed(changes):
        store.add_dose_change(person_id, change)
    assert store.dose_changes(person_id) == tuple(changes)
    assert store.dose_changes(store.add_person("Bea").id) == ()


def test_plans_stay_apart(store: Store, person_id: PersonId) -> None:
    store.add_plan(person_id, Plan(AT, SetBy.PROGRAM, DAY))
    assert store.plans(store.add_person("Bea").id) == ()


def test_the_database_refuses_what_makes_no_sense(store: Store, person_id: PersonId) -> None:
    entry = PlanEntry("nod", EntryKind.PRESCRIBED, Prescription(hold_s=5))
    store.add_plan(person_id, Plan(AT, SetBy.THERAPIST, DAY, entries=(entry,)))
    for wrong in ({"days_per_week": 8}, {"kind": EntryKind.CLOSED}):
        with pytest.raises(StoreError), store._database.writing() as connection:
            connection.execute(update(PlanEntryRow).values(**wrong))
    plan = store.plan(person_id)
    assert plan is not None
    assert plan.entries == (entry,)
