"""The capture loop: five calls a frame, by hand or on its own thread.

1. ``camera.read()``            -> Frame
2. ``detector.detect(frame)``   -> Detection
3. ``measurer.update(...)``     -> CervicalSample
4. ``session.step(...)``        -> new state and events
5. ``mailbox.put(Snapshot)``    newest only; events go to an ordered queue that never drops
"""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable
from typing import Protocol

from coach.exercise import session
from coach.exercise.state import SessionState
from coach.exercise.types import Command, Event, SessionResult, Snapshot
from coach.measure.measurer import Measurer
from coach.measure.preflight import Preflight
from coach.measure.rom import RomTracker
from coach.measure.rom_value import RomValue
from coach.measure.types import CervicalSample, Detection, Direction, Frame, Problem
from coach.sense.camera import Camera
from coach.sense.mailbox import Mailbox
from coach.sense.preflight import PreflightWatch

RATE_FRAMES = 30


class FindsPeople(Protocol):
    """What the loop needs of a detector."""

    def detect(self, frame: Frame) -> Detection:
        """Landmarks of the nearest person in a frame."""


class CaptureLoop:
    """Reads, measures and steps the session.

    Parameters
    ----------
    camera, detector, measurer
        The three stations before the session. The loop does not close them.
    state
        A started exercise session, or ``None`` to measure only.
    renews
        Take neutral again once the picture that a camera at the side measures against was lost, as for somebody who is
        guided and told to look ahead. Otherwise nothing is measured from then on.
    on_new
        Called after every snapshot, on the loop's thread; must return at once (a clock trigger of the window).
    """

    def __init__(
        self,
        camera: Camera,
        detector: FindsPeople,
        measurer: Measurer,
        *,
        state: SessionState | None = None,
        renews: bool = False,
        on_new: Callable[[], None] | None = None,
    ):
        self.camera, self.measurer = camera, measurer
        self.mailbox: Mailbox[Snapshot] = Mailbox()
        self.error: Exception | None = None
        self._detector, self._state, self._on_new = detector, state, on_new
        self._renews = renews
        self._rom = RomTracker()
        self._judges = PreflightWatch()
        self._preflight: Preflight | None = None
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._events: deque[Event] = deque()
        self._times: deque[float] = deque(maxlen=RATE_FRAMES)
        self._last_t_s = 0.0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def run_once(self) -> Snapshot | None:
        """One turn of the loop; ``None`` when there was no new frame and nothing to tell."""
        frame = self.camera.read()
        self.obey()
        if frame is None:
            return self._without_picture()
        self._times.append(frame.t_s)
        self._last_t_s = frame.t_s
        detection = self._detector.detect(frame)
        sample = self.measurer.update(detection)
        if self._renews and Problem.NO_NEUTRAL in sample.problems and self.measurer.side_neutral is not None:
            self.measurer.reset_neutral()
        self._rom.update(sample)
        if self._state is not None:
            self._state, events = session.step(self._state, sample)
            self._events.extend(events)
        self._preflight = self._judges.update(frame.rgb, detection, sample, self.measurer.neutral, self._fps)
        return self._publish(frame, detection, sample)

    @property
    def _fps(self) -> float:
        span_s = self._times[-1] - self._times[0] if len(self._times) > 1 else 0.0
        return (len(self._times) - 1) / span_s if span_s > 0 else 0.0

    def start(self) -> None:
        """Run on a thread of its own until :meth:`stop` or the end of the source."""
        self._thread = threading.Thread(target=self._run, name="capture", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread and wait for it."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(5.0)

    def submit(self, command: Command) -> None:
        """Give the session a command; obeyed before the next frame, in order."""
        self._commands.put(command)

    def recentre(self) -> None:
        """Take neutral again from the next still window."""
        self.submit(Command.RECENTRE)

    def take_events(self) -> list[Event]:
        """Events since the last call, in order."""
        return [self._events.popleft() for _ in range(len(self._events))]

    def result(self) -> SessionResult | None:
        """Give what the session has so far, ``None`` without one."""
        return None if self._state is None else session.result(self._state)

    def rom(self) -> dict[Direction, RomValue | None]:
        """Range of motion of the excursions that are complete."""
        return self._rom.result()

    def obey(self) -> None:
        """Carry out the commands that wait; a turn of the loop does so by itself."""
        while not self._commands.empty():
            command = self._commands.get()
            if command is Command.RECENTRE:
                self.measurer.reset_neutral()
            elif self._state is not None:
                self._state, events = session.command(self._state, command, self._last_t_s)
                self._events.extend(events)

    def _without_picture(self) -> Snapshot | None:
        if self.camera.problem is None and not self.camera.ended:
            return None
        return self._publish(None, None, None)

    def _publish(self, frame: Frame | None, detection: Detection | None, sample: CervicalSample | None) -> Snapshot:
        snapshot = Snapshot(
            frame=frame,
            detection=detection,
            sample=sample,
            view=None if self._state is None else session.view(self._state),
            fps=self._fps,
            preflight=self._preflight,
            side_neutral=self.measurer.side_neutral,
            source_problem=self.camera.problem if frame is None else None,
            source_ended=self.camera.ended,
        )
        self.mailbox.put(snapshot)
        if self._on_new is not None:
            self._on_new()
        return snapshot

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self.run_once()
                if self.camera.ended:
                    break
        except Exception as error:  # handed to the window, which says so and keeps what is recorded
            self.error = error
            self._stop.set()
            if self._on_new is not None:
                self._on_new()
