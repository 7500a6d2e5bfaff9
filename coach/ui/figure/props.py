"""The things around a figure: chair, wall, doorway, towel and the rest, as solid parts. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from coach.exercise.figure_pose import ArmPose, Posture, Prop
from coach.measure.types import Floats
from coach.ui.figure.arms import Limb
from coach.ui.figure.geometry import Skeleton
from coach.ui.figure.mesh import Part, ball, box, tube
from coach.ui.figure.palette import Material

Limbs = tuple[Limb, Limb]
_BEHIND = -200.0
"""Drawn behind everything, for what stands at the back of a picture."""
_FLOOR = -12.0


def props(body: Skeleton, limbs: Limbs, from_front: bool) -> list[Part]:
    """Every thing that the pose names or needs; what would hide the figure is left out of a view."""
    makers: dict[Prop, Callable[[], list[Part]]] = {
        Prop.CHAIR: _chair,
        Prop.WALL: lambda: _wall(body, from_front),
        Prop.DOORWAY: lambda: _doorway(body, limbs),
        Prop.TOWEL: lambda: _towel(body, limbs),
        Prop.STRAP: lambda: _round_neck(body, limbs, 1.4, Material.STRAP),
        Prop.BAND: lambda: _band(body, limbs),
        Prop.BALLS: lambda: [ball(body.on_head(-8.5, 1.5, 3.2 * s), (2.8, 2.8, 2.8), Material.BALL) for s in (1, -1)],
        Prop.WARM_PACK: lambda: _warm_pack(body),
        Prop.CUSHION: lambda: [_under_head(body, 16.0)],
        Prop.DOT: lambda: [] if from_front else [ball(body.on_trunk(48.0, 66.0, 0.0), (1.2, 1.8, 1.8), Material.DOT)],
    }
    named = set(body.pose.props)
    if ArmPose.UNDER_SEAT in (body.pose.right_arm.pose, body.pose.left_arm.pose):
        named.add(Prop.CHAIR)
    drawn = [part for prop, make in makers.items() if prop in named for part in make()]
    return drawn + _ground(body)


def _ground(body: Skeleton) -> list[Part]:
    """Lay a mat under who lies."""
    if body.pose.posture is Posture.LYING:
        return [box((-82, _FLOOR - 2, -30), (70, _FLOOR, 30), Material.WALL, _BEHIND)]
    if body.pose.posture is Posture.PRONE_FOREARMS:
        return [box((-104, _FLOOR - 2, -34), (86, _FLOOR, 34), Material.WALL, _BEHIND)]
    return []


def _chair() -> list[Part]:
    seat = box((-13, -13, -21), (30, -9.5, 21), Material.WOOD)
    legs = [box((x, -46, z - 1.5), (x + 3, -13, z + 1.5), Material.WOOD) for x in (-12, 26) for z in (-19, 19)]
    posts = [box((-14.5, -12, z - 1.8), (-11.5, 34, z + 1.8), Material.WOOD, -30) for z in (-17, 17)]
    rest = box((-15, 14, -19), (-11.5, 33, 19), Material.WOOD, -30)
    return [seat, *legs, *posts, rest]


def _wall(body: Skeleton, from_front: bool) -> list[Part]:
    """In front of who reaches up along it, else behind head and back."""
    ahead = ArmPose.OVERHEAD_WALL in (body.pose.right_arm.pose, body.pose.left_arm.pose)
    if ahead:
        return [] if from_front else [box((34, -90, -60), (38, 130, 60), Material.WALL, _BEHIND)]
    return [box((-15, -90, -60), (-9.2, 130, 60), Material.WALL, _BEHIND)]


def _doorway(body: Skeleton, limbs: Limbs) -> list[Part]:
    """Two posts that the forearms lie against."""
    parts = []
    for limb in limbs:
        z = 0.5 * (limb.elbow[2] + limb.wrist[2])
        x = min(limb.elbow[0], limb.wrist[0]) + 7.5
        parts.append(box((x, -90, z - 4), (x + 5, 130, z + 4), Material.WALL, _BEHIND))
    return parts


def _towel(body: Skeleton, limbs: Limbs) -> list[Part]:
    if body.pose.posture is Posture.LYING:
        return [_under_head(body, 11.0)]
    return _round_neck(body, limbs, 2.2, Material.CLOTH)


def _under_head(body: Skeleton, half: float) -> Part:
    """Put something soft between the back of the skull of a lying figure and the floor; ``half`` is half its length."""
    top = body.on_head(-7.2, 9.0, 0.0)
    return box((top[0] - half, _FLOOR, -14), (top[0] + half * 0.8, top[1] + 0.4, 14), Material.CLOTH, -20)


def _round_neck(body: Skeleton, limbs: Limbs, wide: float, material: Material) -> list[Part]:
    """Lay a strip from hand to hand round the back of the neck, just under the skull."""
    pulls = [arm.pose is ArmPose.PULL_STRAP_ACROSS for arm in (body.pose.right_arm, body.pose.left_arm)]
    behind = [(3.6, -5.2), (-1.0, -6.6), (-4.4, -4.4), (-5.4, 0.0), (-4.4, 4.4), (-1.0, 6.6), (3.6, 5.2)]
    path = [body.on_head(x, 0.6, z) for x, z in behind]
    if any(pulls):
        # each hand holds the end of the other side: the one that pulls crosses before the face, past the cheek
        right, left = limbs
        side = 1.0 if pulls[0] else -1.0
        pulling, holding = (right, left) if pulls[0] else (left, right)
        path = path if pulls[0] else path[::-1]
        path = [
            pulling.hand,
            body.on_head(8.6, 0.9, -5.6 * side),
            *path,
            body.on_head(7.0, -1.0, 6.0 * side),
            holding.hand,
        ]
    else:
        path = [body.on_trunk(9.5, 30.0, -8.0), body.on_trunk(8.0, 40.0, -8.0), *path]
        path += [body.on_trunk(8.0, 40.0, 8.0), body.on_trunk(9.5, 30.0, 8.0)]
    return [tube(smooth(path), [(wide, 0.5)] * (len(path) * 4 - 3), material, wide=body.head[:, 1], nearer=0.6)]


def _band(body: Skeleton, limbs: Limbs) -> list[Part]:
    """From both hands to its anchor in front; where no hand holds it, round the head and to its anchor."""
    if all(arm.pose is ArmPose.ROW for arm in (body.pose.right_arm, body.pose.left_arm)):
        anchor = body.on_trunk(78.0, 30.0, 0.0)
        return [tube([limb.hand, 0.5 * (limb.hand + anchor), anchor], [0.9] * 3, Material.BAND) for limb in limbs]
    turn = np.linspace(0, 2 * np.pi, 25)
    ring = [body.on_head(2.0 + 9.6 * np.cos(t), 13.2, 7.6 * np.sin(t)) for t in turn]
    loop = tube(ring, [(1.5, 0.5)] * len(ring), Material.BAND, wide=body.head[:, 1], nearer=0.9)
    ahead, aside = np.cos(np.deg2rad(body.pose.band_from_deg)), np.sin(np.deg2rad(body.pose.band_from_deg))
    start = body.on_head(2.0 + 9.6 * ahead, 13.2, 7.6 * aside)
    return [loop, tube([start, start + 46.0 * np.array([ahead, 0.0, aside])], [0.8, 0.8], Material.BAND, nearer=0.9)]


def _warm_pack(body: Skeleton) -> list[Part]:
    """Lay a soft pack round the back of the neck and over both shoulders."""
    path = [(3.0, 48.5, -15.0), (-1.0, 51.2, -11.0), (-6.0, 53.0, -6.0), (-8.2, 53.5, 0.0)]
    path += [(x, y, -z) for x, y, z in path[-2::-1]]
    points = smooth([body.on_trunk(*point) for point in path])
    return [tube(points, [(3.8, 1.7)] * len(points), Material.WARM, wide=body.trunk[:, 1], nearer=1.0)]


def smooth(path: list[Floats]) -> Floats:
    """Points on a soft curve through a path: four for each of its steps (Catmull-Rom)."""
    held = np.array([path[0], *path, path[-1]])
    t = np.linspace(0, 1, 4, endpoint=False)[:, None]
    steps = []
    for a, b, c, d in zip(held, held[1:], held[2:], held[3:], strict=False):
        steps.append(b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))))
    return np.concatenate([*steps, held[-1:]])
