"""What the thorax and the shoulders did, from the shoulder points of the body model.

One camera in front sees the shoulder line shorten when the trunk turns and slope when it bends. Both are small for
small movements, and the body model lets its shoulders follow the head. So a movement is weighed, not computed: every
possible angle gets the likelihood of what is seen and a prior in which a still trunk is the rule, and the answer is the
posterior mean. The constants below were read off rendered people of our own making (``benchmarks/people``), but the
share of a still trunk and the noise of the width were chosen on the films of the truth set.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.measure.rotations import rotation_from_angles
from coach.measure.types import Angles, Detection, Floats, Trunk

FACING = Angles(0.0, 0.0, 0.0)
LEFT_EAR, RIGHT_EAR, LEFT_SHOULDER, RIGHT_SHOULDER = 7, 8, 11, 12
MIN_VISIBILITY = 0.5

CANDIDATES_DEG = np.linspace(-45.0, 45.0, 181)
STILL_SHARE, STILL_DEG = 0.6, 1.5
"""Share of frames in which the trunk only sways, and how much it sways then."""
ROTATION_DEG, LATERAL_FLEXION_DEG = 15.0, 8.0
"""Standard deviation of a trunk that moves."""

WIDTH_NOISE, DEPTH_NOISE_M, SLOPE_NOISE_DEG = 0.015, 0.035, 1.5
WIDTH_LOST_TO_HEAD = 0.028
"""Share of its width that the shoulder line seems to lose when only the head turns by 75°."""
DEPTH_FROM_HEAD_M, HEAD_SCALE_DEG = 0.077, 35.0
"""The shoulders seem to turn after the head: by this much depth at most, nearly all of it at twice the scale."""
DEPTH_PER_DEG_M = 0.0045
SLOPE_FROM_HEAD_DEG, BEND_SCALE_DEG = 2.4, 30.0
"""The shoulder line seems to slope after the head that bends."""
SLOPE_PER_DEG = 0.75
"""The shoulder points follow a side-bend of the trunk by three quarters of its angle."""

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


def trunk_from_shoulders(now: Shoulders | None, neutral: Shoulders | None, head: Angles = FACING) -> Trunk:
    """Movement since neutral; every field ``None`` where the shoulders are not seen.

    ``head`` is how the head is turned and bent away from the camera, as far as that is known: the body model's
    shoulders follow it a little, and what they follow is taken off.
    """
    if now is None or neutral is None:
        return Trunk()
    gap_px = max(neutral.ear_gap_px, 1e-6)
    rise_pct = 100 * RISE_PER_KEYPOINT / gap_px
    rotation_deg, sigma_rotation_deg = _rotation(now, neutral, head.right_rotation_deg)
    bend_deg, sigma_bend_deg = _lateral_flexion(now, neutral, head.right_lateral_flexion_deg)
    return Trunk(
        right_rotation_deg=rotation_deg,
        right_lateral_flexion_deg=bend_deg,
        sigma_right_rotation_deg=sigma_rotation_deg,
        sigma_right_lateral_flexion_deg=sigma_bend_deg,
        right_shoulder_rise_pct=rise_pct * (now.right_height_px - neutral.right_height_px),
        left_shoulder_rise_pct=rise_pct * (now.left_height_px - neutral.left_height_px),
    )


def _rotation(now: Shoulders, neutral: Shoulders, head_turn_deg: float) -> tuple[float, float]:
    """Posterior mean and spread of the right rotation, degrees, from the width and the depth of the shoulder line."""
    lost = WIDTH_LOST_TO_HEAD * min(1.0, abs(head_turn_deg) / 75)
    width = min(1.0, now.width_px / max(neutral.width_px, 1e-6) / (1 - lost))
    follows_m = DEPTH_FROM_HEAD_M * np.tanh(head_turn_deg / HEAD_SCALE_DEG)
    depth_m = now.right_depth_m - neutral.right_depth_m - follows_m
    widths, depths_m = np.array([[width], [1.0]]), np.array([[depth_m], [0.0]])
    misfit = ((widths - np.cos(np.radians(CANDIDATES_DEG))) / WIDTH_NOISE) ** 2
    misfit += ((depths_m - DEPTH_PER_DEG_M * CANDIDATES_DEG) / DEPTH_NOISE_M) ** 2
    return _posterior(misfit, ROTATION_DEG)


def _lateral_flexion(now: Shoulders, neutral: Shoulders, head_bend_deg: float) -> tuple[float, float]:
    """Posterior mean and spread of the right lateral flexion, degrees, from the slope that both shoulders agree on.

    A trunk that bends lowers one shoulder and raises the other; a shoulder that is only hiked has no partner.
    """
    follows = np.tan(np.radians(SLOPE_FROM_HEAD_DEG * np.tanh(head_bend_deg / BEND_SCALE_DEG))) / 2
    width_px = max(now.width_px, 1e-6)
    right_drop = (neutral.right_height_px - now.right_height_px) / width_px - follows
    left_rise = (now.left_height_px - neutral.left_height_px) / width_px - follows
    shared = min(abs(right_drop), abs(left_rise)) if right_drop * left_rise > 0 else 0.0
    slope_deg = float(np.degrees(np.arctan(2 * np.copysign(shared, right_drop))))
    slopes_deg = np.array([[slope_deg], [0.0]])
    return _posterior(((slopes_deg - SLOPE_PER_DEG * CANDIDATES_DEG) / SLOPE_NOISE_DEG) ** 2, LATERAL_FLEXION_DEG)


def _posterior(misfit: Floats, moving_deg: float) -> tuple[float, float]:
    """Mean of the candidates, and their standard deviation beyond that of a trunk that is seen to be still.

    They are weighed by their misfit (chi squared) and by the prior of a trunk that may be still. ``misfit`` (2, n) is
    that of what is seen and that of a still trunk: what stays possible behind it is left out of the deviation, because
    still trunks are the rule and their error is small.
    """
    still = STILL_SHARE / STILL_DEG * np.exp(-((CANDIDATES_DEG / STILL_DEG) ** 2) / 2)
    moving = (1 - STILL_SHARE) / moving_deg * np.exp(-((CANDIDATES_DEG / moving_deg) ** 2) / 2)
    weight = np.exp(-(misfit - misfit.min(axis=1, keepdims=True)) / 2) * (still + moving)
    weight /= weight.sum(axis=1, keepdims=True)
    means = weight @ CANDIDATES_DEG
    variances = weight @ CANDIDATES_DEG**2 - means**2
    return float(means[0]), float(np.sqrt(max(0.0, variances[0] - variances[1])))


def rotation_from_trunk(trunk: Trunk) -> Floats:
    """Rotation (3, 3) of the thorax since neutral, in the neutral head frame; the identity where it is not known."""
    return rotation_from_angles(Angles(0.0, trunk.right_lateral_flexion_deg or 0.0, trunk.right_rotation_deg or 0.0))
