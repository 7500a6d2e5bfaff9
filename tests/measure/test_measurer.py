"""The numbered list as a whole, on a made-up head."""

import dataclasses

import numpy as np
import pytest

from coach.measure.measurer import Measurer
from coach.measure.rotations import rotation_from_vector
from coach.measure.types import Angles, Axis, Problem
from tests.measure.synthetic import Studio
from tests.measure.test_correction import make

STILL_FRAMES = 20


def settled(studio):
    measurer = Measurer()
    for index in range(STILL_FRAMES):
        measurer.update(studio.shoot(index))
    assert measurer.neutral is not None
    return measurer


def sweep(measurer, studio, axis, end_deg, frames=40, start=STILL_FRAMES):
    samples = []
    for step in range(frames):
        value = end_deg * min(1.0, step / (frames - 15))
        angles = Angles(**{a.value: value if a is axis else 0.0 for a in Axis})
        samples.append(measurer.update(studio.shoot(start + step, angles)))
    return samples


def test_nothing_is_measured_before_neutral_is_known():
    measurer, studio = Measurer(), Studio()
    first = measurer.update(studio.shoot(0))
    assert first.angles is None
    assert first.problems[0] is Problem.NO_NEUTRAL


def test_a_head_that_does_not_keep_still_gives_no_neutral():
    measurer, studio = Measurer(), Studio()
    for index in range(60):
        measurer.update(studio.shoot(index, Angles(0, 0, 15 * np.sin(index / 3))))
    assert measurer.neutral is None


def test_neutral_comes_from_the_first_still_window():
    measurer = settled(Studio())
    assert measurer.neutral.duration_s >= 0.7
    assert measurer.neutral.spread_deg <= 2
    measurer.reset_neutral()
    assert measurer.neutral is None
    assert measurer.update(Studio().shoot(99)).angles is None


def test_a_head_that_moves_slowly_and_steadily_gives_no_neutral():
    measurer, studio = Measurer(), Studio()
    for index in range(60):
        measurer.update(studio.shoot(index, Angles(0, 0, 0.28 * index)))
    assert measurer.neutral is None


def test_a_noisy_picture_of_somebody_who_keeps_still_gives_a_neutral():
    measurer, studio = Measurer(), Studio(noise_px=5.0, head_m=(0.0, 0.0, 0.9))
    for index in range(40):
        measurer.update(studio.shoot(index))
    assert measurer.neutral is not None
    assert 2.0 < measurer.neutral.spread_deg < 6.0  # as much as this would be a movement if it were not noise


@pytest.mark.parametrize("held", [Angles(0, 0, 45), Angles(0, 40, 0), Angles(45, 0, 0)])
def test_the_end_of_a_movement_is_no_neutral_though_it_is_held(held):
    measurer, studio = Measurer(), Studio()
    for index in range(40):
        sample = measurer.update(studio.shoot(index, held))
    assert measurer.neutral is None
    assert sample.problems[:2] == (Problem.HEAD_TURNED, Problem.NO_NEUTRAL)
    for index in range(40, 80):
        sample = measurer.update(studio.shoot(index))
    assert measurer.neutral is not None
    assert abs(sample.angles.right_rotation_deg) < 1


def test_a_chest_that_is_misread_does_not_forbid_a_neutral_of_somebody_who_looks_to_the_camera():
    measurer, studio = Measurer(), Studio()
    for index in range(40):
        measurer.update(studio.shoot(index, trunk=Angles(0, 0, 40)))
    assert measurer.neutral is not None


def test_a_head_that_looks_where_the_chest_faces_gives_a_neutral_though_the_camera_stands_aside():
    measurer, studio = Measurer(), Studio()
    for index in range(40):
        measurer.update(studio.shoot(index, Angles(0, 0, 35), trunk=Angles(0, 0, 35)))
    assert measurer.neutral is not None


def test_neutral_is_not_taken_across_a_gap():
    measurer, studio = Measurer(), Studio()
    for index in [*range(10), *range(30, 34)]:
        measurer.update(studio.shoot(index))
    assert measurer.neutral is None


@pytest.mark.parametrize("axis", Axis)
@pytest.mark.parametrize("end_deg", [-30, 30])
def test_a_movement_has_its_size_and_sign(axis, end_deg):
    studio = Studio(noise_px=0.3)
    last = sweep(settled(studio), studio, axis, end_deg)[-1]
    assert last.angles is not None
    assert last.sigma is not None
    for a in Axis:
        expected = end_deg if a is axis else 0
        assert abs(last.angles.along(a) - expected) < 2 * last.sigma.along(a)


def test_a_tilted_camera_does_not_leak_into_other_planes():
    studio = Studio(camera_from_room=rotation_from_vector(np.radians([18.0, 0, 0])))
    last = sweep(settled(studio), studio, Axis.RIGHT_ROTATION, 40)[-1]
    assert last.angles.right_rotation_deg == pytest.approx(40, abs=3)
    assert abs(last.angles.right_lateral_flexion_deg) < 3
    assert abs(last.angles.flexion_deg) < 3


def test_speed_is_that_of_the_movement():
    studio = Studio()
    samples = sweep(settled(studio), studio, Axis.RIGHT_ROTATION, 50, frames=40)  # 2° a frame at 20 frames a second
    assert samples[20].speed_deg_per_s == pytest.approx(40, rel=0.1)
    assert samples[-1].speed_deg_per_s < 5


@pytest.mark.parametrize(
    ("face", "body", "reason"), [(False, True, Problem.NO_FACE), (False, False, Problem.NO_PERSON)]
)
def test_a_lost_face_is_no_number_but_a_reason(face, body, reason):
    studio = Studio()
    measurer = settled(studio)
    sample = measurer.update(studio.shoot(30, face=face, body=body))
    assert sample.angles is None
    assert sample.sigma is None
    assert sample.problems[0] is reason
    assert sample.confidence == 0


def test_a_mesh_that_sits_on_no_face_is_refused():
    studio = Studio()
    measurer = settled(studio)
    detection = studio.shoot(STILL_FRAMES)
    scrambled = np.random.default_rng(0).permutation(detection.face_px)
    sample = measurer.update(dataclasses.replace(detection, face_px=scrambled))
    assert sample.angles is None
    assert Problem.FACE_UNRELIABLE in sample.problems


def test_a_jump_that_no_neck_can_make_is_refused_and_measuring_goes_on():
    studio = Studio()
    measurer = settled(studio)
    jumped = measurer.update(studio.shoot(STILL_FRAMES, Angles(0, 0, 50)))
    assert jumped.angles is None
    assert Problem.IMPLAUSIBLE in jumped.problems
    after = measurer.update(studio.shoot(STILL_FRAMES + 1))
    assert after.angles is not None
    assert abs(after.angles.right_rotation_deg) < 2


def test_a_jump_that_stays_is_a_new_beginning_and_no_fast_movement():
    studio = Studio()
    measurer = settled(studio)
    measurer.update(studio.shoot(STILL_FRAMES))
    seen = [measurer.update(studio.shoot(STILL_FRAMES + n, Angles(0, 0, 50))) for n in range(1, 8)]
    believed = next(sample for sample in seen if sample.angles is not None)
    assert seen[0].angles is None
    assert believed.angles.right_rotation_deg == pytest.approx(50, abs=2)
    assert believed.speed_deg_per_s is None


@pytest.mark.parametrize("speed_deg_per_s", [40, 180])
def test_ten_frames_a_second_are_neither_gaps_nor_jumps(speed_deg_per_s):
    studio = Studio()
    measurer = settled(studio)
    for step in range(3):
        measurer.update(studio.shoot(STILL_FRAMES + 2 * step))
    samples = [
        measurer.update(studio.shoot(STILL_FRAMES + 6 + 2 * n, Angles(0, 0, min(50, speed_deg_per_s / 10 * n))))
        for n in range(1, 12)
    ]
    assert all(sample.angles is not None for sample in samples)
    assert all(sample.speed_deg_per_s is not None for sample in samples)


def test_the_person_comes_back_after_a_gap():
    studio = Studio()
    measurer = settled(studio)
    for index in range(STILL_FRAMES, STILL_FRAMES + 20):
        measurer.update(studio.shoot(index, face=False, body=False))
    back = measurer.update(studio.shoot(STILL_FRAMES + 20, Angles(0, 0, 30)))
    assert back.angles.right_rotation_deg == pytest.approx(30, abs=2)


def test_a_head_may_be_anywhere_after_a_gap():
    studio = Studio()
    measurer = settled(studio)
    sweep(measurer, studio, Axis.RIGHT_ROTATION, 53)
    gap_frames = 8.04  # a little more than the longest over which a speed says something
    back = measurer.update(studio.shoot(STILL_FRAMES + 39 + gap_frames, Angles(0, 0, -53)))
    assert back.angles is not None
    assert back.angles.right_rotation_deg == pytest.approx(-53, abs=2)


def test_a_face_is_fitted_again_though_it_is_far_from_where_it_was():
    studio = Studio()
    measurer = settled(studio)
    for index, angles in ((40, Angles(22, 1, 69)), (60, Angles(-44, 31, -69))):
        sample = measurer.update(studio.shoot(index, angles))
        assert Problem.FACE_UNRELIABLE not in sample.problems


def test_right_after_a_gap_there_is_no_speed():
    studio = Studio()
    measurer = settled(studio)
    for index in range(STILL_FRAMES, STILL_FRAMES + 5):
        assert measurer.update(studio.shoot(index)).angles is not None
    back = measurer.update(studio.shoot(STILL_FRAMES + 20, Angles(0, 0, 30)))
    assert back.angles is not None
    assert back.speed_deg_per_s is None


def test_a_dark_picture_says_so():
    studio = Studio()
    measurer = settled(studio)
    dark = dataclasses.replace(studio.shoot(STILL_FRAMES), brightness=0.05)
    assert Problem.TOO_DARK in measurer.update(dark).problems


def test_hidden_shoulders_widen_the_error_and_say_so():
    studio, measurer = Studio(), Measurer(correction=make())
    for index in range(STILL_FRAMES):
        measurer.update(studio.shoot(index))
    seen = measurer.update(studio.shoot(STILL_FRAMES))
    hidden = measurer.update(studio.shoot(STILL_FRAMES + 1, body=False))
    assert Problem.THORAX_HIDDEN in hidden.problems
    assert hidden.trunk.right_rotation_deg is None
    assert hidden.sigma.right_rotation_deg > seen.sigma.right_rotation_deg


def test_the_error_grows_with_the_angle():
    studio = Studio()
    samples = sweep(settled(studio), studio, Axis.RIGHT_ROTATION, 50)
    assert samples[-1].sigma.right_rotation_deg > samples[0].sigma.right_rotation_deg


def test_two_measurers_on_the_same_frames_agree_exactly():
    def run():
        studio = Studio(noise_px=0.5, seed=4)
        return sweep(settled(studio), studio, Axis.FLEXION, 25)

    assert run() == run()


def test_a_face_at_the_edge_of_the_picture_says_so():
    studio = Studio(head_m=(0.30, 0.0, 0.65))
    sample = settled(studio).update(studio.shoot(STILL_FRAMES))
    assert Problem.OFF_CENTRE in sample.problems
    middle = Studio()
    assert Problem.OFF_CENTRE not in settled(middle).update(middle.shoot(STILL_FRAMES)).problems


def test_neutral_is_not_taken_from_somebody_far_away():
    measurer, studio = Measurer(), Studio(head_m=(0.0, 0.0, 2.0))
    samples = [measurer.update(studio.shoot(index)) for index in range(40)]
    assert measurer.neutral is None
    assert Problem.TOO_FAR in samples[-1].problems
