"""The personal head model, and where that head is in the camera frame.

The model is the person's own face at neutral: the mesh points that move least with expression, lifted into three
dimensions and turned into the head's anatomical frame. In every later frame the pose is the rigid motion that projects
the model best onto the mesh (perspective-n-point by Gauss-Newton with Huber weights), so that perspective, a camera
that is not level and a head away from the image centre are part of the model and not an error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.measure.optics import Pinhole
from coach.measure.rotations import nearest_rotation, rotation_from_vector
from coach.measure.types import Floats

IRIS_DIAMETER_M = 0.0117
"""Horizontal visible iris diameter of adults, 11.7 mm on average (Ruefer et al., Cornea 2005;24:259-61)."""

MESH_DEPTH_SCALE = 0.85
"""The mesh's own depth exaggerates the relief of a face when a perspective camera is assumed. A compromise chosen on
the films of the truth set; what it leaves is the correction's part."""

LEFT_IRIS, RIGHT_IRIS = (474, 476), (469, 471)

# Brow, nose, temples and the frame of the eyes: what neither speech nor a smile nor a blink moves much.
# fmt: off
RIGID_MIDLINE = np.array([
    1, 2, 4, 5, 6, 8, 9, 10, 19, 94, 151, 168, 195, 197,
])
RIGID_RIGHT = np.array([
    21, 33, 45, 48, 49, 51, 54, 64, 66, 67, 68, 69, 93, 97, 98, 99, 102, 103, 104, 105, 107, 108, 109, 115, 122, 127,
    128, 129, 131, 133, 134, 139, 162, 174, 188, 193, 196, 198, 209, 217, 219, 220, 234, 236, 237,
])
RIGID_LEFT = np.array([
    251, 263, 275, 278, 279, 281, 284, 294, 296, 297, 298, 299, 323, 326, 327, 328, 331, 332, 333, 334, 336, 337, 338,
    344, 351, 356, 357, 358, 360, 362, 363, 368, 389, 399, 412, 417, 419, 420, 429, 437, 439, 440, 454, 456, 457,
])
# fmt: on
RIGID_POINTS = np.concatenate([RIGID_MIDLINE, RIGID_RIGHT, RIGID_LEFT])
MIRRORED_POINTS = np.concatenate(
    [
        np.arange(len(RIGID_MIDLINE)),
        len(RIGID_MIDLINE) + len(RIGID_RIGHT) + np.arange(len(RIGID_LEFT)),
        len(RIGID_MIDLINE) + np.arange(len(RIGID_RIGHT)),
    ]
)
"""Position of every rigid point's partner on the other side of the face."""

# Right and left partners whose difference is the head's mediolateral axis.
RIGHT_POINTS = np.array([33, 133, 234, 127, 93, 61, 70, 105, 129, 98, 50, 205, 172, 58])
LEFT_POINTS = np.array([263, 362, 454, 356, 323, 291, 300, 334, 358, 327, 280, 425, 397, 288])
NASION, LOWER_LIP = 168, 17


@dataclass(frozen=True, slots=True)
class HeadModel:
    """Rigid points (n, 3) in metres in the person's head frame, origin at their mean."""

    points_m: Floats


@dataclass(frozen=True, slots=True)
class HeadPose:
    """Where the head is.

    Parameters
    ----------
    camera_from_head
        Rotation (3, 3).
    position_m
        Head origin (3,) in the camera frame.
    residual
        Root mean square distance between model and mesh, as a fraction of the size of the face in the image.
    """

    camera_from_head: Floats
    position_m: Floats
    residual: float


def head_from_mesh(mesh_px: Floats, camera: Pinhole) -> tuple[HeadModel, HeadPose]:
    """Personal model and pose of one (averaged) mesh (478, 3) of a person who looks ahead.

    The distance follows from the size of the iris, the relief from the mesh's depth times ``MESH_DEPTH_SCALE``. The
    mediolateral axis is the mean of symmetric pairs; the superior axis is the line from the lower lip to the nasion,
    which lies nearest to the trunk's vertical in people who sit upright, made orthogonal to it.
    """
    iris_px = np.mean([np.linalg.norm(mesh_px[a, :2] - mesh_px[b, :2]) for a, b in (LEFT_IRIS, RIGHT_IRIS)])
    distance_m = camera.focal_px * IRIS_DIAMETER_M / max(float(iris_px), 1e-6)
    relief_px = MESH_DEPTH_SCALE * (mesh_px[:, 2] - mesh_px[RIGID_POINTS, 2].mean())
    points_m = camera.lift(mesh_px[:, :2], distance_m * (1 + relief_px / camera.focal_px))
    right = (points_m[RIGHT_POINTS] - points_m[LEFT_POINTS]).mean(axis=0)
    up = points_m[NASION] - points_m[LOWER_LIP]
    z = right / np.linalg.norm(right)
    y = up - (up @ z) * z
    y /= np.linalg.norm(y)
    camera_from_head = nearest_rotation(np.column_stack([np.cross(y, z), y, z]))
    origin = points_m[RIGID_POINTS].mean(axis=0)
    model = HeadModel((points_m[RIGID_POINTS] - origin) @ camera_from_head)
    return model, HeadPose(camera_from_head, origin, 0.0)


def locate_head(model: HeadModel, mesh_px: Floats, camera: Pinhole, start: HeadPose, steps: int = 8) -> HeadPose:
    """Pose of the head in one mesh (478, 3), from a start pose that lies within some tens of degrees."""
    seen_px = mesh_px[RIGID_POINTS, :2]
    face_px = float(np.linalg.norm(seen_px.std(axis=0)))
    rotation, position = start.camera_from_head, start.position_m
    weight = np.ones(len(seen_px))
    distance_px = np.zeros(len(seen_px))
    for _ in range(steps):
        turned = model.points_m @ rotation.T
        residual_px, jacobian = linearise(turned, position, seen_px, camera)
        distance_px = np.linalg.norm(residual_px, axis=1)
        weight = 1 / np.maximum(1.0, distance_px / (0.03 * face_px + 1e-9))
        flat = (jacobian * weight[:, None, None]).reshape(-1, 6)
        normal = flat.T @ jacobian.reshape(-1, 6)
        gradient = flat.T @ residual_px.ravel()
        step = -np.linalg.solve(normal + 1e-9 * np.trace(normal) * np.eye(6), gradient)
        rotation = rotation_from_vector(step[:3]) @ rotation
        position = position + step[3:]
        if np.abs(step[:3]).max() < 1e-5:
            break
    rms = float(np.sqrt(np.average(distance_px**2, weights=weight)))
    return HeadPose(rotation, position, rms / max(face_px, 1e-6))


def linearise(turned_m: Floats, position_m: Floats, seen_px: Floats, camera: Pinhole) -> tuple[Floats, Floats]:
    """Reprojection residuals (n, 2) and their Jacobian (n, 2, 6) for a small rotation and a shift."""
    point = turned_m + position_m
    depth = np.maximum(point[:, 2], 0.05)
    scale = camera.focal_px / depth
    projected = point[:, :2] * scale[:, None] + np.asarray(camera.centre_px)
    by_shift = np.zeros((len(point), 2, 3))
    by_shift[:, 0, 0] = by_shift[:, 1, 1] = scale
    by_shift[:, :, 2] = -point[:, :2] * (scale / depth)[:, None]
    jacobian = np.empty((len(point), 2, 6))
    jacobian[:, :, 3:] = by_shift
    for row in range(2):
        jacobian[:, row, :3] = _cross(turned_m, by_shift[:, row])
    return projected - seen_px, jacobian


def _cross(a: Floats, b: Floats) -> Floats:
    """Cross products of rows (n, 3); numpy's own spends longer on its axes than on the products."""
    product = np.empty_like(a)
    product[:, 0] = a[:, 1] * b[:, 2] - a[:, 2] * b[:, 1]
    product[:, 1] = a[:, 2] * b[:, 0] - a[:, 0] * b[:, 2]
    product[:, 2] = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    return product
