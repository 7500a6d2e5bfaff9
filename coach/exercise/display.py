"""What a screen shows of a session, computed afresh from its state."""

from __future__ import annotations

from coach.exercise import dose, movement, paced, path, plan, swing, timer, wording
from coach.exercise.breathing import phase_s
from coach.exercise.demonstration import wave
from coach.exercise.guides import (
    BreathingGuide,
    GazeGuide,
    MovementGuide,
    PacedGuide,
    PathGuide,
    PostureGuide,
    TimedGuide,
)
from coach.exercise.quality import judge, set_note, unit
from coach.exercise.state import SessionState
from coach.exercise.types import Fault, Gauge, Judgement, Path, SessionView, SideCount, Stage
from coach.measure.types import Axis, Direction

_FAULT_SHOWN_S = 3.0
_JUDGEMENT_SHOWN_S = 3.0
_SCALE_DEG = {Axis.RIGHT_ROTATION: 90.0, Axis.RIGHT_LATERAL_FLEXION: 60.0, Axis.FLEXION: 70.0}
"""Length of the gauge while nothing is known of the person's range; a scale, not an expectation."""
_SCALE_STEP_DEG = 5.0
_SCALE_ROOM = 1.3


def view(state: SessionState) -> SessionView:
    """Words, gauge, ring and counts of this moment."""
    progress, remaining_s = _progress(state)
    return SessionView(
        stage=state.stage,
        headline=wording.headline(state),
        detail=_detail(state),
        gauge=_gauge(state),
        progress=progress,
        remaining_s=remaining_s,
        counts=_counts(state),
        set_number=state.set_number,
        sets=plan.sets(state),
        fault=_fault(state),
        on_target=_on_target(state),
        path=_path(state),
        judgement=_judgement(state),
        measured=state.exercise.seen,
    )


def _detail(state: SessionState) -> str:
    """Sum the set up in the rest after it, else say how to do the running stage."""
    words = wording.detail(state)
    return f"{set_note(state)} {words}" if state.stage is Stage.REST and state.exercise.seen else words


def _judgement(state: SessionState) -> Judgement | None:
    if not state.repetitions or not state.exercise.seen:
        return None
    newest = state.repetitions[-1]
    return judge(newest) if state.now_s - newest.ended_s < _JUDGEMENT_SHOWN_S else None


def _path(state: SessionState) -> Path | None:
    guide = state.exercise.guide
    if not isinstance(guide, PathGuide):
        return None
    at, seen = path.dot(state), state.shown.angles if state.shown else None
    return Path(
        dot_flexion_deg=at.flexion_deg,
        dot_right_rotation_deg=at.right_rotation_deg,
        flexion_deg=seen.flexion_deg if seen else None,
        right_rotation_deg=seen.right_rotation_deg if seen else None,
        half_width_deg=guide.rotation_deg,
        half_height_deg=guide.flexion_deg,
    )


def _on_target(state: SessionState) -> bool:
    if state.stage is not Stage.HOLD or not state.exercise.seen:
        return False
    attempt, running = state.attempt, state.round
    out_s = attempt.out_s if attempt else running.out_s if running else 1.0
    return state.angles is not None and not out_s


def _fault(state: SessionState) -> Fault | None:
    fault = state.shown_fault
    return fault if fault and state.now_s - fault.t_s < _FAULT_SHOWN_S else None


def _counts(state: SessionState) -> tuple[SideCount, ...]:
    one = unit(state.exercise)
    if plan.ordered(state):
        return (SideCount(None, plan.done_in_set(state), plan.asked_in_set(state), one),)
    return tuple(SideCount(side, plan.done(state, side), plan.asked(state), one) for side in plan.sides(state))


def _gauge(state: SessionState) -> Gauge | None:
    guide = state.exercise.guide
    if isinstance(guide, GazeGuide):
        return _gauge_in(state, swing.side(state, guide), guide.amplitude_deg)
    if not isinstance(guide, plan.MOVED):
        return None
    direction = state.attempt.direction if state.attempt else plan.expected(state)
    return None if direction is None else _gauge_in(state, direction, plan.zone(state, direction))


def _gauge_in(state: SessionState, direction: Direction, band: tuple[float, float] | None) -> Gauge:
    angles = state.shown.angles if state.shown else None
    sigma = state.shown.sigma if state.shown else None
    return Gauge(
        direction=direction,
        value_deg=angles.toward(direction) if angles else None,
        sigma_deg=sigma.along(direction.axis) if sigma and angles else None,
        zone_deg=band,
        full_scale_deg=_full_scale(state, direction, band),
        pace_deg=_pace_deg(state, direction, band),
    )


def _pace_deg(state: SessionState, direction: Direction, band: tuple[float, float] | None) -> float | None:
    """Where a head would be now that keeps the tempo, in the direction of the gauge."""
    guide = state.exercise.guide
    if state.stage_meant is not Stage.MOVE or band is None:
        return None
    if isinstance(guide, GazeGuide):
        at = wave(state.exercise, state.stage_s * guide.frequency_hz)
        return direction.sign * (at.right_rotation_deg if guide.axis == "rotation" else at.flexion_deg)
    if not isinstance(guide, MovementGuide):
        return None
    tempo = sum(guide.tempo_deg_per_s) / 2
    return min(sum(band) / 2, plan.leave_deg(state, direction) + tempo * state.stage_s)


def _full_scale(state: SessionState, direction: Direction, band: tuple[float, float] | None) -> float:
    known = max(band[1] if band else 0.0, plan.own_range(state, direction) or 0.0 if not _in_degrees(state) else 0.0)
    if not known:
        return _SCALE_DEG[direction.axis]
    steps = int(known * _SCALE_ROOM / _SCALE_STEP_DEG) + 1
    return steps * _SCALE_STEP_DEG


def _in_degrees(state: SessionState) -> bool:
    return any((target := plan.target_of(state, d)) and target.degrees for d in plan.directions(state))


def _progress(state: SessionState) -> tuple[float, float | None]:
    stage, guide = state.stage_meant, state.exercise.guide
    if stage is Stage.NEUTRAL:
        return (state.sample.neutral_progress if state.sample else 0.0), None
    if stage is Stage.REST:
        return _share(state.stage_s, dose.rest_s(guide))
    if stage is Stage.HOLD and state.attempt:
        return _share(state.attempt.held_s, movement.hold_s(state))
    return _led_progress(state, stage)


def _led_progress(state: SessionState, stage: Stage) -> tuple[float, float | None]:
    guide = state.exercise.guide
    if stage not in (Stage.READY, Stage.MOVE, Stage.HOLD, Stage.RETURN, Stage.BREATHE_IN, Stage.BREATHE_OUT):
        return 0.0, None
    match guide:
        case BreathingGuide():
            return _share(state.stage_s, phase_s(guide, stage))
        case PacedGuide() if stage is Stage.HOLD and state.round:
            return _share(state.round.held_s, guide.hold_s)
        case PacedGuide():
            return _share(state.stage_s, paced.phase_s(state, guide))
        case GazeGuide() | PathGuide() if stage is Stage.MOVE:
            return _share(state.stage_s, guide.duration_s)
        case PostureGuide() if stage is Stage.HOLD and state.round:
            return _share(state.round.held_s, guide.hold_s)
        case TimedGuide():
            return _share(state.stage_s, timer.part(state, guide).seconds)
    return 0.0, None


def _share(passed_s: float, whole_s: float) -> tuple[float, float]:
    return (min(1.0, passed_s / whole_s) if whole_s else 1.0), max(0.0, whole_s - passed_s)
