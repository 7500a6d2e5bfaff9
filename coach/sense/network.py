"""A small network that reads how a part of the body is turned from a square picture of it, run by ONNX Runtime.

A picture and its mirror image are read together, so that left and right are read alike. ONNX Runtime does it in three
quarters of the time that OpenCV takes (``benchmarks/networks.py``).
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from coach.measure.rotations import nearest_rotation
from coach.measure.types import Floats, Picture
from coach.sense.errors import SourceError

Pixels = NDArray[np.float32]
SIDE = 80
"""Pixels of the square picture that a network sees."""
MIRROR = np.diag([-1.0, 1.0, 1.0])
LOG_SIGMA = (-6.0, -0.5)
"""Range of the logarithm of the standard error, radians, in which the networks were trained."""
SILENT = 4
"""ONNX Runtime's level of messages at which only what ends the program is told."""


class Answer(NamedTuple):
    """Rotation (3, 3) of a part, its standard error (3,), and where the middle is (2,), in faces."""

    rotation: Floats
    sigma: Floats
    beside: Floats


class Network:
    """A network in its file.

    Raises
    ------
    SourceError
        The file is missing or damaged: the installation is not whole.
    """

    def __init__(self, path: Path) -> None:
        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # the other core has the models of the body
        options.log_severity_level = SILENT
        try:
            self._session = onnxruntime.InferenceSession(path.read_bytes(), options, ["CPUExecutionProvider"])
        except Exception as error:  # the library raises classes of its own that have no common name
            raise SourceError(f"{path}: cannot be read; install the program again") from error

    def read(self, patch: Picture) -> Answer:
        """Read a patch (SIDE, SIDE, 3): the mean over it and its mirror image."""
        pixels = standardised(patch.astype(np.float32) / 255).transpose(2, 0, 1)
        (told,) = self._session.run(None, {"picture": np.stack([pixels, pixels[:, :, ::-1]])})
        straight, mirrored = (_answer(row) for row in np.asarray(told, dtype=np.float64))
        rotation = nearest_rotation(straight.rotation + MIRROR @ mirrored.rotation @ MIRROR)
        beside = (straight.beside + mirrored.beside * [-1, 1]) / 2
        return Answer(rotation, (straight.sigma + mirrored.sigma) / 2, beside)


def _answer(told: Floats) -> Answer:
    return Answer(rotation_from_columns(told), np.exp(np.clip(told[6:9], *LOG_SIGMA)), told[9:11])


def standardised(patch: Pixels) -> Pixels:
    """Take out brightness and contrast of a patch with values 0..1."""
    return np.asarray((patch - patch.mean()) / (patch.std() + 0.05), np.float32)


def rotation_from_columns(answer: Floats) -> Floats:
    """Rotation (3, 3) of the six numbers that say how its first two columns differ from the axes.

    The representation of Zhou et al., CVPR 2019: continuous, unlike angles.
    """
    first = answer[:3] + np.array([1.0, 0.0, 0.0])
    first = first / np.linalg.norm(first)
    second = answer[3:6] + np.array([0.0, 1.0, 0.0])
    second = second - first * (first @ second)
    second = second / np.linalg.norm(second)
    return np.column_stack([first, second, np.cross(first, second)])
