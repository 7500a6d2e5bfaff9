"""What a screen shows of a session, computed afresh from its state."""

from __future__ import annotations

from coach.exercise import movement, plan, wording
from coach.exercise.breathing import phase_s
from coach.exercise.model import BreathingGuide
from coach.exercise.state import SessionState
from coach.exercise.types import Fault, Gauge, SessionView, SideCount, Stage
from coach.measure.types import Axis, Direction

_FAULT_SHOWN_S = 3.0
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
        detail=wording.detail(state),
        gauge=_gauge(state),
        progress=progress,
        remaining_s=remaining_s,
        counts=_counts(state),
        set_number=state.set_number,
        sets=plan.sets(state),
        fault=_fault(state),
        on_target=_on_target(state),
    )


def _on_target(state: SessionState) -> bool:
    attempt = state.attempt
    return state.stage is Stage.HOLD and state.angles is not None and attempt is not None and not attempt.out_s


def _fault(state: SessionState) -> Fault | None:
    fault = state.shown_fault
    return fault if fault and state.now_s - fault.t_s < _FAULT_SHOWN_S else None


def _counts(state: SessionState) -> tuple[SideCount, ...]:
    sides: tuple[Direction | None, ...] = plan.directions(state) or (None,)
    return tuple(SideCount(side, plan.done(state, side), plan.asked(state)) for side in sides)


def _gauge(state: SessionState) -> Gauge | None:
    attempt = state.attempt
    direction = attempt.direction if attempt else plan.expected(state)
    if direction is None:
        return None
    angles = state.shown.angles if state.shown else None
    sigma = state.shown.sigma if state.shown else None
    return Gauge(
        direction=direction,
        value_deg=angles.toward(direction) if angles else None,
        sigma_deg=sigma.along(direction.axis) if sigma and angles else None,
        zone_deg=plan.zone(state, direction),
        full_scale_deg=_full_scale(state, direction),
    )


def _full_scale(state: SessionState, direction: Direction) -> float:
    band = plan.zone(state, direction)
    known = max(band[1] if band else 0.0, plan.own_range(state, direction) or 0.0 if not _in_degrees(state) else 0.0)
    if not known:
        return _SCALE_DEG[direction.axis]
    steps = int(known * _SCALE_ROOM / _SCALE_STEP_DEG) + 1
    return steps * _SCALE_STEP_DEG


def _in_degrees(state: SessionState) -> bool:
    return any((target := plan.target_of(state, d)) and target.degrees for d in plan.directions(state))


def _progress(state: SessionState) -> tuple[float, float | None]:
    stage = state.stage_meant
    guide = state.exercise.guide
    if stage is Stage.HOLD and state.attempt:
        return _share(state.attempt.held_s, movement.hold_s(state))
    if stage is Stage.REST:
        return _share(state.stage_s, movement.rest_s(state))
    if stage in (Stage.BREATHE_IN, Stage.BREATHE_OUT) and isinstance(guide, BreathingGuide):
        return _share(state.stage_s, phase_s(guide, stage))
    return 0.0, None


def _share(passed_s: float, whole_s: float) -> tuple[float, float]:
    return (min(1.0, passed_s / whole_s) if whole_s else 1.0), max(0.0, whole_s - passed_s)
