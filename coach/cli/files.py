"""Files that commands write: checked before the work begins, whole when they are there, named when they fail."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from coach.cli import CommandError, Exit


def refuse_to_overwrite(source: str, *outputs: Path | None) -> None:
    """Keep a clip from being written over, and two results from being written to one file.

    Raises
    ------
    CommandError
        Naming the file.
    """
    taken = [Path(source)]
    for output in outputs:
        if output is None:
            continue
        if any(output.resolve() == other.resolve() for other in taken):
            raise CommandError(f"{output}: this file is used twice; give the result another name", Exit.WRONG_ARGUMENTS)
        taken.append(output)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Give the name of the file to errors of the system that do not carry it, such as a full disk."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


@contextmanager
def json_file(path: Path | None) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Open a JSON file before the work and write it after: a reader sees the old file or the whole new one.

    Yields
    ------
    Callable
        Writes the content; without a path it does nothing.

    Raises
    ------
    OSError
        The file cannot be written; at once where that can be known.
    """
    if path is None:
        yield lambda _content: None
        return
    whole_or_nothing = not path.is_symlink() and (path.is_file() or not path.exists())
    draft = path.with_name(path.name + ".part") if whole_or_nothing else path  # a device or a link is written as it is
    with naming(path):
        file = draft.open("w", encoding="utf-8")
    try:
        yield lambda content: _write(content, file, path)
        with naming(path):
            if whole_or_nothing and file.closed:
                draft.replace(path)
    finally:
        file.close()
        if whole_or_nothing:
            draft.unlink(missing_ok=True)


def _write(content: dict[str, Any], file: TextIO, path: Path) -> None:
    with naming(path), file:
        file.write(json.dumps(content, indent=1, allow_nan=False) + "\n")
