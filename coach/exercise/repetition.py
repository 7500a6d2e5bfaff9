"""The end of a movement: does it count, what is recorded, and what comes next."""

from __future__ import annotations

from dataclasses import replace
from statistics import fmean

from coach.exercise import attempt as attempts
from coach.exercise import dose, plan, praise, wording
from coach.exercise.guides import RelocationGuide
from coach.exercise.quality import set_note
from coach.exercise.state import Attempt, Rank, SessionState, Trial, begin, emit
from coach.exercise.types import EventKind, Repetition, Stage
from coach.measure.relocation import SHUT_SHARE
from coach.measure.trial import TrialResult, manner
from coach.measure.types import Direction

_WHOLE_S = 1e-6
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
    far = attempts.peak(attempt).toward_deg > plan.smallest_end_deg(state, attempt.direction)
    if not meant:
        # A head that sways about the edge of a small movement is not asked again each time.
        asked_again = attempt.interrupted or plan.leave_deg(state, attempt.direction) >= plan.LEAVE_DEG
        return begin(state, Stage.READY, wording.asking(state, plan.expected(state)) if asked_again else None)
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
        error_deg=_relocation_error_deg(state, attempt),
        target=attempt.target,
    )
    if attempt.end_range:
        state = _own_range_shown(state, attempt)
    return add(replace(state, first_side=_first_side(state, attempt)), repetition)


def _relocation_error_deg(state: SessionState, attempt: Attempt) -> float | None:
    """How far from the middle the head came to rest, about the axis of the movement; ``None`` with open eyes."""
    if not isinstance(state.exercise.guide, RelocationGuide) or _peeped(state.exercise.guide, attempt):
        return None
    return abs(attempts.middle(attempt.recent).toward_deg)


def _peeped(guide: RelocationGuide, attempt: Attempt) -> bool:
    """Whether the eyes were seen open in an exercise for shut eyes; a blink of the model does not count."""
    seen = attempt.eyes_shut
    return guide.eyes == "shut" and bool(seen) and fmean(seen) < SHUT_SHARE


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
    state = praise.earned(emit(state, EventKind.REPETITION_DONE, repetition=repetition))
    if plan.set_complete(state):
        return end_set(state)
    if not isinstance(state.exercise.guide, plan.MOVED):
        return state
    return begin(state, Stage.READY, wording.asking(state, plan.expected(state)))


def end_set(state: SessionState) -> SessionState:
    """Close the running set: rest, or the end."""
    state = replace(state, sets_done=state.sets_done + 1)
    state = emit(state, EventKind.SET_DONE, note=set_note(state))
    if state.sets_done >= plan.sets(state):
        return emit(replace(state, stage=Stage.DONE, stage_s=0.0), EventKind.FINISHED, wording.FINISHED)
    return begin(state, Stage.REST, wording.REST)


def rest(state: SessionState) -> SessionState:
    """Go on from the rest between two sets once it is over."""
    whole_s = dose.rest_s(state.exercise.guide)
    return next_set(state) if state.stage_s >= whole_s - _WHOLE_S else state


def next_set(state: SessionState) -> SessionState:
    """Begin the next set."""
    state = replace(state, set_number=state.set_number + 1, first_side=None)
    return begin(state, Stage.READY, wording.headline(replace(state, stage=Stage.READY)))
