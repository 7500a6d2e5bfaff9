"""The tables of the history.

Keys are 16-byte UUIDs made by the program. What belongs to one session or test hangs below it under its own position,
in tables ``WITHOUT ROWID``, so that it lies together in the file and is as unique everywhere as its parent. Rows are
written once; only a running session is updated.

The words of an enumeration are checked by the database. A new word therefore needs a migration, and an older program
then refuses the file cleanly instead of stumbling over a word that it does not know.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Double,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from coach.exercise.model import FaultKind
from coach.history.columns import UtcDateTime, Uuid16, uuid7
from coach.measure.types import Direction, View

Key = Annotated[UUID, mapped_column(Uuid16, primary_key=True, default=uuid7)]
Position = Annotated[int, mapped_column(primary_key=True, autoincrement=False)]


def words(kind: type[StrEnum], name: str) -> Enum:
    """Column of an enumeration: its values as text, with a check constraint."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda enum: [word.value for word in enum],
    )


class Base(DeclarativeBase):
    """Common ground: every constraint has a name, so that a later migration can find it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        float: Double,
        str: Text,
        datetime: UtcDateTime,
        list[Any]: JSON().with_variant(JSONB(), "postgresql"),
    }


class Person(Base):
    """Somebody whose neck is measured here."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("length(name) between 1 and 80", "name"), {"sqlite_with_rowid": False})

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]


class RomTest(Base):
    """One test of the range of motion."""

    __tablename__ = "rom_test"
    __table_args__ = (Index(None, "person_id", "measured_at"), {"sqlite_with_rowid": False})

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(Uuid16, ForeignKey("person.id", ondelete="CASCADE"))
    measured_at: Mapped[datetime]
    local_date: Mapped[date]
    view: Mapped[View] = mapped_column(words(View, "view"))
    software: Mapped[str]
    models: Mapped[str | None]


class RomValueRow(Base):
    """The range of one direction in a test, unsigned degrees from neutral; a direction not measured has no row."""

    __tablename__ = "rom_value"
    __table_args__ = (
        CheckConstraint("peak_deg between 0 and 180 and mean_deg between 0 and 180", "unsigned"),
        CheckConstraint("sigma_deg >= 0 and (sem_deg is null or sem_deg >= 0)", "errors"),
        CheckConstraint("out_of_plane_deg >= 0", "out_of_plane"),
        {"sqlite_with_rowid": False},
    )

    rom_test_id: Mapped[UUID] = mapped_column(Uuid16, ForeignKey("rom_test.id", ondelete="CASCADE"), primary_key=True)
    direction: Mapped[Direction] = mapped_column(words(Direction, "direction"), primary_key=True)
    peak_deg: Mapped[float]
    mean_deg: Mapped[float]
    trials_deg: Mapped[list[Any]]
    sigma_deg: Mapped[float]
    sem_deg: Mapped[float | None]
    out_of_plane_deg: Mapped[float]
    beyond: Mapped[bool]
    problems: Mapped[list[Any]]


class ExerciseSession(Base):
    """One exercise session; ``ended_at`` stays empty when the program was killed."""

    __tablename__ = "exercise_session"
    __table_args__ = (
        CheckConstraint("pain_before is null or pain_before between 0 and 10", "pain_before"),
        CheckConstraint("pain_after is null or pain_after between 0 and 10", "pain_after"),
        CheckConstraint("measured_fraction is null or measured_fraction between 0 and 1", "measured_fraction"),
        CheckConstraint("lost_s is null or lost_s >= 0", "lost_s"),
        CheckConstraint("not completed or ended_at is not null", "completed_has_ended"),
        Index(None, "person_id", "started_at"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(Uuid16, ForeignKey("person.id", ondelete="CASCADE"))
    exercise_id: Mapped[str]
    exercise_code: Mapped[str]
    exercise_title: Mapped[str]
    exercise_version: Mapped[int]
    started_at: Mapped[datetime]
    local_date: Mapped[date]
    ended_at: Mapped[datetime | None]
    completed: Mapped[bool]
    repetitions_asked: Mapped[int | None]
    sets_done: Mapped[int]
    pain_before: Mapped[int | None]
    pain_after: Mapped[int | None]
    measured_fraction: Mapped[float | None]
    lost_s: Mapped[float | None]
    software: Mapped[str]
    models: Mapped[str | None]


class RepetitionRow(Base):
    """One repetition; ``position`` counts from 0 through the session."""

    __tablename__ = "repetition"
    __table_args__ = (
        CheckConstraint("peak_deg is null or peak_deg between 0 and 180", "unsigned"),
        CheckConstraint("sigma_deg is null or sigma_deg >= 0", "errors"),
        CheckConstraint("held_s >= 0 and ended_s >= started_s", "times"),
        {"sqlite_with_rowid": False},
    )

    session_id: Mapped[UUID] = mapped_column(
        Uuid16, ForeignKey("exercise_session.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[Position]
    number: Mapped[int]
    set_number: Mapped[int]
    direction: Mapped[Direction | None] = mapped_column(words(Direction, "direction"))
    started_s: Mapped[float]
    ended_s: Mapped[float]
    peak_deg: Mapped[float | None]
    sigma_deg: Mapped[float | None]
    held_s: Mapped[float]
    end_range: Mapped[bool]
    beyond: Mapped[bool]
    error_deg: Mapped[float | None]


class FaultRow(Base):
    """A fault of a session; ``repetition`` is the position of the repetition that it belongs to, if any."""

    __tablename__ = "fault"
    __table_args__ = (
        ForeignKeyConstraint(
            ["session_id", "repetition"], ["repetition.session_id", "repetition.position"], ondelete="CASCADE"
        ),
        {"sqlite_with_rowid": False},
    )

    session_id: Mapped[UUID] = mapped_column(
        Uuid16, ForeignKey("exercise_session.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[Position]
    repetition: Mapped[int | None]
    kind: Mapped[FaultKind] = mapped_column(words(FaultKind, "kind"))
    value: Mapped[float]
    cue: Mapped[str]
    t_s: Mapped[float]
