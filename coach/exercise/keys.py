"""From the numbers of an exercise file to one pose of its figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coach.exercise.figure_data import FigureKey
from coach.exercise.figure_pose import Arm, ArmPose, FigurePose, Posture
from coach.exercise.guides import Companion, MovementGuide, PacedGuide, PostureGuide, RelocationGuide, RomGuide, Target
from coach.exercise.model import Exercise
from coach.measure.types import Axis, Direction

DRAWN_RANGE_DEG = {Axis.RIGHT_ROTATION: 60.0, Axis.RIGHT_LATERAL_FLEXION: 35.0, Axis.FLEXION: 45.0}
DRAWN_NOD_DEG = 14.0
"""How far a figure moves whose person has no measured range yet; for the picture only."""
_RESTING_ARM = {
    Posture.SITTING: ArmPose.LAP,
    Posture.STANDING: ArmPose.DOWN,
    Posture.LYING: ArmPose.DOWN,
    Posture.PRONE_FOREARMS: ArmPose.ON_FOREARMS,
}
_FIXED_AT_DEG = {
    Direction.FLEXION: 180.0,
    Direction.RIGHT_LATERAL_FLEXION: -90.0,
    Direction.LEFT_LATERAL_FLEXION: 90.0,
}
_SUNK = FigureKey(trunk_lean_deg=6, protraction_cm=3)
"""How a posture exercise begins where its file does not say."""


@dataclass(frozen=True, slots=True)
class HeadAt:
    """Where the head is: three signed angles, and how far it is before its place."""

    flexion_deg: float = 0.0
    right_lateral_flexion_deg: float = 0.0
    right_rotation_deg: float = 0.0
    protraction_cm: float = 0.0


def head_at_target(exercise: Exercise, own_range_deg: Mapping[Direction, float], side: int) -> HeadAt:
    """Where the head ends on one side; neutral where the guide asks for no movement of the head."""
    guide = exercise.guide
    angles = dict.fromkeys(Axis, 0.0)
    if isinstance(guide, RomGuide):
        direction = guide.directions[side]
        angles[direction.axis] = direction.sign * _range(direction, own_range_deg)
        return _head(angles)
    if not isinstance(guide, MovementGuide | RelocationGuide):
        return HeadAt()
    target = guide.targets[side]
    slide_cm = 0.0
    nod = isinstance(guide, MovementGuide) and guide.own_range == "shown"
    parts: tuple[Target | Companion, ...] = (target, *target.also)
    for part in parts:
        if part.direction is None:
            slide_cm = -sum(part.retraction_cm or (0, 0)) / 2 if isinstance(part, Companion) else 0.0
        else:
            own_deg = DRAWN_NOD_DEG if nod else _range(part.direction, own_range_deg)
            angles[part.direction.axis] = part.direction.sign * _middle_deg(part, own_deg)
    return _head(angles, slide_cm)


def _head(angles: Mapping[Axis, float], protraction_cm: float = 0.0) -> HeadAt:
    return HeadAt(angles[Axis.FLEXION], angles[Axis.RIGHT_LATERAL_FLEXION], angles[Axis.RIGHT_ROTATION], protraction_cm)


def _range(direction: Direction, own_range_deg: Mapping[Direction, float]) -> float:
    return own_range_deg.get(direction) or DRAWN_RANGE_DEG[direction.axis]


def _middle_deg(part: Target | Companion, own_deg: float) -> float:
    if part.degrees:
        return sum(part.degrees) / 2
    return own_deg * sum(part.percent_of_own_range or (0, 0)) / 200


def pose(
    exercise: Exercise, head: HeadAt, amount: float, side: int, *, breath: float = 0.0, added: HeadAt | None = None
) -> FigurePose:
    """Mix the resting and the working key of an exercise.

    Parameters
    ----------
    exercise, side
        What is shown, and the place of the target, way or part in its guide.
    head, amount
        Where the head ends, and how far the movement is carried out, 0 to 1.
    breath
        Air in the lungs, 0 to 1.
    added
        Head movement on top that does not depend on ``amount``.
    """
    figure, guide = exercise.figure, exercise.guide
    rest, work = figure.rest, _work(exercise, side)
    if isinstance(guide, PostureGuide) and rest == FigureKey():
        rest = _SUNK
    sign = _sign(exercise, side)
    extra = added or HeadAt()

    def mixed(name: str) -> float:
        begin, end = getattr(rest, name), getattr(work, name)
        return float(begin + (end - begin) * amount)

    return FigurePose(
        flexion_deg=head.flexion_deg * amount + extra.flexion_deg + mixed("flexion_deg"),
        right_lateral_flexion_deg=head.right_lateral_flexion_deg * amount
        + extra.right_lateral_flexion_deg
        + (sign or 1) * mixed("near_lateral_flexion_deg"),
        right_rotation_deg=head.right_rotation_deg * amount
        + extra.right_rotation_deg
        + (sign or 1) * mixed("near_rotation_deg"),
        protraction_cm=head.protraction_cm * amount + extra.protraction_cm + mixed("protraction_cm"),
        trunk_lean_deg=mixed("trunk_lean_deg"),
        right_shoulder_lift=mixed("shoulder_lift"),
        left_shoulder_lift=mixed("shoulder_lift"),
        breath=breath,
        right_arm=_arm(figure.posture, rest, work, amount, sign, right=True),
        left_arm=_arm(figure.posture, rest, work, amount, sign, right=False),
        posture=figure.posture,
        props=frozenset(figure.props),
        eyes_shut=isinstance(guide, RelocationGuide) and guide.eyes == "shut",
        band_from_deg=_band_from_deg(exercise, side),
    )


def _band_from_deg(exercise: Exercise, side: int) -> float:
    """Where a band is fixed: opposite to where the effort goes."""
    guide = exercise.guide
    direction = guide.ways[side].direction if isinstance(guide, PacedGuide) else None
    return _FIXED_AT_DEG.get(direction, 0.0) if direction else 0.0


def _work(exercise: Exercise, side: int) -> FigureKey:
    guide = exercise.guide
    entries: tuple[object, ...] = ()
    for name in ("targets", "ways", "parts"):
        entries = getattr(guide, name, entries)
    own = getattr(entries[side], "figure", None) if entries else None
    return own if isinstance(own, FigureKey) else exercise.figure.work


def _sign(exercise: Exercise, side: int) -> int:
    """+1 where the side is the person's right, -1 for the left, 0 where it has none."""
    guide = exercise.guide
    match guide:
        case MovementGuide() | RelocationGuide():
            direction: Direction | None = guide.targets[side].direction
        case PacedGuide():
            direction = guide.ways[side].direction
        case RomGuide():
            direction = guide.directions[side]
        case _:
            direction = None
    return 0 if direction is None or direction.axis is Axis.FLEXION else direction.sign


def _arm(posture: Posture, rest: FigureKey, work: FigureKey, amount: float, sign: int, *, right: bool) -> Arm:
    resting = _named(rest, sign, right=right) or _RESTING_ARM[posture]
    working = _named(work, sign, right=right)
    if working is None or (working is not resting and amount <= 0):
        return Arm(resting, 1.0)
    return Arm(working, amount)


def _named(key: FigureKey, sign: int, *, right: bool) -> ArmPose | None:
    sided = (key.near_arm if (sign > 0) == right else key.far_arm) if sign else None
    return sided or (key.right_arm if right else key.left_arm)
