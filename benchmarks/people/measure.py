"""Run MediaPipe over the frames of one sequence, as a webcam program would."""

from __future__ import annotations

import mediapipe as mp
import numpy as np
from numpy.typing import NDArray

from coach.measure.types import Appearance, Frame
from coach.sense.looks import LookReader

Array = NDArray[np.float32]
SHAPES = {
    "face": (478, 3),
    "pose": (33, 4),
    "world": (33, 3),
    **{
        f"{part}{what}": shape
        for part in ("look", "chest")
        for what, shape in (("", (3, 3)), ("_centre", (2,)), ("_sigma", (3,)))
    },
}
FRAMES_PER_S = 10
"""Heads and trunks move far from frame to frame here: faster, and a chest would be taken as read a frame before."""


class Tracker:
    """A fresh face mesh, body pose and look of head and chest for one sequence.

    With ``settled`` the models see each picture twice. They look where they saw somebody in the frame before, and heads
    here move by far more from frame to frame than those of people who move slowly, which shows in the mesh.
    """

    def __init__(self, *, settled: bool = False) -> None:
        self._settled = settled
        solutions = mp.solutions
        self.face = solutions.face_mesh.FaceMesh(
            static_image_mode=False,
            refine_landmarks=True,
            max_num_faces=1,
            min_detection_confidence=0.5,
            min_tracking_confidence=0.5,
        )
        self.pose = solutions.pose.Pose(model_complexity=1, smooth_landmarks=False)
        self.reader = LookReader()
        self.index = 0

    def close(self) -> None:
        """Free both graphs."""
        self.face.close()
        self.pose.close()

    def see(self, image: np.ndarray, t_s: float) -> dict[str, Array]:
        """Look at one RGB frame; NaN where nothing is found.

        ``face`` (478, 3), ``pose`` (33, 4), ``world`` (33, 3) as MediaPipe gives them; ``look`` (3, 3), ``look_centre``
        (2,) and ``look_sigma`` (3,) as :class:`coach.measure.types.Appearance` has them, and the same of the ``chest``.
        """
        seen = {name: np.full(shape, np.nan, np.float32) for name, shape in SHAPES.items()}
        if self._settled:
            self.face.process(image)
            self.pose.process(image)
        frame = Frame(self.index, t_s, np.asarray(image, np.uint8))
        self.index += 1
        found = self.face.process(image).multi_face_landmarks
        if found:
            seen["face"][:] = [(p.x, p.y, p.z) for p in found[0].landmark]
        self.reader.read_ahead(frame)
        result = self.pose.process(image)
        if result.pose_landmarks:
            seen["pose"][:] = [(p.x, p.y, p.z, p.visibility) for p in result.pose_landmarks.landmark]
            seen["world"][:] = [(p.x, p.y, p.z) for p in result.pose_world_landmarks.landmark]
            height, width = image.shape[:2]
            mesh_px = seen["face"].astype(float) * [width, height, width] if found else None
            looks = self.reader.confirm(frame, seen["pose"][:, :2].astype(float) * [width, height], mesh_px)
            for name, look in zip(("look", "chest"), looks, strict=True):
                write_look(seen, name, look)
        return seen


def write_look(seen: dict[str, Array], part: str, look: Appearance) -> None:
    """Write the look of the head or the chest into its arrays."""
    seen[part][:], seen[f"{part}_centre"][:] = look.sight_from_facing, look.centre_px
    seen[f"{part}_sigma"][:] = look.sigma_rad
