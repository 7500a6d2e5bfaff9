"""Tell on which line of a TOML text a field stands.

``tomllib`` does not tell, and a fault without its line is hard to find in a long file. This scanner reads only what it
needs: table headers and the keys at the beginning of a line, skipping over strings and brackets that span lines.
"""

from __future__ import annotations

import re

_HEADER = re.compile(r"^\s*(\[\[?)([^\[\]]+)\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
_TOKEN = re.compile(r""""{3}|'{3}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*|[\[\]{}]""")

Path = tuple[str | int, ...]


def find_line(text: str, path: Path) -> int | None:
    """Line of a field, counted from 1; of the nearest enclosing one where the field itself is not there.

    Parameters
    ----------
    text
        A valid TOML text.
    path
        Keys and list positions from the top, such as ``("guide", "targets", 1, "degrees")``.
    """
    lines = _lines(text)
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


def _lines(text: str) -> dict[Path, int]:
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in _logical_lines(text):
        if header := _HEADER.match(line):
            table = _locate(_split(header[2]), counts)
            if header[1] == "[[":
                counts[table] = counts.get(table, 0) + 1
                table = (*table, counts[table] - 1)
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            parts = _split(key[1])
            for length in range(1, len(parts) + 1):
                lines.setdefault((*table, *parts[:length]), number)
    return lines


def _locate(parts: Path, counts: dict[Path, int]) -> Path:
    """Path of a header: inside an array of tables, that of its newest table."""
    path: Path = ()
    for index, part in enumerate(parts):
        path = (*path, part)
        if path in counts and index < len(parts) - 1:
            path = (*path, counts[path] - 1)
    return path


def _split(dotted: str) -> Path:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _logical_lines(text: str) -> list[tuple[int, str]]:
    """Lines at which a header or a key may stand, with their numbers."""
    starts: list[tuple[int, str]] = []
    depth, closing = 0, ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not depth and not closing:
            starts.append((number, line))
            if _HEADER.match(line):
                continue
        depth, closing = _follow(line, depth, closing)
    return starts


def _follow(line: str, depth: int, closing: str) -> tuple[int, str]:
    """Open brackets, and the quotes of an open string, at the end of a line."""
    position = 0
    while position < len(line):
        if closing:
            end = line.find(closing, position)
            if end < 0:
                return depth, closing
            position, closing = end + len(closing), ""
            continue
        token = _TOKEN.search(line, position)
        if not token:
            break
        position = token.end()
        if token[0] in ('"""', "'''"):
            closing = token[0]
        elif token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1
    return depth, closing
