"""Writing a session down while it happens, so that a failing disk loses nothing that can still be kept."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace

from coach.exercise.model import Exercise
from coach.exercise.trace import Trace
from coach.exercise.types import Fault, Repetition, SessionResult
from coach.measure.types import View
from coach.progress.records import PersonId, SessionId, StoreError
from coach.progress.safety.records import Check, DayAfter, Decision, PainTold
from coach.ui.services import Services


class Recorder:
    """One session on its way into the history.

    What cannot be written now stays in order in memory and is tried again with the next thing to write; ``trouble`` is
    then the store's own line for the person, ``None`` when everything is written.
    """

    def __init__(self, services: Services, person_id: PersonId, view: View = View.FRONT) -> None:
        self._services = services
        self._store = services.store
        self._person_id = person_id
        self._view = view
        self._waiting: deque[Callable[[], object]] = deque()
        self._session_id: SessionId | None = None
        self.opened = False
        self.trouble: str | None = None

    def begin(self, exercise: Exercise, pain_before: int | None) -> None:
        """Open the record of a session."""
        started_at = self._services.now()
        self.opened = True

        def write() -> None:
            self._session_id = self._store.begin_session(
                self._person_id,
                exercise,
                started_at=started_at,
                software=self._services.software,
                models=self._services.models(self._view),
                pain_before=pain_before,
            )

        self._write(write)

    def repetition(self, repetition: Repetition) -> None:
        """Add a repetition at once."""
        self._write(lambda: self._store.add_repetition(self._session(), repetition))

    def trace(self, repetition: Repetition, trace: Trace) -> None:
        """Add the way of the head through a repetition that was added."""
        self._write(lambda: self._store.add_trace(self._session(), repetition, trace))

    def fault(self, fault: Fault) -> None:
        """Add a fault that belongs to no repetition."""
        self._write(lambda: self._store.add_fault(self._session(), fault))

    def finish(self, exercise: Exercise, result: SessionResult) -> None:
        """Close the session; a range of motion that was found in it is kept as a test of its own."""
        for fault in result.other_faults:
            self.fault(fault)
        self._write(lambda: self._store.finish_session(self._session(), result))
        if not result.rom:
            return
        values = {value.direction: value for value in result.rom}
        measured_at = self._services.now()
        view = exercise.view if isinstance(exercise.view, View) else View.FRONT
        self._write(
            lambda: self._store.add_rom_test(
                self._person_id,
                values,
                measured_at=measured_at,
                view=view,
                software=self._services.software,
                models=self._services.models(self._view),
            )
        )

    def pain_after(self, level: int) -> None:
        """Add how the pain is afterwards."""
        self._write(lambda: self._store.set_pain(self._session(), after=level))

    def pain_told(self, level: int) -> None:
        """Add pain that was told in the middle; only once there is a record of the session."""
        told_at = self._services.now()
        if self.opened:
            self._write(lambda: self._store.add_pain_told(PainTold(self._session(), told_at, level)))

    def check(self, check: Check) -> None:
        """Add answers to the emergency page."""
        self._write(lambda: self._store.add_check(self._person_id, check))

    def day_after(self, told: DayAfter) -> None:
        """Add how the day after the last training was."""
        self._write(lambda: self._store.set_day_after(self._person_id, told))

    def decision(self, decision: Decision) -> None:
        """Add a decision, of this session where its record is open."""
        during = self.opened

        def write() -> None:
            session_id = self._session() if during else None
            self._store.add_decision(self._person_id, replace(decision, session_id=session_id))

        self._write(write)

    def retry(self) -> None:
        """Try to write what is waiting."""
        while self._waiting:
            try:
                self._waiting[0]()
            except StoreError as error:
                self.trouble = str(error)
                return
            self._waiting.popleft()
        self.trouble = None

    def _write(self, action: Callable[[], object]) -> None:
        self._waiting.append(action)
        self.retry()

    def _session(self) -> SessionId:
        assert self._session_id is not None, "the record is opened first"
        return self._session_id
