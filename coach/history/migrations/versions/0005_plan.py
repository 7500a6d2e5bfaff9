"""The plan: what was agreed, and how doses were changed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from coach.history.columns import UtcDateTime, Uuid16

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema from the revision before to this one."""
    listing = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "plan",
        sa.Column("id", Uuid16(), primary_key=True, nullable=False),
        sa.Column("person_id", Uuid16(), sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("set_by", words("set_by", "program", "person", "therapist"), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("weekdays", listing, nullable=False),
        sa.Column("phase", sa.Text()),
        sa.Column("follows_phases", sa.Boolean(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_plan_person_id_made_at", "plan", ["person_id", "made_at"], unique=False)
    create_dose_change()
    create_plan_entry()


def create_dose_change() -> None:
    """Make the table of steps up and down."""
    op.create_table(
        "dose_change",
        sa.Column("id", Uuid16(), primary_key=True, nullable=False),
        sa.Column("person_id", Uuid16(), sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
        sa.Column("exercise_id", sa.Text(), nullable=False),
        sa.Column("kind", words("kind", "up", "down", "kept", "set"), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_dose_change_person_id_at", "dose_change", ["person_id", "at"], unique=False)


def create_plan_entry() -> None:
    """Make the table of what a plan says about single exercises."""
    op.create_table(
        "plan_entry",
        sa.Column("plan_id", Uuid16(), sa.ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True, nullable=False),
        sa.Column("exercise_id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", words("kind", "prescribed", "allowed", "closed"), nullable=False),
        sa.Column("repetitions", sa.Integer()),
        sa.Column("sets", sa.Integer()),
        sa.Column("hold_s", sa.Double()),
        sa.Column("duration_s", sa.Double()),
        sa.Column("days_per_week", sa.Integer()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("days_per_week is null or days_per_week between 1 and 7", name="days_per_week"),
        sa.CheckConstraint(
            "kind = 'prescribed' or coalesce(repetitions, sets, hold_s, duration_s) is null",
            name="dose_is_prescribed",
        ),
        sqlite_with_rowid=False,
    )


def words(name: str, *values: str) -> sa.Enum:
    """Column of words that the database checks."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
