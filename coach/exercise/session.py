"""A guided session as a pure step function: no clock, no camera, no screen.

1. ``start`` makes the state from an exercise and the person's own range.
2. ``step`` takes one sample: time passes, presence is checked, the guide goes on, faults are looked for, cues chosen.
3. ``command`` does what the person asks for.
4. ``view`` and ``result`` read the state at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from coach.exercise import led, movement, plan, presence, tremor, wording
from coach.exercise.display import view
from coach.exercise.guides import MovementGuide
from coach.exercise.model import Exercise
from coach.exercise.repetition import next_set
from coach.exercise.state import ENDED, Rank, SessionState, begin, emit
from coach.exercise.summary import result
from coach.exercise.types import Command, Event, EventKind, Stage, StopReason
from coach.measure.types import CervicalSample, Direction

__all__ = ["SessionState", "command", "result", "start", "step", "view"]

_LONGEST_STEP_S = 0.5
"""Time between two samples that counts as measured; a hold is not filled by time that nobody saw."""
_SAME_CUE_S = 6.0
_CUE_SPACING_S = 1.0
"""A correction is not talked over by a less important one for so long."""
_REASONS = {
    Command.STOP: StopReason.ASKED,
    Command.STOP_FOR_PAIN: StopReason.PAIN,
    Command.STOP_FOR_SIGN: StopReason.SIGN,
    Command.SKIP: StopReason.SKIPPED,
}
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
    guide = exercise.guide
    shown_here = isinstance(guide, MovementGuide) and guide.own_range == "shown"
    return SessionState(
        exercise=exercise,
        own_range_deg={} if shown_here else dict(own_range_deg),
        before_loss=led.first_stage(guide),
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
    sample = presence.judged(state, sample)
    state, dt_s = _tick(state, sample)
    if state.stage is Stage.PAUSED:
        return state, ()
    if not state.exercise.seen:
        return _deliver(_unwatched(state, dt_s))
    if first and sample.angles is None:
        state = emit(state, EventKind.STAGE_BEGAN, wording.headline(state))
    state, goes_on = presence.update(state, dt_s)
    if goes_on and state.stage not in ENDED:
        state = _advance(state, dt_s)
    return _deliver(state)


def _advance(state: SessionState, dt_s: float) -> SessionState:
    moved = isinstance(state.exercise.guide, plan.MOVED)
    return movement.step(state, dt_s) if moved else led.step(state, dt_s)


def _unwatched(state: SessionState, dt_s: float) -> SessionState:
    """Go on by time alone, whether anybody is in the picture or not."""
    if state.stage is Stage.NEUTRAL:
        stage = state.before_loss
        return begin(state, stage, wording.headline(replace(state, stage=stage)))
    return _advance(state, dt_s)


def _tick(state: SessionState, sample: CervicalSample) -> tuple[SessionState, float]:
    """Let time pass. Returns the state and the time that counts as measured."""
    now_s = sample.t_s if state.started_s is None else max(state.now_s, sample.t_s)
    passed_s = 0.0 if state.started_s is None else now_s - state.now_s
    dt_s = min(passed_s, _LONGEST_STEP_S)
    started_s = now_s if state.started_s is None else state.started_s
    measured = state.measured_sample if sample.angles is None else sample
    motion = tremor.remember(state, sample)
    state = replace(state, now_s=now_s, started_s=started_s, sample=sample, measured_sample=measured, motion=motion)
    if state.stage is Stage.REST:
        return replace(state, stage_s=state.stage_s + passed_s), dt_s
    if state.stage in _UNTIMED:
        return state, dt_s
    if not state.exercise.seen:
        return replace(state, stage_s=state.stage_s + passed_s), passed_s
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
        case Command.STOP | Command.STOP_FOR_PAIN | Command.STOP_FOR_SIGN | Command.SKIP:
            state = _stop(state, _REASONS[order])
        case Command.PAIN if state.stage is not Stage.PAUSED:
            state = movement.pain(state)
        case Command.SKIP_REST if state.stage is Stage.REST:
            state = next_set(state)
    return _deliver(state)


def _stop(state: SessionState, reason: StopReason) -> SessionState:
    state = replace(state, stage=Stage.STOPPED, stop_reason=reason)
    return emit(state, EventKind.STOPPED, wording.STOPPED_FOR[reason], rank=Rank.SESSION)


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
    if chosen is None or chosen.cue is None:
        return replace(state, outbox=(), spoken=recent), tuple(replace(event, cue=None) for _, event in state.outbox)
    rank = next(rank for rank, event in state.outbox if event is chosen)
    said = _with_praise(state, chosen.cue) if rank is Rank.STAGE else chosen.cue
    events = tuple(replace(event, cue=said if event is chosen else None) for _, event in state.outbox)
    return replace(state, outbox=(), spoken=(*recent, (chosen.cue, state.now_s)), spoken_rank=rank), events


def _with_praise(state: SessionState, cue: str) -> str:
    """Put praise before the next instruction, so that both are said in one breath."""
    praise = next((event.cue for rank, event in state.outbox if rank is Rank.PRAISE), None)
    return f"{praise}. {cue}" if praise else cue


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
