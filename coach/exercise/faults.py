"""Faults: how far each goes beyond its limit, and when it has lasted long enough to be called.

A fault is called when it lies beyond its limit *and* the measurement error of that angle, for 0.3 s (0.2 s for speed),
once in a repetition. Where an angle has no stated error, the limit alone counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from coach.exercise.dose import PATH_AXES
from coach.exercise.rules import FaultKind, FaultRule
from coach.exercise.state import Rank, Watch, Watched
from coach.exercise.types import Fault
from coach.measure.types import Angles, Axis, CervicalSample, Direction

LASTS_S = 0.3
SPEED_LASTS_S = 0.2
_CLOSE_ENOUGH_S = 1e-6

RANK = {
    FaultKind.TRUNK_ROTATION: Rank.TRUNK,
    FaultKind.TRUNK_LATERAL_FLEXION: Rank.TRUNK,
    FaultKind.SHOULDER_RISE: Rank.TRUNK,
    FaultKind.SLUMP: Rank.TRUNK,
    FaultKind.TOO_FAR: Rank.SAFETY,
    FaultKind.OVERSHOOT: Rank.SAFETY,
    FaultKind.FLEXION: Rank.PLANE,
    FaultKind.EXTENSION: Rank.PLANE,
    FaultKind.LATERAL_FLEXION: Rank.PLANE,
    FaultKind.ROTATION: Rank.PLANE,
    FaultKind.PROTRACTION: Rank.PLANE,
    FaultKind.RETRACTION: Rank.PLANE,
    FaultKind.WRONG_SIDE: Rank.PLANE,
    FaultKind.HEAD_MOVES: Rank.PLANE,
    FaultKind.PATH_LAG: Rank.PLANE,
    FaultKind.TOO_FAST: Rank.SPEED,
    FaultKind.OFF_TEMPO: Rank.SPEED,
    FaultKind.TREMOR: Rank.SPEED,
    FaultKind.SHORT_HOLD: Rank.HOLD,
}
"""How much a fault matters: too far and trunk first, then the plane, the speed, the hold."""

_SIDED_AXES = {FaultKind.LATERAL_FLEXION: Axis.RIGHT_LATERAL_FLEXION, FaultKind.ROTATION: Axis.RIGHT_ROTATION}
_SAGITTAL = {FaultKind.FLEXION: Direction.FLEXION, FaultKind.EXTENSION: Direction.EXTENSION}


@dataclass(frozen=True, slots=True)
class Moment:
    """What a fault is judged by; what is ``None`` is not known, and no fault is then seen in it.

    Parameters
    ----------
    sample, direction
        The newest sample, and where the movement goes.
    own_deg, far_edge_deg
        The own range in that direction, and the far edge of the target zone.
    start
        Where the head was when the repetition began.
    shake_deg, lag_deg
        Shaking of the last second, and distance from the dot that is followed.
    allowed
        How far the head may go in directions that belong to the target besides the movement's own.
    """

    sample: CervicalSample
    direction: Direction | None = None
    own_deg: float | None = None
    start: Angles | None = None
    far_edge_deg: float | None = None
    shake_deg: float | None = None
    lag_deg: float | None = None
    allowed: tuple[tuple[Direction, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Size of a fault and its standard error, both in the unit of its rule."""

    value: float
    sigma: float = 0.0


def read(rule: FaultRule, moment: Moment) -> Reading | None:
    """Measure one fault; ``None`` where the sample does not tell."""
    sample = moment.sample
    match rule.kind:
        case FaultKind.TRUNK_ROTATION:
            return _trunk(sample.trunk.right_rotation_deg, rule, moment.direction)
        case FaultKind.TRUNK_LATERAL_FLEXION:
            return _trunk(sample.trunk.right_lateral_flexion_deg, rule, moment.direction)
        case FaultKind.SHOULDER_RISE:
            return _shoulder(sample, rule, moment.direction)
        case FaultKind.SLUMP:
            return slump(sample)
        case FaultKind.PROTRACTION | FaultKind.RETRACTION:
            return _slide(sample, rule)
        case FaultKind.TOO_FAST:
            return _known(sample.speed_deg_per_s)
        case FaultKind.TREMOR:
            return _known(moment.shake_deg)
        case FaultKind.SHORT_HOLD | FaultKind.OFF_TEMPO:
            return None  # judged once, when the hold is let go or the swing is done
    if sample.angles is None or sample.sigma is None or not _axes(rule.kind, moment) <= sample.measured:
        return None
    return _angle(rule, moment, sample.angles, sample.sigma)


def _axes(kind: FaultKind, moment: Moment) -> frozenset[Axis]:
    """Axes that must have been measured for a fault of the angle to be told from none."""
    if kind in _SAGITTAL:
        return frozenset({_SAGITTAL[kind].axis})
    if kind in _SIDED_AXES:
        return frozenset({_SIDED_AXES[kind]})
    if kind is FaultKind.PATH_LAG:
        return PATH_AXES
    if kind is FaultKind.HEAD_MOVES or moment.direction is None:
        return frozenset()  # a head that moves is looked at about whatever is measured
    return frozenset({moment.direction.axis})


def _known(value: float | None) -> Reading | None:
    return None if value is None else Reading(value)


def slump(sample: CervicalSample) -> Reading | None:
    """How far the higher shoulder has sunk: one that is drawn down alone is no slump."""
    rises = (sample.trunk.right_shoulder_rise_pct, sample.trunk.left_shoulder_rise_pct)
    return None if rises[0] is None or rises[1] is None else Reading(-max(rises[0], rises[1]))


def _slide(sample: CervicalSample, rule: FaultRule) -> Reading | None:
    if sample.protraction_cm is None:
        return None
    sign = 1 if rule.kind is FaultKind.PROTRACTION else -1
    return Reading(sign * sample.protraction_cm, sample.sigma_protraction_cm or 0.0)


def _angle(rule: FaultRule, moment: Moment, angles: Angles, sigma: Angles) -> Reading | None:
    direction = moment.direction
    if rule.kind in _SAGITTAL:
        wanted = _SAGITTAL[rule.kind]
        if wanted is direction and moment.far_edge_deg is not None and rule.limit < moment.far_edge_deg:
            return None  # the movement itself goes there
        return Reading(wanted.sign * _net_deg(angles, wanted.axis, moment), sigma.along(wanted.axis))
    if rule.kind in _SIDED_AXES:
        axis = _SIDED_AXES[rule.kind]
        return Reading(_sided(_net_deg(angles, axis, moment), rule, direction), sigma.along(axis))
    if rule.kind is FaultKind.HEAD_MOVES:
        return _head(angles, sigma, moment)
    if rule.kind is FaultKind.PATH_LAG:
        worse = max(sigma.flexion_deg, sigma.right_rotation_deg)
        return None if moment.lag_deg is None else Reading(moment.lag_deg, worse)
    return None if direction is None else _toward(rule, moment, angles.toward(direction), sigma.along(direction.axis))


def _net_deg(angles: Angles, axis: Axis, moment: Moment) -> float:
    """Signed angle about an axis without what is allowed there."""
    value = angles.along(axis)
    for wanted, allowed_deg in moment.allowed:
        if wanted.axis is axis and value * wanted.sign > 0:
            value = wanted.sign * max(0.0, value * wanted.sign - allowed_deg)
    return value


def _toward(rule: FaultRule, moment: Moment, toward_deg: float, sigma_deg: float) -> Reading | None:
    """Faults of the angle in the movement's own direction."""
    if rule.kind is FaultKind.WRONG_SIDE:
        return Reading(toward_deg, sigma_deg)
    if rule.kind is FaultKind.OVERSHOOT:
        return None if moment.far_edge_deg is None else Reading(toward_deg - moment.far_edge_deg, sigma_deg)
    if moment.own_deg is None:
        return None
    return Reading(toward_deg * 100 / moment.own_deg, sigma_deg * 100 / moment.own_deg)


def _head(angles: Angles, sigma: Angles, moment: Moment) -> Reading | None:
    """Farthest movement about any measured axis since the breath began; the error is that of a difference."""
    start = moment.start
    axes = [axis for axis in Axis if axis in moment.sample.measured]
    away = {axis: abs(angles.along(axis) - (start.along(axis) if start else 0.0)) for axis in axes}
    if not away:
        return None
    worst = max(away, key=lambda axis: away[axis])
    return Reading(away[worst], sigma.along(worst) * (2**0.5 if start else 1.0))


def _side_sign(direction: Direction | None) -> int:
    """+1 for a movement to the right, -1 to the left, 0 where it has no side."""
    return 0 if direction is None or direction.axis is Axis.FLEXION else direction.sign


def _sided(right_value: float, rule: FaultRule, direction: Direction | None) -> float:
    sign = _side_sign(direction)
    if rule.side == "either" or not sign:
        return abs(right_value)
    return right_value * (sign if rule.side == "same" else -sign)


def _trunk(value: float | None, rule: FaultRule, direction: Direction | None) -> Reading | None:
    return None if value is None else Reading(_sided(value, rule, direction))


def _shoulder(sample: CervicalSample, rule: FaultRule, direction: Direction | None) -> Reading | None:
    right, left = sample.trunk.right_shoulder_rise_pct, sample.trunk.left_shoulder_rise_pct
    sign = _side_sign(direction)
    if rule.side != "either" and sign:
        wanted = right if (sign > 0) == (rule.side == "same") else left
        return None if wanted is None else Reading(wanted)
    rises = [rise for rise in (right, left) if rise is not None]
    return Reading(max(rises)) if rises else None


def watch(
    watched: Watched, rules: tuple[FaultRule, ...], moment: Moment, dt_s: float
) -> tuple[Watched, tuple[Fault, ...]]:
    """Look at every rule once more and return the faults that are called now, the most important first.

    A fault that goes on after it was called keeps its worst value in the returned ``Watched``.
    """
    watches = {w.kind: w for w in watched.watches}
    faults = {f.kind: f for f in watched.faults}
    called: list[Fault] = []
    for rule in rules:
        reading = read(rule, moment)
        if reading is None:
            continue
        before = watches.get(rule.kind, Watch(rule.kind))
        now = _watch_one(before, reading, rule, dt_s)
        watches[rule.kind] = now
        if now.called and not before.called:
            faults[rule.kind] = Fault(rule.kind, now.worst, rule.cue, moment.sample.t_s)
            called.append(faults[rule.kind])
        elif now.called and now.episode:
            faults[rule.kind] = replace(faults[rule.kind], value=now.worst)
    called.sort(key=lambda fault: RANK[fault.kind])
    return Watched(tuple(watches.values()), tuple(faults.values())), tuple(called)


def _watch_one(before: Watch, reading: Reading, rule: FaultRule, dt_s: float) -> Watch:
    if reading.value <= rule.limit + reading.sigma:
        return replace(before, lasted_s=0.0, episode=False)
    if not before.episode:
        # Once called, a later episode is neither called again nor does it change the recorded value.
        return before if before.called else replace(before, episode=True, lasted_s=0.0, worst=reading.value)
    lasted_s = before.lasted_s + dt_s
    needed_s = SPEED_LASTS_S if rule.kind is FaultKind.TOO_FAST else LASTS_S
    return replace(
        before,
        lasted_s=lasted_s,
        worst=max(before.worst, reading.value),
        called=before.called or lasted_s >= needed_s - _CLOSE_ENOUGH_S,
    )
