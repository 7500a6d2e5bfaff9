"""Rotation matrices and the clinical angles that are read from them (conventions: :mod:`coach.measure.frames`)."""

from __future__ import annotations

import math

import numpy as np
from scipy.spatial.transform import Rotation

from coach.measure.types import Angles, Floats

HARD_COSINE = -0.9
"""Beyond this (154°) the skew part fades and the short formula loses digits."""


def nearest_rotation(matrix: Floats) -> Floats:
    """Rotation (3, 3) nearest to a matrix in the Frobenius norm (orthogonal Procrustes, determinant +1)."""
    u, _, vt = np.linalg.svd(matrix)
    return np.asarray(u @ np.diag([1.0, 1.0, np.linalg.det(u @ vt)]) @ vt)


def angles_from_rotation(thorax_from_head: Floats) -> Angles:
    """Clinical angles in degrees of a rotation relative to neutral.

    Ranges: flexion and rotation in (-180, 180], lateral flexion in [-90, 90].
    """
    r = thorax_from_head
    return Angles(
        flexion_deg=float(np.degrees(np.arctan2(r[0, 1], r[1, 1]))),
        right_lateral_flexion_deg=float(np.degrees(np.arcsin(np.clip(r[2, 1], -1.0, 1.0)))),
        right_rotation_deg=float(np.degrees(np.arctan2(r[2, 0], r[2, 2]))),
    )


def rotation_from_angles(angles: Angles) -> Floats:
    """Rotation (3, 3) of clinical angles: the inverse of :func:`angles_from_rotation`."""
    cardan_deg = [-angles.flexion_deg, angles.right_lateral_flexion_deg, -angles.right_rotation_deg]
    return np.asarray(Rotation.from_euler("ZXY", cardan_deg, degrees=True).as_matrix())


def rotation_from_vector(vector_rad: Floats) -> Floats:
    """Rotation (3, 3) of a rotation vector (3,) in radians, by Rodrigues' formula.

    Written out because it runs some twenty times a frame and a general library spends most of its time on generality.
    """
    x, y, z = vector_rad
    angle = math.sqrt(x * x + y * y + z * z)
    sine, cosine = (1.0, 0.5) if angle < 1e-6 else (math.sin(angle) / angle, (1 - math.cos(angle)) / angle**2)
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.asarray(np.eye(3) + sine * cross + cosine * (cross @ cross))


def vector_from_rotation(rotation: Floats) -> Floats:
    """Rotation vector (3,) in radians, length in [0, pi]; the inverse of :func:`rotation_from_vector`."""
    r = rotation
    skew = np.array([r[2, 1] - r[1, 2], r[0, 2] - r[2, 0], r[1, 0] - r[0, 1]]) / 2
    cosine = (r[0, 0] + r[1, 1] + r[2, 2] - 1) / 2
    if cosine < HARD_COSINE:
        return np.asarray(Rotation.from_matrix(rotation).as_rotvec())
    sine = math.sqrt(float(skew @ skew))
    return skew if sine < 1e-9 else skew * (math.atan2(sine, cosine) / sine)


def angle_between_deg(first: Floats, second: Floats) -> float:
    """Geodesic distance of two rotations, 0..180 degrees."""
    return float(np.degrees(np.linalg.norm(vector_from_rotation(first.T @ second))))


def mean_rotation(rotations: Floats) -> Floats:
    """Mean (3, 3) of rotations (n, 3, 3): the one that minimises the sum of squared chordal distances."""
    return nearest_rotation(np.asarray(rotations).mean(axis=0))
