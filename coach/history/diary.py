"""The diary in the history: entries are saved, replaced under their key, and truly deleted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select

from coach.history.columns import uuid7
from coach.history.database import Database
from coach.history.tables_diary import DiaryRow
from coach.progress.diary import DiaryEntry, DiaryEntryId, Place, Relief, Symptom
from coach.progress.records import PersonId, StoreError


class DiaryStore:
    """Part of the store that keeps the diary."""

    _database: Database

    def new_diary_entry(self, local_date: date, recorded_at: datetime, intensity: int) -> DiaryEntry:
        """Make an entry with a key of its own; nothing is recorded yet."""
        return DiaryEntry(DiaryEntryId(uuid7()), local_date, recorded_at, intensity)

    def save_diary_entry(self, person_id: PersonId, entry: DiaryEntry) -> None:
        """Record an entry, in place of the one with the same key where there is one.

        Raises :class:`StoreError` also when the entry belongs to somebody else.
        """
        with self._database.writing() as connection:
            owner = connection.execute(select(DiaryRow.person_id).where(DiaryRow.id == entry.id)).scalar()
            if owner not in (None, person_id):
                raise StoreError("This entry belongs to another person's diary; make a new one.")
            connection.execute(delete(DiaryRow).where(DiaryRow.id == entry.id))
            connection.execute(insert(DiaryRow).values(person_id=person_id, **_row(entry)))

    def delete_diary_entry(self, entry_id: DiaryEntryId) -> None:
        """Delete an entry; saving it again brings it back. Harmless when it is not there."""
        with self._database.writing() as connection:
            connection.execute(delete(DiaryRow).where(DiaryRow.id == entry_id))

    def diary(self, person_id: PersonId, *, since: date | None = None) -> tuple[DiaryEntry, ...]:
        """Entries of one person from the local date ``since`` on, oldest day first."""
        query = select(DiaryRow.__table__).where(DiaryRow.person_id == person_id)
        if since is not None:
            query = query.where(DiaryRow.local_date >= since)
        query = query.order_by(DiaryRow.local_date, DiaryRow.recorded_at, DiaryRow.id)
        with self._database.reading() as connection:
            return tuple(_entry(row) for row in connection.execute(query))


def _row(entry: DiaryEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "local_date": entry.local_date,
        "recorded_at": entry.recorded_at,
        "intensity": entry.intensity,
        "hours": entry.hours,
        "side": entry.side,
        "places": sorted(place.value for place in entry.places),
        "symptoms": sorted(symptom.value for symptom in entry.symptoms),
        "trigger": entry.trigger,
        "medication": entry.medication,
        "medication_count": entry.medication_count,
        "relief": sorted(relief.value for relief in entry.relief),
    }


def _entry(row: Any) -> DiaryEntry:
    return DiaryEntry(
        id=DiaryEntryId(row.id),
        local_date=row.local_date,
        recorded_at=row.recorded_at,
        intensity=row.intensity,
        hours=row.hours,
        side=row.side,
        places=frozenset(map(Place, row.places)),
        symptoms=frozenset(map(Symptom, row.symptoms)),
        trigger=row.trigger,
        medication=row.medication,
        medication_count=row.medication_count,
        relief=frozenset(map(Relief, row.relief)),
    )
