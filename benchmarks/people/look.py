"""Train the network that reads a head's pose from its look, prove it on people it never saw, and write it as ONNX.

usage: python -m benchmarks.people.look CROPS [--steps 9000] [--out assets/correction/look.onnx]

Needs tensorflow-cpu and onnx in an environment of their own. A crop is turned, moved, scaled, mirrored, recoloured,
blurred and partly covered at random each time it is shown. The loss is the squared distance of rotation matrices plus
the Gaussian likelihood of the error vector (beta-NLL, Seitzer et al., ICLR 2022).
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
import tensorflow as tf
from onnx import TensorProto, helper, numpy_helper
from scipy.spatial.transform import Rotation

from coach.sense.appearance import LOG_SIGMA, SHARE, SIDE, standardised

CROP_SHARE = SHARE / 2.9
"""Share of a crop that the network sees; a crop is 2.9 faces wide (``crops.py``)."""
LAYERS = ((24, 5, 2), (32, 3, 2), (48, 3, 1), (64, 3, 2), (96, 3, 1), (128, 3, 2), (128, 3, 1))
"""Channels, kernel and stride of the convolutions."""
DENSE, ANSWERS = 128, 9
BATCH, RATE, LIKELIHOOD = 96, 2e-3, 0.3
LOG_SIGMA_OFFSET = -1.5
UNSEEN = 15
"""Every so many people one is left out for the proof."""
MIRROR = np.diag([-1.0, 1.0, 1.0])
FACING_DEG = (0, 15, 30, 45, 60, 75, 90, 110)


def shown(crop: np.ndarray, rotation: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Show a crop in a random way; its rotation changes with it."""
    turn = np.radians(rng.normal(0, 12))
    step = len(crop) * CROP_SHARE * np.exp(rng.normal(0, 0.09)) / SIDE
    cosine, sine = np.cos(turn), np.sin(turn)
    from_patch = np.array([[cosine * step, -sine * step, 0], [sine * step, cosine * step, 0]])
    middle = len(crop) * (0.5 + rng.normal(0, 0.04, 2))
    from_patch[:, 2] = middle - from_patch[:, :2] @ [SIDE / 2 - 0.5, SIDE / 2 - 0.5]
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    patch = cv2.warpAffine(crop, from_patch, (SIDE, SIDE), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    rotation = np.array([[cosine, sine, 0], [-sine, cosine, 0], [0, 0, 1]]) @ rotation
    if rng.random() < 0.5:
        patch, rotation = patch[:, ::-1], MIRROR @ rotation @ MIRROR
    return standardised(disturbed(patch.astype(np.float32) / 255, rng)), rotation.astype(np.float32)


def disturbed(patch: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Change tone and colour, blur, add noise, cover a part."""
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
    return patch


def batches(crops: np.ndarray, rotations: np.ndarray, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Endless batches."""
    rng = np.random.default_rng(seed)
    while True:
        pairs = [shown(crops[i], rotations[i], rng) for i in rng.choice(len(crops), BATCH)]
        yield tuple(np.stack(part) for part in zip(*pairs, strict=True))


def build() -> Any:
    """Make the untrained network."""
    layers = tf.keras.layers
    x = seen = layers.Input((SIDE, SIDE, 3))
    for channels, kernel, stride in LAYERS:
        x = layers.ZeroPadding2D(kernel // 2)(x)
        x = layers.Conv2D(channels, kernel, stride, use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization(momentum=0.98)(x))
    x = layers.Dropout(0.2)(layers.Flatten()(x))
    x = layers.ReLU()(layers.BatchNormalization(momentum=0.98)(layers.Dense(DENSE, use_bias=False)(x)))
    return tf.keras.Model(seen, layers.Dense(ANSWERS)(x))


def rotations_of(answers: Any) -> Any:
    """Rotations (n, 3, 3) of the six numbers of each answer (Zhou et al., CVPR 2019)."""
    first = tf.math.l2_normalize(answers[:, :3] + tf.constant([1.0, 0.0, 0.0]), 1)
    second = answers[:, 3:6] + tf.constant([0.0, 1.0, 0.0])
    second = tf.math.l2_normalize(second - tf.reduce_sum(first * second, 1, keepdims=True) * first, 1)
    return tf.stack([first, second, tf.linalg.cross(first, second)], 2)


def loss_of(answers: Any, truth: Any) -> Any:
    """Loss of a batch."""
    seen = rotations_of(answers)
    wrong = tf.matmul(truth, seen, transpose_b=True)
    parts = ((2, 1), (0, 2), (1, 0))
    error = 0.5 * tf.stack([wrong[:, i, j] - wrong[:, j, i] for i, j in parts], 1)
    log_sigma = tf.clip_by_value(answers[:, 6:] + LOG_SIGMA_OFFSET, *LOG_SIGMA)
    unlikely = (0.5 * error**2 / tf.exp(2 * log_sigma) + log_sigma) * tf.stop_gradient(tf.exp(log_sigma))
    apart = tf.reduce_sum((truth - seen) ** 2, [1, 2])
    return tf.reduce_mean(apart) + LIKELIHOOD * tf.reduce_mean(tf.reduce_sum(unlikely, 1))


def train(crops: np.ndarray, rotations: np.ndarray, steps: int) -> Any:
    """Train for a number of steps."""
    tf.keras.utils.set_random_seed(0)
    network = build()
    rate = tf.keras.optimizers.schedules.CosineDecay(RATE, steps)
    optimiser = tf.keras.optimizers.AdamW(rate, weight_decay=1e-4, use_ema=True, ema_momentum=0.995)

    @tf.function
    def step(seen: Any, truth: Any) -> Any:
        with tf.GradientTape() as tape:
            loss = loss_of(network(seen, training=True), truth)
        gradients, _ = tf.clip_by_global_norm(tape.gradient(loss, network.trainable_variables), 5.0)
        optimiser.apply_gradients(zip(gradients, network.trainable_variables, strict=True))
        return loss

    shapes = (tf.TensorSpec((BATCH, SIDE, SIDE, 3)), tf.TensorSpec((BATCH, 3, 3)))
    data = tf.data.Dataset.from_generator(lambda: batches(crops, rotations, 0), output_signature=shapes).prefetch(4)
    start, losses = time.time(), []
    for number, (seen, truth) in enumerate(data.take(steps), 1):
        losses.append(float(step(seen, truth)))
        if number % 250 == 0:
            print(f"step {number}: loss {np.mean(losses):.4f}, {time.time() - start:.0f} s", flush=True)
            losses = []
    optimiser.finalize_variable_values(network.trainable_variables)
    return network


def prove(network: Any, crops: np.ndarray, rotations: np.ndarray) -> None:
    """Print errors on people who took no part, by how far the head faces away."""
    edge = round(len(crops[0]) * (1 - CROP_SHARE) / 2)
    patches = [cv2.resize(c[edge:-edge, edge:-edge], (SIDE, SIDE), interpolation=cv2.INTER_AREA) for c in crops]
    answers = network.predict(np.stack([standardised(p.astype(np.float32) / 255) for p in patches]), verbose=0)
    error = Rotation.from_matrix(rotations @ rotations_of(answers).numpy().transpose(0, 2, 1)).as_rotvec(degrees=True)
    away = np.degrees(np.arccos(np.clip(rotations[:, 2, 2], -1, 1)))
    for low, high in pairwise(FACING_DEG):
        inside = (away >= low) & (away < high)
        if inside.any():
            mean, p95 = np.abs(error[inside]).mean(axis=0), np.quantile(np.abs(error[inside]), 0.95, axis=0)
            print(
                f"  {low:3d}-{high:3d}°, {inside.sum()} heads: mean {mean.round(1)}, 95 % {p95.round(1)} about x, y, z"
            )


def write_onnx(network: Any, path: Path) -> None:
    """Write the network with its batch normalisations folded in, in half precision."""
    weighty = [layer for layer in network.layers if layer.weights]
    nodes: list[Any] = []
    tensors: list[Any] = []
    flow = "picture"

    def add(kind: str, out: str, weight: np.ndarray, bias: np.ndarray, **attributes: Any) -> str:
        for name, value in ((f"{out}_w", weight), (f"{out}_b", bias)):
            tensors.append(numpy_helper.from_array(np.ascontiguousarray(value, np.float16), name))
        nodes.append(helper.make_node(kind, [flow, f"{out}_w", f"{out}_b"], [out], **attributes))
        return out

    def folded(layer: Any, norm: Any) -> tuple[np.ndarray, np.ndarray]:
        gamma, beta, mean, variance = norm.get_weights()
        gain = gamma / np.sqrt(variance + norm.epsilon)
        return layer.get_weights()[0] * gain, beta - mean * gain

    for number, (_, kernel, stride) in enumerate(LAYERS):
        weight, bias = folded(weighty[2 * number], weighty[2 * number + 1])
        shape = {"kernel_shape": [kernel] * 2, "pads": [kernel // 2] * 4, "strides": [stride] * 2}
        flow = add("Conv", f"conv{number}", weight.transpose(3, 2, 0, 1), bias, **shape)
        nodes.append(helper.make_node("Relu", [flow], [f"relu{number}"]))
        flow = f"relu{number}"
    nodes.append(helper.make_node("Flatten", [flow], ["flat"]))
    flow = "flat"
    weight, bias = folded(weighty[-3], weighty[-2])
    small, channels = round((len(weight) / LAYERS[-1][0]) ** 0.5), LAYERS[-1][0]
    weight = weight.reshape(small, small, channels, DENSE).transpose(2, 0, 1, 3).reshape(-1, DENSE)
    flow = add("Gemm", "dense", weight, bias)
    nodes.append(helper.make_node("Relu", [flow], ["hidden"]))
    flow = "hidden"
    weight, bias = weighty[-1].get_weights()
    add("Gemm", "answer", weight, bias + np.array([0.0] * 6 + [LOG_SIGMA_OFFSET] * 3))
    picture = helper.make_tensor_value_info("picture", TensorProto.FLOAT, ["n", 3, SIDE, SIDE])
    answer = helper.make_tensor_value_info("answer", TensorProto.FLOAT, ["n", ANSWERS])
    graph = helper.make_graph(nodes, "look", [picture], [answer], tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--steps", type=int, default=9000)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    seen: list[list[np.ndarray]] = [[], []]
    unseen: list[list[np.ndarray]] = [[], []]
    for number, path in enumerate(sorted(options.folder.glob("crops_*.npz"))):
        with np.load(path) as file:
            for store, name in zip(
                unseen if number % UNSEEN == 0 else seen, ("crops", "sight_from_facing"), strict=True
            ):
                store.append(file[name])
    crops, rotations = (np.concatenate(part) for part in seen)
    print(f"{len(seen[0])} people, {len(crops)} crops; {len(unseen[0])} people left out")
    network = train(crops, rotations, options.steps)
    prove(network, *(np.concatenate(part) for part in unseen))
    if options.out:
        write_onnx(network, options.out)
        print(f"{options.out}: {options.out.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
