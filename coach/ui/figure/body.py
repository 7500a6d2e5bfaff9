"""Trunk, neck, arms and legs as solid parts, from the points of a skeleton. Pure arithmetic."""

from __future__ import annotations

import numpy as np

from coach.exercise.figure_pose import Posture
from coach.measure.types import Floats
from coach.ui.figure.arms import Limb
from coach.ui.figure.geometry import SHRUG_CM, Skeleton
from coach.ui.figure.mesh import Part, grid_faces, tube
from coach.ui.figure.palette import Material

# Rings of the trunk: height, half its width, half its depth, and how far it lies forward; the neckline comes last.
_RINGS = np.array(
    [
        [-4.0, 12.0, 8.0, 0.0],
        [-3.0, 16.0, 10.8, 0.0],
        [0.0, 16.6, 11.2, 0.0],
        [8.0, 15.2, 10.4, 0.6],
        [16.0, 14.6, 10.2, 0.9],
        [24.0, 15.4, 10.8, 0.6],
        [32.0, 16.8, 10.6, 0.1],
        [38.0, 17.4, 9.9, -0.4],
        [42.0, 17.6, 8.9, -1.0],
        [45.0, 16.4, 8.0, -1.6],
        [47.0, 13.4, 7.2, -1.8],
        [48.6, 10.2, 6.8, -1.9],
        [49.6, 7.6, 6.5, -1.9],
        [49.9, 5.0, 5.0, -1.8],
        [49.9, 0.5, 0.5, -1.8],
    ]
)
_BELLY = np.array([0, 0.5, 0.9, 1, 1, 0.7, 0.4, 0.2, 0, 0, 0, 0, 0, 0, 0])
_SIDES = 32


def trunk(body: Skeleton) -> Part:
    """Make the shirt: its shoulders follow the shoulders, its belly the breath."""
    turn = np.linspace(0, 2 * np.pi, _SIDES, endpoint=False)
    height, wide, deep, forward = _RINGS.T[:, :, None]
    across, ahead = np.cos(turn), np.sin(turn)
    # squarer than an ellipse: a chest, not a pipe
    z = wide * np.sign(across) * np.abs(across) ** 0.85
    x = deep * np.sign(ahead) * np.abs(ahead) ** 0.85 + forward
    x = x + 1.6 * body.pose.breath * _BELLY[:, None] * np.clip(ahead, 0, 1)
    points = np.stack(np.broadcast_arrays(x, height, z), axis=-1).reshape(-1, 3)
    points[:, 1] += _shrug(points, body.pose.right_shoulder_lift, body.pose.left_shoulder_lift)
    return Part(points @ body.trunk.T, grid_faces(len(_RINGS), _SIDES, around=True), Material.SHIRT)


def _shrug(points: Floats, right: float, left: float) -> Floats:
    """How far the points of the trunk go up with the shoulders: most at the shoulder, nothing at neck and waist."""
    lift = np.where(points[:, 2] > 0, max(right, 0.25 * right), max(left, 0.25 * left))
    beside = np.clip((np.abs(points[:, 2]) - 5.0) / 10.0, 0, 1)
    above = np.clip((points[:, 1] - 26.0) / 18.0, 0, 1)
    lifted: Floats = SHRUG_CM * lift * beside * above
    return lifted


def neck(body: Skeleton) -> Part:
    """Make the neck, from between the shoulders into the head."""
    into_head = body.on_head(1.2, 4.0, 0.0)
    middle = 0.5 * (body.neck_base + body.atlas) + body.trunk @ np.array([-0.3, 0.0, 0.0])
    down = body.neck_base + body.trunk @ np.array([0.5, -3.5, 0.0])
    return tube(
        [down, body.neck_base + body.trunk @ np.array([0.4, 1.0, 0.0]), middle, body.atlas, into_head],
        [6.6, 6.0, 5.5, 5.6, 5.0],
        Material.SKIN,
        sides=20,
        wide=body.trunk[:, 2],
    )


def arm(limb: Limb) -> list[Part]:
    """Sleeve, arm and hand."""
    shoulder, elbow, wrist = limb.shoulder, limb.elbow, limb.wrist
    sleeve_end = shoulder + 0.55 * (elbow - shoulder)
    forearm = wrist - elbow
    return [
        tube([shoulder, 0.6 * shoulder + 0.4 * sleeve_end, sleeve_end], [4.9, 5.3, 5.1], Material.SHIRT),
        tube([0.7 * shoulder + 0.3 * elbow, sleeve_end, elbow], [4.2, 4.3, 3.7], Material.SKIN),
        tube([elbow, elbow + 0.3 * forearm, elbow + 0.7 * forearm, wrist], [3.7, 4.0, 3.3, 2.5], Material.SKIN),
        *_hand(limb),
    ]


def _hand(limb: Limb) -> list[Part]:
    """Make a mitten with a thumb: enough to see where a hand goes and what it holds."""
    point = limb.pointing
    forearm = (limb.wrist - limb.elbow) / np.linalg.norm(limb.wrist - limb.elbow)
    flat = np.cross(point, forearm if limb.facing is None else limb.facing)
    if np.linalg.norm(flat) < 0.2:
        flat = np.cross(point, np.array([0.0, 0.3, 1.0]))
    flat = flat / np.linalg.norm(flat)
    path = [limb.wrist + s * point for s in (0.0, 2.5, 5.0, 7.5, 8.8)]
    widths = [(2.4, 2.2), (3.5, 1.9), (3.6, 1.7), (3.0, 1.5), (2.0, 1.2)]
    root = limb.wrist + 2.0 * point + 2.6 * flat
    thumb = [root, root + 2.4 * point + 1.5 * flat, root + 4.2 * point + 1.3 * flat]
    return [
        tube(path, widths, Material.SKIN, wide=flat, nearer=0.4),
        tube(thumb, [1.3, 1.2, 1.0], Material.SKIN, sides=10, nearer=0.4),
    ]


def legs(body: Skeleton) -> list[Part]:
    """Trousers and feet."""
    right, left = body.hips
    pelvis = [right + (right - left) * 0.15, left - (right - left) * 0.15]
    drop = body.trunk @ np.array([0.0, -2.0, 0.0])
    parts = [tube([pelvis[0] + drop, pelvis[1] + drop], [(9.0, 10.2)] * 2, Material.TROUSERS, wide=body.trunk[:, 1])]
    for hip, knee, ankle in zip(body.hips, body.knees, body.ankles, strict=True):
        shin = ankle - knee
        parts += [
            tube([hip, 0.5 * (hip + knee), knee], [8.6, 7.8, 6.0], Material.TROUSERS),
            tube([knee, knee + 0.35 * shin, ankle], [6.0, 5.6, 4.0], Material.TROUSERS),
            tube([ankle + _heel(body), ankle + _toe(body)], [3.6, 3.0], Material.WHITE),
        ]
    return parts


def _heel(body: Skeleton) -> Floats:
    down = body.pose.posture is Posture.PRONE_FOREARMS
    return np.array([-2.0, 1.0, 0.0]) if down else np.array([-2.0, -4.0, 0.0])


def _toe(body: Skeleton) -> Floats:
    down = body.pose.posture is Posture.PRONE_FOREARMS
    return np.array([-14.0, -3.0, 0.0]) if down else np.array([14.0, -5.0, 0.0])
