"""The tables of the plan: what was agreed, and how doses were changed. Both only grow; the newest row is in force."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from coach.history.columns import Uuid16
from coach.history.tables import Base, Key, words
from coach.progress.plan.records import ChangeKind, EntryKind, SetBy


class PlanRow(Base):
    """One plan of a person; ``phase`` is empty where it goes on with the weeks."""

    __tablename__ = "plan"
    __table_args__ = (Index(None, "person_id", "made_at"), {"sqlite_with_rowid": False})

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(Uuid16, ForeignKey("person.id", ondelete="CASCADE"))
    made_at: Mapped[datetime]
    set_by: Mapped[SetBy] = mapped_column(words(SetBy, "set_by"))
    starts_on: Mapped[date]
    weekdays: Mapped[list[Any]]
    phase: Mapped[str | None]
    follows_phases: Mapped[bool]


class PlanEntryRow(Base):
    """What a plan says about one exercise."""

    __tablename__ = "plan_entry"
    __table_args__ = (
        CheckConstraint("days_per_week is null or days_per_week between 1 and 7", "days_per_week"),
        CheckConstraint(
            "kind = 'prescribed' or coalesce(repetitions, sets, hold_s, duration_s) is null", "dose_is_prescribed"
        ),
        {"sqlite_with_rowid": False},
    )

    plan_id: Mapped[UUID] = mapped_column(Uuid16, ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True)
    exercise_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    kind: Mapped[EntryKind] = mapped_column(words(EntryKind, "kind"))
    repetitions: Mapped[int | None]
    sets: Mapped[int | None]
    hold_s: Mapped[float | None]
    duration_s: Mapped[float | None]
    days_per_week: Mapped[int | None]
    note: Mapped[str]


class DoseChangeRow(Base):
    """A step of one exercise to a harder or an easier version."""

    __tablename__ = "dose_change"
    __table_args__ = (Index(None, "person_id", "at"), {"sqlite_with_rowid": False})

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(Uuid16, ForeignKey("person.id", ondelete="CASCADE"))
    exercise_id: Mapped[str]
    kind: Mapped[ChangeKind] = mapped_column(words(ChangeKind, "kind"))
    before: Mapped[int]
    level: Mapped[int]
    at: Mapped[datetime]
    local_date: Mapped[date]
    rule: Mapped[str]
    reason: Mapped[str]
