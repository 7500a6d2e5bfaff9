"""Exercises that are led by time: which step belongs to which guide, and where each of them begins."""

from __future__ import annotations

from coach.exercise import breathing, paced, path, posture, swing, timer
from coach.exercise.guides import (
    AnyGuide,
    BreathingGuide,
    GazeGuide,
    PacedGuide,
    PathGuide,
    PostureGuide,
    TimedGuide,
)
from coach.exercise.repetition import rest
from coach.exercise.state import SessionState
from coach.exercise.types import Stage


def first_stage(guide: AnyGuide) -> Stage:
    """Stage in which a session begins once neutral is known."""
    if isinstance(guide, BreathingGuide):
        return Stage.BREATHE_IN
    return Stage.HOLD if isinstance(guide, TimedGuide) else Stage.READY


def step(state: SessionState, dt_s: float) -> SessionState:
    """Go on with a sample."""
    if state.stage is Stage.REST:
        return rest(state)
    guide = state.exercise.guide
    match guide:
        case BreathingGuide():
            return breathing.step(state, guide, dt_s)
        case PacedGuide():
            return paced.step(state, guide, dt_s)
        case GazeGuide():
            return swing.step(state, guide, dt_s)
        case PathGuide():
            return path.step(state, guide, dt_s)
        case PostureGuide():
            return posture.step(state, guide, dt_s)
        case TimedGuide():
            return timer.step(state, guide)
    raise AssertionError(f"a {guide.kind} guide is not led by time")
