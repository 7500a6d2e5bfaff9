"""How far the head is turned according to the body model: coarse, but it never loses the head.

The nose, the eyes, the ears and the mouth of the body model lie in metres relative to the hips. Their rotation since
neutral (Kabsch, Acta Cryst 1976;A32:922-3) saturates and lags, so it serves as a witness, not as a measurement.
"""

from __future__ import annotations

import numpy as np

from coach.measure.frames import CAMERA_FROM_FACING_HEAD
from coach.measure.rotations import angles_from_rotation, nearest_rotation
from coach.measure.types import Floats

HEAD_POINTS = slice(0, 11)


def body_rotation_deg(pose_world_m: Floats | None, neutral_head_m: Floats | None) -> float | None:
    """Right rotation since neutral in degrees, from body points (33, 3) and those of the head at neutral (11, 3)."""
    if pose_world_m is None or neutral_head_m is None:
        return None
    now = pose_world_m[HEAD_POINTS] - pose_world_m[HEAD_POINTS].mean(axis=0)
    neutral = neutral_head_m - neutral_head_m.mean(axis=0)
    turn = nearest_rotation(now.T @ neutral)
    return angles_from_rotation(CAMERA_FROM_FACING_HEAD.T @ turn @ CAMERA_FROM_FACING_HEAD).right_rotation_deg


def mean_head_points(seen: list[Floats]) -> Floats | None:
    """Average head points (11, 3) of body points (33, 3) over a still window; ``None`` of an empty list."""
    return np.mean([points[HEAD_POINTS] for points in seen], axis=0) if seen else None
