"""A made-up head whose every rotation is known, photographed by an ideal camera."""

from dataclasses import dataclass

import numpy as np

from coach.measure.frames import CAMERA_FROM_FACING_HEAD
from coach.measure.head import (
    IRIS_DIAMETER_M,
    LEFT_IRIS,
    LEFT_POINTS,
    LOWER_LIP,
    MESH_DEPTH_SCALE,
    NASION,
    RIGHT_IRIS,
    RIGHT_POINTS,
)
from coach.measure.optics import Pinhole
from coach.measure.rotations import rotation_from_angles
from coach.measure.types import Angles, Appearance, Detection

SIZE_PX = (640, 480)
DISTANCE_M = 0.65
FACE_M = DISTANCE_M - 0.09
STILL = Angles(0.0, 0.0, 0.0)


def face_points(seed=7):
    """Points (478, 3) in metres in the head frame: the front of an ellipsoid with symmetric pairs and two irises."""
    rng = np.random.default_rng(seed)
    around, up = rng.uniform(-1.3, 1.3, 478), rng.uniform(-1.1, 1.1, 478)
    points = np.column_stack(
        [0.10 * np.cos(around) * np.cos(up), 0.10 * np.sin(up), 0.075 * np.sin(around) * np.cos(up)]
    )
    points[RIGHT_POINTS, 2] = np.abs(points[RIGHT_POINTS, 2]) + 0.01
    points[LEFT_POINTS] = points[RIGHT_POINTS] * [1, 1, -1]
    points[NASION], points[LOWER_LIP] = [0.10, 0.03, 0], [0.10, -0.05, 0]
    for side, (first, second) in ((-1, LEFT_IRIS), (1, RIGHT_IRIS)):
        for index, sign in ((first, -1), (second, 1)):
            points[index] = [0.09, 0.03, side * 0.031 + sign * IRIS_DIAMETER_M / 2]
    return points


@dataclass
class Studio:
    """Photographs the head and the shoulders.

    Attributes
    ----------
    camera_from_room
        Turns the camera: identity is level and straight in front.
    """

    hfov_deg: float = 62.0
    camera_from_room: np.ndarray = None
    head_m: tuple = (0.0, 0.0, DISTANCE_M)
    noise_px: float = 0.0
    seed: int = 0

    def __post_init__(self):
        self.camera = Pinhole.from_fov(SIZE_PX, self.hfov_deg)
        self.points = face_points()
        self.rng = np.random.default_rng(self.seed)
        if self.camera_from_room is None:
            self.camera_from_room = np.eye(3)

    def shoot(
        self,
        index,
        angles=STILL,
        *,
        fps=20.0,
        face=True,
        body=True,
        shoulders=None,
        head_m=None,
        look=None,
        trunk=STILL,
    ):
        """Detection of one frame.

        ``shoulders`` replaces the pixel coordinates of both (left, right), ``look`` the angles that the look tells of,
        ``trunk`` is how the look of the chest says that the trunk turned.
        """
        mesh = None
        if face:
            turned = self.camera_from_room @ CAMERA_FROM_FACING_HEAD @ rotation_from_angles(angles)
            seen = self.points @ turned.T + np.array(head_m or self.head_m)
            pixels = self.camera.project(seen) + self.rng.normal(0, self.noise_px or 1e-12, (478, 2))
            depth = (seen[:, 2] - self.head_m[2]) * self.camera.focal_px / FACE_M / MESH_DEPTH_SCALE
            mesh = np.column_stack([pixels, depth])
        pose, visibility, world = _body(shoulders) if body else (None, None, None)
        head, chest = (self.appearance(look or angles), self.appearance(trunk)) if body else (None, None)
        return Detection(index, index / fps, SIZE_PX, mesh, pose, visibility, world, 0.5, appearance=head, chest=chest)

    def appearance(self, angles):
        """What an ideal look tells of the head, or the chest, seen along the middle of the picture."""
        turn = self.camera_from_room @ CAMERA_FROM_FACING_HEAD @ rotation_from_angles(angles)
        return Appearance((320.0, 240.0), turn @ CAMERA_FROM_FACING_HEAD.T, np.full(3, 0.05))


def _body(shoulders):
    pose, world = np.zeros((33, 2)), np.zeros((33, 3))
    pose[:11] = [320, 240]
    pose[7], pose[8] = [360, 230], [280, 230]
    pose[11], pose[12] = shoulders or ((420, 350), (220, 350))
    world[:11] = np.random.default_rng(1).normal(0, 0.08, (11, 3))
    world[11], world[12] = [0.18, 0.2, 0], [-0.18, 0.2, 0]
    return pose, np.ones(33), world
