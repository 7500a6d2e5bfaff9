"""Points of one picture found in another that looks nearly alike (pyramidal Lucas-Kanade, both ways)."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from coach.measure.types import Floats
from coach.sense.patch import Grey

THERE_AND_BACK_PX = 0.8
"""A point that is followed to the other picture and back must come home this exactly."""
BORDER_PX = 4
_OPTIONS: dict[str, Any] = {
    "winSize": (15, 15),
    "criteria": (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 15, 0.02),
    "flags": cv2.OPTFLOW_USE_INITIAL_FLOW,
}


def follow(before: Grey, after: Grey, places: Floats, expected: Floats, levels: int) -> tuple[Floats, Floats]:
    """Find points (n, 2) of one picture in another.

    Returns
    -------
    found, trust
        Where they are now (n, 2), and 1 or 0 for each: whether it can be believed.
    """
    start = places[:, None].astype(np.float32)
    found, there, _ = cv2.calcOpticalFlowPyrLK(
        before, after, start, expected[:, None].astype(np.float32), maxLevel=levels, **_OPTIONS
    )
    home, back, _ = cv2.calcOpticalFlowPyrLK(after, before, found, start.copy(), maxLevel=0, **_OPTIONS)
    missed = np.linalg.norm((home - start)[:, 0], axis=1)
    places_now = np.asarray(found[:, 0], float)
    inside = ((places_now > BORDER_PX) & (places_now < np.array(after.shape[::-1]) - BORDER_PX)).all(axis=1)
    good = (there[:, 0] > 0) & (back[:, 0] > 0) & (missed < THERE_AND_BACK_PX) & inside
    return places_now, good.astype(float)
