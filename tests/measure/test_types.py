import pytest

from coach.measure.types import Angles, Axis, Direction


@pytest.mark.parametrize("direction", Direction)
def test_opposite_directions_share_an_axis_and_differ_in_sign(direction):
    assert direction.opposite.axis is direction.axis
    assert direction.opposite.sign == -direction.sign
    assert direction.opposite.opposite is direction


def test_labels_are_words_for_a_person():
    assert Direction.LEFT_ROTATION.label == "rotation left"
    assert Direction.RIGHT_LATERAL_FLEXION.label == "lateral flexion right"
    assert Direction.FLEXION.label == "flexion"


def test_an_angle_towards_a_direction_is_positive_on_its_side():
    angles = Angles(flexion_deg=-20, right_lateral_flexion_deg=5, right_rotation_deg=-40)
    assert angles.toward(Direction.EXTENSION) == 20
    assert angles.toward(Direction.FLEXION) == -20
    assert angles.toward(Direction.LEFT_ROTATION) == 40
    assert angles.along(Axis.RIGHT_LATERAL_FLEXION) == 5
