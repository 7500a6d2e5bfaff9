"""``coach session --headless``: one exercise tried out in the terminal; nothing of it is kept.

It knows no person: it goes by the dose of the file, asks nothing, and no plan and no safety rule changes it. So what a
therapist has to allow first is not guided in front of a camera, whoever sits there.
"""

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
from coach.cli.frames import FROM_THE_SIDE, NOBODY, check_field_of_view, each_snapshot, interruptible, note
from coach.cli.library import library
from coach.cli.session_json import session_json
from coach.exercise import session
from coach.exercise.actor import OWN_RANGE_DEG
from coach.exercise.dose import axes, count
from coach.exercise.model import Exercise
from coach.exercise.quality import unit
from coach.exercise.synthetic import performing
from coach.exercise.types import Command, Event, EventKind, Repetition, SessionResult
from coach.exercise.variants import Variant, variants
from coach.measure.side import MEASURED as FROM_SIDE
from coach.measure.types import Axis, View

if TYPE_CHECKING:
    from coach.sense.loop import CaptureLoop

MADE_UP = "synthetic"
NO_MODELS = "none: a made-up person"


def run_headless(
    exercise_id: str,
    source: str,
    *,
    view: View | None = None,
    json_out: Path | None = None,
    fov: float | None = None,
) -> None:
    """Guide one exercise on a source and print what happened.

    ``view`` is the side of the person that the camera sees; what the exercise asks for (the left one, where it is
    seen from the side) where nothing is told.

    Ctrl-C stops the session; what was done until then is reported and written.

    Raises
    ------
    UnknownExercise, SourceError, CommandError
        The exercise or the source is not there, it cannot be done in this view or has to be allowed first, or nobody
        could be measured.
    OSError
        The file cannot be written.
    """
    exercise = library().find(exercise_id)
    check_field_of_view(fov)
    refuse_to_overwrite(source, json_out)
    view = view or exercise.seen_from(View.LEFT)
    check_view(exercise, view)
    check_lock(exercise, source)
    if is_made_up(source):
        _run_made_up(exercise, source, json_out)
        return
    from coach.sense.camera import open_source
    from coach.sense.correction import corrected_measurer
    from coach.sense.loop import CaptureLoop
    from coach.sense.side import detector_for, model_version_for

    measurer = corrected_measurer(view, fov)
    with ExitStack() as stack:
        stop = stack.enter_context(interruptible())
        camera = open_source(source)
        stack.callback(camera.close)
        write_json = stack.enter_context(json_file(json_out))
        detector = detector_for(view)
        stack.callback(detector.close)
        loop = CaptureLoop(camera, detector, measurer, state=session.start(exercise, {}), renews=True)
        events = _guide(loop, exercise, stop)
        result = loop.result()
        assert result is not None
        measured = measurer.neutral is not None or measurer.side_neutral is not None
        try:
            write_json(session_json(exercise, source, result, events, model_version_for(view)))
        finally:  # a full disk must not take the result away
            if measured or not exercise.seen:
                _print(exercise, result, Console())
    if not measured and exercise.seen:
        nobody = NOBODY if view is View.FRONT else FROM_THE_SIDE
        reason = "stopped before anything was measured" if stop.is_set() else nobody
        raise CommandError(f"{source}: {reason}", Exit.NOBODY)


def check_lock(exercise: Exercise, source: str) -> None:
    """Refuse what a therapist has to allow first in front of a camera; on a clip or a made-up person, only say so.

    Raises
    ------
    CommandError
        The exercise has a lock, and the source is a camera.
    """
    if exercise.lock is None:
        return
    if source.isdecimal():
        raise CommandError(
            f"{exercise.code}: {exercise.lock} Here nobody's answers are known; once it is allowed "
            f"(coach plan set {exercise.code} --state allow), do it in the window",
            Exit.WRONG_ARGUMENTS,
        )
    note(f"{exercise.code} is locked: {exercise.lock}")


def check_view(exercise: Exercise, view: View) -> None:
    """Refuse a view from which a target of the exercise cannot be measured.

    Raises
    ------
    CommandError
        Says what cannot be measured from there.
    """
    if view is View.FRONT:
        return
    unseen = axes(exercise.guide) - FROM_SIDE
    if unseen:
        names = {Axis.RIGHT_ROTATION: "turning", Axis.RIGHT_LATERAL_FLEXION: "side bending"}
        what = " and ".join(name for axis, name in names.items() if axis in unseen)
        raise CommandError(
            f"{exercise.code} asks for {what}, which is not measured from the side; use --view front",
            Exit.WRONG_ARGUMENTS,
        )


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
