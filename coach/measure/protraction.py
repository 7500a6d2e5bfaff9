"""How far the head has moved forward of the trunk since neutral, in centimetres (negative: retraction).

From the side it is seen directly: the head's way in the picture beside the shoulder's, in centimetres by the size of
the body model. From the front it is the head's way towards the camera, which the size of face and iris tells, less that
of the shoulders, which their width tells; both grow by a percent for less than a centimetre, and the field of view of
the camera scales it all, so its error is much larger. A head that nods moves forward by itself, because the neck bends
over its whole length; that way is taken off, and where the head is turned far nothing is told.

The constants were found on rendered people of our own making (``benchmarks/people``), none of them in the truth set.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from statistics import median

import numpy as np

from coach.measure.head import HeadPose
from coach.measure.thorax import Shoulders
from coach.measure.types import Angles, Floats, Problem

NOD_CM_PER_DEG, NOD_SIGMA_CM_PER_DEG = 0.128, 0.022
"""Way of the ears in front of the trunk for each degree of flexion: mean and spread of 17 rendered necks."""
FARTHEST_TURN_DEG = 20.0

EARS_BEHIND_FACE_M = 0.09
"""From the middle of the face's rigid points back to the axis through both ears."""
SHOULDERS_BEHIND_FACE_M = 0.08
HEAD_PER_SHOULDER = 1.35
"""A trunk that leans carries the head this much further than the shoulders, which lie nearer to the hip."""
FRONT_SIGMA_CM, FRONT_SHARE = 1.3, 0.25
"""Error from the front: width of the shoulders, and the scale that an unknown field of view leaves open."""

HEAD_SCALE, EAR_SHOULDER_SCALE = 0.685, 1.09
"""True metres for each metre of the body model seen from the side: over its head, and from ears to shoulders."""
SIDE_SIGMA_CM, SIDE_SHARE = 0.3, 0.1
SCALES_APART = 1.5
"""Where the two scales differ by more than this factor the body model has not understood what it sees."""
STEADY_FRAMES = 5


@dataclass(frozen=True, slots=True)
class Protraction:
    """Way of the head since neutral in centimetres, positive forward, and its standard error."""

    cm: float
    sigma_cm: float


def from_front(
    now: HeadPose, neutral: HeadPose, shoulders: Shoulders | None, at_rest: Shoulders | None, angles: Angles
) -> Protraction | Problem:
    """Protraction seen from the front, or why there is none."""
    if shoulders is None or at_rest is None:
        return Problem.THORAX_HIDDEN
    if _turned(angles):
        return Problem.HEAD_TURNED
    ears = [p.position_m - EARS_BEHIND_FACE_M * p.camera_from_head[:, 0] for p in (now, neutral)]
    head_cm = 100 * float((ears[0] - ears[1]) @ neutral.camera_from_head[:, 0])
    distance_cm = 100 * (float(neutral.position_m[2]) + SHOULDERS_BEHIND_FACE_M)
    shoulders_cm = distance_cm * (1 - at_rest.width_px / max(shoulders.width_px, 1e-6))
    own_cm = head_cm - HEAD_PER_SHOULDER * shoulders_cm
    return _without_nod(own_cm, angles.flexion_deg, FRONT_SIGMA_CM, FRONT_SHARE)


def from_side(
    head_shift_px: Floats, trunk_shift_px: Floats | None, cm_per_px: float | None, forward: int, angles: Angles
) -> Protraction | Problem:
    """Protraction seen from the side, or why there is none.

    Parameters
    ----------
    head_shift_px, trunk_shift_px
        (2,) way of the middle of the head and of the shoulder since neutral.
    cm_per_px
        Scale at the person, see :func:`side_scale`.
    forward
        +1 where the person looks to the right in the picture, else -1.
    angles
        Of the head since neutral.
    """
    if trunk_shift_px is None or cm_per_px is None:
        return Problem.THORAX_HIDDEN
    if _turned(angles):
        return Problem.HEAD_TURNED
    own_cm = forward * float(head_shift_px[0] - trunk_shift_px[0]) * cm_per_px
    return _without_nod(own_cm, angles.flexion_deg, SIDE_SIGMA_CM, SIDE_SHARE)


def side_scale(pose_px: Floats, pose_world_m: Floats) -> float | None:
    """Centimetres for each pixel at a person seen from the side, ``None`` where the body model contradicts itself.

    The body model's own metres are too large for a head and too small for a neck; by how much is alike in most people.

    Parameters
    ----------
    pose_px, pose_world_m
        (33, 2) and (33, 3) body points.
    """
    head = slice(0, 11)
    flat_px, flat_m = pose_px[head] - pose_px[head].mean(axis=0), pose_world_m[head, :2]
    flat_m = flat_m - flat_m.mean(axis=0)
    head_px_per_m = float((flat_px * flat_m).sum() / max(float((flat_m**2).sum()), 1e-9)) / HEAD_SCALE
    gap_px, gap_m = (float(p[[11, 12], 1].mean() - p[[7, 8], 1].mean()) for p in (pose_px, pose_world_m))
    gap_px_per_m = gap_px / gap_m / EAR_SHOULDER_SCALE if gap_m > 0.03 else 0.0
    if min(head_px_per_m, gap_px_per_m) <= 0:
        return None
    if not 1 / SCALES_APART < head_px_per_m / gap_px_per_m < SCALES_APART:
        return None
    return 100 / math.sqrt(head_px_per_m * gap_px_per_m)


def _turned(angles: Angles) -> bool:
    sizes = (angles.flexion_deg, angles.right_lateral_flexion_deg, angles.right_rotation_deg)
    return max(map(abs, sizes)) > FARTHEST_TURN_DEG


def _without_nod(own_cm: float, flexion_deg: float, sigma_cm: float, share: float) -> Protraction:
    cm = own_cm - NOD_CM_PER_DEG * flexion_deg
    return Protraction(cm, float(np.hypot(np.hypot(sigma_cm, share * cm), NOD_SIGMA_CM_PER_DEG * flexion_deg)))


@dataclass
class Steadied:
    """Median over the last few values, so that a single frame does not make a head jump."""

    _recent: deque[Protraction] = field(default_factory=lambda: deque(maxlen=STEADY_FRAMES))

    def update(self, value: Protraction | Problem) -> Protraction | Problem:
        """Take one value; a frame without one begins anew."""
        if isinstance(value, Problem):
            self._recent.clear()
            return value
        self._recent.append(value)
        return Protraction(median(v.cm for v in self._recent), value.sigma_cm)
