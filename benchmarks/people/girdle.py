"""The shoulder girdle: collarbones that turn at the breastbone and take the arms along."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from .assets import COLLARBONE_JOINTS, SHOULDER_JOINTS, Assets, Floats
from .motion import about

UNRAISED = (0.0, 0.0)
STEEPEST = 0.9
"""Largest sine of the angle by which a collarbone rises."""


@dataclass(frozen=True)
class Girdle:
    """Where the shoulders of one person turn, left before right, and how this person pulls them up.

    Parameters
    ----------
    collarbones, shoulders
        (2, 3) inner ends of the collarbones and joints of the upper arms at rest, metres.
    forward
        Degrees to the front for each degree up.
    hanging
        Share of the collarbone's turn that the arm does not follow: at 1 it hangs as before.
    with_arm
        How much of the skin over the acromion goes with the arm, the rest with the collarbone.
    """

    collarbones: Floats
    shoulders: Floats
    forward: float
    hanging: float
    with_arm: float

    def transforms(self, hike_m: tuple[float, float]) -> Floats:
        """Return (4, 4, 4) of the left and the right collarbone and of the left and the right arm at rest.

        ``hike_m`` is how far the left and the right shoulder are pulled up.
        """
        raised = [self._raised(side, hike_m[side]) for side in range(2)]
        arms = [
            bone @ about(joint, (Rotation.from_matrix(bone[:3, :3].T) ** self.hanging).as_matrix())
            for bone, joint in zip(raised, self.shoulders, strict=True)
        ]
        return np.stack([*raised, *arms])

    def acromions(self, hike_m: tuple[float, float]) -> Floats:
        """Return (2, 4, 4) of the left and the right acromion at rest."""
        moved = self.transforms(hike_m)
        return (1 - self.with_arm) * moved[:2] + self.with_arm * moved[2:]

    def _raised(self, side: int, hike_m: float) -> Floats:
        out, inner = (1, -1)[side], self.collarbones[side]
        length_m = float(np.linalg.norm(self.shoulders[side] - inner))
        angle = np.arcsin(min(STEEPEST, hike_m / length_m))
        return about(inner, Rotation.from_rotvec(out * angle * np.array([0.0, -self.forward, 1.0])).as_matrix())


def make_girdle(assets: Assets, body: Floats, origin: Floats, scale: float, acromion: int, seed: int) -> Girdle:
    """Girdle of a morphed body.

    ``origin`` and ``scale`` are those of its meshes, ``acromion`` is a vertex over the left one.
    """
    rng = np.random.default_rng([20241, seed])
    joints = [
        (np.array([assets.joint(body, j) for j in names]) - origin) * scale
        for names in (COLLARBONE_JOINTS, SHOULDER_JOINTS)
    ]
    with_arm = float(assets.base.weights[SHOULDER_JOINTS[0]][acromion])
    return Girdle(
        *joints, forward=float(rng.uniform(-0.3, 0.6)), hanging=float(rng.uniform(0.0, 1.0)), with_arm=with_arm
    )
