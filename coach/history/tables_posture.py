"""The table of craniovertebral angles."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from coach.history.columns import Uuid16
from coach.history.tables import Base, Key, words
from coach.measure.types import View


class PostureRow(Base):
    """One craniovertebral angle that a person marked in a picture and kept; the picture is never kept."""

    __tablename__ = "posture"
    __table_args__ = (
        Index(None, "person_id", "measured_at"),
        CheckConstraint("craniovertebral_deg between -90 and 90", "craniovertebral_deg"),
        CheckConstraint("sigma_deg >= 0", "sigma_deg"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(Uuid16, ForeignKey("person.id", ondelete="CASCADE"))
    measured_at: Mapped[datetime]
    local_date: Mapped[date]
    view: Mapped[View] = mapped_column(words(View, "view"))
    craniovertebral_deg: Mapped[float]
    sigma_deg: Mapped[float]
    software: Mapped[str]
