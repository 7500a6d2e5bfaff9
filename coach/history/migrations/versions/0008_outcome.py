"""Why a session ended early, and the delay with which a dot was followed."""

import sqlalchemy as sa
from alembic import op

from coach.history.columns import Uuid16

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

REASONS = ("asked", "pain", "sign", "skipped")


def upgrade() -> None:
    """Bring the schema from the revision before to this one."""
    reason = sa.Enum(*REASONS, name="reason", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "session_stop",
        sa.Column("session_id", Uuid16(), primary_key=True, nullable=False),
        sa.Column("reason", reason, nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["exercise_session.id"], ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "repetition_lag",
        sa.Column("session_id", Uuid16(), primary_key=True, nullable=False),
        sa.Column("position", sa.Integer(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("lag_s", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id", "position"], ["repetition.session_id", "repetition.position"], ondelete="CASCADE"
        ),
        sa.CheckConstraint("lag_s >= 0", name="lag_s"),
        sqlite_with_rowid=False,
    )
