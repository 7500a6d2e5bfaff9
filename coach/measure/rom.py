"""Range of motion: which excursions a person made, and how far each went.

An excursion leaves neutral, reaches an end range and comes back. Its value is the median over its end-range plateau
(the samples within ``PLATEAU_DEG`` of the largest angle), which a single noisy frame cannot lift. Everything is causal:
one sample in, no look ahead.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from coach.measure.rom_value import RomValue
from coach.measure.trial import Manner, TrialResult, manner, moment, rom_value
from coach.measure.types import CervicalSample, Direction, Problem

LEAVE_DEG, RETURN_DEG = 12.0, 8.0
PLATEAU_DEG = 2.0
MAX_GAP_S = 6.0
LOST_AT_END_DEG, NEAR_END_DEG, LOST_S = 30.0, 8.0, 0.3
"""Tracking was lost at the end range when it was gone so long in all, from beyond 30° and near the largest angle."""
SHORTEST_PIECE_S, PIECE_GAP_S, JUMP_DEG_PER_S = 0.3, 0.35, 250.0
"""What is seen between two gaps or jumps for a shorter time is a wrong fit, as when a hand covers the face. Over a gap
a head may have moved no further than in a tenth of a second: what reappears elsewhere is believed only if it stays."""
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
    _losses: list[tuple[CervicalSample, float]] = field(default_factory=list)
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
        if self._away and TRACKING_LOST.intersection(sample.problems):
            self._losses.append((self._away[-1], sample.t_s))

    def _finish(self) -> Excursion | None:
        """Close the running excursion; ``None`` where nothing of it can be believed."""
        losses, self._losses = self._losses, []
        seen, self._away = _believable(self._away), []
        before, self._before = tuple(self._before), deque()
        self._furthest_deg = {d: max((s.angles.toward(d) for s in seen if s.angles), default=0.0) for d in Direction}
        if max(self._furthest_deg.values()) <= LEAVE_DEG:
            return None
        direction = max(self._furthest_deg, key=lambda d: self._furthest_deg[d])
        values = [s.angles.toward(direction) for s in seen if s.angles]
        peak = max(values)
        plateau = [s for s, v in zip(seen, values, strict=True) if v >= peak - PLATEAU_DEG]
        end_deg = float(np.median([v for v in values if v >= peak - PLATEAU_DEG]))
        beyond = _lost_at_end_s(losses, direction, peak) >= LOST_S
        excursion = Excursion(
            direction=direction,
            started_s=seen[0].t_s,
            ended_s=seen[-1].t_s,
            end_range_deg=peak if beyond else end_deg,
            sigma_deg=float(np.median([s.sigma.along(direction.axis) for s in plateau if s.sigma])),
            out_of_plane_deg=_out_of_plane(plateau, direction),
            beyond=beyond,
            problems=tuple(dict.fromkeys(p for s in seen for p in s.problems)),
            manner=manner(
                [moment(s, direction) for s in (*(b for b in before if b.t_s < seen[0].t_s), *seen)],
                end_deg,
                beyond=beyond,
            ),
        )
        self.excursions.append(excursion)
        return excursion


def _lost_at_end_s(losses: list[tuple[CervicalSample, float]], direction: Direction, peak_deg: float) -> float:
    """For how long nobody saw a head that was last seen near its largest angle, seconds."""
    least_deg = max(LOST_AT_END_DEG, peak_deg - NEAR_END_DEG)
    until: dict[float, float] = {}
    for last, t_s in losses:
        if last.angles is not None and last.angles.toward(direction) > least_deg:
            until[last.t_s] = t_s
    return sum(t_s - last_s for last_s, t_s in until.items())


def _believable(samples: list[CervicalSample]) -> list[CervicalSample]:
    """Leave out the samples that stand alone between two gaps or jumps."""
    pieces: list[list[CervicalSample]] = []
    for sample in samples:
        if not pieces or _breaks(pieces[-1][-1], sample):
            pieces.append([])
        pieces[-1].append(sample)
    return [s for piece in pieces if piece[-1].t_s - piece[0].t_s >= SHORTEST_PIECE_S for s in piece]


def _breaks(before: CervicalSample, now: CervicalSample) -> bool:
    """Whether a head cannot have gone from one sample to the next, or nobody saw how."""
    assert before.angles is not None
    assert now.angles is not None
    apart_deg = max(abs(now.angles.along(d.axis) - before.angles.along(d.axis)) for d in Direction)
    gap_s = now.t_s - before.t_s
    return gap_s > PIECE_GAP_S or apart_deg > JUMP_DEG_PER_S * min(max(gap_s, 0.06), 0.1)


def _out_of_plane(plateau: list[CervicalSample], direction: Direction) -> float:
    """Largest movement about another axis that is measured; 0 where no other is."""
    others = frozenset.intersection(*(s.measured for s in plateau)) - {direction.axis}
    sizes = (float(np.median([abs(s.angles.along(axis)) for s in plateau if s.angles])) for axis in others)
    return max(sizes, default=0.0)
