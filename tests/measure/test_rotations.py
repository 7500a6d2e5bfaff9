"""Rotations by their properties: every angle triple a neck can reach, both ways."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.measure.frames import CAMERA_FROM_FACING_HEAD
from coach.measure.rotations import (
    angle_between_deg,
    angles_from_rotation,
    mean_rotation,
    nearest_rotation,
    rotation_from_angles,
    rotation_from_vector,
    vector_from_rotation,
)
from coach.measure.types import Angles, Axis, Direction

within = st.floats(-85, 85, allow_nan=False)
any_angles = st.builds(Angles, within, within, within)
vectors = st.tuples(*[st.floats(-1.5, 1.5)] * 3).map(np.array)


def elementary(axis: int, degrees: float) -> np.ndarray:
    """Right-handed rotation about x, y or z, written out, sharing no code with the subject."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    i, j = [(1, 2), (2, 0), (0, 1)][axis]
    matrix = np.eye(3)
    matrix[i, i] = matrix[j, j] = c
    matrix[i, j], matrix[j, i] = -s, s
    return matrix


@given(any_angles)
def test_angles_survive_the_round_trip(angles):
    back = angles_from_rotation(rotation_from_angles(angles))
    for axis in Axis:
        assert back.along(axis) == pytest.approx(angles.along(axis), abs=1e-6)


@given(any_angles)
def test_the_matrix_is_the_product_of_the_elementary_rotations_in_the_stated_order(angles):
    product = (
        elementary(2, -angles.flexion_deg)
        @ elementary(0, angles.right_lateral_flexion_deg)
        @ elementary(1, -angles.right_rotation_deg)
    )
    np.testing.assert_allclose(rotation_from_angles(angles), product, atol=1e-9)


# In the head's frame (X anterior, Y superior, Z right) one arrow tells which way a movement went.
@pytest.mark.parametrize(
    ("direction", "arrow", "moves_towards"),
    [
        (Direction.FLEXION, [1, 0, 0], [0, -1, 0]),  # the nose goes down
        (Direction.EXTENSION, [1, 0, 0], [0, 1, 0]),  # the nose goes up
        (Direction.RIGHT_LATERAL_FLEXION, [0, 1, 0], [0, 0, 1]),  # the crown goes to the right
        (Direction.LEFT_LATERAL_FLEXION, [0, 1, 0], [0, 0, -1]),
        (Direction.RIGHT_ROTATION, [1, 0, 0], [0, 0, 1]),  # the nose goes to the right
        (Direction.LEFT_ROTATION, [1, 0, 0], [0, 0, -1]),
    ],
)
def test_each_direction_moves_the_head_the_way_its_name_says(direction, arrow, moves_towards):
    fields = dict.fromkeys((axis.value for axis in Axis), 0.0)
    fields[direction.axis.value] = direction.sign * 30.0
    moved = rotation_from_angles(Angles(**fields)) @ np.array(arrow)
    assert moved @ np.array(moves_towards) == pytest.approx(math.sin(math.radians(30)))


def test_a_head_that_faces_the_camera_is_a_proper_rotation():
    assert np.linalg.det(CAMERA_FROM_FACING_HEAD) == pytest.approx(1)
    anterior, superior, right = CAMERA_FROM_FACING_HEAD.T
    np.testing.assert_array_equal(anterior, [0, 0, -1])  # towards the camera
    np.testing.assert_array_equal(superior, [0, -1, 0])  # up in the image
    np.testing.assert_array_equal(right, [-1, 0, 0])  # the person's right is left in the image


@given(any_angles, st.floats(-20, 20), st.floats(-30, 30))
def test_a_tilted_or_oblique_camera_changes_no_angle(angles, tilt_deg, oblique_deg):
    camera = elementary(0, tilt_deg) @ elementary(1, oblique_deg)
    neutral = camera @ CAMERA_FROM_FACING_HEAD
    now = neutral @ rotation_from_angles(angles)
    relative = angles_from_rotation(neutral.T @ now)
    assert relative.right_rotation_deg == pytest.approx(angles.right_rotation_deg, abs=1e-6)
    assert relative.flexion_deg == pytest.approx(angles.flexion_deg, abs=1e-6)


@given(vectors)
def test_rotation_vectors_survive_the_round_trip(vector):
    np.testing.assert_allclose(vector_from_rotation(rotation_from_vector(vector)), vector, atol=1e-7)


@given(vectors, st.lists(st.floats(-0.2, 0.2), min_size=9, max_size=9))
def test_the_nearest_rotation_is_one_and_leaves_rotations_alone(vector, noise):
    rotation = rotation_from_vector(vector)
    np.testing.assert_allclose(nearest_rotation(rotation), rotation, atol=1e-9)
    repaired = nearest_rotation(rotation + np.reshape(noise, (3, 3)))
    np.testing.assert_allclose(repaired @ repaired.T, np.eye(3), atol=1e-9)
    assert np.linalg.det(repaired) == pytest.approx(1)


@given(vectors, st.floats(0.01, 1.0))
def test_the_mean_of_two_opposite_turns_is_the_middle(vector, turn):
    middle = rotation_from_vector(vector)
    both = np.array([middle @ elementary(1, sign * math.degrees(turn)) for sign in (-1, 1)])
    assert angle_between_deg(mean_rotation(both), middle) < 1e-4


@given(vectors, vectors)
def test_the_distance_of_rotations_is_symmetric_and_zero_only_for_equals(first, second):
    a, b = rotation_from_vector(first), rotation_from_vector(second)
    assert angle_between_deg(a, b) == pytest.approx(angle_between_deg(b, a), abs=1e-6)
    assert angle_between_deg(a, a) == pytest.approx(0, abs=1e-5)
