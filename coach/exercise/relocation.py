"""The way back of a relocation: it ends where the head comes to rest, not where neutral is."""

from __future__ import annotations

from dataclasses import replace

from coach.exercise import attempt as attempts
from coach.exercise.guides import RelocationGuide
from coach.exercise.repetition import finish
from coach.exercise.state import Attempt, SessionState

_SETTLES_WITHIN_S = 6.0
"""A head that never quite rests is taken as it is after this."""
_WHOLE_S = 1e-6


def settle(state: SessionState, attempt: Attempt, guide: RelocationGuide, dt_s: float) -> SessionState:
    """Wait until the head rests where the middle feels to be; nearer to neutral than to the target, it is meant."""
    assert attempt.zone_deg is not None
    near = attempt.recent[-1].toward_deg < attempt.zone_deg[0] / 2
    settled_s = attempt.settled_s + dt_s if near and attempts.still_s(attempt) else 0.0
    state = replace(state, attempt=replace(attempt, settled_s=settled_s))
    shaky = near and state.stage_s > guide.settle_s + _SETTLES_WITHIN_S
    return finish(state) if shaky or settled_s >= guide.settle_s - _WHOLE_S else state
