"""Small pictures of a head for registration: evened out, with points that can be found again.

A patch is kept at a *working scale*: the unit of length, about 7.5 cm on an adult head, has ``UNIT_PX`` pixels whatever
the camera and the distance, so that every size below is one of a head. Its points are known in three dimensions: the
side of a head is taken for one half of a superellipsoid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from coach.measure.optics import Pinhole
from coach.measure.rigid import RigidPose, project
from coach.measure.types import Floats

Grey = NDArray[np.uint8]

UNIT_PX = 40.0
WINDOW = 5.2
"""Side of the square that is cut out around a head, in units of length."""
MAX_POINTS = 110
QUALITY = 0.01
SPACING_PX = 4
SIDE_PX = int(WINDOW * UNIT_PX)
EVEN_PX = 41
EVEN_NOISE = 60.0
"""Variance below which a flat area is left flat; about that of a webcam's noise."""


@dataclass(frozen=True, slots=True)
class Solid:
    """Rough shape of a part of the body, the half of a superellipsoid that faces the camera; in units of length.

    Parameters
    ----------
    half_length, half_height, half_width
        Semi-axes: to the side and up in the picture, and towards the camera (0 for a flat part).
    exponent
        How square it is; 2 is an ellipsoid.
    out_rad, out_share
        Standard deviation of its turns out of the picture: at rest, and in addition as a share of the turn in it.
    """

    half_length: float
    half_height: float
    half_width: float
    exponent: float
    out_rad: float
    out_share: float

    @property
    def sunk(self) -> float:
        """How far the middle of the near side lies before the middle plane."""
        return 0.4 * self.half_width

    def relief(self, offsets: Floats) -> Floats:
        """How far (n,) the near side stands out at offsets (n, 2) from the middle."""
        shares = np.abs(offsets) / np.array([self.half_length, self.half_height])
        inside = np.clip(1 - (shares**self.exponent).sum(axis=1), 0.0, 1.0)
        return np.asarray(self.half_width * inside ** (1 / self.exponent))


@dataclass(frozen=True, slots=True)
class Patch:
    """A head at one moment.

    Parameters
    ----------
    picture
        Evened window of the working picture.
    corner_px
        Top left corner of the window in the working picture.
    points
        (n, 3) in the head's own frame, in units of length.
    places_px
        (n, 2) where they are in the working picture.
    turn_rad
        Turn in the picture at which the patch was taken, 0 at the reference.
    """

    picture: Grey
    corner_px: Floats
    points: Floats
    places_px: Floats
    turn_rad: float


def window_around(grey: Grey, centre_px: Floats, side_px: int) -> tuple[Grey, Floats]:
    """Cut a square out of a picture, its border repeated outside; the square and its top left corner."""
    corner = np.round(np.asarray(centre_px) - side_px / 2).astype(int)
    height, width = grey.shape
    left, top = np.clip(corner, [-side_px, -side_px], [width, height])
    x, y = max(0, left), max(0, top)
    right, bottom = min(width, left + side_px), min(height, top + side_px)
    if right <= x or bottom <= y:
        return np.full((side_px, side_px), 128, np.uint8), np.array([left, top], float)
    part = grey[y:bottom, x:right]
    above, below, before, behind = y - top, top + side_px - bottom, x - left, left + side_px - right
    square = cv2.copyMakeBorder(part, int(above), int(below), int(before), int(behind), cv2.BORDER_REPLICATE)
    return np.asarray(square, np.uint8), np.array([left, top], float)


def evened(grey: Grey) -> Grey:
    """Picture with the local mean and contrast taken out, so that light and shadow matter less."""
    part = grey.astype(np.float32)
    size = (EVEN_PX, EVEN_PX)
    mean = cv2.blur(part, size, borderType=cv2.BORDER_REFLECT_101)
    variance = cv2.blur(part * part, size, borderType=cv2.BORDER_REFLECT_101) - mean * mean
    return np.asarray(
        np.clip(128 + 45 * (part - mean) / np.sqrt(np.maximum(variance, 0) + EVEN_NOISE), 0, 255), np.uint8
    )


def find_corners(picture: Grey, mask: Grey, limit: int = MAX_POINTS) -> Floats:
    """Places (n, 2) in a picture that can be found again, at most ``limit``."""
    found: Any = cv2.goodFeaturesToTrack(picture, limit, QUALITY, SPACING_PX, mask=mask, blockSize=7)
    return np.zeros((0, 2)) if found is None else np.asarray(found[:, 0], float)


def lift(places_px: Floats, pose: RigidPose, depth: Floats, camera: Pinhole) -> Floats:
    """Points (n, 3) of the head's frame that are seen at pixels (n, 2) at a depth (n,)."""
    return np.asarray((camera.lift(places_px, depth) - pose.position) @ pose.rotation)


def similarity(before_px: Floats, after_px: Floats) -> Floats:
    """Rotation, scale and shift (2, 3) in the plane that take points (n, 2) nearest to others (n, 2)."""
    start, end = before_px - before_px.mean(axis=0), after_px - after_px.mean(axis=0)
    size = float((start**2).sum()) + 1e-9
    a = float((start * end).sum()) / size
    b = float((start[:, 0] * end[:, 1] - start[:, 1] * end[:, 0]).sum()) / size
    matrix = np.array([[a, -b], [b, a]])
    return np.column_stack([matrix, after_px.mean(axis=0) - matrix @ before_px.mean(axis=0)])


def laid_over(patch: Patch, pose: RigidPose, camera: Pinhole, corner_px: Floats) -> tuple[Grey, Floats, Floats]:
    """Turn a patch to where its head should be now.

    Returns
    -------
    picture, places, expected
        The turned patch in the window at ``corner_px``; where its points are in that picture, and where they are
        expected by perspective, both (n, 2) in the window.
    """
    expected = project(patch.points, pose, camera)
    plane = similarity(patch.places_px, expected)
    in_window = plane.copy()
    in_window[:, 2] += plane[:, :2] @ patch.corner_px - corner_px
    side = patch.picture.shape[0]
    turned = cv2.warpAffine(patch.picture, in_window, (side, side), borderMode=cv2.BORDER_REPLICATE)
    places = patch.places_px @ plane[:, :2].T + plane[:, 2] - corner_px
    return np.asarray(turned, np.uint8), places, expected - corner_px
