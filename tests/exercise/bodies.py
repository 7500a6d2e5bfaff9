"""Bodies as the body model finds them in front of a camera: points by anatomy, in widths of its shoulder line.

Where hands and elbows are was read from the body model on rendered people (some of them are in ``tests/data/signs``);
poses that were not rendered are put beside their likes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from coach.exercise.figure_pose import Arm, ArmPose, FigurePose
from coach.measure.types import Detection

Place = tuple[float, float]
ArmAt = tuple[Place, Place]
"""Elbow and wrist: out to the arm's own side (the shoulder is at 0.5), and up from the shoulder line."""

# Where elbow and wrist are when a pose begins and when it is carried out in full.
ARMS: Mapping[ArmPose, tuple[ArmAt, ArmAt]] = {
    ArmPose.DOWN: (((0.72, -0.75), (0.85, -1.35)),) * 2,
    ArmPose.LAP: (((0.75, -0.75), (0.35, -1.2)),) * 2,
    ArmPose.ON_BELLY: (((0.75, -0.7), (0.1, -0.95)),) * 2,
    ArmPose.UNDER_SEAT: (((0.7, -0.8), (0.7, -1.5)),) * 2,
    ArmPose.AT_TEMPLE: (((1.0, -0.25), (0.65, 0.33)),) * 2,
    ArmPose.AT_FOREHEAD: (((0.95, -0.3), (0.55, 0.28)),) * 2,
    ArmPose.AT_BACK_OF_HEAD: (((1.1, 0.25), (0.48, 0.4)),) * 2,
    ArmPose.AT_SIDE_OF_HEAD: (((1.0, 0.1), (0.55, 0.6)),) * 2,
    ArmPose.BEHIND_HEAD: (((1.1, 0.22), (0.48, 0.38)),) * 2,
    ArmPose.PULL_STRAP_ACROSS: (((0.85, -0.3), (0.4, 0.2)), ((0.95, -0.1), (0.1, 0.3))),
    ArmPose.ANCHOR_CHEST: (((0.75, -0.7), (0.1, -0.45)),) * 2,
    ArmPose.ROW: (((0.6, -0.5), (0.5, -0.5)), ((0.9, -0.6), (0.6, -0.65))),
    ArmPose.OVERHEAD_WALL: (((0.95, -0.1), (0.9, 0.5)), ((0.9, 0.5), (1.05, 1.4))),
    ArmPose.DOORWAY: (((1.3, -0.05), (1.35, 0.65)),) * 2,
    ArmPose.BEHIND_BACK: (((0.85, -0.6), (0.3, -0.9)),) * 2,
    ArmPose.MASSAGE_SHOULDER: (((0.3, -0.75), (-0.25, -0.23)),) * 2,
    ArmPose.ON_FOREARMS: (((0.6, -0.7), (0.5, -0.75)),) * 2,
}


def arm(pose: Arm) -> ArmAt:
    """Elbow and wrist of a pose, carried out as far as it says."""
    begin, end = ARMS[pose.pose]
    return tuple(  # type: ignore[return-value]
        tuple(a + (b - a) * pose.amount for a, b in zip(first, last, strict=True))
        for first, last in zip(begin, end, strict=True)
    )


def body(
    right: ArmAt = ARMS[ArmPose.LAP][0],
    left: ArmAt = ARMS[ArmPose.LAP][0],
    *,
    width_px: float = 220,
    middle_px: Place = (320, 330),
    lean_deg: float = 0,
    head: Place = (0.0, 0.62),
    lift: tuple[float, float] = (0.0, 0.0),
    seen: float = 0.95,
    size_px: tuple[int, int] = (640, 480),
    t_s: float = 0.0,
    shake: np.ndarray | None = None,
) -> Detection:
    """A detection. ``lean_deg`` tips the body to its right; ``head`` is the nose; ``lift`` raises right, left shoulder.

    Points outside of the picture are hardly seen, as the body model says of them.
    """
    points = np.zeros((33, 2))
    points[0] = head
    points[7], points[8] = (0.2, head[1] - 0.08), (-0.2, head[1] - 0.08)
    points[11], points[12] = (0.5, lift[1]), (-0.5, lift[0])
    for (out, up), index in zip((*left, *right), (13, 15, 14, 16), strict=True):
        points[index] = (out if index % 2 else -out, up)
    if shake is not None:
        points += shake
    turn = math.radians(lean_deg)
    # x to the person's left is to the right of the unmirrored picture; up is against y
    across = np.array([math.cos(turn), -math.sin(turn)])
    up_px = np.array([-math.sin(turn), -math.cos(turn)])
    px = np.asarray(middle_px) + width_px * (points[:, :1] * across + points[:, 1:] * up_px)
    inside = np.all((px >= 0) & (px < np.asarray(size_px)), axis=1)
    return Detection(0, t_s, size_px, None, px, np.where(inside, seen, 0.1), None, 0.5)


def body_of(pose: FigurePose, **how: object) -> Detection:
    """A body that stands as a drawn figure does."""
    head = (
        -0.7 * math.sin(math.radians(pose.right_lateral_flexion_deg))
        - 0.2 * math.sin(math.radians(pose.right_rotation_deg)),
        0.7 * math.cos(math.radians(pose.right_lateral_flexion_deg)) - 0.2 * math.sin(math.radians(pose.flexion_deg)),
    )
    lift = (0.15 * pose.right_shoulder_lift, 0.15 * pose.left_shoulder_lift)
    return body(arm(pose.right_arm), arm(pose.left_arm), head=head, lift=lift, **how)
