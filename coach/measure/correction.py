"""The learned correction: what is left between the head model and the head, and how sure that is.

The mesh under-reads flexion, saturates when the face turns away and differs from person to person. How, was learned on
rendered people (``benchmarks/people``) by small networks that see the :class:`~coach.measure.features.Features` of one
frame and answer with a rotation vector and its standard error, trained by the Gaussian likelihood. Each answer is the
mean over a few networks and over the frame and its mirror image; their disagreement is part of the error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.measure.features import FLIP, Features, TrunkFeatures
from coach.measure.neutral_features import NeutralFeatures
from coach.measure.rotations import angle_between_deg
from coach.measure.types import Floats

LIMIT = 4.0
"""Inputs are clipped at so many standard deviations, so that nothing is extrapolated far."""
UNIT_DEG = 10.0
SIZES_DEG = np.array([5.0, 15.0, 27.0, 42.0, 57.0, 75.0])
"""Turns at which the standard errors were scaled; between them the scale runs straight, beyond them it stays."""


Seen = Features | NeutralFeatures | TrunkFeatures


@dataclass(frozen=True, slots=True)
class Block:
    """Turns one block of raw features (n,) into few standardised ones: ``(x - mean) @ basis``."""

    mean: Floats
    basis: Floats


@dataclass(frozen=True, slots=True)
class Layer:
    """``x @ weight + bias``."""

    weight: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class Regressor:
    """Some networks with the same input.

    Parameters
    ----------
    blocks
        One for each block of features.
    networks
        Each a few layers with tanh between them; the last gives three means and three logarithms of standard errors, in
        units of ``UNIT_DEG``.
    error_scales
        (6, 3) factors on the three standard errors at turns of ``SIZES_DEG``, found on people who took no part in the
        training.
    """

    blocks: tuple[Block, ...]
    networks: tuple[tuple[Layer, ...], ...]
    error_scales: Floats

    def inputs(self, features: Seen) -> Floats:
        """Standardised input of the networks."""
        parts = [(x - block.mean) @ block.basis for x, block in zip(features.blocks(), self.blocks, strict=True)]
        return np.asarray(np.clip(np.concatenate(parts), -LIMIT, LIMIT))

    def __call__(self, features: Seen) -> tuple[Floats, Floats]:
        """Rotation vector (3,) and its standard error (3,) before it is scaled, both radians."""
        means, variances = [], []
        for seen, sign in ((features, np.ones(3)), (features.mirrored(), FLIP)):
            x = self.inputs(seen)
            for network in self.networks:
                answer = _run(network, x)
                means.append(answer[:3] * sign)
                variances.append(np.exp(2 * np.clip(answer[3:], -3, 3)))
        variance = np.mean(variances, axis=0) + np.var(means, axis=0)
        unit = np.radians(UNIT_DEG)
        return unit * np.mean(means, axis=0), unit * np.sqrt(variance)

    def error_scale(self, turned: Floats) -> Floats:
        """Factors (3,) on the standard errors of a turn (3, 3) since neutral."""
        size_deg = angle_between_deg(np.eye(3), turned)
        return np.array([np.interp(size_deg, SIZES_DEG, scales) for scales in self.error_scales.T])


@dataclass(frozen=True, slots=True)
class Correction:
    """What was learned. Face and axes are in the view frame, body and trunk in that of the camera.

    Parameters
    ----------
    face, body
        What to add to the head model's turn since neutral, and to that of the look where there is no face.
    axes
        What to add to the head model's axes at neutral.
    trunk
        What to add to the turn of the trunk since neutral that the look of the chest tells.
    """

    face: Regressor
    body: Regressor
    axes: Regressor
    trunk: Regressor


def _run(network: tuple[Layer, ...], x: Floats) -> Floats:
    for layer in network[:-1]:
        x = np.tanh(x @ layer.weight + layer.bias)
    return np.asarray(x @ network[-1].weight + network[-1].bias)
