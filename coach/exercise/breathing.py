"""One step of paced breathing: in and out by time, with the head and the shoulders still."""

from __future__ import annotations

from dataclasses import replace

from coach.exercise import faults, wording
from coach.exercise.model import BreathingGuide
from coach.exercise.repetition import add
from coach.exercise.state import Breath, SessionState, emit
from coach.exercise.types import EventKind, Repetition, Stage

_WHOLE_S = 1e-6


def step(state: SessionState, guide: BreathingGuide, dt_s: float) -> SessionState:
    """Go on with a measured sample; a long step may pass more than one phase."""
    if state.breath is None:
        state = replace(state, breath=Breath(state.now_s, state.angles))
    state = _look_for_faults(state, dt_s)
    while state.stage is not Stage.DONE and state.stage_s >= phase_s(guide, state.stage) - _WHOLE_S:
        over_s = max(0.0, state.stage_s - phase_s(guide, state.stage))
        if state.stage is Stage.BREATHE_OUT:
            state = _breath_done(state)
        if state.stage is not Stage.DONE:
            state = _turn(state, over_s)
    return state


def phase_s(guide: BreathingGuide, stage: Stage) -> float:
    """Length of breathing in or out."""
    return guide.inhale_s if stage is Stage.BREATHE_IN else guide.exhale_s


def _turn(state: SessionState, over_s: float) -> SessionState:
    to_out = state.stage is Stage.BREATHE_IN
    stage, cue = (Stage.BREATHE_OUT, wording.BREATHE_OUT) if to_out else (Stage.BREATHE_IN, wording.BREATHE_IN)
    return emit(replace(state, stage=stage, stage_s=over_s), EventKind.STAGE_BEGAN, cue)


def _look_for_faults(state: SessionState, dt_s: float) -> SessionState:
    assert state.sample is not None
    assert state.breath is not None
    moment = faults.Moment(state.sample, start=state.breath.start)
    watched, called = faults.watch(state.breath.watched, state.exercise.faults, moment, dt_s)
    state = replace(state, breath=replace(state.breath, watched=watched))
    for fault in called:
        state = emit(state, EventKind.FAULT, fault.cue, rank=faults.RANK[fault.kind], fault=fault)
    return replace(state, shown_fault=called[0]) if called else state


def _breath_done(state: SessionState) -> SessionState:
    assert state.breath is not None
    repetition = Repetition(
        number=len(state.repetitions) + 1,
        set_number=state.set_number,
        direction=None,
        started_s=state.breath.started_s,
        ended_s=state.now_s,
        peak_deg=None,
        sigma_deg=None,
        held_s=0.0,
        faults=state.breath.watched.faults,
    )
    return add(replace(state, breath=Breath(state.now_s, state.angles)), repetition)
