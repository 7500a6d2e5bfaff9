"""The head: a skull with a face that turns with it. Pure arithmetic, in the head's own frame."""

from __future__ import annotations

from functools import cache

import numpy as np

from coach.measure.types import Floats
from coach.ui.figure.mesh import Part, ball, grid_faces, shell, tube
from coach.ui.figure.palette import Material

CENTRE = np.array([2.2, 8.6, 0.0])
AXES = np.array([9.8, 11.3, 8.1])
_CROWN_BACK = np.array([-0.62, 0.78, 0.0])


def surface(directions: Floats, raised: float = 0.0) -> Floats:
    """Points of the skin in unit directions (n, 3) from the middle of the head, ``raised`` cm above it.

    An ellipsoid with a jaw: narrower and shorter below, where the skull gives way to the neck, and a flatter face.
    """
    x, y, z = directions.T
    low = np.clip(-y, 0, 1)
    front = np.clip(x, 0, 1)
    depth = np.where(x < 0, 1 - 0.42 * low**1.3, 1 - 0.05 * front + 0.06 * low)
    width = 1 - 0.30 * low**1.7 - 0.05 * front
    skin = np.stack([x * depth, y * (1 + 0.06 * low * front), z * width], axis=-1) * (AXES + raised)
    placed: Floats = CENTRE + skin
    return placed


@cache
def head_parts(gaze_right_deg: float = 0.0, gaze_down_deg: float = 0.0, *, eyes_shut: bool = False) -> tuple[Part, ...]:
    """Every part of the head; the eyes look so far to the person's right and down within it, or are shut."""
    parts = [shell(surface, 26, 32, Material.SKIN), _hair(), *_nose()]
    for side in (1, -1):
        eye = _lid(side) if eyes_shut else _eye(side, gaze_right_deg, gaze_down_deg)
        cheek = _patch(27, -14, side, 13, 8, Material.BLUSH, 0.05)
        parts += [_ear(side), _brow(side), cheek, *eye]
    parts.append(_mouth())
    return tuple(parts)


def _direction(right_deg: Floats | float, up_deg: Floats | float) -> Floats:
    """Give unit vectors from the middle of the head, by angles seen from it."""
    across, up = np.radians(right_deg), np.radians(up_deg)
    return np.stack(np.broadcast_arrays(np.cos(up) * np.cos(across), np.sin(up), np.cos(up) * np.sin(across)), axis=-1)


def _patch(
    right_deg: float, up_deg: float, side: int, wide_deg: float, high_deg: float, material: Material, raised: float
) -> Part:
    """Lay an oval on the skin."""
    turn = np.linspace(0, 2 * np.pi, 18, endpoint=False)
    share = np.array([0.02, 0.5, 1.0])[:, None]
    across = right_deg + wide_deg / 2 * share * np.cos(turn)
    up = up_deg + high_deg / 2 * share * np.sin(turn)
    points = surface(_direction(across.ravel(), up.ravel()), raised) * (1, 1, side)
    faces = grid_faces(3, 18, around=True)
    return Part(points, faces if side > 0 else faces[:, ::-1], material, 0.5 + raised)


def _eye(side: int, gaze_right_deg: float, gaze_down_deg: float) -> list[Part]:
    out = 0.28 * np.clip(gaze_right_deg, -28, 28) * side
    down = 0.2 * np.clip(gaze_down_deg, -20, 20)
    return [
        _patch(26.5, 4, side, 19, 11.5, Material.WHITE, 0.12),
        _patch(26.0 + out, 4 - down, side, 10, 10.6, Material.DARK, 0.2),
        _patch(24.8 + out, 6.2 - down, side, 2.6, 2.6, Material.WHITE, 0.28),
    ]


def _lid(side: int) -> list[Part]:
    """Shut an eye: a line of lashes that sags in the middle."""
    across = np.linspace(17, 36, 9)
    return [_strip(across, 2.5 + 0.025 * (across - 26.5) ** 2, 1.6, side, Material.DARK)]


def _brow(side: int) -> Part:
    across = np.linspace(13, 41, 9)
    return _strip(across, 21 - 0.009 * (across - 27) ** 2, 2.1, side, Material.HAIR)


def _strip(across_deg: Floats, up_deg: Floats, thick_deg: float, side: int, material: Material) -> Part:
    """Lay a band on the skin along a line, thinner towards its ends."""
    taper = thick_deg / 2 * np.sqrt(np.sin(np.linspace(0.12, np.pi - 0.12, len(across_deg))))
    rows = [surface(_direction(across_deg, up_deg + sign * taper), 0.16) for sign in (1, -1)]
    faces = grid_faces(2, len(across_deg), around=False)
    return Part(np.concatenate(rows) * (1, 1, side), faces if side > 0 else faces[:, ::-1], material, 0.7)


def _mouth() -> Part:
    across = np.linspace(-18, 18, 13)
    return _strip(across, -32.5 + 0.014 * across**2, 3.0, 1, Material.LIPS)


def _nose() -> list[Part]:
    bridge, tip = surface(_direction(0.0, 4.0)), surface(_direction(0.0, -14.0))
    ridge = np.array([[-0.3, 0.0, 0.0], [0.5, -1.4, 0.0], [0.9, 0.2, 0.0]])
    path = np.array([bridge, bridge, tip]) + ridge
    nose = tube(path, [0.8, 1.0, 1.3], Material.SKIN, wide=np.array([0.0, 0.0, 1.0]), nearer=0.6)
    return [
        nose,
        *(ball(tip + np.array([0.3, -0.3, 1.1 * side]), (1.0, 0.8, 0.8), Material.SKIN, 0.5) for side in (1, -1)),
    ]


def _ear(side: int) -> Part:
    return ball((0.6, 7.2, 8.0 * side), (2.0, 3.1, 1.0), Material.SKIN, 0.4)


def _hair() -> Part:
    """Lay short hair on: its edge runs along the forehead, round the ears and across the nape."""
    azimuth = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    front = np.cos(azimuth)
    edge = np.radians(np.interp(front, [-1.0, -0.55, -0.1, 0.25, 0.6, 1.0], [76, 84, 98, 100, 88, 78]))
    share = np.linspace(0.01, 1, 16)[:, None]
    polar = share * edge
    side = np.array([0.0, 0.0, 1.0])
    forward = np.cross(_CROWN_BACK, side) / np.linalg.norm(_CROWN_BACK)
    forward = forward if forward[0] > 0 else -forward
    pole = _CROWN_BACK / np.linalg.norm(_CROWN_BACK)
    directions = (
        np.cos(polar)[..., None] * pole
        + (np.sin(polar) * np.cos(azimuth))[..., None] * forward
        + (np.sin(polar) * np.sin(azimuth))[..., None] * side
    )
    thick = (0.95 * np.ones_like(polar) * np.sqrt(np.clip(1.02 - share**6, 0, 1))).ravel()
    flat = directions.reshape(-1, 3)
    points = surface(flat) + thick[:, None] * flat
    return Part(points, grid_faces(16, 48, around=True), Material.HAIR, 0.3)
