"""More kinds of faults, and how far a relocation or a followed path was off.

Both tables are rebuilt, because SQLite changes no constraint of a table that is there.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from coach.history.columns import Uuid16

revision = "0003"
down_revision = "0002"
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
    "slump",
    "flexion",
    "extension",
    "lateral_flexion",
    "rotation",
    "protraction",
    "retraction",
    "wrong_side",
    "too_fast",
    "off_tempo",
    "too_far",
    "overshoot",
    "short_hold",
    "head_moves",
    "tremor",
    "path_lag",
)


def upgrade() -> None:
    """Bring the schema from the revision before to this one."""
    with op.batch_alter_table("repetition", copy_from=repetition(), recreate="always") as batch:
        batch.add_column(sa.Column("error_deg", sa.Double()))
    with op.batch_alter_table("fault", copy_from=fault(), recreate="always") as batch:
        batch.alter_column("cue", nullable=False)


def repetition() -> sa.Table:
    """Table of repetitions as the first revision made it."""
    return sa.Table(
        "repetition",
        named(),
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
        sa.CheckConstraint("peak_deg is null or peak_deg between 0 and 180", name="unsigned"),
        sa.CheckConstraint("sigma_deg is null or sigma_deg >= 0", name="errors"),
        sa.CheckConstraint("held_s >= 0 and ended_s >= started_s", name="times"),
        sqlite_with_rowid=False,
    )


def fault() -> sa.Table:
    """Table of faults as it is from now on; only its check constraint is new."""
    return sa.Table(
        "fault",
        named(),
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


def named() -> sa.MetaData:
    """Give constraints the names that those of the first revision have."""
    return sa.MetaData(naming_convention=op.get_context().opts["target_metadata"].naming_convention)


def needed(name: str, *parts: Any, **options: Any) -> sa.Column[Any]:
    """Column that is never null."""
    return sa.Column(name, *parts, nullable=False, **options)


def words(name: str, *values: str) -> sa.Enum:
    """Column of words that the database checks."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
