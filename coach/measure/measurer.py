"""From a detection to a neck angle: the numbered list.

1. neutral     wait for the first still window (once, or after :meth:`Measurer.reset_neutral`)
2. head        fit the personal head model to the mesh                -> HeadPose, or a reason
3. turn        of the head since neutral, corrected, with its error   -> Turn
4. thorax      turn of the trunk and rise of the shoulders since neutral -> Trunk
5. relative    head on thorax, in the neutral head's frame            -> rotation
6. smooth      causal filter on the frame's own time
7. angles      Cardan Z-X-Y, validated range, standard errors         -> CervicalSample
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import replace

import numpy as np

from coach.measure.axes import HeadAxes, axes_at_neutral
from coach.measure.correction import Correction
from coach.measure.eyes import EyeWatch
from coach.measure.features import BodyFeatures, Moment, body_features, moment_from_detection
from coach.measure.head import HeadPose, locate_head
from coach.measure.neutral import Neutral, NeutralFinder
from coach.measure.optics import Pinhole
from coach.measure.plausibility import (
    MAX_SIGMA_DEG,
    MAX_TOLD_SIGMA_DEG,
    outside_validated,
    picture_problems,
    pose_is_plausible,
)
from coach.measure.protraction import Protraction, Steadied, from_front
from coach.measure.rotations import angle_between_deg, angles_from_rotation
from coach.measure.side import SideMeasurer, SideNeutral
from coach.measure.smoothing import MAX_GAP_S, SmoothState, smooth
from coach.measure.standard_error import standard_errors, with_trunk, worst
from coach.measure.thorax import (
    Shoulders,
    beside_bent_head,
    rotation_from_trunk,
    shoulders_from_detection,
    trunk_since_neutral,
)
from coach.measure.turn import Turn, contradict, turn_from_body, turn_from_face, turn_of_trunk, weighed
from coach.measure.types import Angles, CervicalSample, Detection, Problem, Trunk, View

MAX_SPEED_DEG_PER_S = 250.0
"""An exercise is called too fast from 45°/s on; what seems five times as fast is a wrong fit."""
SPEED_SAMPLES = 5
"""A median over so many samples: an estimate that jumps for a frame or two is no fast movement."""


class Measurer:
    """Turns detections into neck angles, one at a time.

    Parameters
    ----------
    view
        Which side of the person the camera sees. From the side only flexion and extension are measured
        (:mod:`coach.measure.side`).
    hfov_deg
        Horizontal field of view of the camera, degrees; a usual webcam's where nobody tells.
    neutral
        A stored neutral pose; otherwise the first still window becomes neutral.
    correction
        The learned correction of the head's turn; the bare geometry without it.
    """

    def __init__(
        self,
        view: View = View.FRONT,
        hfov_deg: float | None = None,
        neutral: Neutral | None = None,
        correction: Correction | None = None,
    ):
        self.view = view
        self.neutral = neutral
        self._hfov_deg = hfov_deg
        self._correction = correction
        self._camera: Pinhole | None = None
        self._finder: NeutralFinder | None = None
        self._last_pose: HeadPose | None = None
        self._axes: HeadAxes | None = None
        self._state: SmoothState | None = None
        self._outside = self._jumped = False
        self._speeds: deque[float] = deque(maxlen=SPEED_SAMPLES)
        self._eyes = EyeWatch()
        self._forward = Steadied()
        self._side = SideMeasurer(view)
        Pinhole.from_fov((640, 480), hfov_deg)

    def reset_neutral(self) -> None:
        """Forget neutral; the next still window becomes the new one."""
        self.neutral = self._finder = self._last_pose = self._axes = self._state = None
        self._side = SideMeasurer(self.view)
        self._outside = self._jumped = False

    @property
    def side_neutral(self) -> SideNeutral | None:
        """Neutral of a camera at the side; ``None`` before it is known, and from the front."""
        return self._side.neutral

    def update(self, detection: Detection) -> CervicalSample:
        """Sample of one detection. Detections must come in the order of their time."""
        if self.view is not View.FRONT:
            return self._side.update(detection)
        if self._camera is None:
            self._camera = Pinhole.from_fov(detection.image_size_px, self._hfov_deg)
        if self.neutral is None:
            self._find_neutral(detection, self._camera)
        if self.neutral is None:
            sample = _unmeasured(detection, Trunk(), *self._no_neutral(detection))
            return replace(sample, neutral_progress=self._finder.progress if self._finder else 0.0)
        body = _body_features(moment_from_detection(detection, self._camera), self.neutral.body, self._camera)
        pose = self._head(detection, self._camera, self.neutral)
        turn = self._turn(detection, pose, body, self.neutral, self._camera)
        if self._axes is None:
            self._axes = axes_at_neutral(self.neutral, self._camera, self._correction)
        shoulders = shoulders_from_detection(detection)
        turned = None
        if body is not None and self._correction is not None:
            found = pose if isinstance(pose, HeadPose) else None
            turned = _angles_of(turn_of_trunk(body, found, self.neutral, self._correction), self._axes)
        trunk = trunk_since_neutral(shoulders, self.neutral.shoulders, turned)
        if turn is None:
            reason = pose if isinstance(pose, Problem) else Problem.FACE_UNRELIABLE
            return _unmeasured(detection, trunk, reason)
        distance_m = float(pose.position_m[2]) if isinstance(pose, HeadPose) else None
        sample = self._sample(detection, trunk, turn, self._axes, distance_m)
        return self._with_protraction(sample, pose, shoulders, self.neutral)

    def _with_protraction(
        self, sample: CervicalSample, pose: HeadPose | Problem, shoulders: Shoulders | None, neutral: Neutral
    ) -> CervicalSample:
        """Add how far forward the head is, or why that is not known."""
        if sample.angles is None:
            return sample
        found: Protraction | Problem = Problem.FACE_UNRELIABLE
        if isinstance(pose, HeadPose):
            found = from_front(pose, neutral.pose, shoulders, neutral.shoulders, sample.angles)
        found = self._forward.update(found)
        if isinstance(found, Problem):
            return replace(sample, protraction_problem=found)
        return replace(sample, protraction_cm=found.cm, sigma_protraction_cm=found.sigma_cm)

    def _no_neutral(self, detection: Detection) -> tuple[Problem, ...]:
        absence = _absence(detection)
        if absence:
            return (absence,)
        if self._finder is not None and self._finder.too_far:
            return Problem.TOO_FAR, Problem.NO_NEUTRAL
        if self._finder is not None and self._finder.turned:
            return Problem.HEAD_TURNED, Problem.NO_NEUTRAL
        return (Problem.NO_NEUTRAL,)

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

    def _turn(
        self,
        detection: Detection,
        pose: HeadPose | Problem,
        body: BodyFeatures | None,
        neutral: Neutral,
        camera: Pinhole,
    ) -> Turn | None:
        """Turn by the face and the look, by the look alone where the face is lost, or ``None``."""
        coarse = None if body is None or self._correction is None else turn_from_body(body, neutral, self._correction)
        if isinstance(pose, Problem) or detection.face_px is None:
            return coarse
        turn = turn_from_face(detection.face_px, pose, body, neutral, camera, self._correction)
        if coarse is None:
            return turn
        if contradict(turn, coarse):
            self._last_pose = None
            return coarse
        return weighed(turn, coarse)

    def _sample(
        self, detection: Detection, trunk: Trunk, turn: Turn, axes: HeadAxes, distance_m: float | None
    ) -> CervicalSample:
        head = axes.relative(turn.rotation)
        on_thorax = rotation_from_trunk(trunk).T @ head
        before = self._state
        gap_s = math.inf if before is None else detection.t_s - before.t_s
        if before is not None and 0 < gap_s <= MAX_GAP_S:
            jump_deg = angle_between_deg(before.rotation, on_thorax)
            if jump_deg > max(15.0, MAX_SPEED_DEG_PER_S * gap_s):
                self._jumped = True
                return _unmeasured(detection, trunk, Problem.OUT_OF_RANGE if self._outside else Problem.IMPLAUSIBLE)
        if self._jumped:  # what was refused and then stayed is a new beginning, not a fast movement
            before, gap_s, self._jumped = None, math.inf, False
        self._state = smooth(before, on_thorax, detection.t_s)
        angles = angles_from_rotation(self._state.rotation)
        self._outside = outside_validated(angles, was_outside=self._outside)
        covariance = axes.relative(turn.covariance)
        of_turn = standard_errors(angles, covariance)
        sigma = with_trunk(standard_errors(angles, covariance + axes.leak(head)), trunk)
        if self._outside or worst(of_turn) > MAX_SIGMA_DEG or worst(sigma) > MAX_TOLD_SIGMA_DEG:
            return _unmeasured(detection, trunk, Problem.OUT_OF_RANGE)
        problems = picture_problems(detection, distance_m)
        if trunk.right_rotation_deg is None:
            problems = (*problems, Problem.THORAX_HIDDEN)
        return CervicalSample(
            frame_index=detection.frame_index,
            t_s=detection.t_s,
            angles=angles,
            sigma=sigma,
            speed_deg_per_s=self._speed(self._state, gap_s),
            trunk=beside_bent_head(trunk, angles.right_lateral_flexion_deg),
            confidence=_confidence(sigma, problems),
            problems=problems,
            eye_opening=self._eyes.update(detection, angles),
        )

    def _speed(self, state: SmoothState, gap_s: float) -> float | None:
        """Angular speed of the last samples, ``None`` right after a gap."""
        if gap_s > MAX_GAP_S:
            self._speeds.clear()
            return None
        self._speeds.append(float(np.degrees(np.linalg.norm(state.velocity))))
        return float(np.median(self._speeds))


def _body_features(now: Moment | None, neutral: Moment | None, camera: Pinhole) -> BodyFeatures | None:
    return None if now is None or neutral is None else body_features(now, neutral, camera)


def _angles_of(turn: Turn, axes: HeadAxes) -> tuple[Angles, Angles]:
    """Angles of a turn, and their standard errors."""
    angles = angles_from_rotation(axes.relative(turn.rotation))
    return angles, standard_errors(angles, axes.relative(turn.covariance))


def _confidence(sigma: Angles, problems: tuple[Problem, ...]) -> float:
    """1 for an exact sample, 0 at the largest error that is still shown; every problem takes a fifth."""
    return float(np.clip(1 - worst(sigma) / (1.25 * MAX_SIGMA_DEG), 0.0, 1.0) * 0.8 ** len(problems))


def _absence(detection: Detection) -> Problem | None:
    if detection.face_px is not None:
        return None
    return Problem.NO_PERSON if detection.pose_px is None else Problem.NO_FACE


def _unmeasured(detection: Detection, trunk: Trunk, *reasons: Problem) -> CervicalSample:
    problems = tuple(dict.fromkeys((*reasons, *picture_problems(detection, None))))
    return CervicalSample(detection.frame_index, detection.t_s, None, None, None, trunk, 0.0, problems)
