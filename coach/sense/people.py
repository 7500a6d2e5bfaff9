"""Who is measured when several people are in view: the nearest, and that person stays.

The models follow one face. Now and then all faces of the picture are looked for; the faces of the others are then
covered before the models see the picture, so that they cannot jump to them when they lose the one they follow.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.measure.types import Floats

COUNT_EVERY_S = 1.0
SECOND_FACE = 0.3
"""A further face counts as a person when it is at least this large compared with the largest."""
NEARER = 1.35
"""Another face is the nearer person when it is this much larger than the measured one."""
REMEMBERED_S = 5.0
"""How long the place of a lost person is kept for them before a smaller face may take it."""
GREY = 128


@dataclass(frozen=True, slots=True)
class Face:
    """A face box in pixels."""

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def around(cls, points_px: Floats) -> Face:
        """Box around points (n, 2 or 3)."""
        (left, top), (right, bottom) = points_px[:, :2].min(axis=0), points_px[:, :2].max(axis=0)
        return cls(float(left), float(top), float(right - left), float(bottom - top))

    @property
    def size(self) -> float:
        """Larger side; it changes little when the head turns or bends."""
        return max(self.width, self.height)

    @property
    def centre(self) -> tuple[float, float]:
        """Middle of the box."""
        return self.left + self.width / 2, self.top + self.height / 2

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether a point lies in the box."""
        x, y = point
        return self.left <= x <= self.left + self.width and self.top <= y <= self.top + self.height

    def is_same_as(self, other: Face) -> bool:
        """Whether two boxes show the same face."""
        return self.holds(other.centre) or other.holds(self.centre)

    def touches(self, other: Face) -> bool:
        """Whether two boxes overlap."""
        return (
            abs(self.centre[0] - other.centre[0]) < (self.width + other.width) / 2
            and abs(self.centre[1] - other.centre[1]) < (self.height + other.height) / 2
        )


class Company:
    """Keeps apart the person who is measured and the others in view."""

    def __init__(self) -> None:
        self.people = 0
        self._others: tuple[Face, ...] = ()
        self._followed: Face | None = None
        self._seen_s: float | None = None
        self._counted_s: float | None = None

    def is_due(self, t_s: float) -> bool:
        """Whether it is time to look for all faces."""
        return self._counted_s is None or not 0 <= t_s - self._counted_s < COUNT_EVERY_S

    def follow(self, face: Face | None, t_s: float) -> None:
        """Remember where the measured person is; ``None`` where no face is followed in this picture."""
        if face is not None:
            self._followed, self._seen_s = face, t_s
        elif self._seen_s is not None and not 0 <= t_s - self._seen_s <= REMEMBERED_S:
            self._followed = self._seen_s = None

    def is_stranger(self, face: Face, t_s: float) -> bool:
        """Whether the models jumped to somebody farther away while the measured person was lost."""
        last = self._followed
        if last is None or self._seen_s is None or not 0 <= t_s - self._seen_s <= REMEMBERED_S:
            return False
        return face.size * NEARER < last.size and not last.is_same_as(face)

    def count(self, faces: Iterable[Face], followed: Face | None, t_s: float) -> bool:
        """Take stock of all faces in the picture.

        Parameters
        ----------
        faces
            Every face that was found.
        followed
            The face that the models follow; ``None`` where they follow nobody, or a stranger.
        t_s
            Time of the picture.

        Returns
        -------
        bool
            True where somebody else is nearer than the followed face, so that the models must turn to them.
        """
        self._counted_s = t_s
        seen = list(faces)
        if followed is not None:
            seen = [followed, *(face for face in seen if not face.is_same_as(followed))]
        largest = max((face.size for face in seen), default=0.0)
        self.people = sum(face.size >= SECOND_FACE * largest for face in seen)
        subject = self._choose(seen, followed)
        self._others = tuple(face for face in seen if face is not subject)
        if followed is None or subject is followed:
            return False
        self._followed = self._seen_s = None
        return True

    def is_other(self, point: tuple[float, float]) -> bool:
        """Whether a point, such as the nose of a body, belongs to somebody who is not measured."""
        return any(face.holds(point) for face in self._others)

    def cover_others(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Picture with the others' faces covered; the same picture where there are none."""
        boxes = [face for face in self._others if self._followed is None or not face.touches(self._followed)]
        if not boxes:
            return rgb
        covered = rgb.copy()
        for face in boxes:
            left, top = max(0, int(face.left)), max(0, int(face.top))
            right, bottom = max(0, int(face.left + face.width)), max(0, int(face.top + face.height))
            covered[top:bottom, left:right] = GREY
        return covered

    def _choose(self, seen: list[Face], followed: Face | None) -> Face | None:
        """Face to measure: the followed one unless another is clearly nearer; ``None`` while that person is awaited."""
        if followed is None:
            seen = [face for face in seen if self._may_follow(face)]
        nearest = max(seen, key=lambda face: face.size, default=None)
        if followed is None or nearest is None:
            return nearest
        return nearest if nearest.size > NEARER * followed.size else followed

    def _may_follow(self, face: Face) -> bool:
        """Whether a face can be the lost person: in the old place, clearly nearer, or new in view and not farther."""
        last = self._followed
        if last is None or face.is_same_as(last) or face.size > NEARER * last.size:
            return True
        return face.size * NEARER >= last.size and not any(face.is_same_as(other) for other in self._others)
