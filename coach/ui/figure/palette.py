"""What the figure is made of, and the colours of each material from its shadow to its light."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from coach.measure.types import Floats, Picture

SHADES = 64


class Material(IntEnum):
    """The materials; the value is the row of :func:`ramps`."""

    SKIN = 0
    HAIR = 1
    SHIRT = 2
    TROUSERS = 3
    WHITE = 4
    DARK = 5
    LIPS = 6
    BLUSH = 7
    WOOD = 8
    WALL = 9
    CLOTH = 10
    STRAP = 11
    BAND = 12
    WARM = 13
    BALL = 14
    DOT = 15


_COLOURS = {
    Material.SKIN: "#E8B48F",
    Material.HAIR: "#6B4630",
    Material.SHIRT: "#2F9AA0",
    Material.TROUSERS: "#6F87A0",
    Material.WHITE: "#FBF7F2",
    Material.DARK: "#33221A",
    Material.LIPS: "#C4705F",
    Material.BLUSH: "#E6A183",
    Material.WOOD: "#B98D63",
    Material.WALL: "#B9C3C9",
    Material.CLOTH: "#F0E2C4",
    Material.STRAP: "#8A5FB0",
    Material.BAND: "#E8833A",
    Material.WARM: "#D9534F",
    Material.BALL: "#8CBF4B",
    Material.DOT: "#E5483D",
}
_SHADOW = np.array([0.30, 0.22, 0.27])
"""Colour that shadows lean to: warm, so that no part looks grey."""


def colour(material: Material) -> Floats:
    """Red, green and blue of a material in full light, 0..1."""
    text = _COLOURS[material]
    return np.array([int(text[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def ramps() -> Picture:
    """Picture with one row for each material, from shadow (left) to light, RGB, uint8 (materials, SHADES, 3)."""
    light = np.linspace(0, 1, SHADES)[:, None]
    rows = []
    for material in Material:
        base = colour(material)
        dark = base * 0.45 + _SHADOW * base.mean() * 0.45
        row = np.where(light < 0.7, dark + (base - dark) * light / 0.7, base + (1 - base) * 0.3 * (light - 0.7) / 0.3)
        rows.append(row)
    picture: Picture = np.rint(np.clip(np.array(rows), 0, 1) * 255).astype(np.uint8)
    return picture
