"""Posture of head and shoulders: at neutral as the camera sees it, and what has changed since.

From the front, how far forward a head is cannot be told, only that it has moved since neutral: a drift. Slopes within
3° mean nothing and are not to be shown.

From the side the ear is seen beside the shoulder. A craniovertebral angle (between the horizontal and the line from the
skin over the seventh neck vertebra, C7, to the tragus of the ear) needs C7 marked by hand, because no body model knows
it; it is never estimated from the front. Ear and shoulder are nearer to the camera than the spine and so lie further
from the middle of the picture than they would beside it; that is taken off with usual breadths of head and shoulders.

Posture is a habit, told beside the person's own earlier values; it says nothing about health.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field, replace
from statistics import median

import numpy as np

from coach.measure.neutral import Neutral
from coach.measure.optics import Pinhole
from coach.measure.side import SideNeutral
from coach.measure.types import CervicalSample, Floats, View

LEVEL_DEG = 3.0
"""Slopes and tilts up to this are those of everybody's chair, camera and clothes."""
TILT_SIGMA_DEG, SLOPE_SIGMA_DEG = 0.7, 1.3
"""Spread over the truth set, in which every head and every shoulder line is level (29 films and still sets)."""
OBLIQUE_DEG = 15.0
"""A camera that stands further to the side sees a level shoulder line slope."""
DRIFT_S, LEAST_S = 8.0, 3.0
FORWARD_CM, SIGMAS = 2.0, 2.0
"""A drift is called when it is larger than this and than twice its own error."""

NO_C7 = (
    "needs the skin over the seventh neck vertebra marked by hand in a picture from the side at neutral: "
    "--view left or right, --c7 X,Y in pixels"
)
C7_AHEAD = "the mark of the seventh neck vertebra is not behind the ear; count its pixels in the unmirrored picture"
NO_EAR = "the ear was not seen at neutral; mark it with --tragus X,Y"
NO_POINTS = "ear and shoulder were not both seen at neutral"
NO_SCALE = "the size of the person was not understood"
FROM_FRONT = "is only seen by a camera at the person's side"

EAR_CM, SHOULDER_CM = 7.0, 17.0
"""From the middle of the body to an ear and to the joint of a shoulder: a rough allowance, which nobody measured."""
USUAL_DISTANCE_CM, LEAST_DISTANCE_CM = 75.0, 40.0
"""From the camera to the person, where no scale tells it, and at least."""
EAR_SIGMA_CM, SHOULDER_SIGMA_CM, SCALE_SHARE = 1.4, 1.0, 0.15
"""Along the picture: the body model's ear about the tragus, its shoulder about the acromion, and error of the scale.

Root mean squares over the three rendered people whom the truth set shows from the side. Nearly all their ears are found
too far forward, so the error is mostly alike in every measurement, and a change is known better than a value.
"""
MARKED_SIGMA_DEG = 2.0
"""Both points marked by hand: least detectable change of 5.5° between raters (Gallego-Izquierdo 2020) over 1.96 √2."""
EAR_SIGMA_DEG = 6.0
"""The body model's ear, about 1.5 cm off across the line from C7, which is some 15 cm long; over the same people."""


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
class Marks:
    """Points that somebody marked in the picture at neutral, (x, y) in pixels of the unmirrored picture.

    Parameters
    ----------
    c7_px
        Skin over the spinous process of the seventh neck vertebra.
    tragus_px
        Tragus of the ear that the camera sees; ``None`` leaves it to the body model, with a larger error.
    """

    c7_px: tuple[float, float]
    tragus_px: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class SidePosture:
    """Head and shoulder at neutral in a picture from the side.

    Each value has its standard error, or is ``None`` with the reason in ``…_missing``.

    Parameters
    ----------
    ear_shoulder_offset_cm
        How far the ear is in front of the shoulder, level, in the direction that the person looks, centimetres.
    craniovertebral_angle_deg
        Angle at C7 between the horizontal and the line to the tragus, below 90°, positive where the ear is higher. Less
        than about 5° of change is within its error.
    """

    ear_shoulder_offset_cm: float | None = None
    sigma_ear_shoulder_offset_cm: float | None = None
    ear_shoulder_offset_missing: str | None = None
    craniovertebral_angle_deg: float | None = None
    sigma_craniovertebral_angle_deg: float | None = None
    craniovertebral_angle_missing: str | None = None

    @property
    def ear_in_words(self) -> str | None:
        """Where the ear is, in whole centimetres with their error; ``None`` where it is not known."""
        offset_cm, sigma_cm = self.ear_shoulder_offset_cm, self.sigma_ear_shoulder_offset_cm
        if offset_cm is None or sigma_cm is None:
            return None
        place = "behind" if offset_cm < 0 else "in front of"
        return f"{abs(offset_cm):.0f} ± {max(1, round(sigma_cm))} cm {place}"

    @property
    def craniovertebral_in_words(self) -> str | None:
        """The angle in whole degrees with its error; ``None`` where it is not known."""
        angle_deg, sigma_deg = self.craniovertebral_angle_deg, self.sigma_craniovertebral_angle_deg
        return None if angle_deg is None or sigma_deg is None else angle_in_words(angle_deg, sigma_deg)


def angle_in_words(angle_deg: float, sigma_deg: float) -> str:
    """``47° ± 2°``; an error below half a degree is still told as one degree."""
    return f"{round(angle_deg)}° ± {max(1, round(sigma_deg))}°"


NOT_FROM_THE_SIDE = SidePosture(ear_shoulder_offset_missing=FROM_FRONT, craniovertebral_angle_missing=NO_C7)
"""What a camera in front says about it."""


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


def side_posture(neutral: SideNeutral, view: View, camera: Pinhole, marks: Marks | None = None) -> SidePosture:
    """Posture of a neutral that was taken from the left or the right side by a level camera.

    Parameters
    ----------
    neutral
        From :mod:`coach.measure.side`.
    view
        The side that the camera sees.
    camera
        Of that picture; the usual field of view will do, because only the small correction for depth depends on it.
    marks
        What was marked by hand; without it there is no craniovertebral angle.
    """
    forward = -1 if view is View.LEFT else 1
    known_cm = USUAL_DISTANCE_CM if neutral.cm_per_px is None else neutral.cm_per_px * camera.focal_px
    distance_cm = max(known_cm, LEAST_DISTANCE_CM)

    def beside_spine(point_px: Floats, nearer_cm: float) -> Floats:
        """Where a point would be seen that is not nearer to the camera than the spine, pixels."""
        middle_px = np.asarray(camera.centre_px)
        return np.asarray(middle_px + (point_px - middle_px) * (1 - nearer_cm / distance_cm))

    ear_px = None if neutral.ear_px is None else beside_spine(neutral.ear_px, EAR_CM)
    shoulder_px = None if neutral.shoulder_px is None else beside_spine(neutral.shoulder_px, SHOULDER_CM)
    offset = _offset(ear_px, shoulder_px, neutral.cm_per_px, forward)
    if marks is None:
        return replace(offset, craniovertebral_angle_missing=NO_C7)
    if marks.tragus_px is not None:
        ear_px = beside_spine(np.asarray(marks.tragus_px), EAR_CM)
    sigma_deg = MARKED_SIGMA_DEG if marks.tragus_px is not None else math.hypot(MARKED_SIGMA_DEG, EAR_SIGMA_DEG)
    return _with_craniovertebral(offset, ear_px, marks.c7_px, forward, sigma_deg)


def _offset(ear_px: Floats | None, shoulder_px: Floats | None, cm_per_px: float | None, forward: int) -> SidePosture:
    if ear_px is None or shoulder_px is None:
        return SidePosture(ear_shoulder_offset_missing=NO_POINTS)
    if cm_per_px is None:
        return SidePosture(ear_shoulder_offset_missing=NO_SCALE)
    offset_cm = forward * float(ear_px[0] - shoulder_px[0]) * cm_per_px
    return SidePosture(offset_cm, math.hypot(EAR_SIGMA_CM, SHOULDER_SIGMA_CM, SCALE_SHARE * offset_cm))


def _with_craniovertebral(
    found: SidePosture, ear_px: Floats | None, c7_px: tuple[float, float], forward: int, sigma_deg: float
) -> SidePosture:
    if ear_px is None:
        return replace(found, craniovertebral_angle_missing=NO_EAR)
    ahead_px, above_px = forward * float(ear_px[0] - c7_px[0]), float(c7_px[1] - ear_px[1])
    if ahead_px <= 0:
        return replace(found, craniovertebral_angle_missing=C7_AHEAD)
    angle_deg = math.degrees(math.atan2(above_px, ahead_px))
    return replace(found, craniovertebral_angle_deg=angle_deg, sigma_craniovertebral_angle_deg=sigma_deg)


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
