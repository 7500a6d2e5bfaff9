"""Range of motion: which excursions a person made, and how far each went.

An excursion leaves neutral, reaches an end range and comes back. Its value is the median over its end-range plateau
(the samples within ``PLATEAU_DEG`` of the largest angle), which a single noisy frame cannot lift. Everything is causal:
one sample in, no look ahead.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from coach.measure.trial import Manner, TrialResult, manner, moment, rom_value
from coach.measure.types import CervicalSample, Direction, Problem, RomValue

LEAVE_DEG, RETURN_DEG = 12.0, 8.0
PLATEAU_DEG = 2.0
MAX_GAP_S = 6.0
LOST_AT_END_DEG = 30.0
BEFORE_S = 1.5
"""So much time before an excursion is kept, because its way out begins below ``LEAVE_DEG``."""
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
    manner: Manner | None = None

    @property
    def trial(self) -> TrialResult:
        """The excursion as one trial of a test."""
        return TrialResult(
            self.end_range_deg, self.sigma_deg, self.out_of_plane_deg, self.beyond, self.problems, self.manner
        )


@dataclass
class RomTracker:
    """Collects excursions from samples and sums them up per direction."""

    excursions: list[Excursion] = field(default_factory=list)
    _away: list[CervicalSample] = field(default_factory=list)
    _furthest_deg: dict[Direction, float] = field(default_factory=dict)
    _lost_at: CervicalSample | None = None
    _last: CervicalSample | None = None
    _before: deque[CervicalSample] = field(default_factory=deque)

    def update(self, sample: CervicalSample) -> Excursion | None:
        """Take one sample; the excursion that it completed, if it did."""
        if sample.angles is None:
            self._unmeasured(sample)
            return None
        gap_s = 0.0 if self._last is None else sample.t_s - self._last.t_s
        self._last = sample
        if self._away and gap_s > MAX_GAP_S:
            done = self._finish()
            self._remember(sample)
            self._begin(sample)
            return done
        if not self._away:
            self._remember(sample)
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

    def result(self, *, warm_ups: int = 0) -> dict[Direction, RomValue | None]:
        """All six directions; ``None`` where the person did not move.

        The first ``warm_ups`` excursions of a direction do not count, where there are more.
        """
        return {
            d: rom_value(d, [e.trial for e in self.excursions if e.direction is d], warm_ups=warm_ups)
            for d in Direction
        }

    def _remember(self, sample: CervicalSample) -> None:
        self._before.append(sample)
        while sample.t_s - self._before[0].t_s > BEFORE_S:
            self._before.popleft()

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
        end_deg = float(np.median([v for v in values if v >= peak - PLATEAU_DEG]))
        lost = self._lost_at
        beyond = lost is not None and lost.angles is not None and lost.angles.toward(direction) > LOST_AT_END_DEG
        excursion = Excursion(
            direction=direction,
            started_s=self._away[0].t_s,
            ended_s=self._away[-1].t_s,
            end_range_deg=peak if beyond else end_deg,
            sigma_deg=float(np.median([s.sigma.along(direction.axis) for s in plateau if s.sigma])),
            out_of_plane_deg=_out_of_plane(plateau, direction),
            beyond=beyond,
            problems=tuple(dict.fromkeys(p for s in self._away for p in s.problems)),
            manner=manner([moment(s, direction) for s in (*self._before, *self._away[1:])], end_deg, beyond=beyond),
        )
        self._away, self._lost_at = [], None
        self._before.clear()
        self.excursions.append(excursion)
        return excursion


def _out_of_plane(plateau: list[CervicalSample], direction: Direction) -> float:
    others = {d.axis for d in Direction} - {direction.axis}
    return max(float(np.median([abs(s.angles.along(axis)) for s in plateau if s.angles])) for axis in others)
