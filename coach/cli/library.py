"""``coach exercises list`` and ``show``: look at the library."""

from __future__ import annotations

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from coach.exercise.dose import dose
from coach.history.library import Library, load_library
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


def print_markdown() -> None:
    """Print the shipped library as a Markdown table, for a document."""
    typer.echo("| code | exercise | approach | dose | camera | ground |\n|---|---|---|---|---|---|")
    for exercise in load_library(exercises_dir()):
        title = exercise.title + (" (locked)" if exercise.lock else "")
        camera = exercise.view if exercise.seen else "not needed"
        cells = (exercise.code, title, exercise.approach.value, dose(exercise), camera, exercise.evidence.strength)
        typer.echo(f"| {' | '.join(cells)} |")


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
    if exercise.lock:
        console.print(f"[bold]Locked:[/bold] {escape(exercise.lock)}")
    watched = [f"{rule.cue} ({rule.kind.value}, {rule.limit:g})" for rule in exercise.faults]
    for title, lines in (
        ("Watched", watched),
        ("Take care", exercise.precautions),
        ("Not if", exercise.contraindications),
        ("Next", [exercise.progression, *(step.say for step in exercise.steps_up)]),
        ("Easier", [exercise.regression, *(step.say for step in exercise.steps_down)]),
    ):
        text = "; ".join(line for line in lines if line)
        if text:
            console.print(f"[bold]{title}:[/bold] {escape(text)}")
    console.print(f"[bold]Ground:[/bold] {escape(f'{exercise.evidence.summary} ({exercise.evidence.source})')}")
