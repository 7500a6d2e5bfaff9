"""One step of a timed exercise: its parts one after the other. Nothing is measured."""

from __future__ import annotations

from coach.exercise import plan, rounds
from coach.exercise.guides import Step, TimedGuide
from coach.exercise.state import SessionState, begin
from coach.exercise.types import Stage

_WHOLE_S = 1e-6


def step(state: SessionState, guide: TimedGuide) -> SessionState:
    """Go on by the time that has passed."""
    if state.round is None:
        state = rounds.opened(state, plan.done_in_set(state) % len(guide.parts))
    if state.stage_s < part(state, guide).seconds - _WHOLE_S:
        return state
    state = rounds.close(state)
    return begin(state, Stage.HOLD, part(state, guide).cue) if state.stage is Stage.HOLD else state


def part(state: SessionState, guide: TimedGuide) -> Step:
    """Return the running part."""
    return guide.parts[plan.done_in_set(state) % len(guide.parts)]
