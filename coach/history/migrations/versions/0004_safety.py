"""What the safety rules need and what they decided."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from coach.history.columns import UtcDateTime, Uuid16

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OUTCOMES = (
    "no training",
    "exercise kept closed",
    "gentle exercises, some closed",
    "training may go on",
    "exercise ended",
    "exercise not started",
    "dose halved",
    "training paused",
    "usual dose",
    "opened again",
)


def upgrade() -> None:
    """Bring the schema from the revision before to this one."""
    create_safety_check()
    create_clearance()
    create_day_after()
    op.create_table(
        "pain_told",
        needed("session_id", Uuid16(), sa.ForeignKey("exercise_session.id", ondelete="CASCADE"), primary_key=True),
        needed("position", sa.Integer(), primary_key=True, autoincrement=False),
        needed("told_at", UtcDateTime()),
        needed("level", sa.Integer()),
        sa.CheckConstraint("level between 0 and 10", name="level"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "decision",
        needed("id", Uuid16(), primary_key=True),
        person(),
        sa.Column("session_id", Uuid16(), sa.ForeignKey("exercise_session.id", ondelete="CASCADE")),
        needed("at", UtcDateTime()),
        needed("local_date", sa.Date()),
        needed("rule", sa.Text()),
        needed("outcome", words("outcome", *OUTCOMES)),
        needed("inputs", table()),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_decision_person_id_at", "decision", ["person_id", "at"], unique=False)


def create_safety_check() -> None:
    """Make the table of answers."""
    op.create_table(
        "safety_check",
        needed("id", Uuid16(), primary_key=True),
        person(),
        needed("kind", words("kind", "intake", "emergency")),
        needed("asked_at", UtcDateTime()),
        needed("local_date", sa.Date()),
        needed("answers", table()),
        needed("rules_version", sa.Integer()),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_safety_check_person_id_asked_at", "safety_check", ["person_id", "asked_at"], unique=False)


def create_clearance() -> None:
    """Make the table of doctors' words."""
    op.create_table(
        "clearance",
        needed("id", Uuid16(), primary_key=True),
        person(),
        needed("at", UtcDateTime()),
        needed("local_date", sa.Date()),
        needed("rules", table()),
        needed("by", sa.String(80)),
        sa.CheckConstraint("length(by) between 1 and 80", name="by"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_clearance_person_id_at", "clearance", ["person_id", "at"], unique=False)


def create_day_after() -> None:
    """Make the table of days after training."""
    op.create_table(
        "day_after",
        person(primary_key=True),
        needed("about", sa.Date(), primary_key=True),
        needed("asked_at", UtcDateTime()),
        sa.Column("worse_longer_than_a_day", sa.Boolean()),
        sa.Column("headache_before", sa.Integer()),
        sa.Column("headache_after", sa.Integer()),
        sa.CheckConstraint("headache_before is null or headache_before between 0 and 10", name="headache_before"),
        sa.CheckConstraint("headache_after is null or headache_after between 0 and 10", name="headache_after"),
        sqlite_with_rowid=False,
    )


def person(**options: Any) -> sa.Column[Any]:
    """Column of the person that a row belongs to."""
    return needed("person_id", Uuid16(), sa.ForeignKey("person.id", ondelete="CASCADE"), **options)


def needed(name: str, *parts: Any, **options: Any) -> sa.Column[Any]:
    """Column that is never null."""
    return sa.Column(name, *parts, nullable=False, **options)


def words(name: str, *values: str) -> sa.Enum:
    """Column of words that the database checks."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def table() -> Any:
    """Column of a JSON object or list."""
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
