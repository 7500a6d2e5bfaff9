"""Joint position error: how exactly a head comes back to where it was, with the eyes shut.

A trial leaves rest, goes out, comes back and rests again. Its error is the place of the second rest against that of
the first, both medians, so that neither drift nor jitter of the camera enters. This is a training with a trend of its
own, not an outcome: the error of a healthy neck is about as large as that of a camera, and the test does not tell
people with headache from the neck from others (Jull et al., Cephalalgia 2007;27:793-802).
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean, median, stdev

from coach.measure.eyes import CLOSED
from coach.measure.types import CervicalSample, Direction

LEAVE_DEG = 12.0
FAR_DEG = 20.0
"""A trial must go at least so far; less is sway."""
REST_S, STILL_DEG = 0.7, 2.5
"""Rest is so long within so little."""
NEAR_DEG = 12.0
"""Coming to rest farther from where it began is a pause on the way and not an answer."""
SHUT_SHARE = 0.8
LONGEST_GAP_S = 0.5
ENOUGH_TRIALS = 6
"""A mean over fewer trials of a direction is too uncertain (the usual protocol)."""


@dataclass(frozen=True, slots=True)
class Relocation:
    """One trial.

    Parameters
    ----------
    direction
        Where the head went.
    error_deg
        Where it came to rest: positive beyond the place it began from (overshoot), negative short of it.
    sigma_deg
        Standard error of the camera over so short a way.
    reached_deg
        How far it went out.
    eyes_shut
        Whether the eyes were shut from leaving to rest; ``None`` where that was not seen.
    ended_s
        When the head was at rest again.
    """

    direction: Direction
    error_deg: float
    sigma_deg: float
    reached_deg: float
    eyes_shut: bool | None
    ended_s: float


@dataclass(frozen=True, slots=True)
class RelocationScore:
    """Trials of one direction with shut eyes, degrees.

    Parameters
    ----------
    direction
        Which of the six.
    trials, left_out
        How many count, and how many do not because the eyes were open.
    absolute_deg
        Mean size of the error.
    constant_deg
        Mean error: positive when the head tends to go beyond where it began.
    variable_deg
        Standard deviation of the error; ``None`` with a single trial.
    sigma_deg
        Standard error of ``absolute_deg`` that the camera causes.
    eyes_unseen
        In how many of the trials nobody could tell whether the eyes were shut.
    """

    direction: Direction
    trials: int
    left_out: int
    absolute_deg: float
    constant_deg: float
    variable_deg: float | None
    sigma_deg: float
    eyes_unseen: int

    @property
    def enough(self) -> bool:
        """Whether there are as many trials as the protocol asks for."""
        return self.trials >= ENOUGH_TRIALS


def score(trials: Sequence[Relocation], direction: Direction) -> RelocationScore | None:
    """Score the trials of one direction; ``None`` where none of them counts."""
    own = [t for t in trials if t.direction is direction]
    counted = [t for t in own if t.eyes_shut is not False]
    if not counted:
        return None
    errors = [t.error_deg for t in counted]
    return RelocationScore(
        direction=direction,
        trials=len(counted),
        left_out=len(own) - len(counted),
        absolute_deg=fmean(abs(e) for e in errors),
        constant_deg=fmean(errors),
        variable_deg=stdev(errors) if len(errors) > 1 else None,
        sigma_deg=math.sqrt(fmean(t.sigma_deg**2 for t in counted)),
        eyes_unseen=sum(t.eyes_shut is None for t in counted),
    )


@dataclass
class RelocationTracker:
    """Finds the trials in a stream of samples, one sample in at a time."""

    trials: list[Relocation] = field(default_factory=list)
    _recent: deque[CervicalSample] = field(default_factory=deque)
    _start: tuple[CervicalSample, ...] = ()
    _direction: Direction | None = None
    _furthest_deg: float = 0.0
    _eyes: list[bool] = field(default_factory=list)

    def update(self, sample: CervicalSample) -> Relocation | None:
        """Take one sample; the trial that it completed, if it did."""
        if sample.angles is None:
            return None
        if self._recent and not 0 < sample.t_s - self._recent[-1].t_s <= LONGEST_GAP_S:
            self._recent.clear()
            self._give_up()
        self._recent.append(sample)
        while sample.t_s - self._recent[0].t_s > REST_S + 1e-6:
            self._recent.popleft()
        if self._direction is None:
            self._wait(sample)
            return None
        return self._follow(sample, self._direction)

    def scores(self) -> dict[Direction, RelocationScore | None]:
        """Scores of all six directions; ``None`` where there is no trial that counts."""
        return {direction: score(self.trials, direction) for direction in Direction}

    def _give_up(self) -> None:
        self._start, self._direction = (), None

    def _wait(self, sample: CervicalSample) -> None:
        """Keep the newest rest near neutral until the head leaves it."""
        assert sample.angles is not None
        if self._at_rest() and all(abs(_middle(self._recent, d)) < LEAVE_DEG for d in Direction):
            self._start = tuple(self._recent)
            return
        away = {d: sample.angles.toward(d) - _middle(self._start, d) for d in Direction} if self._start else {}
        direction = max(away, key=lambda d: away[d], default=None)
        if direction is not None and away[direction] > LEAVE_DEG:
            self._direction, self._furthest_deg, self._eyes = direction, away[direction], []

    def _follow(self, sample: CervicalSample, direction: Direction) -> Relocation | None:
        assert sample.angles is not None
        begin_deg = _middle(self._start, direction)
        out_deg = sample.angles.toward(direction) - begin_deg
        self._furthest_deg = max(self._furthest_deg, out_deg)
        if sample.eye_opening is not None:
            self._eyes.append(sample.eye_opening < CLOSED)
        if not self._at_rest() or abs(out_deg) > NEAR_DEG:
            return None
        found = None
        if self._furthest_deg >= FAR_DEG:
            sigmas = [s.sigma.along(direction.axis) for s in self._recent if s.sigma]
            found = Relocation(
                direction=direction,
                error_deg=begin_deg - _middle(self._recent, direction),
                sigma_deg=median(sigmas) if sigmas else 0.0,
                reached_deg=self._furthest_deg,
                eyes_shut=fmean(self._eyes) >= SHUT_SHARE if self._eyes else None,
                ended_s=sample.t_s,
            )
            self.trials.append(found)
        self._start, self._direction = tuple(self._recent), None
        return found

    def _at_rest(self) -> bool:
        """Whether the last samples span the rest and stay together."""
        if self._recent[-1].t_s - self._recent[0].t_s < 0.9 * REST_S or len(self._recent) < 3:
            return False
        spread = (
            max(s.angles.toward(d) for s in self._recent if s.angles)
            - min(s.angles.toward(d) for s in self._recent if s.angles)
            for d in Direction
        )
        return max(spread) <= STILL_DEG


def _middle(samples: Sequence[CervicalSample] | deque[CervicalSample], direction: Direction) -> float:
    return median(s.angles.toward(direction) for s in samples if s.angles)
