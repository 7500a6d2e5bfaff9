"""How far from upright the head of a reference picture was, by its look, gathered over its first seconds."""

from __future__ import annotations

from collections import deque
from statistics import median

from coach.measure.optics import Pinhole
from coach.measure.types import Floats, Picture
from coach.measure.upright import tilt_from_look
from coach.sense.appearance import HeadRegion, head_look

MEMORY = 15
MIN_LOOKS = 3
APART_RAD = 0.1
"""Looks that scatter by more than this were read off a body that the model has not found well yet."""


class UprightWatch:
    """Reads the tilt of the head in single pictures, and keeps what they say about one reference."""

    def __init__(self, forward: float) -> None:
        self._forward = forward
        self._model = head_look()
        self._region = HeadRegion()
        self._tilts: deque[float] = deque(maxlen=MEMORY)

    def begin(self) -> None:
        """Forget: there is a new reference."""
        self._tilts.clear()

    def look(self, rgb: Picture, t_s: float, body_px: Floats, turn_rad: float) -> None:
        """Read one picture in which the head is turned by so much since the reference."""
        height, width = rgb.shape[:2]
        appearance = self._model.see(rgb, *self._region.update(body_px, t_s))
        tilt_rad = tilt_from_look(appearance, Pinhole.from_fov((width, height)), self._forward)
        if tilt_rad is not None:
            self._tilts.append(tilt_rad - turn_rad)

    @property
    def tilt_rad(self) -> float | None:
        """Tilt of the head in the reference, positive from x to y; ``None`` where too few looks agree on it."""
        if len(self._tilts) < MIN_LOOKS:
            return None
        middle = median(self._tilts)
        return middle if median(abs(tilt - middle) for tilt in self._tilts) < APART_RAD else None
