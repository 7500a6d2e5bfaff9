"""A guided session: pain before, the running exercise, the summary and pain after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum, auto

from coach.exercise.dose import hold_s
from coach.exercise.model import Exercise
from coach.exercise.trace import Trace, Tracer
from coach.exercise.types import Command, Event, EventKind, Repetition, SessionResult, Snapshot, Stage
from coach.measure.types import Direction
from coach.ui.presenters.follow import Follower
from coach.ui.presenters.narrator import Narrator
from coach.ui.presenters.recorder import Recorder
from coach.ui.presenters.run_view import RunView, run_view
from coach.ui.presenters.summary import Summary, summarise
from coach.ui.services import Capture, CaptureFactory, SourceProblem


class Phase(Enum):
    """Which page of the session is shown."""

    PAIN = auto()
    RUNNING = auto()
    SUMMARY = auto()


_OVER = (Stage.DONE, Stage.STOPPED)


class SessionPresenter:
    """Runs one exercise from the question before it to the question after it.

    Parameters
    ----------
    exercise
        What to do.
    own_range_deg
        The person's own range, for the targets.
    captures
        Makes the capture.
    recorder
        Writes it down.
    narrator
        Makes the session heard.
    ask_pain
        False where the pain before is not asked (already told in this sitting, or a demo).
    pain_before
        What is kept as pain before where it is not asked.
    """

    def __init__(
        self,
        exercise: Exercise,
        own_range_deg: Mapping[Direction, float],
        captures: CaptureFactory,
        recorder: Recorder,
        narrator: Narrator,
        *,
        ask_pain: bool = True,
        pain_before: int | None = None,
    ) -> None:
        self.exercise = exercise
        self.recorder = recorder
        self.phase = Phase.PAIN if ask_pain else Phase.RUNNING
        self.pain_before = pain_before
        self.pain_after: int | None = None
        self.view = RunView("One moment", "The camera is starting")
        self.repetitions: list[Repetition] = []
        self.result: SessionResult | None = None
        self.summary: Summary | None = None
        self.own_range_deg = own_range_deg
        self._hold_s = hold_s(exercise.guide)
        self._captures = captures
        self.narrator = narrator
        self._capture: Capture | None = None
        self._paused_for_camera = False
        self.follower = Follower(exercise, own_range_deg)
        self.traces: dict[int, Trace] = {}
        self._tracer = Tracer()

    @property
    def problem(self) -> SourceProblem | None:
        """Why the source could not be opened."""
        return self._capture.problem if self._capture else None

    @property
    def paused(self) -> bool:
        """Whether the session waits for the person."""
        return self.view.paused

    @property
    def begun(self) -> bool:
        """Whether there is a capture, running or over."""
        return self._capture is not None

    def answer_pain_before(self, level: int | None) -> None:
        """Take the answer (``None``: not told) and go on to the exercise."""
        self.pain_before = level
        self.phase = Phase.RUNNING

    def start(self, on_new: Callable[[], None]) -> None:
        """Open the source and begin; ``on_new`` is called from the capture's thread."""
        self._capture = self._captures(self.exercise, self.own_range_deg, on_new)
        self._capture.start()

    def poll(self) -> Snapshot | None:
        """Take in what is new: events in their order, then the newest moment."""
        capture = self._capture
        if capture is None or self.phase is Phase.SUMMARY:
            return None
        snapshot = capture.take()
        if snapshot is not None and snapshot.sample is not None:
            self._tracer.keep(snapshot.sample)
        for event in capture.take_events():
            self._handle(event)
        if snapshot is not None:
            self.view = run_view(snapshot, self.repetitions, self._hold_s)
            self.narrator.moment(snapshot)
            if snapshot.view is not None and snapshot.sample is not None:
                self.follower.update(snapshot.view, snapshot.sample.t_s)
            self._follow_camera(snapshot)
            if snapshot.source_ended and self.result is None:
                self.stop()
        return snapshot

    def toggle_pause(self) -> None:
        """Pause, or go on."""
        if self.paused:
            self.resume()
        else:
            self.pause()

    def pause(self) -> None:
        """Pause until :meth:`resume`, whatever the camera does."""
        self._paused_for_camera = False
        self._submit(Command.PAUSE)

    def resume(self) -> None:
        """Go on; does nothing where there is no pause."""
        self._paused_for_camera = False
        self._submit(Command.RESUME)

    def skip_rest(self) -> None:
        """End the rest between two sets."""
        self._submit(Command.SKIP_REST)

    def pain_begins(self) -> None:
        """Keep the angle of this moment as the one at which pain begins; only a range-of-motion test listens."""
        self._submit(Command.PAIN)

    def stop(self) -> None:
        """End the session early; the summary follows."""
        self._submit(Command.STOP)

    def answer_pain_after(self, level: int) -> None:
        """Keep how the pain is afterwards; may be answered again."""
        self.pain_after = level
        self.recorder.pain_after(level)

    def close(self) -> None:
        """Let go of the capture. A session that is still running is stopped and written down first."""
        capture = self._capture
        if capture is None:
            return
        if self.result is None and capture.problem is None:
            capture.submit(Command.STOP)
        capture.stop()
        if self.result is None:
            for event in capture.take_events():
                self._handle(event)
        self._capture = None

    def _submit(self, command: Command) -> None:
        if self._capture is not None:
            self._capture.submit(command)

    def _handle(self, event: Event) -> None:
        if not self.recorder.opened:
            self.recorder.begin(self.exercise, self.pain_before)
        self.narrator.event(event)
        if event.kind is EventKind.REPETITION_DONE and event.repetition is not None:
            self.repetitions.append(event.repetition)
            self._record(event.repetition)
        elif event.kind in (EventKind.FINISHED, EventKind.STOPPED):
            self._finish()

    def _record(self, repetition: Repetition) -> None:
        self.recorder.repetition(repetition)
        trace = self._tracer.cut(repetition.started_s, repetition.ended_s)
        if trace.measured:
            self.traces[len(self.repetitions) - 1] = trace
            self.recorder.trace(repetition, trace)

    def _finish(self) -> None:
        result = self._capture.result() if self._capture else None
        if result is None or self.result is not None:
            return
        self.result = result
        self.recorder.finish(self.exercise, result)
        self.summary = summarise(self.exercise, result)
        self.phase = Phase.SUMMARY

    def _follow_camera(self, snapshot: Snapshot) -> None:
        """Pause when the camera goes, go on when it is back, unless the person paused it themselves."""
        stage = snapshot.view.stage if snapshot.view else None
        if self.view.gone and not self._paused_for_camera and stage not in (Stage.PAUSED, None, *_OVER):
            self._paused_for_camera = True
            self._submit(Command.PAUSE)
        elif not self.view.gone and self._paused_for_camera:
            self._paused_for_camera = False
            self._submit(Command.RESUME)
