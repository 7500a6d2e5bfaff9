"""What the correction sees, and how it is used; whether it is any good is the accuracy test's question."""

import dataclasses

import numpy as np
import pytest

from coach.measure.correction import SIZES_DEG, Block, Correction, Layer, Regressor
from coach.measure.features import (
    FLIP,
    TrunkFeatures,
    body_features,
    face_features,
    faceless_features,
    moment_from_detection,
    trunk_features,
)
from coach.measure.head import MIRRORED_POINTS, RIGID_POINTS, locate_head
from coach.measure.measurer import Measurer
from coach.measure.neutral import neutral_from_detections
from coach.measure.neutral_features import neutral_features
from coach.measure.rotations import rotation_from_vector
from coach.measure.turn import SHARED, Turn, contradict, turn_from_body
from coach.measure.types import Angles, Problem
from tests.measure.synthetic import STILL, Studio

HIDDEN_SIGMA_DEG = 3.0
UNSCALED = np.ones((len(SIZES_DEG), 3))


def features(angles=STILL, studio=None, head_m=None):
    studio = studio or Studio()
    neutral = neutral_from_detections([studio.shoot(0, head_m=head_m), studio.shoot(1, head_m=head_m)], studio.camera)
    seen = studio.shoot(2, angles, head_m=head_m)
    pose = locate_head(neutral.model, seen.face_px, studio.camera, neutral.pose, steps=20)
    body = body_features(moment_from_detection(seen, studio.camera), neutral.body, studio.camera)
    return face_features(body, seen.face_px, neutral.model, pose, neutral.pose, studio.camera), body, neutral


def constant(vector_deg, blocks, sigma_deg=HIDDEN_SIGMA_DEG):
    """Regressor that always gives the same answer."""
    bias = np.concatenate([np.array(vector_deg) / 10, np.log(np.full(3, sigma_deg) / 10)])
    inputs = sum(1 for _ in blocks)
    layer = Layer(np.zeros((inputs, 6)), bias)
    return Regressor(tuple(Block(np.zeros(len(b)), np.zeros((len(b), 1))) for b in blocks), ((layer,),), UNSCALED)


def test_every_rigid_point_has_one_partner():
    np.testing.assert_array_equal(MIRRORED_POINTS[MIRRORED_POINTS], np.arange(len(RIGID_POINTS)))


def test_a_mirror_in_a_mirror_shows_the_same():
    seen, _, _ = features(Angles(10, -5, 25))
    for before, after in zip(seen.blocks(), seen.mirrored().mirrored().blocks(), strict=True):
        np.testing.assert_allclose(after, before)
    assert not np.allclose(seen.mirrored().turn, seen.turn)


def test_a_turn_has_its_size_in_the_view_frame_and_no_misfit_on_an_ideal_head():
    seen, _, _ = features(Angles(0, 0, 25))
    assert np.degrees(np.linalg.norm(seen.turn)) == pytest.approx(25, abs=1.5)
    assert np.abs(seen.misfit_m).max() < 0.004


def test_where_the_head_is_in_the_image_changes_little_of_what_is_seen():
    middle, _, _ = features(Angles(0, 0, 20))
    aside, _, _ = features(Angles(0, 0, 20), head_m=(0.12, 0.03, 0.65))
    np.testing.assert_allclose(np.linalg.norm(aside.turn), np.linalg.norm(middle.turn), atol=0.02)


def test_a_head_that_goes_where_the_shoulders_go_has_not_moved_beside_them():
    studio = Studio()
    slid_px = np.array([25.0, -10.0])
    neutral = moment_from_detection(studio.shoot(0), studio.camera)
    seen = studio.shoot(1, shoulders=((420 + 25, 350 - 10), (220 + 25, 350 - 10)))
    slid = dataclasses.replace(seen.appearance, centre_px=tuple(np.array(seen.appearance.centre_px) + slid_px))
    along = body_features(
        moment_from_detection(dataclasses.replace(seen, appearance=slid), studio.camera), neutral, studio.camera
    )
    np.testing.assert_allclose(along.shift, 0.0, atol=1e-9)
    apart = body_features(moment_from_detection(seen, studio.camera), neutral, studio.camera)
    np.testing.assert_allclose(apart.shift, -slid_px / 200)  # the shoulders are 200 pixels apart
    np.testing.assert_allclose(apart.mirrored().shift, apart.shift * [-1, 1])


def test_a_head_that_comes_nearer_is_told_by_how_much_of_its_distance():
    seen, _, _ = features()
    assert seen.log_distance == pytest.approx(0.0, abs=1e-3)
    studio = Studio()
    neutral = neutral_from_detections([studio.shoot(0), studio.shoot(1)], studio.camera)
    near = studio.shoot(2, head_m=(0.0, 0.0, 0.9 * studio.head_m[2]))
    pose = locate_head(neutral.model, near.face_px, studio.camera, neutral.pose, steps=20)
    body = body_features(moment_from_detection(near, studio.camera), neutral.body, studio.camera)
    nearer = face_features(body, near.face_px, neutral.model, pose, neutral.pose, studio.camera)
    # the face is 9 cm nearer than the middle of the head
    wanted = np.log((0.9 * studio.head_m[2] - 0.09) / (studio.head_m[2] - 0.09))
    assert nearer.log_distance == pytest.approx(wanted, abs=0.02)
    assert nearer.mirrored().log_distance == nearer.log_distance
    of_trunk = trunk_features(body, pose, neutral.pose)
    assert of_trunk.log_distance == of_trunk.mirrored().log_distance == nearer.log_distance
    assert of_trunk.blocks()[1][-1] == nearer.log_distance
    assert trunk_features(body, None, neutral.pose).log_distance == 0.0


def test_without_a_face_only_the_body_is_seen():
    _, body, neutral = features()
    assert len(faceless_features(body, neutral.pose).blocks()) == 2


def test_mirror_images_get_mirrored_answers():
    seen, _, _ = features(Angles(5, 3, 20))
    rng = np.random.default_rng(0)
    blocks = tuple(Block(np.zeros(len(b)), rng.normal(size=(len(b), 3))) for b in seen.blocks())
    network = (Layer(rng.normal(size=(12, 8)), rng.normal(size=8)), Layer(rng.normal(size=(8, 6)), np.zeros(6)))
    regressor = Regressor(blocks, (network,), UNSCALED)
    vector, sigma = regressor(seen)
    mirrored_vector, mirrored_sigma = regressor(seen.mirrored())
    np.testing.assert_allclose(mirrored_vector, vector * FLIP)
    np.testing.assert_allclose(mirrored_sigma, sigma)
    assert (sigma > 0).all()


def test_networks_that_disagree_are_less_sure():
    seen, _, _ = features()
    first, second = constant([0, 4, 0], seen.blocks()), constant([0, -4, 0], seen.blocks())
    both = Regressor(first.blocks, first.networks + second.networks, first.error_scales)
    # y changes its sign in the mirror, so one constant network disagrees with itself already; z agrees
    assert both(seen)[1][1] >= first(seen)[1][1]
    assert np.degrees(first(seen)[1][0]) == pytest.approx(HIDDEN_SIGMA_DEG)


def test_a_standard_error_is_scaled_by_how_far_the_head_has_turned():
    _, body, neutral = features()
    correction = make(body_sigma_deg=2.0)
    scales = np.linspace([1.0] * 3, [3.0] * 3, len(SIZES_DEG))
    rising = dataclasses.replace(correction.body, error_scales=scales)
    correction = dataclasses.replace(correction, body=rising)
    for turned_deg, scale in [(0.0, 1.0), (SIZES_DEG[0], 1.0), (SIZES_DEG[2:4].mean(), 2.0), (SIZES_DEG[-1] + 9, 3.0)]:
        turned = dataclasses.replace(body, look=np.radians([0.0, turned_deg, 0.0]))
        assert turn_from_body(turned, neutral, correction).sigma_deg == pytest.approx(2.0 * scale, rel=0.02)


def settled(correction, studio):
    measurer = Measurer(correction=correction)
    for index in range(20):
        measurer.update(studio.shoot(index))
    return measurer


def make(
    face_deg=(0, 0, 0),
    body_deg=(0, 0, 0),
    axes_deg=(0, 0, 0),
    trunk_deg=(0, 0, 0),
    face_sigma_deg=2.0,
    body_sigma_deg=4.0,
    axes_sigma_deg=1e-3,
    trunk_sigma_deg=1e-3,
):
    seen, body, neutral = features()
    at_neutral = neutral_features(neutral.body, neutral.model, neutral.pose, Studio().camera)
    return Correction(
        constant(face_deg, seen.blocks(), face_sigma_deg),
        constant(body_deg, faceless_features(body, neutral.pose).blocks(), body_sigma_deg),
        constant(axes_deg, at_neutral.blocks(), axes_sigma_deg),
        constant(trunk_deg, TrunkFeatures(body).blocks(), trunk_sigma_deg),
    )


def test_the_correction_is_added_to_the_turn():
    # rotation about x in the camera frame: x is not changed by the mirror
    studio = Studio()
    plain = settled(make(), studio).update(studio.shoot(20))
    bent = settled(make(face_deg=(6, 0, 0), body_deg=(6, 0, 0)), studio)
    for index in range(20, 30):
        corrected = bent.update(studio.shoot(index))
    assert abs(corrected.angles.flexion_deg - plain.angles.flexion_deg) == pytest.approx(6, abs=0.3)
    together = np.sqrt((1 + SHARED) / (1 / 2**2 + 1 / 4**2))
    assert corrected.sigma.flexion_deg == pytest.approx(together, abs=0.3)


def test_face_and_look_are_weighed_by_their_errors():
    studio = Studio()
    plain = settled(make(), studio).update(studio.shoot(20))
    measurer = settled(make(face_deg=(5, 0, 0), body_deg=(0, 0, 0)), studio)
    for index in range(20, 30):
        sample = measurer.update(studio.shoot(index))
    # variances 4 and 16: the face counts four times as much
    assert abs(sample.angles.flexion_deg - plain.angles.flexion_deg) == pytest.approx(5 * 4 / 5, abs=0.3)


def test_a_lost_face_is_carried_by_the_body_with_its_larger_error():
    studio = Studio()
    measurer = settled(make(), studio)
    measurer.update(studio.shoot(20))
    carried = measurer.update(studio.shoot(21, face=False))
    assert carried.angles is not None
    assert carried.sigma.right_rotation_deg == pytest.approx(4, abs=0.5)


def test_where_the_body_is_not_sure_either_there_is_no_number():
    studio = Studio()
    measurer = settled(make(body_sigma_deg=12.0), studio)
    sample = measurer.update(studio.shoot(20, face=False))
    assert sample.angles is None
    assert sample.problems[0] in (Problem.OUT_OF_RANGE, Problem.NO_FACE)


def test_a_turn_that_is_too_unsure_by_itself_is_not_told():
    studio = Studio()
    # with what axes and trunk add, so much would still be told
    measurer = settled(make(body_sigma_deg=7.0), studio)
    sample = measurer.update(studio.shoot(20, face=False))
    assert sample.angles is None
    assert Problem.OUT_OF_RANGE in sample.problems


def test_a_mesh_that_contradicts_the_body_is_not_believed():
    studio = Studio()
    measurer = settled(make(body_sigma_deg=1.0, face_sigma_deg=1.0), studio)
    for index in range(20, 45):
        turned = Angles(0, 0, min(40.0, 2.0 * (index - 19)))
        sample = measurer.update(studio.shoot(index, turned, look=STILL))
    assert abs(sample.angles.right_rotation_deg) < 5  # the look has not turned at all


def test_contradiction_needs_more_than_both_errors():
    face = Turn(rotation_from_vector(np.radians([0, 20, 0])), np.eye(3) * np.radians(2) ** 2)
    sure = Turn(np.eye(3), np.eye(3) * np.radians(3) ** 2)
    unsure = dataclasses.replace(sure, covariance=np.eye(3) * np.radians(8) ** 2)
    assert contradict(face, sure)
    assert not contradict(face, unsure)


def test_two_sure_answers_may_still_be_a_little_apart():
    face = Turn(rotation_from_vector(np.radians([0, 10, 0])), np.eye(3) * np.radians(1) ** 2)
    assert not contradict(face, Turn(np.eye(3), np.eye(3) * np.radians(1) ** 2))
