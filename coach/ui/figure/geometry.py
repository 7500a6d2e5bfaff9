"""From a pose to the points of a skeleton. Pure arithmetic.

Lengths are centimetres. The world, the trunk and the head have the axes of :mod:`coach.measure.frames`: X forward,
Y up, Z to the person's right; the hips are the origin. A lying figure is the standing one laid on its back.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.exercise.figure_pose import FigurePose, Posture
from coach.measure.rotations import rotation_from_angles
from coach.measure.types import Angles, Floats

NECK_BASE = np.array([-2.5, 47.0, 0.0])
NECK = np.array([2.6, 8.0, 0.0])
"""From the base of the neck to the joint that the head turns on."""
SHOULDER = np.array([-1.5, 41.0, 16.0])
HEAD_TOP = np.array([0.5, 20.4, 0.0])
"""In the head's own frame, from the joint that it turns on."""
NOSE_TIP = np.array([13.6, 6.2, 0.0])
SHRUG_CM = 6.0
NECK_SHARE = 0.55
"""Of a nod or a side-bend, so much happens below the joint that the head turns on."""
_LEAN_DEG = {Posture.LYING: -90.0, Posture.PRONE_FOREARMS: 66.0}
_HIP = np.array([0.0, 0.0, 8.5])
# hip to knee and knee to ankle for the right leg, in the world
_LEGS = {
    Posture.SITTING: ((42.0, -1.0, 2.0), (2.0, -42.0, 0.0)),
    Posture.STANDING: ((1.0, -43.0, 1.0), (-1.5, -42.0, 0.0)),
    Posture.LYING: ((31.0, 29.0, 1.0), (24.0, -35.0, 0.0)),
    Posture.PRONE_FOREARMS: ((-42.0, -4.0, 1.5), (-41.0, -1.0, 0.5)),
}


@dataclass(frozen=True)
class Skeleton:
    """Where everything is: points (3,) in the world, rotations (3, 3) whose columns are the part's own axes.

    Pairs hold the right one first.
    """

    pose: FigurePose
    trunk: Floats
    head: Floats
    neck_base: Floats
    atlas: Floats
    """The joint that the head turns on."""
    shoulders: tuple[Floats, Floats]
    hips: tuple[Floats, Floats]
    knees: tuple[Floats, Floats]
    ankles: tuple[Floats, Floats]

    def on_head(self, *point: float) -> Floats:
        """World place of a point of the head."""
        place: Floats = self.atlas + self.head @ np.array(point)
        return place

    def on_trunk(self, *point: float) -> Floats:
        """World place of a point of the trunk."""
        place: Floats = self.trunk @ np.array(point)
        return place

    @property
    def nose(self) -> Floats:
        """Tip of the nose."""
        return self.on_head(*NOSE_TIP)

    @property
    def crown(self) -> Floats:
        """Top of the head."""
        return self.on_head(*HEAD_TOP)


def skeleton(pose: FigurePose) -> Skeleton:
    """Place every joint but those of the arms (:mod:`coach.ui.figure.arms` reaches with them)."""
    trunk = rotation_from_angles(Angles(pose.trunk_lean_deg + _LEAN_DEG.get(pose.posture, 0.0), 0.0, 0.0))
    flexion, bend = pose.flexion_deg, pose.right_lateral_flexion_deg
    neck = rotation_from_angles(Angles(NECK_SHARE * flexion, NECK_SHARE * bend, 0.0))
    head = rotation_from_angles(Angles(flexion, bend, pose.right_rotation_deg))
    atlas = NECK_BASE + neck @ NECK + np.array([pose.protraction_cm, 0.0, 0.0])
    upper, lower = (np.array(part) for part in _LEGS[pose.posture])
    knees = _pair(_HIP + upper)
    return Skeleton(
        pose=pose,
        trunk=trunk,
        head=trunk @ head,
        neck_base=trunk @ NECK_BASE,
        atlas=trunk @ atlas,
        shoulders=(
            trunk @ _shoulder(pose.right_shoulder_lift),
            trunk @ (_shoulder(pose.left_shoulder_lift) * (1, 1, -1)),
        ),
        hips=_pair(_HIP),
        knees=knees,
        ankles=_pair(_HIP + upper + lower),
    )


def _pair(right: Floats) -> tuple[Floats, Floats]:
    return right, right * np.array([1.0, 1.0, -1.0])


def _shoulder(lift: float) -> Floats:
    """Right shoulder in the trunk: up with a shrug, a little down and clearly back where the lift is negative."""
    up, drawn = max(0.0, lift), max(0.0, -lift)
    moved: Floats = SHOULDER + np.array([-4.5 * drawn, SHRUG_CM * up - 2.0 * drawn, -0.8 * drawn])
    return moved
