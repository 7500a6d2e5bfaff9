"""How far the head has turned in the camera frame since neutral, and how sure that is.

Two answers are weighed by their errors: that of the head model on the mesh, and that of the look of the head with the
body model, each with its learned correction. Where the two contradict each other, the face was lost and nobody noticed:
the look is believed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.measure.correction import Correction, Regressor, Seen
from coach.measure.features import BodyFeatures, face_features, faceless_features, trunk_features, view_from_camera
from coach.measure.head import HeadPose
from coach.measure.neutral import Neutral
from coach.measure.optics import Pinhole
from coach.measure.rotations import angle_between_deg, rotation_from_vector, vector_from_rotation
from coach.measure.types import Floats

UNTURNED: Floats = np.eye(3)
UNCORRECTED_RAD = np.radians(1.0)
UNCORRECTED_SHARE = 0.1
"""Standard error of the bare head model: one degree and a tenth of the turn."""
CONTRADICTION_DEG, CONTRADICTION_SIGMA = 12.0, 3.0
SHARED = 1.2
"""By so much more than independent answers are the two off together: both see the same person, in the same light."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of the head, or of the trunk, since neutral.

    Parameters
    ----------
    rotation
        (3, 3), camera frame: ``camera_from_head_now @ camera_from_head_neutral.T``.
    covariance
        (3, 3) of its error as a rotation vector in the camera frame, rad².
    """

    rotation: Floats
    covariance: Floats

    @property
    def sigma_deg(self) -> float:
        """Standard error about the worst axis."""
        return float(np.degrees(np.sqrt(np.linalg.eigvalsh(self.covariance)[-1])))


def turn_from_face(
    mesh_px: Floats,
    pose: HeadPose,
    body: BodyFeatures | None,
    neutral: Neutral,
    camera: Pinhole,
    correction: Correction | None,
) -> Turn:
    """Turn by the head model, corrected where a correction and a body are there."""
    rotation = pose.camera_from_head @ neutral.pose.camera_from_head.T
    if correction is None or body is None:
        size = np.radians(angle_between_deg(np.eye(3), rotation))
        return Turn(rotation, np.eye(3) * (UNCORRECTED_RAD**2 + (UNCORRECTED_SHARE * size) ** 2))
    features = face_features(body, mesh_px, neutral.model, pose, neutral.pose, camera)
    return _corrected(rotation, correction.face, features, view_from_camera(pose))


def turn_from_body(body: BodyFeatures, neutral: Neutral, correction: Correction) -> Turn:
    """Turn by the look of the head and the body model."""
    return _corrected(rotation_from_vector(body.look), correction.body, faceless_features(body, neutral.pose))


def turn_of_trunk(body: BodyFeatures, pose: HeadPose | None, neutral: Neutral, correction: Correction) -> Turn:
    """Turn of the trunk in the camera frame since neutral, by the look of the chest, the body model and the face."""
    features = trunk_features(body, pose, neutral.pose)
    return _corrected(rotation_from_vector(body.chest), correction.trunk, features)


def _corrected(rotation: Floats, regressor: Regressor, features: Seen, frame_from_camera: Floats = UNTURNED) -> Turn:
    """Turn (3, 3) with what a regressor, in a frame of its own, says is missing."""
    vector, sigma = regressor(features)
    rotation = rotation_from_vector(frame_from_camera.T @ vector) @ rotation
    sigma = regressor.error_scale(rotation) * sigma
    return Turn(rotation, frame_from_camera.T @ np.diag(sigma**2) @ frame_from_camera)


def weighed(face: Turn, body: Turn) -> Turn:
    """Mean of two answers, each weighed by its inverse covariance."""
    trust_face, trust_body = np.linalg.inv(face.covariance), np.linalg.inv(body.covariance)
    covariance = np.linalg.inv(trust_face + trust_body)
    apart = vector_from_rotation(body.rotation @ face.rotation.T)
    step = rotation_from_vector(covariance @ trust_body @ apart)
    return Turn(step @ face.rotation, (1 + SHARED) * covariance)


def contradict(face: Turn, body: Turn) -> bool:
    """Whether face and body cannot both be right."""
    apart_deg = angle_between_deg(face.rotation, body.rotation)
    return apart_deg > max(CONTRADICTION_DEG, CONTRADICTION_SIGMA * float(np.hypot(face.sigma_deg, body.sigma_deg)))
