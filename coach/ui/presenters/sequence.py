"""The exercises of a session one after another: where it stands, and what was done in the end."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence as Many
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from coach.exercise.dose import about_s
from coach.exercise.model import Exercise, RomGuide
from coach.exercise.types import SessionResult, StopReason
from coach.progress.plan.choose import PAUSE_S
from coach.ui import words


class State(StrEnum):
    """How far one exercise of the session is."""

    OPEN = "open"
    DONE = "done"
    STOPPED = "stopped"
    SKIPPED = "skipped"


_SAID = {State.OPEN: "Not begun", State.STOPPED: "Stopped early", State.SKIPPED: "Left out"}


@dataclass(frozen=True, slots=True)
class Line:
    """One exercise in the summary: its title, how it ended and a few words."""

    title: str
    state: State
    note: str


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """The page at the end of a session."""

    title: str
    line: str
    lines: tuple[Line, ...]
    pain: str


class Sequence:
    """Runs through exercises in their order.

    Parameters
    ----------
    exercises
        With the dose in force, in the order to do them; at least one.
    started_at
        Aware time of the start.
    """

    def __init__(self, exercises: Many[Exercise], started_at: datetime) -> None:
        if not exercises:
            raise ValueError("a session has at least one exercise")
        self._exercises = tuple(exercises)
        self._states = [State.OPEN] * len(self._exercises)
        self._results: list[SessionResult | None] = [None] * len(self._exercises)
        self._started_at = started_at
        self._pains: list[int] = []
        self._at = 0
        self._checked_view: str | None = None

    @property
    def current(self) -> Exercise | None:
        """What is to be done now; ``None`` at the end."""
        return self._exercises[self._at] if self._at < len(self._exercises) else None

    @property
    def states(self) -> tuple[State, ...]:
        """How far each exercise is."""
        return tuple(self._states)

    @property
    def place(self) -> str:
        """``2 of 5``."""
        return f"{min(self._at + 1, len(self._exercises))} of {len(self._exercises)}"

    @property
    def left_s(self) -> float:
        """About how long the rest takes, with the pauses."""
        rest = self._exercises[self._at :]
        return sum(map(about_s, rest)) + PAUSE_S * max(0, len(rest) - 1)

    @property
    def anything_done(self) -> bool:
        """Whether any exercise was begun."""
        return any(result is not None for result in self._results)

    def needs_check(self) -> bool:
        """Whether the camera must be checked before the current exercise: once, and again from another side."""
        return self.current is not None and self.current.seen and self._checked_view != str(self.current.view)

    def checked(self) -> None:
        """Remember that the camera was checked for the current exercise."""
        if self.current is not None:
            self._checked_view = str(self.current.view)

    def over(self, result: SessionResult | None, pains: Many[int | None] = ()) -> None:
        """Take in how the current exercise ended and go on to the next; ``None`` where nothing was recorded of it."""
        if self.current is None:
            return
        self._results[self._at] = result
        self._states[self._at] = _ended(result)
        self._pains += [pain for pain in pains if pain is not None]
        self._at += 1

    def dose_rest(self, due: Callable[[Exercise], Exercise]) -> None:
        """Take the doses of what is left anew, as something was told meanwhile that changes them."""
        done = self._exercises[: self._at]
        self._exercises = (*done, *map(due, self._exercises[self._at :]))

    def skip(self) -> None:
        """Leave the current exercise out."""
        if self.current is not None:
            self._states[self._at] = State.SKIPPED
            self._at += 1

    def summary(self, now: datetime) -> SessionSummary:
        """Word what was done."""
        done = self._states.count(State.DONE)
        lines = tuple(
            Line(exercise.title, state, _note(exercise, state, result))
            for exercise, state, result in zip(self._exercises, self._states, self._results, strict=True)
        )
        whole = done == len(self._exercises)
        lasted = words.seconds((now - self._started_at).total_seconds() // 60 * 60) if done else ""
        count = f"{done} of {words.count(len(self._exercises), 'exercise')}"
        return SessionSummary(
            title="Well done" if whole else "Done for now",
            line=f"{count} in {lasted}" if lasted and lasted != "0 s" else count,
            lines=lines,
            pain=f"Pain {words.pain_change(self._pains[0], self._pains[-1])} of 10" if len(self._pains) > 1 else "",
        )


def _ended(result: SessionResult | None) -> State:
    if result is None:
        return State.STOPPED
    if result.stop_reason is StopReason.SKIPPED:
        return State.SKIPPED
    return State.DONE if result.completed else State.STOPPED


def _note(exercise: Exercise, state: State, result: SessionResult | None) -> str:
    if result is None or state is State.OPEN or (state is State.SKIPPED and not result.repetitions):
        return _SAID.get(state, "")
    count = f"{len(result.repetitions)} of {result.repetitions_asked}"
    if state is State.STOPPED:
        return f"Stopped early, {count}"
    if state is State.SKIPPED:
        return f"Left out after {count}"
    clean = sum(repetition.clean for repetition in result.repetitions)
    if isinstance(exercise.guide, RomGuide) or not exercise.seen:
        return count
    return f"{count}, {'all' if clean == len(result.repetitions) else clean} without a fault"
