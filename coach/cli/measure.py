"""``coach measure``: a source in, a table, a CSV and a JSON out."""

from __future__ import annotations

import csv
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table

from coach import __version__
from coach.cli import CommandError, Exit
from coach.cli.files import json_file, naming, refuse_to_overwrite
from coach.cli.frames import FROM_THE_SIDE, NOBODY, check_field_of_view, each_snapshot, interruptible, note
from coach.cli.jpe import jpe_json, print_jpe
from coach.cli.marks import check_inside
from coach.cli.result_json import posture_json, preflight_json, rom_json, side_differences_json
from coach.measure.measurer import Measurer
from coach.measure.optics import Pinhole
from coach.measure.posture import DriftWatch, Marks, SidePosture, side_posture
from coach.measure.preflight import Preflight
from coach.measure.relocation import RelocationTracker
from coach.measure.rom import RomTracker
from coach.measure.rom_value import RomValue
from coach.measure.types import Axis, CervicalSample, Direction, View
from coach.progress.rom import error_deg, reported_deg
from coach.progress.symmetry import side_differences
from coach.sense.camera import open_source
from coach.sense.correction import corrected_measurer
from coach.sense.loop import CaptureLoop
from coach.sense.side import detector_for, model_version_for

# fmt: off
COLUMNS = (
    "frame", "t_s", "flexion_deg", "right_lateral_flexion_deg", "right_rotation_deg", "sigma_flexion_deg",
    "sigma_right_lateral_flexion_deg", "sigma_right_rotation_deg", "trunk_right_rotation_deg",
    "trunk_right_lateral_flexion_deg", "confidence", "problems",
)
# fmt: on


WARM_UPS = 1
"""Trials of a direction that do not count in a test."""


class Protocol(StrEnum):
    """How excursions become a result."""

    ROM = "rom"
    """The first trial of a direction is a warm-up and left out where there are more."""
    FREE = "free"
    """Every excursion counts."""
    JPE = "jpe"
    """Joint position error: out and back to where the head was, with the eyes shut."""


@dataclass
class Measurement:
    """What one run over a source gave."""

    source: str
    view: View
    fov: float | None = None
    marks: Marks | None = None
    frames: int = 0
    tracked: int = 0
    last_t_s: float = 0.0
    interrupted: bool = False
    rom: dict[Direction, RomValue | None] = field(default_factory=dict)
    jpe: RelocationTracker | None = None
    drift: DriftWatch = field(default_factory=DriftWatch)
    preflight: Preflight | None = None


def measure_source(
    source: str,
    *,
    view: View = View.FRONT,
    angles: Path | None = None,
    json_out: Path | None = None,
    fov: float | None = None,
    protocol: Protocol = Protocol.FREE,
    marks: Marks | None = None,
) -> None:
    """Measure a whole source and write what was asked for.

    Ctrl-C ends it; what was measured until then is reported and written.

    Raises
    ------
    SourceError
        The source cannot be opened.
    CommandError
        Wrong field of view, an output that is the source, a mark outside the picture, or nobody could be measured.
    OSError
        A file cannot be written.
    """
    check_field_of_view(fov)
    refuse_to_overwrite(source, angles, json_out)
    run, tracker, measurer = Measurement(source, view, fov, marks), RomTracker(), corrected_measurer(view, fov)
    run.jpe = RelocationTracker() if protocol is Protocol.JPE else None
    with ExitStack() as stack:
        stop = stack.enter_context(interruptible())
        camera = open_source(source)
        stack.callback(camera.close)
        write_json = stack.enter_context(json_file(json_out))
        row = stack.enter_context(_angle_rows(angles))
        detector = detector_for(view)
        stack.callback(detector.close)
        _run(CaptureLoop(camera, detector, measurer), run, tracker, row, stop)
        run.rom = tracker.result(warm_ups=WARM_UPS if protocol is Protocol.ROM else 0)
        try:
            write_json(_as_json(run, measurer))
        finally:  # a full disk must not take the result away
            if run.tracked:
                print_rom(run.rom, Console())
                print_posture(_posture_from_side(run, measurer), Console())
            if run.tracked and run.jpe is not None:
                print_jpe(run.jpe, Console())
    _report(run)


def print_rom(rom: Mapping[Direction, RomValue | None], console: Console, missing: str = "not moved") -> None:
    """Print the six directions, whole degrees with their error; ``missing`` stands where there is no value."""
    table = Table(title="Range of motion from the person's own neutral")
    table.add_column("direction")
    table.add_column("end range", justify="right")
    table.add_column("trials", justify="right")
    table.add_column("trunk", justify="right")
    for direction in Direction:
        value = rom.get(direction)
        table.add_row(
            direction.label,
            missing if value is None else degrees(value),
            str(len(value.trials_deg)) if value else "",
            _trunk(value),
        )
    console.print(table)
    for difference in side_differences(rom).values():
        if difference is not None:
            console.print(difference.sentence)


def print_posture(found: SidePosture | None, console: Console) -> None:
    """Print a line about posture at neutral as seen from the side, whole numbers with their error."""
    if found is None:
        return
    ear, angle = found.ear_in_words, found.craniovertebral_in_words
    parts = [
        f"ear to shoulder: {found.ear_shoulder_offset_missing}" if ear is None else f"ear {ear} the shoulder",
        f"craniovertebral angle: {found.craniovertebral_angle_missing}"
        if angle is None
        else f"craniovertebral angle {angle}",
    ]
    console.print(f"Posture at neutral: {'; '.join(parts)}", markup=False, highlight=False, soft_wrap=True)


def _posture_from_side(run: Measurement, measurer: Measurer) -> SidePosture | None:
    """Posture as a camera at the side saw it; ``None`` from the front, and before neutral."""
    neutral = measurer.side_neutral
    if neutral is None:
        return None
    return side_posture(neutral, run.view, Pinhole.from_fov(neutral.image_size_px, run.fov), run.marks)


def _trunk(value: RomValue | None) -> str:
    """Share of the trunk in the movement, where the camera tells it."""
    trunk_deg = value.movement.trunk_deg if value is not None and value.movement is not None else None
    return "" if trunk_deg is None else f"{abs(round(trunk_deg))}°{' back' if round(trunk_deg) < 0 else ''}"


def degrees(value: RomValue) -> str:
    """Write a result as a person reads it: ``52° ± 3°``, or ``beyond 60°`` where tracking ended before the movement."""
    if value.beyond:
        return f"beyond {reported_deg(value):.0f}°"
    return f"{reported_deg(value):.0f}° ± {max(1, round(error_deg(value)))}°"


def _run(loop: CaptureLoop, run: Measurement, tracker: RomTracker, row: CsvRow, stop: threading.Event) -> None:
    for snapshot in each_snapshot(loop, "measuring", stop):
        sample = snapshot.sample
        if snapshot.detection is not None and run.frames == 0:
            check_inside(run.marks, snapshot.detection.image_size_px)
        if sample is None:
            continue
        row.write(sample)
        run.frames += 1
        run.tracked += sample.angles is not None
        run.last_t_s = sample.t_s
        tracker.update(sample)
        run.drift.update(sample)
        run.preflight = run.preflight or snapshot.preflight
        if run.jpe is not None:
            run.jpe.update(sample)
    tracker.flush()
    run.interrupted = stop.is_set()


def _report(run: Measurement) -> None:
    if run.interrupted and run.tracked == 0:
        raise CommandError(f"{run.source}: stopped before anything was measured", Exit.NOBODY)
    if run.frames == 0:
        raise CommandError(f"{run.source}: the source gave no picture", Exit.NO_SOURCE)
    if run.tracked == 0:
        reason = NOBODY if run.view is View.FRONT else FROM_THE_SIDE
        raise CommandError(f"{run.source}: {reason}", Exit.NOBODY)
    if run.interrupted:
        note(f"coach: stopped after {run.frames} frames; what was measured until then is kept")


def _as_json(run: Measurement, measurer: Measurer) -> dict[str, Any]:
    return {
        "source": run.source,
        "view": run.view.value,
        "frames": run.frames,
        "fps": round((run.frames - 1) / run.last_t_s, 3) if run.last_t_s > 0 else None,
        "tracked_fraction": round(run.tracked / run.frames, 4) if run.frames else 0.0,
        "interrupted": run.interrupted,
        "neutral": neutral_json(measurer),
        "rom": {direction.value: rom_json(value) for direction, value in run.rom.items()},
        "side_differences": side_differences_json(run.rom),
        "jpe": None if run.jpe is None else jpe_json(run.jpe),
        "preflight": preflight_json(run.preflight),
        "posture": posture_json(measurer.neutral, _posture_from_side(run, measurer), run.drift.drift),
        "software": {
            "version": __version__,
            "models": model_version_for(run.view),
        },
    }


def neutral_json(measurer: Measurer) -> dict[str, Any] | None:
    """Tell how neutral was taken; ``None`` before it is known. From the side there is no distance."""
    front, side = measurer.neutral, measurer.side_neutral
    found = front or side
    if found is None:
        return None
    return {
        "duration_s": round(found.duration_s, 3),
        "frames": found.frames,
        "spread_deg": round(found.spread_deg, 2),
        "distance_m": round(float(front.pose.position_m[2]), 3) if front else None,
        "shoulders_seen": front.shoulders is not None if front else side is not None and side.trunk_rad is not None,
    }


@dataclass
class CsvRow:
    """Writes a row a frame, at once, so that an interrupted run leaves whole rows."""

    file: TextIO | None
    path: Path | None

    def write(self, sample: CervicalSample) -> None:
        """Append one sample; an empty cell is a value that was not measured."""
        a, s, trunk = sample.angles, sample.sigma, sample.trunk
        axes = (Axis.FLEXION, Axis.RIGHT_LATERAL_FLEXION, Axis.RIGHT_ROTATION)
        measured = [a.along(axis) if a and axis in sample.measured else None for axis in axes]
        errors = [s.along(axis) if s and axis in sample.measured else None for axis in axes]
        values = [*measured, *errors, trunk.right_rotation_deg, trunk.right_lateral_flexion_deg]
        cells = ["" if v is None else f"{v:.3f}" for v in values]
        problems = ";".join(p.value for p in sample.problems)
        self.put([sample.frame_index, f"{sample.t_s:.4f}", *cells, f"{sample.confidence:.3f}", problems])

    def put(self, cells: Iterable[object]) -> None:
        """Append a row of cells."""
        if self.file is not None and self.path is not None:
            with naming(self.path):
                csv.writer(self.file, lineterminator="\n").writerow(cells)


@contextmanager
def _angle_rows(path: Path | None) -> Iterator[CsvRow]:
    if path is None:
        yield CsvRow(None, None)
        return
    with naming(path), path.open("w", encoding="utf-8", newline="", buffering=1) as file:
        row = CsvRow(file, path)
        row.put(COLUMNS)
        yield row
