"""From rows to the records of :mod:`coach.progress.records`.

Plain column tuples and no objects of the mapper, which would only be thrown away again.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select

from coach.exercise.types import Fault, Repetition, StopReason
from coach.history import outcome, rom_movement
from coach.history.tables import ExerciseSession, FaultRow, Person, RepetitionRow, RomTest, RomValueRow
from coach.measure.rom_value import RomMovement, RomValue
from coach.measure.types import Direction, Problem
from coach.progress.records import PersonId, PersonRecord, RomTestId, RomTestRecord, SessionId, SessionRecord

FaultsByRepetition = dict[tuple[UUID, int | None], list[Fault]]


def people(connection: Connection) -> tuple[PersonRecord, ...]:
    """Everybody, in the order in which they were added."""
    query = select(Person.id, Person.name, Person.created_at).order_by(Person.created_at, Person.id)
    return tuple(PersonRecord(PersonId(row.id), row.name, row.created_at) for row in connection.execute(query))


def sessions(connection: Connection, person_id: PersonId, since: date | None) -> tuple[SessionRecord, ...]:
    """Sessions of one person from local date ``since`` on, oldest first."""
    chosen = select(ExerciseSession.id).where(ExerciseSession.person_id == person_id)
    if since is not None:
        chosen = chosen.where(ExerciseSession.local_date >= since)
    faults = _faults(connection, chosen)
    repetitions = _repetitions(connection, chosen, faults)
    stops = outcome.stops(connection, chosen)
    query = (
        select(ExerciseSession.__table__)
        .where(ExerciseSession.id.in_(chosen))
        .order_by(ExerciseSession.started_at, ExerciseSession.id)
    )
    return tuple(
        _session(row, tuple(repetitions[row.id]), tuple(faults[row.id, None]), stops.get(row.id))
        for row in connection.execute(query)
    )


def _session(
    row: Any, repetitions: tuple[Repetition, ...], faults: tuple[Fault, ...], stop_reason: StopReason | None
) -> SessionRecord:
    return SessionRecord(
        id=SessionId(row.id),
        exercise_id=row.exercise_id,
        exercise_code=row.exercise_code,
        exercise_title=row.exercise_title,
        exercise_version=row.exercise_version,
        started_at=row.started_at,
        local_date=row.local_date,
        ended_at=row.ended_at,
        completed=row.completed,
        repetitions=repetitions,
        faults=faults,
        repetitions_asked=row.repetitions_asked,
        sets_done=row.sets_done,
        pain_before=row.pain_before,
        pain_after=row.pain_after,
        measured_fraction=row.measured_fraction,
        lost_s=row.lost_s,
        software=row.software,
        models=row.models,
        stop_reason=stop_reason,
    )


def _faults(connection: Connection, chosen: Select[UUID]) -> FaultsByRepetition:
    """Faults by session and repetition; ``None`` collects those of no repetition."""
    query = select(FaultRow.__table__).where(FaultRow.session_id.in_(chosen)).order_by(FaultRow.position)
    found: FaultsByRepetition = defaultdict(list)
    for row in connection.execute(query):
        fault = Fault(kind=row.kind, value=row.value, cue=row.cue, t_s=row.t_s)
        found[row.session_id, row.repetition].append(fault)
    return found


def _repetitions(
    connection: Connection, chosen: Select[UUID], faults: FaultsByRepetition
) -> dict[UUID, list[Repetition]]:
    query = select(RepetitionRow.__table__).where(RepetitionRow.session_id.in_(chosen)).order_by(RepetitionRow.position)
    lags = outcome.lags(connection, chosen)
    found: dict[UUID, list[Repetition]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.session_id].append(
            Repetition(
                number=row.number,
                set_number=row.set_number,
                direction=row.direction,
                started_s=row.started_s,
                ended_s=row.ended_s,
                peak_deg=row.peak_deg,
                sigma_deg=row.sigma_deg,
                held_s=row.held_s,
                faults=tuple(faults[row.session_id, row.position]),
                end_range=row.end_range,
                beyond=row.beyond,
                error_deg=row.error_deg,
                lag_s=lags.get((row.session_id, row.position)),
            )
        )
    return found


def rom_tests(connection: Connection, person_id: PersonId) -> tuple[RomTestRecord, ...]:
    """Range-of-motion tests of one person, oldest first."""
    chosen = select(RomTest.id).where(RomTest.person_id == person_id)
    movements = rom_movement.of_tests(connection, chosen)
    values: dict[UUID, dict[Direction, RomValue]] = defaultdict(dict)
    for row in connection.execute(select(RomValueRow.__table__).where(RomValueRow.rom_test_id.in_(chosen))):
        values[row.rom_test_id][row.direction] = _rom_value(row, movements.get((row.rom_test_id, row.direction)))
    query = select(RomTest.__table__).where(RomTest.person_id == person_id).order_by(RomTest.measured_at, RomTest.id)
    return tuple(
        RomTestRecord(
            id=RomTestId(row.id),
            measured_at=row.measured_at,
            local_date=row.local_date,
            view=row.view,
            values=MappingProxyType({d: values[row.id][d] for d in Direction if d in values[row.id]}),
            software=row.software,
            models=row.models,
        )
        for row in connection.execute(query)
    )


def _rom_value(row: Any, movement: RomMovement | None) -> RomValue:
    return RomValue(
        direction=row.direction,
        trials_deg=tuple(float(trial) for trial in row.trials_deg),
        peak_deg=row.peak_deg,
        mean_deg=row.mean_deg,
        sigma_deg=row.sigma_deg,
        sem_deg=row.sem_deg,
        out_of_plane_deg=row.out_of_plane_deg,
        beyond=row.beyond,
        problems=tuple(Problem(problem) for problem in row.problems),
        movement=movement,
    )
