"""One step of a movement: leave neutral, reach the zone or the end range, hold, come back.

The same steps serve an exercise with targets and the range-of-motion test; in the test, and where nobody has measured
the own range yet, the end of a movement is where it comes to rest.
"""

from __future__ import annotations

from dataclasses import replace

from coach.exercise import attempt as attempts
from coach.exercise import dose, faults, plan, relocation, tremor, wording
from coach.exercise.guides import Companion, RelocationGuide, RomGuide
from coach.exercise.repetition import finish, rest
from coach.exercise.rounds import call
from coach.exercise.rules import FaultKind, FaultRule
from coach.exercise.state import Attempt, Rank, SessionState, Watched, begin, emit, hint
from coach.exercise.types import EventKind, Fault, Stage
from coach.measure.eyes import CLOSED
from coach.measure.trial import moment
from coach.measure.types import Angles, Direction

LET_GO_S = 1.0
"""A hold may be left and taken up again within this time."""
_DOMINANT_SHARE = 0.75
"""A movement belongs to a direction when no other axis is larger than this says."""
_CLEARLY_LARGER = 1.5
_MOVED_ON_DEG = 5.0
_SAME_END_DEG = 4.0
_WHOLE_S = 1e-6
_BEFORE_S = 1.0
_SAY_LACKING_S = 1.0
_NOT_WHILE_RETURNING = frozenset({FaultKind.TOO_FAR, FaultKind.OVERSHOOT})


def step(state: SessionState, dt_s: float) -> SessionState:
    """Go on with a measured sample."""
    if state.stage is Stage.REST:
        return rest(state)
    assert state.angles is not None
    if state.attempt is None:
        return _ready(state, state.angles, dt_s)
    state = _observe(state, state.attempt, dt_s)
    assert state.attempt is not None
    match state.stage:
        case Stage.MOVE:
            return _move(state, state.attempt, dt_s)
        case Stage.HOLD:
            return _hold(state, state.attempt, dt_s)
        case _:
            return _return(state, state.attempt, dt_s)


def pain(state: SessionState) -> SessionState:
    """Keep the angle of a running trial at which the person says that pain begins; the trial goes on."""
    attempt = state.attempt
    if attempt is None or not isinstance(state.exercise.guide, RomGuide):
        return state
    now_deg = attempt.recent[-1].toward_deg
    first_deg = now_deg if attempt.pain_onset_deg is None else min(now_deg, attempt.pain_onset_deg)
    state = replace(state, attempt=replace(attempt, pain_onset_deg=max(first_deg, 0.0)))
    return emit(state, EventKind.PAIN, wording.PAIN_KEPT, rank=Rank.SESSION)


def hold_s(state: SessionState) -> float:
    """Length of the hold that the exercise asks for."""
    return dose.hold_s(state.exercise.guide)


def _ready(state: SessionState, angles: Angles, dt_s: float) -> SessionState:
    candidates = _candidates(state)
    left = [d for d in Direction if d in candidates and angles.toward(d) > plan.leave_deg(state, d)]
    left = [d for d in left if angles.toward(d) >= _DOMINANT_SHARE * _largest(state, angles, d)]
    state = _remember(state)
    if not left:
        return replace(state, astray=Watched()) if state.astray.watches else state
    direction = max(left, key=angles.toward)
    if direction in plan.allowed(state):
        return _leave(state, direction)
    return state if isinstance(state.exercise.guide, RomGuide) else _wrong_side(state, direction, dt_s)


def _candidates(state: SessionState) -> set[Direction]:
    """Directions in which a movement gets an answer: those asked for and their opposites.

    Where targets come in order, what else belongs to the next one is no wrong way.
    """
    asked_for = plan.directions(state)
    found = {*asked_for, *(d.opposite for d in asked_for)}
    target = plan.target_of(state, d) if plan.ordered(state) and (d := plan.expected(state)) else None
    return found - {part.direction for part in target.also if part.direction} if target else found


def _remember(state: SessionState) -> SessionState:
    """Keep the last second at neutral in a test: the way out begins in it."""
    if not isinstance(state.exercise.guide, RomGuide) or state.sample is None:
        return state
    recent = (s for s in state.just_before if s.t_s > state.now_s - _BEFORE_S)
    return replace(state, just_before=(*recent, state.sample))


def _largest(state: SessionState, angles: Angles, towards: Direction) -> float:
    """Largest angle, without those that belong to a target: a stiff turn is smaller than the nod that goes with it."""
    target = plan.target_of(state, towards)
    companions = {part.direction for part in target.also} if target else set()
    return max(angles.toward(direction) for direction in Direction if direction not in companions)


def _leave(state: SessionState, direction: Direction) -> SessionState:
    assert state.sample is not None
    zone_deg = plan.zone(state, direction)
    place = plan.target_index(state, direction)
    attempt = Attempt(direction, state.now_s, end_range=zone_deg is None, zone_deg=zone_deg, target=place)
    attempt = attempts.observe(attempt, attempts.point(state.sample, direction))
    attempt = replace(attempt, path=tuple(moment(sample, direction) for sample in state.just_before))
    return begin(replace(state, attempt=attempt, astray=Watched()), Stage.MOVE)


def _wrong_side(state: SessionState, direction: Direction, dt_s: float) -> SessionState:
    assert state.sample is not None
    own_rules = [rule for rule in state.exercise.faults if rule.kind is FaultKind.WRONG_SIDE]
    rules = (own_rules[0] if own_rules else wording.DEFAULT_WRONG_SIDE,)
    astray, called = faults.watch(state.astray, rules, faults.Moment(state.sample, direction), dt_s)
    state = replace(state, astray=astray, other_faults=(*state.other_faults, *called))
    return call(state, called)


def _observe(state: SessionState, attempt: Attempt, dt_s: float) -> SessionState:
    """Take a measured sample into the running movement and look for faults."""
    assert state.sample is not None
    attempt = attempts.observe(attempt, attempts.point(state.sample, attempt.direction))
    if attempt.path:
        attempt = replace(attempt, path=(*attempt.path, moment(state.sample, attempt.direction)))
    opening = state.sample.eye_opening
    if isinstance(state.exercise.guide, RelocationGuide) and opening is not None:
        attempt = replace(attempt, eyes_shut=(*attempt.eyes_shut, opening < CLOSED))
    return watch_faults(replace(state, attempt=attempt), dt_s)


def watch_faults(state: SessionState, dt_s: float) -> SessionState:
    """Look for faults of the running movement; trunk and shoulders are often seen when the face is not."""
    attempt = state.attempt
    assert attempt is not None
    assert state.sample is not None
    rules = tuple(rule for rule in state.exercise.faults if _applies(rule, state.stage))
    only_at_least = any(trial.result.beyond for trial in state.trials if trial.direction is attempt.direction)
    own_deg = None if attempt.end_range or only_at_least else plan.own_range(state, attempt.direction)
    seen = faults.Moment(
        state.sample,
        attempt.direction,
        own_deg,
        far_edge_deg=attempt.zone_deg[1] if attempt.zone_deg and not attempt.end_range else None,
        shake_deg=tremor.shake_deg(state.motion, attempt.started_s),
        allowed=plan.allowances(state, attempt.direction),
    )
    watched, called = faults.watch(attempt.watched, rules, seen, dt_s)
    return call(replace(state, attempt=replace(attempt, watched=watched)), called)


def _applies(rule: FaultRule, stage: Stage) -> bool:
    if rule.kind is FaultKind.WRONG_SIDE:
        return False
    return stage is not Stage.RETURN or rule.kind not in _NOT_WHILE_RETURNING


def _move(state: SessionState, attempt: Attempt, dt_s: float) -> SessionState:
    toward_deg = attempt.recent[-1].toward_deg
    if attempt.beyond:
        return _after_gap(state, attempt, toward_deg)
    if toward_deg < plan.back_deg(state, attempt.direction):
        return finish(state)
    if attempt.end_range:
        return _look_for_end(state, attempt)
    assert attempt.zone_deg is not None
    return _arrive(state, attempt, dt_s) if toward_deg >= attempt.zone_deg[0] else state


def _arrive(state: SessionState, attempt: Attempt, dt_s: float) -> SessionState:
    """Take the zone as reached once everything else that belongs to the target is there too."""
    missing = _lacking(state, attempt)
    if missing is None:
        return _reach(state, attempt)
    lacking_s = attempt.lacking_s + dt_s
    state = replace(state, attempt=replace(attempt, lacking_s=lacking_s))
    if lacking_s < _SAY_LACKING_S:
        return state
    return hint(state, wording.besides(missing))


def _lacking(state: SessionState, attempt: Attempt) -> Companion | None:
    assert state.sample is not None
    target = plan.target_of(state, attempt.direction)
    return plan.lacking(state, target, state.sample) if target else None


def _look_for_end(state: SessionState, attempt: Attempt) -> SessionState:
    better = _better_direction(state, attempt)
    if better:
        state = _leave(state, better)
        assert state.attempt is not None
        kept = replace(state.attempt, started_s=attempt.started_s, watched=attempt.watched)
        return replace(state, attempt=kept)
    still_s = attempts.still_s(attempt)
    end = attempts.middle(attempt.recent)
    if not still_s or end.toward_deg < plan.smallest_end_deg(state, attempt.direction):
        return state
    zone_deg = (end.toward_deg, end.toward_deg)
    return _reach(state, replace(attempt, zone_deg=zone_deg, plateau=attempt.recent, held_s=still_s))


def _better_direction(state: SessionState, attempt: Attempt) -> Direction | None:
    """Another direction that the movement turned out to go to, before it got anywhere in its own."""
    assert state.angles is not None
    limit_deg = _CLEARLY_LARGER * max(attempt.recent[-1].toward_deg, plan.LEAVE_DEG)
    others = [d for d in plan.allowed(state) if state.angles.toward(d) > limit_deg]
    return max(others, key=state.angles.toward) if others and not attempt.reached else None


def _reach(state: SessionState, attempt: Attempt) -> SessionState:
    state = replace(state, attempt=replace(attempt, reached=True, out_s=0.0))
    state = begin(emit(state, EventKind.TARGET_REACHED), Stage.HOLD, wording.HOLD if hold_s(state) else None)
    return _hold_done(state) if attempt.held_s >= hold_s(state) - _WHOLE_S else state


def _after_gap(state: SessionState, attempt: Attempt, toward_deg: float) -> SessionState:
    """Go on after tracking was lost on the way out: the end range lay beyond what could be seen."""
    assert attempt.best is not None
    if toward_deg >= attempt.best.toward_deg - _SAME_END_DEG:
        return _seen_again(state, attempt, toward_deg)
    state = begin(replace(state, attempt=replace(attempt, reached=True)), Stage.RETURN, wording.BACK)
    return _return(state, replace(attempt, reached=True), 0.0)


def _seen_again(state: SessionState, attempt: Attempt, toward_deg: float) -> SessionState:
    """Go on where tracking was lost, before the person comes back."""
    if attempt.zone_deg:
        return _reach(state, attempt) if toward_deg >= attempt.zone_deg[0] else state
    still_s = attempts.still_s(attempt)
    if not still_s:
        return state
    zone_deg = (toward_deg, toward_deg)
    return _reach(state, replace(attempt, zone_deg=zone_deg, plateau=attempt.recent, held_s=still_s))


def _hold(state: SessionState, attempt: Attempt, dt_s: float) -> SessionState:
    assert attempt.zone_deg is not None
    now = attempt.recent[-1]
    low_deg = attempt.zone_deg[0]
    if attempt.end_range and now.toward_deg > low_deg + _MOVED_ON_DEG:
        return _end_lies_further(state, attempt)
    if now.toward_deg >= low_deg - plan.tolerance_deg(low_deg) and _lacking(state, attempt) is None:
        attempt = replace(attempt, held_s=attempt.held_s + dt_s, out_s=0.0)
        attempt = attempts.add_to_plateau(attempt, now) if attempt.end_range else attempt
    else:
        attempt = replace(attempt, out_s=attempt.out_s + dt_s)
    state = replace(state, attempt=attempt)
    if attempt.held_s >= hold_s(state) - _WHOLE_S:
        return _hold_done(state)
    if attempt.out_s > LET_GO_S or now.toward_deg < plan.back_deg(state, attempt.direction):
        return _let_go(state, attempt)
    return state


def _end_lies_further(state: SessionState, attempt: Attempt) -> SessionState:
    """Begin the hold anew where the person only paused on the way; keep it where the neck gives way slowly."""
    if attempts.still_s(attempt):
        end_deg = attempts.middle(attempt.recent).toward_deg
        return replace(state, attempt=replace(attempt, zone_deg=(end_deg, end_deg), plateau=attempt.recent))
    attempt = replace(attempt, zone_deg=None, plateau=(), held_s=0.0, reached=False)
    return begin(replace(state, attempt=attempt), Stage.MOVE)


def _hold_done(state: SessionState) -> SessionState:
    return begin(emit(state, EventKind.HOLD_DONE), Stage.RETURN, wording.back(state))


def _let_go(state: SessionState, attempt: Attempt) -> SessionState:
    state = _short_hold(state, attempt)
    state = begin(state, Stage.RETURN)
    assert state.attempt is not None
    return _return(state, state.attempt, 0.0)


def _short_hold(state: SessionState, attempt: Attempt) -> SessionState:
    rule = next((rule for rule in state.exercise.faults if rule.kind is FaultKind.SHORT_HOLD), None)
    percent = 100 * attempt.held_s / hold_s(state)
    # Time in which nobody could see the head may have been part of the hold.
    at_most = 100 * (attempt.held_s + attempt.hidden_s) / hold_s(state)
    if rule is None or attempt.interrupted or attempt.beyond or at_most >= rule.limit:
        return state
    fault = Fault(rule.kind, percent, rule.cue, state.now_s)
    watched = replace(attempt.watched, faults=(*attempt.watched.faults, fault))
    state = emit(state, EventKind.FAULT, fault.cue, rank=Rank.HOLD, fault=fault)
    return replace(state, attempt=replace(attempt, watched=watched), shown_fault=fault)


def _return(state: SessionState, attempt: Attempt, dt_s: float) -> SessionState:
    toward_deg = attempt.recent[-1].toward_deg
    if isinstance(state.exercise.guide, RelocationGuide) and attempt.reached:
        return relocation.settle(state, attempt, state.exercise.guide, dt_s)
    leave_deg = plan.leave_deg(state, attempt.direction)
    at_rest = toward_deg < leave_deg and attempts.still_s(attempt) > 0
    return finish(state) if toward_deg < plan.back_deg(state, attempt.direction) or at_rest else state
