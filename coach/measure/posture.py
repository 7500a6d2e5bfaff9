"""Posture of head and shoulders: at neutral as the camera sees it, and what has changed since.

From the front, how far forward a head is cannot be told, only that it has moved since neutral: a drift. A
craniovertebral angle needs the skin over the seventh vertebra marked, which this program does not look for; it is never
estimated from the front. Slopes within 3° mean nothing and are not to be shown.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from statistics import median

from coach.measure.neutral import Neutral
from coach.measure.types import CervicalSample

LEVEL_DEG = 3.0
"""Slopes and tilts up to this are those of everybody's chair, camera and clothes."""
TILT_SIGMA_DEG, SLOPE_SIGMA_DEG = 0.7, 1.3
"""Spread over the truth set, in which every head and every shoulder line is level (29 films and still sets)."""
OBLIQUE_DEG = 15.0
"""A camera that stands further to the side sees a level shoulder line slope."""
DRIFT_S, LEAST_S = 8.0, 3.0
FORWARD_CM, SIGMAS = 2.0, 2.0
"""A drift is called when it is larger than this and than twice its own error."""
NO_C7 = "needs a mark on the skin over the seventh neck vertebra, which is not looked for"


@dataclass(frozen=True, slots=True)
class FrontPosture:
    """Head and shoulders at neutral in a picture from the front, degrees.

    What concerns the shoulders is ``None`` where they are not seen, or not straight from the front.

    Parameters
    ----------
    right_head_tilt_deg
        Head against the picture's vertical, positive to the person's right.
    right_shoulder_lower_deg
        Slope of the shoulder line in the picture, positive where the right shoulder is lower.
    right_head_tilt_on_shoulders_deg
        Head against the shoulder line; a camera that is not level makes no difference to it.
    """

    right_head_tilt_deg: float
    right_shoulder_lower_deg: float | None
    right_head_tilt_on_shoulders_deg: float | None


@dataclass(frozen=True, slots=True)
class Drift:
    """How far forward of its neutral the head has been lately, centimetres, and its standard error."""

    forward_cm: float
    sigma_cm: float

    @property
    def notable(self) -> bool:
        """Whether it is worth saying: clearly forward, and clearly more than its own error."""
        return self.forward_cm > max(FORWARD_CM, SIGMAS * self.sigma_cm)


def front_posture(neutral: Neutral) -> FrontPosture:
    """Posture of a neutral that was taken from the front."""
    up = neutral.pose.camera_from_head[:, 1]
    tilt_deg = math.degrees(math.atan2(-up[0], -up[1]))
    ahead = neutral.pose.camera_from_head[:, 0]
    oblique = abs(math.degrees(math.atan2(ahead[0], -ahead[2]))) > OBLIQUE_DEG
    slope_deg = None if neutral.shoulders is None or oblique else neutral.shoulders.slope_deg
    return FrontPosture(tilt_deg, slope_deg, None if slope_deg is None else tilt_deg - slope_deg)


@dataclass
class DriftWatch:
    """Keeps the forward way of the head over the last seconds in which it was told."""

    _recent: deque[tuple[float, float, float]] = field(default_factory=deque)

    def update(self, sample: CervicalSample) -> Drift | None:
        """Take one sample; the drift of the last seconds, ``None`` before there are enough of them."""
        if sample.protraction_cm is not None and sample.sigma_protraction_cm is not None:
            self._recent.append((sample.t_s, sample.protraction_cm, sample.sigma_protraction_cm))
        while self._recent and sample.t_s - self._recent[0][0] > DRIFT_S:
            self._recent.popleft()
        return self.drift

    @property
    def drift(self) -> Drift | None:
        """Median over the last seconds; its error does not shrink with their number, because it is the same in all."""
        if len(self._recent) < 2 or self._recent[-1][0] - self._recent[0][0] < LEAST_S:
            return None
        return Drift(median(cm for _, cm, _ in self._recent), median(sigma for _, _, sigma in self._recent))
