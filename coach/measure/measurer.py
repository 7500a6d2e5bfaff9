"""From a detection to a neck angle: the numbered list.

1. neutral     wait for the first still window (once, or after :meth:`Measurer.reset_neutral`)
2. head        fit the personal head model to the mesh            -> camera_from_head, or a reason
3. thorax      movement of the shoulder line since neutral        -> Trunk
4. relative    head on thorax, relative to neutral, head's frame  -> rotation
5. smooth      causal filter on the frame's own time
6. angles      Cardan Z-X-Y, validated range, standard errors     -> CervicalSample
"""

from __future__ import annotations

import math

import numpy as np

from coach.measure.body_head import body_rotation_deg
from coach.measure.head import HeadPose, locate_head
from coach.measure.neutral import Neutral, NeutralFinder
from coach.measure.optics import Pinhole
from coach.measure.plausibility import outside_validated, picture_problems, pose_is_plausible
from coach.measure.rotations import angle_between_deg, angles_from_rotation
from coach.measure.smoothing import MAX_GAP_S, SmoothState, smooth
from coach.measure.thorax import rotation_from_trunk, shoulders_from_detection, trunk_from_shoulders
from coach.measure.types import Angles, CervicalSample, Detection, Problem, Trunk, View

MAX_SPEED_DEG_PER_S = 500.0
"""Faster than any voluntary neck movement (peak axial rotation in healthy adults stays below about 400°/s)."""
BODY_ROTATION_LIMIT_DEG = 50.0
"""Where the body model sees the head turned by this much, the mesh no longer follows the face."""


class Measurer:
    """Turns detections into neck angles, one at a time.

    Parameters
    ----------
    view
        Which side of the person the camera sees.
    hfov_deg
        Horizontal field of view of the camera, degrees; a usual webcam's where nobody tells.
    neutral
        A stored neutral pose; otherwise the first still window becomes neutral.
    """

    def __init__(self, view: View = View.FRONT, hfov_deg: float | None = None, neutral: Neutral | None = None):
        self.view = view
        self.neutral = neutral
        self._hfov_deg = hfov_deg
        self._camera: Pinhole | None = None
        self._finder: NeutralFinder | None = None
        self._last_pose: HeadPose | None = None
        self._state: SmoothState | None = None

    @property
    def stillness(self) -> float:
        """Progress of the still window that becomes neutral, 0..1; 1 once neutral is known."""
        if self.neutral is not None:
            return 1.0
        return self._finder.progress if self._finder else 0.0

    def reset_neutral(self) -> None:
        """Forget neutral; the next still window becomes the new one."""
        self.neutral = self._finder = self._last_pose = self._state = None

    def update(self, detection: Detection) -> CervicalSample:
        """Sample of one detection. Detections must come in the order of their time."""
        if self._camera is None:
            self._camera = Pinhole.from_fov(detection.image_size_px, self._hfov_deg)
        if self.neutral is None:
            self._find_neutral(detection, self._camera)
        if self.neutral is None:
            return _unmeasured(detection, Trunk(), _absence(detection) or Problem.NO_NEUTRAL)
        trunk = trunk_from_shoulders(shoulders_from_detection(detection), self.neutral.shoulders)
        pose = self._head(detection, self._camera, self.neutral)
        if isinstance(pose, Problem):
            return _unmeasured(detection, trunk, pose)
        return self._sample(detection, trunk, pose, self.neutral)

    def _find_neutral(self, detection: Detection, camera: Pinhole) -> None:
        if self._finder is None:
            self._finder = NeutralFinder(camera)
        self.neutral = self._finder.update(detection)
        if self.neutral is not None:
            self._finder = None

    def _head(self, detection: Detection, camera: Pinhole, neutral: Neutral) -> HeadPose | Problem:
        """Pose of the head, tried from the last pose and then from neutral, or why there is none."""
        if detection.face_px is None:
            self._last_pose = None
            return Problem.NO_PERSON if detection.pose_px is None else Problem.NO_FACE
        starts = [neutral.pose] if self._last_pose is None else [self._last_pose, neutral.pose]
        for start in starts:
            pose = locate_head(neutral.model, detection.face_px, camera, start)
            if pose_is_plausible(pose, neutral.pose):
                self._last_pose = pose
                return pose
        self._last_pose = None
        return Problem.FACE_UNRELIABLE

    def _sample(self, detection: Detection, trunk: Trunk, pose: HeadPose, neutral: Neutral) -> CervicalSample:
        head = neutral.pose.camera_from_head.T @ pose.camera_from_head
        on_thorax = rotation_from_trunk(trunk).T @ head
        before = self._state
        gap_s = math.inf if before is None else detection.t_s - before.t_s
        if before is not None and 0 < gap_s <= MAX_GAP_S:
            jump_deg = angle_between_deg(before.rotation, on_thorax)
            if jump_deg > max(15.0, MAX_SPEED_DEG_PER_S * gap_s):
                return _unmeasured(detection, trunk, Problem.IMPLAUSIBLE)
        self._state = smooth(before, on_thorax, detection.t_s)
        angles = angles_from_rotation(self._state.rotation)
        turned_deg = body_rotation_deg(detection.pose_world_m, neutral.body_head_m)
        if outside_validated(angles) or abs(turned_deg or 0.0) > BODY_ROTATION_LIMIT_DEG:
            return _unmeasured(detection, trunk, Problem.OUT_OF_RANGE)
        speed = float(np.degrees(np.linalg.norm(self._state.velocity))) if self._state is not before else None
        problems = picture_problems(detection, float(pose.position_m[2]))
        if trunk.right_rotation_deg is None:
            problems = (*problems, Problem.THORAX_HIDDEN)
        return CervicalSample(
            frame_index=detection.frame_index,
            t_s=detection.t_s,
            angles=angles,
            sigma=_standard_error(angles, trunk),
            speed_deg_per_s=speed if gap_s <= MAX_GAP_S else None,
            trunk=trunk,
            confidence=_confidence(pose, problems),
            problems=problems,
        )


def _standard_error(angles: Angles, trunk: Trunk) -> Angles:
    """Give the standard errors in degrees; they grow with the distance from neutral, and with what the trunk did.

    The slopes are the root mean square errors that ``benchmarks/accuracy.py`` found, as a share of the angle.
    """
    flexion, lateral, rotation = (
        abs(angles.flexion_deg),
        abs(angles.right_lateral_flexion_deg),
        abs(angles.right_rotation_deg),
    )
    if trunk.right_rotation_deg is None:
        trunk_rotation = trunk_lateral = 5.0
    else:
        trunk_rotation = 0.3 * abs(trunk.right_rotation_deg)
        trunk_lateral = 0.2 * abs(trunk.right_lateral_flexion_deg or 0.0)
    return Angles(
        flexion_deg=math.hypot(1.0, 0.10 * flexion, 0.05 * rotation),
        right_lateral_flexion_deg=math.hypot(0.6, 0.02 * lateral, 0.06 * rotation, trunk_lateral),
        right_rotation_deg=math.hypot(1.0, 0.05 * rotation, 0.04 * lateral, trunk_rotation),
    )


def _confidence(pose: HeadPose, problems: tuple[Problem, ...]) -> float:
    return float(np.clip(1 - pose.residual / 0.2, 0.0, 1.0) * 0.8 ** len(problems))


def _absence(detection: Detection) -> Problem | None:
    if detection.face_px is not None:
        return None
    return Problem.NO_PERSON if detection.pose_px is None else Problem.NO_FACE


def _unmeasured(detection: Detection, trunk: Trunk, reason: Problem) -> CervicalSample:
    problems = (reason, *(p for p in picture_problems(detection, None) if p is not reason))
    return CervicalSample(detection.frame_index, detection.t_s, None, None, None, trunk, 0.0, problems)
