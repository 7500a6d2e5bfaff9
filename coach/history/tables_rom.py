"""How the trials of a test of the range of motion were done."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coach.history.columns import Uuid16
from coach.history.tables import Base, words
from coach.measure.types import Direction


class RomMovementRow(Base):
    """Manner of the trials of one direction; a test recorded before it was kept has no row."""

    __tablename__ = "rom_movement"
    __table_args__ = (
        ForeignKeyConstraint(
            ["rom_test_id", "direction"], ["rom_value.rom_test_id", "rom_value.direction"], ondelete="CASCADE"
        ),
        CheckConstraint("held_s is null or held_s >= 0", "held_s"),
        CheckConstraint("pain_onset_deg is null or pain_onset_deg between 0 and 180", "pain_onset_deg"),
        {"sqlite_with_rowid": False},
    )

    rom_test_id: Mapped[UUID] = mapped_column(Uuid16, primary_key=True)
    direction: Mapped[Direction] = mapped_column(words(Direction, "direction"), primary_key=True)
    warm_up_deg: Mapped[float | None]
    held_s: Mapped[float | None]
    trunk_deg: Mapped[float | None]
    shoulder_rise_pct: Mapped[float | None]
    peak_speed_deg_per_s: Mapped[float | None]
    mean_speed_deg_per_s: Mapped[float | None]
    smoothness: Mapped[float | None]
    pain_onset_deg: Mapped[float | None]
