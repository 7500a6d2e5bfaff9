"""How far the own range has changed since the first test, and whether that is more than measurement noise."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from coach.measure.rom_value import RomValue
from coach.measure.types import Direction
from coach.progress.records import RomTestRecord
from coach.progress.rom import error_deg, reported_deg

REAL_CHANGE_DEG = MappingProxyType(
    {
        Direction.FLEXION: 12.0,
        Direction.EXTENSION: 12.0,
        Direction.RIGHT_LATERAL_FLEXION: 8.0,
        Direction.LEFT_LATERAL_FLEXION: 8.0,
        Direction.RIGHT_ROTATION: 8.0,
        Direction.LEFT_ROTATION: 8.0,
    }
)
"""Least change that is ever called bigger than noise, degrees.

Rounded up from the minimal detectable change of a trained rater with a CROM device (MDC95 6.4-6.9° for rotation and
11.4° for flexion, computed from the MDC90 of Fletcher & Bandy, J Orthop Sports Phys Ther 2008;38:640-645). It stands
until the repeatability of the program's own measurement over sessions is known.
"""

NORMAL_95 = 1.96
"""Two-sided 95 % point of the normal distribution."""


class Verdict(StrEnum):
    """What a change means; the value is the wording for a person."""

    BIGGER = "bigger than measurement noise"
    MAY_BE_NOISE = "may be noise"


class NoChange(StrEnum):
    """Why there is no number for a change; the value is the wording for a person."""

    FIRST_TEST = "first test, nothing to compare with yet"
    BEYOND = "beyond what the camera can follow"
    NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True)
class Change:
    """Change of the own range in one direction, newest test against the baseline.

    Parameters
    ----------
    direction
        Which of the six.
    since
        Local date of the baseline; ``None`` where there is none.
    change_deg
        Newest minus baseline, degrees; positive is more range. ``None`` with the reason in ``missing``.
    mdc95_deg
        Minimal detectable change of these two values from their own errors.
    line_deg
        What the change must exceed to be called bigger than noise.
    verdict
        ``None`` exactly when ``change_deg`` is.
    missing
        Why there is no number.
    """

    direction: Direction
    since: date | None = None
    change_deg: float | None = None
    mdc95_deg: float | None = None
    line_deg: float | None = None
    verdict: Verdict | None = None
    missing: NoChange | None = None

    @property
    def sentence(self) -> str:
        """Words for a person, such as ``rotation left: 12° more than on 2026-03-01, bigger than measurement noise``."""
        if self.change_deg is None or self.since is None:
            return f"{self.direction.label}: {self.missing}"
        degrees = round(abs(self.change_deg))
        size = f"{degrees}° {'more' if self.change_deg > 0 else 'less'} than" if degrees else "as"
        return f"{self.direction.label}: {size} on {self.since.isoformat()}, {self.verdict}"


def mdc95_deg(first: RomValue, second: RomValue) -> float:
    """Return the minimal detectable change between two values with 95 % confidence, degrees.

    1.96 times the standard error of their difference; with equal errors this is the usual 1.96 * sqrt(2) * SEM
    (Weir, J Strength Cond Res 2005;19:231-240).
    """
    return NORMAL_95 * math.hypot(error_deg(first), error_deg(second))


def changes(tests: Iterable[RomTestRecord]) -> dict[Direction, Change]:
    """Compare, in all six directions, the newest value with the person's own first one.

    The baseline is the first value taken from the same side as the newest (another camera view has other errors) that
    was not "beyond". A newest value that is "beyond" has no size and is never compared.
    """
    ordered = sorted(tests, key=lambda test: test.measured_at)
    return {
        direction: _change(direction, [test for test in ordered if direction in test.values]) for direction in Direction
    }


def _change(direction: Direction, tests: list[RomTestRecord]) -> Change:
    """Compare within ``tests``, which all measured the direction, oldest first."""
    if not tests:
        return Change(direction, missing=NoChange.NOT_MEASURED)
    newest = tests[-1]
    if newest.values[direction].beyond:
        return Change(direction, missing=NoChange.BEYOND)
    base = next(test for test in tests if test.view is newest.view and not test.values[direction].beyond)
    if base is newest:
        return Change(direction, since=base.local_date, missing=NoChange.FIRST_TEST)
    first, last = base.values[direction], newest.values[direction]
    change_deg = reported_deg(last) - reported_deg(first)
    own_mdc95_deg = mdc95_deg(first, last)
    line_deg = max(own_mdc95_deg, REAL_CHANGE_DEG[direction])
    return Change(
        direction=direction,
        since=base.local_date,
        change_deg=change_deg,
        mdc95_deg=own_mdc95_deg,
        line_deg=line_deg,
        verdict=Verdict.BIGGER if abs(change_deg) > line_deg else Verdict.MAY_BE_NOISE,
    )
