"""Where head and chest are looked for, what the network is shown, and what its answer means."""

import cv2
import numpy as np
import pytest

from coach.measure.rotations import angle_between_deg
from coach.measure.types import Appearance, Frame
from coach.sense.appearance import (
    FACE_BY_MIDDLE,
    MESH_BY_FACE,
    SIZES_APART,
    AppearanceModel,
    HeadRegion,
    PartReader,
    chest_look,
    chest_place,
    head_look,
    patch_around,
)
from coach.sense.network import MIRROR, SIDE


def body(middle_px=40.0, at=(320.0, 240.0)):
    points = np.zeros((33, 2))
    points[:11] = at
    points[[2, 5], 1] -= middle_px / 2
    points[[9, 10], 1] += middle_px / 2
    return points


@pytest.fixture(scope="module", params=[head_look, chest_look])
def model(request):
    return request.param()


def test_the_region_is_where_the_head_points_are_and_as_large_as_the_face():
    centre, size = HeadRegion().update(body(), 0.0)
    np.testing.assert_allclose(centre, [320, 240])
    assert size == pytest.approx(40 * FACE_BY_MIDDLE)


def test_a_nod_does_not_shrink_the_region_but_a_head_that_stays_farther_away_does():
    region = HeadRegion()
    for i in range(40):
        _, before = region.update(body(40), i / 20)
    for i in range(40, 60):
        _, nodding = region.update(body(25), i / 20)
    assert nodding == pytest.approx(before)
    for i in range(60, 240):
        _, far = region.update(body(25), i / 20)
    assert far == pytest.approx(25 * FACE_BY_MIDDLE)


def mesh(face_px):
    points = np.zeros((478, 3))
    points[1, 1] = face_px * MESH_BY_FACE
    return points


def test_the_mesh_knows_the_size_better_and_is_remembered_when_the_face_turns_away():
    region = HeadRegion()
    for i in range(20):
        _, size = region.update(body(40), i / 20, mesh(90.0))
    assert size == pytest.approx(90)
    assert region.update(body(40), 1.0)[1] == pytest.approx(90)
    for i in range(21, 200):
        _, nearer = region.update(body(60), i / 20)
    assert nearer == pytest.approx(135)


def test_a_mesh_of_an_impossible_size_is_not_believed():
    _, size = HeadRegion().update(body(40), 0.0, mesh(900.0))
    assert size == pytest.approx(40 * FACE_BY_MIDDLE * SIZES_APART)


def test_time_that_runs_back_forgets_what_was_seen():
    region = HeadRegion()
    region.update(body(40), 9.0)
    assert region.update(body(20), 1.0)[1] == pytest.approx(20 * FACE_BY_MIDDLE)


def test_the_patch_shows_the_share_of_the_picture_that_it_should():
    picture = np.zeros((480, 640, 3), np.uint8)
    half = 110
    picture[240 - half : 240 + half, 320 - half : 320] = 255
    patch = patch_around(picture, np.array([320.0, 240.0]), 220.0)
    assert patch.shape == (SIDE, SIDE, 3)
    assert (patch[:, : SIDE // 2 - 1] == 255).all()
    assert (patch[:, SIDE // 2 + 1 :] == 0).all()


def test_beyond_the_border_the_picture_goes_on_with_its_edge():
    picture = np.full((480, 640, 3), 90, np.uint8)
    assert (patch_around(picture, np.array([5.0, 475.0]), 120.0) == 90).all()


@pytest.mark.parametrize("centre", [(-900.0, 240.0), (320.0, 5000.0)])
def test_a_head_out_of_the_picture_is_an_empty_patch(centre):
    assert not patch_around(np.full((480, 640, 3), 90, np.uint8), np.array(centre), 120.0).any()


def test_a_mirrored_picture_gives_the_mirrored_pose(model):
    picture = np.random.default_rng(3).integers(0, 255, (480, 640, 3), np.uint8)
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 9), np.uint8)
    there = model.see(picture, np.array([320.0, 240.0]), 110.0)
    back = model.see(np.ascontiguousarray(picture[:, ::-1]), np.array([320.0, 240.0]), 110.0)
    # a patch is cut at whole pixels, so a picture and its mirror image are half a pixel apart
    assert angle_between_deg(back.sight_from_facing, MIRROR @ there.sight_from_facing @ MIRROR) < 2
    np.testing.assert_allclose(back.sigma_rad, there.sigma_rad, rtol=0.05)


class Beside(AppearanceModel):
    """Finds a head of 100 px so many faces to the right of where it looks first."""

    def __init__(self, faces):
        self._at, self.looks = 320 + 100 * faces, 0

    def _see(self, rgb, centre_px, face_px):
        self.looks += 1
        found = Appearance(tuple(centre_px), np.eye(3), np.ones(3))
        return found, np.array([(self._at - centre_px[0]) / face_px, 0.0])


@pytest.mark.parametrize(("faces", "looks", "at"), [(0.05, 1, 320), (0.3, 2, 350), (-0.2, 2, 300), (0.9, 1, 320)])
def test_a_head_beside_the_centre_is_looked_at_again_there_unless_that_must_be_wrong(faces, looks, at):
    model = Beside(faces)
    seen = model.see(np.zeros((480, 640, 3), np.uint8), np.array([320.0, 240.0]), 100.0)
    assert seen.centre_px == pytest.approx((at, 240))
    assert model.looks == looks


class Looks:
    """Remembers where it was told to look."""

    def __init__(self):
        self.at = []

    def see(self, rgb, centre_px, face_px):
        self.at.append(tuple(centre_px))
        return len(self.at)


def frames(count):
    return [Frame(i, i / 20, np.zeros((480, 640, 3), np.uint8)) for i in range(count)]


def around(x=320.0, face_px=100.0):
    return np.array([x, 240.0]), face_px


def test_a_part_that_stays_is_read_where_it_was_and_only_once():
    looks = Looks()
    reader = PartReader(looks)
    for frame, x in zip(frames(3), (320.0, 324.0, 328.0), strict=True):
        reader.read_ahead(frame)
        answer = reader.confirm(frame, around(x))
    assert looks.at == [(320.0, 240.0), (320.0, 240.0), (324.0, 240.0)]
    assert answer == 3


@pytest.mark.parametrize("elsewhere", [around(x=350.0), around(face_px=140.0)])
def test_a_part_that_went_elsewhere_or_came_nearer_is_read_again(elsewhere):
    looks = Looks()
    reader = PartReader(looks)
    first, second = frames(2)
    reader.confirm(first, around())
    reader.read_ahead(second)
    assert reader.confirm(second, elsewhere) == 3
    assert looks.at[-1] == tuple(elsewhere[0])


def test_what_was_read_of_another_frame_does_not_count():
    looks = Looks()
    reader = PartReader(looks)
    first, second, third = frames(3)
    reader.confirm(first, around())
    reader.read_ahead(second)
    assert reader.confirm(third, around()) == 3


def test_a_part_that_was_read_just_now_is_not_read_again_unless_it_moved():
    looks = Looks()
    reader = PartReader(looks, rest_s=0.06)  # the frames are 0.05 s apart
    answers = []
    for frame, x in zip(frames(5), (320.0, 321.0, 322.0, 380.0, 381.0), strict=True):
        reader.read_ahead(frame)
        answers.append(reader.confirm(frame, around(x)))
    assert answers == [1, 1, 2, 3, 3]
    assert [x for x, _ in looks.at] == [320.0, 321.0, 380.0]


def test_the_chest_is_between_the_shoulders_and_measured_in_faces():
    points = body()
    points[11], points[12] = (420, 350), (220, 340)
    centre, size = chest_place(points, 110.0)
    np.testing.assert_allclose(centre, [320, 345])
    assert size == 110.0
