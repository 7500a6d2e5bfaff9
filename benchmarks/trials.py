"""End ranges of trials and compensations: what a whole movement comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from benchmarks.compensation import SIGNALS, detected
from benchmarks.conditions import TRUNK
from benchmarks.methods import METHODS, OURS
from benchmarks.scoring import AXES, Rows
from benchmarks.study import Measured, Study
from benchmarks.tables import Entry, Table
from coach.measure.rom_value import RomValue
from coach.measure.types import Axis, Direction

MIN_TRIAL_DEG = 15.0
PLATEAU_DEG = 2.0
END_GOALS = {Axis.RIGHT_ROTATION: 3.0, Axis.RIGHT_LATERAL_FLEXION: 2.0, Axis.FLEXION: 4.0}
PEERS_NOTE = "The program: its range-of-motion result. Peers: median over the frames within 2° of the true end range."


def end_ranges(study: Study) -> Table:
    """End range of every trial of the films, with its error."""
    entries = list(_end_ranges(study))
    return Table("end_ranges", "End range of a trial", ("film", "direction"), entries, PEERS_NOTE)


def compensations(study: Study) -> Table:
    """Sensitivity and specificity of the compensation signals."""
    groups: dict[str, Callable[[Measured], bool]] = {
        "films and stills with trunk or shoulder movement": lambda m: TRUNK in m.conditions,
        "of these, films": lambda m: TRUNK in m.conditions and m.source.is_clip,
        "of these, stills": lambda m: TRUNK in m.conditions and not m.source.is_clip,
        "all other frontal sources": lambda m: TRUNK not in m.conditions and bool(m.conditions),
    }
    entries = []
    for name, wanted in groups.items():
        rows = study.rows(OURS, wanted)
        for signal in SIGNALS:
            for clear in (False, True):
                found = None if rows is None else detected(rows, signal, clear_only=clear)
                cells = {
                    "rows with": None if found is None else str(found.positives),
                    "rows without": None if found is None else str(found.negatives),
                    "sensitivity": found and found.sensitivity,
                    "specificity": found and found.specificity,
                    "trunk read": found and found.read,
                }
                entries.append(Entry((name, signal.name, "clear ones" if clear else "all"), cells))
    note = "clear ones: truth more than a quarter away from the threshold; goal 0.9 each. Unread counts as not noticed"
    return Table("compensations", "Compensations noticed", ("from", "signal", "rows"), entries, note)


def plateau_deg(rows: Rows, direction: Direction) -> tuple[float, float | None]:
    """Give the true end range in a direction, and the median of what was measured near it; ``None`` if nothing was."""
    k = AXES.index(direction.axis)
    truth, value = direction.sign * rows.truth[:, k], direction.sign * rows.value[:, k]
    near = truth >= truth.max() - PLATEAU_DEG
    known = value[near & ~np.isnan(value)]
    return float(np.median(truth[near])), float(np.median(known)) if len(known) else None


def _end_ranges(study: Study) -> Iterator[Entry]:
    for one in study.measured:
        for direction in Direction if one.source.is_clip else ():
            end_deg, _ = plateau_deg(one.rows[OURS], direction)
            side = bool(one.rows[OURS].side.any())
            if end_deg < MIN_TRIAL_DEG or (side and direction.axis is not Axis.FLEXION):
                continue
            yield Entry((one.source.name, direction.label), _trial(one, direction, end_deg))


def _trial(one: Measured, direction: Direction, end_deg: float) -> dict[str, Any]:
    result = one.rom.get(direction)
    error = None if result is None or result.beyond else result.peak_deg - end_deg
    cells: dict[str, Any] = {
        "truth": end_deg,
        OURS: _words(result),
        "error": error,
        "sigma": None if result is None else result.sigma_deg,
        "goal": f"≤ {END_GOALS[direction.axis]:g}",
    }
    return cells | _peer_errors(one.rows, direction, end_deg)


def _peer_errors(rows: Mapping[str, Rows], direction: Direction, end_deg: float) -> dict[str, float | None]:
    ends = {name: plateau_deg(rows[name], direction)[1] for name in METHODS[1:] if name in rows}
    return {f"{name}: error": None if end is None else end - end_deg for name, end in ends.items()}


def _words(result: RomValue | None) -> str:
    if result is None:
        return "not measured"
    return f"beyond {result.peak_deg:.1f}" if result.beyond else f"{result.peak_deg:.1f}"
