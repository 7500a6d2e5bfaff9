"""Prove the whole measurement, from detections to neck angles with their errors, on people its correction never saw.

usage: python -m benchmarks.people.whole DATA_FOLDER... [--films FOLDER...] [--networks 2] [--folds 3] [--out FILE.npz]

The people are split into folds; each is measured by a correction that was trained on the others. The sequences of
``generate.py`` are steps of about 4°, and 10° on the way back; they are shown at 10 a second. Where there are films (of
``filmed.py``) only those who were filmed are split and measured, and all others are trained on.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np

from coach.measure.correction import Correction
from coach.measure.measurer import Measurer
from coach.measure.neutral import neutral_from_detections
from coach.measure.optics import Pinhole
from coach.measure.rotations import angles_from_rotation, mean_rotation
from coach.measure.types import Angles, Axis, CervicalSample
from coach.sense.correction import shipped_correction

from .learning import KEPT, STEPS, train
from .samples import ANATOMICAL, detections_of, people, sequences_of, still_frames

FRAME_S = 0.1
BINS_DEG = (0, 10, 30, 45, 60, 80)
COLUMNS = ("flexion", "lateral", "rotation")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--films", nargs="+", type=Path, default=[])
    parser.add_argument("--networks", type=int, default=2)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    pictures, films = (
        sorted(path for folder in folders for path in folder.glob("person_*.npz"))
        for folders in (options.folders, options.films)
    )
    tested, always = (films, pictures) if films else (pictures, [])
    with ProcessPoolExecutor(2) as workers:
        rows = np.concatenate(list(workers.map(partial(measured, tested, always, options), range(options.folds))))
    if options.out:
        np.savez_compressed(options.out, rows=rows)
    print(text(rows))


def measured(paths: list[Path], always: list[Path], options: argparse.Namespace, fold: int) -> np.ndarray:
    """Measure the people of a fold; rows of truth (3), answer (3), sigma (3), trunk truth (3), trunk answer (2)."""
    trained = [path for path in paths if path not in paths[fold :: options.folds]]
    seen = [person for path in (*always, *trained) for person in people(path)]
    scales = {name: getattr(shipped_correction(), name).error_scales for name in KEPT}
    correction = Correction(
        **{
            name: train(
                name, [s for p in seen for s in getattr(p, name)], options.networks, scales[name], options.steps
            )
            for name in KEPT
        }
    )
    return np.array(
        [row for number, path in enumerate(paths[fold :: options.folds]) for row in _person(path, correction, number)]
    )


def _person(path: Path, correction: Correction, number: int) -> list[list[float]]:
    out = []
    for rows in sequences_of(path):
        detections = detections_of(rows)
        still = still_frames(rows, detections)
        if len(still) < 2:
            continue
        camera = Pinhole.from_fov(detections[0].image_size_px)
        neutral = neutral_from_detections([detections[i] for i in still], camera)
        head, thorax = rows["Rhc"], rows["Rhc"] @ rows["Rht"].transpose(0, 2, 1)
        head_neutral, thorax_neutral = mean_rotation(head[still]), mean_rotation(thorax[still])
        axes = head_neutral @ ANATOMICAL
        measurer = Measurer(neutral=neutral, correction=correction)
        for i, detection in enumerate(detections):
            sample = measurer.update(replace(detection, t_s=i * FRAME_S))
            trunk = axes.T @ thorax[i] @ thorax_neutral.T @ axes
            true = trunk.T @ axes.T @ head[i] @ head_neutral.T @ axes
            row = [*_numbers(angles_from_rotation(true)), *_told(sample), *_numbers(angles_from_rotation(trunk))]
            told = (sample.trunk.right_lateral_flexion_deg, sample.trunk.right_rotation_deg)
            out.append([*row, *(np.nan if t is None else t for t in told), float(path.stem.split("_")[1])])
    return out


def _numbers(angles: Angles | None) -> list[float]:
    return [np.nan] * 3 if angles is None else [angles.along(axis) for axis in Axis]


def _told(sample: CervicalSample) -> list[float]:
    return [*_numbers(sample.angles), *_numbers(sample.sigma)]


def text(rows: np.ndarray) -> str:
    """Errors by size of the angle, and what was told of the trunk."""
    true, told, sigma, trunk, trunk_told = np.split(rows[:, :14], [3, 6, 9, 12], axis=1)
    lines = []
    for axis, name in enumerate(COLUMNS):
        cells = []
        for low, high in pairwise(BINS_DEG):
            inside = (np.abs(true[:, axis]) >= low) & (np.abs(true[:, axis]) < high)
            shown = inside & np.isfinite(told[:, axis])
            if shown.sum() < 20:
                continue
            error = np.abs(told[shown, axis] - true[shown, axis])
            share, within = shown.sum() / inside.sum(), (error < 2 * sigma[shown, axis]).mean()
            cells.append(f"{low}-{high}: {error.mean():.1f} {np.quantile(error, 0.95):.1f} ({share:.0%}, {within:.2f})")
        lines.append(f"{name:9s} " + "   ".join(cells))
    for told_of, axis, limit, name in ((1, 2, 10, "trunk turn"), (0, 1, 7, "trunk bend")):
        known = np.isfinite(trunk_told[:, told_of])
        real, seen = np.abs(trunk[known, axis]), np.abs(trunk_told[known, told_of])
        off = np.abs(trunk[known, axis] - trunk_told[known, told_of])
        if not (real > limit + 3).any():
            lines.append(f"{name}: off {off[real < 3].mean():.1f} (still); nobody moved it far")
            continue
        far, near = seen[real > limit + 3] > limit, seen[real < limit - 3] > limit
        lines.append(
            f"{name}: off {off[real < 3].mean():.1f} (still), {off[real > limit].mean():.1f} (> {limit}°); "
            f"told of those beyond {limit + 3}°: {far.mean():.2f}, of those below {limit - 3}°: {near.mean():.3f}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
