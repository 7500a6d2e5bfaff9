"""A session that goes by the clock, for what no camera can see."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

from coach.exercise import session
from coach.exercise.model import Exercise
from coach.exercise.types import Command, Event, SessionResult, Snapshot
from coach.measure.types import CervicalSample, Direction, Trunk
from coach.ui.services import SourceProblem

_TICK_S = 0.1
"""Between two moments."""


class TimedCapture:
    """A session without a camera, for what none can see: it goes by the clock. See :class:`coach.ui.services.Capture`.

    Parameters
    ----------
    exercise, own_range_deg
        What is done.
    on_new
        Called from its thread after every tick.
    clock
        Gives seconds that only grow.
    """

    problem: SourceProblem | None = None

    def __init__(
        self,
        exercise: Exercise,
        own_range_deg: Mapping[Direction, float],
        on_new: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._state = session.start(exercise, own_range_deg)
        self._on_new = on_new
        self._clock = clock
        self._began_s = clock()
        self._lock = threading.Lock()
        self._events: list[Event] = []
        self._newest: Snapshot | None = None
        self._ticks = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="timed session", daemon=True)

    def start(self) -> None:
        """Let the time run."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread and wait for it."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(5.0)

    def tick(self) -> None:
        """Go on to the time of the clock; the thread does so by itself."""
        with self._lock:
            sample = CervicalSample(self._ticks, self._now_s, None, None, None, Trunk(), 0.0, ())
            self._state, events = session.step(self._state, sample)
            self._events.extend(events)
            self._newest = Snapshot(None, None, sample, session.view(self._state), 0.0)
            self._ticks += 1
        self._on_new()

    def take(self) -> Snapshot | None:
        """Take the newest moment, once."""
        with self._lock:
            newest, self._newest = self._newest, None
        return newest

    def take_events(self) -> list[Event]:
        """All events since the last call."""
        with self._lock:
            events, self._events = self._events, []
        return events

    def submit(self, command: Command) -> None:
        """Ask something of the session, at once."""
        with self._lock:
            self._state, events = session.command(self._state, command, self._now_s)
            self._events.extend(events)

    def result(self) -> SessionResult | None:
        """Give what the session left behind."""
        with self._lock:
            return session.result(self._state)

    @property
    def _now_s(self) -> float:
        return self._clock() - self._began_s

    def _run(self) -> None:
        while not self._over.wait(_TICK_S):
            self.tick()
