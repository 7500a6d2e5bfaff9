"""One step of following a dot: the dot goes round in its own time, and how the head follows is kept.

A cue while it runs goes by the distance at the moment; the result is what is left once the usual delay is taken off.
"""

from __future__ import annotations

from dataclasses import replace
from math import hypot

from coach.exercise import dose, plan, rounds, wording
from coach.exercise.demonstration import wave
from coach.exercise.guides import PathGuide
from coach.exercise.keys import HeadAt
from coach.exercise.paced import LEAD_IN_S
from coach.exercise.repetition import end_set
from coach.exercise.state import SessionState, begin
from coach.exercise.types import Stage
from coach.measure.tracking import follow_score
from coach.measure.types import CervicalSample

_WHOLE_S = 1e-6


def step(state: SessionState, guide: PathGuide, dt_s: float) -> SessionState:
    """Go on with a measured sample."""
    if state.stage is Stage.READY:
        if state.stage_s < LEAD_IN_S - _WHOLE_S:
            return state
        return begin(rounds.opened(state), Stage.MOVE, wording.headline(replace(state, stage=Stage.MOVE)))
    if state.round is None:
        state = rounds.opened(state)
    off_deg = _off_deg(state)
    state = rounds.watch(state, dt_s, lag_deg=off_deg)
    assert state.round is not None
    state = replace(state, round=replace(state.round, followed=(*state.round.followed, _moment(state))))
    state = _loop(state, guide, dt_s)
    return end_set(rounds.drop(state)) if state.stage_s >= guide.duration_s - _WHOLE_S else state


def dot(state: SessionState) -> HeadAt:
    """Where the dot is: it waits at its begin until the set begins."""
    guide = state.exercise.guide
    if not isinstance(guide, PathGuide) or state.stage_meant is not Stage.MOVE:
        return HeadAt()
    return wave(state.exercise, state.stage_s / dose.loop_s(guide))


def _moment(state: SessionState) -> tuple[CervicalSample, tuple[float, float]]:
    assert state.sample is not None
    at = dot(state)
    return state.sample, (at.right_rotation_deg, at.flexion_deg)


def _off_deg(state: SessionState) -> float:
    assert state.angles is not None
    at = dot(state)
    return hypot(state.angles.flexion_deg - at.flexion_deg, state.angles.right_rotation_deg - at.right_rotation_deg)


def _loop(state: SessionState, guide: PathGuide, dt_s: float) -> SessionState:
    """Count a round each time the dot is back at its begin."""
    whole_s = dose.loop_s(guide)
    passed = (state.stage_s + _WHOLE_S) // whole_s > (state.stage_s - dt_s + _WHOLE_S) // whole_s
    if not passed or plan.done_in_set(state) >= plan.asked_in_set(state):
        return state
    assert state.round is not None
    followed = state.round.followed
    score = follow_score([sample for sample, _ in followed], [place for _, place in followed])
    if score is None:
        return rounds.opened(rounds.close(state))
    closed = rounds.close(state, error_deg=score.error_deg, sigma_deg=score.sigma_deg, lag_s=score.lag_s)
    return rounds.opened(closed)
