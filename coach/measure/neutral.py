"""Neutral: the person's own upright pose, taken from the first window in which they sit still."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

import numpy as np

from coach.measure.features import Moment, mean_moment, moment_from_detection
from coach.measure.head import HeadModel, HeadPose, head_from_mesh, locate_head
from coach.measure.optics import Pinhole
from coach.measure.rotations import angle_between_deg, mean_rotation
from coach.measure.thorax import Shoulders, mean_shoulders, shoulders_from_detection
from coach.measure.types import Detection, Floats

WINDOW_S = 0.7
MIN_FRAMES = 5
MAX_SPREAD_DEG = 2.0
NOISY_SPREAD, MAX_NOISY_SPREAD_DEG, NOISE_FRAMES = 2.5, 6.0, 15
"""In a dark or distant picture the head seems to jump from frame to frame: it may spread by so many of its jumps."""
DRIFT = 0.75
"""The means of the window's halves, in which such jumps are averaged out, may lie this share of the spread apart."""
MAX_GAP_S = 0.35
FARTHEST_M = 1.6
AWAY_DEG = 25.0
"""A head that is turned this far from the camera, and from the chest, is not at rest, though it may be still."""


@dataclass(frozen=True, slots=True)
class Neutral:
    """The reference for every later angle.

    Parameters
    ----------
    model, pose
        The personal head model, and where that head was.
    shoulders
        The shoulder line, ``None`` if it was not seen.
    body
        The body model's points, ``None`` if it was not seen.
    duration_s, spread_deg, frames
        The window it was taken from: its length, the largest distance from its mean, and the frames in it.
    """

    model: HeadModel
    pose: HeadPose
    shoulders: Shoulders | None
    body: Moment | None
    duration_s: float
    spread_deg: float
    frames: int


@dataclass
class NeutralFinder:
    """Collects frames until the head stayed where it is for ``WINDOW_S``."""

    camera: Pinhole
    too_far: bool = False
    """The only face in view is farther away than anybody who uses this: somebody who walks by gives no neutral."""
    turned: bool = False
    """The head is still, but turned away or bent: at the end of a movement, perhaps, which is no neutral."""
    _window: deque[tuple[Detection, HeadPose]] = field(default_factory=deque)
    _jumps_deg: deque[float] = field(default_factory=lambda: deque(maxlen=NOISE_FRAMES))
    _model: HeadModel | None = None

    @property
    def progress(self) -> float:
        """How much of the still window is there, 0..1."""
        if len(self._window) < 2:
            return 0.0
        return min(1.0, (self._window[-1][0].t_s - self._window[0][0].t_s) / WINDOW_S)

    def update(self, detection: Detection) -> Neutral | None:
        """Take one frame; the neutral pose as soon as the window is full, else ``None``.

        Frames without a face break the window after ``MAX_GAP_S``.
        """
        if self._window and detection.t_s - self._window[-1][0].t_s > MAX_GAP_S:
            self._restart()
        if detection.face_px is None:
            return None
        if self._model is None:
            self._model, pose = head_from_mesh(detection.face_px, self.camera)
            self.too_far = bool(pose.position_m[2] > FARTHEST_M)
            if self.too_far:
                self._restart()
                return None
        else:
            before = self._window[-1][1]
            pose = locate_head(self._model, detection.face_px, self.camera, before)
            self._jumps_deg.append(angle_between_deg(before.camera_from_head, pose.camera_from_head))
        self._window.append((detection, pose))
        while not self._is_still():
            self._window.popleft()
            self.turned = False
        if self.progress < 1 or len(self._window) < MIN_FRAMES:
            return None
        neutral = neutral_from_detections([d for d, _ in self._window], self.camera, _spread_deg(self._poses()))
        self.turned = is_turned_away(neutral.body)
        if self.turned:
            self._window.popleft()
            return None
        return neutral

    def _restart(self) -> None:
        self._window.clear()
        self._jumps_deg.clear()
        self._model, self.turned = None, False

    def _poses(self) -> Floats:
        return np.array([pose.camera_from_head for _, pose in self._window])

    def _is_still(self) -> bool:
        """Whether the head stayed where it is, as far as its jumps from frame to frame let one say."""
        poses = self._poses()
        if len(poses) < 2:
            return True
        noise_deg = NOISY_SPREAD * float(np.median(self._jumps_deg)) if len(self._jumps_deg) >= MIN_FRAMES else 0.0
        allowed_deg = float(np.clip(noise_deg, MAX_SPREAD_DEG, MAX_NOISY_SPREAD_DEG))
        half = len(poses) // 2
        drift_deg = angle_between_deg(mean_rotation(poses[:half]), mean_rotation(poses[-half:]))
        return _spread_deg(poses) <= allowed_deg and drift_deg <= DRIFT * allowed_deg


def _spread_deg(poses: Floats) -> float:
    """Largest distance of rotations (n, 3, 3) from their mean."""
    middle = mean_rotation(poses)
    return max(angle_between_deg(middle, pose) for pose in poses)


def is_turned_away(body: Moment | None) -> bool:
    """Whether a head looks neither to the camera nor where the chest faces.

    A camera may stand aside, and the look of a chest may mislead; only both together make sure.
    """
    if body is None or math.degrees(float(np.linalg.norm(body.look.sight))) < AWAY_DEG:
        return False
    return angle_between_deg(body.look.camera_from_part, body.chest.camera_from_part) > AWAY_DEG


def neutral_from_detections(detections: list[Detection], camera: Pinhole, spread_deg: float = 0.0) -> Neutral:
    """Neutral of a still person: the mean of some detections, each with a face."""
    mesh_px = np.mean([d.face_px for d in detections if d.face_px is not None], axis=0)
    model, pose = head_from_mesh(mesh_px, camera)
    return Neutral(
        model=model,
        pose=pose,
        shoulders=mean_shoulders([s for s in map(shoulders_from_detection, detections) if s is not None]),
        body=mean_moment([b for b in (moment_from_detection(d, camera) for d in detections) if b is not None]),
        duration_s=detections[-1].t_s - detections[0].t_s,
        spread_deg=spread_deg,
        frames=len(detections),
    )
