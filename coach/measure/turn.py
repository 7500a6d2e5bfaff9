"""How far the head has turned in the camera frame since neutral, and how sure that is.

With a face the head model says it and the correction repairs what the mesh gets wrong; without one the body model says
it, coarsely. Where both speak and contradict each other, the face was lost and nobody noticed: the body is believed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.measure.correction import Correction
from coach.measure.features import BodyFeatures, face_features, faceless_features, view_from_camera
from coach.measure.head import HeadPose
from coach.measure.neutral import Neutral
from coach.measure.optics import Pinhole
from coach.measure.rotations import angle_between_deg, rotation_from_vector
from coach.measure.types import Floats

UNCORRECTED_RAD = np.radians(1.0)
UNCORRECTED_SHARE = 0.1
"""Standard error of the bare head model: one degree and a tenth of the turn."""
CONTRADICTION_DEG, CONTRADICTION_SIGMA = 12.0, 3.0


@dataclass(frozen=True, slots=True)
class HeadTurn:
    """A turn since neutral.

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
) -> HeadTurn:
    """Turn by the head model, corrected where a correction and a body are there."""
    rotation = pose.camera_from_head @ neutral.pose.camera_from_head.T
    if correction is None or body is None:
        size = np.radians(angle_between_deg(np.eye(3), rotation))
        return HeadTurn(rotation, np.eye(3) * (UNCORRECTED_RAD**2 + (UNCORRECTED_SHARE * size) ** 2))
    view_from = view_from_camera(pose)
    vector, sigma = correction.face(face_features(body, mesh_px, neutral.model, pose, neutral.pose, camera))
    covariance = view_from.T @ np.diag(sigma**2) @ view_from
    return HeadTurn(rotation_from_vector(view_from.T @ vector) @ rotation, covariance)


def turn_from_body(body: BodyFeatures, neutral: Neutral, correction: Correction) -> HeadTurn:
    """Turn by the look of the head and the body model."""
    vector, sigma = correction.body(faceless_features(body, neutral.pose))
    return HeadTurn(rotation_from_vector(vector) @ rotation_from_vector(body.look), np.diag(sigma**2))


def contradict(face: HeadTurn, body: HeadTurn) -> bool:
    """Whether face and body cannot both be right."""
    apart_deg = angle_between_deg(face.rotation, body.rotation)
    return apart_deg > max(CONTRADICTION_DEG, CONTRADICTION_SIGMA * float(np.hypot(face.sigma_deg, body.sigma_deg)))
