"""What is heard of a running session, and the caption of it for those who do not hear."""

from __future__ import annotations

from collections import Counter
from typing import Protocol

from coach.exercise import spoken
from coach.exercise.tones import SILENCE, Tone, tone_for
from coach.exercise.types import Event, EventKind, SessionView, Snapshot
from coach.measure.types import Direction

SOUNDS = {
    EventKind.TARGET_REACHED: "target_reached",
    EventKind.HOLD_DONE: "hold_done",
    EventKind.REPETITION_DONE: "repetition_done",
    EventKind.FAULT: "fault",
    EventKind.BEAT: "tick",
    EventKind.LOST: "lost",
    EventKind.FINISHED: "finished",
}
CAPTION_S = 4.0
"""A spoken line can be read for so long."""


class Hearing(Protocol):
    """What makes sound; all of it returns at once."""

    def play(self, name: str) -> None:
        """Play an earcon."""

    def say(self, text: str, *, politely: bool = False) -> None:
        """Speak a line in place of the one before."""

    def follow(self, tone: Tone, now_s: float) -> None:
        """Go on to the guide tone of this moment."""


class Narrator:
    """Speaks the cues that the session chose, with the count of a side, and lets the guide tones follow the head.

    ``caption`` is what was said, or what the tone means, whether or not anything can be heard.

    Parameters
    ----------
    hearing
        Makes the sound.
    """

    def __init__(self, hearing: Hearing) -> None:
        self.caption = ""
        self._hearing = hearing
        self._view: SessionView | None = None
        self._done: Counter[tuple[int, Direction | None]] = Counter()
        self._number: int | None = None
        self._said = ""
        self._said_at_s = float("-inf")
        self._now_s = 0.0

    def event(self, event: Event) -> None:
        """Sound and speak what happened."""
        if event.kind in SOUNDS:
            self._hearing.play(SOUNDS[event.kind])
        repetition = event.repetition
        if repetition is not None:
            side = (repetition.set_number, repetition.direction)
            self._done[side] += 1
            self._number = self._done[side]
        if event.cue:
            self._say(event.cue if self._number is None else spoken.counted(self._number, event.cue), event.t_s)
            self._number = None

    def moment(self, snapshot: Snapshot) -> None:
        """Go on to the newest moment; without a picture the tones end."""
        view = snapshot.view
        if view is None or snapshot.sample is None:
            self._hearing.follow(SILENCE, self._now_s)
            return
        before, self._view, self._now_s = self._view, view, snapshot.sample.t_s
        number = spoken.countdown(before, view)
        if self._number is not None:
            number, self._number = spoken.counted(self._number, None), None
        if number:
            self._say(number, self._now_s, politely=True)
        tone = tone_for(view)
        self._hearing.follow(tone, self._now_s)
        fresh = self._said and 0 <= self._now_s - self._said_at_s < CAPTION_S
        on_screen = fresh and self._said in (view.headline, view.fault.cue if view.fault else "")
        self.caption = self._said if fresh and not on_screen else tone.caption

    def _say(self, text: str, t_s: float, *, politely: bool = False) -> None:
        self._said, self._said_at_s = text, t_s
        self._hearing.say(text, politely=politely)
