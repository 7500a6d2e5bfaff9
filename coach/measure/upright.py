"""Whether a head that is seen from the side is upright, before its pose may become neutral.

The look of the head tells its pose beside the line of sight without any neutral, within about 5° at rest. So a head
that is held bent or stretched is told from one that looks ahead, and a posture a little forward is not refused.

The limits were found on rendered people of our own making (``benchmarks/people/films.py``), none of the truth set.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from coach.measure.features import look_from_appearance
from coach.measure.optics import Pinhole
from coach.measure.types import Appearance

PROFILE = 1.9
"""Forward and up of a head in profile lie in the picture, at right angles; their joint length is 2 at most. Where it is
less than this the camera does not see a profile, or the look was read beside the head."""
UPRIGHT_DEG, TIPPED_DEG = 15.0, 18.0
"""Up to the first a still head is neutral at once; beyond the second it is a held movement."""
BETTER_S, PATIENCE_S = 1.5, 6.0
"""How long the same pose must last where it lies between the two, and beyond: whoever keeps so still for so long
sits, or lies, like this."""
SAME_DEG = 4.0


def tilt_from_look(appearance: Appearance, camera: Pinhole, forward: float) -> float | None:
    """Turn of a head in the picture since upright, radians, positive from x to y; ``None`` where the look tells none.

    ``forward`` is +1 where the person looks to the right in the picture, else -1.
    """
    head = look_from_appearance(appearance, camera).camera_from_part
    ahead, up = head[:, 0], head[:, 1]
    cosine = forward * ahead[0] - up[1]
    sine = forward * ahead[1] + up[0]
    return math.atan2(sine, cosine) if math.hypot(sine, cosine) >= PROFILE else None


@dataclass(slots=True)
class Patience:
    """Lets a still pose that is not upright wait for a better one."""

    _since_s: float = 0.0
    _pose_deg: float | None = None
    _reference: int = 0
    tipped: bool = False
    """Whether the last pose was so far from upright that the person should be told."""

    def accepts(self, tilt_deg: float | None, pose_deg: float, reference: int, t_s: float) -> bool:
        """Whether a still pose may become neutral now.

        Parameters
        ----------
        tilt_deg
            How far from upright it is, ``None`` where that is not known: then there is no reason to wait.
        pose_deg, reference
            The pose itself since a reference picture, to tell whether it is still the same.
        t_s
            Time of the pose.
        """
        self.tipped = tilt_deg is not None and abs(tilt_deg) > TIPPED_DEG
        if tilt_deg is None or abs(tilt_deg) <= UPRIGHT_DEG:
            return True
        same = self._pose_deg is not None and reference == self._reference and abs(pose_deg - self._pose_deg) < SAME_DEG
        if not same:
            self._since_s, self._pose_deg, self._reference = t_s, pose_deg, reference
        return t_s - self._since_s >= (PATIENCE_S if self.tipped else BETTER_S)
