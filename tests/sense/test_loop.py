from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable

import numpy as np
import pytest

from coach.exercise import session
from coach.exercise.model import Exercise
from coach.exercise.types import Command, Event, EventKind, Snapshot, Stage
from coach.history.library import load_library
from coach.measure.side import SideNeutral
from coach.measure.types import Angles, CervicalSample, Detection, Direction, Frame, Problem, Trunk
from coach.paths import exercises_dir
from coach.sense.loop import CaptureLoop

RATE = 20.0
GONE = "The camera has gone."
PICTURE = np.zeros((4, 6, 3), np.uint8)


class FakeCamera:
    """Gives what a test has put in: frames, and ``None`` for the moments in which the camera is gone."""

    description, frame_count, live = "fake", None, True

    def __init__(self, frames: Iterable[Frame | None]) -> None:
        self._frames = list(frames)
        self.problem: str | None = None
        self.ended = False

    def read(self) -> Frame | None:
        if not self._frames:
            self.ended = True
            return None
        frame = self._frames.pop(0)
        self.problem = GONE if frame is None else None
        return frame

    def close(self) -> None:
        self.ended = True


class FakeDetector:
    def __init__(self, breaks_at: int | None = None) -> None:
        self._breaks_at = breaks_at

    def detect(self, frame: Frame) -> Detection:
        if frame.index == self._breaks_at:
            raise RuntimeError("the model is broken")
        return Detection(frame.index, frame.t_s, (6, 4), None, None, None, None, 0.5)


class FakeMeasurer:
    """Turns the head by a script of (seconds, degrees to the right), straight from one to the next."""

    neutral = None
    side_neutral: SideNeutral | None = None

    def __init__(self, script: list[tuple[float, float]]) -> None:
        self._at, self._deg = zip(*script, strict=True)
        self.log: list[object] = []

    def update(self, detection: Detection) -> CervicalSample:
        self.log.append(detection.frame_index)
        return sample_at(detection, float(np.interp(detection.t_s, self._at, self._deg)))

    def reset_neutral(self) -> None:
        self.log.append("reset")


def sample_at(detection: Detection, right_rotation_deg: float) -> CervicalSample:
    index, t_s = detection.frame_index, detection.t_s
    if index < 10:
        return CervicalSample(index, t_s, None, None, None, Trunk(), 0.0, (Problem.NO_NEUTRAL,))
    angles = Angles(0.0, 0.0, right_rotation_deg)
    return CervicalSample(index, t_s, angles, Angles(1, 1, 1), 20.0, Trunk(0.0, 0.0, 0.0, 0.0), 0.9)


TO_THE_RIGHT = [(0.0, 0.0), (2.0, 0.0), (4.5, 50.0), (8.5, 50.0), (11.0, 0.0), (14.0, 0.0)]


def make_frames(seconds: float, start: int = 0) -> list[Frame]:
    return [Frame(n, n / RATE, PICTURE) for n in range(start, start + round(seconds * RATE))]


@pytest.fixture(scope="module")
def rotation() -> Exercise:
    return load_library(exercises_dir()).find("M1")


def make_loop(frames: Iterable[Frame | None], exercise: Exercise | None = None, **options: object) -> CaptureLoop:
    measurer = options.pop("measurer", None) or FakeMeasurer(TO_THE_RIGHT)
    detector = options.pop("detector", None) or FakeDetector()
    state = None if exercise is None else session.start(exercise, {})
    return CaptureLoop(FakeCamera(frames), detector, measurer, state=state, **options)


def run_by_hand(loop: CaptureLoop) -> list[Snapshot]:
    snapshots = []
    while not loop.camera.ended:
        snapshot = loop.run_once()
        if snapshot is not None:
            snapshots.append(snapshot)
    return snapshots


def wait_for(condition: Callable[[], bool], seconds: float = 5.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.002)
    return True


def test_by_hand_each_turn_measures_one_frame(rotation: Exercise) -> None:
    loop = make_loop(make_frames(14), rotation)
    *frames, end = run_by_hand(loop)
    assert [s.frame.index for s in frames] == list(range(280)) == [s.sample.frame_index for s in frames]
    assert all(s.detection.t_s == s.frame.t_s for s in frames)
    assert frames[-1].fps == pytest.approx(RATE)
    assert frames[20].view.stage is Stage.READY
    assert (end.frame, end.sample, end.source_ended, end.source_problem) == (None, None, True, None)
    assert not any(s.source_ended for s in frames)


def test_without_a_session_it_only_measures() -> None:
    loop = make_loop(make_frames(14))
    frames = run_by_hand(loop)
    assert all(s.view is None for s in frames)
    assert loop.result() is None
    assert loop.take_events() == []
    rom = loop.rom()
    assert rom[Direction.RIGHT_ROTATION].peak_deg == pytest.approx(50, abs=0.5)
    assert rom[Direction.LEFT_ROTATION] is None


def test_a_moment_carries_the_neutral_of_a_camera_at_the_side() -> None:
    loop = make_loop(make_frames(1))
    first = loop.run_once()
    known = SideNeutral(0, 0.0, None, None, None, 1.0, 0.3, 20, None, None, (640, 480))
    loop.measurer.side_neutral = known  # type: ignore[misc]
    second = loop.run_once()
    assert first is not None
    assert second is not None
    assert (first.side_neutral, second.side_neutral) == (None, known)


def events_of(exercise: Exercise, seconds: float) -> list[Event]:
    """Everything that the session tells when it is stepped directly."""
    state, told, measurer, detector = session.start(exercise, {}), [], FakeMeasurer(TO_THE_RIGHT), FakeDetector()
    for frame in make_frames(seconds):
        state, events = session.step(state, measurer.update(detector.detect(frame)))
        told.extend(events)
    return told


def test_no_event_is_dropped_however_late_it_is_taken(rotation: Exercise) -> None:
    loop = make_loop(make_frames(14), rotation)
    run_by_hand(loop)
    events = loop.take_events()
    assert events == events_of(rotation, 14)
    assert EventKind.REPETITION_DONE in [e.kind for e in events]
    assert loop.take_events() == []
    assert len(loop.result().repetitions) == 1


def test_the_mailbox_holds_the_newest_snapshot_only(rotation: Exercise) -> None:
    loop = make_loop(make_frames(3), rotation)
    for _ in range(30):
        loop.run_once()
    assert loop.mailbox.take().frame.index == 29
    assert loop.mailbox.take() is None


def test_commands_are_obeyed_in_order_before_the_next_step(rotation: Exercise) -> None:
    loop = make_loop(make_frames(3), rotation)
    for _ in range(20):
        loop.run_once()
    loop.take_events()
    for command in (Command.PAUSE, Command.RESUME, Command.PAUSE, Command.STOP, Command.RESUME):
        loop.submit(command)
    assert loop.take_events() == [], "nothing happens on the thread of the window"
    assert loop.run_once().view.stage is Stage.STOPPED
    kinds = [e.kind for e in loop.take_events()]
    assert kinds == [EventKind.PAUSED, EventKind.RESUMED, EventKind.PAUSED, EventKind.STOPPED]


def test_commands_are_obeyed_while_there_is_no_picture(rotation: Exercise) -> None:
    loop = make_loop([*make_frames(1), None, None], rotation)
    for _ in range(20):
        loop.run_once()
    loop.submit(Command.PAUSE)
    snapshot = loop.run_once()
    assert snapshot.frame is None
    assert snapshot.view.stage is Stage.PAUSED


def test_a_command_without_a_session_is_harmless() -> None:
    loop = make_loop(make_frames(1))
    loop.submit(Command.STOP)
    assert loop.run_once().view is None


@pytest.mark.parametrize("ask", [CaptureLoop.recentre, lambda loop: loop.submit(Command.RECENTRE)])
def test_neutral_is_taken_again_before_the_next_frame(ask) -> None:
    measurer = FakeMeasurer(TO_THE_RIGHT)
    loop = make_loop(make_frames(1), measurer=measurer)
    loop.run_once()
    ask(loop)
    assert measurer.log == [0], "not on the thread of the window"
    loop.run_once()
    assert measurer.log == [0, "reset", 1]


def test_a_camera_pulled_out_is_told_and_the_session_goes_on(rotation: Exercise) -> None:
    frames = make_frames(14)
    at = round(5 * RATE)
    loop = make_loop([*frames[:at], *[None] * 3, *frames[at:]], rotation)
    snapshots = run_by_hand(loop)
    gone = [s for s in snapshots if s.frame is None and not s.source_ended]
    assert [s.source_problem for s in gone] == [GONE] * 3
    assert all(s.view.stage is snapshots[at - 1].view.stage for s in gone), "the screen keeps the session"
    assert all(s.source_problem is None for s in snapshots if s.frame is not None)
    assert [e.kind for e in loop.take_events()].count(EventKind.REPETITION_DONE) == 1


def test_a_camera_away_for_long_loses_time_but_nothing_that_was_done(rotation: Exercise) -> None:
    before, after = make_frames(14), make_frames(3, start=round(60 * RATE))
    loop = make_loop([*before, None, *after], rotation)
    run_by_hand(loop)
    result = loop.result()
    assert len(result.repetitions) == 1
    assert result.lost_s == pytest.approx(60 - 14, abs=1)


def test_a_quiet_camera_has_nothing_to_tell() -> None:
    loop = make_loop([None])
    loop.camera.read = lambda: None
    assert loop.run_once() is None
    assert loop.mailbox.take() is None


def test_on_its_thread_it_runs_to_the_end_and_tells_of_every_snapshot(rotation: Exercise) -> None:
    called: list[str] = []
    loop = make_loop(make_frames(14), rotation, on_new=lambda: called.append(threading.current_thread().name))
    loop.start()
    assert wait_for(lambda: loop.camera.ended and "capture" not in [t.name for t in threading.enumerate()])
    assert called == ["capture"] * 281
    assert loop.mailbox.take().source_ended
    assert loop.take_events() == events_of(rotation, 14)
    assert loop.error is None
    loop.stop()


def test_stop_leaves_no_thread() -> None:
    class Endless(FakeCamera):
        def read(self) -> Frame:
            time.sleep(0.002)
            return make_frames(0.1)[0]

    before = threading.active_count()
    loop = CaptureLoop(Endless([]), FakeDetector(), FakeMeasurer(TO_THE_RIGHT))
    loop.start()
    assert wait_for(lambda: loop.mailbox.take() is not None)
    assert threading.active_count() == before + 1
    loop.stop()
    assert threading.active_count() == before
    loop.mailbox.take()
    time.sleep(0.02)
    assert loop.mailbox.take() is None


def test_stop_before_start_is_harmless() -> None:
    make_loop([]).stop()


def test_an_error_of_a_model_is_handed_over_and_what_was_done_stays(rotation: Exercise) -> None:
    woken = threading.Event()
    loop = make_loop(
        make_frames(14), rotation, detector=FakeDetector(breaks_at=270), on_new=lambda: loop.error and woken.set()
    )
    loop.start()
    assert woken.wait(5), "the window is woken to say so"
    loop.stop()
    assert isinstance(loop.error, RuntimeError)
    assert str(loop.error) == "the model is broken"
    assert len(loop.result().repetitions) == 1


def test_by_hand_an_error_of_a_model_is_raised() -> None:
    loop = make_loop(make_frames(1), detector=FakeDetector(breaks_at=0))
    with pytest.raises(RuntimeError, match="the model is broken"):
        loop.run_once()
