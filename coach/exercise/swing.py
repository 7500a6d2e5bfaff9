"""One step of gaze work: the head swings to and fro in a beat; each whole swing that is wide enough counts."""

from __future__ import annotations

from dataclasses import replace
from statistics import fmean

from coach.exercise import led_words, plan, rounds, wording
from coach.exercise.guides import GazeGuide
from coach.exercise.paced import LEAD_IN_S
from coach.exercise.repetition import end_set
from coach.exercise.rules import FaultKind
from coach.exercise.state import Half, SessionState, begin, emit, hint
from coach.exercise.types import EventKind, Fault, Stage
from coach.measure.types import Direction

_TURNED_SHARE = 0.4
"""A half begins beyond this share of the smallest amplitude."""
_WHOLE_S = 1e-6
_SIDES = {
    "rotation": (Direction.RIGHT_ROTATION, Direction.LEFT_ROTATION),
    "flexion": (Direction.FLEXION, Direction.EXTENSION),
}


def step(state: SessionState, guide: GazeGuide, dt_s: float) -> SessionState:
    """Go on with a measured sample."""
    if state.stage is Stage.READY:
        if state.stage_s < LEAD_IN_S - _WHOLE_S:
            return state
        return begin(rounds.opened(state), Stage.MOVE, wording.headline(replace(state, stage=Stage.MOVE)))
    if state.round is None:
        state = rounds.opened(state)
    state = _beat(state, guide, dt_s)
    state = rounds.watch(state, dt_s, direction=side(state, guide), far_edge_deg=guide.amplitude_deg[1])
    state = _follow(state, guide)
    return _finish(state, guide) if state.stage_s >= guide.duration_s - _WHOLE_S else state


def _finish(state: SessionState, guide: GazeGuide) -> SessionState:
    """End the set; a last swing that is whole counts."""
    assert state.round is not None
    halves = state.round.halves
    return end_set(rounds.drop(_swung(state, guide, halves[-1]) if len(halves) > 1 else state))


def side(state: SessionState, guide: GazeGuide) -> Direction:
    """Where the head should go now, by the beat."""
    first, second = _SIDES[guide.axis]
    return second if int(2 * guide.frequency_hz * state.stage_s + _WHOLE_S) % 2 else first


def _beat(state: SessionState, guide: GazeGuide, dt_s: float) -> SessionState:
    quarter = 0.5
    before, now = ((t_s * 2 * guide.frequency_hz + quarter) // 1 for t_s in (state.stage_s - dt_s, state.stage_s))
    return emit(state, EventKind.BEAT) if now > before else state


def _follow(state: SessionState, guide: GazeGuide) -> SessionState:
    """Take the newest angle into the running half, or begin the next one."""
    assert state.round is not None
    assert state.angles is not None
    direction = _SIDES[guide.axis][0]
    angle_deg = state.angles.toward(direction)
    sigma_deg = state.sample.sigma.along(direction.axis) if state.sample and state.sample.sigma else 0.0
    halves = state.round.halves
    newest = Half(1 if angle_deg > 0 else -1, abs(angle_deg), sigma_deg, state.now_s)
    if abs(angle_deg) < _TURNED_SHARE * guide.amplitude_deg[0]:
        return state
    if halves and halves[-1].sign == newest.sign:
        if newest.top_deg <= halves[-1].top_deg:
            return state
        return replace(state, round=replace(state.round, halves=(*halves[:-1], newest)))
    state = replace(state, round=replace(state.round, halves=(*halves, newest)))
    return _swung(state, guide, newest) if len(halves) >= 2 else state


def _swung(state: SessionState, guide: GazeGuide, newest: Half) -> SessionState:
    """Count the two halves before the newest one, if both went far enough."""
    assert state.round is not None
    first, second = state.round.halves[:2]
    low_deg = guide.amplitude_deg[0]
    enough = min(first.top_deg, second.top_deg) >= low_deg - plan.tolerance_deg(low_deg)
    if not enough:
        state = hint(rounds.drop(state), led_words.WIDER)
    elif plan.done_in_set(state) < plan.asked_in_set(state):
        state = _judge_beat(state, guide, second.top_s - first.top_s)
        middle_deg = fmean((first.top_deg, second.top_deg))
        state = rounds.close(state, peak_deg=middle_deg, sigma_deg=max(first.sigma_deg, second.sigma_deg))
    else:
        state = rounds.drop(state)
    state = rounds.opened(state)
    assert state.round is not None
    return replace(state, round=replace(state.round, halves=(newest,)))


def _judge_beat(state: SessionState, guide: GazeGuide, half_s: float) -> SessionState:
    rule = next((rule for rule in state.exercise.faults if rule.kind is FaultKind.OFF_TEMPO), None)
    if rule is None or half_s <= 0:
        return state
    off_pct = abs(1 / (2 * half_s) / guide.frequency_hz - 1) * 100
    if off_pct <= rule.limit:
        return state
    return rounds.call_once(state, Fault(rule.kind, off_pct, rule.cue, state.now_s))
