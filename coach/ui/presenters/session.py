"""A guided session: pain before, the running exercise, the summary and pain after."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import Enum, auto

from coach.exercise.dose import hold_s
from coach.exercise.model import Exercise
from coach.exercise.trace import Trace, Tracer
from coach.exercise.types import Command, Event, EventKind, Repetition, SessionResult, Snapshot, Stage, StopReason
from coach.measure.types import Direction, View
from coach.progress.safety.pain import Stop
from coach.ui.presenters.follow import Follower
from coach.ui.presenters.narrator import Narrator
from coach.ui.presenters.recorder import Recorder
from coach.ui.presenters.run_view import RunView, run_view
from coach.ui.presenters.session_safety import Ask, SessionSafety
from coach.ui.presenters.summary import Summary, summarise
from coach.ui.services import Capture, CaptureFactory, SourceProblem


class Phase(Enum):
    """Which page of the session is shown."""

    ASKING = auto()
    """Questions before it."""
    RUNNING = auto()
    ENDED = auto()
    """A safety rule ended it; says why and what to do."""
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
    safety
        Asks what has to be asked before, and says when pain or a sign ends the exercise.
    view
        Side of the person that the camera is to see.
    """

    def __init__(
        self,
        exercise: Exercise,
        own_range_deg: Mapping[Direction, float],
        captures: CaptureFactory,
        recorder: Recorder,
        narrator: Narrator,
        safety: SessionSafety,
        view: View = View.FRONT,
    ) -> None:
        self.exercise = exercise
        self.camera_view = view
        self.recorder = recorder
        self.safety = safety
        self.ended: Stop | None = None
        self.phase = Phase.ASKING
        self.pain_after: int | None = None
        self.view = RunView("One moment", "The camera is starting" if exercise.seen else "")
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
        self._asked()

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

    @property
    def ask(self) -> Ask | None:
        """The question to ask now; ``None`` when there is none left, or the start is refused."""
        return self.safety.asks[0] if self.safety.asks and self.safety.refusal is None else None

    @property
    def pain_before(self) -> int | None:
        """Pain told before the exercise."""
        return self.safety.pain_before

    def answer_signs(self, ticked: Collection[str]) -> None:
        """Take the answer to the emergency page: ids of the signs that are there."""
        self.safety.answer_signs(ticked)
        self._asked()

    def answer_day_after(self, worse: bool | None, headache: int | None) -> None:
        """Take how the day after the last training was."""
        self.safety.answer_day_after(worse, headache)
        self._asked()

    def answer_pain_before(self, level: int | None) -> None:
        """Take the pain before (``None``: not told)."""
        self.safety.answer_pain_before(level)
        self._asked()

    def _asked(self) -> None:
        """Go on to the exercise, with today's dose, when nothing is left to ask and nothing speaks against it."""
        if self.phase is Phase.ASKING and not self.safety.asks and self.safety.refusal is None:
            self.exercise = self.safety.dosed()
            self.follower = Follower(self.exercise, self.own_range_deg)
            self.phase = Phase.RUNNING

    def tell_pain(self, level: int) -> None:
        """Take pain in the middle of the exercise, which may end it."""
        self._end(self.safety.pain_now(level))

    def tell_new_headache(self) -> None:
        """End the exercise for a new headache, or one on the other side."""
        self._end(self.safety.new_headache())

    def tell_sign(self, sign_id: str) -> None:
        """End the exercise for a sign that needs help."""
        self._end(self.safety.sign(sign_id))

    def _end(self, stop: Stop | None) -> None:
        if stop is None or self.ended is not None:
            return
        self.ended = stop
        self.phase = Phase.ENDED
        self._submit(Command.STOP_FOR_PAIN if stop.level is None else Command.STOP_FOR_SIGN)

    def to_summary(self) -> None:
        """Go on from the page that says why it ended."""
        if self.phase is Phase.ENDED and self.summary is not None:
            self.phase = Phase.SUMMARY

    def start(self, on_new: Callable[[], None]) -> None:
        """Open the source and begin; ``on_new`` is called from the capture's thread."""
        self._capture = self._captures(self.exercise, self.own_range_deg, on_new, self.camera_view)
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

    def recentre(self) -> None:
        """Take neutral again from the next still moment; the exercise goes on after it."""
        if self.exercise.seen:
            self._submit(Command.RECENTRE)

    def skip(self) -> None:
        """Leave the exercise out; what was done of it is kept."""
        self._submit(Command.SKIP)

    @property
    def left_out(self) -> bool:
        """Whether it was left out before anything of it was done."""
        skipped = self.result is not None and self.result.stop_reason is StopReason.SKIPPED
        return skipped and not self.repetitions

    def pain_begins(self) -> None:
        """Keep the angle of this moment as the one at which pain begins; only a range-of-motion test listens."""
        self._submit(Command.PAIN)

    def stop(self) -> None:
        """End the session early; the summary follows."""
        self._submit(Command.STOP)

    def answer_pain_after(self, level: int) -> Stop | None:
        """Keep how the pain is afterwards; may be answered again. Returns what to do where it is too much."""
        self.pain_after = level
        self.recorder.pain_after(level)
        return self.safety.pain_after(level)

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
            self.recorder.begin(self.exercise, self.safety.pain_before)
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
        if self.ended is None:
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
