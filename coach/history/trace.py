"""Traces in the history: packed small, since there is one for every repetition.

A trace is a table of six columns: the three angles, then their errors, as whole half degrees in 16 bits, one column
after the other and then deflated. A moment that was not measured holds :data:`_NOTHING` in every column.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import numpy as np
from sqlalchemy import insert, select

from coach.exercise.trace import STEP_S, UNIT_DEG, Trace, TracePoint
from coach.exercise.types import Repetition
from coach.history.database import Database
from coach.history.tables import ExerciseSession, RepetitionRow
from coach.history.tables_trace import TraceRow
from coach.measure.types import Angles
from coach.progress.records import PersonId, SessionId, StoreError

_NOTHING = -32768
_COLUMNS = 6


class TraceStore:
    """Part of the store that keeps the way of the head through each repetition."""

    _database: Database

    def add_trace(self, session_id: SessionId, repetition: Repetition, trace: Trace) -> None:
        """Keep the trace of a repetition that has been recorded, once.

        Raises :class:`StoreError` also when it has not been recorded, or when the trace is empty.
        """
        if not trace.points:
            raise StoreError("This movement was not followed, so there is nothing to keep of it.")
        same = (RepetitionRow.session_id == session_id) & (RepetitionRow.started_s == repetition.started_s)
        with self._database.writing() as connection:
            position = connection.execute(select(RepetitionRow.position).where(same)).scalar()
            if position is None:
                raise StoreError("The repetition of this trace is not in the history; record it first.")
            row = {
                "session_id": session_id,
                "position": position,
                "first_s": trace.points[0].t_s,
                "step_s": STEP_S,
                "points": pack(trace),
            }
            connection.execute(insert(TraceRow).values(row))

    def traces(self, session_id: SessionId) -> Mapping[int, Trace]:
        """Traces of a session by the place of their repetition in it, counted from 0."""
        query = select(TraceRow.__table__).where(TraceRow.session_id == session_id).order_by(TraceRow.position)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return {row.position: unpack(row.points, row.first_s, row.step_s) for row in rows}

    def traced_sessions(self, person_id: PersonId) -> frozenset[SessionId]:
        """Tell which sessions of a person have traces."""
        query = (
            select(TraceRow.session_id)
            .join(ExerciseSession, ExerciseSession.id == TraceRow.session_id)
            .where(ExerciseSession.person_id == person_id)
            .distinct()
        )
        with self._database.reading() as connection:
            return frozenset(SessionId(key) for key in connection.execute(query).scalars())


def pack(trace: Trace) -> bytes:
    """Put the points of a trace into a few bytes."""
    table = np.full((len(trace.points), _COLUMNS), _NOTHING, np.int16)
    for row, point in zip(table, trace.points, strict=True):
        if point.angles is not None and point.sigma is not None:
            row[:] = [round(value / UNIT_DEG) for value in (*_values(point.angles), *_values(point.sigma))]
    return zlib.compress(table.T.astype("<i2").tobytes(), 9)


def unpack(packed: bytes, first_s: float, step_s: float) -> Trace:
    """Read back what :func:`pack` made.

    Raises :class:`StoreError` for bytes that it did not make.
    """
    try:
        table = np.frombuffer(zlib.decompress(packed), "<i2").reshape(_COLUMNS, -1).T
    except (zlib.error, ValueError) as error:
        raise StoreError("The recorded movement is damaged and cannot be shown.") from error
    points = []
    for number, row in enumerate(table):
        t_s = round(first_s + number * step_s, 3)
        if row[0] == _NOTHING:
            points.append(TracePoint(t_s, None, None))
        else:
            values = [float(value) * UNIT_DEG for value in row]
            points.append(TracePoint(t_s, Angles(*values[:3]), Angles(*values[3:])))
    return Trace(tuple(points))


def _values(angles: Angles) -> tuple[float, float, float]:
    return angles.flexion_deg, angles.right_lateral_flexion_deg, angles.right_rotation_deg
