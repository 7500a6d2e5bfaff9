"""From solid parts to lit triangles, turned to the viewer. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from coach.exercise.figure_pose import FigurePose, Posture, Prop
from coach.measure.types import Floats
from coach.ui.figure import body as solid
from coach.ui.figure.arms import arms
from coach.ui.figure.geometry import skeleton
from coach.ui.figure.head import head_parts
from coach.ui.figure.mesh import Part
from coach.ui.figure.props import props


class Side(StrEnum):
    """Where one looks at the figure from.

    ``FRONT`` is a mirror, as the camera picture is: the person's right is at the right of the screen. ``SIDE`` is seen
    from the person's right, and the figure faces the right of the screen.
    """

    FRONT = "front"
    SIDE = "side"


# Rows: screen right, screen up, towards the viewer; in the axes of the world (X forward, Y up, Z to the right).
_EYES = {
    Side.FRONT: np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]),
    Side.SIDE: np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
}
_LYING_FROM_ABOVE = np.array([[0.0, 0.0, 1.0], [-1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
_LIGHT = np.array([-0.42, 0.62, 0.66])
_FILL = np.array([0.8, 0.1, 0.5])


@dataclass(frozen=True)
class Drawing:
    """Triangles in space, with the viewer's eye on the third axis.

    ``points`` (n, 3) are centimetres: screen right, screen up and towards the viewer; ``light`` (n,) is 0..1,
    ``material`` (n,) a :class:`~coach.ui.figure.palette.Material`; ``faces`` (m, 3) are indices.
    """

    points: Floats
    light: Floats
    material: NDArray[np.int32]
    faces: NDArray[np.int32]


def eye(pose: FigurePose, side: Side) -> Floats:
    """Rows: screen right, screen up and towards the viewer, in the world. A lying figure is seen from above."""
    if side is Side.FRONT and pose.posture is Posture.LYING:
        return _LYING_FROM_ABOVE
    return _EYES[side]


def parts(pose: FigurePose, side: Side) -> list[Part]:
    """Every solid part of a figure and of the things around it."""
    bones = skeleton(pose)
    limbs = arms(bones)
    head = [part.placed(bones.head, bones.atlas) for part in _head_parts(pose)]
    drawn = [*head, solid.neck(bones), solid.trunk(bones), *solid.legs(bones)]
    for limb in limbs:
        drawn += solid.arm(limb)
    return [*drawn, *props(bones, limbs, side is Side.FRONT)]


def _head_parts(pose: FigurePose) -> tuple[Part, ...]:
    """Parts of the head; eyes that have a dot to look at stay on it while the head turns."""
    gaze = (-pose.right_rotation_deg, -pose.flexion_deg) if Prop.DOT in pose.props else (0.0, 0.0)
    return head_parts(*(float(round(angle)) for angle in gaze), eyes_shut=pose.eyes_shut)


def draw(pose: FigurePose, side: Side) -> Drawing:
    """Draw a figure in one view."""
    return project(parts(pose, side), eye(pose, side))


def project(drawn: Sequence[Part], view: Floats) -> Drawing:
    """Turn parts to the viewer and light them."""
    offsets = np.cumsum([0, *(len(part.points) for part in drawn)])
    points = np.concatenate([part.points for part in drawn]) @ view.T
    faces = np.concatenate([part.faces + offset for part, offset in zip(drawn, offsets, strict=False)])
    sizes = [len(part.points) for part in drawn]
    light = _light(points, faces, float(np.linalg.det(view)))
    points[:, 2] += np.repeat([part.nearer for part in drawn], sizes)
    material = np.repeat([part.material for part in drawn], sizes).astype(np.int32)
    return Drawing(points, light, material, faces.astype(np.int32))


def _light(points: Floats, faces: NDArray[np.int32], handed: float) -> Floats:
    """How light each point is, from the mean direction of the faces around it.

    ``handed`` is -1 where the picture is a mirror, in which everything turns the other way round.
    """
    first, second, third = points[faces[:, 0]], points[faces[:, 1]], points[faces[:, 2]]
    normals = np.cross(second - first, third - first) * handed
    corners, tripled = faces.T.ravel(), np.tile(normals, (3, 1))
    around: Floats = np.stack([np.bincount(corners, tripled[:, axis], len(points)) for axis in range(3)], axis=-1)
    around /= np.maximum(np.linalg.norm(around, axis=1, keepdims=True), 1e-9)
    lit = 0.28 + 0.52 * np.clip(around @ _LIGHT, 0, 1) + 0.12 * np.clip(around @ _FILL, 0, 1)
    light: Floats = np.clip(lit + 0.12 * np.clip(around[:, 2], 0, 1), 0, 1)
    return light
