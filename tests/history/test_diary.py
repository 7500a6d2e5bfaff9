from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from coach.history.columns import uuid7
from coach.history.store import Store, StoreError, open_store
from coach.history.tables_diary import DiaryRow
from coach.progress.diary import LONGEST_TEXT, DiaryEntry, DiaryEntryId, Place, Relief, Side, Symptom, Trigger
from coach.progress.records import PersonId

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)

entries = st.builds(
    DiaryEntry,
    id=st.builds(lambda: DiaryEntryId(uuid7())),
    local_date=st.dates(date(1970, 1, 1), date(2100, 1, 1)),
    recorded_at=st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC)),
    intensity=st.integers(0, 10),
    hours=st.none() | st.floats(0, 24, allow_subnormal=False),
    side=st.none() | st.sampled_from(Side),
    places=st.frozensets(st.sampled_from(Place)),
    symptoms=st.frozensets(st.sampled_from(Symptom)),
    trigger=st.none() | st.sampled_from(Trigger),
    medication=st.text("aä ß°日'\"", max_size=LONGEST_TEXT),
    medication_count=st.none() | st.integers(0, 99),
    relief=st.frozensets(st.sampled_from(Relief)),
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("shared") / "history.db") as store:
        yield store


@settings(max_examples=40, deadline=None)
@given(told=st.lists(entries, max_size=4))
def test_a_diary_comes_back_as_it_was(shared: Store, told: list[DiaryEntry]) -> None:
    person_id = shared.add_person("Ana").id
    for entry in told:
        shared.save_diary_entry(person_id, entry)
    assert shared.diary(person_id) == tuple(sorted(told, key=lambda e: (e.local_date, e.recorded_at, e.id)))


def test_an_entry_saved_again_replaces_the_one_before(store: Store, person_id: PersonId) -> None:
    entry = store.new_diary_entry(DAY, AT, 4)
    store.save_diary_entry(person_id, entry)
    changed = replace(entry, intensity=6, places=frozenset({Place.EYE}))
    store.save_diary_entry(person_id, changed)
    assert store.diary(person_id) == (changed,)


def test_what_is_deleted_is_gone_and_comes_back_when_saved_again(store: Store, person_id: PersonId) -> None:
    kept, gone = store.new_diary_entry(DAY, AT, 4), store.new_diary_entry(DAY + timedelta(days=1), AT, 5)
    for entry in (kept, gone):
        store.save_diary_entry(person_id, entry)
    store.delete_diary_entry(gone.id)
    store.delete_diary_entry(gone.id)
    assert store.diary(person_id) == (kept,)
    store.save_diary_entry(person_id, gone)
    assert store.diary(person_id) == (kept, gone)


def test_entries_since_a_day(store: Store, person_id: PersonId) -> None:
    told = [store.new_diary_entry(DAY + timedelta(days=day), AT, 3) for day in range(3)]
    for entry in told:
        store.save_diary_entry(person_id, entry)
    assert store.diary(person_id, since=DAY + timedelta(days=1)) == tuple(told[1:])


def test_diaries_stay_apart(store: Store, person_id: PersonId) -> None:
    other = store.add_person("Bea").id
    entry = store.new_diary_entry(DAY, AT, 4)
    store.save_diary_entry(person_id, entry)
    assert store.diary(other) == ()
    with pytest.raises(StoreError, match="another person"):
        store.save_diary_entry(other, replace(entry, intensity=9))
    assert store.diary(person_id) == (entry,)


def test_the_database_refuses_what_is_out_of_range(store: Store, person_id: PersonId) -> None:
    store.save_diary_entry(person_id, store.new_diary_entry(DAY, AT, 4))
    for wrong in ({"intensity": 11}, {"hours": 25.0}, {"medication_count": -1}, {"medication": "x" * 201}):
        with pytest.raises(StoreError), store._database.writing() as connection:
            connection.execute(update(DiaryRow).values(**wrong))
    assert store.diary(person_id)[0].intensity == 4
