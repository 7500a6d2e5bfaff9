"""How far the eyes are open, from the lids of the face mesh against the person's own open eyes."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from statistics import median

import numpy as np

from coach.measure.types import Angles, Detection, Floats

CLOSED = 0.6
"""Eyes are shut below this fraction of their own opening. A blink halves the opening that a mesh shows (Soukupova &
Cech, 21st Computer Vision Winter Workshop 2016, take 0.2 of a usual 0.3)."""
READABLE_DEG = 30.0
"""Lids are not read in a head that is turned or tipped further than this from neutral."""
STEADY_S = 0.3

# Corners, then upper and lower lid in pairs, of the right and the left eye.
_EYES = (
    ((33, 133), ((160, 144), (159, 145), (158, 153))),
    ((362, 263), ((385, 380), (386, 374), (387, 373))),
)


def lid_gap(mesh_px: Floats) -> float:
    """Height of the opening of the eyes by their width, mean of both; about 0.3 open and 0.1 shut."""

    def of(eye: tuple[tuple[int, int], tuple[tuple[int, int], ...]]) -> float:
        corners, lids = eye
        width = _distance(mesh_px, *corners)
        return float(np.mean([_distance(mesh_px, *pair) for pair in lids])) / max(width, 1e-6)

    return float(np.mean([of(eye) for eye in _EYES]))


def _distance(mesh_px: Floats, first: int, second: int) -> float:
    return float(np.hypot(*(mesh_px[first, :2] - mesh_px[second, :2])))


@dataclass
class EyeWatch:
    """Tells the opening of the eyes as a fraction of the widest that was seen for a while."""

    _recent: deque[tuple[float, float]] = field(default_factory=deque)
    _open: float | None = None

    def update(self, detection: Detection, angles: Angles | None = None) -> float | None:
        """Tell the opening in this picture, ``None`` where the lids are not seen well.

        ``angles`` tell how the head is turned; without them the face is taken to look ahead.
        """
        turned = angles is not None and max(abs(angles.flexion_deg), abs(angles.right_rotation_deg)) > READABLE_DEG
        if detection.face_px is None or turned:
            return None
        gap = lid_gap(detection.face_px)
        self._recent.append((detection.t_s, gap))
        while detection.t_s - self._recent[0][0] > STEADY_S:
            self._recent.popleft()
        steady = median(value for _, value in self._recent)
        self._open = steady if self._open is None else max(self._open, steady)
        return gap / max(self._open, 1e-6)
