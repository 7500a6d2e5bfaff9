"""What a network is shown, what its answer means, and that it reads left and right alike."""

import cv2
import numpy as np
import pytest

from coach.measure.rotations import angle_between_deg, nearest_rotation
from coach.paths import assets_dir
from coach.sense.errors import SourceError
from coach.sense.network import MIRROR, SIDE, Network, rotation_from_columns, standardised


@pytest.fixture(scope="module", params=["head_look", "head_turn", "chest_look"])
def path(request):
    return assets_dir() / "correction" / f"{request.param}.onnx"


@pytest.fixture(scope="module")
def patch():
    picture = np.random.default_rng(3).integers(0, 255, (SIDE, SIDE, 3), np.uint8)
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 3), np.uint8)


def test_a_mirrored_patch_gives_the_mirrored_answer(path, patch):
    network = Network(path)
    there, back = network.read(patch), network.read(patch[:, ::-1])
    assert angle_between_deg(back.rotation, MIRROR @ there.rotation @ MIRROR) < 0.01
    assert angle_between_deg(there.rotation, back.rotation) > 0.5  # so the patch is not its own mirror image
    np.testing.assert_allclose(back.sigma, there.sigma, rtol=1e-4)
    np.testing.assert_allclose(back.beside, there.beside * [-1, 1], atol=1e-4)


def test_another_library_computes_the_same_from_the_same_file(path, patch):
    other = cv2.dnn.readNetFromONNX(str(path))
    pixels = standardised(patch.astype(np.float32) / 255).transpose(2, 0, 1)
    other.setInput(np.stack([pixels, pixels[:, :, ::-1]]))
    straight, mirrored = other.forward().astype(float)
    rotation = rotation_from_columns(straight) + MIRROR @ rotation_from_columns(mirrored) @ MIRROR
    told = Network(path).read(patch)
    assert angle_between_deg(nearest_rotation(rotation), told.rotation) < 0.01
    np.testing.assert_allclose(told.beside, (straight[9:11] + mirrored[9:11] * [-1, 1]) / 2, atol=1e-4)


def test_brightness_and_contrast_do_not_matter():
    values = np.random.default_rng(0).random((SIDE, SIDE, 3)).astype(np.float32)
    np.testing.assert_allclose(standardised(values), standardised(values * 0.98 + 0.01), atol=0.05)


def test_the_six_numbers_always_give_a_rotation():
    for answer in np.random.default_rng(0).normal(0, 1, (20, 9)):
        rotation = rotation_from_columns(answer)
        np.testing.assert_allclose(rotation @ rotation.T, np.eye(3), atol=1e-12)
        assert np.linalg.det(rotation) == pytest.approx(1)
    np.testing.assert_allclose(rotation_from_columns(np.zeros(9)), np.eye(3))


@pytest.mark.parametrize("content", [None, b"", b"not a network"])
def test_a_missing_or_damaged_file_is_said_in_one_line(tmp_path, content):
    path = tmp_path / "look.onnx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SourceError, match=r"look\.onnx: cannot be read; install the program again"):
        Network(path)
