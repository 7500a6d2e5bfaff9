"""Writes and reads why sessions ended early, and how far behind a dot a head was."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, Select, delete, insert, select

from coach.exercise.types import StopReason
from coach.history.tables_outcome import LagRow, StopRow


def set_stop(connection: Connection, session_id: UUID, reason: StopReason | None) -> None:
    """Record why a session ended early, in place of what was recorded; ``None`` where it was finished."""
    connection.execute(delete(StopRow).where(StopRow.session_id == session_id))
    if reason is not None:
        connection.execute(insert(StopRow).values(session_id=session_id, reason=reason))


def stops(connection: Connection, chosen: Select[UUID]) -> dict[UUID, StopReason]:
    """Give why some sessions ended early."""
    query = select(StopRow.session_id, StopRow.reason).where(StopRow.session_id.in_(chosen))
    return {row.session_id: row.reason for row in connection.execute(query)}


def add_lag(connection: Connection, session_id: UUID, position: int, lag_s: float | None) -> None:
    """Record the delay of a repetition that was recorded, where it has one."""
    if lag_s is not None:
        connection.execute(insert(LagRow).values(session_id=session_id, position=position, lag_s=lag_s))


def lags(connection: Connection, chosen: Select[UUID]) -> dict[tuple[UUID, int], float]:
    """Give the delays of the repetitions of some sessions, by session and position."""
    query = select(LagRow.session_id, LagRow.position, LagRow.lag_s).where(LagRow.session_id.in_(chosen))
    return {(row.session_id, row.position): row.lag_s for row in connection.execute(query)}
