"""What a made-up person does next: where the head goes, how far arms and shoulders are, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import hypot
from types import MappingProxyType

from coach.exercise import demonstration, dose, plan
from coach.exercise.guides import GazeGuide, MovementGuide, PacedGuide, PathGuide, RelocationGuide
from coach.exercise.keys import DRAWN_NOD_DEG, HeadAt
from coach.exercise.state import SessionState
from coach.exercise.types import Stage
from coach.exercise.variants import Variant
from coach.measure.types import Axis, Direction

RATE_HZ = 20.0
OWN_RANGE_DEG: Mapping[Direction, float] = MappingProxyType(
    {
        Direction.FLEXION: 50.0,
        Direction.EXTENSION: 50.0,
        Direction.RIGHT_LATERAL_FLEXION: 40.0,
        Direction.LEFT_LATERAL_FLEXION: 40.0,
        Direction.RIGHT_ROTATION: 60.0,
        Direction.LEFT_ROTATION: 60.0,
    }
)
"""How far these people can move; made up, as they are."""

ANSWER_S = 0.4
OFF_MIDDLE_DEG = 3.0
"""Where they come to rest with shut eyes."""
FAST_DEG_PER_S, FAST_BEAT, AHEAD_S = 60.0, 1.8, 1.2
PAST_DEG, PAST_SHARE = 12.0, 1.15
WRONG_DEG = 26.0
CORRECTS_S = 4.0
LET_GO_SHARE = 0.3
_ROM_DEG_PER_S, _BACK_DEG_PER_S = 25.0, 30.0
_DROP_S = 1.0
_WORK = frozenset({Stage.MOVE, Stage.HOLD, Stage.RETURN, Stage.BREATHE_IN, Stage.BREATHE_OUT})


@dataclass(frozen=True, slots=True)
class Actor:
    """A made-up person at one moment.

    Parameters
    ----------
    variant
        What they do wrong.
    t_s, head, amount
        Time, where the head is, and how far the picture's work is carried out.
    away_s, erring
        Time out of sight so far; whether they are on the wrong side now.
    erred
        How many wrong movements they have finished.
    """

    variant: Variant
    t_s: float = 0.0
    frame: int = 0
    head: HeadAt = field(default_factory=HeadAt)
    amount: float = 0.0
    away_s: float = 0.0
    erring: bool = False
    erred: int = 0


def wrong_now(actor: Actor, state: SessionState) -> bool:
    """Whether this repetition is one of those that are done wrong; after a while a person corrects what is wrong."""
    flowing = plan.by_time(state.exercise.guide) and state.round
    lasted_s = state.now_s - state.round.started_s if flowing and state.round else state.stage_s
    return _wrong_one(actor, state) and state.stage_meant in _WORK and lasted_s < CORRECTS_S


def _wrong_one(actor: Actor, state: SessionState) -> bool:
    return len(state.repetitions) % 2 == 0 and actor.variant is not Variant.CLEAN


def move(actor: Actor, state: SessionState, dt_s: float) -> Actor:
    """Go on for a moment: with the beat, with the session, or by the clock."""
    guide = state.exercise.guide
    if isinstance(guide, GazeGuide | PathGuide):
        return replace(actor, head=_in_the_beat(actor, state, dt_s))
    if isinstance(guide, plan.MOVED):
        return _follow(actor, state, dt_s)
    return _work(actor, state, dt_s)


def _in_the_beat(actor: Actor, state: SessionState, dt_s: float) -> HeadAt:
    guide, now_s = state.exercise.guide, state.stage_s + dt_s
    if state.stage is not Stage.MOVE:
        return HeadAt()
    wrong = wrong_now(actor, state)
    if isinstance(guide, PathGuide):
        ahead_s = AHEAD_S if wrong and actor.variant is Variant.TOO_FAST else 0.0
        return demonstration.wave(state.exercise, (now_s + ahead_s) / dose.loop_s(guide))
    assert isinstance(guide, GazeGuide)
    beat_hz = guide.frequency_hz * (FAST_BEAT if actor.variant is Variant.TOO_FAST else 1.0)
    at = demonstration.wave(state.exercise, now_s * beat_hz)
    if not (wrong and actor.variant is Variant.TOO_FAR):
        return at
    share = (guide.amplitude_deg[1] + PAST_DEG) / (sum(guide.amplitude_deg) / 2)
    return HeadAt(at.flexion_deg * share, 0.0, at.right_rotation_deg * share)


def _work(actor: Actor, state: SessionState, dt_s: float) -> Actor:
    """Carry out what goes by time: arms, shoulders, breath, posture."""
    guide, stage = state.exercise.guide, state.stage
    goal = 1.0 if stage in (Stage.MOVE, Stage.HOLD) else 0.0
    if isinstance(guide, PacedGuide):
        early = actor.variant is Variant.SHORT_HOLD and wrong_now(actor, state)
        if early and state.round and stage is Stage.HOLD and state.round.held_s >= LET_GO_SHARE * guide.hold_s:
            goal = 0.0
        step = dt_s / (guide.out_s if goal else min(guide.back_s, _DROP_S))
    else:
        step = dt_s
    amount = actor.amount + max(-step, min(step, goal - actor.amount))
    return replace(actor, amount=amount, head=HeadAt())


def _follow(actor: Actor, state: SessionState, dt_s: float) -> Actor:
    """Go where the session asks the head to go."""
    if actor.erring or _about_to_err(actor, state):
        return _err(actor, state, dt_s)
    goal, speed = _goal(actor, state)
    return replace(actor, head=_glide(actor.head, goal, speed * dt_s))


def _goal(actor: Actor, state: SessionState) -> tuple[HeadAt, float]:
    guide = state.exercise.guide
    direction = state.attempt.direction if state.attempt else plan.expected(state)
    waiting = state.stage is Stage.READY and state.stage_s < ANSWER_S
    if direction is None or waiting or state.stage not in (Stage.READY, Stage.MOVE, Stage.HOLD):
        return _home(actor, state), _BACK_DEG_PER_S
    tempo = sum(guide.tempo_deg_per_s) / 2 if isinstance(guide, MovementGuide) else _ROM_DEG_PER_S
    wrong = _wrong_one(actor, state)
    if wrong and actor.variant is Variant.TOO_FAST:
        tempo = FAST_DEG_PER_S
    if wrong and actor.variant is Variant.SHORT_HOLD and _held_enough(state):
        return HeadAt(), _BACK_DEG_PER_S
    return _end(state, direction, past=wrong and actor.variant is Variant.TOO_FAR), tempo


def _held_enough(state: SessionState) -> bool:
    whole_s = dose.hold_s(state.exercise.guide)
    attempt = state.attempt
    return attempt is not None and state.stage is Stage.HOLD and attempt.held_s >= LET_GO_SHARE * whole_s


def _home(actor: Actor, state: SessionState) -> HeadAt:
    """Where the head comes back to; with shut eyes that is not quite the middle."""
    if not isinstance(state.exercise.guide, RelocationGuide) or state.stage is not Stage.RETURN or not state.attempt:
        return HeadAt()
    return _toward(state.attempt.direction, OFF_MIDDLE_DEG)


def _toward(direction: Direction, degrees: float) -> HeadAt:
    signed = {axis: direction.sign * degrees if axis is direction.axis else 0.0 for axis in Axis}
    return HeadAt(signed[Axis.FLEXION], signed[Axis.RIGHT_LATERAL_FLEXION], signed[Axis.RIGHT_ROTATION])


def _end(state: SessionState, direction: Direction, *, past: bool) -> HeadAt:
    """Where a movement in one direction ends: the middle of its zone, or as far as they can."""
    band, target = plan.zone(state, direction), plan.target_of(state, direction)
    if band is None:
        nod = isinstance(state.exercise.guide, MovementGuide) and state.exercise.guide.own_range == "shown"
        known = state.own_range_deg.get(direction, OWN_RANGE_DEG[direction])
        return _toward(direction, DRAWN_NOD_DEG if nod else known)
    reach_deg = sum(band) / 2
    if past:
        own = plan.own_range(state, direction) if target and target.percent_of_own_range else None
        reach_deg = max(own * PAST_SHARE if own else 0.0, band[1] + PAST_DEG)
    at = _toward(direction, reach_deg)
    for part in target.also if target else ():
        also = plan.band_deg(state, part)
        if part.retraction_cm:
            at = replace(at, protraction_cm=-sum(part.retraction_cm) / 2)
        elif part.direction and also and also[0]:
            at = _sum(at, _toward(part.direction, sum(also) / 2))
    return at


def _sum(head: HeadAt, more: HeadAt) -> HeadAt:
    flexion, bend, turn = (a + b for a, b in zip(angles(head), angles(more), strict=True))
    return HeadAt(flexion, bend, turn, head.protraction_cm)


def angles(head: HeadAt) -> tuple[float, float, float]:
    """Flexion, lateral flexion and axial rotation."""
    return head.flexion_deg, head.right_lateral_flexion_deg, head.right_rotation_deg


def distance(a: HeadAt, b: HeadAt) -> float:
    """How far two heads are apart, degrees over all axes."""
    return hypot(*(x - y for x, y in zip(angles(a), angles(b), strict=True)))


def _glide(head: HeadAt, goal: HeadAt, most_deg: float) -> HeadAt:
    left = distance(head, goal)
    share = 1.0 if left <= most_deg else most_deg / left
    mixed = [a + (b - a) * share for a, b in zip(angles(head), angles(goal), strict=True)]
    slide = head.protraction_cm + (goal.protraction_cm - head.protraction_cm) * share
    return HeadAt(mixed[0], mixed[1], mixed[2], slide)


def _about_to_err(actor: Actor, state: SessionState) -> bool:
    """Take the wrong side once, when the right one is the only one that would count."""
    if actor.variant is not Variant.WRONG_SIDE or actor.erred or state.stage is not Stage.READY:
        return False
    direction = plan.expected(state)
    return direction is not None and direction.opposite not in plan.allowed(state) and state.stage_s >= ANSWER_S


def _err(actor: Actor, state: SessionState, dt_s: float) -> Actor:
    direction = plan.expected(state)
    far = actor.erred == 0 and direction is not None
    goal = _toward(direction.opposite, WRONG_DEG) if far and direction else HeadAt()
    head = _glide(actor.head, goal, _BACK_DEG_PER_S * dt_s)
    there = distance(head, goal) == 0
    return replace(actor, head=head, erred=actor.erred + (there and far), erring=far or not there)
