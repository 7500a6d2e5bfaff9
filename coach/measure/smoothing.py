"""A causal filter for rotations on real timestamps.

A Kalman filter with the state (rotation, angular velocity), the error written in the tangent space of the predicted
rotation (the usual error-state form, e.g. Sola, arXiv:1711.02508, section 6). Its model is constant velocity with a
white angular acceleration, so a steady movement is followed without lag. All axes share one gain.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.measure.rotations import rotation_from_vector, vector_from_rotation
from coach.measure.types import Floats

ACCELERATION_RAD_PER_S2 = 12.0
"""Standard deviation of the angular acceleration; a neck that reaches 60°/s in a fifth of a second has 5 rad/s²."""
NOISE_RAD = 0.012
"""Frame-to-frame noise of the head pose, about 0.7°."""
MAX_GAP_S = 0.4


@dataclass(frozen=True, slots=True)
class SmoothState:
    """Filtered rotation (3, 3), angular velocity (3,) in rad/s, and the shared covariance (2, 2) of both."""

    t_s: float
    rotation: Floats
    velocity: Floats
    covariance: Floats


def smooth(state: SmoothState | None, rotation: Floats, t_s: float) -> SmoothState:
    """Next state after a measured rotation (3, 3) at ``t_s``; starts afresh after a gap or when time runs back."""
    dt = 0.0 if state is None else t_s - state.t_s
    if state is None or not 0 < dt <= MAX_GAP_S:
        return SmoothState(t_s, rotation, np.zeros(3), np.diag([NOISE_RAD**2, 1.0]))
    move = np.array([[1.0, dt], [0.0, 1.0]])
    drive = ACCELERATION_RAD_PER_S2**2 * np.array([[dt**4 / 4, dt**3 / 2], [dt**3 / 2, dt**2]])
    covariance = move @ state.covariance @ move.T + drive
    predicted = state.rotation @ rotation_from_vector(state.velocity * dt)
    gain = covariance[:, 0] / (covariance[0, 0] + NOISE_RAD**2)
    surprise = vector_from_rotation(predicted.T @ rotation)
    return SmoothState(
        t_s,
        predicted @ rotation_from_vector(gain[0] * surprise),
        state.velocity + gain[1] * surprise,
        covariance - np.outer(gain, covariance[0]),
    )
