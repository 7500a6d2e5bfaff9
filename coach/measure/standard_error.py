"""Standard errors of the three angles, from the covariance of a rotation and what the trunk leaves unknown."""

from __future__ import annotations

import math

import numpy as np

from coach.measure.rotations import rotation_from_vector
from coach.measure.types import Angles, Axis, Floats, Trunk

TRUNK_UNKNOWN_DEG = 3.0
"""Of a trunk that is not seen."""


def standard_errors(angles: Angles, covariance: Floats) -> Angles:
    """Turn the covariance (3, 3) in the head's frame into errors of the angles.

    A small error rotation on the left changes each Cardan angle by its part along that angle's own axis: the
    thorax's Z, the floating X and the head's Y.
    """
    about_z = rotation_from_vector(np.array([0.0, 0.0, -math.radians(angles.flexion_deg)]))
    about_x = rotation_from_vector(np.array([math.radians(angles.right_lateral_flexion_deg), 0.0, 0.0]))
    axes = (np.array([0.0, 0.0, 1.0]), about_z[:, 0], (about_z @ about_x)[:, 1])
    flexion, lateral, rotation = (math.degrees(math.sqrt(axis @ covariance @ axis)) for axis in axes)
    return Angles(flexion, lateral, rotation)


def with_trunk(sigma: Angles, trunk: Trunk) -> Angles:
    """Add what the trunk leaves unknown."""
    own = (sigma.flexion_deg, sigma.right_lateral_flexion_deg, sigma.right_rotation_deg)
    of_trunk = (trunk.sigma_flexion_deg, trunk.sigma_right_lateral_flexion_deg, trunk.sigma_right_rotation_deg)
    return Angles(*(math.hypot(a, TRUNK_UNKNOWN_DEG if b is None else b) for a, b in zip(own, of_trunk, strict=True)))


def worst(sigma: Angles) -> float:
    """Largest of the three, degrees."""
    return max(sigma.along(axis) for axis in Axis)
