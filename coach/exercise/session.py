"""A guided session as a pure step function: no clock, no camera, no screen.

1. ``start`` makes the state from an exercise and the person's own range.
2. ``step`` takes one sample: time passes, presence is checked, the guide goes on, faults are looked for, cues chosen.
3. ``command`` does what the person asks for.
4. ``view`` and ``result`` read the state at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from coach.exercise import breathing, movement, presence, wording
from coach.exercise.display import view
from coach.exercise.model import BreathingGuide, Exercise
from coach.exercise.state import ENDED, Rank, SessionState, emit
from coach.exercise.summary import result
from coach.exercise.types import Command, Event, EventKind, Stage
from coach.measure.types import CervicalSample, Direction

__all__ = ["SessionState", "command", "result", "start", "step", "view"]

_LONGEST_STEP_S = 0.5
"""Time between two samples that counts as measured; a hold is not filled by time that nobody saw."""
_SAME_CUE_S = 6.0
_CUE_SPACING_S = 1.0
"""A correction is not talked over by a less important one for so long."""
_UNTIMED = frozenset({Stage.NEUTRAL, Stage.PAUSED, Stage.REST})


def start(exercise: Exercise, own_range_deg: Mapping[Direction, float]) -> SessionState:
    """Begin a session.

    Parameters
    ----------
    exercise
        What to do.
    own_range_deg
        The person's own range, unsigned degrees; a direction that is missing is found by the first repetition.

    Returns
    -------
    SessionState
        Waiting for neutral.
    """
    breathes = isinstance(exercise.guide, BreathingGuide)
    return SessionState(
        exercise=exercise,
        own_range_deg=dict(own_range_deg),
        before_loss=Stage.BREATHE_IN if breathes else Stage.READY,
    )


def step(state: SessionState, sample: CervicalSample) -> tuple[SessionState, tuple[Event, ...]]:
    """Go on by one sample.

    Parameters
    ----------
    state
        The state before.
    sample
        The neck at one moment; its ``t_s`` is the only clock. Time that runs backwards counts as none.

    Returns
    -------
    tuple
        The new state, and what happened in the order in which it happened. Never raises.
    """
    if state.stage in ENDED:
        return state, ()
    first = state.started_s is None
    state, dt_s = _tick(state, sample)
    if state.stage is Stage.PAUSED:
        return state, ()
    if first and sample.angles is None:
        state = emit(state, EventKind.STAGE_BEGAN, wording.headline(state))
    state, goes_on = presence.update(state, dt_s)
    if goes_on and state.stage not in ENDED:
        guide = state.exercise.guide
        state = breathing.step(state, guide, dt_s) if isinstance(guide, BreathingGuide) else movement.step(state, dt_s)
    return _deliver(state)


def _tick(state: SessionState, sample: CervicalSample) -> tuple[SessionState, float]:
    """Let time pass. Returns the state and the time that counts as measured."""
    now_s = sample.t_s if state.started_s is None else max(state.now_s, sample.t_s)
    passed_s = 0.0 if state.started_s is None else now_s - state.now_s
    dt_s = min(passed_s, _LONGEST_STEP_S)
    started_s = now_s if state.started_s is None else state.started_s
    measured = state.measured_sample if sample.angles is None else sample
    state = replace(state, now_s=now_s, started_s=started_s, sample=sample, measured_sample=measured)
    if state.stage is Stage.REST:
        return replace(state, stage_s=state.stage_s + passed_s), dt_s
    if state.stage in _UNTIMED:
        return state, dt_s
    state = replace(
        state,
        frames=state.frames + 1,
        measured=state.measured + (sample.angles is not None),
        lost_s=state.lost_s + passed_s - dt_s,
    )
    runs = sample.angles is not None and state.stage is not Stage.LOST
    return (replace(state, stage_s=state.stage_s + dt_s) if runs else state), dt_s


def command(state: SessionState, order: Command, t_s: float) -> tuple[SessionState, tuple[Event, ...]]:
    """Do what the person asks for; what makes no sense now changes nothing.

    Parameters
    ----------
    state
        The state before.
    order
        What is asked for.
    t_s
        Time of the source, seconds.
    """
    if state.stage in ENDED:
        return state, ()
    now_s = t_s if state.started_s is None else max(state.now_s, t_s)
    state = replace(state, now_s=now_s, started_s=now_s if state.started_s is None else state.started_s)
    match order:
        case Command.PAUSE if state.stage is not Stage.PAUSED:
            state = _pause(state)
        case Command.RESUME if state.stage is Stage.PAUSED:
            state = emit(
                replace(state, stage=state.before_pause), EventKind.RESUMED, wording.RESUMED, rank=Rank.SESSION
            )
        case Command.STOP:
            state = emit(replace(state, stage=Stage.STOPPED), EventKind.STOPPED, wording.STOPPED, rank=Rank.SESSION)
        case Command.PAIN if state.stage is not Stage.PAUSED:
            state = movement.pain(state)
        case Command.SKIP_REST if state.stage is Stage.REST:
            state = movement.next_set(state)
    return _deliver(state)


def _pause(state: SessionState) -> SessionState:
    attempt = state.attempt
    if attempt:
        attempt = replace(attempt, interrupted=True, beyond=attempt.beyond and attempt.reached)
    state = replace(state, stage=Stage.PAUSED, before_pause=state.stage, attempt=attempt, unseen_s=0.0)
    return emit(state, EventKind.PAUSED, wording.PAUSED, rank=Rank.SESSION)


def _deliver(state: SessionState) -> tuple[SessionState, tuple[Event, ...]]:
    """Empty the outbox. One event at most keeps its cue: the most important that was not just said."""
    recent = tuple((cue, t_s) for cue, t_s in state.spoken if state.now_s - t_s < _SAME_CUE_S)
    chosen = _choose(state, recent)
    events = tuple(event if event is chosen else replace(event, cue=None) for _, event in state.outbox)
    if chosen and chosen.cue:
        rank = next(rank for rank, event in state.outbox if event is chosen)
        return replace(state, outbox=(), spoken=(*recent, (chosen.cue, state.now_s)), spoken_rank=rank), events
    return replace(state, outbox=(), spoken=recent), events


def _choose(state: SessionState, recent: tuple[tuple[str, float], ...]) -> Event | None:
    said = {cue for cue, _ in recent}
    waiting = [(r, event) for r, event in state.outbox if event.cue and (r is Rank.STAGE or event.cue not in said)]
    if not waiting:
        return None
    rank = min(rank for rank, _ in waiting)
    equal = [event for r, event in waiting if r is rank]
    event = equal[-1] if rank is Rank.STAGE else equal[0]  # of two stages, the one that lasts
    soon = bool(recent) and state.now_s - recent[-1][1] < _CUE_SPACING_S
    talks_over = soon and rank >= state.spoken_rank >= Rank.SAFETY
    return None if talks_over else event
