"""What part of a figure is shown: one frame for all moments of an exercise, so that the picture keeps still."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from coach.exercise.figure_pose import ArmPose, FigurePose, Posture, Prop
from coach.measure.types import Floats
from coach.ui.figure.arms import arms
from coach.ui.figure.geometry import skeleton
from coach.ui.figure.picture import Side, eye

_MARGIN = 5.0
_LOWEST = {Posture.SITTING: 10.0, Posture.STANDING: 6.0}
"""Upright figures are cut off here, below the waist line, unless a hand is lower."""

_LOWEST_CLOSE = 22.0
_RESTING = frozenset({ArmPose.LAP, ArmPose.DOWN})


@dataclass(frozen=True)
class Window:
    """A part of the plane, centimetres."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return self.right - self.left, self.top - self.bottom


def frame(poses: Iterable[FigurePose], side: Side, *, close: bool = False) -> Window:
    """Smallest window that shows head, hands and shoulders of all poses, and of a lying figure all down to the hips.

    ``close`` leaves arms out that only rest, for a small picture. Raises ``ValueError`` without any pose.
    """
    corners = [_extent(pose, side, close) for pose in poses]
    if not corners:
        raise ValueError("a frame needs at least one pose")
    low = np.min([low for low, _ in corners], axis=0) - _MARGIN
    high = np.max([high for _, high in corners], axis=0) + _MARGIN
    return Window(float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def _extent(pose: FigurePose, side: Side, close: bool) -> tuple[Floats, Floats]:
    body = skeleton(pose)
    points = [body.crown, body.nose, body.on_head(-7.5, 8.0, 0.0)]
    for arm, limb in zip((pose.right_arm, pose.left_arm), arms(body), strict=True):
        if not (close and arm.pose in _RESTING):
            points += [limb.elbow, limb.hand + 4.0 * limb.pointing]
    points += [shoulder + sign * body.trunk[:, 2] * 5.0 for shoulder, sign in zip(body.shoulders, (1, -1), strict=True)]
    points += [body.on_trunk(-12.0, 30.0, 0.0), body.on_trunk(12.0, 30.0, 0.0)]
    if pose.posture in _LOWEST:
        points.append(np.array([0.0, _LOWEST_CLOSE if close else _LOWEST[pose.posture], 0.0]))
    else:
        points += [*body.hips, np.array([0.0, -14.0, 0.0])]
    if Prop.DOT in pose.props and side is Side.SIDE:
        points.append(body.on_trunk(50.0, 66.0, 0.0))
    flat = (np.array(points) @ eye(pose, side).T)[:, :2]
    return flat.min(axis=0), flat.max(axis=0)
