from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.exercise.types import SessionResult, StopReason
from coach.history.library import load_library
from coach.measure.types import Direction
from coach.paths import exercises_dir
from coach.progress.plan.choose import PAUSE_S
from coach.ui.presenters.sequence import Sequence, State
from tests.ui.conftest import NOON
from tests.ui.people import repetition

LIBRARY = load_library(exercises_dir())


def exercises(*codes):
    return [LIBRARY.find(code) for code in codes]


def result(code, *, done=2, asked=2, faults=0):
    exercise = LIBRARY.find(code)
    made = [repetition(n + 1, Direction.LEFT_ROTATION, n * 8.0) for n in range(done)]
    made = [
        r if n >= faults else repetition(n + 1, r.direction, r.started_s, 50, ["fault"]) for n, r in enumerate(made)
    ]
    return SessionResult(exercise.id, code, done == asked, 0, done * 8.0, tuple(made), asked, 1, 0, 1, ())


def test_it_goes_from_one_to_the_next():
    sequence = Sequence(exercises("M1", "C1", "R1"), NOON)
    assert (sequence.current.code, sequence.place) == ("M1", "1 of 3")
    sequence.over(result("M1"))
    assert (sequence.current.code, sequence.place) == ("C1", "2 of 3")
    sequence.skip()
    assert sequence.current.code == "R1"
    sequence.over(result("R1", done=1))
    assert (sequence.current, sequence.place) == (None, "3 of 3")
    assert sequence.states == (State.DONE, State.SKIPPED, State.STOPPED)
    sequence.skip()
    sequence.over(None)
    assert sequence.states == (State.DONE, State.SKIPPED, State.STOPPED)


def test_it_needs_an_exercise():
    with pytest.raises(ValueError, match="at least one"):
        Sequence([], NOON)


def test_the_camera_is_checked_once_for_each_side_it_looks_from():
    sequence = Sequence(exercises("M1", "M3", "C1", "F1", "M6"), NOON)
    needed = []
    while sequence.current is not None:
        needed.append(sequence.needs_check())
        if sequence.needs_check():
            sequence.checked()
        sequence.skip()
    assert needed == [True, False, True, False, False], "front, again from the side, and never for a timer"
    assert not sequence.needs_check()


def test_what_is_left_takes_its_time_with_the_pauses():
    sequence = Sequence(exercises("E2", "R1"), NOON)
    assert sequence.left_s == pytest.approx(30 + 300 + PAUSE_S)
    sequence.skip()
    assert sequence.left_s == pytest.approx(300)
    sequence.skip()
    assert sequence.left_s == 0


def test_the_summary_of_a_whole_session():
    sequence = Sequence(exercises("M1", "E2"), NOON)
    sequence.over(result("M1", faults=1), (3, 2))
    sequence.over(result("E2"), (2, 1))
    found = sequence.summary(NOON + timedelta(minutes=8, seconds=20))
    assert (found.title, found.line, found.pain) == ("Well done", "2 of 2 exercises in 8 min", "Pain 3 to 1 of 10")
    assert [(line.state, line.note) for line in found.lines] == [
        (State.DONE, "2 of 2, 1 without a fault"),
        (State.DONE, "2 of 2"),
    ]


def test_the_summary_of_a_session_that_was_cut_short():
    sequence = Sequence(exercises("M1", "M3", "C2", "R1"), NOON)
    sequence.over(result("M1"), (None, None))
    sequence.over(result("M3", done=1), (None, 4))
    sequence.skip()
    found = sequence.summary(NOON + timedelta(seconds=40))
    assert (found.title, found.line, found.pain) == ("Done for now", "1 of 4 exercises", "")
    assert [line.note for line in found.lines] == [
        "2 of 2, all without a fault",
        "Stopped early, 1 of 2",
        "Left out",
        "Not begun",
    ]


def test_an_exercise_that_left_nothing_behind_counts_as_stopped():
    sequence = Sequence(exercises("M1"), NOON)
    sequence.over(None)
    assert sequence.states == (State.STOPPED,)
    assert sequence.summary(NOON).lines[0].note == "Stopped early"


@pytest.mark.parametrize(("done", "note"), [(0, "Left out"), (1, "Left out after 1 of 2")])
def test_an_exercise_left_out_while_it_ran_was_not_stopped(done, note):
    sequence = Sequence(exercises("M1", "C1"), NOON)
    sequence.over(replace(result("M1", done=done), stop_reason=StopReason.SKIPPED))
    assert sequence.states[0] is State.SKIPPED
    assert sequence.summary(NOON).lines[0].note == note
