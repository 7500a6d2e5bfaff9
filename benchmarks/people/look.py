"""Train a network that reads the pose of a head or a chest from its look, prove it on people it never saw, write ONNX.

usage: python -m benchmarks.people.look CROPS... [--part head] [--steps 20000] [--rate R] [--start ONNX] [--out ONNX]

Needs torch and onnx in an environment of their own. A crop is turned, moved, scaled, mirrored, lit from one side,
recoloured, blurred, pressed and partly covered at random each time it is shown. The loss is the squared distance of
rotation matrices, the Gaussian likelihood of the error vector (beta-NLL, Seitzer et al., ICLR 2022), and the squared
error of where the middle of the part is told to be.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import torch
from scipy.spatial.transform import Rotation
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader, IterableDataset

from coach.measure.rotations import nearest_rotation
from coach.sense.appearance import CHEST_SHARE, HEAD_SHARE
from coach.sense.network import LOG_SIGMA, MIRROR, SIDE, standardised

from . import sizes
from .descent import descend
from .network import LOG_SIGMA_OFFSET, build, go_on_from, write_onnx

SHARES = {"head": HEAD_SHARE, "chest": CHEST_SHARE}
SEEN = {part: share / sizes.SHARES[part] for part, share in SHARES.items()}
"""Share of a crop that the network sees."""
CUT = {"head": 0.0, "chest": 0.7}
"""How often the border of the picture cuts through what is seen."""
BATCH, LIKELIHOOD, PLACE = 96, 0.3, 1.0
TURNED_DEG = (12, 30)
"""Standard deviation of how far a crop is turned in its plane, near and far."""
FAR = {"head": 0.35, "chest": 0.0}
"""How often it is turned far."""
OFF_CENTRE = (0.03, 0.09)
"""Least and largest standard deviation of a patch's middle, shares of a crop: so far the body model errs in the dark"""
FACING_DEG = (0, 15, 30, 45, 60, 75, 90, 110)


def shown(
    part: str, crop: np.ndarray, rotation: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Show a crop in a random way; its rotation changes with it. The third is where its middle is then, in faces."""
    if rng.random() < CUT[part]:
        crop = cut(crop, rng)
    turn = np.radians(rng.normal(0, TURNED_DEG[int(rng.random() < FAR[part])]))
    step = len(crop) * SEEN[part] * np.exp(rng.normal(0, 0.09)) / SIDE
    cosine, sine = np.cos(turn), np.sin(turn)
    from_patch = np.array([[cosine * step, -sine * step, 0], [sine * step, cosine * step, 0]])
    off = len(crop) * rng.normal(0, np.exp(rng.uniform(*np.log(OFF_CENTRE))), 2)
    from_patch[:, 2] = len(crop) / 2 + off - from_patch[:, :2] @ [SIDE / 2 - 0.5, SIDE / 2 - 0.5]
    place = np.linalg.solve(from_patch[:, :2], -off) * SHARES[part] / SIDE
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    patch = cv2.warpAffine(crop, from_patch, (SIDE, SIDE), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    rotation = np.array([[cosine, sine, 0], [-sine, cosine, 0], [0, 0, 1]]) @ rotation
    if rng.random() < 0.5:
        patch, rotation, place = patch[:, ::-1], MIRROR @ rotation @ MIRROR, place * [-1, 1]
    seen = standardised(disturbed(patch.astype(np.float32) / 255, rng))
    return seen, rotation.astype(np.float32), place.astype(np.float32)


def cut(crop: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Let the picture end below the middle, and now and then at one side; it is continued by its edge."""
    side = len(crop)
    crop = ended(crop, rng.uniform(0.53, 0.85))
    if rng.random() < 0.2:
        column = round(side * rng.uniform(0.15, 0.32))
        crop[:, :column] = crop[:, column : column + 1]
    return crop


def ended(crop: np.ndarray, share: float) -> np.ndarray:
    """Let the picture end at a share of a crop's height; it is continued by its edge."""
    row = round(len(crop) * share)
    crop = crop.copy()
    crop[row:] = crop[row - 1]
    return crop


def disturbed(patch: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Light from one side, change tone and colour, blur, add noise, cover a part, press the picture together."""
    if rng.random() < 0.3:
        patch = patch * one_sided(rng)
    patch = patch ** np.exp(rng.normal(0, 0.25)) * np.exp(rng.normal(0, 0.12, 3))
    patch = (patch - patch.mean()) * np.exp(rng.normal(0, 0.25)) + patch.mean() + rng.normal(0, 0.08)
    if rng.random() < 0.25:
        patch = np.repeat(patch.mean(axis=2, keepdims=True), 3, axis=2)
    if rng.random() < 0.3:
        patch = cv2.GaussianBlur(patch, (0, 0), rng.uniform(0.4, 1.2))
    if rng.random() < 0.4:
        patch = patch + rng.normal(0, rng.uniform(0, 0.06), patch.shape)
    if rng.random() < 0.3:
        (column, row), size = rng.integers(0, SIDE, 2), rng.integers(6, 22)
        patch[row : row + size, column : column + size] = rng.random(3)
    return pressed(patch, int(rng.integers(20, 80))) if rng.random() < 0.15 else patch


def one_sided(rng: np.random.Generator) -> np.ndarray:
    """Gains (SIDE, SIDE, 1) of light that falls off across the picture in a random direction."""
    x, y = rng.normal(0, 0.4, 2)
    along = np.linspace(-1, 1, SIDE)
    return np.exp(y * along[:, None] + x * along[None, :])[:, :, None]


def pressed(patch: np.ndarray, quality: int) -> np.ndarray:
    """Let a patch pass through JPEG, as webcams send it."""
    done, data = cv2.imencode(
        ".jpg", np.clip(255 * patch, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    assert done
    return cv2.imdecode(data, cv2.IMREAD_COLOR).astype(np.float32) / 255


class Crops(IterableDataset):
    """Endless batches (seen, rotation, place) of crops shown at random."""

    def __init__(self, part: str, crops: np.ndarray, rotations: np.ndarray, seed: int = 0) -> None:
        self._part, self._crops, self._rotations, self._seed = part, crops, rotations, seed

    def __iter__(self) -> Iterator[tuple[torch.Tensor, ...]]:
        cv2.setNumThreads(1)
        rng = np.random.default_rng(self._seed)
        while True:
            chosen = rng.choice(len(self._crops), BATCH)
            rows = [shown(self._part, self._crops[i], self._rotations[i], rng) for i in chosen]
            seen, truth, place = (torch.from_numpy(np.stack(column)) for column in zip(*rows, strict=True))
            yield seen.permute(0, 3, 1, 2), truth, place


def rotations_of(answers: torch.Tensor) -> torch.Tensor:
    """Rotations (n, 3, 3) of the six numbers of each answer (Zhou et al., CVPR 2019)."""
    first = functional.normalize(answers[:, :3] + torch.tensor([1.0, 0.0, 0.0]), dim=1)
    second = answers[:, 3:6] + torch.tensor([0.0, 1.0, 0.0])
    second = functional.normalize(second - (first * second).sum(1, keepdim=True) * first, dim=1)
    return torch.stack([first, second, torch.linalg.cross(first, second)], 2)


def error_between(seen: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    """Error vectors (n, 3) of rotations (n, 3, 3): sine of the angle times the axis."""
    wrong = truth @ seen.transpose(1, 2)
    return 0.5 * torch.stack([wrong[:, i, j] - wrong[:, j, i] for i, j in ((2, 1), (0, 2), (1, 0))], 1)


def loss_between(seen: torch.Tensor, truth: torch.Tensor, log_sigma: torch.Tensor) -> torch.Tensor:
    """Squared distance of rotations, and the Gaussian likelihood of the error vector (beta-NLL)."""
    log_sigma = (log_sigma + LOG_SIGMA_OFFSET).clamp(*LOG_SIGMA)
    error = error_between(seen, truth)
    unlikely = (0.5 * error**2 / torch.exp(2 * log_sigma) + log_sigma) * torch.exp(log_sigma).detach()
    return ((truth - seen) ** 2).sum((1, 2)).mean() + LIKELIHOOD * unlikely.sum(1).mean()


def loss_of(answers: torch.Tensor, truth: torch.Tensor, place: torch.Tensor) -> torch.Tensor:
    """Loss of a batch."""
    misplaced = ((answers[:, 9:] - place) ** 2).sum(1)
    return loss_between(rotations_of(answers), truth, answers[:, 6:9]) + PLACE * misplaced.mean()


def train(
    part: str, crops: np.ndarray, rotations: np.ndarray, steps: int, rate: float, start: Path | None
) -> nn.Sequential:
    """Train for a number of steps; the answer is the running mean of the last weights."""
    torch.manual_seed(0)
    network = build()
    loader = iter(DataLoader(Crops(part, crops, rotations), batch_size=None, num_workers=1, prefetch_factor=8))
    if start is not None:
        go_on_from(network, start, next(loader)[0])

    def loss_at(_number: int) -> torch.Tensor:
        seen, truth, place = next(loader)
        with torch.autocast("cpu", torch.bfloat16):
            answers = network(seen.contiguous(memory_format=torch.channels_last))
        return loss_of(answers.float(), truth, place)

    return descend(network, loss_at, steps, rate)


def prove(network: nn.Sequential, part: str, crops: np.ndarray, rotations: np.ndarray) -> None:
    """Print errors on people who took no part, by how far the head faces away."""
    edge = round(len(crops[0]) * (1 - SEEN[part]) / 2)
    found = []
    for crop in crops:
        patch = cv2.resize(crop[edge:-edge, edge:-edge], (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        seen = torch.from_numpy(standardised(patch.astype(np.float32) / 255)).permute(2, 0, 1)
        with torch.no_grad():
            straight, mirrored = rotations_of(network(torch.stack([seen, seen.flip(2)]))).double().numpy()
        found.append(nearest_rotation(straight + MIRROR @ mirrored @ MIRROR))
    error = Rotation.from_matrix(rotations @ np.transpose(found, (0, 2, 1))).as_rotvec(degrees=True)
    away = np.degrees(np.arccos(np.clip(rotations[:, 2, 2], -1, 1)))
    for low, high in pairwise(FACING_DEG):
        inside = (away >= low) & (away < high)
        if inside.any():
            mean, p95 = np.abs(error[inside]).mean(axis=0), np.quantile(np.abs(error[inside]), 0.95, axis=0)
            print(
                f"  {low:3d}-{high:3d}°, {inside.sum()} heads: mean {mean.round(1)}, 95 % {p95.round(1)} about x, y, z",
                flush=True,
            )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--part", choices=SEEN, default="head")
    parser.add_argument("--steps", type=int, default=20000)
    parser.add_argument("--rate", type=float, default=2e-3, help="how fast it learns at first")
    parser.add_argument("--start", type=Path, help="go on from this network")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    seen: list[list[np.ndarray]] = [[], []]
    unseen: list[list[np.ndarray]] = [[], []]
    paths = sorted(path for folder in options.folders for path in folder.glob("crops_*.npz"))
    for path in paths:
        is_seen = (int(path.stem.split("_")[1]) - sizes.FIRST) % sizes.UNSEEN > 0
        with np.load(path) as file:
            for store, name in zip(seen if is_seen else unseen, ("crops", "sight_from_facing"), strict=True):
                store.append(file[name])
    crops, rotations = (np.concatenate(part) for part in seen)
    print(f"{len(seen[0])} files, {len(crops)} crops; {len(unseen[0])} files of people who are left out")
    network = train(options.part, crops, rotations, options.steps, options.rate, options.start)
    prove(network, options.part, *(np.concatenate(part) for part in unseen))
    if options.out:
        write_onnx(network, options.out)
        print(f"{options.out}: {options.out.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
