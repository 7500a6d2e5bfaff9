"""Time the networks that read looks: ONNX Runtime, as the program runs them, beside OpenCV.

usage: python benchmarks/networks.py [--reads 200]

Processor time of one read of a picture and its mirror image, on one core; nothing else may run meanwhile.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from coach.paths import assets_dir
from coach.sense.network import SIDE, Network, standardised

WARM_UP = 5


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reads", type=int, default=200)
    reads = parser.parse_args().reads
    cv2.setNumThreads(1)
    patch = np.random.default_rng(0).integers(0, 255, (SIDE, SIDE, 3), np.uint8)
    for path in sorted((assets_dir() / "correction").glob("*.onnx")):
        cells = [f"{name} {median_ms(read, reads):.1f} ms" for name, read in ways(path, patch)]
        print(f"{path.stem}: " + ", ".join(cells))


def ways(path: Path, patch: np.ndarray) -> list[tuple[str, Callable[[], object]]]:
    """Ways to run a network, by name."""
    network, other = Network(path), cv2.dnn.readNetFromONNX(str(path))
    pixels = standardised(patch.astype(np.float32) / 255).transpose(2, 0, 1)
    mirrored = pixels[:, :, ::-1]

    def opencv(*seen: np.ndarray) -> None:
        other.setInput(np.stack(seen))
        other.forward()

    def one_after_the_other() -> None:
        opencv(pixels)
        opencv(mirrored)

    return [
        ("ONNX Runtime", lambda: network.read(patch)),
        ("OpenCV", one_after_the_other),
        ("OpenCV, both at once", lambda: opencv(pixels, mirrored)),
    ]


def median_ms(read: Callable[[], object], reads: int) -> float:
    """Median processor time, milliseconds."""
    taken = []
    for _ in range(WARM_UP + reads):
        begun = time.process_time()
        read()
        taken.append(time.process_time() - begun)
    return 1000 * float(np.median(taken[WARM_UP:]))


if __name__ == "__main__":
    main()
