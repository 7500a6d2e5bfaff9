"""Which number of a range-of-motion value is reported, with which error, and what the person's own range is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from coach.measure.rom_value import RomValue
from coach.measure.types import Direction
from coach.progress.records import RomTestRecord


def reported_deg(value: RomValue) -> float:
    """Return the degrees that stand for the test: the mean of its trials.

    Clinical protocols count three repetitions and report their mean (Fletcher & Bandy, J Orthop Sports Phys Ther
    2008;38:640-645). Where the person went beyond what could be tracked, the mean would be of truncated trials, so the
    largest one stands, read as "beyond N°".
    """
    return value.peak_deg if value.beyond else value.mean_deg


def error_deg(value: RomValue) -> float:
    """Return the standard error of :func:`reported_deg` in degrees: the larger of two.

    These are the measurement error of one trial and the spread of the trials. What the camera gets wrong is common to
    the trials of one test, so that their mean does not lower it.
    """
    return max(value.sigma_deg, value.sem_deg or 0.0)


def own_range(tests: Iterable[RomTestRecord]) -> dict[Direction, float]:
    """Return the newest own range in degrees per direction; one that was never above zero is missing.

    A "beyond" value counts: it is the least that the person can do, so a target in percent of it stays within reach.
    """
    found: dict[Direction, float] = {}
    for test in sorted(tests, key=lambda test: test.measured_at):
        found |= {direction: reported_deg(value) for direction, value in test.values.items() if reported_deg(value) > 0}
    return found


def own_range_at(tests: Iterable[RomTestRecord], when: datetime) -> dict[Direction, float]:
    """Return the own range as it was known at a moment; a direction found only later has its first value.

    Where nothing was known, the exercise itself found the range, and the test of that was recorded at its end.
    """
    ordered = sorted(tests, key=lambda test: test.measured_at)
    before = own_range(test for test in ordered if test.measured_at <= when)
    later: dict[Direction, float] = {}
    for test in reversed(ordered):
        later |= own_range([test]) if test.measured_at > when else {}
    return later | before
