"""What the axes of the head at neutral are read from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.measure.features import FLIP, BodyFeatures, Moment, body_features, head_view, view_from_camera
from coach.measure.head import MIRRORED_POINTS, HeadModel, HeadPose
from coach.measure.optics import Pinhole
from coach.measure.rotations import vector_from_rotation
from coach.measure.types import Floats


@dataclass(frozen=True, slots=True)
class NeutralFeatures:
    """What the axes of the head at neutral are read from.

    Parameters
    ----------
    body
        The body model's points; nothing in it has changed yet.
    view
        (3,) how the head model differs from one that faces the camera, rotation vector in its view frame.
    doubt
        (3,) rotation vector from the head model to the look, in the view frame.
    sight
        (3,) direction to the head in the camera frame.
    shape_m
        (n, 3) the personal head model.
    """

    body: BodyFeatures
    view: Floats
    doubt: Floats
    sight: Floats
    shape_m: Floats

    def blocks(self) -> tuple[Floats, ...]:
        """Put all of it in rows of numbers: points in pixels, in metres, angles, shape."""
        body = self.body
        angles = np.concatenate([self.view, self.doubt, body.log_sigma, body.place, self.sight[:2]])
        return body.neutral_px.ravel(), body.neutral_m.ravel(), angles, self.shape_m.ravel()

    def mirrored(self) -> NeutralFeatures:
        """Show the same person in a mirror."""
        return NeutralFeatures(
            self.body.mirrored(),
            self.view * FLIP,
            self.doubt * FLIP,
            self.sight * np.array([-1.0, 1.0, 1.0]),
            self.shape_m[MIRRORED_POINTS] * np.array([1.0, 1.0, -1.0]),
        )


def neutral_features(body: Moment, model: HeadModel, pose: HeadPose, camera: Pinhole) -> NeutralFeatures:
    """Features of the person at neutral."""
    view_from = view_from_camera(pose)
    return NeutralFeatures(
        body=body_features(body, body, camera),
        view=head_view(pose),
        doubt=view_from @ vector_from_rotation(body.look.camera_from_part @ pose.camera_from_head.T),
        sight=pose.position_m / np.linalg.norm(pose.position_m),
        shape_m=model.points_m,
    )
