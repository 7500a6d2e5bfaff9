"""The look of the head and of the chest: small networks that read their pose from the pixels around them.

That of the head sees hair, ears and profile where the face mesh sees no face: a head that is turned far, or seen from
the side. That of the chest sees how the trunk turned. They were trained on rendered people of our own making
(``benchmarks/people``).
"""

from __future__ import annotations

from collections import deque
from pathlib import Path

import cv2
import numpy as np

from coach.measure.features import HEAD_POINTS
from coach.measure.types import Appearance, Floats, Frame, Picture
from coach.paths import assets_dir
from coach.sense.lately import Lately
from coach.sense.network import SIDE, Network

HEAD_SHARE, CHEST_SHARE = 2.2, 3.6
"""Width of what a network sees, in sizes of the face, around a head and around a chest."""
FACE_BY_MIDDLE = 2.65
"""Size of the face mesh over the distance from the middle of the eyes to the middle of the mouth."""
MESH_BY_FACE = 1.08
"""Longer side of the box around the mesh over the size of a face as the networks learned it (people of our own)."""
SIZES_APART, RATIOS = 1.6, 60
"""Farthest ratio of the sizes by mesh and by body model that is believed, and how many are kept."""
MEMORY_S = 5.0
QUANTILE = 0.7
"""A head that nods looks shorter, so the size is a high quantile of what was seen lately."""
NEAR = 0.1
"""The networks were trained with a part that is off the centre, or of another size, by about so much of the face."""
OFF_CENTRE, LOST = 0.1, 0.6
"""It looks again where a part lies so many faces beside the centre, but not so far that it must be wrong."""
CHEST_REST_S = 0.09
"""A trunk turns more slowly than a head: ten times a second will do for the chest."""
LEFT_EYE, RIGHT_EYE, MOUTH_LEFT, MOUTH_RIGHT = 2, 5, 9, 10
SHOULDERS = [11, 12]

Place = tuple[Floats, float]
"""Centre (2,) of a part in the picture and size of the person's face, pixels."""


class HeadRegion:
    """Where the head is in the picture and how large, from the body model's points of it.

    The face mesh knows the size of a face better than the body model; their ratio is learned while there is a mesh, and
    holds when the face is turned away.
    """

    def __init__(self) -> None:
        self._seen: deque[tuple[float, float]] = deque()
        self._ratios: deque[float] = deque(maxlen=RATIOS)

    def update(self, pose_px: Floats, t_s: float, face_px: Floats | None = None) -> Place:
        """Give the place of the head; ``pose_px`` is (33, 2), ``face_px`` the mesh (478, 3) where there is one."""
        middle = (pose_px[LEFT_EYE] + pose_px[RIGHT_EYE] - pose_px[MOUTH_LEFT] - pose_px[MOUTH_RIGHT]) / 2
        while self._seen and not 0 <= t_s - self._seen[0][0] <= MEMORY_S:
            self._seen.popleft()
        self._seen.append((t_s, float(np.hypot(*middle))))
        size = FACE_BY_MIDDLE * float(np.quantile([length for _, length in self._seen], QUANTILE))
        if face_px is not None and size > 0:
            mesh_px = float(np.ptp(face_px[:, :2], axis=0).max()) / MESH_BY_FACE
            self._ratios.append(float(np.clip(mesh_px / size, 1 / SIZES_APART, SIZES_APART)))
        ratio = float(np.median(self._ratios)) if self._ratios else 1.0
        return np.asarray(pose_px[HEAD_POINTS].mean(axis=0)), ratio * size


def chest_place(pose_px: Floats, face_px: float) -> Place:
    """Place of the chest of a person with a face of that size."""
    return np.asarray(pose_px[SHOULDERS].mean(axis=0)), face_px


class AppearanceModel:
    """Reads the pose of a head, or of a chest, from a picture.

    Parameters
    ----------
    path
        The network.
    share
        Width of what it sees in sizes of the face.

    Raises
    ------
    SourceError
        The network's file is missing or damaged: the installation is not whole.
    """

    def __init__(self, path: Path, share: float) -> None:
        self._share = share
        self._network = Network(path)

    def see(self, rgb: Picture, centre_px: Floats, face_px: float) -> Appearance:
        """Pose of the part at a centre (2,) of a person with a face of that size.

        Where the network sees the part beside the centre, in the dark for example, it looks again there.
        """
        return self.find(rgb, centre_px, face_px)[0]

    def find(self, rgb: Picture, centre_px: Floats, face_px: float) -> tuple[Appearance, Floats]:
        """See, and say (2,) where in the picture the middle of the part is."""
        appearance, beside = self._see(rgb, centre_px, face_px)
        if OFF_CENTRE < np.hypot(*beside) < LOST:
            centre_px = centre_px + beside * face_px
            appearance, beside = self._see(rgb, centre_px, face_px)
        return appearance, centre_px + beside * face_px

    def _see(self, rgb: Picture, centre_px: Floats, face_px: float) -> tuple[Appearance, Floats]:
        """Pose, and how far (2,) the part lies beside the centre, in faces."""
        rotation, sigma, beside = self._network.read(patch_around(rgb, centre_px, self._share * face_px))
        return Appearance((float(centre_px[0]), float(centre_px[1])), rotation, sigma), beside


def head_look() -> AppearanceModel:
    """Make the network that reads a head."""
    return AppearanceModel(assets_dir() / "correction" / "head_look.onnx", HEAD_SHARE)


def chest_look() -> AppearanceModel:
    """Make the network that reads a chest."""
    return AppearanceModel(assets_dir() / "correction" / "chest_look.onnx", CHEST_SHARE)


class PartReader:
    """Reads a part of each frame where it was in the last one, so that nobody has to wait for the body model.

    Not safe to share between threads; the two calls of one frame may come from two of them, one after the other.

    Parameters
    ----------
    model
        What reads.
    rest_s
        So soon after it was read a part that has not moved is not read again.
    """

    def __init__(self, model: AppearanceModel, rest_s: float = 0.0) -> None:
        self._model = model
        self._read: Lately[Appearance] = Lately(rest_s)
        self._last: Place | None = None
        self._ahead: tuple[Frame, Appearance] | None = None

    def read_ahead(self, frame: Frame) -> None:
        """Read the part where it was, before it is known where it is."""
        if self._last is not None and self._read.at(frame.t_s) is None:
            self._ahead = frame, self._model.see(frame.rgb, *self._last)

    def confirm(self, frame: Frame, place: Place) -> Appearance:
        """Give what was read, or read again where the part is elsewhere."""
        before, self._last = self._last, place
        ahead, self._ahead = self._ahead, None
        if before is not None and _is_near(before, place):
            if (rested := self._read.at(frame.t_s)) is not None:
                return rested
            if ahead is not None and ahead[0] is frame:
                self._read.keep(frame.t_s, ahead[1])
                return ahead[1]
        appearance = self._model.see(frame.rgb, *place)
        self._read.keep(frame.t_s, appearance)
        return appearance


def _is_near(before: Place, now: Place) -> bool:
    moved_px = float(np.hypot(*(now[0] - before[0])))
    return moved_px < NEAR * now[1] and abs(np.log(now[1] / before[1])) < NEAR


def patch_around(rgb: Picture, centre_px: Floats, width_px: float, side: int = SIDE) -> Picture:
    """Square (side, side, 3) of what is so wide; beyond the border the picture is continued by its edge."""
    half = max(4.0, width_px / 2)
    height, width = rgb.shape[:2]
    low = np.floor(centre_px - half).astype(int)
    high = low + max(8, round(2 * half))
    inside_low, inside_high = np.maximum(low, 0), np.minimum(high, (width, height))
    if (inside_high - inside_low < 2).any():
        return np.zeros((side, side, 3), np.uint8)
    part = rgb[inside_low[1] : inside_high[1], inside_low[0] : inside_high[0]]
    missing = np.concatenate([inside_low - low, high - inside_high])
    if missing.any():
        left, top, right, bottom = (int(m) for m in missing)
        part = np.asarray(cv2.copyMakeBorder(part, top, bottom, left, right, cv2.BORDER_REPLICATE), np.uint8)
    return np.asarray(cv2.resize(part, (side, side), interpolation=cv2.INTER_AREA), np.uint8)
