"""The safety rules in the history: answers, doctors' words, days after, pain and decisions. Rows are written once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, func, insert, select

from coach.history.columns import uuid7
from coach.history.database import Database
from coach.history.tables import ExerciseSession
from coach.history.tables_safety import ClearanceRow, DayAfterRow, DecisionRow, PainToldRow, SafetyCheckRow
from coach.progress.records import PersonId, SessionId, StoreError
from coach.progress.safety.model import Answer
from coach.progress.safety.records import LONGEST_NAME, Check, Clearance, DayAfter, Decision, PainTold


class SafetyStore:
    """Part of the store that keeps what the safety rules need and what they decided."""

    _database: Database

    def add_check(self, person_id: PersonId, check: Check) -> None:
        """Record answers."""
        row = {
            "id": uuid7(),
            "person_id": person_id,
            "kind": check.kind,
            "asked_at": check.asked_at,
            "local_date": check.local_date,
            "answers": {
                name: list(answer) if isinstance(answer, tuple) else answer for name, answer in check.answers.items()
            },
            "rules_version": check.rules_version,
        }
        with self._database.writing() as connection:
            connection.execute(insert(SafetyCheckRow).values(row))

    def checks(self, person_id: PersonId) -> tuple[Check, ...]:
        """Everything one person answered, oldest first."""
        table = SafetyCheckRow.__table__
        query = select(table).where(table.c.person_id == person_id).order_by(table.c.asked_at, table.c.id)
        with self._database.reading() as connection:
            return tuple(
                Check(row.kind, row.asked_at, row.local_date, _answers(row.answers), row.rules_version)
                for row in connection.execute(query)
            )

    def add_clearance(self, person_id: PersonId, clearance: Clearance) -> None:
        """Record that somebody looked at what rules had found; raises also when the name has not 1 to 80 letters."""
        if not 1 <= len(clearance.by.strip()) <= LONGEST_NAME:
            raise StoreError(f"A name has 1 to {LONGEST_NAME} characters; enter another one.")
        row = {
            "id": uuid7(),
            "person_id": person_id,
            "at": clearance.at,
            "local_date": clearance.local_date,
            "rules": list(clearance.rules),
            "by": clearance.by.strip(),
        }
        with self._database.writing() as connection:
            connection.execute(insert(ClearanceRow).values(row))

    def clearances(self, person_id: PersonId) -> tuple[Clearance, ...]:
        """All of one person, oldest first."""
        table = ClearanceRow.__table__
        query = select(table).where(table.c.person_id == person_id).order_by(table.c.at, table.c.id)
        with self._database.reading() as connection:
            return tuple(
                Clearance(row.at, row.local_date, tuple(row.rules), row.by) for row in connection.execute(query)
            )

    def set_day_after(self, person_id: PersonId, told: DayAfter) -> None:
        """Record how the day after a day of training was, in place of what was told about that day before."""
        same = (DayAfterRow.person_id == person_id) & (DayAfterRow.about == told.about)
        row = {
            "person_id": person_id,
            "about": told.about,
            "asked_at": told.asked_at,
            "worse_longer_than_a_day": told.worse_longer_than_a_day,
            "headache_before": told.headache_before,
            "headache_after": told.headache_after,
        }
        with self._database.writing() as connection:
            connection.execute(delete(DayAfterRow).where(same))
            connection.execute(insert(DayAfterRow).values(row))

    def days_after(self, person_id: PersonId) -> tuple[DayAfter, ...]:
        """All that one person told about days after training, oldest first."""
        table = DayAfterRow.__table__
        query = select(table).where(table.c.person_id == person_id).order_by(table.c.about)
        with self._database.reading() as connection:
            return tuple(
                DayAfter(row.about, row.asked_at, row.worse_longer_than_a_day, row.headache_before, row.headache_after)
                for row in connection.execute(query)
            )

    def add_pain_told(self, told: PainTold) -> None:
        """Record pain that was told in the middle of a session."""
        with self._database.writing() as connection:
            newest = select(func.max(PainToldRow.position)).where(PainToldRow.session_id == told.session_id)
            last = connection.execute(newest).scalar()
            row = {
                "session_id": told.session_id,
                "position": 0 if last is None else last + 1,
                "told_at": told.told_at,
                "level": told.level,
            }
            connection.execute(insert(PainToldRow).values(row))

    def pain_told(self, person_id: PersonId) -> tuple[PainTold, ...]:
        """Pain that one person told in the middle of sessions, oldest first."""
        table = PainToldRow.__table__
        query = (
            select(table)
            .join(ExerciseSession, ExerciseSession.id == table.c.session_id)
            .where(ExerciseSession.person_id == person_id)
            .order_by(table.c.told_at, table.c.position)
        )
        with self._database.reading() as connection:
            return tuple(
                PainTold(SessionId(row.session_id), row.told_at, row.level) for row in connection.execute(query)
            )

    def add_decision(self, person_id: PersonId, decision: Decision) -> None:
        """Record a decision."""
        row = {
            "id": uuid7(),
            "person_id": person_id,
            "session_id": decision.session_id,
            "at": decision.at,
            "local_date": decision.local_date,
            "rule": decision.rule,
            "outcome": decision.outcome,
            "inputs": dict(decision.inputs),
        }
        with self._database.writing() as connection:
            connection.execute(insert(DecisionRow).values(row))

    def decisions(self, person_id: PersonId) -> tuple[Decision, ...]:
        """Every decision about one person, oldest first."""
        table = DecisionRow.__table__
        query = select(table).where(table.c.person_id == person_id).order_by(table.c.at, table.c.id)
        with self._database.reading() as connection:
            return tuple(_decision(row) for row in connection.execute(query))


def _answers(stored: Mapping[str, Any]) -> dict[str, Answer]:
    return {name: tuple(answer) if isinstance(answer, list) else answer for name, answer in stored.items()}


def _decision(row: Any) -> Decision:
    session_id = None if row.session_id is None else SessionId(row.session_id)
    return Decision(row.rule, row.outcome, row.inputs, row.at, row.local_date, session_id)
