"""The camera model: an ideal pinhole with square pixels and its centre in the middle of the image."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from coach.measure.types import Floats

DEFAULT_HFOV_DEG = 62.0
"""Horizontal field of view when nobody tells: in the middle of what laptop webcams are sold with (about 55-75°)."""


@dataclass(frozen=True, slots=True)
class Pinhole:
    """Focal length and centre in pixels."""

    focal_px: float
    centre_px: tuple[float, float]

    @classmethod
    def from_fov(cls, size_px: tuple[int, int], hfov_deg: float | None = None) -> Pinhole:
        """Camera of an image size (width, height) and a horizontal field of view in degrees (20..140)."""
        hfov_deg = DEFAULT_HFOV_DEG if hfov_deg is None else hfov_deg
        if not 20 <= hfov_deg <= 140:
            raise ValueError(f"the horizontal field of view must lie between 20° and 140°, not {hfov_deg:g}°")
        width, height = size_px
        return cls(width / 2 / math.tan(math.radians(hfov_deg) / 2), (width / 2, height / 2))

    def lift(self, points_px: Floats, depth: Floats) -> Floats:
        """Points (n, 3) in the camera frame of pixels (n, 2) at depths (n,); the unit is the depth's."""
        xy = (points_px - np.asarray(self.centre_px)) * depth[:, None] / self.focal_px
        return np.column_stack([xy, depth])

    def project(self, points: Floats) -> Floats:
        """Pixels (n, 2) of points (n, 3) in the camera frame."""
        return np.asarray(points[:, :2] / points[:, 2:] * self.focal_px + np.asarray(self.centre_px))

    def sight_from_camera(self, point_px: tuple[float, float]) -> Floats:
        """Rotation (3, 3) from the camera frame to that of the line of sight through a pixel."""
        return level_sight(np.array([*(np.asarray(point_px) - np.asarray(self.centre_px)) / self.focal_px, 1.0]))


def level_sight(direction: Floats) -> Floats:
    """Rotation (3, 3) from the camera frame to one with z along a direction (3,) and x level in the camera."""
    x, y, z = direction / np.linalg.norm(direction)
    across = math.hypot(x, z)
    return np.array([[z / across, 0.0, -x / across], [-x * y / across, across, -y * z / across], [x, y, z]])
