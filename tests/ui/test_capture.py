"""The camera's side of the window: opening in the background, ending without losing a command, the demo clip."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

import coach.desk
from coach import app as composition
from coach import paths
from coach.desk import CameraDesk
from coach.exercise.types import Command, EventKind
from coach.history.library import load_library
from coach.measure.types import Detection
from coach.ui.services import SourceTrouble

M1 = load_library(paths.exercises_dir()).find("M1")


class Blind:
    """A detector that finds nobody, quickly."""

    closed = False

    def detect(self, frame):
        height, width = frame.rgb.shape[:2]
        return Detection(
            frame.index, frame.t_s, (width, height), None, None, None, None, float(np.mean(frame.rgb)) / 255
        )

    def close(self):
        self.closed = True


@pytest.fixture
def desk(monkeypatch):
    import coach.sense.side

    monkeypatch.setattr(coach.sense.side, "Detector", Blind)
    desk = CameraDesk(str(paths.demo_clip()), loop=True)
    yield desk
    desk.close()


def wait_for(answer, seconds: float = 10.0):
    until = time.monotonic() + seconds
    while not (found := answer()) and time.monotonic() < until:
        time.sleep(0.01)
    assert found
    return found


def test_pictures_come_from_a_thread_and_the_caller_is_told(desk):
    told = threading.Event()
    capture = desk(None, {}, told.set)
    capture.start()
    assert told.wait(10)
    snapshot = wait_for(capture.take)
    assert snapshot.frame.rgb.shape == (480, 640, 3)
    assert snapshot.view is None
    capture.stop()
    assert not [t for t in threading.enumerate() if t.name == "capture"]


def test_a_stop_at_the_last_moment_is_still_obeyed(desk):
    capture = desk(M1, {}, lambda: None)
    capture.start()
    wait_for(capture.take)
    capture.submit(Command.STOP)
    capture.stop()
    assert EventKind.STOPPED in [event.kind for event in capture.take_events()]
    assert not capture.result().completed


def test_what_is_asked_while_the_camera_opens_is_not_forgotten(desk):
    capture = desk(M1, {}, lambda: None)
    capture.submit(Command.PAUSE)
    capture.start()
    events = []
    wait_for(lambda: events.extend(capture.take_events()) or events)
    assert events[0].kind is EventKind.PAUSED
    capture.stop()


def test_stopping_while_it_opens_does_not_wait(desk):
    with desk._lock:  # as if the camera took its time
        capture = desk(None, {}, lambda: None)
        capture.start()
        began = time.monotonic()
        capture.stop()
        assert time.monotonic() - began < 0.5
    following = desk(None, {}, lambda: None)
    following.start()
    wait_for(following.take)
    following.stop()
    assert capture.take() is None


def test_one_that_was_stopped_while_it_opened_leaves_the_camera_to_the_next(desk):
    stopped = desk(None, {}, lambda: None)
    stopped.stop()
    following = desk(None, {}, lambda: None)
    following.start()
    wait_for(following.take)
    camera = desk._camera
    stopped._open()  # its turn comes late
    assert desk._camera is camera
    assert not camera.ended
    following.stop()


def test_a_clip_starts_afresh_for_the_session(desk):
    for exercise in (None, M1):
        capture = desk(exercise, {}, lambda: None)
        capture.start()
        assert wait_for(capture.take).frame.t_s < 1.0
        capture.stop()


def test_a_live_camera_stays_open_from_check_to_session_and_is_released_at_home(desk, monkeypatch):
    opened = []
    real = coach.desk.open_source

    def open_live(*args, **kwargs):
        camera = real(*args, **kwargs)
        camera.live = True
        opened.append(camera)
        return camera

    monkeypatch.setattr(coach.desk, "open_source", open_live)
    for exercise in (None, M1):
        capture = desk(exercise, {}, lambda: None)
        capture.start()
        wait_for(capture.take)
        capture.stop()
    assert len(opened) == 1
    desk.release()
    wait_for(lambda: opened[0].ended)


def test_source_that_does_not_open(tmp_path):
    desk = CameraDesk(str(tmp_path / "none.mp4"))
    told = threading.Event()
    capture = desk(M1, {}, told.set)
    capture.start()
    assert told.wait(10)
    assert capture.problem.trouble is SourceTrouble.MISSING
    assert "none.mp4" in capture.problem.line
    capture.stop()
    assert capture.take() is None
    assert capture.result() is None


def test_measuring_that_breaks_off_is_told(desk, monkeypatch):
    def break_off(self, frame):
        raise RuntimeError("the model broke")

    monkeypatch.setattr(Blind, "detect", break_off)
    capture = desk(None, {}, lambda: None)
    capture.start()
    problem = wait_for(lambda: capture.problem)
    assert "the model broke" in problem.line
    capture.stop()


def test_the_end_of_a_clip_can_still_be_commanded(monkeypatch):
    import coach.sense.side

    monkeypatch.setattr(coach.sense.side, "Detector", Blind)
    monkeypatch.setattr(coach.desk, "open_source", lambda source, **_: ShortClip())
    desk = CameraDesk("short")
    capture = desk(M1, {}, lambda: None)
    capture.start()
    wait_for(lambda: (snapshot := capture.take()) and snapshot.source_ended)
    capture.submit(Command.STOP)
    assert EventKind.STOPPED in [event.kind for event in capture.take_events()]
    capture.stop()
    desk.close()


class ShortClip:
    """Three frames, then the end."""

    description, live, frame_count, problem, ended = "short", False, 3, None, False

    def __init__(self):
        self._left = 3

    def read(self):
        from coach.measure.types import Frame

        self.ended = self._left == 0
        self._left -= 1
        return None if self.ended else Frame(3 - self._left, 0.05 * (3 - self._left), np.zeros((48, 64, 3), np.uint8))

    def close(self):
        self.ended = True


def test_demo_has_a_history_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setenv("NECK_COACH_DATA", str(tmp_path / "data"))
    services = composition.demo_services()
    assert services.demo
    assert [p.name for p in services.store.people()] == ["Guest"]
    services.close()
    assert not (tmp_path / "data").exists()


def test_faulty_exercise_file_of_the_user_is_left_out_and_named(tmp_path, monkeypatch):
    monkeypatch.setenv("NECK_COACH_DATA", str(tmp_path))
    (tmp_path / "exercises" / "mobility").mkdir(parents=True)
    (tmp_path / "exercises" / "mobility" / "mine.toml").write_text("version = 0\n")
    services = composition.real_services("0")
    assert "mine.toml" in services.warning
    assert services.exercises == load_library(paths.exercises_dir()).exercises
    services.close()


def test_unknown_exercise_is_refused_before_the_window_opens():
    from coach.history.library import UnknownExercise

    with pytest.raises(UnknownExercise, match="active-rotation"):
        composition.run_app(exercise="active-rotatoin")


def test_another_camera_is_opened_when_another_one_is_set(monkeypatch):
    from coach import desk as desks

    opened = []

    class Eye:
        live, ended = True, False

        def __init__(self, source: str) -> None:
            self.source, self.closed = source, False
            opened.append(self)

        def close(self) -> None:
            self.closed = True

    monkeypatch.setattr(desks, "open_source", lambda source, **_: Eye(source))
    monkeypatch.setattr("coach.sense.side.Detector", Blind)
    wanted = ["0"]
    desk = CameraDesk(lambda: wanted[0])
    desk.acquire()
    desk.acquire()
    assert [eye.source for eye in opened] == ["0"]
    wanted[0] = "2"
    camera, _ = desk.acquire()
    assert (camera.source, opened[0].closed) == ("2", True)
    desk.close()


def test_the_camera_of_the_settings_is_used(monkeypatch, tmp_path):
    from coach.app import chosen_camera
    from coach.paths import settings_path
    from coach.ui.preferences import Preferences

    monkeypatch.setenv("NECK_COACH_DATA", str(tmp_path))
    assert chosen_camera() == "0"
    Preferences(camera=2).save(settings_path())
    assert chosen_camera() == "2"


def test_desk_opens_no_camera_for_what_none_can_see():
    from coach.desk import CameraDesk, LiveCapture
    from coach.history.library import load_library
    from coach.paths import exercises_dir
    from coach.timed import TimedCapture

    exercise = load_library(exercises_dir()).find("H1")
    desk = CameraDesk("no such camera")
    capture = desk(exercise, {}, lambda: None)
    assert isinstance(capture, TimedCapture)
    assert isinstance(desk(None, {}, lambda: None), LiveCapture)
    assert desk._camera is None
