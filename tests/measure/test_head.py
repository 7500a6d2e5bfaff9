import numpy as np
import pytest

from coach.measure.frames import CAMERA_FROM_FACING_HEAD
from coach.measure.head import head_from_mesh, locate_head
from coach.measure.rotations import angle_between_deg, angles_from_rotation
from coach.measure.types import Angles, Axis
from tests.measure.synthetic import DISTANCE_M, FACE_M, Studio


@pytest.fixture(scope="module")
def known():
    studio = Studio()
    model, pose = head_from_mesh(studio.shoot(0).face_px, studio.camera)
    return studio, model, pose


def test_the_distance_follows_from_the_iris(known):
    _, _, pose = known
    assert pose.position_m[2] == pytest.approx(FACE_M, rel=0.05)


def test_a_head_that_looks_ahead_has_its_axes_along_the_camera(known):
    _, _, pose = known
    assert angle_between_deg(pose.camera_from_head, CAMERA_FROM_FACING_HEAD) < 1


@pytest.mark.parametrize("axis", Axis)
@pytest.mark.parametrize("size_deg", [-50, -25, -8, 8, 25, 50])
def test_a_turn_is_found_in_size_and_sign(known, axis, size_deg):
    studio, model, neutral = known
    angles = Angles(**{a.value: size_deg if a is axis else 0.0 for a in Axis})
    pose = locate_head(model, studio.shoot(1, angles).face_px, studio.camera, neutral, steps=20)
    found = angles_from_rotation(neutral.camera_from_head.T @ pose.camera_from_head)
    for a in Axis:
        assert found.along(a) == pytest.approx(angles.along(a), abs=1.0)
    assert pose.residual < 0.02


def test_a_head_that_moves_sideways_does_not_turn(known):
    studio, model, neutral = known
    moved = studio.shoot(1, head_m=(0.12, -0.05, DISTANCE_M)).face_px
    pose = locate_head(model, moved, studio.camera, neutral, steps=20)
    assert angle_between_deg(neutral.camera_from_head, pose.camera_from_head) < 1
    assert pose.position_m[0] - neutral.position_m[0] == pytest.approx(0.12, rel=0.2)


def test_a_few_wrong_points_do_not_turn_the_head(known):
    studio, model, neutral = known
    mesh = studio.shoot(1).face_px.copy()
    mesh[[1, 4, 5, 10]] += [60, 40, 0]
    pose = locate_head(model, mesh, studio.camera, neutral, steps=20)
    assert angle_between_deg(neutral.camera_from_head, pose.camera_from_head) < 3


def test_a_mesh_that_is_no_face_fits_badly(known):
    studio, model, neutral = known
    scrambled = np.random.default_rng(3).permutation(studio.shoot(1).face_px)
    assert locate_head(model, scrambled, studio.camera, neutral).residual > 0.2
