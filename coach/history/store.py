"""The history as the rest of the program sees it: people, sessions and range-of-motion tests.

Everything is written as it happens and committed before the call returns, so that a killed program loses at most the
repetition that was running. Every method may be called from any thread and raises
:class:`~coach.progress.records.StoreError` with one line for the person when the file cannot be read or written.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from coach.exercise.model import Exercise
from coach.exercise.types import Fault, Repetition, SessionResult
from coach.history import outcome, reading, rom_movement
from coach.history.columns import uuid7
from coach.history.database import Database, open_database
from coach.history.diary import DiaryStore
from coach.history.dose import DoseStore, keep_dose
from coach.history.plan import PlanStore
from coach.history.posture import PostureStore
from coach.history.safety import SafetyStore
from coach.history.tables import ExerciseSession, FaultRow, Person, RepetitionRow, RomTest, RomValueRow
from coach.history.trace import TraceStore
from coach.measure.rom_value import RomValue
from coach.measure.types import Direction, View
from coach.progress.records import (
    PersonId,
    PersonRecord,
    RomTestId,
    RomTestRecord,
    SessionId,
    SessionRecord,
    StoreError,
)
from coach.progress.rom import own_range

LONGEST_NAME = 80

__all__ = ["Store", "StoreError", "open_store"]


def open_store(path: Path, *, wait_s: float = 5.0) -> Store:
    """Open the history in ``path``; make it, or bring it to the newest schema, where needed.

    ``wait_s`` is how long to wait for another program that holds the file. Raises :class:`StoreError`.
    """
    return Store(open_database(path, wait_s=wait_s))


class Store(DiaryStore, DoseStore, PlanStore, PostureStore, SafetyStore, TraceStore):
    """The open history; close it at the end or use it in a ``with`` statement."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; harmless when repeated."""
        self._database.close()

    def people(self) -> tuple[PersonRecord, ...]:
        """Everybody, in the order in which they were added."""
        with self._database.reading() as connection:
            return reading.people(connection)

    def add_person(self, name: str) -> PersonRecord:
        """Add somebody by name; blanks around it are dropped.

        Raises :class:`StoreError` also when the name has not 1 to 80 characters.
        """
        person = PersonRecord(PersonId(uuid7()), name.strip(), datetime.now(UTC))
        if not 1 <= len(person.name) <= LONGEST_NAME:
            raise StoreError(f"A name has 1 to {LONGEST_NAME} characters; enter another one.")
        with self._database.writing() as connection:
            connection.execute(insert(Person).values(asdict(person)))
        return person

    def begin_session(
        self,
        person_id: PersonId,
        exercise: Exercise,
        *,
        started_at: datetime,
        software: str,
        models: str | None = None,
        pain_before: int | None = None,
    ) -> SessionId:
        """Record that a session began.

        Parameters
        ----------
        started_at
            Any aware datetime; the local date is taken in the time zone of this machine.
        software, models
            Versions of the program and of the pose models that measure.
        pain_before
            0..10 when already told, see :meth:`set_pain`.
        """
        session_id = SessionId(uuid7())
        row = {
            "id": session_id,
            "person_id": person_id,
            "exercise_id": exercise.id,
            "exercise_code": exercise.code,
            "exercise_title": exercise.title,
            "exercise_version": exercise.version,
            "started_at": started_at,
            "local_date": started_at.astimezone().date(),
            "completed": False,
            "sets_done": 0,
            "pain_before": pain_before,
            "software": software,
            "models": models,
        }
        with self._database.writing() as connection:
            connection.execute(insert(ExerciseSession).values(row))
            keep_dose(connection, session_id, exercise.guide)
        return session_id

    def add_repetition(self, session_id: SessionId, repetition: Repetition) -> None:
        """Record a repetition with its faults; call it once for each, as soon as it ended."""
        with self._database.writing() as connection:
            _insert_repetition(connection, session_id, repetition)

    def add_fault(self, session_id: SessionId, fault: Fault) -> None:
        """Record a fault that belongs to no repetition, such as a head that moves while breathing."""
        with self._database.writing() as connection:
            _insert_faults(connection, session_id, None, (fault,))

    def set_pain(self, session_id: SessionId, *, before: int | None = None, after: int | None = None) -> None:
        """Record pain of 0..10; ``None`` leaves what is there."""
        told = {"pain_before": before, "pain_after": after}
        changes = {column: pain for column, pain in told.items() if pain is not None}
        if changes:
            with self._database.writing() as connection:
                _update_session(connection, session_id, changes)

    def finish_session(self, session_id: SessionId, result: SessionResult, pain_after: int | None = None) -> None:
        """Record how a session ended, with any repetition of ``result`` that is not there yet.

        The end is the recorded begin plus the duration in ``result``. Ranges in ``result.rom`` are not touched:
        :meth:`add_rom_test` keeps them once the person has accepted them.
        """
        with self._database.writing() as connection:
            changes: dict[str, Any] = {
                "ended_at": _started_at(connection, session_id)
                + timedelta(seconds=max(0.0, result.ended_s - result.started_s)),
                "completed": result.completed,
                "repetitions_asked": result.repetitions_asked,
                "sets_done": result.sets_done,
                "lost_s": result.lost_s,
                "measured_fraction": result.measured_fraction,
            }
            if pain_after is not None:
                changes["pain_after"] = pain_after
            query = select(RepetitionRow.started_s).where(RepetitionRow.session_id == session_id)
            recorded = set(connection.execute(query).scalars())
            for repetition in result.repetitions:
                if repetition.started_s not in recorded:
                    _insert_repetition(connection, session_id, repetition)
            _update_session(connection, session_id, changes)
            outcome.set_stop(connection, session_id, result.stop_reason)

    def add_rom_test(
        self,
        person_id: PersonId,
        values: Mapping[Direction, RomValue | None],
        *,
        measured_at: datetime,
        view: View,
        software: str,
        models: str | None = None,
    ) -> RomTestId:
        """Record a test of the range of motion that the person accepted; ``None`` means not measured.

        Raises :class:`StoreError` also when nothing at all was measured.
        """
        rows = [_rom_row(value) for value in values.values() if value is not None]
        if not rows:
            raise StoreError("No direction was measured, so there is nothing to record. Repeat the test.")
        test_id = RomTestId(uuid7())
        test = {
            "id": test_id,
            "person_id": person_id,
            "measured_at": measured_at,
            "local_date": measured_at.astimezone().date(),
            "view": view,
            "software": software,
            "models": models,
        }
        with self._database.writing() as connection:
            connection.execute(insert(RomTest).values(test))
            connection.execute(insert(RomValueRow), [{"rom_test_id": test_id, **row} for row in rows])
            rom_movement.add(connection, test_id, values.values())
        return test_id

    def sessions(self, person_id: PersonId, *, since: date | None = None) -> tuple[SessionRecord, ...]:
        """Sessions of one person, oldest first, from the local date ``since`` on."""
        with self._database.reading() as connection:
            return reading.sessions(connection, person_id, since)

    def rom_tests(self, person_id: PersonId) -> tuple[RomTestRecord, ...]:
        """Range-of-motion tests of one person, oldest first."""
        with self._database.reading() as connection:
            return reading.rom_tests(connection, person_id)

    def own_range(self, person_id: PersonId) -> dict[Direction, float]:
        """Newest own range per direction in degrees; a direction never measured is missing."""
        return own_range(self.rom_tests(person_id))


def _started_at(connection: Connection, session_id: SessionId) -> datetime:
    query = select(ExerciseSession.started_at).where(ExerciseSession.id == session_id)
    started_at = connection.execute(query).scalar()
    if started_at is None:
        raise StoreError("This session is not in the history; start it again.")
    return started_at


def _update_session(connection: Connection, session_id: SessionId, changes: Mapping[str, Any]) -> None:
    _started_at(connection, session_id)
    connection.execute(update(ExerciseSession).where(ExerciseSession.id == session_id).values(**changes))


def _next_position(connection: Connection, table: type[RepetitionRow | FaultRow], session_id: SessionId) -> int:
    query = select(func.coalesce(func.max(table.position) + 1, 0)).where(table.session_id == session_id)
    return int(connection.execute(query).scalar_one())


def _insert_repetition(connection: Connection, session_id: SessionId, repetition: Repetition) -> None:
    position = _next_position(connection, RepetitionRow, session_id)
    row = {
        "session_id": session_id,
        "position": position,
        "number": repetition.number,
        "set_number": repetition.set_number,
        "direction": repetition.direction,
        "started_s": repetition.started_s,
        "ended_s": repetition.ended_s,
        "peak_deg": repetition.peak_deg,
        "sigma_deg": repetition.sigma_deg,
        "held_s": repetition.held_s,
        "end_range": repetition.end_range,
        "beyond": repetition.beyond,
        "error_deg": repetition.error_deg,
    }
    connection.execute(insert(RepetitionRow).values(row))
    outcome.add_lag(connection, session_id, position, repetition.lag_s)
    _insert_faults(connection, session_id, position, repetition.faults)


def _insert_faults(
    connection: Connection, session_id: SessionId, repetition: int | None, faults: tuple[Fault, ...]
) -> None:
    first = _next_position(connection, FaultRow, session_id)
    rows = [
        {
            "session_id": session_id,
            "position": position,
            "repetition": repetition,
            "kind": fault.kind,
            "value": fault.value,
            "cue": fault.cue,
            "t_s": fault.t_s,
        }
        for position, fault in enumerate(faults, first)
    ]
    if rows:
        connection.execute(insert(FaultRow), rows)


def _rom_row(value: RomValue) -> dict[str, Any]:
    if not all(map(math.isfinite, value.trials_deg)):
        raise StoreError(f"A trial of {value.direction.label} has no number, so the test was not recorded. Repeat it.")
    return {
        "direction": value.direction,
        "peak_deg": value.peak_deg,
        "mean_deg": value.mean_deg,
        "trials_deg": list(value.trials_deg),
        "sigma_deg": value.sigma_deg,
        "sem_deg": value.sem_deg,
        "out_of_plane_deg": value.out_of_plane_deg,
        "beyond": value.beyond,
        "problems": [problem.value for problem in value.problems],
    }
