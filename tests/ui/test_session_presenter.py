from __future__ import annotations

from dataclasses import replace

import pytest

from coach.exercise.model import FaultKind
from coach.exercise.types import Command, Fault, SessionResult, Snapshot, StopReason
from coach.history.library import load_library
from coach.measure.types import Angles, Direction, Problem
from coach.paths import exercises_dir
from coach.progress.records import StoreError
from coach.ui.presenters.guard import Guard
from coach.ui.presenters.narrator import Narrator
from coach.ui.presenters.recorder import Recorder
from coach.ui.presenters.session import Phase, SessionPresenter
from coach.ui.presenters.session_safety import Ask, SessionSafety
from coach.ui.presenters.sitting import Sitting
from coach.ui.presenters.summary import summarise
from tests.ui.fakes import Heard
from tests.ui.people import repetition, settled

LIBRARY = load_library(exercises_dir())
OWN = {Direction.LEFT_ROTATION: 60.0, Direction.RIGHT_ROTATION: 60.0}


class Room:
    """A session presenter with its surroundings."""

    def __init__(self, services, person, code="M1", own=OWN, *, ask=False, pain_before=None):
        self.heard = Heard()
        self.sitting = Sitting()
        if not ask:
            self.sitting.told(pain_before, services.now())
            self.sitting.no_sign(services.now())
        guard, recorder = Guard(services, person.id), Recorder(services, person.id)
        safety = SessionSafety(guard, recorder, LIBRARY.find(code), self.sitting)
        self.presenter = SessionPresenter(
            LIBRARY.find(code), own, services.captures, recorder, Narrator(self.heard), safety
        )
        self.services, self.person = services, person

    def begin(self):
        self.presenter.start(self.presenter.poll)
        return self.services.captures.last

    @property
    def played(self):
        return self.heard.played

    @property
    def record(self):
        (record,) = self.services.store.sessions(self.person.id)
        return record


@pytest.fixture
def room(services, store):
    person = settled(store)
    return lambda *args, **kwargs: Room(services, person, *args, **kwargs)


def test_signs_are_asked_first_then_pain_which_may_be_left_out(room):
    one = room(ask=True)
    assert (one.presenter.phase, one.presenter.ask) == (Phase.ASKING, Ask.SIGNS)
    one.presenter.answer_signs(())
    assert (one.presenter.phase, one.presenter.ask) == (Phase.ASKING, Ask.PAIN)
    one.presenter.answer_pain_before(None)
    assert (one.presenter.phase, one.presenter.ask) == (Phase.RUNNING, None)


def test_nothing_is_recorded_before_there_is_a_person_in_front_of_the_camera(room, store):
    one = room()
    one.presenter.start(one.presenter.poll)
    assert store.sessions(one.person.id) == ()


def test_a_repetition_is_written_the_moment_it_ends(room):
    one = room(pain_before=4)
    capture = one.begin()
    capture.feed(Angles(0, 0, 0), seconds=2)
    capture.turn("right_rotation_deg", 50)
    assert len(one.record.repetitions) == 1
    assert one.record.ended_at is None
    assert one.record.pain_before == 4
    assert one.played == ["target_reached", "hold_done", "repetition_done"]


def test_a_whole_session(room):
    one = room()
    capture = one.begin()
    capture.feed(Angles(0, 0, 0), seconds=2)
    for _ in range(8):
        capture.turn("right_rotation_deg", 50)
        capture.turn("right_rotation_deg", -50)
    assert one.presenter.phase is Phase.SUMMARY
    assert one.played[-1] == "finished"
    assert one.record.completed
    assert len(one.record.repetitions) == 16
    summary = one.presenter.summary
    assert summary.title == "Well done"
    assert summary.line.startswith("16 of 16 repetitions in ")
    assert "Every repetition without a fault" in summary.well
    one.presenter.answer_pain_after(2)
    assert one.record.pain_after == 2


def test_range_found_in_an_exercise_is_kept(room, store):
    one = room(own={})
    capture = one.begin()
    capture.feed(Angles(0, 0, 0), seconds=2)
    capture.turn("right_rotation_deg", 52, hold_s=4)
    one.presenter.stop()
    one.presenter.poll()
    assert set(store.own_range(one.person.id)) == {Direction.RIGHT_ROTATION}
    assert store.own_range(one.person.id)[Direction.RIGHT_ROTATION] == pytest.approx(52, abs=1)


def test_stopping_early_keeps_what_was_done(room):
    one = room()
    capture = one.begin()
    capture.feed(Angles(0, 0, 0), seconds=2)
    capture.turn("right_rotation_deg", 50)
    one.presenter.stop()
    one.presenter.poll()
    assert one.presenter.summary.title == "Stopped early"
    assert not one.record.completed
    assert one.record.ended_at is not None


def test_leaving_the_screen_stops_and_writes_the_session(room):
    one = room()
    capture = one.begin()
    capture.feed(Angles(0, 0, 0), seconds=2)
    capture.turn("right_rotation_deg", 50)
    one.presenter.close()
    assert not capture.running
    assert one.record.ended_at is not None


def test_session_pauses_while_the_camera_is_gone_and_goes_on_by_itself(room):
    one = room()
    capture = one.begin()
    capture.feed(Angles(0, 0, 0), seconds=2)
    capture.lose_camera()
    capture.lose_camera()
    assert capture.commands == [Command.PAUSE]
    assert one.presenter.view.gone
    capture.feed(Angles(0, 0, 0))
    assert capture.commands == [Command.PAUSE, Command.RESUME]
    capture.feed(Angles(0, 0, 0))
    assert not one.presenter.paused


def test_a_pause_of_the_person_outlasts_the_camera(room):
    one = room()
    capture = one.begin()
    capture.feed(Angles(0, 0, 0), seconds=2)
    one.presenter.toggle_pause()
    capture.feed(Angles(0, 0, 0))
    capture.lose_camera()
    capture.feed(Angles(0, 0, 0), seconds=1)
    assert one.presenter.paused


def test_losing_the_person_is_heard(room):
    one = room()
    capture = one.begin()
    capture.feed(Angles(0, 0, 0), seconds=2)
    capture.feed(None, Problem.NO_PERSON, seconds=3)
    assert one.played == ["lost"]
    assert one.presenter.view.tone == "warn"


def test_the_end_of_a_clip_ends_the_session(room):
    one = room()
    capture = one.begin()
    capture.feed(Angles(0, 0, 0), seconds=2)
    last = Snapshot(None, None, None, None, 0.0, source_ended=True)
    capture._newest = last
    one.presenter.poll()
    one.presenter.poll()
    assert one.presenter.phase is Phase.SUMMARY


class FullDisk:
    """A store whose disk is full until somebody makes room."""

    def __init__(self, store):
        self._store = store
        self.full = False

    def __getattr__(self, name):
        method = getattr(self._store, name)

        def call(*args, **kwargs):
            if self.full:
                raise StoreError("The disk is full.")
            return method(*args, **kwargs)

        return call


@pytest.mark.parametrize("full_from_the_start", [True, False])
def test_a_full_disk_loses_nothing_once_there_is_room(services, store, full_from_the_start):
    person = settled(store)
    disk = FullDisk(store)
    one = Room(replace(services, store=disk), person, pain_before=4)
    disk.full = full_from_the_start
    capture = one.begin()
    capture.feed(Angles(0, 0, 0), seconds=2)
    disk.full = True
    capture.turn("right_rotation_deg", 50)
    capture.turn("right_rotation_deg", -50)
    assert one.presenter.recorder.trouble == "The disk is full."
    disk.full = False
    one.presenter.stop()
    one.presenter.poll()
    (record,) = store.sessions(person.id)
    assert one.presenter.recorder.trouble is None
    assert [r.direction for r in record.repetitions] == [Direction.RIGHT_ROTATION, Direction.LEFT_ROTATION]
    assert record.pain_before == 4
    assert record.ended_at is not None


def test_breathing_is_summed_up_in_breaths(room):
    one = room("R1")
    capture = one.begin()
    capture.feed(Angles(0, 0, 0), seconds=25)
    one.presenter.stop()
    one.presenter.poll()
    summary = summarise(one.presenter.exercise, one.presenter.result)
    assert " of 30 breaths in " in summary.line


def test_furthest_carries_its_error_or_says_beyond():
    exercise = LIBRARY.find("M1")
    seen = repetition(1, Direction.RIGHT_ROTATION, 0.0, 52.4)
    beyond = replace(repetition(2, Direction.LEFT_ROTATION, 9.0, 61.0), beyond=True)
    result = SessionResult("active-rotation", "M1", False, 0.0, 20.0, (seen, beyond), 16, 0, 0.0, 1.0, ())
    well = summarise(exercise, result).well
    assert "Furthest rotation right 52° ± 2°" in well
    assert "Furthest rotation left beyond 61°" in well


def test_every_repetition_is_listed_with_its_judgement():
    fault = Fault(FaultKind.SHOULDER_RISE, 20.0, "Shoulder down", 12.0)
    done = (repetition(1, Direction.RIGHT_ROTATION, 0.0), repetition(2, Direction.LEFT_ROTATION, 9.0, 50, [fault]))
    result = SessionResult("active-rotation", "M1", False, 0.0, 20.0, done, 16, 0, 0.0, 1.0, ())
    listed = summarise(LIBRARY.find("M1"), result).repetitions
    assert [(r.label, r.mark, r.text) for r in listed] == [
        ("1 right", "clean", "Good: clean, held 2 s"),
        ("2 left", "again", "Again: a shoulder came up"),
    ]
    assert summarise(LIBRARY.find("M1"), replace(result, measured=False)).repetitions == ()


@pytest.mark.parametrize(
    ("reason", "title"),
    [
        (None, "Stopped early"),
        (StopReason.ASKED, "Stopped early"),
        (StopReason.PAIN, "Stopped because of pain"),
        (StopReason.SIGN, "Stopped because of a sign"),
        (StopReason.SKIPPED, "Left out"),
    ],
)
def test_the_summary_says_why_it_ended(reason, title):
    result = SessionResult("active-rotation", "M1", False, 0.0, 20.0, (), 16, 0, 0.0, 1.0, (), stop_reason=reason)
    assert summarise(LIBRARY.find("M1"), result).title == title


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        (lambda one: one.tell_pain(9), StopReason.PAIN),
        (lambda one: one.tell_sign(one.safety.rules.stop_signs[0].id), StopReason.SIGN),
        (lambda one: one.tell_new_headache(), StopReason.SIGN),
        (lambda one: one.stop(), StopReason.ASKED),
        (lambda one: one.skip(), StopReason.SKIPPED),
    ],
)
def test_the_session_knows_why_it_ended(room, end, reason):
    one = room(pain_before=2)
    capture = one.begin()
    capture.feed(Angles(0, 0, 0), seconds=2)
    end(one.presenter)
    one.presenter.poll()
    assert one.presenter.result.stop_reason is reason


def test_what_no_camera_sees_has_no_middle_to_take_again(room):
    one = room("R1")
    one.begin()
    one.presenter.recentre()
    assert (Command.RECENTRE in one.services.captures.last.commands) is one.presenter.exercise.seen
