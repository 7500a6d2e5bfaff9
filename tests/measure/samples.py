"""Streams of samples with known angles, for what is computed from them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from coach.measure.types import Angles, CervicalSample, Direction, Problem, Trunk


class Stream:
    """Builds samples at a steady rate: ``go`` moves with least jerk, ``stay`` rests, ``lose`` is not measured."""

    def __init__(self, rate_hz: float = 20.0, noise_deg: float = 0.0, seed: int = 1):
        self.rate_hz, self.noise_deg = rate_hz, noise_deg
        self.samples: list[CervicalSample] = []
        self.pose = dict.fromkeys(("flexion_deg", "right_lateral_flexion_deg", "right_rotation_deg"), 0.0)
        self.eye_opening: float | None = None
        self._random = np.random.default_rng(seed)

    def __iter__(self) -> Iterator[CervicalSample]:
        return iter(self.samples)

    @property
    def t_s(self) -> float:
        return len(self.samples) / self.rate_hz

    def go(self, direction: Direction, degrees: float, seconds: float = 1.5) -> Stream:
        begin, end = self.pose[direction.axis.value], direction.sign * degrees
        for x in np.linspace(0, 1, round(seconds * self.rate_hz)):
            self.pose[direction.axis.value] = begin + (end - begin) * (10 * x**3 - 15 * x**4 + 6 * x**5)
            self._add()
        return self

    def stay(self, seconds: float) -> Stream:
        for _ in range(round(seconds * self.rate_hz)):
            self._add()
        return self

    def lose(self, seconds: float, reason: Problem = Problem.NO_FACE) -> Stream:
        for _ in range(round(seconds * self.rate_hz)):
            self.samples.append(CervicalSample(len(self.samples), self.t_s, None, None, None, Trunk(), 0.0, (reason,)))
        return self

    def _add(self) -> None:
        angles = Angles(**{name: v + self._random.normal(0, self.noise_deg) for name, v in self.pose.items()})
        self.samples.append(
            CervicalSample(
                len(self.samples), self.t_s, angles, Angles(1.0, 1.0, 1.0), 0.0, Trunk(), 1.0,
                eye_opening=self.eye_opening,
            )
        )  # fmt: skip
