"""The packets that travel from the camera to the exercise session.

All are frozen. Angles are degrees of the head relative to the thorax, relative to the person's own neutral pose, with
the signs of :mod:`coach.measure.frames` (positive is flexion and the person's right). ``None`` means *not measured* and
always comes with a :class:`Problem`; it is never replaced by zero or NaN.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Picture = NDArray[np.uint8]
"""Pixels (height, width, 3)."""


class View(StrEnum):
    """Which side of the person the camera sees."""

    FRONT = "front"
    LEFT = "left"
    RIGHT = "right"


class Axis(StrEnum):
    """The three anatomical movements; the value is the field of :class:`Angles`."""

    FLEXION = "flexion_deg"
    RIGHT_LATERAL_FLEXION = "right_lateral_flexion_deg"
    RIGHT_ROTATION = "right_rotation_deg"


class Direction(StrEnum):
    """The six directions in which cervical range of motion is measured."""

    FLEXION = "flexion"
    EXTENSION = "extension"
    RIGHT_LATERAL_FLEXION = "right_lateral_flexion"
    LEFT_LATERAL_FLEXION = "left_lateral_flexion"
    RIGHT_ROTATION = "right_rotation"
    LEFT_ROTATION = "left_rotation"

    @property
    def axis(self) -> Axis:
        """The signed angle that this direction is one end of."""
        return _AXIS_AND_SIGN[self][0]

    @property
    def sign(self) -> int:
        """+1 where the signed angle grows in this direction, else -1."""
        return _AXIS_AND_SIGN[self][1]

    @property
    def opposite(self) -> Direction:
        """The other end of the same axis."""
        return next(d for d in Direction if d.axis is self.axis and d is not self)

    @property
    def label(self) -> str:
        """Words for a person, such as ``rotation left``."""
        side, _, rest = self.value.partition("_")
        return f"{rest.replace('_', ' ')} {side}" if rest else self.value


_AXIS_AND_SIGN = {
    Direction.FLEXION: (Axis.FLEXION, 1),
    Direction.EXTENSION: (Axis.FLEXION, -1),
    Direction.RIGHT_LATERAL_FLEXION: (Axis.RIGHT_LATERAL_FLEXION, 1),
    Direction.LEFT_LATERAL_FLEXION: (Axis.RIGHT_LATERAL_FLEXION, -1),
    Direction.RIGHT_ROTATION: (Axis.RIGHT_ROTATION, 1),
    Direction.LEFT_ROTATION: (Axis.RIGHT_ROTATION, -1),
}


class Problem(StrEnum):
    """Why a value is missing or less certain."""

    NO_PERSON = "no_person"
    NO_FACE = "no_face"
    FACE_UNRELIABLE = "face_unreliable"
    NO_NEUTRAL = "no_neutral"
    THORAX_HIDDEN = "thorax_hidden"
    OUT_OF_RANGE = "out_of_range"
    IMPLAUSIBLE = "implausible"
    TOO_DARK = "too_dark"
    TOO_FAR = "too_far"
    TOO_CLOSE = "too_close"
    OFF_CENTRE = "off_centre"
    SEVERAL_PEOPLE = "several_people"
    SIDE_VIEW = "side_view"
    """From the side only flexion and extension are measured."""
    HEAD_TURNED = "head_turned"
    """The head is turned too far for how far forward it is to be told."""
    FEW_TRIALS = "few_trials"
    """Fewer counted trials than the test asks for."""
    VIEW_MISMATCH = "view_mismatch"
    """The camera sees the person from another side than was told."""
    NOT_UPRIGHT = "not_upright"
    """The head is held too far from upright for its pose to become neutral."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of the source.

    Parameters
    ----------
    index
        Position in the source, from 0; a gap means that frames were dropped.
    t_s
        Capture time in seconds on a monotonic clock that starts with the source.
    rgb
        uint8, shape (height, width, 3), never mirrored.
    """

    index: int
    t_s: float
    rgb: Picture


@dataclass(frozen=True, slots=True)
class ProfileMotion:
    """What the picture of a person seen from the side tells: movement since a reference picture.

    Two motions can be compared only if their ``reference`` is the same number.

    Parameters
    ----------
    reference
        Counts up with every new reference picture.
    head_turn
        Rotation (3, 3) of the head since the reference, camera frame.
    head_covariance
        (3, 3) of its error as a rotation vector, rad².
    head_shift_px
        (2,) shift of the middle of the head.
    trunk_turn_rad, trunk_sigma_rad
        Turn of the trunk in the picture, positive from x to y, and its standard error; ``None`` where it is not seen.
    trunk_shift_px
        (2,) shift of the shoulder, ``None`` where it is not seen.
    unit_px
        About 7.5 cm on the head, in pixels, judged by the silhouette in the reference.
    tilt_rad
        Turn of the head in the picture since upright, by its look; ``None`` where that does not tell.
    """

    reference: int
    head_turn: Floats
    head_covariance: Floats
    head_shift_px: Floats
    trunk_turn_rad: float | None
    trunk_sigma_rad: float | None
    trunk_shift_px: Floats | None
    unit_px: float
    tilt_rad: float | None = None


@dataclass(frozen=True, slots=True)
class Appearance:
    """Pose of the head, or of the chest, as the picture around it shows it, whether or not a face is in it.

    Parameters
    ----------
    centre_px
        (x, y) of the line of sight that the pose is told in.
    sight_from_facing
        Rotation (3, 3) from the pose of a part that faces straight back along the line of sight to the pose seen, in
        the frame of that line: x to the right, y down, z along it, without roll.
    sigma_rad
        (3,) standard error about the axes of that frame.
    """

    centre_px: tuple[float, float]
    sight_from_facing: Floats
    sigma_rad: Floats


@dataclass(frozen=True, slots=True)
class Detection:
    """What the pose models found in one frame, in pixels of the unmirrored image.

    Parameters
    ----------
    frame_index, t_s
        Those of the frame.
    image_size_px
        (width, height).
    face_px
        (478, 3) face-mesh points: x right, y down, and the model's own depth on the scale of x (smaller is nearer);
        ``None`` without a face.
    pose_px
        (33, 2) body points, ``None`` without a body.
    pose_visibility
        (33,) in 0..1.
    pose_world_m
        (33, 3) body points in metres as the model imagines them: x image-right, y down, z away, from the mid-hip.
    brightness
        Mean luminance of the picture (of the face where there is one), 0..1.
    people
        How many faces were found in the whole picture the last time it was searched.
    profile
        Movement of a person seen from the side; ``None`` from the front, or where the head is not recognised.
    appearance
        Pose of the head by the look of the picture around it; ``None`` without a body.
    chest
        The same of the chest.
    """

    frame_index: int
    t_s: float
    image_size_px: tuple[int, int]
    face_px: Floats | None
    pose_px: Floats | None
    pose_visibility: Floats | None
    pose_world_m: Floats | None
    brightness: float
    people: int = 1
    profile: ProfileMotion | None = None
    appearance: Appearance | None = None
    chest: Appearance | None = None


@dataclass(frozen=True, slots=True)
class Angles:
    """Three signed angles in degrees, or their standard errors."""

    flexion_deg: float
    right_lateral_flexion_deg: float
    right_rotation_deg: float

    def along(self, axis: Axis) -> float:
        """Signed angle about one axis, degrees."""
        value: float = getattr(self, axis.value)
        return value

    def toward(self, direction: Direction) -> float:
        """Angle in one direction, degrees; negative on the other side of neutral."""
        return direction.sign * self.along(direction.axis)


@dataclass(frozen=True, slots=True)
class Trunk:
    """Movement of the thorax and the shoulders since neutral.

    Parameters
    ----------
    right_rotation_deg, right_lateral_flexion_deg
        Thorax relative to its own pose at neutral; ``None`` where the shoulders do not tell.
    right_shoulder_rise_pct, left_shoulder_rise_pct
        Shortening of the ear-shoulder gap in percent of the gap at neutral (0 at rest, 15 is a clear hike).
    flexion_deg
        Lean of the thorax since neutral, positive forward.
    sigma_right_rotation_deg, sigma_right_lateral_flexion_deg, sigma_flexion_deg
        Standard errors; present exactly when the angle is and the camera is in front.
    """

    right_rotation_deg: float | None = None
    right_lateral_flexion_deg: float | None = None
    right_shoulder_rise_pct: float | None = None
    left_shoulder_rise_pct: float | None = None
    flexion_deg: float | None = None
    sigma_right_rotation_deg: float | None = None
    sigma_right_lateral_flexion_deg: float | None = None
    sigma_flexion_deg: float | None = None


@dataclass(frozen=True, slots=True)
class CervicalSample:
    """The neck at one moment.

    Parameters
    ----------
    frame_index, t_s
        Those of the frame.
    angles
        Head relative to thorax relative to neutral, or ``None`` with a reason in ``problems``.
    sigma
        Standard error of each angle in degrees; present exactly when ``angles`` is.
    speed_deg_per_s
        Angular speed of the head relative to the thorax, never negative; ``None`` until two samples in a row.
    trunk
        What the thorax and shoulders did.
    confidence
        0..1, how far to trust this sample.
    problems
        Reasons for what is missing or doubtful, most important first.
    protraction_cm, sigma_protraction_cm
        How far the head has moved forward of the trunk since neutral (negative: retraction), and its standard error;
        both ``None`` where it is not measured.
    protraction_problem
        Why it is not; present exactly when ``protraction_cm`` is ``None`` in a sample with angles.
    eye_opening
        Opening of the eyelids as a fraction of that at neutral: about 1 open, below
        :data:`coach.measure.eyes.CLOSED` shut; ``None`` where the eyes are not seen.
    neutral_progress
        How much of the still window is there, 0..1, while neutral is not known.
    measured
        The axes about which ``angles`` tells something; the fields of the others are to be ignored.
    """

    frame_index: int
    t_s: float
    angles: Angles | None
    sigma: Angles | None
    speed_deg_per_s: float | None
    trunk: Trunk
    confidence: float
    problems: tuple[Problem, ...] = ()
    protraction_cm: float | None = None
    sigma_protraction_cm: float | None = None
    protraction_problem: Problem | None = None
    eye_opening: float | None = None
    neutral_progress: float = 0.0
    measured: frozenset[Axis] = frozenset(Axis)
