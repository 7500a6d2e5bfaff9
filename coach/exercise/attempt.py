"""What is known of a running movement: its last half second, its peak, and whether it has come to rest.

A peak is never a single frame: it is the highest median of 0.3 s, and at an end range the median of the plateau, so
that noise does not add to the range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from coach.exercise.state import Attempt, Point
from coach.measure.types import Axis, CervicalSample, Direction

_RECENT_S = 0.5
_PEAK_S = 0.3
_PLATEAU_S = 3.0
_SAME_PLATEAU_DEG = 2.0
_STILL_DEG = 4.0
"""Less than this in half a second is slower than 8° a second."""
_MOST_SIGMA_DEG = 3.0
_EDGE_S = 1e-6


def point(sample: CervicalSample, direction: Direction) -> Point:
    """Angle of a measured sample in one direction; ``sample.angles`` must not be ``None``."""
    assert sample.angles is not None
    angles = sample.angles
    measured = (axis for axis in Axis if axis in sample.measured and axis is not direction.axis)
    others = max((abs(angles.along(axis)) for axis in measured), default=0.0)
    sigma_deg = sample.sigma.along(direction.axis) if sample.sigma else 0.0
    return Point(sample.t_s, angles.toward(direction), sigma_deg, others)


def middle(points: Sequence[Point]) -> Point:
    """Median of each value of some points; the time is the last one's."""
    return Point(
        points[-1].t_s,
        median(p.toward_deg for p in points),
        median(p.sigma_deg for p in points),
        median(p.other_deg for p in points),
    )


def observe(attempt: Attempt, now: Point) -> Attempt:
    """Add one measured moment."""
    recent = (*_since(attempt.recent, now.t_s - _RECENT_S), now)
    short = middle(_since(recent, now.t_s - _PEAK_S))
    best = attempt.best
    if best is None or short.toward_deg > best.toward_deg:
        best = short
    return replace(attempt, recent=recent, best=best)


def _since(points: tuple[Point, ...], t_s: float) -> tuple[Point, ...]:
    return tuple(p for p in points if p.t_s >= t_s - _EDGE_S)


def still_s(attempt: Attempt) -> float:
    """For how long the movement has been at rest: the span of the last half second if it was slow, else 0."""
    points = attempt.recent
    span_s = points[-1].t_s - points[0].t_s
    degrees = [p.toward_deg for p in points]
    spread_deg = _STILL_DEG + min(points[-1].sigma_deg, _MOST_SIGMA_DEG)
    full = span_s >= 0.8 * _RECENT_S and len(points) > 2
    return span_s if full and max(degrees) - min(degrees) <= spread_deg else 0.0


def going_back(attempt: Attempt) -> bool:
    """Whether the head has clearly come back within the last half second, faster than one that only sags."""
    newest = attempt.recent[-1]
    fallen_deg = max(p.toward_deg for p in attempt.recent) - newest.toward_deg
    return fallen_deg > _STILL_DEG + min(newest.sigma_deg, _MOST_SIGMA_DEG)


def add_to_plateau(attempt: Attempt, now: Point) -> Attempt:
    """Add a moment at the end range; only the first seconds count, what comes later is stretch."""
    if attempt.plateau and now.t_s - attempt.plateau[0].t_s > _PLATEAU_S:
        return attempt
    return replace(attempt, plateau=(*attempt.plateau, now))


def peak(attempt: Attempt) -> Point:
    """Largest angle of the movement with its error; an end range is the median of its plateau."""
    assert attempt.best is not None
    top = [p for p in attempt.plateau if p.toward_deg >= attempt.best.toward_deg - _SAME_PLATEAU_DEG]
    return middle(top or attempt.plateau or [attempt.best])
