"""The words of exercises that are led by time: short, plain, one instruction at a time."""

from __future__ import annotations

from coach.exercise import plan
from coach.exercise.guides import BreathingGuide, GazeGuide, PacedGuide, PathGuide, PostureGuide, TimedGuide
from coach.exercise.state import SessionState
from coach.exercise.types import Stage

BREATHE_IN = "Breathe in"
BREATHE_OUT = "Breathe out"
STAY_TALL = "Grow tall: the top of your head rises"
KEEP_TALL = "Stay tall and breathe"
LET_GO = "Let go for a moment"
PAUSE = "Rest a moment"
HIGHER = "Lift your shoulders a little higher"
DROP = "Let your shoulders drop all the way"
WIDER = "A little further to each side"
GET_READY = "Get ready"
TIMED = "This is timed, not measured."
LOOK_AT_THE_DOT = "Look at the dot in front of you"
GET_READY_TO_FOLLOW = "Get ready to follow the dot"
FOLLOW = "Follow the dot with your nose"
_SWING = {"rotation": "Turn your head, eyes on the dot", "flexion": "Nod your head, eyes on the dot"}


def headline(state: SessionState) -> str | None:
    """Big cue of the running stage, at most 40 characters; ``None`` where a stage has the same words everywhere."""
    guide, stage = state.exercise.guide, state.stage
    if stage not in (Stage.READY, Stage.MOVE, Stage.HOLD, Stage.RETURN):
        return None
    match guide:
        case PacedGuide():
            return _paced(state)
        case GazeGuide():
            return LOOK_AT_THE_DOT if stage is Stage.READY else _SWING[guide.axis]
        case PathGuide():
            return GET_READY_TO_FOLLOW if stage is Stage.READY else FOLLOW
        case PostureGuide():
            return {Stage.READY: _before(state, LET_GO), Stage.HOLD: KEEP_TALL}.get(stage, STAY_TALL)
        case TimedGuide():
            return guide.parts[plan.done_in_set(state) % len(guide.parts)].cue
    return None


def _before(state: SessionState, between: str) -> str:
    return between if plan.done_in_set(state) else GET_READY


def _paced(state: SessionState) -> str:
    way = plan.way(state)
    words = {Stage.MOVE: way.cue, Stage.HOLD: way.hold_cue, Stage.RETURN: way.back_cue}
    return words.get(state.stage) or _before(state, PAUSE)


def detail(state: SessionState) -> str | None:
    """One line below the headline; ``None`` where it is the same for all exercises."""
    guide, stage = state.exercise.guide, state.stage
    if stage in (Stage.BREATHE_IN, Stage.BREATHE_OUT) and not state.exercise.seen:
        return TIMED
    if isinstance(guide, BreathingGuide) or stage not in (Stage.READY, Stage.MOVE, Stage.HOLD, Stage.RETURN):
        return None
    match guide:
        case PacedGuide():
            return _paced_detail(state, guide)
        case GazeGuide():
            return "Move with the beat, as far to one side as to the other."
        case PathGuide():
            return "Small and smooth. Your shoulders stay still."
        case PostureGuide():
            return "Without effort. Your shoulders stay low."
        case TimedGuide():
            part = guide.parts[plan.done_in_set(state) % len(guide.parts)]
            return f"{part.note} {TIMED}" if part.note else TIMED
    return None


def _paced_detail(state: SessionState, guide: PacedGuide) -> str:
    way = plan.way(state)
    if state.stage is Stage.READY:
        said = f"Next: {way.cue}. {way.note or ''}".strip()
    elif state.stage is Stage.RETURN:
        said = "Take your time."
    elif guide.effort_percent:
        low, high = guide.effort_percent
        said = f"With {low:g} to {high:g} % of your strength. Keep breathing."
    else:
        said = way.note or "Keep breathing. Your head stays still."
    return said if state.exercise.seen else f"{said} {TIMED}"
