"""Hand signs: found where they are made, never in an exercise, and counted only when they are held."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.exercise import gestures
from coach.exercise.demonstration import duration_s, pose_at
from coach.exercise.figure_pose import ArmPose, Posture
from coach.exercise.gestures import (
    GAP_S,
    HELD_S,
    LONG_S,
    RELEASE_S,
    Held,
    Sign,
    SignSet,
    find_sign,
    hands_down_first,
    hold,
    sign_set,
)
from coach.measure.types import Direction
from tests.exercise.bodies import ARMS, arm, body, body_of

RAISED, CROSSED = SignSet.RAISED, SignSet.CROSSED
LAP = ARMS[ArmPose.LAP][0]
UP_AT_EAR = ((1.1, -0.4), (1.12, 0.3))
UP_HIGH = ((1.15, 0.05), (1.3, 0.8))
UP_LOW = ((0.95, -0.5), (1.0, 0.16))
HUG = ((0.35, -0.75), (-0.28, -0.2))
OWN = dict.fromkeys(Direction, 60.0)


@pytest.mark.parametrize("up", [UP_AT_EAR, UP_HIGH, UP_LOW])
@pytest.mark.parametrize("how", [{}, {"width_px": 120}, {"lean_deg": 12}, {"lean_deg": -12}, {"middle_px": (400, 330)}])
def test_finds_each_raised_hand(up, how):
    how = {"width_px": 160, **how}
    assert find_sign(body(right=up, **how), RAISED) is Sign.RIGHT_HAND
    assert find_sign(body(left=up, **how), RAISED) is Sign.LEFT_HAND
    assert find_sign(body(up, up, **how), RAISED) is Sign.BOTH_HANDS
    assert find_sign(body(up, up, **how), CROSSED) is None


def test_finds_crossed_hands():
    assert find_sign(body(HUG, HUG), CROSSED) is Sign.CROSSED
    assert find_sign(body(HUG, HUG, lean_deg=10, width_px=150), CROSSED) is Sign.CROSSED
    assert find_sign(body(HUG, HUG), RAISED) is None
    assert find_sign(body(HUG, HUG), SignSet.NONE) is None


NO_SIGN = {
    "hand on the cheek": ((0.7, -0.8), (0.45, -0.1)),
    "glasses": ((0.95, -0.3), (0.55, 0.28)),
    "scratching an ear": ((1.0, -0.2), (0.66, 0.35)),
    "hair": ((1.1, 0.25), (0.48, 0.6)),
    "drinking": ((0.85, -0.4), (0.4, 0.25)),
    "a shrug with the palms up": ((0.8, -0.6), (1.2, -0.3)),
    "pointing at the screen": ((0.7, -0.4), (0.7, -0.1)),
    "elbow on the table, chin on the hand": ((0.5, -0.8), (0.3, 0.0)),
    "stretching down to the side": ((0.9, -0.5), (1.4, -0.7)),
    "arm straight out": ((1.2, 0.1), (1.8, 0.15)),
    "talking with a hand": ((0.9, -0.7), (1.15, 0.0)),
    "arms folded": ((0.6, -0.8), (0.25, -0.92)),
    "on the other shoulder": ARMS[ArmPose.MASSAGE_SHOULDER][0],
}


@pytest.mark.parametrize("where", NO_SIGN.values(), ids=NO_SIGN)
def test_everyday_hands_are_no_sign(where):
    for right, left in ((where, LAP), (LAP, where), (where, where)):
        assert find_sign(body(right, left, width_px=120), RAISED) is None


@pytest.mark.parametrize("name", ["arms folded", "hand on the cheek", "drinking"])
def test_everyday_hands_are_not_crossed(name):
    assert find_sign(body(NO_SIGN[name], NO_SIGN[name]), CROSSED) is None
    assert find_sign(body(HUG, LAP), CROSSED) is None


@pytest.mark.parametrize("up", [-0.9, -0.6, 0.3])
def test_arms_crossed_lower_or_higher_are_not_crossed_hands(up):
    """Arms folded tightly, and hands crossed before the face."""
    where = ((0.5, up - 0.2), (-0.25, up))
    assert find_sign(body(where, where, width_px=150), CROSSED) is None


def test_no_sign_without_a_body_seen_from_the_front():
    made = body(right=UP_AT_EAR)
    assert find_sign(replace(made, pose_px=None), RAISED) is None
    assert find_sign(replace(made, pose_visibility=None), RAISED) is None
    assert find_sign(body(right=UP_AT_EAR, seen=0.3), RAISED) is None
    from_behind = replace(made, pose_px=made.pose_px * [-1, 1] + [640, 0])
    assert find_sign(from_behind, RAISED) is None
    side_on = made.pose_px.copy()
    side_on[[11, 12], 0] = [330, 310]
    assert find_sign(replace(made, pose_px=side_on), RAISED) is None
    assert find_sign(replace(made, pose_px=np.full((33, 2), 300.0)), RAISED) is None


def test_a_hand_outside_of_the_picture_is_not_raised():
    made = body(right=UP_HIGH, middle_px=(320, 120), width_px=220)
    assert made.pose_px[16, 1] < 0
    assert find_sign(replace(made, pose_visibility=np.ones(33)), RAISED) is None


def test_signs_are_those_that_the_exercise_cannot_make(library, rotation):
    def with_arms(**figure):
        return rotation.model_copy(update={"figure": rotation.figure.model_copy(update=figure)})

    assert sign_set(None) is RAISED
    for pose in ArmPose:
        key = rotation.figure.work.model_copy(update={"near_arm": pose})
        assert sign_set(with_arms(work=key)) is (RAISED if pose in gestures.HANDS_LOW else CROSSED), pose
    assert sign_set(with_arms(posture=Posture.LYING)) is SignSet.NONE
    assert sign_set(with_arms(posture=Posture.PRONE_FOREARMS)) is SignSet.NONE
    assert sign_set(with_arms(posture=Posture.STANDING)) is RAISED


@pytest.mark.parametrize("pose", ArmPose)
def test_no_pose_of_an_arm_makes_the_sign_of_its_set(pose):
    """Every arm pose that an exercise can ask for, carried out in steps, on one side and on both, with a shaky body."""
    signs = RAISED if pose in gestures.HANDS_LOW else CROSSED
    rng = np.random.default_rng(7)
    begin, end = ARMS[pose]
    for amount in np.linspace(0, 1, 5):
        where = tuple(
            tuple(a + (b - a) * amount for a, b in zip(first, last, strict=True))
            for first, last in zip(begin, end, strict=True)
        )
        for right, left in ((where, LAP), (LAP, where), (where, where)):
            for _ in range(40):
                seen = body(right, left, width_px=150, shake=rng.normal(0, 0.05, (33, 2)))
                assert find_sign(seen, signs) is None, (pose, amount)


def every_exercise():
    from coach.history.library import load_library
    from coach.paths import exercises_dir

    found = load_library(exercises_dir())
    return [*found.exercises, *found.assessments]


@pytest.mark.parametrize("exercise", every_exercise(), ids=lambda exercise: exercise.id)
def test_no_exercise_makes_its_own_sign(exercise):
    """The whole demonstration, by somebody whose points shake: not one frame with a sign."""
    signs = sign_set(exercise)
    rng = np.random.default_rng(11)
    length_s = duration_s(exercise, OWN)
    for t_s in np.arange(0, length_s, max(0.1, length_s / 300)):
        pose = pose_at(exercise, OWN, float(t_s))
        seen = body_of(pose, width_px=150, shake=rng.normal(0, 0.04, (33, 2)))
        assert find_sign(seen, signs) is None, (t_s, pose)


def test_the_other_set_would_be_confused():
    """The reason for two sets: the wrong one is made by exercises that raise the arms."""
    doorway = ARMS[ArmPose.DOORWAY][0]
    wall = arm(gestures_arm(ArmPose.OVERHEAD_WALL, 1.0))
    assert find_sign(body(doorway, doorway, width_px=130), RAISED) is Sign.BOTH_HANDS
    assert find_sign(body(wall, wall, width_px=130), RAISED) is Sign.BOTH_HANDS


def gestures_arm(pose, amount):
    from coach.exercise.figure_pose import Arm

    return Arm(pose, amount)


def play(*parts: tuple[Sign | None, float], held: Held | None = None, rate_hz: float = 20.0):
    """Hold signs one after the other; gives what counted with its time, and all states."""
    held, t_s, counted, states = held or Held(), 0.0, [], []
    for sign, seconds in parts:
        for _ in range(round(seconds * rate_hz)):
            t_s += 1 / rate_hz
            held, done = hold(held, sign, t_s)
            states.append(held)
            if done:
                counted.append((done, t_s))
    return counted, states


R, L, B, C = Sign.RIGHT_HAND, Sign.LEFT_HAND, Sign.BOTH_HANDS, Sign.CROSSED


def test_counts_once_after_it_was_held():
    ((sign, t_s),), states = play((None, 1), (R, 5), (None, 1))
    assert sign is R
    assert t_s == pytest.approx(1 + HELD_S, abs=0.11)
    ring = [state.progress for state in states]
    assert max(ring) > 0.9
    assert ring[:20] == [0.0] * 20
    assert ring[60:100] == [0.0] * 40, "the ring is empty once it counted"


def test_dropped_in_time_it_does_not_count():
    assert play((R, HELD_S - 0.15), (None, 3))[0] == []


def test_a_short_miss_is_forgiven_and_a_long_one_is_not():
    assert [s for s, _ in play((R, 1), (None, GAP_S - 0.1), (R, 1))[0]] == [R]
    assert play((R, 1), (None, GAP_S + 0.15), (R, 1))[0] == []


def test_the_second_hand_begins_anew():
    counted, _ = play((R, 1.2), (B, 2))
    assert counted[0][0] is B
    assert counted[0][1] == pytest.approx(1.2 + HELD_S, abs=0.11)
    assert len(counted) == 1


def test_the_next_counts_only_after_the_hands_were_down():
    assert len(play((R, 2), (None, RELEASE_S - 0.2), (R, 2))[0]) == 1
    assert len(play((B, 2), (R, 3), (None, RELEASE_S + 0.2), (L, 2))[0]) == 2
    assert [s for s, _ in play((R, 2), (None, RELEASE_S + 0.2), (L, 2))[0]] == [R, L]


def test_crossed_hands_count_again_when_they_stay():
    counted, states = play((C, LONG_S + 2))
    assert [s for s, _ in counted] == [C, Sign.CROSSED_LONG]
    assert counted[1][1] == pytest.approx(LONG_S, abs=0.11)
    assert [s for s, _ in play((C, LONG_S - 0.5), (None, 1))[0]] == [C]
    assert [s for s, _ in play((C, 2), (None, 0.5), (C, 3))[0]] == [C], "hands must be down first"
    assert 0.3 < states[round((HELD_S + 1.2) * 20)].progress < 0.7


def test_a_question_waits_until_the_hands_are_down():
    begin = hands_down_first(0.0)
    assert play((R, 5), held=begin)[0] == []
    assert len(play((R, 1), (None, RELEASE_S + 0.2), (R, 2), held=begin)[0]) == 1


def test_a_clock_that_jumps_back_begins_anew():
    held, _ = hold(Held(), R, 100.0)
    held, counted = hold(held, R, 1.0)
    assert counted is None
    assert (held.since_s, held.progress) == (1.0, 0.0)
