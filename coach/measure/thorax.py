"""What the thorax and the shoulders did, from the shoulder points of the body model.

One camera in front sees the shoulder line shorten when the trunk turns and slope when it bends. Both are small for
small movements, and the body model lets its shoulders follow the head a little, so every value is drawn towards zero
by how likely it is to be noise (the shrinkage of a Gaussian prior with unknown scale: x -> x * x^2 / (x^2 + noise^2)).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.measure.rotations import rotation_from_angles
from coach.measure.types import Angles, Detection, Floats, Trunk

LEFT_EAR, RIGHT_EAR, LEFT_SHOULDER, RIGHT_SHOULDER = 7, 8, 11, 12
MIN_VISIBILITY = 0.5

ROTATION_NOISE_DEG = 14.0
"""A shoulder line that looks 3 % shorter, as it does when only the head turns, would be a turn of 14°."""
LATERAL_FLEXION_NOISE_DEG = 2.0
RISE_PER_KEYPOINT = 2.0
"""The shoulder point is a joint centre below the acromion, and rises about half as much as the acromion does."""


@dataclass(frozen=True, slots=True)
class Shoulders:
    """The shoulder line in one image, pixels and degrees.

    Parameters
    ----------
    width_px
        Distance of the two shoulder points.
    slope_deg
        Angle of the line, positive where the person's right shoulder is lower.
    left_height_px, right_height_px
        Height above the bottom of the image.
    ear_gap_px
        Mean height of the ears above the shoulders.
    right_depth_m
        How much farther from the camera the body model thinks the right shoulder is; only its sign is used.
    """

    width_px: float
    slope_deg: float
    left_height_px: float
    right_height_px: float
    ear_gap_px: float
    right_depth_m: float


def shoulders_from_detection(detection: Detection) -> Shoulders | None:
    """Shoulder line, or ``None`` where one of the shoulders is hidden or outside the image."""
    pose_px, visibility, world_m = detection.pose_px, detection.pose_visibility, detection.pose_world_m
    if pose_px is None or visibility is None or world_m is None:
        return None
    left, right = pose_px[LEFT_SHOULDER], pose_px[RIGHT_SHOULDER]
    width, height = detection.image_size_px
    inside = all(-0.02 * width <= p[0] <= 1.02 * width and p[1] <= 1.02 * height for p in (left, right))
    if not inside or visibility[[LEFT_SHOULDER, RIGHT_SHOULDER]].min() < MIN_VISIBILITY:
        return None
    ears_y = pose_px[[LEFT_EAR, RIGHT_EAR], 1].mean()
    return Shoulders(
        width_px=float(np.hypot(*(left - right))),
        slope_deg=float(np.degrees(np.arctan2(right[1] - left[1], left[0] - right[0]))),
        left_height_px=float(height - left[1]),
        right_height_px=float(height - right[1]),
        ear_gap_px=float((left[1] + right[1]) / 2 - ears_y),
        right_depth_m=float(world_m[RIGHT_SHOULDER, 2] - world_m[LEFT_SHOULDER, 2]),
    )


def mean_shoulders(seen: list[Shoulders]) -> Shoulders | None:
    """Average over a still window; ``None`` of an empty list."""
    if not seen:
        return None
    fields = Shoulders.__slots__
    return Shoulders(*(float(np.mean([getattr(s, f) for s in seen])) for f in fields))


def trunk_from_shoulders(now: Shoulders | None, neutral: Shoulders | None) -> Trunk:
    """Movement since neutral; every field ``None`` where the shoulders are not seen."""
    if now is None or neutral is None:
        return Trunk()
    shortening = min(1.0, now.width_px / max(neutral.width_px, 1e-6))
    turned = float(np.degrees(np.arccos(shortening)))
    to_the_right = now.right_depth_m > neutral.right_depth_m
    gap_px = max(neutral.ear_gap_px, 1e-6)
    rise_pct = 100 * RISE_PER_KEYPOINT / gap_px
    return Trunk(
        right_rotation_deg=_shrink(turned if to_the_right else -turned, ROTATION_NOISE_DEG),
        right_lateral_flexion_deg=_shrink(now.slope_deg - neutral.slope_deg, LATERAL_FLEXION_NOISE_DEG),
        right_shoulder_rise_pct=rise_pct * (now.right_height_px - neutral.right_height_px),
        left_shoulder_rise_pct=rise_pct * (now.left_height_px - neutral.left_height_px),
    )


def rotation_from_trunk(trunk: Trunk) -> Floats:
    """Rotation (3, 3) of the thorax since neutral, in the neutral head frame; the identity where it is not known."""
    return rotation_from_angles(Angles(0.0, trunk.right_lateral_flexion_deg or 0.0, trunk.right_rotation_deg or 0.0))


def _shrink(value: float, noise: float) -> float:
    return value**3 / (value**2 + noise**2)
