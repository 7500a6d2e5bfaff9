"""How the trials of a test of the range of motion were done."""

import sqlalchemy as sa
from alembic import op

from coach.history.columns import Uuid16

revision = "0006"
down_revision = "0005"
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


def upgrade() -> None:
    """Bring the schema from the revision before to this one."""
    direction = sa.Enum(*DIRECTIONS, name="direction", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "rom_movement",
        sa.Column("rom_test_id", Uuid16(), primary_key=True, nullable=False),
        sa.Column("direction", direction, primary_key=True, nullable=False),
        sa.Column("warm_up_deg", sa.Double()),
        sa.Column("held_s", sa.Double()),
        sa.Column("trunk_deg", sa.Double()),
        sa.Column("shoulder_rise_pct", sa.Double()),
        sa.Column("peak_speed_deg_per_s", sa.Double()),
        sa.Column("mean_speed_deg_per_s", sa.Double()),
        sa.Column("smoothness", sa.Double()),
        sa.Column("pain_onset_deg", sa.Double()),
        sa.ForeignKeyConstraint(
            ["rom_test_id", "direction"], ["rom_value.rom_test_id", "rom_value.direction"], ondelete="CASCADE"
        ),
        sa.CheckConstraint("held_s is null or held_s >= 0", name="held_s"),
        sa.CheckConstraint("pain_onset_deg is null or pain_onset_deg between 0 and 180", name="pain_onset_deg"),
        sqlite_with_rowid=False,
    )
