"""One exercise file, read into a checked exercise.

Every fault of the file is reported in one go, as ``file:line: field: reason``.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from coach.exercise.model import Approach, Exercise
from coach.history.tomllines import find_line

APPROACHES = tuple(approach.value for approach in Approach)
"""Names of the approaches in their order, which are those of the folders as well."""


@dataclass(frozen=True, slots=True)
class FileFault:
    """One thing wrong in one file; ``line`` where it could be found, ``field`` a dotted path."""

    path: Path
    field: str
    reason: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else f"{self.path}"
        return f"{place}: {self.field}: {self.reason}"


class ExerciseFileError(ValueError):
    """One exercise file has faults; all of them are in ``faults``."""

    def __init__(self, faults: Sequence[FileFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def check_file(path: Path, *, in_library: bool = False) -> Exercise:
    """Read one exercise file.

    Parameters
    ----------
    path
        The file; its name without ``.toml`` is the id.
    in_library
        Whether the folder must be named after the approach. A file elsewhere is only checked against its folder where
        that has the name of an approach.

    Raises
    ------
    ExerciseFileError
        Lists every fault of the file.
    """
    text = _read(path)
    data = _parse(path, text)
    faults = _misplaced(path, data, in_library=in_library)
    named = data.get("id", path.stem)
    if named != path.stem:
        faults.append(FileFault(path, "id", f"must be the file's name, {path.stem} (got {named!r})"))
    try:
        exercise = Exercise.model_validate_json(json.dumps({**data, "id": path.stem}, default=_no_json), strict=True)
    except ValidationError as error:
        faults.extend(_explain(path, data, error))
    if faults:
        raise ExerciseFileError([_with_line(fault, text) for fault in faults])
    return exercise


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ExerciseFileError([FileFault(path, "file", f"cannot be read ({error.strerror})")]) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ExerciseFileError([FileFault(path, "file", "is not UTF-8 text", line)]) from error


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        reason = re.sub(r" \(at .*\)$", "", str(error))
        raise ExerciseFileError([FileFault(path, "file", f"is not TOML: {reason}", line)]) from error


def _no_json(value: object) -> dict[str, str]:
    """Stand in for a TOML date or time, which no field takes: a table fits none of them either."""
    return {"date or time": str(value)}


def _misplaced(path: Path, data: dict[str, Any], *, in_library: bool) -> list[FileFault]:
    folder = path.resolve().parent.name
    approach = data.get("approach")
    if folder not in APPROACHES:
        reason = f"the file must lie in a folder named after its approach, not in {folder!r}"
        return [FileFault(path, "approach", reason)] if in_library else []
    if isinstance(approach, str) and approach in APPROACHES and approach != folder:
        return [FileFault(path, "approach", f"is {approach}, but the file lies in the folder {folder}")]
    return []


def _explain(path: Path, data: dict[str, Any], error: ValidationError) -> list[FileFault]:
    reasons: dict[str, str] = {}
    for item in error.errors(include_url=False):
        field = ".".join(str(part) for part in _real_path(item["loc"], data, item["type"])) or "exercise"
        reason = _reason(item, field, path)
        # A field that may be one of several types has a fault for each of them.
        reasons[field] = f"{reasons[field]}, or {reason}" if field in reasons else reason
    return [FileFault(path, field, reason) for field, reason in reasons.items()]


def _real_path(loc: tuple[int | str, ...], data: Any, kind: str) -> list[int | str]:
    """Path inside the file: pydantic's own steps through unions are left out."""
    path: list[int | str] = []
    for index, part in enumerate(loc):
        if _holds(data, part):
            data = data[part]
        elif not (kind == "missing" and index == len(loc) - 1) and part != "id":
            continue
        path.append(part)
    return path


def _holds(data: Any, part: int | str) -> bool:
    if isinstance(data, dict):
        return part in data
    return isinstance(data, list) and isinstance(part, int) and part < len(data)


def _reason(item: Any, field: str, path: Path) -> str:
    if item["type"] == "missing":
        return "is missing"
    if item["type"] == "extra_forbidden":
        return "is not a field of an exercise"
    if field == "id":
        return f"the file's name {path.stem!r} must be small letters and digits in words joined by hyphens"
    message: str = item["msg"].removeprefix("Value error, ")
    value = item["input"]
    shown = f" (got {value!r})" if isinstance(value, str | int | float | bool) else ""
    return message[0].lower() + message[1:] + shown


def _with_line(fault: FileFault, text: str) -> FileFault:
    parts = tuple(int(part) if part.isdigit() else part for part in fault.field.split("."))
    return replace(fault, line=fault.line or find_line(text, parts))
