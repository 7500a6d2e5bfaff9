"""Flexion from the side, from made-up motions of head and trunk in the picture."""

from dataclasses import replace

import numpy as np
import pytest

from coach.measure.measurer import Measurer
from coach.measure.rom import RomTracker
from coach.measure.rotations import rotation_from_vector
from coach.measure.side import seen_side
from coach.measure.types import Axis, Detection, Direction, Problem, ProfileMotion, View

DT_S = 0.05
STILL_FRAMES = 20


def motion(head_deg, trunk_deg=0.0, reference=1, sigma_deg=0.2):
    """Turns in the picture, positive from x to y: clockwise as one sees it."""
    return ProfileMotion(
        reference=reference,
        head_turn=rotation_from_vector(np.radians([0.0, 0.0, head_deg])),
        head_covariance=np.eye(3) * np.radians(sigma_deg) ** 2,
        head_shift_px=np.zeros(2),
        trunk_turn_rad=None if trunk_deg is None else float(np.radians(trunk_deg)),
        trunk_sigma_rad=None if trunk_deg is None else 0.001,
        trunk_shift_px=None if trunk_deg is None else np.zeros(2),
        unit_px=50.0,
    )


def body(nose_x=-50.0, ear_gap=4.0, visibility=1.0):
    px = np.zeros((33, 2))
    px[0] = 320 + nose_x, 200
    px[7], px[8] = (320 - ear_gap / 2, 200), (320 + ear_gap / 2, 200)
    return px, np.full(33, visibility)


def detection(index, profile, px=None, visibility=None, t_s=None):
    if px is None:
        px, visibility = body()
    return Detection(
        frame_index=index,
        t_s=index * DT_S if t_s is None else t_s,
        image_size_px=(640, 480),
        face_px=None,
        pose_px=px,
        pose_visibility=visibility,
        pose_world_m=np.zeros((33, 3)),
        brightness=0.5,
        profile=profile,
    )


def settled(view=View.LEFT, **rest):
    measurer = Measurer(view=view)
    for index in range(STILL_FRAMES):
        sample = measurer.update(detection(index, motion(0.0, **rest), *body(-50 if view is View.LEFT else 50)))
    assert sample.angles is not None
    return measurer


def go(measurer, turns, trunks=None, start=STILL_FRAMES, **options):
    trunks = [0.0] * len(turns) if trunks is None else trunks
    return [
        measurer.update(detection(start + k, motion(turn, trunk, **options)))
        for k, (turn, trunk) in enumerate(zip(turns, trunks, strict=True))
    ]


def ramp(end, frames=30, hold=15):
    return [*np.linspace(0, end, frames), *([end] * hold)]


@pytest.mark.parametrize(("view", "sign"), [(View.LEFT, -1), (View.RIGHT, 1)])
def test_a_head_that_drops_forward_is_flexion_on_either_side(view, sign):
    samples = go(settled(view), ramp(sign * 40))
    assert samples[-1].angles.flexion_deg == pytest.approx(40, abs=0.3)
    samples = go(settled(view), ramp(-sign * 50))
    assert samples[-1].angles.flexion_deg == pytest.approx(-50, abs=0.3)


def test_what_the_trunk_leans_is_not_the_necks():
    samples = go(settled(), ramp(-40), ramp(-10))
    assert samples[-1].angles.flexion_deg == pytest.approx(30, abs=0.6)
    assert samples[-1].sigma.flexion_deg > 1
    assert samples[-1].trunk.flexion_deg == pytest.approx(10, abs=0.6)


def test_an_unseen_trunk_is_a_problem_and_a_larger_error():
    seen = go(settled(), ramp(-40, hold=60))[-1]
    unseen = go(settled(), ramp(-40, hold=60), [None] * 90)[-1]
    assert unseen.trunk.flexion_deg is None
    assert Problem.THORAX_HIDDEN in unseen.problems
    assert unseen.sigma.flexion_deg > seen.sigma.flexion_deg + 1


def test_a_trunk_that_is_lost_for_a_moment_does_not_make_the_neck_jump():
    measurer = settled()
    samples = go(measurer, ramp(-40), [*ramp(-8)[:35], *([None] * 10)])
    before, after = samples[34], samples[-1]
    assert after.trunk.flexion_deg is None
    assert after.angles.flexion_deg == pytest.approx(before.angles.flexion_deg + 4, abs=1)
    assert after.sigma.flexion_deg > before.sigma.flexion_deg + 1
    assert abs(after.angles.flexion_deg - 32) < 2 * after.sigma.flexion_deg


def test_only_flexion_is_measured_and_the_reason_is_told():
    sample = go(settled(), ramp(-40))[-1]
    assert sample.measured == {Axis.FLEXION}
    assert Problem.SIDE_VIEW in sample.problems


def test_the_error_grows_with_the_angle_and_with_the_noise():
    samples = go(settled(), ramp(-50))
    assert samples[-1].sigma.flexion_deg > samples[0].sigma.flexion_deg
    noisy = go(settled(), ramp(-50), sigma_deg=1.0)
    assert noisy[-1].sigma.flexion_deg > samples[-1].sigma.flexion_deg


def test_neutral_is_the_pose_of_the_still_window_and_not_the_reference():
    measurer = Measurer(view=View.LEFT)
    for index in range(STILL_FRAMES):
        measurer.update(detection(index, motion(12.0, 3.0)))
    assert measurer.side_neutral.trunk_rad == pytest.approx(np.radians(3))
    samples = go(measurer, [12 - 20 * s for s in np.linspace(0, 1, 30)], [3.0] * 30)
    assert samples[0].angles.flexion_deg == pytest.approx(0, abs=0.2)
    assert samples[-1].angles.flexion_deg == pytest.approx(20, abs=0.5)


def test_nobody_who_moves_gives_a_neutral():
    measurer = Measurer(view=View.LEFT)
    samples = [measurer.update(detection(k, motion(15 * np.sin(k / 3)))) for k in range(60)]
    assert all(s.angles is None and s.problems[0] is Problem.NO_NEUTRAL for s in samples)


def test_another_reference_is_not_compared_with_the_old_neutral_until_neutral_is_taken_again():
    measurer = settled()
    sample = go(measurer, [0.0], reference=2)[0]
    assert sample.angles is None
    assert sample.problems[0] is Problem.NO_NEUTRAL
    measurer.reset_neutral()
    samples = go(measurer, [5.0] * 20, start=STILL_FRAMES + 1, reference=2)
    assert samples[-1].angles.flexion_deg == pytest.approx(0, abs=0.1)


def test_a_jump_is_refused_and_a_new_place_that_stays_is_believed():
    samples = go(settled(), [0.0, 0.0, *([-40.0] * 15)])
    assert samples[2].angles is None
    assert samples[2].problems[0] is Problem.IMPLAUSIBLE
    assert samples[-1].angles.flexion_deg == pytest.approx(40, abs=0.5)


def test_beyond_the_validated_range_there_is_no_number_and_the_result_says_beyond():
    measurer, tracker = settled(), RomTracker()
    for sample in go(measurer, [*ramp(-72), *reversed(ramp(-72, hold=0))]):
        tracker.update(sample)
        assert sample.angles is None or sample.angles.flexion_deg <= 65
    tracker.flush()
    found = tracker.result()[Direction.FLEXION]
    assert found.beyond
    assert found.peak_deg == pytest.approx(65, abs=3)
    assert found.out_of_plane_deg == 0


def test_a_head_that_is_not_recognised_is_a_gap():
    measurer = settled()
    sample = measurer.update(detection(STILL_FRAMES, None))
    assert sample.angles is None
    assert sample.problems[0] is Problem.FACE_UNRELIABLE
    nobody = Detection(STILL_FRAMES + 1, 1.1, (640, 480), None, None, None, None, 0.5)
    assert measurer.update(nobody).problems[0] is Problem.NO_PERSON


@pytest.mark.parametrize(
    ("nose_x", "ear_gap", "side"),
    [(-50, 4, View.LEFT), (50, 4, View.RIGHT), (5, 80, View.FRONT), (-40, 90, View.FRONT), (-60, 30, View.LEFT)],
)
def test_nose_and_ears_tell_the_side_that_is_seen(nose_x, ear_gap, side):
    assert seen_side(detection(0, None, *body(nose_x, ear_gap))) is side


def test_a_body_that_is_not_clearly_seen_tells_no_side():
    assert seen_side(detection(0, None, *body(visibility=0.5))) is None


@pytest.mark.parametrize("body_seen", [body(5, 80), body(50)])
def test_a_front_or_the_wrong_side_is_told_as_such(body_seen):
    measurer = Measurer(view=View.LEFT)
    samples = [measurer.update(detection(k, None, *body_seen)) for k in range(30)]
    assert samples[-1].angles is None
    assert samples[-1].problems[0] is Problem.VIEW_MISMATCH


def upright(index, profile):
    """Body whose metres and pixels agree, 100 pixels to the metre of the body model."""
    px = np.zeros((33, 2))
    px[0], px[7], px[8], px[11], px[12] = (260, 205), (318, 200), (322, 200), (330, 290), (334, 290)
    px[1:7] = [[270, 195]] * 6
    px[9:11] = [[268, 225]] * 2
    m = np.column_stack([px / 400, np.zeros(33)])
    head, gap = 0.685, 1.09
    m[:11] /= head
    m[[11, 12], 1] = m[[7, 8], 1] + 90 / 400 / gap
    return Detection(index, index * DT_S, (640, 480), None, px, np.ones(33), m, 0.5, profile=profile)


def shifted(head_px, trunk_px=0.0):
    return replace(motion(0.0), head_shift_px=np.array([head_px, 0.0]), trunk_shift_px=np.array([trunk_px, 0.0]))


def test_a_head_that_slides_forward_of_the_trunk_is_protraction_in_centimetres():
    measurer = Measurer(view=View.LEFT)
    for index in range(STILL_FRAMES):
        measurer.update(upright(index, shifted(0.0)))
    found = [measurer.update(upright(STILL_FRAMES + k, shifted(-16.0, 4.0))) for k in range(8)][-1]
    assert found.protraction_cm == pytest.approx(5.0, abs=0.3)
    assert 0 < found.sigma_protraction_cm < 1.5


def test_without_a_scale_there_is_no_protraction_but_the_reason():
    sample = go(settled(), [0.0] * 8)[-1]
    assert sample.protraction_cm is None
    assert sample.protraction_problem is Problem.THORAX_HIDDEN


def test_neutral_keeps_the_ear_and_the_shoulder_that_the_camera_is_nearer_to():
    for view, ear, shoulder in ((View.LEFT, 7, 11), (View.RIGHT, 8, 12)):
        measurer = Measurer(view=view)
        shown = upright(0, motion(0.0))
        px = shown.pose_px.copy()
        if view is View.RIGHT:
            px[:, 0] = 640 - px[:, 0]
        for index in range(STILL_FRAMES):
            wild = px + (40 if index % 5 == 0 else 0)  # a frame in five is far off
            measurer.update(replace(shown, frame_index=index, t_s=index * DT_S, pose_px=wild))
        found = measurer.side_neutral
        assert found.ear_px == pytest.approx(px[ear])
        assert found.shoulder_px == pytest.approx(px[shoulder])
        assert found.image_size_px == (640, 480)


def test_points_that_are_mostly_a_guess_are_not_kept():
    measurer = Measurer(view=View.LEFT)
    shown = upright(0, motion(0.0))
    visibility = np.ones(33)
    visibility[11] = 0.2
    for index in range(STILL_FRAMES):
        measurer.update(replace(shown, frame_index=index, t_s=index * DT_S, pose_visibility=visibility))
    assert measurer.side_neutral.shoulder_px is None
    assert measurer.side_neutral.ear_px == pytest.approx(shown.pose_px[7])
