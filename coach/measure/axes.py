"""Which way the head's own axes point at neutral.

The face mesh is off by 5.7° in pitch, 3.5° in yaw, 0.9° in roll (mean, ``benchmarks/people/train.py``): faces differ.
Axes that are off make a pure rotation look like one with side bending, by the sine of the turn. The look of the head,
its shape, and head and shoulders of the body model know better together; how, was learned on rendered people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.measure.correction import Correction
from coach.measure.features import view_from_camera
from coach.measure.neutral import Neutral
from coach.measure.neutral_features import neutral_features
from coach.measure.optics import Pinhole
from coach.measure.rotations import rotation_from_vector
from coach.measure.types import Floats

BY_MESH_RAD = np.radians([8.0, 5.0, 3.0])
"""Standard errors of the mesh's own axes in pitch, yaw and roll."""


@dataclass(frozen=True, slots=True)
class HeadAxes:
    """The head's axes at neutral.

    Parameters
    ----------
    camera_from_head
        (3, 3) rotation.
    covariance
        (3, 3) of its error as a rotation vector in the head's frame, rad².
    """

    camera_from_head: Floats
    covariance: Floats

    def relative(self, turn: Floats) -> Floats:
        """Put a turn (3, 3) since neutral from the camera frame into that of the head at neutral."""
        return np.asarray(self.camera_from_head.T @ turn @ self.camera_from_head)

    def leak(self, relative: Floats) -> Floats:
        """Covariance (3, 3), rad², of a relative rotation by the error of the axes, as a rotation vector on its left.

        Axes off by ``d`` give ``exp(-d) R exp(d)``, which is ``R`` turned by ``(R - 1) d``.
        """
        spread = relative - np.eye(3)
        return np.asarray(spread @ self.covariance @ spread.T)


def axes_at_neutral(neutral: Neutral, camera: Pinhole, correction: Correction | None) -> HeadAxes:
    """Axes by everything that is known at neutral; those of the mesh without a correction or a body."""
    by_mesh = neutral.pose.camera_from_head
    view_from = view_from_camera(neutral.pose)
    vector, sigma = np.zeros(3), BY_MESH_RAD
    if correction is not None and neutral.body is not None:
        vector, sigma = correction.axes(neutral_features(neutral.body, neutral.model, neutral.pose, camera))
        sigma = correction.axes.error_scale(np.eye(3)) * sigma
    head_from_view = (view_from @ by_mesh).T
    covariance = head_from_view @ np.diag(sigma**2) @ head_from_view.T
    return HeadAxes(view_from.T @ rotation_from_vector(vector) @ view_from @ by_mesh, covariance)
