"""``coach exercises check``, ``schema`` and ``new``: for those who write exercises of their own."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from rich.console import Console

from coach.cli import CommandError, Exit
from coach.cli.files import naming
from coach.cli.library import library
from coach.exercise.model import Approach
from coach.history.exercise_file import check_file
from coach.history.library import Library, LibraryError, check_files
from coach.history.schema import schema_text
from coach.paths import assets_dir, exercises_dir, user_exercises_dir

_CODE = 'code = "X1"'
_APPROACH = 'approach = "mobility"'
_LAST_CODE = 99


def check(paths: list[Path]) -> None:
    """Check files, the files in folders, or without either the whole library.

    Files are checked on their own and against the shipped library, whose ids and codes are taken.

    Raises
    ------
    CommandError
        A file has a fault: the file, the field and the reason, a line each.
    """
    if not paths:
        Console().print(f"{len(library())} exercises, no fault")
        return
    files: list[Path] = []
    faults: list[str] = []
    for path in paths:
        inside = sorted(path.rglob("*.toml")) if path.is_dir() else [path]
        if not inside:
            faults.append(f"{path}: there is no .toml file in this folder")
        files.extend(inside)
    found, in_files = check_files(files, beside=sorted(exercises_dir().rglob("*.toml")))
    faults.extend(str(fault) for fault in in_files)
    if faults:
        raise CommandError("\n".join(faults), Exit.WRONG_ARGUMENTS)
    Console().print(f"{len(found)} exercises, no fault")


def write_schema(out: Path | None) -> None:
    """Write the JSON Schema of an exercise file, or print it."""
    if out is None:
        sys.stdout.write(schema_text())
        return
    with naming(out):
        out.write_text(schema_text(), encoding="utf-8")
    Console(highlight=False, soft_wrap=True).print(f"{out} written", markup=False)


def write_starter(exercise_id: str, approach: Approach) -> None:
    """Write a commented exercise into the user's folder, to be changed by hand.

    Raises
    ------
    CommandError
        The id is no id, or is taken.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", exercise_id):
        raise CommandError(
            f"{exercise_id}: an id is small letters and digits in words joined by hyphens, such as my-turn",
            Exit.WRONG_ARGUMENTS,
        )
    path = user_exercises_dir() / approach.value / f"{exercise_id}.toml"
    known = _what_is_there()
    if path.exists() or any(exercise.id == exercise_id for exercise in known):
        raise CommandError(f"{exercise_id}: there is an exercise of this name already", Exit.WRONG_ARGUMENTS)
    template = (assets_dir() / "exercise-template.toml").read_text(encoding="utf-8")
    text = template.replace(_CODE, f'code = "{_free_code(known)}"').replace(_APPROACH, f'approach = "{approach.value}"')
    with naming(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    check_file(path, in_library=True)
    Console(highlight=False, soft_wrap=True).print(
        f"{path} written. Change it, then run: coach exercises check {path}", markup=False
    )


def _what_is_there() -> Library:
    """Return all exercises that can be read; a broken file of the user's does not keep them from writing another."""
    try:
        return library()
    except LibraryError as error:
        return error.usable


def _free_code(known: Library) -> str:
    taken = {exercise.code for exercise in known}
    free = (f"X{number}" for number in range(1, _LAST_CODE + 1))
    code = next((code for code in free if code not in taken), None)
    if code is None:
        raise CommandError(
            "all codes from X1 to X99 are taken; copy a file and choose another code", Exit.WRONG_ARGUMENTS
        )
    return code
