"""A small made-up study from rows to tables, text, JSON and picture."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from benchmarks import show, tables, trials
from benchmarks.figure import draw
from benchmarks.methods import METHODS, OURS, Reading
from benchmarks.study import Study, join
from benchmarks.truth import Source, Truth
from coach.measure.rom_value import RomValue
from coach.measure.types import Direction


@pytest.fixture
def study() -> Study:
    """One film that turns 40° to each side; the program reads a tenth too much, the peers nothing."""
    angles = np.zeros((200, 3))
    angles[:, 2] = 40 * np.sin(np.linspace(0, 2 * np.pi, 200))
    nothing = np.full((200, 2), np.nan)
    source = Source("film", Path("film.mp4"), Truth(angles, nothing, nothing))
    table = np.full((200, 10), np.nan)
    table[:, :3], table[:, 3:6] = angles * 1.1, 2.5
    right = RomValue(Direction.RIGHT_ROTATION, (44.0,), 44.0, 44.0, 2.5, None, 0.0)
    readings = {name: Reading(np.full((200, 10), np.nan), {}) for name in METHODS}
    readings[OURS] = Reading(table, {Direction.RIGHT_ROTATION: right})
    return Study([join(source, range(200), readings)])


def all_tables(study: Study) -> list[tables.Table]:
    return [
        *tables.accuracy_tables(study),
        trials.end_ranges(study),
        trials.compensations(study),
        tables.unmeasured(study),
    ]


def entry(table: tables.Table, *labels: str) -> tables.Entry:
    return next(e for e in table.entries if e.labels == labels)


def test_a_tenth_too_much_is_found_in_every_table(study: Study) -> None:
    by_key = {table.key: table for table in all_tables(study)}
    film = entry(by_key["films"], "film", "rotation right", "core").cells[OURS]
    assert film.bias_deg == pytest.approx(film.mae_deg) == pytest.approx(2.9, abs=0.1)
    assert entry(by_key["summary"], "films", "rotation", "core").cells[OURS].measured == 1
    end = entry(by_key["end_ranges"], "film", "rotation right").cells
    assert end["error"] == pytest.approx(4.5, abs=0.6)
    assert entry(by_key["end_ranges"], "film", "rotation left").cells[OURS] == "not measured"
    third = entry(by_key["thirds"], "front", "rotation right", "2: 27-53°").cells
    assert third["within 2 sigma"] == 1
    assert entry(by_key["leak"], "films", "rotation").cells[OURS] == pytest.approx(0, abs=1e-9)


def test_peers_that_read_nothing_are_shown_as_nothing_measured(study: Study) -> None:
    cell = entry(tables.accuracy_tables(study)[0], "film", "rotation right", "core").cells[METHODS[1]]
    assert (cell.measured, cell.mae_deg) == (0, None)
    assert show.words(cell) == "–    0%"


def test_conditions_that_no_source_has_are_said(study: Study) -> None:
    said = {e.labels[0] for e in tables.unmeasured(study).entries}
    assert {"low light", "glasses", "1280×720", "camera at the side", "film of real people"} <= said
    line = next(e for e in tables.accuracy_tables(study)[3].entries if e.labels[0] == "glasses")
    assert line.labels[1].startswith("not measured")


def test_everything_can_be_printed_and_written(study: Study, tmp_path: Path) -> None:
    text = io.StringIO()
    for table in all_tables(study):
        show.print_table(table, Console(file=text, width=190))
    assert "+2.9" in text.getvalue()
    assert "…" not in text.getvalue()
    written = json.loads(json.dumps(show.as_json(all_tables(study)), allow_nan=False))
    assert written["films"][0][OURS]["measured"] == 1
    assert "| films, rotation | core | 2.9°" in show.as_markdown(all_tables(study), "Made up.")
    draw(study, tmp_path / "picture.png")
    assert (tmp_path / "picture.png").stat().st_size > 10_000
