"""Is the person there, and is neutral known? Timers stand still until both are so again."""

from __future__ import annotations

from dataclasses import replace

from coach.exercise import attempt as attempts
from coach.exercise import dose, wording
from coach.exercise.movement import hold_s, watch_faults
from coach.exercise.plan import MOVED
from coach.exercise.repetition import finish
from coach.exercise.state import Attempt, Rank, SessionState, begin, emit, hint
from coach.exercise.types import EventKind, Stage
from coach.measure.types import Axis, CervicalSample, Problem

LOST_AFTER_S = 0.7
LOST_AT_END_RANGE_AFTER_S = 3.0
"""A face turned far away is often out of sight although the person does what was asked."""
_TURNED_AWAY = frozenset({Problem.OUT_OF_RANGE, Problem.NO_FACE, Problem.FACE_UNRELIABLE})
_WRONG_PLACE = frozenset({Problem.SIDE_VIEW, Problem.VIEW_MISMATCH})
"""Sitting still does not help here: the camera has to stand elsewhere."""
_FAR_ROTATION_DEG = 30.0
_FAR_DEG = 25.0
_OUTWARD_DEG = 4.0
_AWAY_BESIDES_HOLD_S = 4.0
"""Time for the way out of sight and back; whoever is away for longer than this and the hold has left."""


def judged(state: SessionState, sample: CervicalSample) -> CervicalSample:
    """Take the angles out of a sample that cannot tell what the exercise asks for, and say why.

    A target about an axis that is not measured could never be reached.
    """
    if sample.angles is None or dose.axes(state.exercise.guide) <= sample.measured:
        return sample
    problems = dict.fromkeys((Problem.SIDE_VIEW, *sample.problems))
    return replace(sample, angles=None, sigma=None, speed_deg_per_s=None, problems=tuple(problems))


def update(state: SessionState, dt_s: float) -> tuple[SessionState, bool]:
    """Follow the newest sample; the second value tells whether the exercise goes on with it."""
    assert state.sample is not None
    if state.stage is Stage.REST:
        return state, True
    if state.sample.angles is None:
        return _unseen(state, dt_s), False
    state = replace(_close_gap(state), unseen_s=0.0)
    if state.stage is Stage.NEUTRAL:
        return _at_neutral(state), True
    if state.stage is Stage.LOST:
        state = emit(replace(state, stage=state.before_loss), EventKind.FOUND, wording.FOUND, rank=Rank.SESSION)
    return _drop_if_interrupted(state), True


def _at_neutral(state: SessionState) -> SessionState:
    stage_s = state.stage_s
    state = begin(state, state.before_loss, wording.headline(replace(state, stage=state.before_loss)))
    return state if isinstance(state.exercise.guide, MOVED) else replace(state, stage_s=stage_s)


def _close_gap(state: SessionState) -> SessionState:
    """Take back that the end range was out of sight where the face was missed for a moment only, or for too long."""
    attempt = state.attempt
    if not attempt or not attempt.beyond or not state.unseen_s:
        return state
    # At the edge of what can be measured the head blinks in and out of sight; all of it together counts.
    if attempt.hidden_s > LOST_AFTER_S and state.unseen_s <= hold_s(state) + _AWAY_BESIDES_HOLD_S:
        return state
    return replace(state, attempt=replace(attempt, beyond=False, problems=()))


def _drop_if_interrupted(state: SessionState) -> SessionState:
    """Forget a movement that was paused before its hold was done, if the person did not stay there meanwhile."""
    attempt, angles = state.attempt, state.angles
    if not attempt or not angles or not attempt.interrupted or state.stage not in (Stage.MOVE, Stage.HOLD):
        return state
    zone_low_deg = attempt.zone_deg[0] if attempt.zone_deg and attempt.reached else 0.0
    stayed = angles.toward(attempt.direction) >= zone_low_deg / 2
    return state if stayed else finish(replace(state, attempt=replace(attempt, reached=False)))


def _unseen(state: SessionState, dt_s: float) -> SessionState:
    assert state.sample is not None
    if state.stage is Stage.NEUTRAL:
        misplaced = bool(state.sample.problems) and state.sample.problems[0] in _WRONG_PLACE
        return hint(state, ". ".join(wording.unseen(state.sample))) if misplaced else state
    if Problem.NO_NEUTRAL in state.sample.problems:
        return _neutral_again(state)
    state = replace(state, unseen_s=state.unseen_s + dt_s)
    if state.stage is Stage.LOST:
        return replace(state, lost_s=state.lost_s + dt_s)
    if state.attempt:
        attempt = replace(state.attempt, hidden_s=state.attempt.hidden_s + dt_s)
        state = watch_faults(replace(state, attempt=_mark_gap(state, attempt)), dt_s)
    if state.unseen_s <= (LOST_AT_END_RANGE_AFTER_S if _at_end_range(state) else LOST_AFTER_S):
        return state
    state = replace(state, stage=Stage.LOST, before_loss=state.stage, lost_s=state.lost_s + state.unseen_s)
    return emit(state, EventKind.LOST, wording.unseen(state.sample)[0], rank=Rank.SESSION)


def _neutral_again(state: SessionState) -> SessionState:
    """Neutral is taken anew: a movement that reached its zone counts, another one is forgotten."""
    stage = state.stage_meant
    if state.attempt:
        state = finish(replace(state, attempt=replace(state.attempt, interrupted=True)))
        stage = state.stage
    if stage in (Stage.DONE, Stage.REST):
        return state
    stage_s = state.stage_s
    running = replace(state.round, start=None) if state.round else None
    state = replace(state, before_loss=stage, unseen_s=0.0, round=running)
    state = begin(state, Stage.NEUTRAL, wording.SIT)
    return replace(state, stage_s=stage_s)


def _mark_gap(state: SessionState, attempt: Attempt) -> Attempt:
    """Remember that the person went beyond what the camera can follow."""
    assert state.sample is not None
    if attempt.beyond or state.stage not in (Stage.MOVE, Stage.HOLD) or not _going_away(state, attempt):
        return attempt
    return replace(attempt, beyond=True, problems=state.sample.problems)


def _at_end_range(state: SessionState) -> bool:
    if state.attempt is None:
        return False
    return state.stage is Stage.HOLD or (state.stage is Stage.MOVE and _going_away(state, state.attempt))


def _going_away(state: SessionState, attempt: Attempt) -> bool:
    assert state.sample is not None
    last_deg = attempt.recent[-1].toward_deg
    far_deg = _FAR_ROTATION_DEG if attempt.direction.axis is Axis.RIGHT_ROTATION else _FAR_DEG
    outward = last_deg >= attempts.peak(attempt).toward_deg - _OUTWARD_DEG
    return last_deg > far_deg and outward and not _TURNED_AWAY.isdisjoint(state.sample.problems)
