"""The own range over time, as a chart draws it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from coach.measure.types import Direction
from coach.progress.records import RomTestRecord
from coach.progress.rom import error_deg, reported_deg


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One test in one direction.

    Parameters
    ----------
    at
        Aware local time of the test.
    value_deg
        Unsigned degrees from neutral, the mean of the trials; the largest trial where ``beyond``.
    sigma_deg
        Standard error of the value, for the error bar.
    beyond
        The person went further than the camera can follow: draw an open mark, without an error bar.
    """

    at: datetime
    value_deg: float
    sigma_deg: float
    beyond: bool


def series(tests: Iterable[RomTestRecord], zone: tzinfo | None = None) -> dict[Direction, tuple[TrendPoint, ...]]:
    """Return the points of all six directions, oldest first; a direction never measured has none.

    ``zone`` is the time zone to show, that of this machine when ``None``.
    """
    ordered = sorted(tests, key=lambda test: test.measured_at)
    return {
        direction: tuple(
            TrendPoint(test.measured_at.astimezone(zone), reported_deg(value), error_deg(value), value.beyond)
            for test in ordered
            if (value := test.values.get(direction)) is not None
        )
        for direction in Direction
    }
