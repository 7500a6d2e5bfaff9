"""Small networks that answer with a mean and a standard error, trained with numpy alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from coach.measure.correction import LIMIT, SIZES_DEG, UNIT_DEG, Block, Layer, Regressor
from coach.measure.features import BODY_POINTS

from .samples import Sample

KEPT = {"face": (30, None, 16, 10), "body": (30, None), "axes": (6, 6, None, 6), "trunk": (20, None)}
"""How many principal components of each block are kept, for each regressor; ``None``: all of it, standardised."""
RIDGE = 0.05
SLIDE, SLIDE_SCALE = (0.3, 0.03), 0.02
"""How far people slide sideways and up, in widths of the shoulder line, and by what share they seem larger or smaller.

Who leans comes nearer and lower, and leans more often than slides so."""
HIDDEN = (64, 32)
STEPS, BATCH, RATE, DECAY, NOISE = 5000, 512, 3e-3, 1e-3, 0.1
WARM_UP = 400
TARGET_LIMIT = 6.0
UNSCALED = np.ones((len(SIZES_DEG), 3))
EVEN_DEG = 20.0
"""Frames near neutral are many; a frame turned by this much is drawn twice as often."""
LEAN_DEG, LEAN_SHARE = 3.0, 0.5
"""Frames in which the trunk leans by more than this are drawn that often beside others: people who sit for a test lean
more seldom than those who were filmed for it."""


@dataclass
class Table:
    """Samples as arrays: the blocks of features, the targets in ``UNIT_DEG``, and how often each is drawn."""

    blocks: list[np.ndarray]
    target: np.ndarray
    chance: np.ndarray


def table(samples: list[Sample]) -> Table:
    """Stack samples."""
    rows = [s.features.blocks() for s in samples]
    blocks = [np.array([row[i] for row in rows]) for i in range(len(rows[0]))]
    turned_deg = np.linalg.norm([s.true_deg for s in samples], axis=1)
    chance = 1 + turned_deg / EVEN_DEG
    return Table(blocks, np.degrees([s.missing for s in samples]) / UNIT_DEG, chance / chance.sum())


def seldom_leaning(data: Table, lean_deg: np.ndarray) -> Table:
    """Draw moments in which the trunk leans (n,) less often."""
    chance = data.chance * np.where(np.abs(lean_deg) > LEAN_DEG, LEAN_SHARE, 1.0)
    return replace(data, chance=chance / chance.sum())


def standardise(data: Table, kept: tuple[int | None, ...]) -> tuple[Block, ...]:
    """Find the blocks' principal components (the first block is weighed by its own spread first)."""
    blocks = []
    for x, keep in zip(data.blocks, kept, strict=True):
        mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
        if keep is None:
            blocks.append(Block(mean, np.diag(1 / spread)))
            continue
        weigh = 1 / (spread + 0.02 * spread.max())
        _, _, axes = np.linalg.svd((x - mean) * weigh, full_matrices=False)
        basis = weigh[:, None] * axes[:keep].T
        blocks.append(Block(mean, basis / (((x - mean) @ basis).std(axis=0) + 1e-9)))
    return tuple(blocks)


def inputs(data: Table, blocks: tuple[Block, ...]) -> np.ndarray:
    """Standardised inputs (n, k), as :class:`~coach.measure.correction.Regressor` makes them."""
    parts = [(x - b.mean) @ b.basis for x, b in zip(data.blocks, blocks, strict=True)]
    return np.clip(np.concatenate(parts, axis=1), -LIMIT, LIMIT)


def fit(x: np.ndarray, data: Table, seed: int, steps: int = STEPS) -> tuple[Layer, ...]:
    """Train one network with Adam and decoupled decay.

    The loss is the Gaussian likelihood with errors beyond three standard errors counted as three, and each sample
    weighed by the root of its own variance (the beta-NLL of Seitzer et al., ICLR 2022, with beta 0.5), which keeps
    hard samples from being explained away.
    """
    rng = np.random.default_rng(seed)
    target = np.clip(data.target, -TARGET_LIMIT, TARGET_LIMIT)
    sizes = [x.shape[1], *HIDDEN, 2 * target.shape[1]]
    weights = [rng.normal(size=(a, b)) / np.sqrt(a) for a, b in pairwise(sizes)]
    weights[-1] *= 0.1
    parameters = [*weights, *(np.zeros(b) for b in sizes[1:])]
    first, second = [np.zeros_like(p) for p in parameters], [np.zeros_like(p) for p in parameters]
    for step in range(1, steps + 1):
        pick = rng.choice(len(x), BATCH, p=data.chance)
        noisy = x[pick] + NOISE * rng.normal(size=(BATCH, x.shape[1]))
        gradients = _gradients(parameters, noisy, target[pick], step > WARM_UP)
        rate = RATE * 0.5 * (1 + np.cos(np.pi * step / steps)) + 1e-5
        for i, (parameter, gradient) in enumerate(zip(parameters, gradients, strict=True)):
            first[i] = 0.9 * first[i] + 0.1 * gradient
            second[i] = 0.999 * second[i] + 0.001 * gradient**2
            move = first[i] / (1 - 0.9**step) / (np.sqrt(second[i] / (1 - 0.999**step)) + 1e-8)
            parameter -= rate * (move + (DECAY * parameter if i < len(weights) else 0))
    return tuple(Layer(w, b) for w, b in zip(parameters[: len(weights)], parameters[len(weights) :], strict=True))


def _gradients(parameters: list[np.ndarray], x: np.ndarray, target: np.ndarray, weighed: bool) -> list[np.ndarray]:
    count = len(parameters) // 2
    activations = [x]
    for i in range(count):
        x = x @ parameters[i] + parameters[count + i]
        x = np.tanh(x) if i < count - 1 else x
        activations.append(x)
    answers = target.shape[1]
    mean, log_sigma = x[:, :answers], x[:, answers:]
    variance = np.exp(2 * np.clip(log_sigma, -3, 3))
    error = mean - target
    pull = np.clip(error / np.sqrt(variance), -3, 3) if weighed else error
    spread = 0.3 * (1 - np.minimum(error**2 / variance, 20)) * (np.abs(log_sigma) < 3)
    flow = np.concatenate([pull, spread], axis=1) / len(x)
    by_weight, by_bias = [], []
    for i in reversed(range(count)):
        by_weight.append(activations[i].T @ flow)
        by_bias.append(flow.sum(axis=0))
        if i:
            flow = (flow @ parameters[i].T) * (1 - activations[i] ** 2)
    return by_weight[::-1] + by_bias[::-1]


def slid(data: Table, seed: int = 0) -> Table:
    """Add the same moments of people who slid on their chairs, sideways, up or to another distance: no bend, no turn.

    The first block begins with how far each of the body's points moved and where it was at neutral, in widths of the
    shoulder line; the second one ends with how much farther away the head is, 0 where that is not known.
    """
    rng = np.random.default_rng(seed)
    points, count = len(BODY_POINTS), len(data.target)
    change, neutral = (data.blocks[0][:, k * 2 * points : (k + 1) * 2 * points].reshape(-1, points, 2) for k in (0, 1))
    scale = np.exp(rng.normal(0, SLIDE_SCALE, (count, 1, 1)))
    moved = (change + neutral) * scale + rng.normal(0, SLIDE, (count, 1, 2)) - neutral
    first = np.hstack([moved.reshape(count, -1), data.blocks[0][:, 2 * points :]])
    second = data.blocks[1].copy()
    second[:, -1] -= np.where(second[:, -1] == 0.0, 0.0, np.log(scale[:, 0, 0]))
    blocks = [np.concatenate(pair) for pair in zip(data.blocks, [first, second], strict=True)]
    return Table(blocks, np.tile(data.target, (2, 1)), np.tile(data.chance, 2) / 2)


def train(
    name: str, samples: list[Sample], networks: int, error_scales: np.ndarray = UNSCALED, steps: int = STEPS
) -> Regressor:
    """Train the regressor of that name on samples and their mirror images."""
    both = [*samples, *(s.mirrored() for s in samples)]
    data = table(both)
    if name == "trunk":
        data = slid(seldom_leaning(data, np.array([s.true_deg[0] for s in both])))
    blocks = standardise(data, KEPT[name])
    x = inputs(data, blocks)
    if name == "axes":
        return Regressor(blocks, (solve(x, data),), error_scales)
    return Regressor(blocks, tuple(fit(x, data, seed, steps) for seed in range(networks)), error_scales)


def solve(x: np.ndarray, data: Table) -> tuple[Layer]:
    """Find one linear layer by ridge regression, for what has few samples; its standard errors are the same for all."""
    mean = data.target.mean(axis=0)
    weight = np.linalg.solve(x.T @ x + RIDGE * len(x) * np.eye(x.shape[1]), x.T @ (data.target - mean))
    left = np.log(np.std(data.target - mean - x @ weight, axis=0))
    return (Layer(np.hstack([weight, np.zeros_like(weight)]), np.concatenate([mean, left])),)
