"""``coach doctor --source``: light, camera and place before measuring, and the error to expect from them."""

from __future__ import annotations

from contextlib import ExitStack

from rich.console import Console
from rich.table import Table

from coach.cli import CommandError, Exit
from coach.cli.frames import NOBODY
from coach.measure.preflight import Preflight
from coach.measure.types import Direction
from coach.sense.camera import open_source
from coach.sense.correction import corrected_measurer
from coach.sense.detector import Detector
from coach.sense.loop import CaptureLoop
from coach.sense.preflight import shipped_errors

LONGEST_S = 8.0
"""Somebody who sits still is found within a second or two."""


def look_before_measuring(source: str) -> None:
    """Look at a source until neutral is known, and print the judgement.

    Raises
    ------
    SourceError
        The source cannot be opened.
    CommandError
        Nobody could be measured in the first seconds.
    """
    found = _look(source)
    if found is None:
        raise CommandError(f"{source}: {NOBODY}", Exit.NOBODY)
    print_preflight(found, Console())


def _look(source: str) -> Preflight | None:
    with ExitStack() as stack:
        camera = open_source(source)
        stack.callback(camera.close)
        detector = Detector()
        stack.callback(detector.close)
        loop = CaptureLoop(camera, detector, corrected_measurer())
        found: Preflight | None = None
        while found is None and not camera.ended:
            snapshot = loop.run_once()
            if snapshot is None or snapshot.sample is None:
                continue
            found = snapshot.preflight
            if snapshot.sample.t_s > LONGEST_S:
                break
        return found


def print_preflight(found: Preflight, console: Console) -> None:
    """Print what was found, the one thing to change, and the errors that were measured in such circumstances."""
    place = found.place
    table = Table(show_header=False)
    table.add_row("distance", f"about {place.distance_m * 100:.0f} cm")
    side = "above" if place.above_eyes_cm > 0 else "below"
    table.add_row("camera", f"about {abs(place.above_eyes_cm):.0f} cm {side} your eyes")
    if found.fps is not None:
        table.add_row("pictures", f"{found.fps:.0f} a second")
    for direction in Direction:
        error = found.expected.get(direction.axis)
        if error is not None:
            table.add_row(direction.label, f"± {max(1, round(error.mae_deg))}° to expect")
    console.print(table)
    console.print(found.advice or "Nothing to change.")
    about = shipped_errors()
    console.print(f"Errors as in our tests of {about.date}: {about.about}", markup=False)
