"""The exercise library: ``<folder>/<approach>/<id>.toml`` read into checked exercises.

Every fault of every file is reported in one go, as ``file:line: field: reason``. Nothing is half loaded in silence: a
library with faults is raised as an error that carries the exercises that are sound.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from coach.exercise.model import Approach, Exercise
from coach.history.exercise_file import APPROACHES, ExerciseFileError, FileFault, check_file
from coach.history.tomllines import find_line


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
        As in :func:`~coach.history.exercise_file.check_file`.

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
    return APPROACHES.index(exercise.approach.value), letters, int(exercise.code[len(letters) :])


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
