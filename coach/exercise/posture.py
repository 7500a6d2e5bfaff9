"""One step of growing tall: time counts while the shoulders have not sunk and the head has not slid forward."""

from __future__ import annotations

from dataclasses import replace

from coach.exercise import faults, led_words, plan, rounds
from coach.exercise.guides import PostureGuide
from coach.exercise.paced import LEAD_IN_S
from coach.exercise.state import SessionState, begin, emit, hint
from coach.exercise.types import EventKind, Stage

GROW_S = 1.5
"""Time to grow tall; nobody is tall at once."""
_REMIND_S = 1.0
_WHOLE_S = 1e-6


def step(state: SessionState, guide: PostureGuide, dt_s: float) -> SessionState:
    """Go on with a measured sample."""
    if state.stage is Stage.HOLD and state.round is not None:
        state = rounds.watch(state, dt_s)
    match state.stage:
        case Stage.MOVE:
            return _grow(state, guide)
        case Stage.HOLD:
            return _stay(state, guide, dt_s)
    if state.stage_s < ready_s(state, guide) - _WHOLE_S:
        return state
    return begin(rounds.opened(state), Stage.MOVE, led_words.STAY_TALL)


def ready_s(state: SessionState, guide: PostureGuide) -> float:
    """Time before the next repetition."""
    return guide.pause_s if plan.done_in_set(state) else LEAD_IN_S


def upright(state: SessionState, guide: PostureGuide) -> bool:
    """Whether nothing that is measured tells of a trunk that sinks or a head that slides forward."""
    assert state.sample is not None
    sunk = faults.slump(state.sample)
    slide_cm = state.sample.protraction_cm
    limit_cm = guide.within_cm + (state.sample.sigma_protraction_cm or 0.0)
    return (sunk is None or sunk.value <= guide.within_pct) and (slide_cm is None or slide_cm <= limit_cm)


def _grow(state: SessionState, guide: PostureGuide) -> SessionState:
    if state.stage_s < GROW_S - _WHOLE_S:
        return state
    if upright(state, guide):
        return begin(emit(state, EventKind.TARGET_REACHED), Stage.HOLD, led_words.KEEP_TALL)
    return hint(state, led_words.STAY_TALL)


def _stay(state: SessionState, guide: PostureGuide, dt_s: float) -> SessionState:
    running = state.round
    assert running is not None
    if upright(state, guide):
        running = replace(running, held_s=running.held_s + dt_s, out_s=0.0)
    else:
        running = replace(running, out_s=running.out_s + dt_s)
    state = replace(state, round=running)
    if running.out_s > _REMIND_S:
        state = hint(state, led_words.STAY_TALL)
    if running.held_s < guide.hold_s - _WHOLE_S:
        return state
    state = rounds.close(emit(state, EventKind.HOLD_DONE))
    return begin(state, Stage.READY, led_words.LET_GO) if state.stage is Stage.HOLD else state
