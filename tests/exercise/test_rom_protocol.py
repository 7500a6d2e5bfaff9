"""The range-of-motion test as a protocol: a warm-up, three trials that count, pain onset, and what is missing."""

import pytest

from coach.exercise.model import Exercise
from coach.exercise.session import command, result, step
from coach.exercise.types import Command, EventKind
from coach.measure.types import Direction, Problem, Trunk
from tests.exercise.synthetic import DOWN, LEFT, RIGHT, Person, run, told, with_guide


@pytest.fixture
def turning(rom: Exercise) -> Exercise:
    """The shipped test, narrowed to the two rotations."""
    return with_guide(rom, directions=["right_rotation", "left_rotation"])


def test_the_shipped_test_warms_up_once_and_counts_three(rom: Exercise) -> None:
    assert (rom.guide.warm_ups, rom.guide.trials, rom.guide.hold_s) == (1, 3, 1)
    assert set(rom.guide.directions) == set(Direction)


def test_the_warm_up_is_asked_for_and_does_not_count(turning: Exercise) -> None:
    who = Person().wait(1).stay(0.5)
    for degrees in (40.0, 60.0, 64.0, 62.0):
        who.repetition(RIGHT, degrees, hold_s=1.5).repetition(LEFT, degrees - 5, hold_s=1.5)
    state, _ = run(turning, who)
    summary = result(state)
    assert summary.completed
    assert (summary.repetitions_asked, len(summary.repetitions)) == (8, 8)
    right, left = summary.rom
    assert (right.direction, right.trials_deg) == (RIGHT, pytest.approx((60, 64, 62)))
    assert left.trials_deg == pytest.approx((55, 59, 57))
    assert right.movement.warm_up_deg == pytest.approx(40)
    assert right.problems == ()


def test_after_the_warm_up_alone_the_value_says_so(turning: Exercise) -> None:
    state, _ = run(turning, Person().wait(1).stay(0.5).repetition(RIGHT, 50, hold_s=1.5))
    (value,) = result(state).rom
    assert value.trials_deg == pytest.approx((50,))
    assert value.problems == (Problem.FEW_TRIALS,)


def test_speed_hold_trunk_and_shoulder_of_the_trials(turning: Exercise) -> None:
    who = Person().wait(1).stay(1.0).having(trunk=Trunk(-6.0, 0.0, 9.0, 2.0))
    for _ in range(4):
        who.repetition(RIGHT, 60, hold_s=1.5, speed=30)
        who.stay(0.7)
    how = result(run(turning, who)[0]).rom[0].movement
    assert how.trunk_deg == pytest.approx(-6)
    assert how.shoulder_rise_pct == pytest.approx(9)
    assert how.held_s == pytest.approx(1.5, abs=0.35)
    assert how.mean_speed_deg_per_s == pytest.approx(30, rel=0.12)
    assert how.peak_speed_deg_per_s == pytest.approx(30, rel=0.25)
    assert -2.5 < how.smoothness < -1.3


def test_the_angle_at_which_pain_begins_is_kept(turning: Exercise) -> None:
    who = Person().wait(1).stay(0.5).go(RIGHT, 44)
    state, _ = run(turning, who)
    state, events = command(state, Command.PAIN, who.t_s)
    assert [(e.kind, e.cue) for e in events] == [(EventKind.PAIN, "Noted. Come back slowly")]
    before = len(who.samples)
    who.go(RIGHT, 60).stay(1.5)
    for sample in who.samples[before:]:
        state, _ = step(state, sample)
    state, _ = command(state, Command.PAIN, who.t_s)  # a second press further out changes nothing
    before = len(who.samples)
    who.back()
    for sample in who.samples[before:]:
        state, _ = step(state, sample)
    (value,) = result(state).rom
    assert value.movement.pain_onset_deg == pytest.approx(44)
    assert value.peak_deg == pytest.approx(60)


def test_pain_without_a_movement_or_a_test_changes_nothing(turning: Exercise, rotation: Exercise) -> None:
    who = Person().wait(1).stay(0.5)
    state, _ = run(turning, who)
    assert command(state, Command.PAIN, who.t_s)[1] == ()
    state, _ = run(rotation, Person().wait(1).stay(0.5).go(RIGHT, 40))
    assert command(state, Command.PAIN, 9.0)[1] == ()
    state, _ = command(state, Command.PAUSE, 9.0)
    assert command(state, Command.PAIN, 9.0)[1] == ()


def test_a_trial_whose_middle_was_not_seen_has_no_speed(turning: Exercise) -> None:
    who = Person().wait(1).stay(0.5).go(RIGHT, 25).unseen(0.5, Problem.NO_FACE).go(RIGHT, 60).stay(1.5).back()
    (value,) = result(run(turning, who)[0]).rom
    assert value.peak_deg == pytest.approx(60)
    assert (value.movement.peak_speed_deg_per_s, value.movement.smoothness) == (None, None)


def test_other_exercises_keep_no_path(rotation: Exercise) -> None:
    who = Person().wait(1).stay(0.5).repetition(RIGHT, 50)
    state, events = run(rotation, who)
    assert "#right_rotation" in told(events)
    assert result(state).rom[0].movement is None
    assert DOWN not in {v.direction for v in result(state).rom}
