"""Train a network that reads how a head or a chest turned since neutral, prove it on people it never saw, write ONNX.

usage: python -m benchmarks.people.turns CROPS... --start ONNX [--part head] [--steps 3000] [--rate R] [--out ONNX]

Needs torch and onnx in an environment of their own. It goes on from a network of ``look.py``. That of the head must
find it anywhere in its patch and lying on its side; this one is shown heads that were set straight first, as the
program does it. It is judged by what the program makes of its answers: the turn since neutral, each by itself.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, IterableDataset

from coach.sense.appearance import CHEST_SHARE
from coach.sense.looks import TURN_SHARE, roll_of
from coach.sense.network import MIRROR, SIDE, standardised

from .descent import descend
from .look import ended, error_between, one_sided, pressed, rotations_of
from .look import loss_of as alone_loss
from .network import build, go_on_from, write_onnx
from .sizes import AT_REST, FIRST, ROOM, SHARES, UNSEEN

ROOMS, SEEN_IN_ROOM = 12, 8
"""A batch: so many rooms, and so many crops of each, the first at neutral."""
TURN_DEG = (0, 15, 30, 45, 60, 80, 110)
STEADY_FROM = 0.6
"""From this share of the steps on the normalisations keep their statistics, as they do in the program."""
SLEEVED = 0.5
"""Share of forearms that do not have the colour of the skin."""
FINGERS_RAD = np.array([-0.36, -0.12, 0.12, 0.36])
"""How far the fingers of a hand are spread."""
SMALLEST = 1e-6
"""Keeps the slope of a length finite."""
LOOK_AGAIN = 200
"""After so many batches, people who were drawn meanwhile are taken in."""
BORDER = 0.02
"""How much the border of the picture moves over the crops of a room, as a share of them."""


@dataclass(frozen=True)
class Showing:
    """How a part of the body is shown: what is seen of a crop, and standard deviations of what finding it leaves.

    Parameters
    ----------
    share, cut_out
        Widths of what is seen and of the crop, in sizes of the face.
    straight
        Whether it is set straight before it is read.
    turned_deg, off, scaled
        In the picture, in faces, and logarithmic: of one crop, and of all in a room together.
    border, hand
        How often the border of the picture cuts through what is seen, and a hand covers it.
    """

    share: float
    cut_out: float
    straight: bool
    turned_deg: tuple[float, float]
    off: tuple[float, float]
    scaled: tuple[float, float]
    border: float
    hand: float


PARTS = {
    "head": Showing(TURN_SHARE, SHARES["head"], True, (4.0, 3.0), (0.025, 0.025), (0.02, 0.07), 0.0, 0.1),
    "chest": Showing(CHEST_SHARE, SHARES["chest"], False, (1.5, 4.0), (0.06, 0.12), (0.03, 0.08), 0.7, 0.0),
}


class Way:
    """How all crops of a room are shown: the same camera, light and place."""

    def __init__(self, part: Showing, rng: np.random.Generator) -> None:
        self.part = part
        self.mirrored = bool(rng.random() < 0.5)
        self.turned = float(np.radians(rng.normal(0, part.turned_deg[1])))
        self.scaled = float(rng.normal(0, part.scaled[1]))
        self.off = rng.normal(0, part.off[1], 2)
        self.border = float(rng.uniform(0.53, 0.85)) if rng.random() < part.border else 1.0
        self.tone, self.gain = float(np.exp(rng.normal(0, 0.2))), np.exp(rng.normal(0, 0.08, 3)).astype(np.float32)
        self.contrast, self.offset = float(np.exp(rng.normal(0, 0.2))), float(rng.normal(0, 0.05))
        self.grey = bool(rng.random() < 0.1)
        self.blur = float(rng.uniform(0.3, 1.1)) if rng.random() < 0.35 else 0.0
        self.noise = float(rng.uniform(0, 0.05)) if rng.random() < 0.5 else 0.0
        self.gradient = one_sided(rng).astype(np.float32) ** 0.6 if rng.random() < 0.25 else None
        self.quality = int(rng.integers(25, 80)) if rng.random() < 0.15 else 0

    def disturbed(self, patch: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Give a patch this room's tone and colour, blur and noise, and cover a part of it now and then."""
        if self.gradient is not None:
            patch = patch * self.gradient
        patch = np.clip(patch, 0, 1) ** self.tone * self.gain
        patch = (patch - patch.mean()) * self.contrast + patch.mean() + self.offset
        if self.grey:
            patch = np.repeat(patch.mean(axis=2, keepdims=True), 3, axis=2)
        if self.blur:
            patch = cv2.GaussianBlur(patch, (0, 0), self.blur)
        if self.noise:
            patch = patch + self.noise * rng.standard_normal(patch.shape, np.float32)
        if rng.random() < 0.1:
            (column, row), size = rng.integers(0, SIDE, 2), rng.integers(6, 22)
            patch[row : row + size, column : column + size] = rng.random(3)
        if rng.random() < self.part.hand:
            patch = with_hand(patch, rng)
        return pressed(patch, self.quality) if self.quality else patch


def with_hand(patch: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Lay a hand in the colour of the face before a part of a head: palm, fingers and forearm."""
    middle = SIDE // 2 + rng.integers(-6, 7, 2)
    skin = patch[middle[1], middle[0]] * np.exp(rng.normal(0, 0.15))
    sleeve = rng.random(3) if rng.random() < SLEEVED else skin
    angle, width = rng.uniform(-0.4, np.pi + 0.4), SIDE * rng.uniform(0.1, 0.17)
    palm = SIDE * (0.5 + rng.uniform(0.1, 0.4) * np.array([np.cos(angle), np.sin(angle)]))
    reach = np.pi * rng.uniform(-1.0, 0.0)
    tips = [palm + width * rng.uniform(1.2, 2.0) * _towards(reach + spread) for spread in FINGERS_RAD]
    elbow = palm + 2 * SIDE * _towards(np.pi / 2 + rng.normal(0, 0.5))
    out = np.ascontiguousarray(patch, np.float32)
    for colour, ends, thick in ((sleeve, [elbow], 0.8), (skin, tips, 0.28), (skin, [palm], 1.0)):
        cover = np.zeros(out.shape[:2], np.float32)
        for end in ends:
            cv2.line(cover, palm.astype(int).tolist(), end.astype(int).tolist(), 1.0, max(2, round(width * thick)))
        cover = cv2.GaussianBlur(cover, (0, 0), 0.6)[..., None]
        out = out * (1 - cover) + cover * colour * np.exp(rng.normal(0, 0.06))
    return out


def _towards(angle_rad: float) -> np.ndarray:
    return np.array([np.cos(angle_rad), np.sin(angle_rad)])


def shown(
    crop: np.ndarray, rotation: np.ndarray, way: Way, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Show a crop as the program would; its rotation then, and where its middle is then, in faces."""
    part = way.part
    if way.border < 1:
        crop = ended(crop, way.border + rng.normal(0, BORDER))
    turn = way.turned + np.radians(rng.normal(0, part.turned_deg[0])) + (roll_of(rotation) if part.straight else 0.0)
    face_px = len(crop) / part.cut_out
    step = face_px * part.share * np.exp(way.scaled + rng.normal(0, part.scaled[0])) / SIDE
    cosine, sine = np.cos(turn), np.sin(turn)
    from_patch = np.array([[cosine * step, -sine * step, 0], [sine * step, cosine * step, 0]])
    off = face_px * (way.off + rng.normal(0, part.off[0], 2))
    from_patch[:, 2] = len(crop) / 2 - 0.5 + off - from_patch[:, :2] @ [SIDE / 2 - 0.5, SIDE / 2 - 0.5]
    place = np.linalg.solve(from_patch[:, :2], -off) * part.share / SIDE
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    patch = cv2.warpAffine(crop, from_patch, (SIDE, SIDE), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    rotation = np.array([[cosine, sine, 0], [-sine, cosine, 0], [0, 0, 1]]) @ rotation
    if way.mirrored:
        patch, rotation, place = patch[:, ::-1], MIRROR @ rotation @ MIRROR, place * [-1, 1]
    seen = standardised(way.disturbed(patch.astype(np.float32) / 255, rng).astype(np.float32))
    return seen, rotation.astype(np.float32), place.astype(np.float32)


class Rooms(IterableDataset):
    """Endless batches (seen, rotation, place): of each room a crop at neutral and then others."""

    def __init__(self, part: Showing, folders: list[Path], seed: int = 0) -> None:
        self._part, self._folders, self._seed = part, folders, seed
        self._read: dict[Path, tuple[np.ndarray, np.ndarray]] = {}

    def _take(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Read what has been drawn so far."""
        for path in files_of(self._folders, seen=True):
            if path not in self._read:
                self._read[path] = read(path)
        return list(self._read.values())

    def __iter__(self) -> Iterator[tuple[torch.Tensor, ...]]:
        cv2.setNumThreads(1)
        rng = np.random.default_rng(self._seed)
        people: list[tuple[np.ndarray, np.ndarray]] = []
        for number in count():
            if number % LOOK_AGAIN == 0:
                people = self._take()
            rows = []
            for person in rng.choice(len(people), ROOMS):
                crops, rotations = people[person]
                start = ROOM * int(rng.integers(len(crops) // ROOM))
                order = [int(rng.integers(AT_REST)), *rng.choice(np.arange(AT_REST, ROOM), SEEN_IN_ROOM - 1, False)]
                way = Way(self._part, rng)
                rows += [shown(crops[start + i], rotations[start + i], way, rng) for i in order]
            seen, truth, place = (torch.from_numpy(np.stack(column)) for column in zip(*rows, strict=True))
            yield seen.permute(0, 3, 1, 2), truth, place


def read(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Crops and rotations of a person."""
    with np.load(path) as file:
        return file["crops"], file["sight_from_facing"]


def files_of(folders: list[Path], *, seen: bool) -> list[Path]:
    """Files of people who take part in the training, or of the others."""
    paths = sorted(path for folder in folders for path in folder.glob("crops_*.npz"))
    return [p for p in paths if ((int(p.stem.split("_")[1]) - FIRST) % UNSEEN > 0) == seen]


def turns_of(rotations: torch.Tensor) -> torch.Tensor:
    """Give turns (m, 3, 3) since neutral of parts (n, 3, 3); the first of every ``SEEN_IN_ROOM`` is at neutral."""
    rooms = rotations.reshape(-1, SEEN_IN_ROOM, 3, 3)
    return (rooms[:, 1:] @ rooms[:, :1].transpose(2, 3)).flatten(0, 1)


def loss_of(network: nn.Sequential, seen: torch.Tensor, truth: torch.Tensor, place: torch.Tensor) -> torch.Tensor:
    """Loss of a batch: of the answers, and the mean error of the turns since neutral."""
    answers = network(seen.contiguous(memory_format=torch.channels_last))
    wrong = error_between(turns_of(rotations_of(answers)), turns_of(truth))
    return alone_loss(answers, truth, place) + torch.linalg.vector_norm(wrong + SMALLEST, dim=1).mean()


def train(part: Showing, folders: list[Path], start: Path, steps: int, rate: float) -> nn.Sequential:
    """Train for a number of steps; the answer is the running mean of the last weights."""
    torch.manual_seed(0)
    loader = iter(DataLoader(Rooms(part, folders), batch_size=None, num_workers=1, prefetch_factor=8))
    network = build(dropout=0.0)
    go_on_from(network, start, next(loader)[0])

    def loss_at(number: int) -> torch.Tensor:
        if number == round(STEADY_FROM * steps):
            keep_statistics(network)
        return loss_of(network, *next(loader))

    return descend(network, loss_at, steps, rate)


def keep_statistics(network: nn.Sequential) -> None:
    """Normalise by the running statistics from now on."""
    for part in network.modules():
        if isinstance(part, nn.BatchNorm1d | nn.BatchNorm2d):
            part.eval()


def prove(network: nn.Sequential, part: Showing, paths: list[Path]) -> None:
    """Print errors of the turn since neutral on people who took no part."""
    rng, rows = np.random.default_rng(1), []
    for path in paths:
        crops, rotations = read(path)
        for start in range(0, len(crops), ROOM):
            way = Way(part, rng)
            order = [0, *rng.permutation(np.arange(AT_REST, ROOM))[: SEEN_IN_ROOM - 1]]
            rows.append([shown(crops[start + i], rotations[start + i], way, rng) for i in order])
    errors, sizes = [], []
    for room in rows:
        seen, truth, _ = (torch.from_numpy(np.stack(column)) for column in zip(*room, strict=True))
        if truth[0, 2, 2] < 0.6:
            continue
        with torch.no_grad():
            told = turns_of(rotations_of(network(seen.permute(0, 3, 1, 2))))
        turn = turns_of(truth)
        errors.append(np.degrees(error_between(told, turn).numpy()))
        sizes.append(np.degrees(np.arccos(np.clip((np.trace(turn.numpy(), axis1=1, axis2=2) - 1) / 2, -1, 1))))
    error, size = np.abs(np.concatenate(errors)), np.concatenate(sizes)
    for low, high in pairwise(TURN_DEG):
        inside = (size >= low) & (size < high)
        if inside.sum() > 10:
            mean, p95 = error[inside].mean(axis=0), np.quantile(error[inside], 0.95, axis=0)
            told_of = f"mean {mean.round(2)}, 95 % {p95.round(1)} about x, y, z"
            print(f"  {low:3d}-{high:3d}°, {inside.sum()}: {told_of}", flush=True)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--part", choices=PARTS, default="head")
    parser.add_argument("--start", type=Path, required=True, help="go on from this network")
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    part = PARTS[options.part]
    network = train(part, options.folders, options.start, options.steps, options.rate)
    prove(network, part, files_of(options.folders, seen=False))
    if options.out:
        write_onnx(network, options.out)
        print(f"{options.out}: {options.out.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
