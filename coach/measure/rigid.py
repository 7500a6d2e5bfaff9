"""Where a rigid body of known points is, from where these points are seen: perspective, robust, with its covariance.

Gauss-Newton on the reprojection error with Geman-McClure weights (Geman & McClure, Bull Int Stat Inst 1987;52:5-21),
and a Gaussian prior on the turn, because a body that is seen from one side alone tells little about turns out of the
picture. The unit of length is the caller's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.measure.head import linearise
from coach.measure.optics import Pinhole
from coach.measure.rotations import rotation_from_vector, vector_from_rotation
from coach.measure.types import Floats

MIN_SPREAD_PX = 0.3
"""Points are never believed to be seen more exactly than this."""
STEPS = 8


@dataclass(frozen=True, slots=True)
class RigidPose:
    """``x_camera = rotation @ x_body + position``."""

    rotation: Floats
    position: Floats


@dataclass(frozen=True, slots=True)
class RigidPrior:
    """What is known before: standard errors of the turn (3,) in radians, and of the distance, around a pose."""

    pose: RigidPose
    turn_rad: Floats
    distance: float


@dataclass(frozen=True, slots=True)
class RigidFit:
    """A pose, its covariance, and how well the points agree.

    Parameters
    ----------
    pose
        The pose.
    covariance
        (3, 3) of its turn as a rotation vector in the camera frame, rad².
    weights
        (n,) 0..1, how far each point was believed.
    spread_px
        Robust standard deviation of the points around their places.
    """

    pose: RigidPose
    covariance: Floats
    weights: Floats
    spread_px: float


def project(points: Floats, pose: RigidPose, camera: Pinhole) -> Floats:
    """Pixels (n, 2) of body points (n, 3)."""
    return camera.project(points @ pose.rotation.T + pose.position)


def fit_rigid(
    points: Floats, seen_px: Floats, trust: Floats, camera: Pinhole, start: RigidPose, prior: RigidPrior
) -> RigidFit:
    """Pose at which body points (n, 3) are seen at pixels (n, 2), each trusted from 0 to 1.

    The start must lie within some tens of degrees. Points with a trust of zero are left out.
    """
    pose, weights, spread = start, trust, MIN_SPREAD_PX
    normal = np.eye(6)
    for _ in range(STEPS):
        turned = points @ pose.rotation.T
        residual, jacobian = linearise(turned, pose.position, seen_px, camera)
        distance = np.linalg.norm(residual, axis=1)
        spread = max(MIN_SPREAD_PX, 1.4826 * float(np.median(distance[trust > 0])) / 1.18)
        weights = trust / (1 + (distance / (2.5 * spread)) ** 2) ** 2
        flat = (jacobian * weights[:, None, None]).reshape(-1, 6) / spread**2
        normal = flat.T @ jacobian.reshape(-1, 6)
        gradient = flat.T @ residual.ravel()
        information = 1 / np.asarray(prior.turn_rad) ** 2
        normal[:3, :3] += np.diag(information)
        gradient[:3] += information * vector_from_rotation(pose.rotation @ prior.pose.rotation.T)
        normal[5, 5] += 1 / prior.distance**2
        gradient[5] += (pose.position[2] - prior.pose.position[2]) / prior.distance**2
        step = -np.linalg.solve(normal, gradient)
        pose = RigidPose(rotation_from_vector(step[:3]) @ pose.rotation, pose.position + step[3:])
        if np.abs(step[:3]).max() < 1e-5:
            break
    return RigidFit(pose, np.linalg.inv(normal)[:3, :3], weights, spread)
