"""The command line. Heavy imports wait until a command needs them."""

from __future__ import annotations

import sys
from enum import IntEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from coach import __version__
from coach.cli.planning import diary, plan
from coach.measure.types import View

app = typer.Typer(
    name="coach",
    help="Measures the neck with one webcam and guides exercises. Without a command it opens the window.",
    pretty_exceptions_enable=False,
    add_completion=False,
)
exercises = typer.Typer(help="Look at the exercise library.", no_args_is_help=True)
app.add_typer(exercises, name="exercises")
app.add_typer(plan, name="plan")
app.add_typer(diary, name="diary")

Source = Annotated[str, typer.Argument(help="a video file, or a camera number such as 0")]
JsonOut = Annotated[Path | None, typer.Option("--json", metavar="OUT.json", help="write the result as JSON")]
Fov = Annotated[float | None, typer.Option("--fov", metavar="DEG", help="horizontal field of view of the camera")]


class Exit(IntEnum):
    """Exit codes; scripts depend on them."""

    DONE = 0
    WRONG_ARGUMENTS = 2
    NO_SOURCE = 3
    NOBODY = 4


class CommandError(Exception):
    """A command that cannot go on: one clear line and an exit code."""

    def __init__(self, message: str, code: Exit):
        super().__init__(message)
        self.code = code


def main() -> None:
    """Run the command line; errors become one line on the standard error and an exit code."""
    from coach.history.library import LibraryError, UnknownExercise
    from coach.progress.records import StoreError
    from coach.sense.errors import SourceError

    try:
        interrupted = app(prog_name="coach", standalone_mode=False)
    except typer.TyperException as error:
        _stop(_usage(error), Exit.WRONG_ARGUMENTS)
    except CommandError as error:
        _stop(str(error), error.code)
    except SourceError as error:
        _stop(str(error), Exit.NO_SOURCE)
    except UnknownExercise as error:
        _stop(f"{error} (coach exercises list names them all)", Exit.WRONG_ARGUMENTS)
    except (StoreError, LibraryError) as error:
        _stop(str(error), Exit.WRONG_ARGUMENTS)
    except OSError as error:
        reason = error.strerror or str(error)
        _stop(f"{error.filename}: {reason}" if error.filename else reason, Exit.WRONG_ARGUMENTS)
    else:
        sys.exit(interrupted or Exit.DONE)


def _stop(message: str, code: Exit) -> NoReturn:
    sys.stderr.write(f"coach: {message}\n")
    sys.exit(code)


def _usage(error: typer.TyperException) -> str:
    """Say in one line what is wrong with the arguments."""
    message = str(getattr(error, "format_message", error.__str__)()).replace("Value error, ", "").rstrip(".")
    context = getattr(error, "ctx", None)
    return f"{message or 'a command is missing'}{f'; see {context.command_path} --help' if context else ''}"


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"neck-coach {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def window(
    context: typer.Context,
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="print the version")] = False,
) -> None:
    """Open the window when no command is given."""
    if context.invoked_subcommand is None:
        from coach.cli.window import open_window

        open_window()


@app.command()
def demo() -> None:
    """Run the program on the bundled clip, as if it were a camera; in the terminal where there is no screen."""
    from coach.cli.window import open_demo

    open_demo()


@app.command()
def measure(
    source: Source,
    view: Annotated[View, typer.Option(help="which side of the person the camera sees")] = View.FRONT,
    angles: Annotated[Path | None, typer.Option(metavar="OUT.csv", help="write a row a frame")] = None,
    json_out: JsonOut = None,
    fov: Fov = None,
    protocol: Annotated[
        str,
        typer.Option(
            metavar="rom|jpe|free",
            help="rom leaves out the first trial of a direction as a warm-up; jpe is back to the middle, eyes shut",
        ),
    ] = "free",
    c7: Annotated[
        str | None,
        typer.Option(
            "--c7",
            metavar="X,Y",
            help="skin over the seventh neck vertebra at neutral, marked in the unmirrored picture from the side, in "
            "pixels; gives the craniovertebral angle",
        ),
    ] = None,
    tragus: Annotated[
        str | None,
        typer.Option(metavar="X,Y", help="tragus of the ear, marked in the same way (with --c7); a smaller error"),
    ] = None,
) -> None:
    """Measure the range of motion of the neck in a clip or in front of a camera (Ctrl-C ends it)."""
    from coach.cli.marks import marks_from_options
    from coach.cli.measure import Protocol, measure_source

    if protocol not in set(Protocol):
        raise typer.BadParameter(f"{protocol!r} is not one of {', '.join(Protocol)}", param_hint="--protocol")
    marks = marks_from_options(c7, tragus, view)
    how = Protocol(protocol)
    measure_source(source, view=view, angles=angles, json_out=json_out, fov=fov, protocol=how, marks=marks)


@app.command()
def session(
    exercise_id: Annotated[str, typer.Argument(help="an id such as active-rotation, or a code such as M1")],
    source: Annotated[
        str,
        typer.Option(
            metavar="SOURCE",
            help="a video file, a camera number, or synthetic[:VARIANT] for a made-up person (with --headless)",
        ),
    ] = "0",
    headless: Annotated[
        bool,
        typer.Option(
            "--headless",
            help="without a window, to try an exercise out: the dose is that of the file, nothing is asked and "
            "nothing is kept",
        ),
    ] = False,
    view: Annotated[
        View | None,
        typer.Option(
            help="which side of the person the camera sees (with --headless); without it front, or left in an exercise "
            "that is seen from the side"
        ),
    ] = None,
    json_out: JsonOut = None,
    fov: Fov = None,
) -> None:
    """Guide one exercise: in the window with your plan and your answers, or with --headless to try it out."""
    if headless:
        from coach.cli.session import run_headless

        run_headless(exercise_id, source, view=view, json_out=json_out, fov=fov)
        return
    if view is not None:
        raise typer.BadParameter(
            "goes with --headless; in the window the camera check asks for it", param_hint="--view"
        )
    if json_out:
        raise typer.BadParameter(
            "goes with --headless; a session in the window is kept in the history", param_hint="--json"
        )
    if source.partition(":")[0] == "synthetic":
        raise typer.BadParameter("a made-up person goes with --headless", param_hint="--source")
    from coach.cli.window import open_window

    open_window(source=source, exercise=exercise_id)


@exercises.command("list")
def exercises_list(
    markdown: Annotated[bool, typer.Option("--markdown", help="as a table for a document")] = False,
) -> None:
    """List the exercises."""
    from coach.cli.library import print_list, print_markdown

    print_markdown() if markdown else print_list()


@exercises.command("show")
def exercises_show(exercise_id: Annotated[str, typer.Argument(metavar="ID", help="an id or a code")]) -> None:
    """Show one exercise in full."""
    from coach.cli.library import print_exercise

    print_exercise(exercise_id)


@exercises.command("check")
def exercises_check(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH]...", help="files or folders")] = None,
) -> None:
    """Check exercise files: the library, or the files and folders given."""
    from coach.cli.exercise_files import check

    check(paths or [])


@exercises.command("schema")
def exercises_schema(
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="write it to a file; else it is printed")] = None,
) -> None:
    """Give the JSON Schema of an exercise file, for editors."""
    from coach.cli.exercise_files import write_schema

    write_schema(out)


@exercises.command("new")
def exercises_new(
    exercise_id: Annotated[str, typer.Argument(metavar="ID", help="a new id, such as half-turn")],
    approach: Annotated[str, typer.Option(help="the folder it goes into")] = "mobility",
) -> None:
    """Write a commented exercise into your own folder, to be changed by hand."""
    from coach.cli.exercise_files import write_starter
    from coach.exercise.model import Approach

    if approach not in set(Approach):
        raise typer.BadParameter(f"{approach!r} is not one of {', '.join(Approach)}", param_hint="--approach")
    write_starter(exercise_id, Approach(approach))


@app.command()
def history(
    patient: Annotated[str | None, typer.Option(metavar="ID", help="a name or the start of an id")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print as JSON")] = False,
    decisions: Annotated[
        bool, typer.Option("--decisions", help="what the safety rules decided, and from what")
    ] = False,
) -> None:
    """Show what was measured and done so far."""
    from coach.cli.history import print_history

    print_history(patient, as_json=as_json, decisions=decisions)


@app.command()
def doctor(
    source: Annotated[
        str | None, typer.Option(metavar="SOURCE", help="look at this camera or video: light, place, error to expect")
    ] = None,
) -> None:
    """Say what works on this machine and what to do about the rest."""
    if source is not None:
        from coach.cli.preflight import look_before_measuring

        look_before_measuring(source)
        return
    from coach.cli.doctor import examine

    examine()


@app.command()
def bench(
    frames: Annotated[int, typer.Option(min=20, help="frames for the times")] = 288,
    long_run: Annotated[int, typer.Option(min=0, help="frames for the memory; 0 leaves it out")] = 10_000,
    view: Annotated[View, typer.Option(help="which side of the person the camera sees")] = View.FRONT,
    size: Annotated[str, typer.Option(help="width and height of the pictures, as 1280x720")] = "640x480",
) -> None:
    """Measure the speed on this machine against the bare models, and the memory over a long run."""
    from coach.cli.bench import run_bench, size_from

    try:
        size_px = size_from(size)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--size") from None
    run_bench(frames, long_run, view, size_px)
