"""The table of the ways of the head through repetitions."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from coach.history.columns import Uuid16
from coach.history.tables import Base, Position


class TraceRow(Base):
    """One trace: the time of its first point, its step, and its points packed (see :mod:`coach.history.trace`)."""

    __tablename__ = "repetition_trace"
    __table_args__ = (
        CheckConstraint("step_s > 0", "step"),
        CheckConstraint("length(points) > 0", "points"),
        ForeignKeyConstraint(
            ["session_id", "position"], ["repetition.session_id", "repetition.position"], ondelete="CASCADE"
        ),
        {"sqlite_with_rowid": False},
    )

    session_id: Mapped[UUID] = mapped_column(Uuid16, primary_key=True)
    position: Mapped[Position]
    first_s: Mapped[float]
    step_s: Mapped[float]
    points: Mapped[bytes] = mapped_column(LargeBinary)
