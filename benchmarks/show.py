"""Tables on the terminal, as JSON and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table as RichTable

from benchmarks.methods import METHODS, OURS
from benchmarks.scoring import AXES, Score
from benchmarks.tables import ALL_FRONTAL, AT_REST, AXIS_LABEL, Entry, Table


def print_table(table: Table, console: Console) -> None:
    """Print one table, and what its cells are."""
    grid = RichTable(title=table.title, title_justify="left", title_style="bold", header_style="bold")
    names = columns(table.entries)
    for label in table.label_names:
        grid.add_column(label)
    for name in names:
        grid.add_column(name, justify="right", no_wrap=True)
    before: tuple[str, ...] = ()
    for entry in table.entries:
        labels = ["" if entry.labels[: i + 1] == before[: i + 1] else text for i, text in enumerate(entry.labels)]
        grid.add_row(*labels, *(words(entry.cells.get(name)) for name in names))
        before = entry.labels
    console.print(grid if table.entries else f"{table.title}: nothing to show")
    if table.note:
        console.print(table.note, style="dim")
    console.print()


def words(cell: Any) -> str:
    """Text of one cell; a dash where nothing was measured."""
    if cell is None:
        return "–"
    if isinstance(cell, Score):
        if cell.mae_deg is None or cell.bias_deg is None or cell.p95_deg is None:
            return f"–  {cell.measured:4.0%}"
        return f"{cell.mae_deg:.1f}  {cell.bias_deg:+5.1f}  {cell.p95_deg:5.1f}  {cell.measured:4.0%}"
    return f"{cell:.2f}" if isinstance(cell, float) else str(cell)


def as_json(tables: Iterable[Table]) -> dict[str, list[dict[str, Any]]]:
    """Every table as a list of objects, unrounded; ``null`` where nothing was measured."""
    return {table.key: [_object(table, entry) for entry in table.entries] for table in tables}


def columns(entries: Iterable[Entry]) -> list[str]:
    """Names of the cells, methods first."""
    names = dict.fromkeys(name for entry in entries for name in entry.cells)
    return [*(m for m in METHODS if m in names), *(n for n in names if n not in METHODS)]


def as_markdown(tables: Iterable[Table], about: str) -> str:
    """Short form for people who read one page: each angle and range beside the peers, then persons and conditions."""
    by_key = {table.key: table for table in tables}
    whole_angles = set(AXIS_LABEL.values())
    summary = [
        [f"{e.labels[0]}, {e.labels[1]}", e.labels[2], *(_short(e.cells.get(m)) for m in METHODS), e.cells.get("goal")]
        for e in by_key["summary"].entries
        if e.labels[1] in whole_angles and isinstance(e.cells.get(OURS), Score)
    ]
    groups = [(e.labels[-2], e) for e in by_key["persons"].entries if e.labels[0] == ALL_FRONTAL]
    groups += [(e.labels[0], e) for e in by_key["conditions"].entries]
    angles = [AXIS_LABEL[axis] for axis in reversed(AXES)]
    where: dict[str, dict[str, str]] = {}
    for name, entry in groups:
        angle, at_rest, _ = entry.labels[-1].partition(AT_REST)
        where.setdefault(name, {})[angle] = _short(entry.cells.get(OURS)) + at_rest
    lines = where.items()
    return "\n".join([
        "Mean absolute error and 95th percentile in degrees, and share of frames measured, over frames more than 10° "
        f"from neutral. {about}",
        "",
        *_markdown(["", "range", *METHODS, "goal"], summary),
        "",
        f"Core range, {OURS}:",
        "",
        *_markdown(["", *angles], [[name, *(found.get(a, "not measured") for a in angles)] for name, found in lines]),
        "",
    ])  # fmt: skip


def _markdown(head: list[str], lines: list[list[Any]]) -> list[str]:
    rule = ["---"] * len(head)
    return ["| " + " | ".join(str(cell) for cell in line) + " |" for line in (head, rule, *lines)]


def _short(cell: Score | None) -> str:
    if cell is None or cell.mae_deg is None:
        return "not measured"
    return f"{cell.mae_deg:.1f}°, {cell.p95_deg:.1f}°, {cell.measured:.0%}"


def _object(table: Table, entry: Entry) -> dict[str, Any]:
    cells: Mapping[str, Any] = {k: asdict(v) if isinstance(v, Score) else v for k, v in entry.cells.items()}
    return {**dict(zip(table.label_names, entry.labels, strict=False)), **cells}
