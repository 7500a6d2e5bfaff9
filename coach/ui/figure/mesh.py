"""Solid parts as triangles: tubes, shells and boxes, put together from points. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.measure.types import Floats
from coach.ui.figure.palette import Material

Faces = NDArray[np.int32]


@dataclass(frozen=True)
class Part:
    """A surface of one material: points (n, 3), triangles (m, 3) that turn anticlockwise seen from outside.

    ``nearer`` lets it be drawn as if it were so many centimetres nearer the viewer, for what lies on a skin.
    """

    points: Floats
    faces: Faces
    material: Material
    nearer: float = 0.0

    def placed(self, rotation: Floats, origin: Floats) -> Part:
        """Turn about the own origin, then move there."""
        return replace(self, points=self.points @ rotation.T + origin)


@cache
def grid_faces(rows: int, columns: int, *, around: bool) -> Faces:
    """Triangles of a grid of points, row by row; ``around`` joins the last column to the first."""
    row, column = np.meshgrid(np.arange(rows - 1), np.arange(columns if around else columns - 1), indexing="ij")
    here = row * columns + column
    right = row * columns + (column + 1) % columns
    quads = np.stack([here, right, right + columns, here + columns], axis=-1).reshape(-1, 4)
    faces: Faces = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]).astype(np.int32)
    return faces


def tube(
    path: Sequence[Any] | Floats,
    radii: Sequence[Any],
    material: Material,
    *,
    sides: int = 14,
    wide: Floats | None = None,
    nearer: float = 0.0,
) -> Part:
    """Make a round limb along a path, closed with a dome at both ends.

    Parameters
    ----------
    path
        (k, 3), k at least 2.
    radii
        One radius for each point, or a pair: along ``wide`` and across it.
    wide
        Direction, (3,), of the first of two radii; needed where they differ.
    """
    pairs = [radius if isinstance(radius, tuple) else (radius, radius) for radius in radii]
    points, widths = _domed(np.asarray(path, float), np.array(pairs, float))
    along = np.gradient(points, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    first = np.array([0.1, 0.2, 1.0]) if wide is None else wide
    if wide is None and abs(along[0] @ first) > 0.9 * np.linalg.norm(first):
        first = np.array([1.0, 0.3, 0.1])
    across = first - (along @ first)[:, None] * along
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    other = np.cross(along, across)
    turn = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    ring = (
        np.cos(turn)[None, :, None] * (widths[:, :1] * across)[:, None]
        + np.sin(turn)[None, :, None] * (widths[:, 1:] * other)[:, None]
    )
    return Part((points[:, None] + ring).reshape(-1, 3), grid_faces(len(points), sides, around=True), material, nearer)


def _domed(points: Floats, widths: Floats) -> tuple[Floats, Floats]:
    """Add the rings of a dome before the first and after the last point."""
    steps = np.array([0.99, 0.87, 0.6, 0.28])
    ends = []
    for end, inner, width in ((points[0], points[1], widths[0]), (points[-1], points[-2], widths[-1])):
        out = (end - inner) / np.linalg.norm(end - inner)
        ends.append((end + out * (steps * width.min())[:, None], width * np.sqrt(1.0001 - steps**2)[:, None]))
    (low, low_width), (high, high_width) = ends
    return np.concatenate([low, points, high[::-1]]), np.concatenate([low_width, widths, high_width[::-1]])


def shell(
    surface: Callable[[Floats], Floats], rows: int, columns: int, material: Material, nearer: float = 0.0
) -> Part:
    """Make a closed surface over all directions: ``surface`` maps unit vectors (n, 3) to points (n, 3)."""
    polar = np.linspace(0.02, np.pi - 0.02, rows)
    azimuth = np.linspace(0, 2 * np.pi, columns, endpoint=False)
    p, a = np.meshgrid(polar, azimuth, indexing="ij")
    directions = np.stack([np.sin(p) * np.cos(a), np.cos(p), np.sin(p) * np.sin(a)], axis=-1).reshape(-1, 3)
    return Part(surface(directions), grid_faces(rows, columns, around=True), material, nearer)


def ball(centre: Sequence[float] | Floats, axes: Sequence[float], material: Material, nearer: float = 0.0) -> Part:
    """Make an ellipsoid with its axes along X, Y and Z."""
    return shell(lambda d: np.asarray(centre) + d * np.asarray(axes), 12, 16, material, nearer)


def box(low: Sequence[float], high: Sequence[float], material: Material, nearer: float = 0.0) -> Part:
    """Make a box between two corners."""
    low_corner, size = np.asarray(low, float), np.asarray(high, float) - np.asarray(low, float)
    points: list[Floats] = []
    triangles: list[Faces] = []
    for axis in range(3):
        for end in (0.0, 1.0):
            corner = np.empty((4, 3))
            corner[:, axis] = end
            corner[:, (axis + 1) % 3], corner[:, (axis + 2) % 3] = (0, 0, 1, 1), (0, 1, 0, 1)
            faces = grid_faces(2, 2, around=False)
            triangles.append((faces[:, ::-1] if end else faces) + len(points) * 4)
            points.append(low_corner + corner * size)
    return Part(np.concatenate(points), np.concatenate(triangles).astype(np.int32), material, nearer)
