"""The way through the exercises of a session: check once, exercise, short summary, pause, and the next one."""

from __future__ import annotations

from collections.abc import Sequence as Many
from contextlib import suppress
from typing import TYPE_CHECKING

from coach.exercise.model import Exercise
from coach.progress.records import StoreError
from coach.ui.presenters.sequence import Sequence
from coach.ui.presenters.starting import due

if TYPE_CHECKING:
    from coach.ui.presenters.session import SessionPresenter
    from coach.ui.shell import Shell


class SessionFlow:
    """Leads from exercise to exercise; without a running sequence every exercise stands alone."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._sequence: Sequence | None = None

    @property
    def forward(self) -> str:
        """What the way on from a summary is called."""
        if self._sequence is None:
            return "Done"
        return "Continue"

    def start(self, exercises: Many[Exercise]) -> None:
        """Begin a session of some exercises, at least one."""
        self._sequence = Sequence(exercises, self._shell.services.now())
        self._do()

    def leave(self) -> None:
        """Forget the sequence: the person went elsewhere. What was done is in the history."""
        self._sequence = None

    def exercise_over(self, presenter: SessionPresenter) -> None:
        """Go on after the summary of an exercise; where a safety rule ended it, the session ends too."""
        sequence = self._sequence
        if sequence is None or sequence.current is None or sequence.current.id != presenter.exercise.id:
            self._shell.go("home")
            return
        sequence.over(presenter.result, (presenter.pain_before, presenter.pain_after))
        if presenter.ended is None:
            self._on()
        else:
            self.end()

    def go_on(self) -> None:
        """Begin the exercise that is next."""
        self._do()

    def skip(self) -> None:
        """Leave out the exercise that is next."""
        if self._sequence is not None:
            self._sequence.skip()
            self._on()

    def end(self) -> None:
        """End the session here; its summary follows."""
        self._shell.push("done", self._sequence, instead=True)

    def _on(self) -> None:
        if self._sequence is not None and self._sequence.current is not None:
            with suppress(StoreError):  # the start of the exercise reads it again, and says what is wrong
                self._sequence.dose_rest(due(self._shell.services))
            self._shell.push("between", self._sequence, instead=True)
        else:
            self.end()

    def _do(self) -> None:
        sequence = self._sequence
        if sequence is None or sequence.current is None:
            return
        if sequence.needs_check():
            sequence.checked()
            self._shell.check(sequence.current)
        else:
            self._shell.session(sequence.current)
