"""Going round the capture loop in a terminal: progress, what the source says, and Ctrl-C."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console
from rich.progress import Progress

from coach.cli import CommandError, Exit
from coach.exercise.types import Snapshot
from coach.measure.optics import Pinhole
from coach.sense.loop import CaptureLoop

NOBODY = (
    "nobody could be measured; face and both shoulders must be in view, and the person must sit still for a second at "
    "the start"
)
FROM_THE_SIDE = (
    "nobody could be measured from this side; head and shoulder must be in view in profile, the side that was named "
    "must face the camera, and the person must sit still for a second at the start"
)


def note(line: str) -> None:
    """Say something on the standard error, as it stands; a progress bar stays below it."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def check_field_of_view(hfov_deg: float | None) -> None:
    """Refuse an impossible field of view before anything is opened.

    Raises
    ------
    CommandError
        Says what is possible.
    """
    try:
        Pinhole.from_fov((640, 480), hfov_deg)
    except ValueError as error:
        raise CommandError(str(error), Exit.WRONG_ARGUMENTS) from error


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """Turn the first Ctrl-C into a wish to stop, so that a frame is finished and its result kept; the second one kills.

    Yields
    ------
    threading.Event
        Set when the person wants to stop.
    """
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return

    def ask(_signal: int, _frame: FrameType | None) -> None:
        asked.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


def each_snapshot(loop: CaptureLoop, what: str, stop: threading.Event) -> Iterator[Snapshot]:
    """Turn the loop until its source ends or ``stop`` is set; with a bar on a terminal, and the source's own words."""
    console = Console(stderr=True)
    camera = loop.camera
    told: str | None = None
    with Progress(console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=camera.frame_count)
        while not camera.ended and not stop.is_set():
            snapshot = loop.run_once()
            if camera.problem and camera.problem != told:
                note(f"coach: {camera.problem}")
            told = camera.problem
            if snapshot is None:
                continue
            if snapshot.frame is not None:
                progress.advance(task)
            yield snapshot
