"""Make of films from the front what ``generate.py`` makes of pictures, so that the correction learns from films, too.

usage: python -m benchmarks.people.filmed SET OUT [--cache FOLDER] [--every 3]

``SET`` is a folder as ``films.py`` writes it. Its films are seen by the program's own detector, frame by frame.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.detections import detections_of
from benchmarks.truth import NEUTRAL_S, Source, read_clips, read_rows
from coach.measure.types import Detection

from .measure import SHAPES, write_look

WORN_IN_S = 0.3
"""The models need so long to settle on a person."""


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", type=Path, help="folder with clips/")
    parser.add_argument("out", type=Path, help="folder for the npz files")
    parser.add_argument("--cache", type=Path, help="folder in which detections are kept")
    parser.add_argument("--every", type=int, default=3, help="keep every so many frames")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    sources = sorted(read_clips(options.set / "clips"), key=lambda source: source.person)
    for person, films in groupby(sources, key=lambda source: source.person):
        path = options.out / f"{person}.npz"
        if not path.exists():
            np.savez_compressed(path, **arrays_of(films, options.cache, options.every))
            print(path, flush=True)


def arrays_of(films: Iterator[Source], cache: Path | None, every: int) -> dict[str, np.ndarray]:
    """Arrays of the films of one person as ``samples.py`` reads them; how far shoulders were pulled up is NaN."""
    rows: dict[str, list[Any]] = defaultdict(list)
    for number, film in enumerate(films):
        truth = read_rows(film.path.with_suffix(".csv"))
        found, _ = detections_of(film, cache, lambda: None)
        for detection in found[round(WORN_IN_S * float(film.info["fps"])) :: every]:
            row = truth[detection.frame_index]
            for name, value in seen(detection).items():
                rows[name].append(value)
            for name in ("Rht", "Rhc"):
                rows[name].append([[float(row[f"{name}{i}{j}"]) for j in range(3)] for i in range(3)])
            rows["sequence"].append(number)
            rows["neutral"].append(detection.t_s < NEUTRAL_S)
            rows["size"].append(detection.image_size_px)
            rows["hike"].append([np.nan, np.nan])
    return {name: np.array(values) for name, values in rows.items()}


def seen(detection: Detection) -> dict[str, np.ndarray]:
    """Give what ``measure.Tracker`` gives of a picture."""
    width, height = detection.image_size_px
    out = {name: np.full(shape, np.nan, np.float32) for name, shape in SHAPES.items()}
    if detection.face_px is not None:
        out["face"][:] = detection.face_px / [width, height, width]
    if detection.pose_px is not None and detection.pose_visibility is not None:
        out["pose"][:, :2], out["pose"][:, 3] = detection.pose_px / [width, height], detection.pose_visibility
        out["pose"][:, 2] = 0.0  # not kept by a detection, and not read by anybody
        out["world"][:] = detection.pose_world_m
    for part, look in (("look", detection.appearance), ("chest", detection.chest)):
        if look is not None:
            write_look(out, part, look)
    return out


if __name__ == "__main__":
    main()
