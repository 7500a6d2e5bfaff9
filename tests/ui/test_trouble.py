"""What a person sees when something does not work: one clear page or line, and nothing recorded is lost."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from coach import app as composition
from coach.desk import source_problem
from coach.measure.types import Angles
from coach.sense import webcam
from coach.sense.camera import SourceError, open_source
from coach.sense.webcam import Webcam
from coach.ui.services import SourceProblem, SourceTrouble, StartProblem
from tests.ui.people import settled
from tests.ui.test_session_presenter import FullDisk

STILL = Angles(0, 0, 0)


@pytest.mark.parametrize(
    ("trouble", "title"),
    [
        (SourceTrouble.MISSING, "No camera was found"),
        (SourceTrouble.BUSY, "The camera is in use"),
        (SourceTrouble.OTHER, "The camera does not work"),
    ],
)
def test_camera_that_does_not_open(open_app, pilot, store, captures, trouble, title):
    settled(store)
    captures.problem = SourceProblem(trouble, "camera 0 says so")
    shell = open_app()
    pilot.press("Camera check")
    assert title in pilot.texts()
    assert "camera 0 says so" in pilot.texts()
    pilot.shot(f"camera_{trouble.value}")
    captures.problem = None
    pilot.press("Try again")
    captures.last.feed(STILL, seconds=1)
    pilot.pump()
    assert "Clearly seen" in pilot.texts()
    pilot.press("Back")
    assert shell.screen.name == "home"


def test_demo_clip_is_offered_and_is_another_world(open_app, pilot, store, captures):
    settled(store)
    captures.problem = SourceProblem(SourceTrouble.MISSING, "camera 0 is not there")
    shell = open_app()
    pilot.press("Camera check")
    captures.problem = None
    pilot.press("Show the demo clip")
    assert shell.demo
    assert "This is the demo" in pilot.texts()
    assert "Nothing of it is kept" in pilot.texts()
    pilot.shot("demo_welcome")
    pilot.press("Look around first")
    assert "Demo: nothing is kept" in pilot.texts()
    pilot.press("Leave it")
    assert not shell.demo


def test_demo_goes_straight_into_a_guided_session(open_app, pilot, store, captures, services):
    store.add_person("Guest")
    shell = open_app(replace(services, demo=True), demo=True)
    pilot.key("enter")
    assert shell.screen.name == "session"
    assert captures.last.exercise.code == "M3"
    captures.last.feed(STILL, seconds=2)
    captures.last.turn("right_lateral_flexion_deg", -40, hold_s=4)
    pilot.pump()
    assert "1 of 6" in pilot.texts()


def test_camera_that_goes_in_the_middle(open_app, pilot, store, captures):
    settled(store)
    shell = open_app()
    pilot.press("Turn your head")
    captures.last.feed(STILL, seconds=1)
    pilot.pump()
    captures.last.lose_camera("The camera has gone.")
    pilot.pump()
    assert "The camera has gone." in pilot.texts()
    assert not shell.screen.pane.ready
    captures.last.feed(STILL, seconds=1)
    pilot.pump()
    pilot.press("Continue")
    pilot.no_signs()
    pilot.press("2")
    run = captures.last
    run.feed(STILL, seconds=2)
    run.turn("right_rotation_deg", 50, hold_s=4)
    pilot.pump()
    run.lose_camera()
    pilot.pump()
    assert "The camera is gone" in pilot.texts()
    pilot.shot("camera_gone")
    run.feed(STILL)
    pilot.pump()
    run.feed(STILL, seconds=1)
    pilot.pump()
    assert "The camera is gone" not in pilot.texts()
    assert "1 of 8" in pilot.texts()
    assert not shell.screen.presenter.paused


def test_measuring_that_breaks_off(open_app, pilot, store, captures):
    settled(store)
    open_app()
    pilot.press("Turn your head")
    captures.last.feed(STILL, seconds=1)
    pilot.pump()
    pilot.press("Continue")
    pilot.no_signs()
    pilot.press("2")
    run = captures.last
    run.feed(STILL, seconds=2)
    run.turn("right_rotation_deg", 50, hold_s=4)
    pilot.pump()
    run.problem = SourceProblem(SourceTrouble.OTHER, "Measuring broke off")
    run._on_new()
    pilot.pump()
    assert "Measuring broke off" in pilot.texts()
    pilot.press("Try again")
    (session,) = store.sessions(store.people()[0].id)
    assert len(session.repetitions) == 1
    assert captures.last is not run


def test_history_that_cannot_be_opened(open_app, pilot, tmp_path, monkeypatch):
    monkeypatch.setenv("NECK_COACH_DATA", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    with sqlite3.connect(tmp_path / "data" / "history.db") as broken:
        broken.execute("CREATE TABLE something_else (id)")
        broken.execute("PRAGMA user_version = 999")
    broken.close()
    with pytest.raises(StartProblem) as problem:
        composition.real_services("0")
    shell = open_app(problem.value)
    assert "Your history cannot be opened" in pilot.texts()
    assert "Nothing of it is lost" in pilot.texts()
    assert str(problem.value) in pilot.texts()
    pilot.shot("store_trouble")
    pilot.press("Try again")
    assert "Your history cannot be opened" in pilot.texts()
    assert shell.rail.parent is None


def test_history_that_fails_later(open_app, pilot, store, services):
    settled(store)
    disk = FullDisk(store)
    shell = open_app(replace(services, store=disk))
    disk.full = True
    pilot.press("History")
    assert "The history cannot be read" in pilot.texts()
    assert "The disk is full." in pilot.texts()
    disk.full = False
    pilot.press("Try again")
    assert shell.screen.name == "history"
    assert shell.rail.parent is not None


def test_disk_that_fills_up_during_a_session(open_app, pilot, store, services, captures):
    settled(store)
    disk = FullDisk(store)
    open_app(replace(services, store=disk))
    pilot.press("Turn your head")
    captures.last.feed(STILL, seconds=1)
    pilot.pump()
    pilot.press("Continue")
    pilot.no_signs()
    pilot.press("2")
    disk.full = True
    captures.last.feed(STILL, seconds=2)
    pilot.pump()
    assert "The disk is full. The session goes on" in pilot.texts()
    pilot.shot("disk_full")
    captures.last.turn("right_rotation_deg", 50, hold_s=4)
    pilot.pump()
    disk.full = False
    pilot.key("escape")
    pilot.press("End it")
    captures.last.feed(STILL)
    pilot.pump()
    (session,) = store.sessions(store.people()[0].id)
    assert len(session.repetitions) == 1


def test_name_that_cannot_be_kept(open_app, pilot, store, services):
    disk = FullDisk(store)
    shell = open_app(replace(services, store=disk))
    disk.full = True
    pilot.tap(shell.screen.pane.ids.name)
    pilot.type("Ana")
    pilot.key("enter")
    assert "The disk is full." in pilot.texts()
    disk.full = False
    pilot.press("Continue")
    assert [p.name for p in store.people()] == ["Ana"]


def test_faulty_exercise_file_is_named(open_app, pilot, store, services):
    settled(store)
    open_app(replace(services, warning="Left out: my.toml: guide.hold_s: must be a number"))
    assert "my.toml: guide.hold_s" in pilot.texts()


def test_without_sound_there_is_a_sign(open_app, pilot, store, captures, monkeypatch):
    from coach.ui.audio import sounds

    monkeypatch.setattr(sounds.SoundLoader, "load", lambda _path: None)
    settled(store)
    shell = open_app()
    pilot.press("Turn your head")
    captures.last.feed(STILL, seconds=1)
    pilot.pump()
    pilot.press("Continue")
    assert "There is no sound here" in pilot.texts()
    pilot.no_signs()
    pilot.press("2")
    captures.last.feed(STILL, seconds=2)
    pilot.pump()
    assert "no sound" in pilot.texts()
    pilot.key("escape")
    pilot.press("End it")
    captures.last.feed(STILL)
    pilot.pump()
    shell.say("something else")
    shell.session(shell.services.exercises[0])
    pilot.pump()
    assert "There is no sound here" not in pilot.texts(), "said once"


def test_without_a_voice_it_says_what_to_install_once(open_app, pilot, store, monkeypatch):
    settled(store)
    monkeypatch.setattr("sys.platform", "linux")
    shell = open_app()
    shell.output.voice.trouble = "This computer has no voice"
    shell.settings.muted = True
    shell.session(shell.services.exercises[0])
    pilot.pump()
    assert "no voice" not in pilot.texts(), "nobody wants to hear it"
    shell.settings.muted = False
    shell.session(shell.services.exercises[0])
    pilot.pump()
    assert "espeak-ng" in pilot.texts()


def test_a_broken_settings_file_is_said(open_app, pilot, store, tmp_path):
    settled(store)
    (tmp_path / "window.json").write_text("{")
    open_app()
    assert "settings could not be understood" in pilot.texts()


def test_a_mistake_in_a_handler_does_not_end_the_window(open_app, pilot, store, caplog):
    settled(store)
    shell = open_app()
    from kivy.base import ExceptionManager

    passed = ExceptionManager.handle_exception(ValueError("a mistake"))
    pilot.pump()
    assert passed == ExceptionManager.PASS
    assert "Something went wrong" in pilot.texts()
    assert "a mistake" in caplog.text
    assert shell.screen.name == "home"


class NoDevice:
    """What OpenCV gives for a camera: not there, or there without a picture."""

    def __init__(self, opened: bool) -> None:
        self._opened = opened

    def isOpened(self) -> bool:
        return self._opened

    def read(self):
        return False, None

    def release(self) -> None:
        pass


@pytest.mark.parametrize(("opened", "trouble"), [(False, SourceTrouble.MISSING), (True, SourceTrouble.BUSY)])
def test_what_the_webcam_says_finds_its_page(opened, trouble, monkeypatch):
    monkeypatch.setattr(webcam, "device_is_there", lambda _index: False)
    with pytest.raises(SourceError) as error:
        Webcam(0, opener=lambda _index: NoDevice(opened))
    assert source_problem(error.value).trouble is trouble


def test_clip_that_is_missing(tmp_path):
    with pytest.raises(SourceError) as error:
        open_source(str(tmp_path / "none.mp4"))
    assert source_problem(error.value).trouble is SourceTrouble.MISSING


def test_a_toast_that_is_there_while_the_room_grows_dark_can_still_be_read(open_app, pilot):
    from coach.ui.theme import contrast_ratio, theme

    shell = open_app()
    shell.say("There is no sound device")
    pilot.pump()
    words = shell.toasts.children[0].ids.words
    for room in ("dark", "light"):
        theme.room(room)
        assert contrast_ratio(words.color, theme.ink) > 7, "the toast is a field in the colour of ink"
