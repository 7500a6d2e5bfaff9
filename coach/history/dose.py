"""The dose with which a session was done: the guide of its exercise, with every number."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, insert, select

from coach.exercise.guides import AnyGuide
from coach.exercise.steps import stored_guide
from coach.history.database import Database
from coach.history.tables_dose import SessionDoseRow
from coach.progress.records import SessionId


class DoseStore:
    """Part of the store that keeps the doses of sessions."""

    _database: Database

    def dose_done(self, session_id: SessionId) -> AnyGuide | None:
        """Return the guide as a session was done.

        ``None`` where it was not kept, as in old records, or where a newer program wrote what this one cannot read.
        """
        query = select(SessionDoseRow.guide).where(SessionDoseRow.session_id == session_id)
        with self._database.reading() as connection:
            stored = connection.execute(query).scalar()
        try:
            return None if stored is None else stored_guide(stored)
        except ValueError:
            return None


def keep_dose(connection: Connection, session_id: UUID, guide: AnyGuide) -> None:
    """Record the guide of a session that was recorded."""
    row = {"session_id": session_id, "guide": guide.model_dump(mode="json")}
    connection.execute(insert(SessionDoseRow).values(row))
