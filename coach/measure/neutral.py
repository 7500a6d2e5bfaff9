"""Neutral: the person's own upright pose, taken from the first window in which they sit still."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from coach.measure.features import Moment, mean_moment, moment_from_detection
from coach.measure.head import HeadModel, HeadPose, head_from_mesh, locate_head
from coach.measure.optics import Pinhole
from coach.measure.rotations import angle_between_deg, mean_rotation
from coach.measure.thorax import Shoulders, mean_shoulders, shoulders_from_detection
from coach.measure.types import Detection

WINDOW_S = 0.7
MIN_FRAMES = 5
MAX_SPREAD_DEG = 2.0
MAX_GAP_S = 0.35
FARTHEST_M = 1.6


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
    """Collects frames until the head stayed within ``MAX_SPREAD_DEG`` for ``WINDOW_S``."""

    camera: Pinhole
    too_far: bool = False
    """The only face in view is farther away than anybody who uses this: somebody who walks by gives no neutral."""
    _window: deque[tuple[Detection, HeadPose]] = field(default_factory=deque)
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
            pose = locate_head(self._model, detection.face_px, self.camera, self._window[-1][1])
        self._window.append((detection, pose))
        while self._window and angle_between_deg(self._window[0][1].camera_from_head, pose.camera_from_head) > (
            MAX_SPREAD_DEG
        ):
            self._window.popleft()
        if self.progress < 1 or len(self._window) < MIN_FRAMES:
            return None
        return self._settle()

    def _restart(self) -> None:
        self._window.clear()
        self._model = None

    def _settle(self) -> Neutral | None:
        detections = [d for d, _ in self._window]
        poses = np.array([p.camera_from_head for _, p in self._window])
        spread = max(angle_between_deg(mean_rotation(poses), p) for p in poses)
        if spread > MAX_SPREAD_DEG:
            self._window.popleft()
            return None
        return neutral_from_detections(detections, self.camera, spread)


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
