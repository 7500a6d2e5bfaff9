"""The table of the doses with which sessions were done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from coach.history.columns import Uuid16
from coach.history.tables import Base


class SessionDoseRow(Base):
    """The guide of the exercise as it was done; a session recorded before this was kept has no row."""

    __tablename__ = "session_dose"
    __table_args__ = ({"sqlite_with_rowid": False},)

    session_id: Mapped[UUID] = mapped_column(
        Uuid16, ForeignKey("exercise_session.id", ondelete="CASCADE"), primary_key=True
    )
    guide: Mapped[dict[str, Any]] = mapped_column(JSON().with_variant(JSONB(), "postgresql"))
