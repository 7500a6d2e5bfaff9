"""Range of motion: which excursions a person made, and how far each went.

An excursion leaves neutral, reaches an end range and comes back. Its value is the median over its end-range plateau
(the samples within ``PLATEAU_DEG`` of the largest angle), which a single noisy frame cannot lift. Everything is causal:
one sample in, no look ahead.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from coach.measure.types import CervicalSample, Direction, Problem, RomValue

LEAVE_DEG, RETURN_DEG = 12.0, 8.0
PLATEAU_DEG = 2.0
MAX_GAP_S = 6.0
LOST_AT_END_DEG = 30.0
TRACKING_LOST = frozenset({Problem.OUT_OF_RANGE, Problem.NO_FACE, Problem.FACE_UNRELIABLE})


@dataclass(frozen=True, slots=True)
class Excursion:
    """One movement away from neutral and back; degrees, unsigned in ``direction``.

    ``beyond`` tells that tracking was lost at the end range: the person went farther than ``end_range_deg``.
    """

    direction: Direction
    started_s: float
    ended_s: float
    end_range_deg: float
    sigma_deg: float
    out_of_plane_deg: float
    beyond: bool
    problems: tuple[Problem, ...]


@dataclass
class RomTracker:
    """Collects excursions from samples and sums them up per direction."""

    excursions: list[Excursion] = field(default_factory=list)
    _away: list[CervicalSample] = field(default_factory=list)
    _furthest_deg: dict[Direction, float] = field(default_factory=dict)
    _lost_at: CervicalSample | None = None
    _last: CervicalSample | None = None

    def update(self, sample: CervicalSample) -> Excursion | None:
        """Take one sample; the excursion that it completed, if it did."""
        if sample.angles is None:
            self._unmeasured(sample)
            return None
        gap_s = 0.0 if self._last is None else sample.t_s - self._last.t_s
        self._last = sample
        if self._away and gap_s > MAX_GAP_S:
            done = self._finish()
            self._begin(sample)
            return done
        if not self._away:
            self._begin(sample)
            return None
        direction = max(self._furthest_deg, key=lambda d: self._furthest_deg[d])
        if sample.angles.toward(direction) < RETURN_DEG:
            return self._finish()
        self._go_on(sample)
        return None

    def flush(self) -> Excursion | None:
        """End the running excursion, as when a clip ends at an end range."""
        return self._finish() if self._away else None

    def result(self) -> dict[Direction, RomValue | None]:
        """All six directions; ``None`` where the person did not move."""
        return {d: rom_value(d, [e for e in self.excursions if e.direction is d]) for d in Direction}

    def _begin(self, sample: CervicalSample) -> None:
        assert sample.angles is not None
        if max(sample.angles.toward(d) for d in Direction) > LEAVE_DEG:
            self._furthest_deg = {}
            self._go_on(sample)

    def _go_on(self, sample: CervicalSample) -> None:
        assert sample.angles is not None
        self._away.append(sample)
        for direction in Direction:
            angle_deg = sample.angles.toward(direction)
            self._furthest_deg[direction] = max(angle_deg, self._furthest_deg.get(direction, angle_deg))

    def _unmeasured(self, sample: CervicalSample) -> None:
        if self._away and TRACKING_LOST.intersection(sample.problems) and self._lost_at is None:
            self._lost_at = self._away[-1]

    def _finish(self) -> Excursion:
        direction = max(self._furthest_deg, key=lambda d: self._furthest_deg[d])
        values = [s.angles.toward(direction) for s in self._away if s.angles]
        peak = max(values)
        plateau = [s for s, v in zip(self._away, values, strict=True) if v >= peak - PLATEAU_DEG]
        lost = self._lost_at
        beyond = lost is not None and lost.angles is not None and lost.angles.toward(direction) > LOST_AT_END_DEG
        excursion = Excursion(
            direction=direction,
            started_s=self._away[0].t_s,
            ended_s=self._away[-1].t_s,
            end_range_deg=peak if beyond else float(np.median([v for v in values if v >= peak - PLATEAU_DEG])),
            sigma_deg=float(np.median([s.sigma.along(direction.axis) for s in plateau if s.sigma])),
            out_of_plane_deg=_out_of_plane(plateau, direction),
            beyond=beyond,
            problems=tuple(dict.fromkeys(p for s in self._away for p in s.problems)),
        )
        self._away, self._lost_at = [], None
        self.excursions.append(excursion)
        return excursion


def rom_value(direction: Direction, excursions: list[Excursion]) -> RomValue | None:
    """Sum up the trials of one direction; ``None`` without any.

    The standard error of measurement is the standard deviation of the trials; for a person alone, without a second
    session, it is the only estimate of repeatability there is.
    """
    if not excursions:
        return None
    trials = tuple(e.end_range_deg for e in excursions)
    return RomValue(
        direction=direction,
        trials_deg=trials,
        peak_deg=max(trials),
        mean_deg=float(np.mean(trials)),
        sigma_deg=math.sqrt(float(np.mean([e.sigma_deg**2 for e in excursions]))),
        sem_deg=float(np.std(trials, ddof=1)) if len(trials) > 1 else None,
        out_of_plane_deg=max(e.out_of_plane_deg for e in excursions),
        beyond=any(e.beyond for e in excursions),
        problems=tuple(dict.fromkeys(p for e in excursions for p in e.problems)),
    )


def _out_of_plane(plateau: list[CervicalSample], direction: Direction) -> float:
    others = {d.axis for d in Direction} - {direction.axis}
    return max(float(np.median([abs(s.angles.along(axis)) for s in plateau if s.angles])) for axis in others)
