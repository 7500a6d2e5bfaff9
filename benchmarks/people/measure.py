"""Run MediaPipe over the frames of one sequence, as a webcam program would."""

from __future__ import annotations

import mediapipe as mp
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
FACE_POINTS, BODY_POINTS = 478, 33


class Tracker:
    """A fresh face mesh and body pose for one sequence."""

    def __init__(self) -> None:
        solutions = mp.solutions
        self.face = solutions.face_mesh.FaceMesh(
            static_image_mode=False,
            refine_landmarks=True,
            max_num_faces=1,
            min_detection_confidence=0.5,
            min_tracking_confidence=0.5,
        )
        self.pose = solutions.pose.Pose(model_complexity=1, smooth_landmarks=False)

    def close(self) -> None:
        """Free both graphs."""
        self.face.close()
        self.pose.close()

    def see(self, image: np.ndarray) -> tuple[Array, Array, Array]:
        """Face (478, 3), body (33, 4) and body in metres (33, 3) of one RGB frame; NaN where nothing is found."""
        face = np.full((FACE_POINTS, 3), np.nan, np.float32)
        body = np.full((BODY_POINTS, 4), np.nan, np.float32)
        world = np.full((BODY_POINTS, 3), np.nan, np.float32)
        found = self.face.process(image).multi_face_landmarks
        if found:
            face[:] = [(p.x, p.y, p.z) for p in found[0].landmark]
        result = self.pose.process(image)
        if result.pose_landmarks:
            body[:] = [(p.x, p.y, p.z, p.visibility) for p in result.pose_landmarks.landmark]
            world[:] = [(p.x, p.y, p.z) for p in result.pose_world_landmarks.landmark]
        return face, body, world
