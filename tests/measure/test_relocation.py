"""Joint position error, from movements whose error is known."""

import numpy as np
import pytest

from coach.measure.relocation import Relocation, RelocationTracker, score
from coach.measure.types import Direction, Problem
from tests.measure.samples import Stream

RIGHT, LEFT = Direction.RIGHT_ROTATION, Direction.LEFT_ROTATION


def found(stream):
    tracker = RelocationTracker()
    for sample in stream:
        tracker.update(sample)
    return tracker


def trials(stream, direction, ends_deg, out_deg=30.0):
    """Go out and come to rest at each of some places, then go back to the middle as a person does with open eyes."""
    for end in ends_deg:
        stream.go(direction, out_deg).stay(1.0).go(direction, end).stay(1.2).go(direction, 0.0, 0.8).stay(1.0)
    return stream


@pytest.mark.parametrize("direction", Direction)
def test_errors_are_those_that_were_made(direction):
    tracker = found(trials(Stream().stay(1.5), direction, (3.0, -2.0, 4.0)))
    assert [t.direction for t in tracker.trials] == [direction] * 3
    assert [t.error_deg for t in tracker.trials] == pytest.approx([-3, 2, -4], abs=0.05)
    assert tracker.trials[0].reached_deg == pytest.approx(30, abs=0.1)


def test_absolute_constant_and_variable_error():
    made = [3.0, -2.0, 4.0, 1.0, -1.0, 5.0]
    tracker = found(trials(Stream(noise_deg=0.3).stay(1.5), RIGHT, made))
    scored = tracker.scores()[RIGHT]
    errors = -np.array(made)
    assert scored.trials == 6
    assert scored.enough
    assert scored.absolute_deg == pytest.approx(np.abs(errors).mean(), abs=0.3)
    assert scored.constant_deg == pytest.approx(errors.mean(), abs=0.3)
    assert scored.variable_deg == pytest.approx(errors.std(ddof=1), abs=0.3)
    assert scored.sigma_deg == pytest.approx(1)
    assert tracker.scores()[LEFT] is None


def test_overshoot_is_positive_and_has_the_other_side_not_counted_as_a_trial():
    tracker = found(Stream().stay(1.5).go(LEFT, 35).stay(1).go(LEFT, -6).stay(1.5))
    (trial,) = tracker.trials
    assert (trial.direction, trial.error_deg) == (LEFT, pytest.approx(6, abs=0.05))


def test_the_error_is_against_where_this_trial_began_so_that_drift_is_none():
    stream = Stream().stay(1.5).go(RIGHT, 5).stay(1.5)
    tracker = found(stream.go(RIGHT, 34).stay(1).go(RIGHT, 7).stay(1.5))
    assert tracker.trials[-1].error_deg == pytest.approx(-2, abs=0.05)


def test_a_small_movement_and_a_pause_on_the_way_are_no_trials():
    assert found(Stream().stay(1.5).go(RIGHT, 16).stay(1).go(RIGHT, 0).stay(2)).trials == []
    paused = found(Stream().stay(1.5).go(RIGHT, 40).stay(1).go(RIGHT, 20).stay(2).go(RIGHT, 1).stay(1.5))
    assert [t.error_deg for t in paused.trials] == pytest.approx([-1], abs=0.05)


def test_a_trial_that_was_not_seen_to_its_end_does_not_count():
    stream = Stream().stay(1.5).go(RIGHT, 35).lose(1.0, Problem.NO_FACE).go(RIGHT, 0).stay(1.5)
    assert found(stream).trials == []
    assert len(found(trials(stream, RIGHT, (2.0,))).trials) == 1


def test_eyes_must_be_shut_all_the_way():
    def with_eyes(*openings):
        stream = Stream().stay(1.5)
        for opening in openings:
            stream.eye_opening = opening
            stream.go(RIGHT, 30).stay(1).go(RIGHT, 2).stay(1.5)
            stream.eye_opening = 1.0
            stream.go(RIGHT, 0, 0.6).stay(1.0)
        return found(stream)

    tracker = with_eyes(0.3, 1.0, 0.3)
    assert [t.eyes_shut for t in tracker.trials] == [True, False, True]
    scored = tracker.scores()[RIGHT]
    assert (scored.trials, scored.left_out, scored.eyes_unseen, scored.enough) == (2, 1, 0, False)
    only_open = with_eyes(1.0)
    assert only_open.scores()[RIGHT] is None
    assert with_eyes(None).trials[0].eyes_shut is None


def test_one_trial_has_no_variable_error():
    scored = score([Relocation(RIGHT, 2.0, 1.0, 30.0, None, 3.0)], RIGHT)
    assert (scored.variable_deg, scored.eyes_unseen) == (None, 1)
    assert score([], RIGHT) is None


@pytest.mark.parametrize("rate_hz", [10, 15, 30])
def test_any_frame_rate(rate_hz):
    tracker = found(trials(Stream(rate_hz=rate_hz).stay(1.5), LEFT, (3.0, -2.0)))
    assert [t.error_deg for t in tracker.trials] == pytest.approx([-3, 2], abs=0.1)
