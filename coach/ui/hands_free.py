"""Hands-free: the hand signs of the person before the camera, for the screen that is shown or the question on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from coach.exercise.gestures import Sign, SignSet, sign_set
from coach.exercise.model import Exercise
from coach.exercise.types import Snapshot
from coach.ui.presenters.hands import NOBODY, Hands, HandView
from coach.ui.widgets.dialog import Dialog

if TYPE_CHECKING:
    from coach.ui.shell import Shell

ANY_HAND = (Sign.RIGHT_HAND, Sign.LEFT_HAND)
HELP = (
    (Sign.RIGHT_HAND, "One hand up beside your head: start, pause, go on, skip a rest, done."),
    (Sign.BOTH_HANDS, "Both hands up: stop. You are asked first."),
    (Sign.LEFT_HAND, "To a question: the hand on the side of your answer."),
    (
        Sign.CROSSED,
        "Where a hand is at your head or high up in the exercise: hands on the other shoulders to pause and go on. "
        "Stay longer to stop.",
    ),
)
"""The signs and what they do, for a page that explains them."""


class HandsFree:
    """Follows the hands with every picture and hands signs out: to the question that lies over the screen, or to it.

    A question is always answered with raised hands, because nobody exercises meanwhile; only hands that were down
    since it came up count.

    Parameters
    ----------
    shell
        Knows the questions and the settings.
    exercise
        What is being done, for signs that it cannot make; ``None`` where nothing is.
    """

    def __init__(self, shell: Shell, exercise: Exercise | None = None) -> None:
        self._shell = shell
        self._signs = sign_set(exercise)
        self._hands = Hands(self._signs)
        self._question: Dialog | None = None

    @property
    def on(self) -> bool:
        """Whether hands are followed: the person wants it and the camera can see them in this exercise."""
        return bool(self._shell.settings.hands_free) and self._signs is not SignSet.NONE

    @property
    def signs(self) -> SignSet:
        """Signs that this exercise cannot make."""
        return self._signs if self.on else SignSet.NONE

    @property
    def view(self) -> HandView:
        """What is held for the screen itself."""
        return self._hands.view if self.on and self._question is None else NOBODY

    def watch(self, snapshot: Snapshot, meanings: Mapping[Sign, str]) -> Sign | None:
        """Go on by one picture.

        Parameters
        ----------
        snapshot
            The newest moment.
        meanings
            What the signs do on the screen now.

        Returns
        -------
        Sign or None
            The sign that the screen should obey.
        """
        question = self._shell.question
        if question is not self._question:
            self._question = question
            self._hands.use(SignSet.RAISED if question else self._signs)
            self._hands.wait()
        if not self.on:
            return None
        if question is None:
            return self._hands.follow(snapshot.detection, meanings)
        counted = self._hands.follow(snapshot.detection, question.answers)
        question.show_hand(self._hands.view)
        if counted is not None:
            question.answer(counted)
        return None
