"""All sources of a truth set with what every method read from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.conditions import conditions_of
from benchmarks.detections import detections_of
from benchmarks.methods import METHODS, Reading, read_all
from benchmarks.scoring import Rows, rows_of
from benchmarks.truth import Floats, Source
from coach.measure.rom_value import RomValue
from coach.measure.side import SideNeutral
from coach.measure.types import Direction


@dataclass(frozen=True)
class Measured:
    """One source, its scored rows for each method, and the program's range-of-motion values.

    ``forward`` (n, 2) is how far forward the program says that the head is, cm, with its sigma. ``side_neutral`` is the
    neutral that it took from the side.
    """

    source: Source
    rows: Mapping[str, Rows]
    rom: Mapping[Direction, RomValue | None]
    conditions: tuple[str, ...] = ()
    forward: Floats | None = None
    side_neutral: SideNeutral | None = None


@dataclass
class Study:
    """Everything that the tables are made of."""

    measured: list[Measured] = field(default_factory=list)

    def rows(self, method: str, wanted: Callable[[Measured], bool] = lambda _: True) -> Rows | None:
        """Rows of one method over some sources; ``None`` without a source."""
        parts = [m.rows[method] for m in self.measured if wanted(m)]
        return Rows.joined(parts) if parts else None

    def by_method(self, wanted: Callable[[Measured], bool] = lambda _: True) -> dict[str, Rows]:
        """Rows of every method over some sources; empty without a source."""
        return {name: rows for name in METHODS if (rows := self.rows(name, wanted)) is not None}


def run(sources: Sequence[Source], cache: Path | None, on_frame: Callable[[str], None]) -> Study:
    """Detect, measure and score every source; ``on_frame`` is told the source's name for each picture."""
    study = Study()
    for source in sources:
        detections, scored = detections_of(source, cache, lambda name=source.name: on_frame(name))  # type: ignore[misc]
        readings = read_all(detections, source.view)
        study.measured.append(join(source, scored, readings))
    return study


def join(source: Source, scored: Sequence[int], readings: Mapping[str, Reading]) -> Measured:
    """Lay what was read beside what is true."""
    rows = {name: rows_of(source, scored, reading.table) for name, reading in readings.items()}
    own = readings[METHODS[0]]
    forward = _in_rows(source, scored, own.forward)
    return Measured(source, rows, own.rom, conditions_of(source), forward, own.side_neutral)


def _in_rows(source: Source, scored: Sequence[int], told: Floats | None) -> Floats | None:
    """Put what was told of each detection (m, k) into the rows of the truth (n, k); NaN where nothing was."""
    if told is None:
        return None
    rows = np.full((len(source.truth.angles_deg), told.shape[1]), np.nan)
    for row, values in zip(scored, told, strict=True):
        if row >= 0:
            rows[row] = values
    return rows
