"""Before measuring: what light, camera and place are like, the error to expect from them, and the one thing to change.

The errors come from a table that ``benchmarks/expected.py`` makes of the accuracy benchmark, one row a circumstance; a
circumstance that was never measured has advice and no figure.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from coach.measure.head import HeadPose
from coach.measure.types import Axis

STEEP_DEG = 10.0
"""A camera this far above or below the eyes. Where eye height is can only be told within about 6°, from the face."""
ASIDE_DEG = 15.0
NEAR_M, FAR_M, ARM_M = 0.45, 0.95, 0.65
"""The distance itself is known within a quarter, as long as nobody tells the field of view."""
SLOW_FPS = 15.0
DIM_FACE, DIM_WALL = 0.42, 0.5
BRIGHT_WALL, WALL_ABOVE_FACE = 0.85, 0.25
BLURRED = 0.0035
SHINE_SHARE = 0.02


class Circumstance(StrEnum):
    """What is not as it should be; in the order in which it is worth changing."""

    SHOULDERS_HIDDEN = "shoulders_hidden"
    LOW_LIGHT = "low_light"
    WINDOW_BEHIND = "window_behind"
    NEAR = "near"
    FAR = "far"
    OBLIQUE = "oblique"
    TILTED = "tilted"
    SLOW = "slow"
    BLURRED = "blurred"
    SHINE = "shine"


USUAL = "usual"
"""Key of the row that holds when nothing is wrong."""


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What the picture around a face is like.

    Parameters
    ----------
    face_brightness, background_brightness
        Mean luminance 0..1 of the face, and of the lighter side of the background.
    sharpness
        Variance of the Laplacian by the variance of the face at one size; about 0.01 for a webcam.
    shine_share
        Share of the strip across the eyes that is burnt out, as by a lamp in glasses.
    """

    face_brightness: float
    background_brightness: float
    sharpness: float
    shine_share: float


@dataclass(frozen=True, slots=True)
class CameraPlace:
    """Where the camera stands, as seen from the head of somebody who looks straight ahead.

    Parameters
    ----------
    distance_m
        From the face.
    above_eyes_cm, elevation_deg
        Height over the eyes and the angle to it, negative below.
    aside_deg
        Angle to the person's right, negative to the left.
    """

    distance_m: float
    above_eyes_cm: float
    elevation_deg: float
    aside_deg: float


@dataclass(frozen=True, slots=True)
class Expected:
    """Mean size of the error and its 95th percentile, degrees."""

    mae_deg: float
    p95_deg: float


@dataclass(frozen=True, slots=True)
class ExpectedErrors:
    """The table: for each circumstance (or :data:`USUAL`) the errors about the three axes, and when it was measured."""

    date: str
    version: str
    about: str
    rows: Mapping[str, Mapping[Axis, Expected]]


@dataclass(frozen=True, slots=True)
class Preflight:
    """The judgement.

    Parameters
    ----------
    found
        What is not as it should be, what is most worth changing first.
    advice
        The one thing to change in words, or ``None`` where all is well.
    expected
        Errors to expect today about each axis; empty without a table.
    place, picture, fps
        What it was judged from.
    """

    found: tuple[Circumstance, ...]
    advice: str | None
    expected: Mapping[Axis, Expected]
    place: CameraPlace
    picture: PictureFacts | None
    fps: float | None

    def advice_on(self, *about: Circumstance) -> str | None:
        """Tell what to do about the first of some circumstances that was found, ``None`` where none was."""
        first = next((c for c in self.found if c in about), None)
        return None if first is None else _advice(first, self.place, self.fps)


def camera_place(neutral: HeadPose) -> CameraPlace:
    """Find the camera from the neutral pose, taken to be that of an upright head."""
    forward, up, right = -neutral.camera_from_head.T @ neutral.position_m
    distance_m = math.sqrt(forward**2 + up**2 + right**2)
    return CameraPlace(
        distance_m=distance_m,
        above_eyes_cm=100 * float(up),
        elevation_deg=math.degrees(math.asin(up / distance_m)),
        aside_deg=math.degrees(math.atan2(right, forward)),
    )


def judge(
    place: CameraPlace,
    picture: PictureFacts | None,
    *,
    shoulders_seen: bool,
    fps: float | None,
    table: ExpectedErrors | None,
) -> Preflight:
    """Say what is wrong, what to expect of it, and what to change first."""
    wrong = {
        Circumstance.SHOULDERS_HIDDEN: not shoulders_seen,
        Circumstance.NEAR: place.distance_m < NEAR_M,
        Circumstance.FAR: place.distance_m > FAR_M,
        Circumstance.OBLIQUE: abs(place.aside_deg) > ASIDE_DEG,
        Circumstance.TILTED: abs(place.elevation_deg) > STEEP_DEG,
        Circumstance.SLOW: fps is not None and fps < SLOW_FPS,
        **(_of_picture(picture) if picture is not None else {}),
    }
    found = tuple(c for c in Circumstance if wrong.get(c))
    advice = _advice(found[0], place, fps) if found else None
    return Preflight(found, advice, expected(table, found), place, picture, fps)


def _of_picture(picture: PictureFacts) -> dict[Circumstance, bool]:
    face, wall = picture.face_brightness, picture.background_brightness
    return {
        Circumstance.LOW_LIGHT: face < DIM_FACE and wall < DIM_WALL,
        Circumstance.WINDOW_BEHIND: wall > BRIGHT_WALL and wall - face > WALL_ABOVE_FACE,
        Circumstance.BLURRED: picture.sharpness < BLURRED,
        Circumstance.SHINE: picture.shine_share > SHINE_SHARE,
    }


def expected(table: ExpectedErrors | None, found: Iterable[Circumstance]) -> dict[Axis, Expected]:
    """Largest of the errors that were measured usually and in each circumstance found; empty without a table."""
    if table is None:
        return {}
    rows = [table.rows[key] for key in (USUAL, *(c.value for c in found)) if key in table.rows]
    return {axis: max((row[axis] for row in rows if axis in row), key=lambda e: e.mae_deg) for axis in Axis}


def _advice(first: Circumstance, place: CameraPlace, fps: float | None) -> str:
    match first:
        case Circumstance.TILTED:
            verb = "Raise" if place.above_eyes_cm < 0 else "Lower"
            return f"{verb} the camera about {abs(round(place.above_eyes_cm))} cm, to the height of your eyes."
        case Circumstance.NEAR:
            return f"Move back about {round(100 * (ARM_M - place.distance_m))} cm."
        case Circumstance.FAR:
            return f"Come about {round(100 * (place.distance_m - ARM_M))} cm closer."
        case Circumstance.SLOW:
            return f"Only {round(fps or 0)} pictures a second arrive. Close other programs, or turn on more light."
    return _ADVICE[first]


_ADVICE = {
    Circumstance.SHOULDERS_HIDDEN: "Both shoulders must be in the picture. Move back, or tip the screen.",
    Circumstance.LOW_LIGHT: "Turn on a lamp in front of you.",
    Circumstance.WINDOW_BEHIND: "There is a bright window or lamp behind you. Draw the curtain, or turn around.",
    Circumstance.OBLIQUE: "Turn the camera, or your chair, so that you look straight at it.",
    Circumstance.BLURRED: "The picture is blurred. Wipe the camera.",
    Circumstance.SHINE: "A lamp shines in your glasses. Move the lamp, or tip the screen.",
}
