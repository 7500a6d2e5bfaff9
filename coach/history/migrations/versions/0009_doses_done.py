"""The dose with which a session was done, and two more kinds of changes of a dose.

The table of changes is rebuilt, because SQLite changes no constraint of a table that is there.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from coach.history.columns import UtcDateTime, Uuid16

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema from the revision before to this one."""
    op.create_table(
        "session_dose",
        sa.Column("session_id", Uuid16(), primary_key=True, nullable=False),
        sa.Column("guide", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["exercise_session.id"], ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("dose_change", copy_from=dose_change(), recreate="always") as batch:
        batch.alter_column("reason", nullable=False)


def dose_change() -> sa.Table:
    """Table of changes as it is from now on; only its check constraint is new."""
    return sa.Table(
        "dose_change",
        sa.MetaData(naming_convention=op.get_context().opts["target_metadata"].naming_convention),
        needed("id", Uuid16(), primary_key=True),
        needed("person_id", Uuid16(), sa.ForeignKey("person.id", ondelete="CASCADE")),
        needed("exercise_id", sa.Text()),
        needed("kind", kinds("up", "down", "kept", "set", "halved", "stopped")),
        needed("before", sa.Integer()),
        needed("level", sa.Integer()),
        needed("at", UtcDateTime()),
        needed("local_date", sa.Date()),
        needed("rule", sa.Text()),
        needed("reason", sa.Text()),
        sa.Index("ix_dose_change_person_id_at", "person_id", "at"),
        sqlite_with_rowid=False,
    )


def needed(name: str, *parts: Any, **options: Any) -> sa.Column[Any]:
    """Column that is never null."""
    return sa.Column(name, *parts, nullable=False, **options)


def kinds(*values: str) -> sa.Enum:
    """Column of words that the database checks."""
    return sa.Enum(*values, name="kind", native_enum=False, create_constraint=True, length=40)
