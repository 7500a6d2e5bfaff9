"""The tables of the safety rules: answers, doctors' words, pain that was told, and every decision with its rule."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from coach.history.columns import Uuid16
from coach.history.tables import Base, Key, Position, words
from coach.progress.safety.records import LONGEST_NAME, CheckKind, Outcome

TABLE = JSON().with_variant(JSONB(), "postgresql")


class SafetyCheckRow(Base):
    """Answers to the intake or to the emergency page, by the id of the question."""

    __tablename__ = "safety_check"
    __table_args__ = (Index(None, "person_id", "asked_at"), {"sqlite_with_rowid": False})

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(Uuid16, ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[CheckKind] = mapped_column(words(CheckKind, "kind"))
    asked_at: Mapped[datetime]
    local_date: Mapped[date]
    answers: Mapped[dict[str, Any]] = mapped_column(TABLE)
    rules_version: Mapped[int]


class ClearanceRow(Base):
    """Somebody looked at what rules had found."""

    __tablename__ = "clearance"
    __table_args__ = (
        CheckConstraint(f"length(by) between 1 and {LONGEST_NAME}", "by"),
        Index(None, "person_id", "at"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(Uuid16, ForeignKey("person.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    local_date: Mapped[date]
    rules: Mapped[list[Any]]
    by: Mapped[str] = mapped_column(String(LONGEST_NAME))


class DayAfterRow(Base):
    """How the day after a day of training was."""

    __tablename__ = "day_after"
    __table_args__ = (
        CheckConstraint("headache_before is null or headache_before between 0 and 10", "headache_before"),
        CheckConstraint("headache_after is null or headache_after between 0 and 10", "headache_after"),
        {"sqlite_with_rowid": False},
    )

    person_id: Mapped[UUID] = mapped_column(Uuid16, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    about: Mapped[date] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime]
    worse_longer_than_a_day: Mapped[bool | None]
    headache_before: Mapped[int | None]
    headache_after: Mapped[int | None]


class PainToldRow(Base):
    """Pain that was told in the middle of a session; ``position`` counts from 0 through the session."""

    __tablename__ = "pain_told"
    __table_args__ = (CheckConstraint("level between 0 and 10", "level"), {"sqlite_with_rowid": False})

    session_id: Mapped[UUID] = mapped_column(
        Uuid16, ForeignKey("exercise_session.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[Position]
    told_at: Mapped[datetime]
    level: Mapped[int]


class DecisionRow(Base):
    """One decision: the rule that made it, what it was made from, and what followed."""

    __tablename__ = "decision"
    __table_args__ = (Index(None, "person_id", "at"), {"sqlite_with_rowid": False})

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(Uuid16, ForeignKey("person.id", ondelete="CASCADE"))
    session_id: Mapped[UUID | None] = mapped_column(Uuid16, ForeignKey("exercise_session.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    local_date: Mapped[date]
    rule: Mapped[str]
    outcome: Mapped[Outcome] = mapped_column(words(Outcome, "outcome"))
    inputs: Mapped[dict[str, Any]] = mapped_column(TABLE)
