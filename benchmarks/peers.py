"""How others read neck angles from the same landmarks, each as well as its recipe allows.

All take neutral from the first seconds of rest, none knows the trunk, and none smooths. What comes out has the signs
of ``coach/measure/frames.py``: columns flexion, right lateral flexion, right rotation in degrees, NaN for
none.

`six_point`
    Six mesh points and a generic face by ``cv2.solvePnP`` with the image width as focal length, angles by
    ``cv2.RQDecomp3x3``, those of neutral subtracted: what most public head-pose scripts do. Two kindnesses to it: the
    face is written in the camera's axes, so that neutral lies near zero and not at ±180°, and the search starts from a
    face that looks into the camera. Without them signs flip, and its mean error in rotation is twice as large.
`mesh_kabsch`
    The rotation that lays the person's own neutral mesh, with the mesh model's own depth, onto the present one
    (Kabsch, Acta Cryst 1976;A32:922-3), in the axes of the neutral mesh.
`nose_ear`
    The nose between the ears of the body model: rotation from its sideways, flexion from its upright distance to the
    middle of the ears, lateral flexion from the slope of the ear line. From the side: the slope of the line from the
    nearer ear to the nose.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from benchmarks.truth import NEUTRAL_S, Floats, clinical_angles, nearest_rotation
from coach.measure.types import Detection, View

Peer = Callable[[Sequence[Detection], View], Floats]

# Nose tip, chin, outer eye corners and mouth corners (right, left) of the mesh, and of the generic face that public
# scripts pass on: x to the person's left, y up, z forward, in units of its own.
SIX = (1, 152, 33, 263, 61, 291)
GENERIC_FACE = np.array(
    [[0, 0, 0], [0, -330, -65], [-225, 170, -135], [225, 170, -135], [-150, -150, -125], [150, -150, -125]], float
)
CAMERA_FROM_FACE = np.diag([1.0, -1.0, -1.0])
START_DISTANCE = 2500.0
"""About 65 cm in the units of the generic face."""

# Brow, nose bridge and tip, temples and eye corners: what speech and a smile move least.
STEADY = (1, 4, 5, 6, 8, 9, 10, 33, 54, 66, 67, 68, 103, 104, 107, 109, 127, 133, 151, 162, 168, 195, 197, 234, 251)
STEADY += (263, 284, 296, 297, 298, 332, 333, 336, 338, 356, 362, 389, 454)
RIGHT_PAIRS, LEFT_PAIRS = (33, 133, 234, 127, 70, 105), (263, 362, 454, 356, 300, 334)
NASION, LOWER_LIP = 168, 17

NOSE, LEFT_EAR, RIGHT_EAR = 0, 7, 8
NOSE_DEPTH = 1.45
"""Nose tip before the ear line in half head widths: about 11 cm to 7.5 cm in adults."""


def six_point(detections: Sequence[Detection], _view: View) -> Floats:
    """Angles (n, 3) of the six-point recipe."""
    eulers = np.full((len(detections), 3), np.nan)
    for i, detection in enumerate(detections):
        if detection.face_px is not None:
            eulers[i] = _six_point_euler(detection.face_px, detection.image_size_px)
    since = _wrapped(eulers - _neutral_mean(eulers, detections))
    # About the camera's x the face turns down, about y to the person's right, about z to the person's left shoulder.
    return np.column_stack([since[:, 0], -since[:, 2], since[:, 1]])


def mesh_kabsch(detections: Sequence[Detection], _view: View) -> Floats:
    """Angles (n, 3) of the mesh's own geometry."""
    meshes = [d.face_px for d in detections if d.face_px is not None and d.t_s < NEUTRAL_S]
    angles = np.full((len(detections), 3), np.nan)
    if not meshes:
        return angles
    neutral = np.mean(meshes, axis=0)
    axes = _mesh_axes(neutral)
    fixed = _centred(neutral)
    for i, detection in enumerate(detections):
        if detection.face_px is not None:
            turn = nearest_rotation(_centred(detection.face_px).T @ fixed)
            angles[i] = clinical_angles((axes.T @ turn @ axes)[None])[0]
    return angles


def nose_ear(detections: Sequence[Detection], view: View) -> Floats:
    """Angles (n, 3) of nose and ears; from the side only flexion."""
    points = np.full((len(detections), 3, 2), np.nan)
    for i, detection in enumerate(detections):
        if detection.pose_px is not None:
            points[i] = detection.pose_px[[NOSE, LEFT_EAR, RIGHT_EAR]]
    if view is not View.FRONT:
        return _nose_ear_side(points, detections, view)
    nose, left, right = points[:, 0], points[:, 1], points[:, 2]
    line = left - right
    width = np.linalg.norm(line, axis=1)
    along, ahead = line / width[:, None], nose - (left + right) / 2
    down = np.column_stack([-along[:, 1], along[:, 0]])
    head_width = _neutral_mean(width[:, None], detections)[0]
    rotation = -np.arctan2(np.einsum("ij,ij->i", ahead, along) / width * 2, NOSE_DEPTH)
    drop = np.einsum("ij,ij->i", ahead, down) / (NOSE_DEPTH * head_width / 2)
    flexion = np.arcsin(np.clip(drop, -1.0, 1.0))
    lateral = -np.arctan2(line[:, 1], line[:, 0])
    angles = np.degrees(np.column_stack([flexion, lateral, rotation]))
    return np.asarray(angles - _neutral_mean(angles, detections))


PEERS: dict[str, Peer] = {
    "six-point solvePnP": six_point,
    "mesh geometry": mesh_kabsch,
    "nose-ear (pose)": nose_ear,
}


def _six_point_euler(face_px: Floats, size_px: tuple[int, int]) -> Floats:
    width, height = size_px
    camera = np.array([[width, 0, width / 2], [0, width, height / 2], [0, 0, 1]], float)
    model = GENERIC_FACE @ CAMERA_FROM_FACE
    seen = np.ascontiguousarray(face_px[list(SIX), :2])
    towards_camera, ahead = np.zeros((3, 1)), np.array([[0.0], [0.0], [START_DISTANCE]])
    found, turn, _ = cv2.solvePnP(model, seen, camera, np.zeros(4), towards_camera, ahead, True, cv2.SOLVEPNP_ITERATIVE)
    if not found:
        return np.full(3, np.nan)
    return np.array(cv2.RQDecomp3x3(cv2.Rodrigues(turn)[0])[0])


def _nose_ear_side(points: Floats, detections: Sequence[Detection], view: View) -> Floats:
    ear = points[:, 1] if view is View.LEFT else points[:, 2]
    ahead = points[:, 0] - ear
    forward = -ahead[:, 0] if view is View.LEFT else ahead[:, 0]
    below_deg = np.degrees(np.arctan2(ahead[:, 1], forward))[:, None]
    angles = np.full((len(points), 3), np.nan)
    angles[:, 0] = _wrapped(below_deg - _neutral_mean(below_deg, detections))[:, 0]
    return angles


def _mesh_axes(mesh: Floats) -> Floats:
    """Axes of the truth (columns: the person's left, up, forward) of a neutral mesh, in camera axes."""
    left = (mesh[list(LEFT_PAIRS)] - mesh[list(RIGHT_PAIRS)]).mean(axis=0)
    x = left / np.linalg.norm(left)
    up = mesh[NASION] - mesh[LOWER_LIP]
    y = up - (up @ x) * x
    y /= np.linalg.norm(y)
    return np.column_stack([x, y, np.cross(x, y)])


def _centred(mesh: Floats) -> Floats:
    points = mesh[list(STEADY)]
    return np.asarray(points - points.mean(axis=0))


def _neutral_mean(values: Floats, detections: Sequence[Detection]) -> Floats:
    """Median over the rest at the start, NaN without any."""
    rest = values[[d.t_s < NEUTRAL_S for d in detections]]
    rest = rest[~np.isnan(rest).any(axis=1)]
    return np.median(rest, axis=0) if len(rest) else np.full(values.shape[1], np.nan)


def _wrapped(angles_deg: Floats) -> Floats:
    return np.asarray((angles_deg + 180) % 360 - 180)
