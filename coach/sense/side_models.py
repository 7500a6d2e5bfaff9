"""MediaPipe for the camera at the side: the body model, and the silhouette of a person.

The same body model and settings as in :mod:`coach.sense.detector`, without the face mesh, which finds no profile.
"""

from __future__ import annotations

import mediapipe as mp
import numpy as np

from coach.measure.features import Body
from coach.measure.types import Picture
from coach.sense.patch import Grey
from coach.sense.quiet import quiet

SURE = 0.5
_BLANK = np.zeros((64, 64, 3), np.uint8)


class BodyModel:
    """Finds the points of one body in one picture after the other."""

    def __init__(self) -> None:
        self._settled = False
        with quiet():
            self._model = mp.solutions.pose.Pose(model_complexity=1, smooth_landmarks=False)
            self._model.process(_BLANK)

    def find(self, rgb: Picture) -> Body | None:
        """Points in pixels of the picture and in metres; ``None`` without a body."""
        if self._settled:
            found = self._model.process(rgb)
        else:
            with quiet():  # a part of the model starts, and logs, with the first body only
                found = self._model.process(rgb)
        self._settled |= bool(found.pose_landmarks)
        if not found.pose_landmarks:
            return None
        height, width = rgb.shape[:2]
        points = found.pose_landmarks.landmark
        return Body(
            px=np.array([[p.x * width, p.y * height] for p in points]),
            m=np.array([[p.x, p.y, p.z] for p in found.pose_world_landmarks.landmark]),
            visibility=np.array([p.visibility for p in points]),
        )

    def close(self) -> None:
        """Free the model."""
        self._model.close()


class Silhouette:
    """Tells a person from the background, in single pictures."""

    def __init__(self) -> None:
        with quiet():
            self._model = mp.solutions.selfie_segmentation.SelfieSegmentation(model_selection=1)
            self._model.process(_BLANK)

    def mask(self, rgb: Picture) -> Grey:
        """255 where the person is, else 0; the size of the picture."""
        found = self._model.process(rgb).segmentation_mask
        return np.where(np.asarray(found) > SURE, 255, 0).astype(np.uint8)

    def close(self) -> None:
        """Free the model."""
        self._model.close()
