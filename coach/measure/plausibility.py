"""When a number is not to be trusted: the checks that stand between the head pose and the person."""

from __future__ import annotations

import numpy as np

from coach.measure.head import HeadPose
from coach.measure.types import Angles, Axis, Detection, Floats, Problem

VALIDATED_DEG = {
    Axis.FLEXION: (-60.0, 55.0),
    Axis.RIGHT_LATERAL_FLEXION: (-50.0, 50.0),
    Axis.RIGHT_ROTATION: (-80.0, 80.0),
}
"""Range in which the accuracy benchmark has validated each angle."""
READING_ERROR_DEG = 5.0
"""No number is given beyond the range and this much more: at its end half of the readings lie above it."""

COME_BACK_DEG = 8.0

MAX_SIGMA_DEG = 6.0
"""No number is given where the head's turn has a larger standard error than this."""
MAX_TOLD_SIGMA_DEG = 9.0
"""The same with what the axes and the trunk add: that grows with the movement, so a little more of it is told."""

MAX_RESIDUAL = 0.12
"""Largest misfit of the head model, as a fraction of the size of the face."""
DISTANCE_RATIO = (0.6, 1.6)
"""A head that seems to be this much nearer or farther than at neutral is a wrong fit."""
DARK = 0.12
FAR_M, NEAR_M = 1.1, 0.35
EDGE_SHARE = 0.01


def pose_is_plausible(pose: HeadPose, neutral: HeadPose) -> bool:
    """Whether a fitted head pose can be real: a good fit, at about the distance of neutral, face towards the camera."""
    ratio = pose.position_m[2] / neutral.position_m[2]
    forward_z = pose.camera_from_head[2, 0]
    return bool(pose.residual <= MAX_RESIDUAL and DISTANCE_RATIO[0] <= ratio <= DISTANCE_RATIO[1] and forward_z < 0.1)


def outside_validated(angles: Angles, *, was_outside: bool) -> bool:
    """Whether an angle lies outside its validated range.

    At the edge the models lose the face and find it again, and read less than there is; so a head that went outside is
    inside again only when it has clearly come back.
    """
    margin = (COME_BACK_DEG if was_outside else 0.0) - READING_ERROR_DEG
    return any(not low + margin <= angles.along(axis) <= high - margin for axis, (low, high) in VALIDATED_DEG.items())


def picture_problems(detection: Detection, distance_m: float | None) -> tuple[Problem, ...]:
    """Say what is wrong with the picture as a whole, most important first."""
    problems = []
    if detection.brightness < DARK:
        problems.append(Problem.TOO_DARK)
    if distance_m is not None and distance_m > FAR_M:
        problems.append(Problem.TOO_FAR)
    if distance_m is not None and distance_m < NEAR_M:
        problems.append(Problem.TOO_CLOSE)
    if detection.face_px is not None and _at_the_edge(detection.face_px, detection.image_size_px):
        problems.append(Problem.OFF_CENTRE)
    if detection.people > 1:
        problems.append(Problem.SEVERAL_PEOPLE)
    return tuple(problems)


def _at_the_edge(face_px: Floats, size_px: tuple[int, int]) -> bool:
    """Whether a part of the face touches the border of the picture."""
    low, high = face_px[:, :2].min(axis=0), face_px[:, :2].max(axis=0)
    border = EDGE_SHARE * np.asarray(size_px)
    return bool((low < border).any() or (high > np.asarray(size_px) - border).any())
