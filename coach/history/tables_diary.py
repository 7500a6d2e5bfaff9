"""The table of the headache and symptom diary."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from coach.history.columns import Uuid16
from coach.history.tables import Base, Key, words
from coach.progress.diary import LONGEST_TEXT, Side, Trigger


class DiaryRow(Base):
    """One headache, or a day without; lists hold the words of their enumerations."""

    __tablename__ = "diary_entry"
    __table_args__ = (
        CheckConstraint("intensity between 0 and 10", "intensity"),
        CheckConstraint("hours is null or hours between 0 and 24", "hours"),
        CheckConstraint("medication_count is null or medication_count between 0 and 99", "medication_count"),
        CheckConstraint(f"length(medication) <= {LONGEST_TEXT}", "medication"),
        Index(None, "person_id", "local_date"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(Uuid16, ForeignKey("person.id", ondelete="CASCADE"))
    local_date: Mapped[date]
    recorded_at: Mapped[datetime]
    intensity: Mapped[int]
    hours: Mapped[float | None]
    side: Mapped[Side | None] = mapped_column(words(Side, "side"))
    places: Mapped[list[Any]]
    symptoms: Mapped[list[Any]]
    trigger: Mapped[Trigger | None] = mapped_column(words(Trigger, "trigger"))
    medication: Mapped[str] = mapped_column(String(LONGEST_TEXT))
    medication_count: Mapped[int | None]
    relief: Mapped[list[Any]]
