"""``coach session --headless``: one exercise guided in the terminal."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from coach import __version__
from coach.cli import CommandError, Exit
from coach.cli.files import json_file, refuse_to_overwrite
from coach.cli.frames import NOBODY, check_field_of_view, each_snapshot, interruptible, note
from coach.cli.library import library
from coach.cli.result_json import rom_json
from coach.exercise import session
from coach.exercise.model import Exercise
from coach.exercise.types import Command, Event, EventKind, Fault, Repetition, SessionResult
from coach.sense.camera import open_source
from coach.sense.correction import corrected_measurer
from coach.sense.detector import Detector, model_version
from coach.sense.loop import CaptureLoop


def run_headless(exercise_id: str, source: str, *, json_out: Path | None = None, fov: float | None = None) -> None:
    """Guide one exercise on a source and print what happened.

    Ctrl-C stops the session; what was done until then is reported and written.

    Raises
    ------
    UnknownExercise, SourceError, CommandError
        The exercise or the source is not there, or nobody could be measured.
    OSError
        The file cannot be written.
    """
    exercise = library().find(exercise_id)
    check_field_of_view(fov)
    refuse_to_overwrite(source, json_out)
    measurer = corrected_measurer(hfov_deg=fov)
    with ExitStack() as stack:
        stop = stack.enter_context(interruptible())
        camera = open_source(source)
        stack.callback(camera.close)
        write_json = stack.enter_context(json_file(json_out))
        detector = Detector()
        stack.callback(detector.close)
        loop = CaptureLoop(camera, detector, measurer, state=session.start(exercise, {}))
        events = _guide(loop, exercise, stop)
        result = loop.result()
        assert result is not None
        try:
            write_json(_as_json(exercise, source, result, events))
        finally:  # a full disk must not take the result away
            if measurer.neutral is not None:
                _print(exercise, result, Console())
    if measurer.neutral is None:
        reason = "stopped before anything was measured" if stop.is_set() else NOBODY
        raise CommandError(f"{source}: {reason}", Exit.NOBODY)


def _guide(loop: CaptureLoop, exercise: Exercise, stop: threading.Event) -> list[Event]:
    events: list[Event] = []
    for _ in each_snapshot(loop, exercise.title, stop):
        events.extend(_tell(loop.take_events()))
        if events and events[-1].kind in (EventKind.FINISHED, EventKind.STOPPED):
            return events
    loop.submit(Command.STOP)
    loop.obey()
    return [*events, *_tell(loop.take_events())]


def _tell(events: list[Event]) -> list[Event]:
    for event in events:
        if event.cue:
            note(f"{event.t_s:7.1f} s  {event.cue}")
    return events


def _print(exercise: Exercise, result: SessionResult, console: Console) -> None:
    done = len(result.repetitions)
    console.print(f"{exercise.title} ({exercise.code}): {done} of {result.repetitions_asked} repetitions", markup=False)
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
    if repetition.peak_deg is not None and repetition.beyond:
        angle = f"beyond {repetition.peak_deg:.0f}°"
    elif repetition.peak_deg is not None and repetition.sigma_deg is not None:
        angle = f"{repetition.peak_deg:.0f}° ± {max(1, round(repetition.sigma_deg))}°"
    direction = repetition.direction.label if repetition.direction else ""
    noticed = escape("; ".join(fault.cue for fault in repetition.faults))
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
        "faults": [_rounded(asdict(f)) for f in called_faults(result)],
        "duration_s": round(result.ended_s - result.started_s, 3),
        "lost_s": round(result.lost_s, 3),
        "measured_fraction": round(result.measured_fraction, 4),
        "rom": {value.direction.value: rom_json(value) for value in result.rom},
        "events": [
            {"t_s": round(e.t_s, 3), "kind": e.kind.value, "stage": e.stage.value, "cue": e.cue} for e in events
        ],
        "software": {"version": __version__, "models": model_version()},
    }


def called_faults(result: SessionResult) -> list[Fault]:
    """Every fault that was called, in movements that counted and in others, in the order of time."""
    called = [fault for repetition in result.repetitions for fault in repetition.faults]
    return sorted([*called, *result.other_faults], key=lambda fault: fault.t_s)


def _repetition_json(repetition: Repetition) -> dict[str, Any]:
    return _rounded(asdict(repetition)) | {
        "clean": repetition.clean,
        "faults": [_rounded(asdict(fault)) for fault in repetition.faults],
    }


def _rounded(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in fields.items()}
