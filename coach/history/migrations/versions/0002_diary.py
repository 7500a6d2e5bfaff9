"""The headache and symptom diary."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from coach.history.columns import UtcDateTime, Uuid16

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema from the revision before to this one."""
    listing = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "diary_entry",
        sa.Column("id", Uuid16(), primary_key=True, nullable=False),
        sa.Column("person_id", Uuid16(), sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("intensity", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Double()),
        sa.Column("side", words("side", "left", "right", "both")),
        sa.Column("places", listing, nullable=False),
        sa.Column("symptoms", listing, nullable=False),
        sa.Column("trigger", words("trigger", "movement", "position", "pressure", "work", "none")),
        sa.Column("medication", sa.String(200), nullable=False),
        sa.Column("medication_count", sa.Integer()),
        sa.Column("relief", listing, nullable=False),
        sa.CheckConstraint("intensity between 0 and 10", name="intensity"),
        sa.CheckConstraint("hours is null or hours between 0 and 24", name="hours"),
        sa.CheckConstraint("medication_count is null or medication_count between 0 and 99", name="medication_count"),
        sa.CheckConstraint("length(medication) <= 200", name="medication"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_diary_entry_person_id_local_date", "diary_entry", ["person_id", "local_date"], unique=False)


def words(name: str, *values: str) -> sa.Enum:
    """Column of words that the database checks."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
