"""Train the correction on rendered people, prove it on people it never saw, and write it.

usage: python -m benchmarks.people.train DATA_FOLDER... [--films FOLDER...] [--only trunk] [--networks 3] [--folds 5]
       [--out FILE.npz]

Folders are of ``generate.py``, ``--films`` of ``filmed.py``. Where there are films, standard errors are scaled on them
alone: they are what is measured, and near neutral people in pictures are in the very pose that neutral was taken in.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np

from coach.measure.correction import SIZES_DEG, Regressor
from coach.measure.plausibility import MAX_SIGMA_DEG
from coach.sense.correction import shipped_correction, write_correction

from .learning import KEPT, STEPS, UNSCALED, train
from .samples import Sample, people

AXES = (("rotation", 1), ("flexion and extension", 0), ("lateral flexion", 2))
BINS_DEG = {"face": (10, 30, 45, 60, 80), "body": (10, 30, 45, 60, 80), "axes": (-1, 0), "trunk": (-1, 3, 7, 15, 35)}
HEAD = ("face", "body")
HIKES_CM = (0.0, 0.3, 1.5, 3.0, 6.0)
STILL_DEG = 3.0
"""A trunk that turned and bent by less is taken for still where shoulders are pulled up."""
WANTED_WITHIN_2_SIGMA = 0.95
FEWEST = 100
SMALLEST_SCALE = 1.0
"""Near neutral what is seen of a head is sure, but the trunk below it sways by more than it can be read."""


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--films", nargs="+", type=Path, default=[], help="people who were filmed")
    parser.add_argument("--networks", type=int, default=3)
    parser.add_argument("--folds", type=int, default=5, help="0 leaves the proof out")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--only", nargs="+", choices=KEPT, default=list(KEPT), help="the others stay as shipped")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    filmed = [person for folder in options.films for person in people(folder)]
    everybody = filmed + [person for folder in options.folders for person in people(folder)]
    print(
        f"{len(everybody)} people, {sum(len(p.face) for p in everybody)} frames with a face, "
        f"{sum(len(p.body) for p in everybody)} with a body, {sum(len(p.axes) for p in everybody)} neutral poses"
    )
    samples = [[getattr(person, name) for person in everybody] for name in options.only]
    with ProcessPoolExecutor(2) as workers:
        learned = list(workers.map(partial(learn, options, len(filmed) or len(everybody)), options.only, samples))
    print("\n".join(text for _, text in learned))
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        new = {name: regressor for name, (regressor, _) in zip(options.only, learned, strict=True)}
        write_correction(options.out, replace(shipped_correction(), **new))
        print(f"{options.out}: {options.out.stat().st_size / 1000:.0f} kB")


def learn(options: argparse.Namespace, judges: int, name: str, samples: list[list[Sample]]) -> tuple[Regressor, str]:
    """Prove on people and train on all of them; the regressor and what the proof found.

    The standard errors of the head's turn are scaled on the first ``judges`` people, all others on everybody: in films
    trunks are mostly still.
    """
    judges = judges if name in HEAD else len(samples)
    scales, text = prove(name, samples, judges, options) if options.folds else (UNSCALED, f"{name}: not proven")
    return train(name, [s for p in samples for s in p], options.networks, scales, options.steps), text


def prove(name: str, samples: list[list[Sample]], judges: int, options: argparse.Namespace) -> tuple[np.ndarray, str]:
    """Train on all but a fold of the people, test on the fold; the scales of the errors, and the errors as a text."""
    errors, sigmas, tested, judging = [], [], [], []
    for fold in range(options.folds):
        unseen = [s for p in samples[fold :: options.folds] for s in p]
        judging += [i < judges for i in range(fold, len(samples), options.folds) for _ in samples[i]]
        seen = [s for i, p in enumerate(samples) if i % options.folds != fold for s in p]
        error, sigma = _test(train(name, seen, options.networks, steps=options.steps), unseen)
        errors.append(error)
        sigmas.append(sigma)
        tested += unseen
    error_deg, sigma_deg = np.degrees(np.concatenate(errors)), np.degrees(np.concatenate(sigmas))
    before_deg = np.degrees([s.missing for s in tested])
    true_deg = np.array([s.true_deg for s in tested])
    size_deg = np.linalg.norm(true_deg, axis=1)
    scales = scales_of((np.abs(error_deg) / sigma_deg)[judging], size_deg[judging])
    sigma_deg *= np.column_stack([np.interp(size_deg, SIZES_DEG, by_axis) for by_axis in scales.T])
    text = _text(name, true_deg, before_deg, error_deg, scales, sigma_deg)
    if name == "trunk":
        text += "\n" + _hiked_text(np.array([s.hike_m for s in tested]), true_deg, error_deg, sigma_deg)
    return scales, text


def scales_of(ratio: np.ndarray, size_deg: np.ndarray) -> np.ndarray:
    """Factors (6, 3) at ``SIZES_DEG`` that leave the wanted share of errors about each axis within two standard errors.

    ``ratio`` (n, 3) is error over standard error, ``size_deg`` (n,) how far the head or the trunk had turned. Where
    there are few samples, the factor is that of the next smaller turns.
    """
    nearest = np.abs(size_deg[:, None] - SIZES_DEG).argmin(axis=1)
    scales = []
    for number in range(len(SIZES_DEG)):
        these = ratio[nearest == number]
        enough = len(these) >= FEWEST or not scales
        wanted = np.quantile(these, WANTED_WITHIN_2_SIGMA, axis=0) / 2 if enough else scales[-1]
        scales.append(np.maximum(SMALLEST_SCALE, wanted))
    return np.array(scales)


def _test(regressor: Regressor, samples: list[Sample]) -> tuple[np.ndarray, np.ndarray]:
    answers = [regressor(s.features) for s in samples]
    missing = np.array([s.missing for s in samples])
    return missing - np.array([a[0] for a in answers]), np.array([a[1] for a in answers])


def _text(
    name: str, true: np.ndarray, before: np.ndarray, after: np.ndarray, scales: np.ndarray, sigma: np.ndarray
) -> str:
    shown = sigma.max(axis=1) <= MAX_SIGMA_DEG
    lines = [
        f"{name}, people never seen: mean error before -> after, 95th percentile; the same where the standard error is "
        f"at most {MAX_SIGMA_DEG:.0f}°, and how often it is; error scales {scales.T.round(2).tolist()}"
    ]
    for label, axis in AXES:
        cells = []
        for low, high in pairwise(BINS_DEG[name]):
            inside = (np.abs(true[:, axis]) > low) & (np.abs(true[:, axis]) <= high)
            if inside.sum() < 10:
                continue
            was, now = np.abs(before[inside, axis]).mean(), np.abs(after[inside, axis])
            place = f"{max(low, 0)}-{high}" if high else "at neutral"
            cell = f"{place}: {was:.1f} -> {now.mean():.1f}, {np.quantile(now, 0.95):.1f}"
            if shown[inside].any():
                kept = np.abs(after[inside & shown, axis])
                cell += f" ({kept.mean():.1f}, {np.quantile(kept, 0.95):.1f}, {shown[inside].mean():.0%})"
            cells.append(cell)
        lines.append(f"  {label:22s} " + "   ".join(cells))
    within = (np.abs(after) < 2 * sigma).mean(axis=0)
    lines.append("  within 2 sigma: " + ", ".join(f"{label} {within[axis]:.2f}" for label, axis in AXES))
    return "\n".join(lines)


def _hiked_text(hike_m: np.ndarray, true: np.ndarray, error: np.ndarray, sigma: np.ndarray) -> str:
    """Tell what one shoulder that is pulled up does to a trunk, by how much more it is than the other."""
    hike_cm, still = 100 * np.abs(hike_m), np.abs(true).max(axis=1) < STILL_DEG
    lines = []
    for low, high in pairwise(HIKES_CM):
        inside = (hike_cm >= low) & (hike_cm < high)
        if (inside & still).sum() < 10:
            continue
        off = np.abs(error[inside & still]).mean(axis=0)
        widest = np.quantile(np.abs(error[inside]) / sigma[inside], WANTED_WITHIN_2_SIGMA, axis=0)
        lines.append(
            f"  one shoulder {low:.1f}-{high:.1f} cm higher: "
            + ", ".join(
                f"{label} {off[axis]:.2f}° off while still, 95 % of all within {widest[axis]:.1f} sigma"
                for label, axis in (AXES[0], AXES[2])
            )
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
