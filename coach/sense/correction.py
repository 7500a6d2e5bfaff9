"""Reads the learned correction from its file, and makes measurers that use it."""

from __future__ import annotations

import zlib
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from coach.measure.correction import Block, Correction, Layer, Regressor
from coach.measure.measurer import Measurer
from coach.measure.types import Floats, View
from coach.paths import assets_dir
from coach.sense.errors import SourceError

NAMES = ("face", "body", "axes", "trunk")
FILES = ("head.npz", "head_look.onnx", "head_turn.onnx", "chest_look.onnx")
"""What was learned and comes with the program."""


class CorrectionError(SourceError):
    """The file is missing or damaged: the installation is not whole, and nothing can be measured."""


def corrected_measurer(view: View = View.FRONT, hfov_deg: float | None = None) -> Measurer:
    """Make a measurer with the correction that comes with the program.

    Raises
    ------
    ValueError
        An impossible field of view.
    CorrectionError
        The correction cannot be read.
    """
    return Measurer(view=view, hfov_deg=hfov_deg, correction=shipped_correction())


@cache
def shipped_correction() -> Correction:
    """Read the correction that comes with the program.

    Raises
    ------
    CorrectionError
        The file is missing or damaged.
    """
    return read_correction(assets_dir() / "correction" / "head.npz")


@cache
def networks_version() -> str:
    """Name the networks and the correction that come with the program, by a checksum of their files.

    Raises
    ------
    CorrectionError
        A file cannot be read.
    """
    checksum = 0
    try:
        for name in FILES:
            checksum = zlib.crc32((assets_dir() / "correction" / name).read_bytes(), checksum)
    except OSError as error:
        raise CorrectionError(f"{error}; install the program again") from error
    return f"{checksum:08x}"


def read_correction(path: Path) -> Correction:
    """Read a correction as :func:`write_correction` wrote it.

    Raises
    ------
    CorrectionError
        The file is missing or damaged.
    """
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            arrays = {name: np.asarray(file[name], dtype=np.float64) for name in file.files}
        return Correction(*(_regressor(arrays, name) for name in NAMES))
    except (OSError, EOFError, KeyError, ValueError, BadZipFile, zlib.error) as error:
        raise CorrectionError(f"{path}: cannot be read ({error}); install the program again") from error


def write_correction(path: Path, correction: Correction) -> None:
    """Write a correction as half-precision arrays."""
    arrays: dict[str, Floats] = {}
    for name in NAMES:
        regressor: Regressor = getattr(correction, name)
        arrays[f"{name}_error_scales"] = regressor.error_scales
        for i, block in enumerate(regressor.blocks):
            arrays |= {f"{name}_block{i}_mean": block.mean, f"{name}_block{i}_basis": block.basis}
        for i, network in enumerate(regressor.networks):
            for j, layer in enumerate(network):
                arrays |= {f"{name}_net{i}_{j}_weight": layer.weight, f"{name}_net{i}_{j}_bias": layer.bias}
    halves: dict[str, Any] = {key: value.astype(np.float16) for key, value in arrays.items()}
    np.savez_compressed(path, **halves)


def _regressor(arrays: dict[str, Floats], name: str) -> Regressor:
    def count(pattern: str) -> int:
        number = 0
        while pattern.format(number) in arrays:
            number += 1
        return number

    blocks = count(name + "_block{}_mean")
    networks = count(name + "_net{}_0_weight")
    layers = count(name + "_net0_{}_weight")
    return Regressor(
        blocks=tuple(Block(arrays[f"{name}_block{i}_mean"], arrays[f"{name}_block{i}_basis"]) for i in range(blocks)),
        networks=tuple(
            tuple(Layer(arrays[f"{name}_net{i}_{j}_weight"], arrays[f"{name}_net{i}_{j}_bias"]) for j in range(layers))
            for i in range(networks)
        ),
        error_scales=arrays[f"{name}_error_scales"],
    )
