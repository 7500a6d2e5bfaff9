"""The end of a movement: does it count, what is recorded, and what comes next."""

from __future__ import annotations

from dataclasses import replace

from coach.exercise import attempt as attempts
from coach.exercise import plan, wording
from coach.exercise.state import Attempt, Rank, SessionState, Trial, begin, emit
from coach.exercise.types import EventKind, Repetition, Stage
from coach.measure.trial import TrialResult, manner
from coach.measure.types import Direction

_TRIED_SHARE = 1.5
"""A movement of this many times the angle at which it left neutral was meant, and gets an answer."""


def finish(state: SessionState) -> SessionState:
    """Close the running movement: record it if it reached its zone, else say what was missing."""
    attempt = state.attempt
    assert attempt is not None
    state = replace(state, attempt=None)
    return _record(state, attempt) if attempt.reached else _not_counted(state, attempt)


def _not_counted(state: SessionState, attempt: Attempt) -> SessionState:
    state = replace(state, other_faults=(*state.other_faults, *attempt.watched.faults))
    tried_deg = _TRIED_SHARE * plan.leave_deg(state, attempt.direction)
    meant = attempts.peak(attempt).toward_deg > tried_deg and not attempt.interrupted
    far = attempts.peak(attempt).toward_deg > plan.smallest_end_deg(attempt.direction)
    if not meant:
        return begin(state, Stage.READY, wording.asking(state, plan.expected(state)))
    cue = wording.STAY if attempt.end_range and far else wording.FURTHER
    return begin(state, Stage.READY, cue, rank=Rank.HOLD)


def _record(state: SessionState, attempt: Attempt) -> SessionState:
    peak = attempts.peak(attempt)
    repetition = Repetition(
        number=len(state.repetitions) + 1,
        set_number=state.set_number,
        direction=attempt.direction,
        started_s=attempt.started_s,
        ended_s=state.now_s,
        peak_deg=max(peak.toward_deg, 0.0),
        sigma_deg=peak.sigma_deg,
        held_s=attempt.held_s,
        faults=attempt.watched.faults,
        end_range=attempt.end_range,
        beyond=attempt.beyond,
    )
    if attempt.end_range:
        state = _own_range_shown(state, attempt)
    return add(replace(state, first_side=_first_side(state, attempt)), repetition)


def _first_side(state: SessionState, attempt: Attempt) -> Direction | None:
    """Side whose repetitions come first where sides do not alternate; the other one once it is finished."""
    if state.first_side and plan.done(state, state.first_side) < plan.asked(state):
        return state.first_side
    return attempt.direction


def _own_range_shown(state: SessionState, attempt: Attempt) -> SessionState:
    peak = attempts.peak(attempt)
    how = None
    if attempt.path:
        how = manner(attempt.path, peak.toward_deg, beyond=attempt.beyond, pain_onset_deg=attempt.pain_onset_deg)
    shown = TrialResult(peak.toward_deg, peak.sigma_deg, peak.other_deg, attempt.beyond, attempt.problems, how)
    trial = Trial(attempt.direction, shown)
    best_deg = max(t.result.value_deg for t in (*state.trials, trial) if t.direction is attempt.direction)
    own_range_deg = {**state.own_range_deg, attempt.direction: best_deg}
    return replace(state, trials=(*state.trials, trial), own_range_deg=own_range_deg)


def add(state: SessionState, repetition: Repetition) -> SessionState:
    """Count a repetition and go on: next repetition, rest, next set or the end."""
    state = replace(state, repetitions=(*state.repetitions, repetition))
    state = emit(state, EventKind.REPETITION_DONE, repetition=repetition)
    directions = plan.directions(state) or (None,)
    if any(plan.done(state, direction) < plan.asked(state) for direction in directions):
        return _go_on(state)
    state = emit(replace(state, sets_done=state.sets_done + 1), EventKind.SET_DONE)
    if state.sets_done >= plan.sets(state):
        return emit(replace(state, stage=Stage.DONE, stage_s=0.0), EventKind.FINISHED, wording.FINISHED)
    return begin(state, Stage.REST, wording.REST)


def _go_on(state: SessionState) -> SessionState:
    if plan.directions(state):
        return begin(state, Stage.READY, wording.asking(state, plan.expected(state)))
    return state
