"""A closer look at a face that is too small in the picture to be found.

MediaPipe looks for a face in the whole picture at 128 pixels. Where no mesh comes of it although a head is seen to
face the camera, the mesh is given the part of the picture around that head, and that part stays until the face is lost
in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.measure.features import HEAD_POINTS
from coach.measure.types import Appearance, Floats, Picture
from coach.sense.people import Face

WIDTH = 5.0
"""Width of the part of the picture, in widths of the body model's head points."""
LARGEST = 0.7
"""Share of the picture's height from which on a part of it helps little."""
FACING = float(np.cos(np.radians(30.0)))
"""A head that looks farther away may show no face: the mesh would lie down on an ear."""
EDGE = 0.15
"""So near to the edge, in widths of the part, a face will leave it soon."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a picture, pixels."""

    left: int
    top: int
    width: int
    height: int

    @classmethod
    def whole(cls, rgb: Picture) -> Part:
        """All of a picture."""
        return cls(0, 0, rgb.shape[1], rgb.shape[0])

    @classmethod
    def around(cls, rgb: Picture, middle_px: Floats, side_px: float) -> Part | None:
        """Square around a point (2,), cut off at the edge of a picture; ``None`` where nothing is left."""
        left, top = (max(0, int(m - side_px / 2)) for m in middle_px)
        right, bottom = (min(end, int(m + side_px / 2)) for end, m in zip(rgb.shape[1::-1], middle_px, strict=True))
        return cls(left, top, right - left, bottom - top) if right - left > 1 and bottom - top > 1 else None

    def cut(self, rgb: Picture) -> Picture:
        """Give that part of a picture."""
        return np.ascontiguousarray(rgb[self.top : self.top + self.height, self.left : self.left + self.width])

    def shows(self, face: Face) -> bool:
        """Whether a face is well inside."""
        x, y = face.centre
        return EDGE < (x - self.left) / self.width < 1 - EDGE and EDGE < (y - self.top) / self.height < 1 - EDGE


class CloserLook:
    """Says where in a picture the mesh is to look."""

    def __init__(self) -> None:
        self._part: Part | None = None
        self._shape: tuple[int, ...] = ()

    def part_of(self, rgb: Picture) -> Part:
        """Part of a picture, often all of it; pictures of another size begin anew."""
        return self._part if self._part is not None and rgb.shape == self._shape else Part.whole(rgb)

    def follow(
        self, rgb: Picture, face_px: Floats | None, pose_px: Floats | None = None, head: Appearance | None = None
    ) -> None:
        """Learn what was seen in a picture: the mesh (478, 3), the body's points (33, 2), the head.

        Where the closer look found nothing either, the next look is at the whole picture again.
        """
        part, whole = self.part_of(rgb), Part.whole(rgb)
        self._part, self._shape = None, rgb.shape
        if face_px is not None:
            if part.shows(Face.around(face_px)):
                self._part = part
        elif part == whole and pose_px is not None and head is not None and head.sight_from_facing[2, 2] > FACING:
            side_px = WIDTH * float(np.ptp(pose_px[HEAD_POINTS, 0]))
            if side_px < LARGEST * whole.height:
                self._part = Part.around(rgb, pose_px[HEAD_POINTS].mean(axis=0), side_px)
