"""Plans and changes of doses in the history. Nothing is overwritten: the newest plan is in force."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from coach.history.columns import uuid7
from coach.history.database import Database
from coach.history.tables_plan import DoseChangeRow, PlanEntryRow, PlanRow
from coach.progress.plan.records import DoseChange, Plan, PlanEntry, Prescription
from coach.progress.records import PersonId


class PlanStore:
    """Part of the store that keeps the plan."""

    _database: Database

    def add_plan(self, person_id: PersonId, plan: Plan) -> None:
        """Record a plan, which is in force from now on."""
        plan_id = uuid7()
        row = {
            "id": plan_id,
            "person_id": person_id,
            "made_at": plan.made_at,
            "set_by": plan.set_by,
            "starts_on": plan.starts_on,
            "weekdays": sorted(plan.weekdays),
            "phase": plan.phase,
            "follows_phases": plan.follows_phases,
        }
        with self._database.writing() as connection:
            connection.execute(insert(PlanRow).values(row))
            entries = [_entry_row(plan_id, position, entry) for position, entry in enumerate(plan.entries)]
            if entries:
                connection.execute(insert(PlanEntryRow), entries)

    def plan(self, person_id: PersonId) -> Plan | None:
        """Return the plan in force; ``None`` where there is none yet."""
        return next(reversed(self.plans(person_id)), None)

    def plans(self, person_id: PersonId) -> tuple[Plan, ...]:
        """All plans of one person, oldest first."""
        own = select(PlanRow.id).where(PlanRow.person_id == person_id)
        entries: dict[UUID, list[PlanEntry]] = defaultdict(list)
        with self._database.reading() as connection:
            rows = select(PlanEntryRow.__table__).where(PlanEntryRow.plan_id.in_(own)).order_by(PlanEntryRow.position)
            for row in connection.execute(rows):
                entries[row.plan_id].append(_entry(row))
            query = select(PlanRow.__table__).where(PlanRow.person_id == person_id)
            found = connection.execute(query.order_by(PlanRow.made_at, PlanRow.id)).all()
        return tuple(_plan(row, entries[row.id]) for row in found)

    def add_dose_change(self, person_id: PersonId, change: DoseChange) -> None:
        """Record a step; the newest one of an exercise is in force."""
        with self._database.writing() as connection:
            connection.execute(insert(DoseChangeRow).values(id=uuid7(), person_id=person_id, **asdict(change)))

    def dose_changes(self, person_id: PersonId) -> tuple[DoseChange, ...]:
        """All steps of one person, oldest first."""
        query = (
            select(DoseChangeRow.__table__)
            .where(DoseChangeRow.person_id == person_id)
            .order_by(DoseChangeRow.at, DoseChangeRow.id)
        )
        with self._database.reading() as connection:
            return tuple(_change(row) for row in connection.execute(query))


def _entry_row(plan_id: UUID, position: int, entry: PlanEntry) -> dict[str, Any]:
    return {
        "plan_id": plan_id,
        "exercise_id": entry.exercise_id,
        "position": position,
        "kind": entry.kind,
        **asdict(entry.dose),
        "days_per_week": entry.days_per_week,
        "note": entry.note,
    }


def _entry(row: Any) -> PlanEntry:
    dose = Prescription(row.repetitions, row.sets, row.hold_s, row.duration_s)
    return PlanEntry(row.exercise_id, row.kind, dose, row.days_per_week, row.note)


def _plan(row: Any, entries: list[PlanEntry]) -> Plan:
    return Plan(
        made_at=row.made_at,
        set_by=row.set_by,
        starts_on=row.starts_on,
        weekdays=frozenset(row.weekdays),
        phase=row.phase,
        follows_phases=row.follows_phases,
        entries=tuple(entries),
    )


def _change(row: Any) -> DoseChange:
    return DoseChange(
        exercise_id=row.exercise_id,
        kind=row.kind,
        before=row.before,
        level=row.level,
        at=row.at,
        local_date=row.local_date,
        rule=row.rule,
        reason=row.reason,
    )
