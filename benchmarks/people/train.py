"""Train the correction on rendered people, prove it on people it never saw, and write it.

usage: python -m benchmarks.people.train DATA_FOLDER... [--networks 3] [--folds 5] [--out assets/correction/head.npz]
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from coach.measure.correction import Correction, Regressor
from coach.sense.correction import write_correction

from .learning import STEPS, train
from .samples import Sample, people

AXES = (("rotation", 1), ("flexion and extension", 0), ("lateral flexion", 2))
BINS_DEG = (10, 30, 45, 60, 80)
WANTED_WITHIN_2_SIGMA = 0.95


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--networks", type=int, default=3)
    parser.add_argument("--folds", type=int, default=5, help="0 leaves the proof out")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    everybody = [person for folder in options.folders for person in people(folder)]
    print(
        f"{len(everybody)} people, {sum(len(f) for _, f, _ in everybody)} frames with a face, "
        f"{sum(len(b) for _, _, b in everybody)} with a body"
    )
    regressors = []
    for index, name in ((1, "face"), (2, "body")):
        samples = [person[index] for person in everybody]
        scale = prove(name, samples, options) if options.folds else 1.0
        regressors.append(train([s for p in samples for s in p], options.networks, scale, options.steps))
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        write_correction(options.out, Correction(*regressors))
        print(f"{options.out}: {options.out.stat().st_size / 1000:.0f} kB")


def prove(name: str, samples: list[list[Sample]], options: argparse.Namespace) -> float:
    """Train on all but a fold of the people, test on the fold; print errors; return the scale of the errors."""
    errors, sigmas, tested = [], [], []
    for fold in range(options.folds):
        unseen = [s for p in samples[fold :: options.folds] for s in p]
        seen = [s for i, p in enumerate(samples) if i % options.folds != fold for s in p]
        error, sigma = _test(train(seen, options.networks, 1.0, options.steps), unseen)
        errors.append(error)
        sigmas.append(sigma)
        tested += unseen
    error_deg, sigma_deg = np.degrees(np.concatenate(errors)), np.degrees(np.concatenate(sigmas))
    before_deg = np.degrees([s.missing for s in tested])
    true_deg = np.array([s.true_deg for s in tested])
    scale = float(np.quantile(np.abs(error_deg) / sigma_deg, WANTED_WITHIN_2_SIGMA) / 2)
    _print(name, true_deg, before_deg, error_deg, scale, sigma_deg)
    return scale


def _test(regressor: Regressor, samples: list[Sample]) -> tuple[np.ndarray, np.ndarray]:
    regressor = replace(regressor, error_scale=1.0)
    answers = [regressor(s.features) for s in samples]
    missing = np.array([s.missing for s in samples])
    return missing - np.array([a[0] for a in answers]), np.array([a[1] for a in answers])


def _print(name: str, true: np.ndarray, before: np.ndarray, after: np.ndarray, scale: float, sigma: np.ndarray) -> None:
    print(f"{name}, people never seen: mean absolute error before -> after, 95th percentile; error scale {scale:.2f}")
    for label, axis in AXES:
        cells = []
        for low, high in pairwise(BINS_DEG):
            inside = (np.abs(true[:, axis]) > low) & (np.abs(true[:, axis]) <= high)
            if inside.sum() >= 10:
                was, now = np.abs(before[inside, axis]), np.abs(after[inside, axis])
                cells.append(f"{low}-{high}: {was.mean():.1f} -> {now.mean():.1f}, {np.quantile(now, 0.95):.1f}")
        print(f"  {label:22s} " + "   ".join(cells))
    within = (np.abs(after) < 2 * scale * sigma).mean(axis=0)
    print("  within 2 sigma: " + ", ".join(f"{label} {within[axis]:.2f}" for label, axis in AXES))


if __name__ == "__main__":
    main()
