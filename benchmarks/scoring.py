"""From truth and measurement to numbers: bias, mean absolute error, percentiles, fraction, coverage, leak."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from benchmarks.truth import Floats, Source
from coach.measure.types import Axis, Direction, View

Mask = NDArray[np.bool_]
AXES = (Axis.FLEXION, Axis.RIGHT_LATERAL_FLEXION, Axis.RIGHT_ROTATION)
MOVING_DEG = 10.0
"""Nearer to neutral a frame counts as rest, which would flatter every mean."""
PURE_DEG = 5.0
"""In a pure movement the other two angles stay below this."""
STILL_TRUNK_DEG, STILL_RISE_PCT = 5.0, 10.0


class Zone(StrEnum):
    """Ranges in which accuracy is told apart."""

    INNER = "inner"
    """Rotation and lateral flexion of everyday movements: ±45° and ±35°, ±30° forward and back."""
    CORE = "core"
    """Rotation ±60°, lateral flexion ±45°, flexion 35°, extension 45°. Includes the inner range."""
    OUTER = "outer"
    """What lies between the core and rotation ±80°, lateral flexion ±50°, flexion 55°, extension 60°."""
    SIDE = "side"
    """A camera at the person's side: flexion 60°, extension 70°."""


# Flexion, right lateral flexion, right rotation: lowest and highest.
LIMITS_DEG: dict[Zone, tuple[tuple[float, float], ...]] = {
    Zone.INNER: ((-30, 30), (-35, 35), (-45, 45)),
    Zone.CORE: ((-45, 35), (-45, 45), (-60, 60)),
    Zone.OUTER: ((-60, 55), (-50, 50), (-80, 80)),
    Zone.SIDE: ((-70, 60), (-90, 90), (-180, 180)),
}


@dataclass(frozen=True)
class Rows:
    """Scored rows of one or many sources, one method.

    Parameters
    ----------
    truth, value, sigma
        (n, 3) degrees in the order of ``AXES``; NaN in ``value`` is not measured, in ``sigma`` not told.
    trunk_true, trunk
        (n, 2) right rotation and right lateral flexion of the trunk.
    rise_true, rise
        (n, 2) rise of the right and the left shoulder, percent.
    side, clip
        (n,) whether the camera stood at the side; whether the row is a frame of a film.
    """

    truth: Floats
    value: Floats
    sigma: Floats
    trunk_true: Floats
    trunk: Floats
    rise_true: Floats
    rise: Floats
    side: Mask
    clip: Mask

    def where(self, mask: Mask) -> Rows:
        """Only some rows."""
        return Rows(*(getattr(self, f.name)[mask] for f in fields(self)))

    def __len__(self) -> int:
        return len(self.truth)

    @classmethod
    def joined(cls, parts: Sequence[Rows]) -> Rows:
        """All rows of several sources."""
        return cls(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(cls)))


@dataclass(frozen=True)
class Score:
    """How well rows were measured; degrees. ``None`` where nothing was measured or no sigma was given.

    ``bias_deg`` is positive where the movement is read too large; at rest it has the sign of the angle.
    """

    rows: int
    measured: float
    bias_deg: float | None
    mae_deg: float | None
    p95_deg: float | None
    max_deg: float | None
    within_2_sigma: float | None
    sigma_deg: float | None


def rows_of(source: Source, scored: Iterable[int], readings: Floats) -> Rows:
    """Rows of a source from what a method read (n, 10): three angles, three sigmas, two trunk angles, two rises.

    ``scored`` tells for each reading the row of the truth it belongs to, -1 for none. A row that nobody read, as when
    a film ends early, is there and not measured.
    """
    truth = source.truth
    order = np.fromiter(scored, int)
    table = np.full((len(truth.angles_deg), 10), np.nan)
    table[order[order >= 0]] = readings[order >= 0]
    count = len(table)
    parts = (table[:, 0:3], table[:, 3:6], truth.trunk_deg, table[:, 6:8], truth.rise_pct, table[:, 8:10])
    flags = np.full(count, source.view is not View.FRONT), np.full(count, source.is_clip)
    return Rows(truth.angles_deg, *parts, *flags)


def inside(rows: Rows, zone: Zone) -> Mask:
    """Rows of a zone: all three true angles within its limits, and the camera where the zone wants it."""
    if zone is Zone.OUTER:
        return _within(rows.truth, Zone.OUTER) & ~_within(rows.truth, Zone.CORE) & ~rows.side
    return _within(rows.truth, zone) & (rows.side == (zone is Zone.SIDE))


def moved(rows: Rows, towards: Axis | Direction) -> Mask:
    """Rows in which the true angle is more than ``MOVING_DEG`` about an axis, or in a direction."""
    if isinstance(towards, Axis):
        return np.asarray(np.abs(rows.truth[:, AXES.index(towards)]) > MOVING_DEG)
    return np.asarray(towards.sign * rows.truth[:, AXES.index(towards.axis)] > MOVING_DEG)


def score(rows: Rows, towards: Axis | Direction) -> Score | None:
    """Score of one angle over all the rows given; ``None`` without a row."""
    if not len(rows):
        return None
    k = AXES.index(towards if isinstance(towards, Axis) else towards.axis)
    error = rows.value[:, k] - rows.truth[:, k]
    known = ~np.isnan(error)
    if not known.any():
        return Score(len(rows), 0.0, None, None, None, None, None, None)
    size = np.abs(error[known])
    told = known & ~np.isnan(rows.sigma[:, k])
    sigma = rows.sigma[told, k]
    return Score(
        rows=len(rows),
        measured=float(known.mean()),
        bias_deg=float((error[known] * _outward(rows.truth[known, k], towards)).mean()),
        mae_deg=float(size.mean()),
        p95_deg=float(np.percentile(size, 95)),
        max_deg=float(size.max()),
        within_2_sigma=float((np.abs(error[told]) <= 2 * sigma).mean()) if len(sigma) else None,
        sigma_deg=float(np.median(sigma)) if len(sigma) else None,
    )


def pure(rows: Rows, axis: Axis) -> Mask:
    """Rows that move about one axis alone, with the trunk and the shoulders still."""
    k = AXES.index(axis)
    others = np.abs(np.delete(rows.truth, k, axis=1)).max(axis=1) < PURE_DEG
    return moved(rows, axis) & others & still_trunk(rows)


def still_trunk(rows: Rows) -> Mask:
    """Rows whose trunk and shoulders are not known to move."""
    trunk = np.nan_to_num(np.abs(rows.trunk_true)).max(axis=1) < STILL_TRUNK_DEG
    return np.asarray(trunk & (np.nan_to_num(np.abs(rows.rise_true)).max(axis=1) < STILL_RISE_PCT))


def leak_p95(rows: Rows, axis: Axis) -> float | None:
    """95th percentile of the errors about the other two axes over the rows given; ``None`` if nothing was measured."""
    error = np.abs(np.delete(rows.value - rows.truth, AXES.index(axis), axis=1))
    error = error[~np.isnan(error)]
    return float(np.percentile(error, 95)) if len(error) else None


def thirds(zone: Zone, direction: Direction) -> list[tuple[float, float]]:
    """Edges of the three thirds of a direction's range, unsigned degrees."""
    low, high = LIMITS_DEG[zone][AXES.index(direction.axis)]
    end = high if direction.sign > 0 else -low
    return [(end * i / 3, end * (i + 1) / 3) for i in range(3)]


def in_band(rows: Rows, direction: Direction, band: tuple[float, float]) -> Mask:
    """Rows whose true angle in a direction lies within a band of unsigned degrees, the upper edge included."""
    angle = direction.sign * rows.truth[:, AXES.index(direction.axis)]
    return np.asarray((angle > band[0]) & (angle <= band[1]))


def _outward(truth: Floats, towards: Axis | Direction) -> Floats:
    """+1 where a larger angle lies farther out, -1 where a smaller one does; at rest there is no outward, so +1."""
    if isinstance(towards, Direction):
        return np.full(len(truth), float(towards.sign))
    return np.where(truth < -MOVING_DEG, -1.0, 1.0)


def _within(truth: Floats, zone: Zone) -> Mask:
    low, high = np.array(LIMITS_DEG[zone]).T
    return np.asarray(((truth >= low) & (truth <= high)).all(axis=1))
