import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.measure.optics import Pinhole


def test_the_edge_of_the_image_is_half_the_field_of_view_away():
    camera = Pinhole.from_fov((640, 480), 90)
    assert camera.focal_px == pytest.approx(320)
    edge = camera.lift(np.array([[640.0, 240.0]]), np.array([2.0]))
    np.testing.assert_allclose(edge, [[2, 0, 2]])


@given(st.floats(0, 640), st.floats(0, 480), st.floats(0.2, 3))
def test_lifting_and_projecting_are_inverse(u, v, depth):
    camera = Pinhole.from_fov((640, 480))
    point = camera.lift(np.array([[u, v]]), np.array([depth]))
    np.testing.assert_allclose(camera.project(point), [[u, v]], atol=1e-9)


@pytest.mark.parametrize("hfov_deg", [0, 5, 170, -60])
def test_an_impossible_field_of_view_is_refused(hfov_deg):
    with pytest.raises(ValueError, match="between 20° and 140°"):
        Pinhole.from_fov((640, 480), hfov_deg)
