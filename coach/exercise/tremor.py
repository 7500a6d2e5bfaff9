"""How much the head shakes: what is left of the last moments when a smooth movement is taken off."""

from __future__ import annotations

import numpy as np

from coach.exercise.rules import FaultKind
from coach.exercise.state import SessionState
from coach.measure.types import Angles, CervicalSample

WINDOW_S = 0.8
_FULL = 0.9
_FEWEST = 8
_FEWEST_CROSSINGS = 4
"""In the window: about 2.5 shakes a second, faster than anybody corrects a movement on purpose."""
_SMOOTH_DEGREE = 2


def remember(state: SessionState, sample: CervicalSample) -> tuple[tuple[float, Angles], ...]:
    """Angles of the window with those of the newest sample; none where no rule asks for them."""
    if sample.angles is None or not any(rule.kind is FaultKind.TREMOR for rule in state.exercise.faults):
        return ()
    since_s = sample.t_s - WINDOW_S
    return (*((t_s, angles) for t_s, angles in state.motion if t_s >= since_s), (sample.t_s, sample.angles))


def shake_deg(motion: tuple[tuple[float, Angles], ...], since_s: float) -> float | None:
    """Amplitude of the shaking about the worst axis, degrees from the middle to one side.

    ``None`` until the window is full; 0 where the head does not go to and fro. What was before ``since_s`` belongs to
    another repetition.
    """
    motion = tuple((t_s, angles) for t_s, angles in motion if t_s >= since_s)
    if len(motion) < _FEWEST or motion[-1][0] - motion[0][0] < _FULL * WINDOW_S:
        return None
    times = np.array([t_s for t_s, _ in motion])
    basis = np.vander((times - times.mean()) / WINDOW_S, _SMOOTH_DEGREE + 1)
    values = np.array([(a.flexion_deg, a.right_lateral_flexion_deg, a.right_rotation_deg) for _, a in motion])
    smooth, *_ = np.linalg.lstsq(basis, values, rcond=None)
    left = values - basis @ smooth
    crossings = np.count_nonzero(np.diff(np.signbit(left), axis=0), axis=0)
    amplitude = np.sqrt(2 * np.mean(left**2, axis=0))
    return float(np.max(np.where(crossings >= _FEWEST_CROSSINGS, amplitude, 0.0)))
