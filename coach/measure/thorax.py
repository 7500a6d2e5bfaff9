"""What the thorax and the shoulders did.

How the thorax turned, bent and leaned since neutral is read from the look of the chest and the points of the body
model, and learned (:class:`~coach.measure.correction.Correction`). That is not sure to a degree, and most of the time a
trunk is still. So turn and side-bend are weighed, not taken: every possible angle gets the likelihood of what was read
and a prior in which a still trunk is the rule, and what is told is the posterior mean. The lean is taken: weighed so, a
half of it was missed, and what is missed of it the neck gets. How far each shoulder rose, its point says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from coach.measure.rotations import rotation_from_angles
from coach.measure.types import Angles, Detection, Floats, Trunk

LEFT_EAR, RIGHT_EAR, LEFT_SHOULDER, RIGHT_SHOULDER = 7, 8, 11, 12
MIN_VISIBILITY = 0.5

CANDIDATES_DEG = np.linspace(-45.0, 45.0, 181)
STILL_SHARE, STILL_DEG = 0.6, 1.5
"""Share of frames in which the trunk only sways, and how much it sways then; the share was chosen on the films of the
truth set."""
ROTATION_DEG, LATERAL_FLEXION_DEG = 15.0, 8.0
"""Standard deviation of a trunk that moves."""

HIKED_PCT, HIKED_ERROR = 10.0, 1.3
"""Where one shoulder is pulled up by this much, the trunk's turn and side-bend err by so much more than their standard
errors say on people who were left out."""

RISE_PER_KEYPOINT = 2.0
"""The shoulder point is a joint centre below the acromion, and rises about half as much as the acromion does."""
SINKS_PCT_PER_DEG = 0.15
"""The body model puts the shoulder to which the head bends too low, and the other one too high, by so much on rendered
people whose shoulders stayed where they were (``benchmarks/people/shoulders.py``)."""


@dataclass(frozen=True, slots=True)
class Shoulders:
    """The shoulder line in one image, pixels.

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
    """

    width_px: float
    slope_deg: float
    left_height_px: float
    right_height_px: float
    ear_gap_px: float


def shoulders_from_detection(detection: Detection) -> Shoulders | None:
    """Shoulder line, or ``None`` where one of the shoulders is hidden or outside the image."""
    pose_px, visibility = detection.pose_px, detection.pose_visibility
    if pose_px is None or visibility is None:
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
    )


def mean_shoulders(seen: list[Shoulders]) -> Shoulders | None:
    """Average over a still window; ``None`` of an empty list."""
    if not seen:
        return None
    fields = Shoulders.__slots__
    return Shoulders(*(float(np.mean([getattr(s, f) for s in seen])) for f in fields))


def trunk_since_neutral(now: Shoulders | None, neutral: Shoulders | None, turn: tuple[Angles, Angles] | None) -> Trunk:
    """Movement since neutral; every field ``None`` where the shoulders are not seen.

    ``turn`` is how the thorax turned and the standard error of that, ``None`` where it is not known.
    """
    if now is None or neutral is None:
        return Trunk()
    rise_pct = 100 * RISE_PER_KEYPOINT / max(neutral.ear_gap_px, 1e-6)
    trunk = Trunk(
        right_shoulder_rise_pct=rise_pct * (now.right_height_px - neutral.right_height_px),
        left_shoulder_rise_pct=rise_pct * (now.left_height_px - neutral.left_height_px),
    )
    if turn is None:
        return trunk
    angles, sigma = turn
    error = HIKED_ERROR if _is_hiked(trunk) else 1.0
    rotation_deg, sigma_rotation_deg = posterior(
        angles.right_rotation_deg, error * sigma.right_rotation_deg, ROTATION_DEG
    )
    bend_deg, sigma_bend_deg = posterior(
        angles.right_lateral_flexion_deg, error * sigma.right_lateral_flexion_deg, LATERAL_FLEXION_DEG
    )
    return replace(
        trunk,
        flexion_deg=angles.flexion_deg,
        sigma_flexion_deg=sigma.flexion_deg,
        right_rotation_deg=rotation_deg,
        right_lateral_flexion_deg=bend_deg,
        sigma_right_rotation_deg=sigma_rotation_deg,
        sigma_right_lateral_flexion_deg=sigma_bend_deg,
    )


def beside_bent_head(trunk: Trunk, right_lateral_flexion_deg: float) -> Trunk:
    """Rises of the shoulders without what a head that is bent to the side does to them."""
    if trunk.right_shoulder_rise_pct is None or trunk.left_shoulder_rise_pct is None:
        return trunk
    sunk_pct = SINKS_PCT_PER_DEG * right_lateral_flexion_deg
    return replace(
        trunk,
        right_shoulder_rise_pct=trunk.right_shoulder_rise_pct + sunk_pct,
        left_shoulder_rise_pct=trunk.left_shoulder_rise_pct - sunk_pct,
    )


def _is_hiked(trunk: Trunk) -> bool:
    """Whether one shoulder rose and the other did not go down for it, as it does in a side-bend."""
    rises = (trunk.right_shoulder_rise_pct or 0.0, trunk.left_shoulder_rise_pct or 0.0)
    return max(rises) > HIKED_PCT and min(rises) > -max(rises) / 3


def posterior(read_deg: float, sigma_deg: float, moving_deg: float) -> tuple[float, float]:
    """Mean of what an angle may be, and its standard deviation beyond that of a trunk that is seen to be still.

    What stays possible behind a trunk that is seen to be still is left out of the deviation, because still trunks are
    the rule and their error is small.

    Parameters
    ----------
    read_deg, sigma_deg
        The angle as it was read, and its standard error.
    moving_deg
        Standard deviation of a trunk that moves.
    """
    still = STILL_SHARE / STILL_DEG * np.exp(-((CANDIDATES_DEG / STILL_DEG) ** 2) / 2)
    moving = (1 - STILL_SHARE) / moving_deg * np.exp(-((CANDIDATES_DEG / moving_deg) ** 2) / 2)
    misfit = ((np.array([[read_deg], [0.0]]) - CANDIDATES_DEG) / sigma_deg) ** 2
    weight = np.exp(-(misfit - misfit.min(axis=1, keepdims=True)) / 2) * (still + moving)
    weight /= weight.sum(axis=1, keepdims=True)
    means = weight @ CANDIDATES_DEG
    variances = weight @ CANDIDATES_DEG**2 - means**2
    return float(means[0]), float(np.sqrt(max(0.0, variances[0] - variances[1])))


def rotation_from_trunk(trunk: Trunk) -> Floats:
    """Rotation (3, 3) of the thorax since neutral, in the neutral head frame; the identity where it is not known."""
    told = (trunk.flexion_deg, trunk.right_lateral_flexion_deg, trunk.right_rotation_deg)
    return rotation_from_angles(Angles(*(angle_deg or 0.0 for angle_deg in told)))
