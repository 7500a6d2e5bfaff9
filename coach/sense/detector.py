"""The one place that knows MediaPipe: face mesh with refined landmarks, body pose, and a search for all faces.

MediaPipe speaks normalised coordinates of the picture it was given; here they become pixels of the unmirrored picture,
x right, y down. The mesh's depth is on the scale of its x, smaller is nearer. The body's metres are x image-right, y
down, z away from the camera, from the middle of the hips. Nothing of MediaPipe leaves this module.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import version
from typing import Any

import mediapipe as mp
import numpy as np

from coach.measure.types import Detection, Floats, Frame, Picture
from coach.sense.closer import CloserLook, Part
from coach.sense.lately import Lately
from coach.sense.looks import LookReader
from coach.sense.people import Company, Face
from coach.sense.quiet import quiet

BODY_REST_S = 0.06
"""So soon after the body model looked, and while there is a face, what it saw still holds: shoulders move slowly.

At 20 and at 30 frames a second it looks at every second one."""
SAME_PERSON = 1.0
"""Nose of the body and middle of the face belong to one person when they are this close, in sizes of the face."""


def model_version() -> str:
    """Name what does the seeing, for the record kept with every measurement."""
    return f"mediapipe {version('mediapipe')} face_mesh(refined) + pose(complexity 1)"


class BareModels:
    """The two models alone, with the settings of :class:`Detector`: the yardstick for its speed.

    ``side_by_side`` runs the mesh on a thread of its own while the body model works; the answers are the same.
    """

    def __init__(self, *, side_by_side: bool = False) -> None:
        self._helper = ThreadPoolExecutor(1, "mesh") if side_by_side else None
        with quiet():
            self.mesh = mp.solutions.face_mesh.FaceMesh(
                max_num_faces=1, refine_landmarks=True, min_detection_confidence=0.5, min_tracking_confidence=0.5
            )
            self.pose = mp.solutions.pose.Pose(model_complexity=1, smooth_landmarks=False)
            self._process(np.zeros((64, 64, 3), np.uint8), None)
        self._settled = False

    def process(
        self, rgb: Picture, after_mesh: Callable[[], object] | None = None, of_face: Picture | None = None
    ) -> tuple[Any, Any]:
        """Give what MediaPipe returns for face and body.

        ``after_mesh`` is called once the mesh is done, on its thread, which has less to do than the body model. The
        face is looked for in ``of_face`` where that is given.
        """
        if self._settled:
            return self._process(rgb, after_mesh, of_face)
        with quiet():  # a part of the mesh starts, and logs, with the first face only
            mesh, body = self._process(rgb, after_mesh, of_face)
        self._settled = bool(mesh.multi_face_landmarks)
        return mesh, body

    def find_face(self, rgb: Picture, meanwhile: Callable[[], object]) -> Any:
        """Give what MediaPipe returns for the face alone; ``meanwhile`` is called at the same time."""
        assert self._helper is not None, "only for models that run side by side"
        mesh = self._helper.submit(self.mesh.process, rgb)
        meanwhile()
        return mesh.result()

    def forget(self, *, face: bool = True) -> None:
        """Forget whom the body model and, unless told otherwise, the mesh follow."""
        with quiet():
            self.pose.reset()
            if face:
                self.mesh.reset()
            self._process(np.zeros((64, 64, 3), np.uint8), None)

    def _process(
        self, rgb: Picture, after_mesh: Callable[[], object] | None, of_face: Picture | None = None
    ) -> tuple[Any, Any]:
        of_face = rgb if of_face is None else of_face
        if self._helper is None:
            return self._mesh(of_face, after_mesh), self.pose.process(rgb)
        mesh = self._helper.submit(self._mesh, of_face, after_mesh)
        body = self.pose.process(rgb)
        return mesh.result(), body

    def _mesh(self, rgb: Picture, after_mesh: Callable[[], object] | None) -> Any:
        mesh = self.mesh.process(rgb)
        if after_mesh is not None:
            after_mesh()
        return mesh

    def close(self) -> None:
        """Free the models."""
        if self._helper is not None:
            self._helper.shutdown()
        self.mesh.close()
        self.pose.close()


class Detector:
    """Finds one person, the nearest, in one frame after the other.

    The models track from frame to frame, so frames must come in order. Not safe to share between threads.
    """

    def __init__(self) -> None:
        self._models = BareModels(side_by_side=True)
        with quiet():
            # model 1 sees faces as far as 5 m away; the mesh's own search ends at 2 m
            self._counter = mp.solutions.face_detection.FaceDetection(model_selection=1, min_detection_confidence=0.6)
            self._counter.process(np.zeros((64, 64, 3), np.uint8))
        self._company = Company()
        self._reader = LookReader()
        self._bodies: Lately[Any] = Lately(BODY_REST_S)
        self._closer = CloserLook()

    def detect(self, frame: Frame) -> Detection:
        """Landmarks of the nearest person in a frame; fields are ``None`` for what is not there."""
        height, width = frame.rgb.shape[:2]
        face_px, body = self._look(frame)
        stranger = face_px is not None and self._company.is_stranger(Face.around(face_px), frame.t_s)
        if stranger or self._company.is_due(frame.t_s):
            face_px, body = self._take_stock(frame, None if stranger else face_px, body)
        self._company.follow(None if face_px is None else Face.around(face_px), frame.t_s)
        pose_px = visibility = world_m = head = chest = None
        if body.pose_landmarks and not self._is_somebody_else(body, face_px, frame):
            pose_px = _points(body.pose_landmarks, Part.whole(frame.rgb))[:, :2]
            visibility = np.array([p.visibility for p in body.pose_landmarks.landmark])
            world_m = np.array([[p.x, p.y, p.z] for p in body.pose_world_landmarks.landmark])
            head, chest = self._reader.confirm(frame, pose_px, face_px)
        self._closer.follow(frame.rgb, face_px, pose_px, head)
        return Detection(
            frame_index=frame.index,
            t_s=frame.t_s,
            image_size_px=(width, height),
            face_px=face_px,
            pose_px=pose_px,
            pose_visibility=visibility,
            pose_world_m=world_m,
            brightness=_brightness(frame.rgb, face_px),
            people=self._company.people,
            appearance=head,
            chest=chest,
        )

    def close(self) -> None:
        """Free the models."""
        self._models.close()
        self._counter.close()

    def _look(self, frame: Frame) -> tuple[Floats | None, Any]:
        """Face points of the picture in which the others are covered, and the body as MediaPipe gives it."""
        mesh, body = self._see(frame, self._company.cover_others(frame.rgb))
        faces = mesh.multi_face_landmarks
        return (_points(faces[0], self._closer.part_of(frame.rgb)) if faces else None), body

    def _see(self, frame: Frame, rgb: Picture) -> tuple[Any, Any]:
        """Give what MediaPipe returns for face and body, which rests only while there is a face.

        So somebody who leaves is missed in the very frame.
        """
        read_ahead = partial(self._reader.read_ahead, frame)
        lately = self._bodies.at(frame.t_s)
        of_face = self._closer.part_of(rgb).cut(rgb)
        if lately is None:
            mesh, body = self._models.process(rgb, read_ahead, of_face)
        else:
            mesh = self._models.find_face(of_face, read_ahead)
            if mesh.multi_face_landmarks:
                return mesh, lately
            body = self._models.pose.process(rgb)
        self._bodies.keep(frame.t_s, body if mesh.multi_face_landmarks and body.pose_landmarks else None)
        return mesh, body

    def _take_stock(self, frame: Frame, face_px: Floats | None, body: Any) -> tuple[Floats | None, Any]:
        """Look for everybody in view, and look again where the models follow the wrong one."""
        height, width = frame.rgb.shape[:2]
        found = self._counter.process(frame.rgb).detections or []
        faces = [_box(d.location_data.relative_bounding_box, width, height) for d in found]
        followed = None if face_px is None else Face.around(face_px)
        wrong = self._company.count(faces, followed, frame.t_s)
        if wrong or self._is_somebody_else(body, face_px, frame):
            self._models.forget(face=wrong)
            self._closer = CloserLook()
            self._bodies.keep(frame.t_s, None)
            return self._look(frame)
        return face_px, body

    def _is_somebody_else(self, body: Any, face_px: Floats | None, frame: Frame) -> bool:
        """Whether the body model follows another person than the mesh."""
        if not body.pose_landmarks:
            return False
        height, width = frame.rgb.shape[:2]
        nose = body.pose_landmarks.landmark[0]
        x, y = nose.x * width, nose.y * height
        if face_px is None:
            return self._company.is_other((x, y))
        face = Face.around(face_px)
        return bool(np.hypot(x - face.centre[0], y - face.centre[1]) > SAME_PERSON * face.size)


def _points(landmarks: Any, part: Part) -> Floats:
    """Landmarks that were found in a part of a picture, as pixels (n, 3) of all of it."""
    points = np.array([[p.x, p.y, p.z] for p in landmarks.landmark])
    return np.asarray(points * [part.width, part.height, part.width] + [part.left, part.top, 0])


def _box(box: Any, width: int, height: int) -> Face:
    return Face(box.xmin * width, box.ymin * height, box.width * width, box.height * height)


def _brightness(rgb: Picture, face_px: Floats | None) -> float:
    """Mean luminance 0..1 of the face, or of the whole picture without one."""
    part = rgb
    if face_px is not None:
        height, width = rgb.shape[:2]
        (left, top), (right, bottom) = face_px[:, :2].min(axis=0), face_px[:, :2].max(axis=0)
        inside = rgb[max(0, int(top)) : min(height, int(bottom) + 1), max(0, int(left)) : min(width, int(right) + 1)]
        part = inside if inside.size else rgb
    red, green, blue = part[::8, ::8].reshape(-1, 3).mean(axis=0) / 255
    return float(0.299 * red + 0.587 * green + 0.114 * blue)
