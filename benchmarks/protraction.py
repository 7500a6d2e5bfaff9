"""How exactly the program tells how far forward the head is, in centimetres."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from benchmarks.study import Measured, Study
from benchmarks.tables import Entry, Table
from benchmarks.truth import Floats
from coach.measure.types import View

MOVED_CM = 1.0
NODS_DEG = 5.0
GOAL = "≤ 0.7"


def protractions(study: Study) -> Table:
    """Errors of every source in which the head moves forward without turning, and of all that were seen alike."""
    moving = [m for m in study.measured if _moves(m)]
    entries = [Entry((m.source.name, str(m.source.view.value)), _cells([m])) for m in moving]
    groups: dict[str, Callable[[Measured], bool]] = {
        "all from the side": lambda m: m.source.view is not View.FRONT,
        "all from the front": lambda m: m.source.view is View.FRONT,
    }
    entries += [Entry((name, ""), _cells([m for m in moving if wanted(m)])) for name, wanted in groups.items()]
    note = (
        f"Rows in which the true head turns by less than {NODS_DEG:g}°, {MOVED_CM:g} cm or more of movement in a source"
    )
    return Table("protraction", "Protraction and retraction, cm", ("source", "camera"), entries, note)


def _moves(measured: Measured) -> bool:
    truth = measured.source.truth.forward_cm
    return truth is not None and bool(np.nanmax(truth, initial=0.0) - np.nanmin(truth, initial=0.0) >= MOVED_CM)


def _pairs(measured: Measured) -> Iterator[tuple[Floats, Floats]]:
    truth, told = measured.source.truth.forward_cm, measured.forward
    if truth is not None and told is not None:
        straight = np.nanmax(np.abs(measured.source.truth.angles_deg), axis=1) < NODS_DEG
        yield truth[straight], told[straight]


def _cells(sources: list[Measured]) -> dict[str, Any]:
    pairs = [pair for measured in sources for pair in _pairs(measured)]
    if not pairs:
        return {"rows": "0", "measured": None, "goal": GOAL}
    truth = np.concatenate([t for t, _ in pairs])
    told = np.concatenate([v for _, v in pairs])
    known = ~np.isnan(told[:, 0])
    error = told[known, 0] - truth[known]
    cells: dict[str, Any] = {"rows": str(len(truth)), "measured": float(known.mean()) if len(truth) else None}
    if known.any():
        cells |= {
            "mean abs error": float(np.abs(error).mean()),
            "bias": float(error.mean()),
            "95th percentile": float(np.percentile(np.abs(error), 95)),
            "within 2 sigma": float((np.abs(error) <= 2 * told[known, 1]).mean()),
        }
    return cells | {"goal": GOAL}
