"""One step of paced work: get ready, out, hold, back, pause, by time, while the head is watched.

Where the camera can see the work itself (shoulders that come up), a repetition waits until it has seen it.
"""

from __future__ import annotations

from dataclasses import replace

from coach.exercise import led_words, plan, rounds
from coach.exercise.guides import PacedGuide
from coach.exercise.rules import FaultKind
from coach.exercise.state import SessionState, begin, emit, hint
from coach.exercise.types import EventKind, Fault, Stage
from coach.measure.types import CervicalSample

LEAD_IN_S = 3.0
"""Time to read what comes, before the first repetition of a set."""
_LET_GO_S = 1.0
_STILL_UP, _DOWN = 0.6, 0.4
"""Shares of the rise that is asked for: above the one shoulders are still up, below the other they have dropped."""
_REMIND_S = 3.0
_WHOLE_S = 1e-6


def step(state: SessionState, guide: PacedGuide, dt_s: float) -> SessionState:
    """Go on with a sample."""
    if state.round is not None:
        state = rounds.watch(state, dt_s, direction=plan.way(state).direction)
    match state.stage:
        case Stage.MOVE:
            return _out(state, guide)
        case Stage.HOLD:
            return _hold(state, guide, dt_s)
        case Stage.RETURN:
            return _back(state, guide)
    return _begin(state, guide) if state.stage_s >= ready_s(state, guide) - _WHOLE_S else state


def ready_s(state: SessionState, guide: PacedGuide) -> float:
    """Time before the next repetition."""
    return guide.pause_s if plan.done_in_set(state) else LEAD_IN_S


def phase_s(state: SessionState, guide: PacedGuide) -> float:
    """Length of the running stage."""
    lengths = {Stage.MOVE: guide.out_s, Stage.HOLD: guide.hold_s, Stage.RETURN: guide.back_s}
    return lengths.get(state.stage_meant, ready_s(state, guide))


def _begin(state: SessionState, guide: PacedGuide) -> SessionState:
    place = plan.way_index(state)
    return begin(rounds.opened(state, place), Stage.MOVE, guide.ways[place].cue)


def _rise_pct(guide: PacedGuide, sample: CervicalSample | None) -> float | None:
    """How far the lower shoulder has come up; ``None`` where it goes by time, or the shoulders are out of sight."""
    if guide.counted_by == "tempo" or sample is None:
        return None
    rises = (sample.trunk.right_shoulder_rise_pct, sample.trunk.left_shoulder_rise_pct)
    return None if rises[0] is None or rises[1] is None else min(rises[0], rises[1])


def _out(state: SessionState, guide: PacedGuide) -> SessionState:
    rise_pct = _rise_pct(guide, state.sample)
    if rise_pct is None:
        return _at_end(state, guide) if state.stage_s >= guide.out_s - _WHOLE_S else state
    if rise_pct >= guide.shoulder_rise_pct:
        return _at_end(emit(state, EventKind.TARGET_REACHED), guide)
    if state.stage_s > guide.out_s + _REMIND_S:
        return hint(state, led_words.HIGHER)
    return state


def _at_end(state: SessionState, guide: PacedGuide) -> SessionState:
    assert state.round is not None
    state = replace(state, round=replace(state.round, reached=True))
    if not guide.hold_s:
        return begin(state, Stage.RETURN, plan.way(state).back_cue)
    return begin(state, Stage.HOLD, plan.way(state).hold_cue)


def _hold(state: SessionState, guide: PacedGuide, dt_s: float) -> SessionState:
    running = state.round
    assert running is not None
    rise_pct = _rise_pct(guide, state.sample)
    if rise_pct is None or rise_pct >= _STILL_UP * guide.shoulder_rise_pct:
        running = replace(running, held_s=running.held_s + dt_s, out_s=0.0)
    else:
        running = replace(running, out_s=running.out_s + dt_s)
    state = replace(state, round=running)
    if running.held_s >= guide.hold_s - _WHOLE_S:
        return begin(emit(state, EventKind.HOLD_DONE), Stage.RETURN, plan.way(state).back_cue)
    return _let_go(state, guide) if running.out_s > _LET_GO_S else state


def _let_go(state: SessionState, guide: PacedGuide) -> SessionState:
    assert state.round is not None
    rule = next((rule for rule in state.exercise.faults if rule.kind is FaultKind.SHORT_HOLD), None)
    percent = 100 * state.round.held_s / guide.hold_s
    if rule and percent < rule.limit:
        state = rounds.call_once(state, Fault(rule.kind, percent, rule.cue, state.now_s))
    return begin(state, Stage.RETURN, plan.way(state).back_cue)


def _back(state: SessionState, guide: PacedGuide) -> SessionState:
    rise_pct = _rise_pct(guide, state.sample)
    if state.stage_s < guide.back_s - _WHOLE_S:
        return state
    if rise_pct is not None and rise_pct > _DOWN * guide.shoulder_rise_pct:
        return hint(state, led_words.DROP)
    place = plan.way_index(state)
    state = rounds.close(state, direction=guide.ways[place].direction, target=place)
    if state.stage is not Stage.RETURN:  # the set is over
        return state
    return begin(state, Stage.READY, led_words.PAUSE if guide.pause_s >= _REMIND_S else None)
