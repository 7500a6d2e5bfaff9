"""Train a network that reads the pose of a head or a chest from its look, prove it on people it never saw, write ONNX.

usage: python -m benchmarks.people.look CROPS... [--part head] [--steps 20000] [--start ONNX] [--out head_look.onnx]

Needs torch and onnx in an environment of their own. A crop is turned, moved, scaled, mirrored, lit from one side,
recoloured, blurred, pressed and partly covered at random each time it is shown. The loss is the squared distance of
rotation matrices, the Gaussian likelihood of the error vector (beta-NLL, Seitzer et al., ICLR 2022), and the squared
error of where the middle of the part is told to be.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from scipy.spatial.transform import Rotation
from torch import nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.utils.data import DataLoader, IterableDataset

from coach.measure.rotations import nearest_rotation
from coach.sense.appearance import CHEST_SHARE, HEAD_SHARE, LOG_SIGMA, MIRROR, SIDE, standardised

SHARES = {"head": HEAD_SHARE, "chest": CHEST_SHARE}
SEEN = {"head": HEAD_SHARE / 2.9, "chest": CHEST_SHARE / 4.6}
"""Share of a crop that the network sees; how many faces wide a crop is, stands in ``crops.py``."""
CUT = {"head": 0.0, "chest": 0.7}
"""How often the border of the picture cuts through what is seen."""
LAYERS = ((32, 5, 2), (32, 3, 2), (64, 3, 1), (96, 3, 2), (128, 3, 1), (192, 3, 2), (192, 3, 1))
"""Channels, kernel and stride of the convolutions."""
DENSE, ANSWERS = 128, 11
BATCH, RATE, WEIGHT_DECAY, LIKELIHOOD, PLACE = 96, 2e-3, 1e-3, 0.3, 1.0
RATE_GOING_ON = 6e-4
MOMENTUM = 0.02
OFF_CENTRE = (0.03, 0.09)
"""Least and largest standard deviation of a patch's middle, shares of a crop: so far the body model errs in the dark"""
LOG_SIGMA_OFFSET = -1.5
FIRST, UNSEEN = 1000, 15
"""Every so many people, from the first one on, one is left out for the proof."""
FACING_DEG = (0, 15, 30, 45, 60, 75, 90, 110)


def shown(
    part: str, crop: np.ndarray, rotation: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Show a crop in a random way; its rotation changes with it. The third is where its middle is then, in faces."""
    if rng.random() < CUT[part]:
        crop = cut(crop, rng)
    turn = np.radians(rng.normal(0, 12))
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
    crop = crop.copy()
    row = round(side * rng.uniform(0.53, 0.85))
    crop[row:] = crop[row - 1]
    if rng.random() < 0.2:
        column = round(side * rng.uniform(0.15, 0.32))
        crop[:, :column] = crop[:, column : column + 1]
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


def build() -> nn.Sequential:
    """Make the untrained network; it takes (n, 3, SIDE, SIDE) and gives (n, ANSWERS)."""
    parts: list[nn.Module] = []
    before, side = 3, SIDE
    for channels, kernel, stride in LAYERS:
        parts.append(nn.Conv2d(before, channels, kernel, stride, kernel // 2, bias=False))
        parts += [nn.BatchNorm2d(channels, momentum=MOMENTUM), nn.ReLU()]
        before, side = channels, -(-side // stride)
    parts += [nn.Flatten(), nn.Dropout(0.2), nn.Linear(before * side * side, DENSE, bias=False)]
    parts += [nn.BatchNorm1d(DENSE, momentum=MOMENTUM), nn.ReLU(), nn.Linear(DENSE, ANSWERS)]
    return nn.Sequential(*parts).to(memory_format=torch.channels_last)


def rotations_of(answers: torch.Tensor) -> torch.Tensor:
    """Rotations (n, 3, 3) of the six numbers of each answer (Zhou et al., CVPR 2019)."""
    first = functional.normalize(answers[:, :3] + torch.tensor([1.0, 0.0, 0.0]), dim=1)
    second = answers[:, 3:6] + torch.tensor([0.0, 1.0, 0.0])
    second = functional.normalize(second - (first * second).sum(1, keepdim=True) * first, dim=1)
    return torch.stack([first, second, torch.linalg.cross(first, second)], 2)


def loss_of(answers: torch.Tensor, truth: torch.Tensor, place: torch.Tensor) -> torch.Tensor:
    """Loss of a batch."""
    seen = rotations_of(answers)
    wrong = truth @ seen.transpose(1, 2)
    error = 0.5 * torch.stack([wrong[:, i, j] - wrong[:, j, i] for i, j in ((2, 1), (0, 2), (1, 0))], 1)
    log_sigma = (answers[:, 6:9] + LOG_SIGMA_OFFSET).clamp(*LOG_SIGMA)
    unlikely = (0.5 * error**2 / torch.exp(2 * log_sigma) + log_sigma) * torch.exp(log_sigma).detach()
    apart = ((truth - seen) ** 2).sum((1, 2))
    misplaced = ((answers[:, 9:] - place) ** 2).sum(1)
    return apart.mean() + LIKELIHOOD * unlikely.sum(1).mean() + PLACE * misplaced.mean()


def train(part: str, crops: np.ndarray, rotations: np.ndarray, steps: int, start: Path | None) -> nn.Sequential:
    """Train for a number of steps; the answer is the running mean of the last weights."""
    torch.manual_seed(0)
    network = build()
    loader = DataLoader(Crops(part, crops, rotations), batch_size=None, num_workers=1, prefetch_factor=8)
    if start is not None:
        go_on_from(network, start, next(iter(loader))[0])
    mean = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(0.995), use_buffers=True)
    first = RATE if start is None else RATE_GOING_ON
    optimiser = torch.optim.AdamW(network.parameters(), first, weight_decay=WEIGHT_DECAY)
    rate = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    begun, losses = time.time(), []
    for number, (seen, truth, place) in zip(range(1, steps + 1), loader, strict=False):
        with torch.autocast("cpu", torch.bfloat16):
            answers = network(seen.contiguous(memory_format=torch.channels_last))
        loss = loss_of(answers.float(), truth, place)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        rate.step()
        mean.update_parameters(network)
        losses.append(loss.item())
        if number % 500 == 0:
            print(f"step {number}: loss {np.mean(losses):.4f}, {time.time() - begun:.0f} s", flush=True)
            losses = []
    trained: nn.Sequential = mean.module
    return trained.eval()


def go_on_from(network: nn.Sequential, path: Path, seen: torch.Tensor) -> None:
    """Take over the weights of a network that was written; what it did not answer yet begins at zero.

    Its normalisations were folded into the weights: they are opened again with the statistics of a batch ``seen``.
    """
    written = [torch.tensor(numpy_helper.to_array(t).astype(np.float32)) for t in onnx.load(path).graph.initializer]
    flow, network = seen, network.eval()
    with torch.no_grad():
        for part, after in pairwise([*network, nn.Identity()]):
            if not isinstance(part, nn.Conv2d | nn.Linear):
                flow = part(flow) if not isinstance(part, nn.BatchNorm1d | nn.BatchNorm2d) else flow
                continue
            weight, bias = written.pop(0), written.pop(0)
            weight = weight.T if isinstance(part, nn.Linear) else weight
            if part.bias is not None:
                part.weight.zero_()[: len(weight)] = weight
                part.bias.zero_()[: len(bias)] = bias
                part.bias[6:9] -= LOG_SIGMA_OFFSET
                return
            part.weight.copy_(weight)
            flow = part(flow)
            axes = [0, *range(2, flow.dim())]
            after.running_mean.copy_(flow.mean(axes))
            after.running_var.copy_(flow.var(axes))
            after.weight.copy_(torch.sqrt(after.running_var + after.eps))
            after.bias.copy_(bias + after.running_mean)
            flow = after(flow)


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


def write_onnx(network: nn.Sequential, path: Path) -> None:
    """Write the network with its batch normalisations folded in, in half precision."""
    nodes: list[Any] = []
    tensors: list[Any] = []
    flow = "picture"

    def add(kind: str, weight: np.ndarray, bias: np.ndarray, **attributes: Any) -> None:
        nonlocal flow
        out = f"part{len(nodes)}"
        for name, value in ((f"{out}_w", weight), (f"{out}_b", bias)):
            tensors.append(numpy_helper.from_array(np.ascontiguousarray(value, np.float16), name))
        nodes.append(helper.make_node(kind, [flow, f"{out}_w", f"{out}_b"], [out], **attributes))
        flow = out

    def step(kind: str) -> None:
        nonlocal flow
        out = f"part{len(nodes)}"
        nodes.append(helper.make_node(kind, [flow], [out]))
        flow = out

    for part, after in pairwise([*network, nn.Identity()]):
        if isinstance(part, nn.Conv2d):
            kernel, pad, stride = part.kernel_size[0], int(part.padding[0]), part.stride[0]
            shape = {"kernel_shape": [kernel] * 2, "pads": [pad] * 4, "strides": [stride] * 2}
            add("Conv", *folded(part, after), **shape)
        elif isinstance(part, nn.Linear):
            weight, bias = folded(part, after)
            add("Gemm", weight.T, bias)
        elif isinstance(part, nn.ReLU):
            step("Relu")
        elif isinstance(part, nn.Flatten):
            step("Flatten")
    nodes[-1].output[0] = "answer"
    picture = helper.make_tensor_value_info("picture", TensorProto.FLOAT, ["n", 3, SIDE, SIDE])
    answer = helper.make_tensor_value_info("answer", TensorProto.FLOAT, ["n", ANSWERS])
    graph = helper.make_graph(nodes, "look", [picture], [answer], tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())


def folded(part: nn.Conv2d | nn.Linear, after: nn.Module) -> tuple[np.ndarray, np.ndarray]:
    """Weight and bias of a layer together with what normalises its output, or of the last layer."""
    weight = part.weight.detach()
    if isinstance(after, nn.BatchNorm1d | nn.BatchNorm2d):
        assert after.running_var is not None
        assert after.running_mean is not None
        gain = after.weight.detach() / torch.sqrt(after.running_var + after.eps)
        bias = after.bias.detach() - after.running_mean * gain
        return (weight * gain.reshape(-1, *[1] * (weight.dim() - 1))).numpy(), bias.numpy()
    assert part.bias is not None
    offset = torch.tensor([0.0] * 6 + [LOG_SIGMA_OFFSET] * 3 + [0.0] * 2)
    return weight.numpy(), (part.bias.detach() + offset).numpy()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--part", choices=SEEN, default="head")
    parser.add_argument("--steps", type=int, default=20000)
    parser.add_argument("--start", type=Path, help="go on from this network, at a lower rate")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    seen: list[list[np.ndarray]] = [[], []]
    unseen: list[list[np.ndarray]] = [[], []]
    paths = sorted(path for folder in options.folders for path in folder.glob("crops_*.npz"))
    for path in paths:
        is_seen = (int(path.stem.split("_")[1]) - FIRST) % UNSEEN > 0
        with np.load(path) as file:
            for store, name in zip(seen if is_seen else unseen, ("crops", "sight_from_facing"), strict=True):
                store.append(file[name])
    crops, rotations = (np.concatenate(part) for part in seen)
    print(f"{len(seen[0])} files, {len(crops)} crops; {len(unseen[0])} files of people who are left out")
    network = train(options.part, crops, rotations, options.steps, options.start)
    prove(network, options.part, *(np.concatenate(part) for part in unseen))
    if options.out:
        write_onnx(network, options.out)
        print(f"{options.out}: {options.out.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
