"""Where hands and elbows go: one target for each pose of an arm, and a reach of two bones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from coach.exercise.figure_pose import Arm, ArmPose
from coach.measure.types import Floats
from coach.ui.figure.geometry import Skeleton
from coach.ui.figure.head import CENTRE

UPPER_ARM, FOREARM = 27.0, 25.0
_FLOOR_TO_SHOULDER = 26.0


@dataclass(frozen=True)
class Limb:
    """Shoulder, elbow and wrist in the world, and unit directions: where the hand points, and what the palm faces.

    ``facing`` is ``None`` where the palm follows the forearm.
    """

    shoulder: Floats
    elbow: Floats
    wrist: Floats
    pointing: Floats
    facing: Floats | None = None

    @property
    def hand(self) -> Floats:
        """Middle of the hand."""
        middle: Floats = self.wrist + 4.5 * self.pointing
        return middle


@dataclass(frozen=True)
class _Goal:
    """Wrist, direction of the elbow, where the hand points and what the palm faces; for a right arm."""

    wrist: tuple[float, float, float]
    elbow: tuple[float, float, float]
    hand: tuple[float, float, float]
    on_head: bool = False
    palm: tuple[float, float, float] | None = None
    carried_out: tuple[float, float, float] | None = None
    """Wrist at amount 1; the other is at amount 0."""


# In the trunk's frame, or in that of the head; Z is away from the middle of the body on the arm's own side.
_GOALS = {
    ArmPose.DOWN: _Goal((2.0, -7.0, 21.5), (-1.0, 0.0, 0.3), (0.1, -1.0, 0.0)),
    ArmPose.LAP: _Goal((21.0, 8.5, 14.0), (-1.0, -0.2, 0.25), (0.9, -0.3, -0.35), palm=(0.0, -1.0, 0.0)),
    ArmPose.ON_BELLY: _Goal((13.0, 15.0, 10.0), (-0.3, -0.4, 1.0), (0.15, -0.15, -1.0), palm=(-1.0, 0.0, 0.0)),
    ArmPose.UNDER_SEAT: _Goal((1.0, -3.0, 22.5), (-0.6, 0.0, 0.6), (0.0, -1.0, -0.25)),
    ArmPose.AT_TEMPLE: _Goal((7.5, 3.0, 13.5), (0.4, -0.8, 0.7), (-0.45, 0.75, -0.5), on_head=True),
    ArmPose.AT_FOREHEAD: _Goal((18.0, 5.5, 4.0), (0.4, -0.7, 0.8), (-0.45, 0.85, -0.2), on_head=True),
    ArmPose.AT_BACK_OF_HEAD: _Goal((-9.6, 6.5, 9.0), (-0.1, 0.1, 1.0), (-0.12, 0.3, -0.95), on_head=True),
    ArmPose.AT_SIDE_OF_HEAD: _Goal((2.5, 5.5, 13.2), (0.2, -0.6, 1.0), (-0.1, 0.95, -0.3), on_head=True),
    ArmPose.BEHIND_HEAD: _Goal((-8.4, 4.5, 9.5), (0.35, 0.15, 1.0), (-0.15, 0.3, -0.95), on_head=True),
    ArmPose.PULL_STRAP_ACROSS: _Goal(
        (18.0, 0.0, -4.0), (0.2, -0.8, 0.6), (0.1, 0.6, -0.8), on_head=True, carried_out=(23.0, 0.5, -1.0)
    ),
    ArmPose.ANCHOR_CHEST: _Goal((15.0, 27.0, 3.0), (-0.1, -0.5, 1.0), (-0.2, 0.75, -0.6)),
    ArmPose.ROW: _Goal((44.0, 30.0, 13.0), (-0.4, -0.7, 0.5), (1.0, 0.0, 0.0), carried_out=(14.0, 22.0, 20.0)),
    ArmPose.OVERHEAD_WALL: _Goal((26.0, 52.0, 18.0), (0.2, -0.9, 0.5), (0.1, 1.0, 0.0), carried_out=(24.0, 82.0, 22.0)),
    ArmPose.DOORWAY: _Goal((-1.0, 68.0, 44.0), (0.0, -0.6, 1.0), (0.1, 1.0, 0.0), carried_out=(-8.0, 67.0, 43.0)),
    ArmPose.BEHIND_BACK: _Goal((-16.0, 4.0, 7.0), (-0.8, 0.1, 0.8), (0.0, -0.25, -1.0)),
    ArmPose.MASSAGE_SHOULDER: _Goal((7.5, 45.5, -7.0), (0.6, -0.9, 0.1), (-0.65, 0.35, -0.75)),
}


def arms(body: Skeleton) -> tuple[Limb, Limb]:
    """Right and left arm of a figure."""
    return _arm(body, body.pose.right_arm, 1), _arm(body, body.pose.left_arm, -1)


def _arm(body: Skeleton, arm: Arm, side: int) -> Limb:
    shoulder = body.shoulders[0 if side > 0 else 1]
    if arm.pose is ArmPose.ON_FOREARMS:
        return _propped(shoulder, side)
    goal = _GOALS[arm.pose]
    amount = max(0.0, min(1.0, arm.amount))
    rest = np.array(goal.wrist)
    local = rest if goal.carried_out is None else rest + amount * (np.array(goal.carried_out) - rest)
    place: Callable[..., Floats] = body.on_head if goal.on_head else body.on_trunk
    turned = body.head if goal.on_head else body.trunk
    wrist = place(*(local * (1, 1, side)))
    elbow = reach(shoulder, wrist, body.trunk @ (np.array(goal.elbow) * (1, 1, side)))
    wrist = _within_reach(elbow, wrist)
    along = turned @ (np.array(goal.hand) * (1, 1, side))
    facing = None if goal.palm is None else turned @ (np.array(goal.palm) * (1, 1, side))
    if goal.on_head:
        facing = body.on_head(*CENTRE) - wrist
    return Limb(shoulder, elbow, wrist, along / np.linalg.norm(along), facing)


def _propped(shoulder: Floats, side: int) -> Limb:
    """Place an arm that carries the body: upper arm upright, forearm flat on the floor."""
    elbow = shoulder + np.array([2.0, -_FLOOR_TO_SHOULDER, 1.5 * side])
    wrist = elbow + np.array([FOREARM - 1.0, 0.0, -4.0 * side])
    return Limb(shoulder, elbow, wrist, np.array([1.0, 0.0, 0.0]))


def reach(shoulder: Floats, wrist: Floats, towards: Floats) -> Floats:
    """Elbow of an arm that reaches from its shoulder to a wrist.

    Parameters
    ----------
    shoulder, wrist
        World places, (3,). Where the wrist is out of reach the arm is stretched out towards it.
    towards
        Direction, (3,), to whose side the elbow goes.

    Returns
    -------
    numpy.ndarray
        (3,), :data:`UPPER_ARM` from the shoulder, and :data:`FOREARM` from the wrist where that can be reached.
    """
    line = wrist - shoulder
    far = float(np.linalg.norm(line))
    line = line / far
    span = min(far, UPPER_ARM + FOREARM - 0.2)
    along = (span**2 + UPPER_ARM**2 - FOREARM**2) / (2 * span)
    out = towards - (towards @ line) * line
    height = np.sqrt(max(0.0, UPPER_ARM**2 - along**2))
    elbow: Floats = shoulder + along * line + height * out / np.linalg.norm(out)
    return elbow


def _within_reach(elbow: Floats, wrist: Floats) -> Floats:
    """Bring a wrist to the end of the forearm."""
    line = wrist - elbow
    end: Floats = elbow + FOREARM * line / np.linalg.norm(line)
    return end
