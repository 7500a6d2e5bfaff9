"""The way of the head through each repetition."""

import sqlalchemy as sa
from alembic import op

from coach.history.columns import Uuid16

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema from the revision before to this one."""
    op.create_table(
        "repetition_trace",
        sa.Column("session_id", Uuid16(), primary_key=True, nullable=False),
        sa.Column("position", sa.Integer(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("first_s", sa.Double(), nullable=False),
        sa.Column("step_s", sa.Double(), nullable=False),
        sa.Column("points", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id", "position"], ["repetition.session_id", "repetition.position"], ondelete="CASCADE"
        ),
        sa.CheckConstraint("step_s > 0", name="step"),
        sa.CheckConstraint("length(points) > 0", name="points"),
        sqlite_with_rowid=False,
    )
