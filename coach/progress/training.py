"""How exactly a head came back to the middle, or followed a dot, from session to session.

A training with a trend of its own. It is no outcome: the error is about as large as that of a camera, and it does not
tell people with headache from the neck from others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import hypot, sqrt
from statistics import fmean, stdev

from coach.progress.records import SessionRecord


@dataclass(frozen=True, slots=True)
class TrainingPoint:
    """One session of such an exercise: its local date, the mean error in degrees, and over how many repetitions.

    ``sigma_deg`` is the standard error of the mean error, see :func:`error_sigma_deg`.
    """

    local_date: date
    error_deg: float
    repetitions: int
    sigma_deg: float | None = None


def mean_error_deg(session: SessionRecord) -> float | None:
    """Mean error of the repetitions that have one; ``None`` in an exercise without."""
    errors = [r.error_deg for r in session.repetitions if r.error_deg is not None]
    return fmean(errors) if errors else None


def error_sigma_deg(session: SessionRecord) -> float | None:
    """Return the standard error of the mean error, degrees; ``None`` where a repetition has none of its own.

    The camera's error is much the same in all repetitions, so it is taken whole; the spread between repetitions gets
    smaller with their number.
    """
    scored = [r for r in session.repetitions if r.error_deg is not None]
    sigmas = [r.sigma_deg for r in scored if r.sigma_deg is not None]
    if not scored or len(sigmas) < len(scored):
        return None
    errors = [r.error_deg for r in scored if r.error_deg is not None]
    spread_deg = stdev(errors) / sqrt(len(errors)) if len(errors) > 1 else 0.0
    return hypot(sqrt(fmean(s * s for s in sigmas)), spread_deg)


def training_trend(sessions: Iterable[SessionRecord]) -> dict[str, tuple[TrainingPoint, ...]]:
    """Give the points of every exercise with an error, by its id, oldest first."""
    found: dict[str, list[TrainingPoint]] = {}
    for session in sorted(sessions, key=lambda s: s.started_at):
        error_deg = mean_error_deg(session)
        if error_deg is not None:
            count = sum(r.error_deg is not None for r in session.repetitions)
            point = TrainingPoint(session.local_date, error_deg, count, error_sigma_deg(session))
            found.setdefault(session.exercise_id, []).append(point)
    return {exercise: tuple(points) for exercise, points in found.items()}
