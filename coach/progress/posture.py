"""The craniovertebral angle over time, and whether it has changed by more than measurement noise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from coach.progress.change import NORMAL_95, Verdict
from coach.progress.records import PostureRecord
from coach.progress.trend import TrendPoint

REAL_CHANGE_DEG = 5.52
"""Least change that is ever called bigger than noise: the minimal detectable change between raters with an app on which
marked points are read (Gallego-Izquierdo et al. 2020)."""


@dataclass(frozen=True, slots=True)
class PostureChange:
    """Newest angle minus the first one, degrees, and what it must exceed to be called bigger than noise."""

    since: date
    change_deg: float
    line_deg: float

    @property
    def verdict(self) -> Verdict:
        """What the change means."""
        return Verdict.BIGGER if abs(self.change_deg) > self.line_deg else Verdict.MAY_BE_NOISE


def posture_points(postures: Sequence[PostureRecord], zone: tzinfo | None = None) -> tuple[TrendPoint, ...]:
    """Give the angles as a chart draws them; ``zone`` is the time zone to show, that of this machine when ``None``."""
    return tuple(
        TrendPoint(p.measured_at.astimezone(zone), p.craniovertebral_deg, p.sigma_deg, beyond=False) for p in postures
    )


def posture_change(postures: Sequence[PostureRecord]) -> PostureChange | None:
    """Compare the newest with the first from the same side; ``None`` where it is that one. The oldest comes first."""
    newest = postures[-1]
    first = next(p for p in postures if p.view is newest.view)
    if first is newest:
        return None
    own_deg = NORMAL_95 * math.hypot(first.sigma_deg, newest.sigma_deg)
    change_deg = newest.craniovertebral_deg - first.craniovertebral_deg
    return PostureChange(first.local_date, change_deg, max(REAL_CHANGE_DEG, own_deg))
