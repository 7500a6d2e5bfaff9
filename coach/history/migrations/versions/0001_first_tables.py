"""First tables: person, test of the range of motion, exercise session with repetitions and faults."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from coach.history.columns import UtcDateTime, Uuid16

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

DIRECTIONS = (
    "flexion",
    "extension",
    "right_lateral_flexion",
    "left_lateral_flexion",
    "right_rotation",
    "left_rotation",
)
FAULTS = (
    "trunk_rotation",
    "trunk_lateral_flexion",
    "shoulder_rise",
    "flexion",
    "extension",
    "lateral_flexion",
    "rotation",
    "wrong_side",
    "too_fast",
    "too_far",
    "short_hold",
    "head_moves",
)


def upgrade() -> None:
    """Bring the schema from the revision before to this one."""
    op.create_table(
        "person",
        needed("id", Uuid16(), primary_key=True),
        needed("name", sa.String(80)),
        needed("created_at", UtcDateTime()),
        check("name", "length(name) between 1 and 80"),
        sqlite_with_rowid=False,
    )
    create_exercise_session()
    create_rom_test()
    create_repetition()
    create_rom_value()
    create_fault()


def create_exercise_session() -> None:
    """Make the table of exercise sessions."""
    op.create_table(
        "exercise_session",
        needed("id", Uuid16(), primary_key=True),
        needed("person_id", Uuid16(), sa.ForeignKey("person.id", ondelete="CASCADE")),
        needed("exercise_id", sa.Text()),
        needed("exercise_code", sa.Text()),
        needed("exercise_title", sa.Text()),
        needed("exercise_version", sa.Integer()),
        needed("started_at", UtcDateTime()),
        needed("local_date", sa.Date()),
        sa.Column("ended_at", UtcDateTime()),
        needed("completed", sa.Boolean()),
        sa.Column("repetitions_asked", sa.Integer()),
        needed("sets_done", sa.Integer()),
        sa.Column("pain_before", sa.Integer()),
        sa.Column("pain_after", sa.Integer()),
        sa.Column("measured_fraction", sa.Double()),
        sa.Column("lost_s", sa.Double()),
        needed("software", sa.Text()),
        sa.Column("models", sa.Text()),
        check("pain_before", "pain_before is null or pain_before between 0 and 10"),
        check("pain_after", "pain_after is null or pain_after between 0 and 10"),
        check("measured_fraction", "measured_fraction is null or measured_fraction between 0 and 1"),
        check("lost_s", "lost_s is null or lost_s >= 0"),
        check("completed_has_ended", "not completed or ended_at is not null"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_exercise_session_person_id_started_at", "exercise_session", ["person_id", "started_at"], unique=False
    )


def create_rom_test() -> None:
    """Make the table of tests of the range of motion."""
    op.create_table(
        "rom_test",
        needed("id", Uuid16(), primary_key=True),
        needed("person_id", Uuid16(), sa.ForeignKey("person.id", ondelete="CASCADE")),
        needed("measured_at", UtcDateTime()),
        needed("local_date", sa.Date()),
        needed("view", words("view", "front", "left", "right")),
        needed("software", sa.Text()),
        sa.Column("models", sa.Text()),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_rom_test_person_id_measured_at", "rom_test", ["person_id", "measured_at"], unique=False)


def create_repetition() -> None:
    """Make the table of repetitions."""
    op.create_table(
        "repetition",
        needed("session_id", Uuid16(), sa.ForeignKey("exercise_session.id", ondelete="CASCADE"), primary_key=True),
        needed("position", sa.Integer(), primary_key=True, autoincrement=False),
        needed("number", sa.Integer()),
        needed("set_number", sa.Integer()),
        sa.Column("direction", words("direction", *DIRECTIONS)),
        needed("started_s", sa.Double()),
        needed("ended_s", sa.Double()),
        sa.Column("peak_deg", sa.Double()),
        sa.Column("sigma_deg", sa.Double()),
        needed("held_s", sa.Double()),
        needed("end_range", sa.Boolean()),
        needed("beyond", sa.Boolean()),
        check("unsigned", "peak_deg is null or peak_deg between 0 and 180"),
        check("errors", "sigma_deg is null or sigma_deg >= 0"),
        check("times", "held_s >= 0 and ended_s >= started_s"),
        sqlite_with_rowid=False,
    )


def create_rom_value() -> None:
    """Make the table of ranges, one row for each direction of a test."""
    op.create_table(
        "rom_value",
        needed("rom_test_id", Uuid16(), sa.ForeignKey("rom_test.id", ondelete="CASCADE"), primary_key=True),
        needed("direction", words("direction", *DIRECTIONS), primary_key=True),
        needed("peak_deg", sa.Double()),
        needed("mean_deg", sa.Double()),
        needed("trials_deg", listing()),
        needed("sigma_deg", sa.Double()),
        sa.Column("sem_deg", sa.Double()),
        needed("out_of_plane_deg", sa.Double()),
        needed("beyond", sa.Boolean()),
        needed("problems", listing()),
        check("unsigned", "peak_deg between 0 and 180 and mean_deg between 0 and 180"),
        check("errors", "sigma_deg >= 0 and (sem_deg is null or sem_deg >= 0)"),
        check("out_of_plane", "out_of_plane_deg >= 0"),
        sqlite_with_rowid=False,
    )


def create_fault() -> None:
    """Make the table of faults, of a session or of one of its repetitions."""
    op.create_table(
        "fault",
        needed("session_id", Uuid16(), sa.ForeignKey("exercise_session.id", ondelete="CASCADE"), primary_key=True),
        needed("position", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("repetition", sa.Integer()),
        needed("kind", words("kind", *FAULTS)),
        needed("value", sa.Double()),
        needed("cue", sa.Text()),
        needed("t_s", sa.Double()),
        sa.ForeignKeyConstraint(
            ["session_id", "repetition"], ["repetition.session_id", "repetition.position"], ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )


def needed(name: str, *parts: Any, **options: Any) -> sa.Column[Any]:
    """Column that is never null."""
    return sa.Column(name, *parts, nullable=False, **options)


def check(name: str, condition: str) -> sa.CheckConstraint:
    """Check constraint whose full name follows the naming convention of the tables."""
    return sa.CheckConstraint(condition, name=name)


def words(name: str, *values: str) -> sa.Enum:
    """Column of words that the database checks."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def listing() -> Any:
    """Column of a JSON list."""
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
