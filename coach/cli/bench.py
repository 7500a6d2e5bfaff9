"""``coach bench``: how fast the whole pipeline is here, next to the bare models on the same frames.

From the front those are face mesh and body model, from the side the body model, each looking at every frame. In the
pipeline the body model rests at every second one, so times are told as means.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from functools import partial

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from coach.cli.library import library
from coach.exercise import session
from coach.measure.types import Frame, Picture, View
from coach.paths import demo_clip, side_clip
from coach.sense.camera import fitted, open_source
from coach.sense.correction import corrected_measurer
from coach.sense.detector import BareModels
from coach.sense.loop import CaptureLoop
from coach.sense.side import detector_for
from coach.sense.side_models import BodyModel

BARE, WHOLE = "bare models", "whole pipeline"
WARM_UP = 10
EXERCISES = {View.FRONT: "M1", View.LEFT: "M2", View.RIGHT: "M2"}
"""What is done meanwhile, in a view that can measure it."""
MEMORY_AFTER = 10
USUAL_SIZE = (640, 480)


class _Recorded:
    """Frames from memory, over and over, with time going on."""

    live = False
    frame_count: int | None = None
    problem: str | None = None
    ended = False
    description = "recorded frames"

    def __init__(self, frames: list[Frame]):
        self._frames, self._count = frames, 0
        self._period_s = frames[1].t_s - frames[0].t_s

    def read(self) -> Frame:
        rgb = self._frames[self._count % len(self._frames)].rgb
        frame = Frame(self._count, self._count * self._period_s, rgb)
        self._count += 1
        return frame

    def close(self) -> None:
        """Nothing to free."""


def run_bench(frames: int, long_run: int, view: View = View.FRONT, size_px: tuple[int, int] = USUAL_SIZE) -> None:
    """Print the table; ``long_run`` is how many frames the memory is watched over, ``size_px`` that of the pictures."""
    console = Console()
    recorded = [Frame(f.index, f.t_s, fitted(f.rgb, size_px)) for f in _read_clip(view)]
    rows = _times(recorded, frames, view)
    clip = "the demo clip" if view is View.FRONT else f"a clip from the {view.value}"
    size = "{}x{}".format(*size_px)
    table = Table(title=f"Frame time on this machine, {frames} frames of {clip}, {size}, models and pipeline in turn")
    for column in ("", "mean", "95th percentile"):
        table.add_column(column, justify="right" if column else "left")
    for name, seconds in rows.items():
        table.add_row(name, *(f"{1000 * s:.1f} ms" for s in (np.mean(seconds), np.percentile(seconds, 95))))
    console.print(table)
    bare_s, whole_s = (float(np.mean(rows[name])) for name in (BARE, WHOLE))
    console.print(f"{WHOLE} / {BARE}: {whole_s / bare_s:.2f} (means), {1 / whole_s:.0f} frames a second")
    if long_run:
        _memory(recorded, long_run, view, console)


def size_from(text: str) -> tuple[int, int]:
    """Width and height in pixels of a text such as ``1280x720``, each 160 to 4096.

    Raises
    ------
    ValueError
        The text says no such size.
    """
    found = re.fullmatch(r"(\d{3,4})x(\d{3,4})", text)
    if found is None or not all(160 <= int(side) <= 4096 for side in found.groups()):
        raise ValueError(f"{text!r} is no size; write width and height in pixels, as 1280x720")
    return int(found[1]), int(found[2])


def _read_clip(view: View) -> list[Frame]:
    """Frames of the clip; a person seen from the right is one seen from the left in a mirror."""
    camera = open_source(str(demo_clip() if view is View.FRONT else side_clip()))
    frames = []
    while not camera.ended:
        frame = camera.read()
        if frame is not None:
            frames.append(frame)
    if view is View.RIGHT:
        return [Frame(f.index, f.t_s, np.ascontiguousarray(f.rgb[:, ::-1])) for f in frames]
    return frames


def _times(recorded: list[Frame], frames: int, view: View) -> dict[str, list[float]]:
    """Seconds of each frame; both take turns on the same frame, so that a busy machine slows both."""
    (look, close), pipeline = _bare(view), _pipeline(recorded, view)
    player = _Recorded(recorded)
    seconds: dict[str, list[float]] = {BARE: [], WHOLE: []}
    for number in range(frames + WARM_UP):
        frame = player.read()
        took = {BARE: _timed(partial(look, frame.rgb)), WHOLE: _timed(pipeline)}
        if number >= WARM_UP:
            for name, value in took.items():
                seconds[name].append(value)
    close()
    return seconds


def _bare(view: View) -> tuple[Callable[[Picture], object], Callable[[], None]]:
    """Give the models that look at every frame in this view, and what frees them."""
    if view is View.FRONT:
        models = BareModels()
        return models.process, models.close
    body = BodyModel()
    return body.find, body.close


def _memory(recorded: list[Frame], frames: int, view: View, console: Console) -> None:
    pipeline = _pipeline(recorded, view)
    for _ in range(MEMORY_AFTER):
        pipeline()
    early = _resident_mb()
    stderr = Console(stderr=True)
    for _ in track(range(frames - MEMORY_AFTER), "long run", console=stderr, disable=not stderr.is_terminal):
        pipeline()
    late = _resident_mb()
    if early is None or late is None:
        console.print("this system does not tell how much memory a process uses")
        return
    console.print(f"memory after {MEMORY_AFTER} frames {early:.0f} MB, after {frames} frames {late:.0f} MB")


def _pipeline(recorded: list[Frame], view: View) -> Callable[[], object]:
    state = session.start(library().find(EXERCISES[view]), {})
    loop = CaptureLoop(_Recorded(recorded), detector_for(view), corrected_measurer(view), state=state)

    def turn() -> None:
        loop.run_once()
        loop.take_events()

    return turn


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _resident_mb() -> float | None:
    """Memory in use now, megabytes; ``None`` where it cannot be read without a further library."""
    if sys.platform != "linux":
        return None
    import resource

    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize() / 2**20
