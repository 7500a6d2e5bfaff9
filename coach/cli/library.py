"""``coach exercises``: look at the library and check exercise files."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from coach.cli import CommandError, Exit
from coach.exercise.dose import dose
from coach.history.library import ExerciseFileError, Library, LibraryError, check_file, load_library
from coach.paths import exercises_dir, user_exercises_dir


def library() -> Library:
    """Load the shipped exercises and the user's own.

    Raises
    ------
    LibraryError
        Listing every fault in every file.
    """
    folders = [exercises_dir()]
    if user_exercises_dir().is_dir():
        folders.append(user_exercises_dir())
    return load_library(*folders)


def print_list() -> None:
    """Print a row an exercise."""
    table = Table()
    for column in ("code", "id", "exercise", "approach", "dose"):
        table.add_column(column, no_wrap=column in ("code", "id", "approach"))
    for exercise in library():
        table.add_row(exercise.code, exercise.id, escape(exercise.title), exercise.approach.value, dose(exercise))
    Console().print(table)


def print_exercise(exercise_id: str) -> None:
    """Print everything that a person should know about one exercise."""
    exercise = library().find(exercise_id)
    console = Console(highlight=False)
    console.print(f"[bold]{escape(exercise.title)}[/bold]  ({exercise.code}, {exercise.id})")
    console.print(escape(exercise.purpose))
    console.print(f"\n[bold]Start:[/bold] {escape(exercise.start_position)}")
    for number, step in enumerate(exercise.steps, 1):
        console.print(f"  {number}. {escape(step)}")
    console.print(f"\n[bold]Dose:[/bold] {escape(f'{dose(exercise)}; {exercise.frequency}')}")
    watched = [f"{rule.cue} ({rule.kind.value}, {rule.limit:g})" for rule in exercise.faults]
    for title, lines in (
        ("Watched", watched),
        ("Take care", exercise.precautions),
        ("Not if", exercise.contraindications),
        ("Next", [exercise.progression]),
        ("Easier", [exercise.regression]),
    ):
        text = "; ".join(line for line in lines if line)
        if text:
            console.print(f"[bold]{title}:[/bold] {escape(text)}")
    console.print(f"[bold]Ground:[/bold] {escape(f'{exercise.evidence.summary} ({exercise.evidence.source})')}")


def check(paths: list[Path]) -> None:
    """Check files, the files in folders, or without either the whole library.

    Raises
    ------
    CommandError
        A file has a fault: the file, the field and the reason, a line each.
    """
    if not paths:
        count = len(list(library()))
        Console().print(f"{count} exercises, no fault")
        return
    faults, checked = [], 0
    for path in paths:
        files = sorted(path.rglob("*.toml")) if path.is_dir() else [path]
        if not files:
            faults.append(f"{path}: there is no .toml file in this folder")
        for file in files:
            try:
                check_file(file)
                checked += 1
            except (ExerciseFileError, LibraryError) as error:
                faults.append(str(error))
    if faults:
        raise CommandError("\n".join(faults), Exit.WRONG_ARGUMENTS)
    Console().print(f"{checked} exercises, no fault")
