"""Whether movements of the trunk and the shoulders are noticed: sensitivity and specificity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.scoring import Rows
from benchmarks.truth import Floats

BORDER = 0.25
"""Truth within this share of the threshold is neither clearly a compensation nor clearly none."""


@dataclass(frozen=True)
class Signal:
    """One compensation: where it is found in :class:`Rows`, and from where on it counts."""

    name: str
    true_field: str
    field: str
    column: int
    threshold: float


SIGNALS = (
    Signal("trunk rotation > 10°", "trunk_true", "trunk", 0, 10.0),
    Signal("trunk side-bend > 7°", "trunk_true", "trunk", 1, 7.0),
    Signal("right shoulder rise > 15 %", "rise_true", "rise", 0, 15.0),
    Signal("left shoulder rise > 15 %", "rise_true", "rise", 1, 15.0),
)


@dataclass(frozen=True)
class Detected:
    """Counts of rows with and without a compensation, and the shares that were told right; ``None`` without rows.

    A row without a measured trunk counts as *nothing noticed*. ``read`` is the fraction of rows with one.
    """

    positives: int
    negatives: int
    sensitivity: float | None
    specificity: float | None
    read: float


def detected(rows: Rows, signal: Signal, *, clear_only: bool = False) -> Detected | None:
    """Compare what was noticed with what is true, with ``clear_only`` away from the threshold; ``None`` unless known.

    A rise is signed, the trunk's movement counts to either side.
    """
    truth = _column(rows, signal, signal.true_field)
    known = ~np.isnan(truth)
    if clear_only:
        known &= np.abs(truth / signal.threshold - 1) > BORDER
    if not known.any():
        return None
    value = _column(rows, signal, signal.field)[known]
    is_there = truth[known] > signal.threshold
    noticed = np.nan_to_num(value) > signal.threshold
    return Detected(
        positives=int(is_there.sum()),
        negatives=int((~is_there).sum()),
        sensitivity=float(noticed[is_there].mean()) if is_there.any() else None,
        specificity=float((~noticed[~is_there]).mean()) if (~is_there).any() else None,
        read=float((~np.isnan(value)).mean()),
    )


def _column(rows: Rows, signal: Signal, name: str) -> Floats:
    values = np.asarray(getattr(rows, name)[:, signal.column])
    return np.abs(values) if name.startswith("trunk") else values
