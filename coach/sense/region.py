"""A region of a picture laid over a later one: how far it has turned and shifted.

Clothes and smooth hair have few corners but long edges, so the whole region is compared and not single points, by
inverse compositional Gauss-Newton on brightness (Baker & Matthews, Int J Comput Vis 2004;56:221-55) for a turn and a
shift; with robust weights, because something else may move before the region, and without what has left the picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from coach.measure.types import Floats
from coach.sense.patch import SIDE_PX, UNIT_PX, Grey, evened, window_around

SHRINK = 2
SIZE = SIDE_PX // SHRINK
STEPS = 15
MIN_PIXELS = 300
MIN_HEIGHT = 0.9
MIN_LIKENESS = 0.5
FLAT = 2.0
"""A picture whose evened pixels vary less than this shows nothing."""
SPREAD = 1.4826
PIXELS_PER_FACT = 12.0
"""Evened and shrunken pixels repeat their neighbours; about so many of them tell one thing."""


@dataclass(frozen=True, slots=True)
class Laid:
    """How a region lies in a picture.

    Parameters
    ----------
    turn_rad, sigma_rad
        Turn in the picture since the reference, positive from x to y, and its standard error.
    shift_px
        (2,) shift of the region's middle, pixels of the working picture.
    likeness
        Correlation with the reference, up to 1.
    """

    turn_rad: float
    sigma_rad: float
    shift_px: Floats
    likeness: float


REST = Laid(0.0, 0.0, np.zeros(2), 1.0)


class Region:
    """A region of a working picture.

    Parameters
    ----------
    grey
        The working picture.
    middle_px
        Middle of the window in it.
    wanted
        Mask of the region in the window, ``SIDE_PX`` on a side.
    """

    def __init__(self, grey: Grey, middle_px: Floats, wanted: Grey) -> None:
        self._middle = np.asarray(middle_px, float)
        picture = _window(grey, self._middle)
        mask = cv2.resize(wanted, (SIZE, SIZE), interpolation=cv2.INTER_NEAREST) > 0
        mask &= np.isfinite(cv2.blur(picture, (3, 3)))
        self._at = np.flatnonzero(mask.ravel())
        rows, columns = np.divmod(self._at, SIZE)
        self._x, self._y = columns - SIZE / 2, rows - SIZE / 2
        right, down = (
            cv2.Scharr(picture, cv2.CV_32F, a, b).ravel()[self._at].astype(float) / 32 for a, b in ((1, 0), (0, 1))
        )
        self._slopes = np.column_stack([right, down, down * self._x - right * self._y])
        self._reference = picture.ravel()[self._at]

    @property
    def usable(self) -> bool:
        """Whether there is enough of it to compare, and high enough to show a turn."""
        return len(self._at) >= MIN_PIXELS and float(np.ptp(self._y)) * SHRINK >= MIN_HEIGHT * UNIT_PX

    def lay(self, grey: Grey, start: Laid) -> Laid | None:
        """Lay the region over a later working picture, beginning near ``start``; ``None`` where it is not like it."""
        place = self._middle + np.round(start.shift_px)
        now = _window(grey, place)
        motion = _rigid(np.array([*(start.shift_px - np.round(start.shift_px)) / SHRINK, start.turn_rad]))
        normal, spread = np.eye(3), 1.0
        for _ in range(STEPS):
            there = self._sample(now, motion)
            known = np.isfinite(there)
            if known.sum() < MIN_PIXELS:
                return None
            apart = np.where(known, there - self._reference, 0.0)
            spread = SPREAD * float(np.median(np.abs(apart[known]))) + 1.0
            weight = known / (1 + (apart / (2.5 * spread)) ** 2) ** 2
            weighed = self._slopes * weight[:, None]
            normal = weighed.T @ self._slopes + 1e-3 * np.eye(3)
            step = np.linalg.solve(normal, weighed.T @ apart)
            motion = motion @ np.linalg.inv(_rigid(step))
            if np.hypot(step[0], step[1]) + SIZE / 2 * abs(step[2]) < 0.02:
                break
        return self._judge(now, motion, place, np.linalg.inv(normal) * spread**2 * PIXELS_PER_FACT)

    def _judge(self, now: Floats, motion: Floats, place: Floats, covariance: Floats) -> Laid | None:
        there = self._sample(now, motion)
        known = np.isfinite(there)
        if known.sum() < MIN_PIXELS:
            return None
        if there[known].std() < FLAT:
            return None
        likeness = float(np.corrcoef(there[known], self._reference[known])[0, 1])
        if likeness < MIN_LIKENESS:
            return None
        turn = float(np.arctan2(motion[1, 0], motion[0, 0]))
        shift = SHRINK * motion[:2, 2] + place - self._middle
        return Laid(turn, float(np.sqrt(covariance[2, 2])), shift, likeness)

    def _sample(self, now: Floats, motion: Floats) -> Floats:
        """Pixels of the region as a window shows them when a motion is undone; NaN outside the picture."""
        x = (motion[0, 0] * self._x + motion[0, 1] * self._y + motion[0, 2] + SIZE / 2).astype(np.float32)
        y = (motion[1, 0] * self._x + motion[1, 1] * self._y + motion[1, 2] + SIZE / 2).astype(np.float32)
        taken = cv2.remap(now, x[:, None], y[:, None], cv2.INTER_LINEAR, borderValue=[float("nan")])
        return np.asarray(taken[:, 0], float)


def _window(grey: Grey, middle_px: Floats) -> Floats:
    """Evened and shrunken window around a place; NaN outside the picture."""
    cut, corner = window_around(grey, middle_px, SIDE_PX)
    picture = cv2.resize(evened(cut), (SIZE, SIZE), interpolation=cv2.INTER_AREA).astype(np.float32)
    (height, width), (left, top) = grey.shape, corner
    rows, columns = (np.arange(SIZE) + 0.5) * SHRINK + top, (np.arange(SIZE) + 0.5) * SHRINK + left
    picture[(rows < 0) | (rows > height)] = np.nan
    picture[:, (columns < 0) | (columns > width)] = np.nan
    return np.asarray(picture)


def _rigid(step: Floats) -> Floats:
    """Small shift (2,) and turn as a matrix (3, 3)."""
    cosine, sine = np.cos(step[2]), np.sin(step[2])
    return np.array([[cosine, -sine, step[0]], [sine, cosine, step[1]], [0.0, 0.0, 1.0]])
