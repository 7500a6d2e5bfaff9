"""Axes of the head at neutral: what their error does to a movement, and that what is learned about them is used."""

import numpy as np
import pytest

from coach.measure.axes import BY_MESH_RAD, HeadAxes, axes_at_neutral
from coach.measure.correction import Block, Layer, Regressor
from coach.measure.features import FLIP
from coach.measure.measurer import Measurer
from coach.measure.neutral import neutral_from_detections
from coach.measure.neutral_features import neutral_features
from coach.measure.rotations import angle_between_deg, rotation_from_angles, rotation_from_vector, vector_from_rotation
from coach.measure.types import Angles
from tests.measure.synthetic import Studio
from tests.measure.test_correction import make

TURNED = Angles(0, 0, 40)


def at_neutral(studio):
    return neutral_from_detections([studio.shoot(0), studio.shoot(1)], studio.camera)


def turned(correction):
    measurer, studio = Measurer(correction=correction), Studio()
    for index in range(20):
        measurer.update(studio.shoot(index))
    for index in range(20, 60):
        sample = measurer.update(studio.shoot(index, Angles(0, 0, min(40.0, 2.0 * (index - 19)))))
    return sample


def test_the_leak_is_the_spread_that_wrong_axes_make():
    rng = np.random.default_rng(0)
    turn, sigma = rotation_from_angles(TURNED), np.radians([1.0, 2.0, 4.0])
    axes = HeadAxes(np.eye(3), np.diag(sigma**2))
    errors = []
    for off in rng.normal(0, sigma, (4000, 3)):
        wrong = rotation_from_vector(-off) @ turn @ rotation_from_vector(off)
        errors.append(vector_from_rotation(wrong @ turn.T))
    np.testing.assert_allclose(axes.leak(turn), np.cov(np.array(errors).T), atol=3e-4)
    np.testing.assert_allclose(axes.leak(np.eye(3)), 0)


def test_a_turn_is_put_into_the_heads_own_frame():
    camera_from_head = rotation_from_vector(np.array([0.2, -0.4, 0.1]))
    turn = rotation_from_angles(Angles(10, 5, 30))
    axes = HeadAxes(camera_from_head, np.zeros((3, 3)))
    np.testing.assert_allclose(camera_from_head @ axes.relative(turn) @ camera_from_head.T, turn, atol=1e-12)


def test_axes_that_are_off_in_pitch_show_a_rotation_as_side_bending():
    straight, off = turned(make()), turned(make(axes_deg=(6, 0, 0)))
    leak = off.angles.right_lateral_flexion_deg - straight.angles.right_lateral_flexion_deg
    assert abs(leak) == pytest.approx(6 * np.sin(np.radians(40)), abs=0.3)
    assert off.angles.right_rotation_deg == pytest.approx(straight.angles.right_rotation_deg, abs=0.5)


def test_unsure_axes_make_the_other_angles_unsure_but_refuse_nothing():
    sure, unsure = turned(make()), turned(make(axes_sigma_deg=8.0))
    assert unsure.sigma.right_lateral_flexion_deg == pytest.approx(8 * np.sin(np.radians(40)), abs=1.0)
    assert sure.sigma.right_lateral_flexion_deg < 3
    assert unsure.angles == sure.angles


def test_without_a_correction_the_mesh_says_how_the_axes_point_with_its_error():
    studio = Studio()
    neutral = at_neutral(studio)
    axes = axes_at_neutral(neutral, studio.camera, None)
    assert angle_between_deg(axes.camera_from_head, neutral.pose.camera_from_head) < 1e-6
    np.testing.assert_allclose(np.sort(np.linalg.eigvalsh(axes.covariance)), np.sort(BY_MESH_RAD**2))


def test_a_mirrored_person_has_mirrored_axes():
    studio = Studio()
    neutral = at_neutral(studio)
    seen = neutral_features(neutral.body, neutral.model, neutral.pose, studio.camera)
    rng = np.random.default_rng(0)
    blocks = tuple(Block(np.zeros(len(b)), rng.normal(size=(len(b), 2))) for b in seen.blocks())
    regressor = Regressor(blocks, ((Layer(rng.normal(size=(8, 6)), rng.normal(size=6)),),), 1.0)
    np.testing.assert_allclose(regressor(seen.mirrored())[0], regressor(seen)[0] * FLIP)
    for before, after in zip(seen.blocks(), seen.mirrored().mirrored().blocks(), strict=True):
        np.testing.assert_allclose(after, before)


def test_a_new_neutral_has_axes_of_its_own():
    measurer, tilted = Measurer(), Studio(camera_from_room=rotation_from_vector(np.array([0.3, 0.0, 0.0])))
    for index in range(30):
        measurer.update(Studio().shoot(index))
    measurer.reset_neutral()
    for index in range(30, 60):
        measurer.update(tilted.shoot(index))
    for index in range(60, 100):
        sample = measurer.update(tilted.shoot(index, Angles(0, 0, min(40.0, 2.0 * (index - 59)))))
    assert abs(sample.angles.right_lateral_flexion_deg) < 2


def test_the_trunk_turns_and_bends_as_the_chest_looks_and_that_is_taken_off_the_head():
    measurer, studio = Measurer(correction=make(trunk_sigma_deg=0.5)), Studio()
    for index in range(20):
        measurer.update(studio.shoot(index))
    for index in range(20, 60):
        turned = min(1.0, (index - 19) / 10)
        sample = measurer.update(studio.shoot(index, trunk=Angles(0, 9 * turned, 20 * turned)))
    assert sample.trunk.right_rotation_deg == pytest.approx(20, abs=1)
    assert sample.trunk.right_lateral_flexion_deg == pytest.approx(9, abs=1)
    assert sample.angles.right_rotation_deg == pytest.approx(-20, abs=2)


def test_the_learned_correction_of_the_trunk_is_added_to_the_look_of_the_chest():
    measurer, studio = Measurer(correction=make(trunk_deg=(8, 0, 0), trunk_sigma_deg=0.5)), Studio()
    for index in range(40):
        sample = measurer.update(studio.shoot(index))
    # about x of the camera the trunk leans, which is not told; a mirror leaves it as it is
    assert sample.trunk.right_rotation_deg == pytest.approx(0, abs=0.5)
    assert sample.trunk.right_lateral_flexion_deg == pytest.approx(0, abs=0.5)
