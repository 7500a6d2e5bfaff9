"""The exercise library: ``<folder>/<approach>/<id>.toml`` read into checked exercises.

Every fault of every file is reported in one go, as ``file:line: field: reason``. Nothing is half loaded in silence: a
library with faults is raised as an error that carries the exercises that are sound.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from coach.exercise.model import Approach, Exercise
from coach.history.tomllines import find_line

_APPROACHES = tuple(approach.value for approach in Approach)


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


class LibraryError(ExerciseFileError):
    """Some files of the library have faults; ``usable`` holds the exercises of all the others."""

    def __init__(self, faults: Sequence[FileFault], usable: Library) -> None:
        self.usable = usable
        super().__init__(faults)


class UnknownExercise(LookupError):
    """No exercise has this id or code; ``near`` holds ids that look alike."""

    def __init__(self, wanted: str, near: Sequence[str]) -> None:
        self.wanted = wanted
        self.near = tuple(near)
        hint = f"; did you mean {' or '.join(self.near)}?" if self.near else ""
        super().__init__(f"there is no exercise {wanted!r}{hint}")


@dataclass(frozen=True, slots=True)
class Library:
    """Exercises in the order of their approaches, then of their codes; assessments come last."""

    entries: tuple[Exercise, ...] = ()

    def __iter__(self) -> Iterator[Exercise]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """What a person trains with: everything but the assessments."""
        return tuple(e for e in self.entries if e.approach is not Approach.ASSESSMENT)

    @property
    def assessments(self) -> tuple[Exercise, ...]:
        """The tests, such as the range of motion."""
        return tuple(e for e in self.entries if e.approach is Approach.ASSESSMENT)

    def find(self, id_or_code: str) -> Exercise:
        """Return the exercise with this id or code, in any case.

        Raises
        ------
        UnknownExercise
            Names the nearest ids.
        """
        wanted = id_or_code.strip().casefold()
        for exercise in self.entries:
            if wanted in (exercise.id, exercise.code.casefold()):
                return exercise
        names = {e.id: e.id for e in self.entries}
        names.update({e.code.casefold(): e.id for e in self.entries})
        names.update({e.title.casefold(): e.id for e in self.entries})
        close = get_close_matches(wanted, names, n=5, cutoff=0.5)
        close += [name for name in names if len(wanted) > 2 and wanted in name]
        raise UnknownExercise(id_or_code, list(dict.fromkeys(names[name] for name in close))[:3])


def load_library(*folders: Path) -> Library:
    """Read every exercise of some folders; a folder that does not exist is left out.

    Raises
    ------
    LibraryError
        Lists every fault of every file, an id or code that two files share, and a library without any exercise.
    """
    faults: list[FileFault] = []
    files = [path for folder in folders for path in _files(folder, faults)]
    found, in_files = check_files(files, in_library=True)
    faults.extend(in_files)
    library = Library(tuple(sorted(found.values(), key=_order)))
    if not library and not faults:
        where = folders[0] if folders else Path()
        faults.append(FileFault(where, "library", "no exercise file was found"))
    if faults:
        raise LibraryError(faults, library)
    return library


def check_files(
    files: Sequence[Path], *, beside: Sequence[Path] = (), in_library: bool = False
) -> tuple[dict[Path, Exercise], list[FileFault]]:
    """Read some exercise files, and see that no two use one id or code.

    Parameters
    ----------
    files
        The files to check.
    beside
        Files without faults that these will stand beside, and whose ids and codes are taken.
    in_library
        As in :func:`check_file`.

    Returns
    -------
    tuple
        The exercises of the files that are sound, and every fault of the others.
    """
    found: dict[Path, Exercise] = {}
    faults: list[FileFault] = []
    for path in files:
        try:
            found[path] = check_file(path, in_library=in_library)
        except ExerciseFileError as error:
            faults.extend(error.faults)
    checked = {path.resolve() for path in files}
    taken = {path: check_file(path) for path in beside if path.resolve() not in checked}
    for path, shared in _shared_names(taken | found):
        found.pop(path, None)
        faults.append(shared)
    return found, faults


def _files(folder: Path, faults: list[FileFault]) -> list[Path]:
    try:
        folders = sorted(child for child in folder.iterdir() if child.is_dir())
        return [*sorted(folder.glob("*.toml")), *(path for child in folders for path in sorted(child.glob("*.toml")))]
    except FileNotFoundError:
        return []
    except OSError as error:
        faults.append(FileFault(folder, "folder", f"cannot be read ({error.strerror})"))
        return []


def _order(exercise: Exercise) -> tuple[int, str, int]:
    letters = exercise.code.rstrip("0123456789")
    return _APPROACHES.index(exercise.approach.value), letters, int(exercise.code[len(letters) :])


def _shared_names(found: dict[Path, Exercise]) -> list[tuple[Path, FileFault]]:
    """Files that use an id or a code again; the first one, of the first folder, keeps it."""
    owner: dict[tuple[str, str], Path] = {}
    faults: list[tuple[Path, FileFault]] = []
    for path, exercise in found.items():
        for field, name in (("id", exercise.id), ("code", exercise.code)):
            first = owner.setdefault((field, name), path)
            if first is not path:
                line = _line_in(path, (field,))
                another = "file name" if field == "id" else "code"
                reason = f"{name} is already used by {first}; choose another {another}"
                faults.append((path, FileFault(path, field, reason, line)))
    return faults


def _line_in(path: Path, field: tuple[str | int, ...]) -> int | None:
    return find_line(path.read_text(encoding="utf-8-sig"), field)


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
    if folder not in _APPROACHES:
        reason = f"the file must lie in a folder named after its approach, not in {folder!r}"
        return [FileFault(path, "approach", reason)] if in_library else []
    if isinstance(approach, str) and approach in _APPROACHES and approach != folder:
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
