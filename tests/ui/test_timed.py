"""A session that goes by the clock."""

from __future__ import annotations


class Clock:
    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def timed(code: str = "H1"):
    from coach.history.library import load_library
    from coach.paths import exercises_dir
    from coach.timed import TimedCapture

    clock, told = Clock(), []
    exercise = load_library(exercises_dir()).find(code)
    return TimedCapture(exercise, {}, lambda: told.append(True), clock), clock, told, exercise


def test_what_no_camera_sees_goes_by_the_clock():
    from coach.exercise import dose
    from coach.exercise.types import EventKind

    capture, clock, told, exercise = timed("E2")
    kinds = []
    for _ in range(round(dose.about_s(exercise)) + 5):
        clock.now_s += 1.0
        for _ in range(3):  # it counts the time that passed, not the ticks
            capture.tick()
        kinds += [event.kind for event in capture.take_events()]
    assert kinds[-1] is EventKind.FINISHED
    assert capture.result().completed
    assert capture.problem is None
    assert len(told) > 10


def test_timed_session_is_paused_and_stopped():
    from coach.exercise.types import Command, Stage

    capture, clock, _, _ = timed()
    capture.tick()
    capture.submit(Command.PAUSE)
    clock.now_s += 100
    capture.tick()
    assert capture.take().view.stage is Stage.PAUSED
    assert capture.take() is None
    capture.submit(Command.STOP)
    assert not capture.result().completed


def test_timed_session_runs_on_a_thread_and_ends_with_it():
    import time

    capture, _clock, told, _ = timed()
    capture.start()
    until = time.monotonic() + 20
    while not told and time.monotonic() < until:
        time.sleep(0.02)
    capture.stop()
    capture.stop()
    assert told
    assert not capture._thread.is_alive()
