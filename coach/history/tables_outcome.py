"""How sessions ended that were not finished, and the delay with which a dot was followed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coach.exercise.types import StopReason
from coach.history.columns import Uuid16
from coach.history.tables import Base, Position, words


class StopRow(Base):
    """Why a session ended early; one that was finished, or recorded before it was kept, has no row."""

    __tablename__ = "session_stop"
    __table_args__ = ({"sqlite_with_rowid": False},)

    session_id: Mapped[UUID] = mapped_column(
        Uuid16, ForeignKey("exercise_session.id", ondelete="CASCADE"), primary_key=True
    )
    reason: Mapped[StopReason] = mapped_column(words(StopReason, "reason"))


class LagRow(Base):
    """How far a head was behind the dot it followed, seconds."""

    __tablename__ = "repetition_lag"
    __table_args__ = (
        ForeignKeyConstraint(
            ["session_id", "position"], ["repetition.session_id", "repetition.position"], ondelete="CASCADE"
        ),
        CheckConstraint("lag_s >= 0", "lag_s"),
        {"sqlite_with_rowid": False},
    )

    session_id: Mapped[UUID] = mapped_column(Uuid16, primary_key=True)
    position: Mapped[Position]
    lag_s: Mapped[float]
