"""The one place that knows MediaPipe: face mesh with refined landmarks, body pose, and a now-and-then head count.

MediaPipe speaks normalised coordinates of the picture it was given; here they become pixels of the unmirrored picture,
x right, y down. The mesh's depth is on the scale of its x, smaller is nearer. The body's metres are x image-right, y
down, z away from the camera, from the middle of the hips. Nothing of MediaPipe leaves this module.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

os.environ.setdefault("GLOG_minloglevel", "3")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import mediapipe as mp
import numpy as np

from coach.measure.types import Detection, Floats, Frame

COUNT_EVERY_S = 1.0
MIN_SECOND_FACE = 0.35
"""A second face counts when it is at least this wide compared with the widest."""
BIGGER = 1.35
"""Another face is the nearer person when it is this much wider than the measured one."""
GREY = 128


def model_version() -> str:
    """Name what does the seeing, for the record kept with every measurement."""
    return f"mediapipe {version('mediapipe')} face_mesh(refined) + pose(complexity 1)"


@dataclass(frozen=True, slots=True)
class _Face:
    """A face box in pixels."""

    left: float
    top: float
    width: float
    height: float

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.left + self.width and self.top <= y <= self.top + self.height


class BareModels:
    """The two models alone, with the settings of :class:`Detector`: the yardstick for its speed."""

    def __init__(self) -> None:
        with _quiet():
            self.mesh = mp.solutions.face_mesh.FaceMesh(
                max_num_faces=1, refine_landmarks=True, min_detection_confidence=0.5, min_tracking_confidence=0.5
            )
            self.pose = mp.solutions.pose.Pose(model_complexity=1, smooth_landmarks=False)
            blank = np.zeros((64, 64, 3), np.uint8)
            self.process(blank)

    def process(self, rgb: np.ndarray) -> tuple[Any, Any]:
        """Give what MediaPipe returns for face and body."""
        return self.mesh.process(rgb), self.pose.process(rgb)

    def reset(self) -> None:
        """Forget whom the models follow."""
        self.mesh.reset()
        self.pose.reset()

    def close(self) -> None:
        """Free the models."""
        self.mesh.close()
        self.pose.close()


class Detector:
    """Finds one person, the nearest, in one frame after the other.

    The models track from frame to frame, so frames must come in order. Not safe to share between threads.
    """

    def __init__(self) -> None:
        self._models = BareModels()
        with _quiet():
            self._counter = mp.solutions.face_detection.FaceDetection(min_detection_confidence=0.6)
            self._counter.process(np.zeros((64, 64, 3), np.uint8))
        self._counted_s: float | None = None
        self._people = 0
        self._others: tuple[_Face, ...] = ()

    def detect(self, frame: Frame) -> Detection:
        """Landmarks of the nearest person in a frame; fields are ``None`` for what is not there."""
        rgb = self._without_others(frame.rgb)
        height, width = rgb.shape[:2]
        mesh, body = self._models.process(rgb)
        face_px = _points(mesh.multi_face_landmarks[0], width, height) if mesh.multi_face_landmarks else None
        if self._counted_s is None or not 0 <= frame.t_s - self._counted_s < COUNT_EVERY_S:
            self._count(frame, face_px)
        pose_px = visibility = world_m = None
        if body.pose_landmarks:
            pose_px = _points(body.pose_landmarks, width, height)[:, :2]
            visibility = np.array([p.visibility for p in body.pose_landmarks.landmark])
            world_m = np.array([[p.x, p.y, p.z] for p in body.pose_world_landmarks.landmark])
        return Detection(
            frame_index=frame.index,
            t_s=frame.t_s,
            image_size_px=(width, height),
            face_px=face_px,
            pose_px=pose_px,
            pose_visibility=visibility,
            pose_world_m=world_m,
            brightness=_brightness(frame.rgb, face_px),
            people=self._people,
        )

    def close(self) -> None:
        """Free the models."""
        self._models.close()
        self._counter.close()

    def _count(self, frame: Frame, face_px: Floats | None) -> None:
        """Count the people in view, and turn to the nearest when the models follow somebody else."""
        height, width = frame.rgb.shape[:2]
        found = self._counter.process(frame.rgb).detections or []
        faces = [_box(d.location_data.relative_bounding_box, width, height) for d in found]
        self._counted_s = frame.t_s
        widest = max((f.width for f in faces), default=0.0)
        self._people = max(sum(f.width >= MIN_SECOND_FACE * widest for f in faces), int(face_px is not None))
        if not faces:
            self._others = ()
            return
        nearest = max(faces, key=lambda f: f.width)
        self._others = tuple(f for f in faces if f is not nearest)
        if face_px is not None and not nearest.holds(*face_px[:, :2].mean(axis=0)):
            followed_px = float(np.ptp(face_px[:, 0]))
            if nearest.width > followed_px * BIGGER:
                self._models.reset()

    def _without_others(self, rgb: np.ndarray) -> np.ndarray:
        """Picture with the faces of farther people covered, so that no model jumps to them."""
        if not self._others:
            return rgb
        covered = rgb.copy()
        for face in self._others:
            left, top = max(0, int(face.left)), max(0, int(face.top))
            covered[top : int(face.top + face.height), left : int(face.left + face.width)] = GREY
        return covered


def _points(landmarks: Any, width: int, height: int) -> Floats:
    """Landmarks as pixels (n, 3)."""
    points = np.array([[p.x, p.y, p.z] for p in landmarks.landmark])
    return np.asarray(points * [width, height, width])


def _box(box: Any, width: int, height: int) -> _Face:
    return _Face(box.xmin * width, box.ymin * height, box.width * width, box.height * height)


def _brightness(rgb: np.ndarray, face_px: Floats | None) -> float:
    """Mean luminance 0..1 of the face, or of the whole picture without one."""
    part = rgb
    if face_px is not None:
        height, width = rgb.shape[:2]
        (left, top), (right, bottom) = face_px[:, :2].min(axis=0), face_px[:, :2].max(axis=0)
        inside = rgb[max(0, int(top)) : min(height, int(bottom) + 1), max(0, int(left)) : min(width, int(right) + 1)]
        part = inside if inside.size else rgb
    red, green, blue = part[::8, ::8].reshape(-1, 3).mean(axis=0) / 255
    return float(0.299 * red + 0.587 * green + 0.114 * blue)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Silence what the models' C++ start-up writes to the standard error past every logging setting."""
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
