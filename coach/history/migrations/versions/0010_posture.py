"""Craniovertebral angles."""

import sqlalchemy as sa
from alembic import op

from coach.history.columns import UtcDateTime, Uuid16

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema from the revision before to this one."""
    view = sa.Enum("front", "left", "right", name="view", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "posture",
        sa.Column("id", Uuid16(), primary_key=True, nullable=False),
        sa.Column("person_id", Uuid16(), nullable=False),
        sa.Column("measured_at", UtcDateTime(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("view", view, nullable=False),
        sa.Column("craniovertebral_deg", sa.Double(), nullable=False),
        sa.Column("sigma_deg", sa.Double(), nullable=False),
        sa.Column("software", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.CheckConstraint("craniovertebral_deg between -90 and 90", name="craniovertebral_deg"),
        sa.CheckConstraint("sigma_deg >= 0", name="sigma_deg"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_posture_person_id_measured_at"), "posture", ["person_id", "measured_at"])
