"""What a session leaves behind, computed from its state."""

from __future__ import annotations

from statistics import fmean, stdev

from coach.exercise import plan
from coach.exercise.state import SessionState, Trial
from coach.exercise.types import SessionResult, Stage
from coach.measure.types import Direction, RomValue


def result(state: SessionState) -> SessionResult:
    """Everything that was done so far; valid at any time, also after a stop."""
    sides = max(1, len(plan.directions(state)))
    return SessionResult(
        exercise_id=state.exercise.id,
        exercise_code=state.exercise.code,
        completed=state.stage is Stage.DONE,
        started_s=state.now_s if state.started_s is None else state.started_s,
        ended_s=state.now_s,
        repetitions=state.repetitions,
        repetitions_asked=plan.asked(state) * sides * plan.sets(state),
        sets_done=state.sets_done,
        lost_s=state.lost_s,
        measured_fraction=state.measured / state.frames if state.frames else 0.0,
        rom=tuple(value for d in Direction if (value := _rom(d, state.trials))),
        other_faults=state.other_faults,
    )


def _rom(direction: Direction, trials: tuple[Trial, ...]) -> RomValue | None:
    own = [trial for trial in trials if trial.direction is direction]
    if not own:
        return None
    values = tuple(trial.value_deg for trial in own)
    problems = dict.fromkeys(problem for trial in own for problem in trial.problems)
    return RomValue(
        direction=direction,
        trials_deg=values,
        peak_deg=max(values),
        mean_deg=fmean(values),
        sigma_deg=fmean(trial.sigma_deg**2 for trial in own) ** 0.5,
        sem_deg=stdev(values) if len(values) > 1 else None,
        out_of_plane_deg=max(trial.other_deg for trial in own),
        beyond=any(trial.beyond for trial in own),
        problems=tuple(problems),
    )
