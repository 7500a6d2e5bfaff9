"""How a drawn figure stands at one moment: enough to draw it in front and side view, and nothing of how it is drawn.

Angles are degrees of the head on the trunk with the product's signs: positive is flexion and the person's right.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Posture(StrEnum):
    """What carries the body."""

    SITTING = "sitting"
    STANDING = "standing"
    LYING = "lying"
    """On the back, knees bent."""
    PRONE_FOREARMS = "prone_forearms"
    """On the belly, propped on the forearms."""


class ArmPose(StrEnum):
    """Where an arm is; how far it is carried out is :attr:`Arm.amount`."""

    DOWN = "down"
    LAP = "lap"
    ON_BELLY = "on_belly"
    UNDER_SEAT = "under_seat"
    AT_TEMPLE = "at_temple"
    AT_FOREHEAD = "at_forehead"
    AT_BACK_OF_HEAD = "at_back_of_head"
    AT_SIDE_OF_HEAD = "at_side_of_head"
    BEHIND_HEAD = "behind_head"
    """Fingers laced behind the head, elbows out."""
    PULL_STRAP_ACROSS = "pull_strap_across"
    """Pulls a strap that lies round the neck level past the cheek."""
    ANCHOR_CHEST = "anchor_chest"
    """Holds the end of a strap at the breastbone."""
    ROW = "row"
    OVERHEAD_WALL = "overhead_wall"
    DOORWAY = "doorway"
    BEHIND_BACK = "behind_back"
    MASSAGE_SHOULDER = "massage_shoulder"
    """The hand lies on the other shoulder."""
    ON_FOREARMS = "on_forearms"


class Prop(StrEnum):
    """A thing that belongs to an exercise."""

    TOWEL = "towel"
    STRAP = "strap"
    BAND = "band"
    WALL = "wall"
    DOORWAY = "doorway"
    CHAIR = "chair"
    BALLS = "balls"
    WARM_PACK = "warm_pack"
    CUSHION = "cushion"
    DOT = "dot"
    """A dot at eye height to look at."""


@dataclass(frozen=True, slots=True)
class Arm:
    """What one arm does. ``amount`` is 0..1: how far the pose is carried out (a row pulled, a wall slide up)."""

    pose: ArmPose = ArmPose.DOWN
    amount: float = 0.0


@dataclass(frozen=True, slots=True)
class FigurePose:
    """One moment of a demonstration, or of a recorded repetition.

    Parameters
    ----------
    flexion_deg, right_lateral_flexion_deg, right_rotation_deg
        Head on trunk, degrees; positive is flexion and the person's right.
    protraction_cm
        Head before (positive) or behind (negative) its place over the shoulders, in centimetres.
    trunk_lean_deg
        Trunk forward (positive) or back.
    right_shoulder_lift, left_shoulder_lift
        1 is a full shrug, 0 at rest, negative drawn down and back; from -1 to 1.
    breath
        Air in the lungs, 0 to 1.
    right_arm, left_arm, posture, props, eyes_shut
        What else to draw.
    band_from_deg
        Where a band round the head is fixed: 0 in front, 90 at the person's right, 180 behind.
    """

    flexion_deg: float = 0.0
    right_lateral_flexion_deg: float = 0.0
    right_rotation_deg: float = 0.0
    protraction_cm: float = 0.0
    trunk_lean_deg: float = 0.0
    right_shoulder_lift: float = 0.0
    left_shoulder_lift: float = 0.0
    breath: float = 0.0
    right_arm: Arm = Arm(ArmPose.LAP)
    left_arm: Arm = Arm(ArmPose.LAP)
    posture: Posture = Posture.SITTING
    props: frozenset[Prop] = field(default_factory=frozenset)
    eyes_shut: bool = False
    band_from_deg: float = 0.0
