"""Repetitions that are led by time: opened, watched for faults, and closed. Every kind of such a guide shares these."""

from __future__ import annotations

from dataclasses import replace

from coach.exercise import faults, tremor
from coach.exercise.repetition import add
from coach.exercise.state import Round, SessionState, emit
from coach.exercise.types import EventKind, Fault, Repetition
from coach.measure.types import Direction


def opened(state: SessionState, side: int = 0) -> SessionState:
    """Begin a repetition here and now."""
    return replace(state, round=Round(state.now_s, state.angles, side))


def watch(
    state: SessionState,
    dt_s: float,
    *,
    direction: Direction | None = None,
    far_edge_deg: float | None = None,
    lag_deg: float | None = None,
) -> SessionState:
    """Look for faults of the running repetition, knowing what else its guide knows of the moment."""
    assert state.sample is not None
    assert state.round is not None
    moment = faults.Moment(
        state.sample,
        direction,
        start=state.round.start,
        far_edge_deg=far_edge_deg,
        shake_deg=tremor.shake_deg(state.motion, state.round.started_s),
        lag_deg=lag_deg,
    )
    watched, called = faults.watch(state.round.watched, state.exercise.faults, moment, dt_s)
    return call(replace(state, round=replace(state.round, watched=watched)), called)


def call(state: SessionState, called: tuple[Fault, ...]) -> SessionState:
    """Tell of faults, the most important first."""
    for fault in called:
        state = emit(state, EventKind.FAULT, fault.cue, rank=faults.RANK[fault.kind], fault=fault)
    return replace(state, shown_fault=called[0]) if called else state


def call_once(state: SessionState, fault: Fault) -> SessionState:
    """Call a fault that is judged at the end of the running repetition."""
    assert state.round is not None
    watched = replace(state.round.watched, faults=(*state.round.watched.faults, fault))
    return call(replace(state, round=replace(state.round, watched=watched)), (fault,))


def close(
    state: SessionState,
    *,
    direction: Direction | None = None,
    target: int | None = None,
    peak_deg: float | None = None,
    sigma_deg: float | None = None,
    error_deg: float | None = None,
    lag_s: float | None = None,
) -> SessionState:
    """Count the running repetition."""
    running = state.round
    assert running is not None
    repetition = Repetition(
        number=len(state.repetitions) + 1,
        set_number=state.set_number,
        direction=direction,
        started_s=running.started_s,
        ended_s=state.now_s,
        peak_deg=peak_deg,
        sigma_deg=sigma_deg,
        held_s=running.held_s,
        faults=running.watched.faults,
        error_deg=error_deg,
        lag_s=lag_s,
        target=target,
    )
    return add(replace(state, round=None), repetition)


def drop(state: SessionState) -> SessionState:
    """Forget the running repetition; faults that were called in it are kept."""
    if state.round is None:
        return state
    return replace(state, round=None, other_faults=(*state.other_faults, *state.round.watched.faults))
