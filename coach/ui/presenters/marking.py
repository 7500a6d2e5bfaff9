"""Marking C7 and the ear in a still picture from the side, and the angle between them. Pure functions; no Kivy."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from coach.measure.optics import Pinhole
from coach.measure.posture import Marks, SidePosture, side_posture
from coach.measure.side import SideNeutral
from coach.measure.types import Frame, View

Point = tuple[float, float]

STEP_PX = 3
"""One press of an arrow key moves the cross by so much of the picture."""
BEHIND = 0.35
"""The cross begins behind the ear by so much of the way from the shoulder up to it: near the neck, never right."""
_ASKED = (
    (
        "Mark C7",
        "Click on the bone that stands out most where the neck meets the back, the seventh neck vertebra. A sticker "
        "put there beforehand makes it easy.",
    ),
    ("Mark the ear", "Click on the tragus, the small flap in front of the opening of the ear."),
)
_MEANING = (
    "The craniovertebral angle: from the level up to the line between C7 and the ear. The smaller it is, the farther "
    "forward your head was. A change of less than 6° is within its error. It tells how you sat in this picture, and "
    "nothing about your health."
)
_NOT_BEHIND = "C7 lies behind the ear. Mark both again."


@dataclass
class Marking:
    """Two marks in a picture, one after the other, and what they come to.

    Parameters
    ----------
    frame
        The picture that is marked.
    neutral, view
        How the person sat, and the side that the camera sees.
    """

    frame: Frame
    neutral: SideNeutral
    view: View
    points: list[Point] = field(default_factory=list)
    cross: Point = (0.0, 0.0)
    """Where Enter would set the next mark, pixels of the unmirrored picture."""

    def __post_init__(self) -> None:
        self._aim()

    @property
    def done(self) -> bool:
        """Whether both are marked."""
        return len(self.points) == len(_ASKED)

    @property
    def posture(self) -> SidePosture | None:
        """What the marks come to; ``None`` before both are set."""
        if not self.done:
            return None
        camera = Pinhole.from_fov(self.neutral.image_size_px)
        return side_posture(self.neutral, self.view, camera, Marks(self.points[0], self.points[1]))

    @property
    def told(self) -> bool:
        """Whether they come to an angle."""
        found = self.posture
        return found is not None and found.craniovertebral_angle_deg is not None

    @property
    def headline(self) -> str:
        """What to mark, or the angle with its error."""
        found = self.posture
        return _ASKED[len(self.points)][0] if found is None else found.craniovertebral_in_words or "No angle"

    @property
    def advice(self) -> str:
        """How to mark it, or what the angle means."""
        found = self.posture
        if found is None:
            return _ASKED[len(self.points)][1]
        return _MEANING if self.told else _NOT_BEHIND

    def mark(self, point_px: Point) -> None:
        """Set the next mark; one outside the picture, or a third, changes nothing."""
        width, height = self._size_px
        if not self.done and 0 <= point_px[0] < width and 0 <= point_px[1] < height:
            self.points.append(point_px)
            self._aim()

    def undo(self) -> None:
        """Take the last mark away."""
        if self.points:
            self.cross = self.points.pop()

    def again(self) -> None:
        """Take both marks away."""
        self.points.clear()
        self._aim()

    def move(self, right: int, down: int) -> None:
        """Move the cross by steps in the unmirrored picture; it stays inside."""
        limit = np.array(self._size_px) - 1
        x, y = np.clip(np.array(self.cross) + STEP_PX * np.array([right, down]), 0, limit)
        self.cross = float(x), float(y)

    @property
    def _size_px(self) -> tuple[int, int]:
        height, width = self.frame.rgb.shape[:2]
        return width, height

    def _aim(self) -> None:
        """Put the cross near the next mark: where the body model sees the ear, or behind it."""
        ear, shoulder = self.neutral.ear_px, self.neutral.shoulder_px
        place = np.array(self._size_px) / 2 if ear is None else np.asarray(ear)
        if ear is not None and shoulder is not None and not self.points:
            rise = float(shoulder[1] - ear[1])
            place = (ear + shoulder) / 2 + np.array([BEHIND * rise * (1 if self.view is View.LEFT else -1), 0.0])
        x, y = np.clip(place, 0, np.array(self._size_px) - 1)
        self.cross = float(x), float(y)
