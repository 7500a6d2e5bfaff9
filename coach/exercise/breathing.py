"""One step of paced breathing: in and out by time, with the head and the shoulders still."""

from __future__ import annotations

from dataclasses import replace

from coach.exercise import led_words, rounds
from coach.exercise.guides import BreathingGuide
from coach.exercise.state import SessionState, emit
from coach.exercise.types import EventKind, Stage

_WHOLE_S = 1e-6


def step(state: SessionState, guide: BreathingGuide, dt_s: float) -> SessionState:
    """Go on with a sample; a long step may pass more than one phase."""
    if state.round is None:
        state = rounds.opened(state)
    state = rounds.watch(state, dt_s)
    while state.stage is not Stage.DONE and state.stage_s >= phase_s(guide, state.stage) - _WHOLE_S:
        over_s = max(0.0, state.stage_s - phase_s(guide, state.stage))
        if state.stage is Stage.BREATHE_OUT:
            state = rounds.close(state)
        if state.stage is not Stage.DONE:
            state = _turn(state if state.round else rounds.opened(state), over_s)
    return state


def phase_s(guide: BreathingGuide, stage: Stage) -> float:
    """Length of breathing in or out."""
    return guide.inhale_s if stage is Stage.BREATHE_IN else guide.exhale_s


def _turn(state: SessionState, over_s: float) -> SessionState:
    to_out = state.stage is Stage.BREATHE_IN
    stage, cue = (Stage.BREATHE_OUT, led_words.BREATHE_OUT) if to_out else (Stage.BREATHE_IN, led_words.BREATHE_IN)
    return emit(replace(state, stage=stage, stage_s=over_s), EventKind.STAGE_BEGAN, cue)
