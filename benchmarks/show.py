"""Tables on the terminal, as JSON and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table as RichTable

from benchmarks.methods import METHODS, OURS
from benchmarks.scoring import Score
from benchmarks.tables import Entry, Table


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


def as_markdown(summary: Table, date: str, version: str, about: str) -> str:
    """Table for people who only read one: each angle and range, the program beside its peers."""
    head = ["", "range", *(f"{name}: error, 95th percentile, measured" for name in METHODS), "goal"]
    lines = [
        f"Mean absolute error and 95th percentile in degrees, and fraction of frames measured. {about} "
        f"neck coach {version}, {date}.",
        "",
        "| " + " | ".join(head) + " |",
        "|" + " --- |" * len(head),
    ]
    for entry in summary.entries:
        found = [entry.cells.get(name) for name in METHODS]
        if isinstance(found[0], Score):
            block, direction, zone = entry.labels
            cells = [f"{block}, {direction}", zone, *(_short(s) for s in found), str(entry.cells.get("goal", ""))]
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _short(cell: Score | None) -> str:
    if cell is None or cell.mae_deg is None:
        return "not measured"
    return f"{cell.mae_deg:.1f}°, {cell.p95_deg:.1f}°, {cell.measured:.0%}"


def _object(table: Table, entry: Entry) -> dict[str, Any]:
    cells: Mapping[str, Any] = {k: asdict(v) if isinstance(v, Score) else v for k, v in entry.cells.items()}
    return {**dict(zip(table.label_names, entry.labels, strict=False)), **cells}


__all__ = ["OURS", "as_json", "as_markdown", "columns", "print_table", "words"]
