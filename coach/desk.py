"""Where the window gets its captures: one camera and a detector for each side, used by one loop after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from coach.exercise import session
from coach.exercise.model import Exercise
from coach.exercise.types import Command, Event, SessionResult, Snapshot
from coach.measure.types import Direction, Frame, View
from coach.sense.camera import Camera, open_source
from coach.sense.correction import corrected_measurer
from coach.sense.errors import SourceBusy, SourceError, SourceMissing
from coach.sense.loop import CaptureLoop
from coach.timed import TimedCapture
from coach.ui.services import SourceProblem, SourceTrouble

if TYPE_CHECKING:
    from coach.sense.detector import Detector
    from coach.sense.side import SideDetector


class CameraDesk:
    """Keeps one camera and the detectors, and makes the captures that use them, one after the other.

    A detector is made when a side of the person is looked at for the first time, and kept: its models take seconds. A
    webcam stays open from the camera check to the session, because it takes seconds to open; a clip starts afresh for
    each. Opening and closing happen on threads of the captures, never on that of the window.
    """

    def __init__(self, source: str | Callable[[], str], *, loop: bool = False) -> None:
        self._source = source if callable(source) else lambda: source
        self._opened = ""
        self._loop = loop
        self._lock = threading.Lock()
        self._camera: Camera | None = None
        self._detectors: dict[View, Detector | SideDetector] = {}

    def __call__(
        self,
        exercise: Exercise | None,
        own_range_deg: Mapping[Direction, float],
        on_new: Callable[[], None],
        view: View = View.FRONT,
    ) -> LiveCapture | TimedCapture:
        """Make a capture; it opens the camera when it is started, unless no camera sees the exercise."""
        if exercise is not None and not exercise.seen:
            return TimedCapture(exercise, own_range_deg, on_new)
        return LiveCapture(self, exercise, own_range_deg, on_new, view)

    def acquire(
        self, view: View = View.FRONT, still_asked: Callable[[], bool] = lambda: True
    ) -> tuple[Camera, Detector | SideDetector] | None:
        """Open what is not open yet; blocks. Raises :class:`SourceError`.

        ``None`` where nobody asks any more when the turn comes: the camera may be another capture's by then, and to
        close a clip that is being read kills the process.
        """
        from coach.sense.side import SideDetector, detector_for

        with self._lock:
            if not still_asked():
                return None
            wanted = self._source()
            used_up = self._camera is not None and (not self._camera.live or self._camera.ended)
            if used_up or wanted != self._opened:
                self._close_camera()
            if self._camera is None:
                self._camera = open_source(wanted, realtime=True, loop=self._loop)
                self._opened = wanted
            if view not in self._detectors:
                self._detectors[view] = detector_for(view)
            detector = self._detectors[view]
            if isinstance(detector, SideDetector):
                detector.forget()
            return self._camera, detector

    def release(self) -> None:
        """Close the camera soon, so that its light goes out; does not wait."""
        threading.Thread(target=self._release, name="release camera", daemon=True).start()

    def close(self) -> None:
        """Close camera and detectors and wait for it."""
        with self._lock:
            self._close_camera()
            while self._detectors:
                self._detectors.popitem()[1].close()

    def _release(self) -> None:
        with self._lock:
            self._close_camera()

    def _close_camera(self) -> None:
        if self._camera is not None:
            self._camera.close()
            self._camera = None


class LiveCapture:
    """One run of the capture loop, opened in the background. See :class:`coach.ui.services.Capture`."""

    def __init__(
        self,
        desk: CameraDesk,
        exercise: Exercise | None,
        own_range_deg: Mapping[Direction, float],
        on_new: Callable[[], None],
        view: View,
    ) -> None:
        self._desk = desk
        self._view = view
        self._state = session.start(exercise, own_range_deg) if exercise is not None else None
        self._on_new = on_new
        self._lock = threading.Lock()
        self._early: list[Command] = []
        self._loop: CaptureLoop | None = None
        self._gate: Gate | None = None
        self._problem: SourceProblem | None = None
        self._stopped = False

    @property
    def problem(self) -> SourceProblem | None:
        """Why there is no picture: the source did not open, or measuring broke off."""
        if self._loop is not None and self._loop.error is not None:
            return SourceProblem(SourceTrouble.OTHER, f"Measuring broke off: {self._loop.error}")
        return self._problem

    def start(self) -> None:
        """Open the source and begin, in the background."""
        threading.Thread(target=self._open, name="open camera", daemon=True).start()

    def stop(self) -> None:
        """End the loop and obey what was still submitted; does not wait for a source that is just being opened."""
        with self._lock:
            self._stopped = True
        if self._loop is not None and self._gate is not None:
            self._gate.shut = True
            self._loop.stop()
            self._loop.run_once()

    def take(self) -> Snapshot | None:
        """Take the newest moment, once."""
        return self._loop.mailbox.take() if self._loop is not None else None

    def take_events(self) -> list[Event]:
        """All events since the last call."""
        return self._loop.take_events() if self._loop is not None else []

    def submit(self, command: Command) -> None:
        """Ask something of the session; kept for later while the source is being opened."""
        with self._lock:
            if self._loop is None:
                self._early.append(command)
                return
        self._loop.submit(command)
        if self._gate is not None and self._gate.ended:
            self._loop.run_once()  # the loop's own thread has gone with the end of the clip

    def result(self) -> SessionResult | None:
        """Give what the session left behind."""
        return self._loop.result() if self._loop is not None else None

    def _open(self) -> None:
        try:
            acquired = self._desk.acquire(self._view, lambda: not self._stopped)
        except SourceError as error:
            self._problem = source_problem(error)
            self._on_new()
            return
        with self._lock:
            if acquired is None or self._stopped:
                return
            camera, detector = acquired
            gate = Gate(camera)
            measurer = corrected_measurer(self._view)
            loop = CaptureLoop(gate, detector, measurer, state=self._state, renews=True, on_new=self._on_new)
            for command in self._early:
                loop.submit(command)
            self._gate, self._loop = gate, loop
            loop.start()


class Gate:
    """A camera that can be shut without closing it, so that a loop can be ended and the camera kept."""

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self.shut = False
        self.live = camera.live
        self.description = camera.description
        self.frame_count = camera.frame_count

    @property
    def problem(self) -> str | None:
        """That of the camera."""
        return self._camera.problem

    @property
    def ended(self) -> bool:
        """Whether the camera has ended."""
        return self._camera.ended

    def read(self) -> Frame | None:
        """Next frame; none once shut."""
        return None if self.shut else self._camera.read()

    def close(self) -> None:
        """Only shut: the camera belongs to the desk."""
        self.shut = True


def source_problem(error: SourceError) -> SourceProblem:
    """Which page a source that does not open needs; the exact words stay those of the source."""
    trouble = SourceTrouble.OTHER
    if isinstance(error, SourceBusy):
        trouble = SourceTrouble.BUSY
    elif isinstance(error, SourceMissing):
        trouble = SourceTrouble.MISSING
    return SourceProblem(trouble, str(error))
