"""What a session leaves behind, computed from its state."""

from __future__ import annotations

from coach.exercise import plan
from coach.exercise.guides import MovementGuide
from coach.exercise.quality import sentences
from coach.exercise.state import SessionState
from coach.exercise.types import SessionResult, Stage
from coach.measure.rom_value import RomValue
from coach.measure.trial import rom_value
from coach.measure.types import Direction


def result(state: SessionState) -> SessionResult:
    """Everything that was done so far; valid at any time, also after a stop."""
    guide = state.exercise.guide
    nod = isinstance(guide, MovementGuide) and guide.own_range == "shown"  # a small movement is no range of motion
    return SessionResult(
        exercise_id=state.exercise.id,
        exercise_code=state.exercise.code,
        completed=state.stage is Stage.DONE,
        started_s=state.now_s if state.started_s is None else state.started_s,
        ended_s=state.now_s,
        repetitions=state.repetitions,
        repetitions_asked=plan.asked_in_set(state) * plan.sets(state),
        sets_done=state.sets_done,
        lost_s=state.lost_s,
        measured_fraction=state.measured / state.frames if state.frames else 0.0,
        rom=() if nod else tuple(value for d in Direction if (value := _rom(state, d))),
        other_faults=state.other_faults,
        stop_reason=state.stop_reason,
        measured=state.exercise.seen,
        summary=sentences(state.exercise, state.repetitions),
    )


def _rom(state: SessionState, direction: Direction) -> RomValue | None:
    own = [trial.result for trial in state.trials if trial.direction is direction]
    return rom_value(direction, own, warm_ups=plan.warm_ups(state))
