"""The way of the head through one repetition, thinned out so that it can be kept and shown again."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from dataclasses import dataclass

from coach.measure.types import Angles, CervicalSample

STEP_S = 0.1
UNIT_DEG = 0.5
"""Angles and errors are kept in steps of this size, far below any error of the measurement."""
LEAD_S = 0.5
"""So much of the time before a repetition belongs to its trace: the head leaves neutral before it counts."""
_NEAR_S = 0.15
_FINEST_S = 0.04
_LONGEST_S = 240.0


@dataclass(frozen=True, slots=True)
class TracePoint:
    """One moment: seconds since the repetition began, and the angles with their errors, ``None`` if not measured."""

    t_s: float
    angles: Angles | None
    sigma: Angles | None


@dataclass(frozen=True, slots=True)
class Trace:
    """Moments at a steady step, in order; the first is :data:`LEAD_S` before the repetition begins."""

    points: tuple[TracePoint, ...]

    @property
    def measured(self) -> bool:
        """Whether there is anything to see."""
        return any(point.angles is not None for point in self.points)

    @property
    def span_s(self) -> tuple[float, float]:
        """First and last moment; raises ``IndexError`` for a trace without points."""
        return self.points[0].t_s, self.points[-1].t_s

    def at(self, t_s: float) -> TracePoint:
        """Moment of the trace at a time, between two points in a straight line; before and after it, its ends.

        Not measured where one of the two is not.
        """
        times = [point.t_s for point in self.points]
        place = bisect_left(times, t_s)
        if place == 0 or place == len(times):
            return self.points[min(place, len(times) - 1)]
        before, after = self.points[place - 1], self.points[place]
        if before.angles is None or after.angles is None or before.sigma is None or after.sigma is None:
            return TracePoint(t_s, None, None)
        share = (t_s - before.t_s) / (after.t_s - before.t_s)
        return TracePoint(t_s, _mix(before.angles, after.angles, share), _mix(before.sigma, after.sigma, share))


def _mix(first: Angles, second: Angles, share: float) -> Angles:
    return Angles(
        first.flexion_deg + share * (second.flexion_deg - first.flexion_deg),
        first.right_lateral_flexion_deg + share * (second.right_lateral_flexion_deg - first.right_lateral_flexion_deg),
        first.right_rotation_deg + share * (second.right_rotation_deg - first.right_rotation_deg),
    )


class Tracer:
    """Remembers the last minutes of a session, so that a repetition can be cut out once it has ended."""

    def __init__(self) -> None:
        self._samples: deque[CervicalSample] = deque()

    def keep(self, sample: CervicalSample) -> None:
        """Take in a sample; one that comes too soon after the last, or before it, is passed over."""
        if self._samples and sample.t_s - self._samples[-1].t_s < _FINEST_S:
            return
        self._samples.append(sample)
        while sample.t_s - self._samples[0].t_s > _LONGEST_S:
            self._samples.popleft()

    def cut(self, started_s: float, ended_s: float) -> Trace:
        """Cut out a repetition by the times of its begin and end, in the time of the samples."""
        samples = [s for s in self._samples if started_s - LEAD_S - _NEAR_S <= s.t_s <= ended_s + _NEAR_S]
        times = [sample.t_s for sample in samples]
        count = max(0, round((ended_s - started_s + LEAD_S) / STEP_S)) + 1
        moments = (round(n * STEP_S - LEAD_S, 3) for n in range(count))
        return Trace(tuple(_point(t_s, _nearest(samples, times, started_s + t_s)) for t_s in moments))


def _nearest(samples: list[CervicalSample], times: list[float], t_s: float) -> CervicalSample | None:
    place = bisect_left(times, t_s)
    around = samples[max(0, place - 1) : place + 1]
    best = min(around, key=lambda sample: abs(sample.t_s - t_s), default=None)
    return best if best is not None and abs(best.t_s - t_s) <= _NEAR_S else None


def _point(t_s: float, sample: CervicalSample | None) -> TracePoint:
    if sample is None or sample.angles is None or sample.sigma is None:
        return TracePoint(t_s, None, None)
    return TracePoint(t_s, _coarse(sample.angles), _coarse(sample.sigma))


def _coarse(angles: Angles) -> Angles:
    values = (angles.flexion_deg, angles.right_lateral_flexion_deg, angles.right_rotation_deg)
    return Angles(*(round(value / UNIT_DEG) * UNIT_DEG for value in values))
