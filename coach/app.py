"""The composition root: puts camera, measuring, session, history and window together."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coach import __version__, paths
from coach.exercise import session
from coach.exercise.model import Exercise, RomGuide
from coach.exercise.types import Command, Event, SessionResult, Snapshot
from coach.history.library import Library, LibraryError, load_library
from coach.history.store import open_store
from coach.measure.types import Direction, Frame
from coach.progress.records import StoreError
from coach.sense.camera import Camera, SourceError, open_source
from coach.sense.correction import corrected_measurer
from coach.sense.loop import CaptureLoop
from coach.ui.environment import NoDisplay, open_window, prepare
from coach.ui.services import Services, SourceProblem, SourceTrouble, StartProblem

if TYPE_CHECKING:
    from coach.sense.detector import Detector

__all__ = ["NoDisplay", "run_app"]

DEFAULT_SOURCE = "0"
SOFTWARE = f"neck-coach {__version__}"


def run_app(source: str | None = None, demo: bool = False, exercise: str | None = None) -> int:
    """Open the window and stay until it is closed.

    Parameters
    ----------
    source
        Camera number or clip; the first camera where nothing is given.
    demo
        Play the demo clip as if it were a camera, with a history that is thrown away.
    exercise
        Id or code of an exercise to go to at once.

    Returns
    -------
    int
        Exit code, 0.

    Raises
    ------
    NoDisplay
        Where no window can be opened.
    coach.history.library.UnknownExercise
        Where there is no such exercise.
    """
    wanted = read_library()[0].find(exercise).id if exercise else None
    prepare(paths.data_dir() / "window")
    open_window()
    from coach.ui.main import CoachApp

    def services(for_demo: bool) -> Services:
        return demo_services() if for_demo else real_services(source or DEFAULT_SOURCE)

    CoachApp(services, paths.data_dir() / "window.json", demo=demo, exercise_id=wanted).run()
    return 0


def real_services(source: str) -> Services:
    """Everything for the person at this computer. Raises :class:`StartProblem`."""
    return _services(paths.database_path(), CameraDesk(source), demo=False, clean_up=lambda: None)


def demo_services() -> Services:
    """Everything for the demo: the clip in a loop, and a history in a folder that is deleted at the end."""
    folder = tempfile.TemporaryDirectory(prefix="neck-coach-demo-")
    desk = CameraDesk(str(paths.demo_clip()), loop=True)
    services = _services(Path(folder.name) / "history.db", desk, demo=True, clean_up=folder.cleanup)
    services.store.add_person("Guest")
    return services


def read_library() -> tuple[Library, str | None]:
    """Read the shipped and the user's exercises; faulty files are left out and named in one line."""
    try:
        return load_library(paths.exercises_dir(), paths.user_exercises_dir()), None
    except LibraryError as error:
        return error.usable, f"Left out: {error.faults[0]}" + (" and more" if len(error.faults) > 1 else "")


def _services(database: Path, desk: CameraDesk, *, demo: bool, clean_up: Callable[[], None]) -> Services:
    library, warning = read_library()
    test = next((e for e in library.assessments if isinstance(e.guide, RomGuide)), None)
    if test is None or not library.exercises:
        raise StartProblem(
            "The exercises cannot be read",
            "Install the program again. Your history is not touched.",
            warning or "The library has no range of motion test.",
        )
    try:
        store = open_store(database)
    except StoreError as error:
        raise StartProblem(
            "Your history cannot be opened",
            "Nothing of it is lost or changed. Put right what is named below, then try again.",
            str(error),
        ) from error

    def close() -> None:
        store.close()
        clean_up()

    return Services(
        store=store,
        captures=desk,
        exercises=library.exercises,
        rom_test=test,
        software=SOFTWARE,
        models=_models,
        now=lambda: datetime.now(UTC),
        close=close,
        demo=demo,
        warning=warning,
    )


def _models() -> str:
    from coach.sense.detector import model_version

    return model_version()


class CameraDesk:
    """Keeps one camera and one detector, and makes the captures that use them, one after the other.

    A webcam stays open from the camera check to the session, because it takes seconds to open; a clip starts afresh for
    each. Opening and closing happen on threads of the captures, never on that of the window.
    """

    def __init__(self, source: str, *, loop: bool = False) -> None:
        self._source = source
        self._loop = loop
        self._lock = threading.Lock()
        self._camera: Camera | None = None
        self._detector: Detector | None = None

    def __call__(
        self, exercise: Exercise | None, own_range_deg: Mapping[Direction, float], on_new: Callable[[], None]
    ) -> LiveCapture:
        """Make a capture; it opens the camera when it is started."""
        return LiveCapture(self, exercise, own_range_deg, on_new)

    def acquire(self) -> tuple[Camera, Detector]:
        """Open what is not open yet; blocks. Raises :class:`SourceError`."""
        from coach.sense.detector import Detector

        with self._lock:
            if self._camera is not None and (not self._camera.live or self._camera.ended):
                self._close_camera()
            if self._camera is None:
                self._camera = open_source(self._source, realtime=True, loop=self._loop)
            if self._detector is None:
                self._detector = Detector()
            return self._camera, self._detector

    def release(self) -> None:
        """Close the camera soon, so that its light goes out; does not wait."""
        threading.Thread(target=self._release, name="release camera", daemon=True).start()

    def close(self) -> None:
        """Close camera and detector and wait for it."""
        with self._lock:
            self._close_camera()
            if self._detector is not None:
                self._detector.close()
                self._detector = None

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
    ) -> None:
        self._desk = desk
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
            camera, detector = self._desk.acquire()
        except SourceError as error:
            self._problem = source_problem(error)
            self._on_new()
            return
        with self._lock:
            if self._stopped:
                return
            gate = Gate(camera)
            loop = CaptureLoop(gate, detector, corrected_measurer(), state=self._state, on_new=self._on_new)
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
    line = str(error)
    if "another program" in line:
        return SourceProblem(SourceTrouble.BUSY, line)
    missing = "is not there" in line or "no such file" in line
    return SourceProblem(SourceTrouble.MISSING if missing else SourceTrouble.OTHER, line)
