"""``coach session --headless``: one exercise guided in the terminal."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from coach.cli import CommandError, Exit
from coach.cli.files import json_file, refuse_to_overwrite
from coach.cli.frames import NOBODY, check_field_of_view, each_snapshot, interruptible, note
from coach.cli.library import library
from coach.cli.session_json import session_json
from coach.exercise import session
from coach.exercise.actor import OWN_RANGE_DEG
from coach.exercise.dose import count
from coach.exercise.model import Exercise
from coach.exercise.quality import unit
from coach.exercise.synthetic import performing
from coach.exercise.types import Command, Event, EventKind, Repetition, SessionResult
from coach.exercise.variants import Variant, variants

if TYPE_CHECKING:
    from coach.sense.loop import CaptureLoop

MADE_UP = "synthetic"
NO_MODELS = "none: a made-up person"


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
    if is_made_up(source):
        _run_made_up(exercise, source, json_out)
        return
    from coach.sense.camera import open_source
    from coach.sense.correction import corrected_measurer
    from coach.sense.detector import Detector, model_version
    from coach.sense.loop import CaptureLoop

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
            write_json(session_json(exercise, source, result, events, model_version()))
        finally:  # a full disk must not take the result away
            if measurer.neutral is not None or not exercise.seen:
                _print(exercise, result, Console())
    if measurer.neutral is None and exercise.seen:
        reason = "stopped before anything was measured" if stop.is_set() else NOBODY
        raise CommandError(f"{source}: {reason}", Exit.NOBODY)


def _run_made_up(exercise: Exercise, source: str, json_out: Path | None) -> None:
    """Let a made-up person do the exercise, as fast as the computer can."""
    variant = variant_of(source, exercise)
    with interruptible() as stop, json_file(json_out) as write_json:
        state, events = session.start(exercise, OWN_RANGE_DEG), list[Event]()
        for now, happened, _ in performing(exercise, variant):
            state = now
            events.extend(_tell(list(happened)))
            if stop.is_set():
                state, stopped = session.command(state, Command.STOP, state.now_s)
                events.extend(_tell(list(stopped)))
                break
        result = session.result(state)
        try:
            write_json(session_json(exercise, source, result, events, NO_MODELS))
        finally:
            _print(exercise, result, Console())


def is_made_up(source: str) -> bool:
    """Whether a source names a made-up person and neither a camera nor a file."""
    return source.partition(":")[0] == MADE_UP


def variant_of(source: str, exercise: Exercise) -> Variant:
    """Read the variant of a made-up person: ``synthetic`` or ``synthetic:hike``.

    Raises
    ------
    CommandError
        There is no such variant, or it has no meaning in this exercise.
    """
    name = source.partition(":")[2] or Variant.CLEAN.value
    known = variants(exercise)
    if name in known:
        return Variant(name)
    what = "has no meaning in" if name in set(Variant) else "is no variant of"
    choices = ", ".join(known)
    raise CommandError(f"{source}: {name} {what} {exercise.code}; choose from {choices}", Exit.WRONG_ARGUMENTS)


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
    asked = count(result.repetitions_asked, unit(exercise))
    console.print(f"{exercise.title} ({exercise.code}): {done} of {asked}", markup=False, highlight=False)
    if done and result.measured:
        table = Table()
        for column in ("repetition", "direction", "largest angle", "held", "noticed"):
            table.add_column(column)
        for repetition in result.repetitions:
            table.add_row(*_row(repetition))
        console.print(table)
    for sentence in result.summary:
        console.print(sentence, markup=False, highlight=False)


def _row(repetition: Repetition) -> tuple[str, ...]:
    angle = ""
    if repetition.peak_deg is not None and repetition.beyond:
        angle = f"beyond {repetition.peak_deg:.0f}°"
    elif repetition.peak_deg is not None and repetition.sigma_deg is not None:
        angle = f"{repetition.peak_deg:.0f}° ± {max(1, round(repetition.sigma_deg))}°"
    direction = repetition.direction.label if repetition.direction else ""
    noticed = escape("; ".join(fault.cue for fault in repetition.faults))
    return str(repetition.number), direction, angle, f"{repetition.held_s:.1f} s", noticed
