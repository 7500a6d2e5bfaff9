"""Craniovertebral angles in the history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select

from coach.history.columns import uuid7
from coach.history.database import Database
from coach.history.tables_posture import PostureRow
from coach.measure.posture import SidePosture
from coach.measure.types import View
from coach.progress.records import PersonId, PostureId, PostureRecord, StoreError


class PostureStore:
    """Part of the store that keeps the craniovertebral angles."""

    _database: Database

    def add_posture(
        self, person_id: PersonId, found: SidePosture, *, measured_at: datetime, view: View, software: str
    ) -> PostureId:
        """Record the craniovertebral angle that two marks came to.

        Raises :class:`StoreError` also when they came to none.
        """
        angle_deg, sigma_deg = found.craniovertebral_angle_deg, found.sigma_craniovertebral_angle_deg
        if angle_deg is None or sigma_deg is None:
            raise StoreError("The marks came to no angle, so there is nothing to record. Mark both again.")
        posture_id = PostureId(uuid7())
        row = {
            "id": posture_id,
            "person_id": person_id,
            "measured_at": measured_at,
            "local_date": measured_at.astimezone().date(),
            "view": view,
            "craniovertebral_deg": angle_deg,
            "sigma_deg": sigma_deg,
            "software": software,
        }
        with self._database.writing() as connection:
            connection.execute(insert(PostureRow).values(row))
        return posture_id

    def remove_posture(self, posture_id: PostureId) -> None:
        """Take an angle out of the history again; harmless when it is not there."""
        with self._database.writing() as connection:
            connection.execute(delete(PostureRow).where(PostureRow.id == posture_id))

    def postures(self, person_id: PersonId) -> tuple[PostureRecord, ...]:
        """Craniovertebral angles of one person, oldest first."""
        query = (
            select(PostureRow.__table__)
            .where(PostureRow.person_id == person_id)
            .order_by(PostureRow.measured_at, PostureRow.id)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(
            PostureRecord(
                PostureId(row.id),
                row.measured_at,
                row.local_date,
                row.view,
                row.craniovertebral_deg,
                row.sigma_deg,
                row.software,
            )
            for row in rows
        )
