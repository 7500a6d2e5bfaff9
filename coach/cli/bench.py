"""``coach bench``: how fast the whole pipeline is here, next to the two bare models on the same frames."""

from __future__ import annotations

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
from coach.measure.types import Frame
from coach.paths import demo_clip
from coach.sense.camera import open_source
from coach.sense.correction import corrected_measurer
from coach.sense.detector import BareModels, Detector
from coach.sense.loop import CaptureLoop

BARE, WHOLE = "bare models", "whole pipeline"
WARM_UP = 10
MEMORY_AFTER = 10


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


def run_bench(frames: int, long_run: int) -> None:
    """Print the table; ``long_run`` is how many frames the memory is watched over."""
    console = Console()
    recorded = _read_clip()
    rows = _times(recorded, frames)
    table = Table(
        title=f"Frame time on this machine, {frames} frames of the demo clip, 640x480, models and pipeline in turn"
    )
    for column in ("", "median", "95th percentile"):
        table.add_column(column, justify="right" if column else "left")
    for name, seconds in rows.items():
        table.add_row(name, *(f"{1000 * np.percentile(seconds, q):.1f} ms" for q in (50, 95)))
    console.print(table)
    bare_s, whole_s = (float(np.median(rows[name])) for name in (BARE, WHOLE))
    console.print(f"{WHOLE} / {BARE}: {whole_s / bare_s:.2f} (medians), {1 / whole_s:.0f} frames a second")
    if long_run:
        _memory(recorded, long_run, console)


def _read_clip() -> list[Frame]:
    camera = open_source(str(demo_clip()))
    frames = []
    while not camera.ended:
        frame = camera.read()
        if frame is not None:
            frames.append(frame)
    return frames


def _times(recorded: list[Frame], frames: int) -> dict[str, list[float]]:
    """Seconds of each frame; both take turns on the same frame, so that a busy machine slows both."""
    bare, pipeline = BareModels(), _pipeline(recorded)
    player = _Recorded(recorded)
    seconds: dict[str, list[float]] = {BARE: [], WHOLE: []}
    for number in range(frames + WARM_UP):
        frame = player.read()
        took = {BARE: _timed(partial(bare.process, frame.rgb)), WHOLE: _timed(pipeline)}
        if number >= WARM_UP:
            for name, value in took.items():
                seconds[name].append(value)
    bare.close()
    return seconds


def _memory(recorded: list[Frame], frames: int, console: Console) -> None:
    pipeline = _pipeline(recorded)
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


def _pipeline(recorded: list[Frame]) -> Callable[[], object]:
    state = session.start(library().find("M1"), {})
    loop = CaptureLoop(_Recorded(recorded), Detector(), corrected_measurer(), state=state)

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
