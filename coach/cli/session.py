"""``coach session --headless``: one exercise guided in the terminal."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from coach import __version__
from coach.cli import CommandError, Exit
from coach.cli.library import library
from coach.cli.measure import each_frame, rom_json, write_json
from coach.exercise import session
from coach.exercise.model import Exercise
from coach.exercise.types import Command, Event, EventKind, Repetition, SessionResult
from coach.measure.measurer import Measurer
from coach.sense.camera import open_source
from coach.sense.detector import Detector, model_version
from coach.sense.loop import CaptureLoop


def run_headless(exercise_id: str, source: str, *, json_out: Path | None = None, fov: float | None = None) -> None:
    """Guide one exercise on a source and print what happened.

    Ctrl-C stops the session; what was done until then is reported and written.

    Raises
    ------
    UnknownExercise, SourceError, CommandError
        The exercise or the source is not there, or nobody could be measured.
    """
    exercise = library().find(exercise_id)
    try:
        measurer = Measurer(hfov_deg=fov)
    except ValueError as error:
        raise CommandError(str(error), Exit.WRONG_ARGUMENTS) from error
    with ExitStack() as stack:
        camera = open_source(source, realtime=source.isdecimal())
        stack.callback(camera.close)
        detector = Detector()
        stack.callback(detector.close)
        loop = CaptureLoop(camera, detector, measurer, state=session.start(exercise, {}))
        events = _guide(loop, exercise)
        if camera.problem:
            Console(stderr=True).print(f"coach: {camera.problem}", style="yellow")
    result = loop.result()
    assert result is not None
    if json_out:
        write_json(json_out, _as_json(exercise, source, result, events))
    if measurer.neutral is None:
        raise CommandError(
            f"{source}: nobody could be measured; face and both shoulders must be in view, and the person must sit "
            "still for a second at the start",
            Exit.NOBODY,
        )
    _print(exercise, result, Console())


def _guide(loop: CaptureLoop, exercise: Exercise) -> list[Event]:
    console = Console(stderr=True)
    events: list[Event] = []
    try:
        for _ in each_frame(loop.camera, exercise.title):
            snapshot = loop.run_once()
            for event in loop.take_events():
                events.append(event)
                _say(event, console)
            if snapshot and snapshot.view and events and events[-1].kind in (EventKind.FINISHED, EventKind.STOPPED):
                return events
    except KeyboardInterrupt:
        pass
    loop.submit(Command.STOP)
    loop.obey()
    events.extend(loop.take_events())
    return events


def _say(event: Event, console: Console) -> None:
    if event.cue:
        style = "yellow" if event.kind is EventKind.FAULT else None
        console.print(f"{event.t_s:7.1f} s  {event.cue}", style=style)


def _print(exercise: Exercise, result: SessionResult, console: Console) -> None:
    done = len(result.repetitions)
    console.print(f"{exercise.title} ({exercise.code}): {done} of {result.repetitions_asked} repetitions")
    if not done:
        return
    table = Table()
    for column in ("repetition", "direction", "largest angle", "held", "noticed"):
        table.add_column(column)
    for repetition in result.repetitions:
        table.add_row(*_row(repetition))
    console.print(table)


def _row(repetition: Repetition) -> tuple[str, ...]:
    angle = ""
    if repetition.peak_deg is not None and repetition.sigma_deg is not None:
        angle = f"{repetition.peak_deg:.0f}° ± {max(1, round(repetition.sigma_deg))}°"
    direction = repetition.direction.label if repetition.direction else ""
    noticed = "; ".join(fault.cue for fault in repetition.faults)
    return str(repetition.number), direction, angle, f"{repetition.held_s:.1f} s", noticed


def _as_json(exercise: Exercise, source: str, result: SessionResult, events: list[Event]) -> dict[str, Any]:
    return {
        "exercise": {"id": exercise.id, "code": exercise.code, "title": exercise.title, "version": exercise.version},
        "source": source,
        "completed": result.completed,
        "repetitions_asked": result.repetitions_asked,
        "repetitions_done": len(result.repetitions),
        "sets_done": result.sets_done,
        "repetitions": [_repetition_json(r) for r in result.repetitions],
        "faults": [_rounded(asdict(f)) for r in result.repetitions for f in r.faults],
        "duration_s": round(result.ended_s - result.started_s, 3),
        "lost_s": round(result.lost_s, 3),
        "measured_fraction": round(result.measured_fraction, 4),
        "rom": {value.direction.value: rom_json(value) for value in result.rom},
        "events": [
            {"t_s": round(e.t_s, 3), "kind": e.kind.value, "stage": e.stage.value, "cue": e.cue} for e in events
        ],
        "software": {"version": __version__, "models": model_version()},
    }


def _repetition_json(repetition: Repetition) -> dict[str, Any]:
    return _rounded(asdict(repetition)) | {
        "clean": repetition.clean,
        "faults": [_rounded(asdict(fault)) for fault in repetition.faults],
    }


def _rounded(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in fields.items()}
