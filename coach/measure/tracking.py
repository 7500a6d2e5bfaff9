"""How well a head follows a dot that is shown: the error in degrees once the time it lags behind is taken off.

A training with a trend of its own, not an outcome.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coach.measure.types import CervicalSample, Floats

MOST_LAG_S, LAG_STEP_S = 1.2, 0.02
LEAST_SHARE = 0.6
"""Of the time that the dot was shown, so much must have been measured."""


@dataclass(frozen=True, slots=True)
class Following:
    """How a path was followed.

    Parameters
    ----------
    error_deg
        Mean angle between the head and where the dot was ``lag_s`` before, degrees.
    lag_s
        Time by which the head lags behind, the one with the least error, 0..1.2 s.
    unshifted_deg
        Mean angle between head and dot at the same moment.
    sigma_deg
        Standard error of the camera.
    measured_share
        Part of the time that was measured, 0..1.
    """

    error_deg: float
    lag_s: float
    unshifted_deg: float
    sigma_deg: float
    measured_share: float


def figure_of_eight(t_s: float, rotation_deg: float, flexion_deg: float, loop_s: float) -> tuple[float, float]:
    """Right rotation and flexion in degrees of a dot on a lying figure of eight, ``t_s`` after its begin in the middle.

    ``rotation_deg`` and ``flexion_deg`` are half the width and half the height, ``loop_s`` the time for a whole round.
    """
    phase = 2 * math.pi * t_s / loop_s
    return rotation_deg * math.sin(phase), flexion_deg * math.sin(2 * phase)


def follow_score(samples: Sequence[CervicalSample], shown_deg: Sequence[tuple[float, float]]) -> Following | None:
    """Score how the head followed a dot.

    Parameters
    ----------
    samples
        In the order of time, measured or not.
    shown_deg
        Right rotation and flexion of the dot at the time of each sample.

    Returns
    -------
    Following | None
        ``None`` where too little was measured to tell.

    Raises
    ------
    ValueError
        Not as many places of the dot as samples.
    """
    if len(samples) != len(shown_deg):
        raise ValueError(f"{len(samples)} samples, but {len(shown_deg)} places of the dot")
    seen = [(s, place) for s, place in zip(samples, shown_deg, strict=True) if s.angles is not None]
    if len(samples) < 3 or len(seen) < LEAST_SHARE * len(samples):
        return None
    all_s = np.array([s.t_s for s in samples])
    dot = np.array(shown_deg, dtype=float)
    t_s = np.array([s.t_s for s, _ in seen])
    head = np.array([(s.angles.right_rotation_deg, s.angles.flexion_deg) for s, _ in seen if s.angles])
    sigmas = [math.hypot(s.sigma.right_rotation_deg, s.sigma.flexion_deg) for s, _ in seen if s.sigma]
    lags = np.arange(0, MOST_LAG_S + 1e-9, LAG_STEP_S)
    errors = [_apart_deg(t_s - lag, head, all_s, dot) for lag in lags]
    known = [(error, lag) for error, lag in zip(errors, lags, strict=True) if error is not None]
    if not known or errors[0] is None:
        return None
    least, lag_s = min(known)
    sigma_deg = float(np.mean(sigmas)) if sigmas else 0.0
    return Following(least, float(lag_s), errors[0], sigma_deg, len(seen) / len(samples))


def _apart_deg(asked_s: Floats, head: Floats, shown_s: Floats, dot: Floats) -> float | None:
    """Mean angle between the head and the dot at other moments; ``None`` where the dot was shown at too few of them."""
    inside = (asked_s >= shown_s[0]) & (asked_s <= shown_s[-1])
    if inside.mean() < 0.5:
        return None
    places = np.column_stack([np.interp(asked_s[inside], shown_s, dot[:, k]) for k in (0, 1)])
    return float(np.linalg.norm(head[inside] - places, axis=1).mean())
