"""Numbers that are said aloud, and sparingly: the repetitions done, and the last seconds of a long hold. Pure."""

from __future__ import annotations

import math

from coach.exercise.types import SessionView, Stage

LONG_HOLD_S = 5.0
"""Shorter holds are ticked, not counted down."""
VERY_LONG_HOLD_S = 20.0
_LAST = 3
_WARNING = 10
_WORDS = {1: "One", 2: "Two", 3: "Three", _WARNING: "Ten more seconds"}


def countdown(before: SessionView | None, now: SessionView) -> str | None:
    """Say that ten seconds (of a very long hold) or three, two, one are left; ``None`` at every other moment.

    Parameters
    ----------
    before, now
        The view that was seen last and the newest one. Nothing is said where a hold is only just beginning, or the head
        is not where it should be held.
    """
    if before is None or not (before.stage is now.stage is Stage.HOLD and now.on_target):
        return None
    if before.remaining_s is None or now.remaining_s is None:
        return None
    left = math.ceil(now.remaining_s)
    if left == math.ceil(before.remaining_s) or now.progress >= 1:
        return None
    whole_s = now.remaining_s / (1 - now.progress)
    if left <= _LAST and whole_s >= LONG_HOLD_S:
        return _WORDS.get(left)
    return _WORDS[_WARNING] if left == _WARNING and whole_s >= VERY_LONG_HOLD_S else None


def counted(number: int, cue: str | None) -> str:
    """Put the number of repetitions done on a side before the cue that comes with it: ``3. Turn your head …``."""
    return f"{number}. {cue}" if cue else str(number)
