"""Accuracy on films with disturbances painted into them, beside the same films as they are. See README.md here.

usage: python benchmarks/disturbed.py [--set FOLDER] [--films NAME ...] [--json FILE] [--pictures FOLDER]
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # so that this file also runs by its path

import cv2  # noqa: E402
import numpy as np  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.progress import Progress  # noqa: E402

from benchmarks import show, tables, trials  # noqa: E402
from benchmarks.accuracy import USUAL_SET, WIDTH  # noqa: E402
from benchmarks.detections import detect  # noqa: E402
from benchmarks.disturbances import DISTURBANCES, Disturbance, Film, disturbed_frames, films, seen_only  # noqa: E402
from benchmarks.methods import OURS, measure  # noqa: E402
from benchmarks.study import Measured, Study, join  # noqa: E402
from benchmarks.tables import Entry, Table  # noqa: E402
from benchmarks.truth import read_clips  # noqa: E402
from coach.measure.types import Detection  # noqa: E402

USUAL_FILMS = ("rotation_a", "lateral_d", "sagittal_c")


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; 0, or 2 where there is nothing to measure."""
    chosen = _parser().parse_args(arguments)
    found = films(read_clips(chosen.set / "clips")) if chosen.set.is_dir() else []
    wanted = [film for film in found if film.source.name in chosen.films]
    if not wanted:
        print(f"{chosen.set}: none of the films {', '.join(chosen.films)} with its truth is there", file=sys.stderr)
        return 2
    if chosen.pictures:
        _write_pictures(wanted, chosen.pictures)
    study, told = _run(wanted)
    results = [tables.films(study), trials.end_ranges(study), told]
    console = Console(width=max(Console().width, WIDTH))
    for table in results:
        show.print_table(table, console)
    if chosen.json:
        chosen.json.write_text(json.dumps(show.as_json(results), indent=1, allow_nan=False) + "\n", "utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--set", type=Path, default=USUAL_SET, help="folder with clips/ (%(default)s)")
    parser.add_argument("--films", nargs="+", default=USUAL_FILMS, help="names of films (%(default)s)")
    parser.add_argument("--json", type=Path, help="write every table, unrounded")
    parser.add_argument("--pictures", type=Path, help="write a picture of each disturbance, to look at")
    return parser


def _run(wanted: list[Film]) -> tuple[Study, Table]:
    """Measure every film under every disturbance; what was told while nobody was to be seen is counted apart."""
    study, entries = Study(), []
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("looking", total=sum(len(f.rows) for f in wanted) * len(DISTURBANCES))
        for film in wanted:
            for disturbance in DISTURBANCES:
                frames = disturbed_frames(film, disturbance)
                found = detect(film.source.view, frames, lambda: progress.advance(task))
                measured, hidden = _measured(film, disturbance, found)
                study.measured.append(measured)
                if hidden is not None:
                    entries.append(Entry((film.source.name,), {"frames": str(len(hidden)), "told": str(hidden.sum())}))
    return study, Table("hidden", "Told while nobody was there", ("film",), entries, "Anything but 0 is made up")


def _measured(film: Film, disturbance: Disturbance, found: list[Detection]) -> tuple[Measured, np.ndarray | None]:
    source, row_of = seen_only(film, disturbance, [d.frame_index for d in found])
    reading = measure(found, source.view)
    scored = [row_of.get(d.frame_index, -1) for d in found]
    hidden = np.array([row < 0 for row in scored])
    told = ~np.isnan(reading.table[hidden, :3]).all(axis=1)
    measured = join(source, scored, {OURS: reading})
    return measured, told if disturbance.hidden[1] > 0 else None


def _write_pictures(wanted: list[Film], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for film in wanted:
        for disturbance in DISTURBANCES:
            middle = next(f for f, _ in disturbed_frames(film, disturbance) if 0.3 < film.share(f.index) < 0.34)
            path = folder / f"{film.source.name} {disturbance.name}.png"
            cv2.imwrite(str(path), cv2.cvtColor(middle.rgb, cv2.COLOR_RGB2BGR))


if __name__ == "__main__":
    sys.exit(main())
