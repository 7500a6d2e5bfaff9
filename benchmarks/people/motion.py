"""How the heads move, where the cameras stand, and the joints that turn a wanted head rotation into a pose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from scipy.spatial.transform import Rotation

Array = NDArray[np.floating[Any]]
NEUTRAL_FRAMES = 8
BRISK_STEP, BRISK_FRAMES = 1.7, 0.62
"""Steps of brisk sequences beside those of others, and how many frames their combined movements have beside others."""
OBLIQUE = 0.12
"""Share of the cameras that stand up to 35° to the side instead of 15°."""
TRUNK_PIVOT = np.array([0.0, -0.45, 0.0])  # metres below the base of the neck


@dataclass(frozen=True)
class Path:
    """One sequence: yaw, pitch and roll of the head on the trunk and of the trunk in the room, degrees a frame.

    ``hike`` is how far the left and the right shoulder are pulled up, metres.
    """

    kind: str
    head: Array
    trunk: Array
    neutral: NDArray[np.bool_]
    hike: Array


@dataclass(frozen=True)
class Camera:
    """Pinhole camera: ``x_camera = rotation @ x_room + translation``, OpenCV axes.

    The principal point lies ``off_centre`` pixels to the right of and below the picture's centre.
    """

    width: int
    height: int
    fx: float
    rotation: Array
    translation: Array
    off_centre: tuple[float, float] = (0.0, 0.0)

    def project(self, points: Array) -> Array:
        """Pixels of points in the room."""
        seen = points @ self.rotation.T + self.translation
        centre = np.array([self.width / 2, self.height / 2]) + self.off_centre
        return self.fx * seen[..., :2] / seen[..., 2:] + centre


def head_rotation(angles: Array) -> Array:
    """Matrices of the rig's yaw, pitch and roll in degrees: ``Ry(yaw) Rx(-pitch) Rz(-roll)``."""
    signed = np.asarray(angles, float) * [1, -1, -1]
    return Rotation.from_euler("YXZ", signed, degrees=True).as_matrix()


def trunk_rotation(angles: Array) -> Array:
    """Matrices of the trunk's yaw (to the left), lean (forward) and side bend (to the left) in degrees."""
    signed = np.asarray(angles, float) * [1, 1, -1]
    return Rotation.from_euler("YXZ", signed, degrees=True).as_matrix()


def about(pivot: Array, rotation: Array) -> Array:
    """4 x 4 transform that rotates about a point."""
    out = np.eye(4)
    out[:3, :3] = rotation
    out[:3, 3] = pivot - rotation @ pivot
    return out


def pose(joints: Array, shares: Array, head: Array, trunk: Array) -> Array:
    """Return the transforms of the trunk and of the four neck joints from rest to the room.

    The rotation vector is shared out over the joints; the parts have one axis, so they multiply to the whole exactly.
    """
    out = [about(TRUNK_PIVOT, trunk)]
    vector = Rotation.from_matrix(head).as_rotvec()
    for pivot, share in zip(joints, shares, strict=True):
        out.append(out[-1] @ about(pivot, Rotation.from_rotvec(vector * share).as_matrix()))
    return np.array(out)


def smooth(rng: np.random.Generator, count: int, spread: Array, width: float) -> Array:
    """Smooth random paths of a standard deviation for each column."""
    raw = gaussian_filter1d(rng.normal(size=(count + 40, len(spread))), width, axis=0)[20 : 20 + count]
    return raw / np.maximum(raw.std(0), 1e-6) * spread


def _leg(rng: np.random.Generator, start: float, stop: float, step: float) -> Array:
    """Positions from start to stop with uneven steps."""
    count = max(2, round(abs(stop - start) / step))
    steps = rng.uniform(0.6, 1.4, count)
    return start + (stop - start) * np.cumsum(steps) / steps.sum()


def _sweep(rng: np.random.Generator, low: float, high: float, step: float) -> Array:
    """Out to one end, back fast, out to the other."""
    ends = [low, high] if rng.random() < 0.5 else [high, low]
    legs = [_leg(rng, 0, ends[0], step), _leg(rng, ends[0], 0, 2.5 * step), _leg(rng, 0, ends[1], step)]
    return np.concatenate(legs)


def _single_axis(rng: np.random.Generator, axis: int, low: float, high: float, step: float) -> Array:
    """Sweep of one axis with a little of the others coupled in."""
    scale = rng.uniform(0.85, 1.0)
    main = _sweep(rng, low * scale, high * scale, step)
    out = main[:, None] * rng.normal(0, 0.06, 3)
    out[:, axis] = main
    return out


def _combined(rng: np.random.Generator, count: int) -> Array:
    """Random smooth path over all three axes that starts at rest."""
    limit = np.array([60.0, 35.0, 30.0])
    out = np.clip(smooth(rng, count, limit * 0.6, rng.uniform(2.5, 5)), -limit, limit)
    return out * np.clip(np.arange(count) / 5, 0, 1)[:, None]


def _trunk(rng: np.random.Generator, count: int, often: float) -> Array:
    """Sway of the trunk; in a share of the sequences it turns and bends as well."""
    out = smooth(rng, count, np.array([0.8, 0.8, 0.6]) * rng.uniform(0.2, 1.6), 5)
    if rng.random() < often:
        ramp = np.clip((np.arange(count) - NEUTRAL_FRAMES) / 6, 0, 1)
        out[:, 0] += ramp * _wave(rng, count, 32)
        if rng.random() < 0.6:
            out[:, 2] += ramp * _wave(rng, count, 13)
        if rng.random() < 0.3:
            out[:, 1] += ramp * rng.uniform(-4, 8) * np.sin(np.linspace(0, 3, count))
    return out


def _wave(rng: np.random.Generator, count: int, size: float) -> Array:
    """Part of a sine of random phase, pace and size, either way."""
    return rng.uniform(-size, size) * np.sin(np.linspace(rng.uniform(0, 0.5), rng.uniform(3, 8), count))


def _hikes(rng: np.random.Generator, count: int) -> Array:
    """Pull a shoulder up after neutral, now and then, or both."""
    out = np.zeros((count, 2))
    ramp = np.clip((np.arange(count) - NEUTRAL_FRAMES) / 8, 0, 1)
    for side in range(2):
        if rng.random() < 0.35:
            out[:, side] = ramp * rng.uniform(0, 0.055) * np.abs(np.sin(np.linspace(0, rng.uniform(3, 8), count)))
    return out


def sequences(
    rng: np.random.Generator, wide: bool = False, hikes: bool = False, brisk: bool = False, bent: bool = False
) -> list[Path]:
    """Paths of one person: each axis once and two combined ones.

    With ``wide`` there are more turns to the far end, some of them with the head tilted, and more turns of the trunk;
    with ``hikes`` shoulders are pulled up; ``brisk`` ones have larger steps and so fewer frames; with ``bent`` the head
    is bent forward and back once more, while it is turned and tilted.
    """
    step, frames = (BRISK_STEP, BRISK_FRAMES) if brisk else (1.0, 1.0)
    if wide:
        moves = _wide(rng, step, frames) + ([("pitch", _turned_pitch(rng, 6 * step))] if bent else [])
    else:
        moves = [
            ("yaw", _single_axis(rng, 0, -80, 80, 4 * step)),
            ("pitch", _single_axis(rng, 1, -55, 60, 4 * step)),
            ("roll", _single_axis(rng, 2, -48, 48, 4 * step)),
            ("combined", _combined(rng, int(44 * frames))),
            ("combined", _combined(rng, int(44 * frames))),
        ]
    out = []
    for kind, move in moves:
        count = NEUTRAL_FRAMES + len(move)
        head = np.concatenate([np.zeros((NEUTRAL_FRAMES, 3)), move]) + np.clip(
            smooth(rng, count, np.full(3, 0.6), 2), -1.5, 1.5
        )
        out.append(
            Path(
                kind,
                head,
                _trunk(rng, count, 1.0 if kind == "trunk" else 0.4 if wide else 0.25),
                np.arange(count) < NEUTRAL_FRAMES,
                _hikes(rng, count) if hikes else np.zeros((count, 2)),
            )
        )
    return out


def _wide(rng: np.random.Generator, step: float, frames: float) -> list[tuple[str, Array]]:
    tilted = _single_axis(rng, 0, -85, 85, 4.5 * step)
    tilt = np.array([[0.0, rng.uniform(-18, 18), rng.uniform(-14, 14)]])
    combined = _combined(rng, int(44 * frames))
    combined[:, 0] = np.clip(combined[:, 0] * 1.4, -80, 80)
    return [
        ("yaw", _single_axis(rng, 0, -85, 85, 4 * step)),
        ("yaw", tilted + np.clip(np.abs(tilted[:, :1]) / 60, 0, 1) * tilt),
        ("pitch", _single_axis(rng, 1, -62, 66, 4 * step)),
        ("combined", combined),
        ("roll", _single_axis(rng, 2, -50, 50, 8 * step)),
        ("trunk", _combined(rng, int(36 * frames)) * (0.15 if rng.random() < 0.5 else 0.8)),
    ]


def _turned_pitch(rng: np.random.Generator, step: float) -> Array:
    """Bend forward and back with a head that is turned and tilted as it bends."""
    out = _single_axis(rng, 1, -62, 66, step)
    aside = np.array([[rng.uniform(-30, 30), 0.0, rng.uniform(-15, 15)]])
    return out + np.clip(np.abs(out[:, 1:2]) / 40, 0, 1) * aside


def towards_camera(azimuth: float, tilt: float) -> Array:
    """Give the unit vector (3,) to a camera so many radians to the left, its axis so many above the horizon."""
    return np.array([np.sin(azimuth) * np.cos(tilt), -np.sin(tilt), np.cos(azimuth) * np.cos(tilt)])


def looking_back(away: Array) -> Array:
    """Rotation (3, 3) from the room to a level camera that looks back along a unit vector."""
    right = np.cross(-away, [0, 1, 0])
    right /= np.linalg.norm(right)
    return np.stack([right, np.cross(-away, right), -away])


def random_camera(rng: np.random.Generator, target: Array, oblique: float = OBLIQUE) -> Camera:
    """Webcam near a face at ``target`` (room, metres), a share of them far to the side."""
    width, height = (1280, 720) if rng.random() < 0.25 else (640, 480)
    fx = width / 2 / np.tan(np.radians(rng.uniform(48, 80) / 2))
    azimuth = rng.uniform(-35, 35) if rng.random() < oblique else np.clip(rng.normal(0, 7), -15, 15)
    tilt = np.radians(rng.uniform(-12, 20))  # optical axis above the horizon
    azimuth = np.radians(azimuth)
    away = towards_camera(azimuth, tilt)
    place = target + rng.uniform(0.45, 0.90) * away
    off = rng.uniform(-0.17, 0.17) if rng.random() < 0.35 else rng.normal(0, 0.03)
    turn = Rotation.from_euler(
        "zyx", [rng.normal(0, 1.5), np.degrees(np.arctan(off * width / fx)), rng.normal(0, 3)], degrees=True
    ).as_matrix()
    rotation = turn @ looking_back(away)
    return Camera(width, height, float(fx), rotation, -rotation @ place)
