"""Hand signs in the window: what each means now, and how far the one that is held has come. No Kivy, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coach.exercise.gestures import Sign, SignSet, find_sign, hands_down_first, hold
from coach.measure.types import Detection


@dataclass(frozen=True, slots=True)
class HandView:
    """The sign that is being held, 0..1 of the time it needs, and what it will do; nothing is held at 0."""

    sign: Sign | None = None
    progress: float = 0.0
    text: str = ""


NOBODY = HandView()
_NEXT = {Sign.CROSSED: Sign.CROSSED_LONG}
"""What a sign becomes when it is held on after it counted."""


def run_meanings(signs: SignSet, *, paused: bool, resting: bool) -> dict[Sign, str]:
    """Say what each sign does while an exercise runs: go on or pause with one, stop with another."""
    onwards = "Skip rest" if resting else "Go on" if paused else "Pause"
    if signs is SignSet.RAISED:
        return {Sign.RIGHT_HAND: onwards, Sign.LEFT_HAND: onwards, Sign.BOTH_HANDS: "Stop"}
    return {Sign.CROSSED: onwards, Sign.CROSSED_LONG: "Longer: stop"} if signs is SignSet.CROSSED else {}


class Hands:
    """Follows the hands of the person in front of the camera.

    Parameters
    ----------
    signs
        Which signs count.
    """

    def __init__(self, signs: SignSet) -> None:
        self.signs = signs
        self.view = NOBODY
        self._held = hands_down_first(0.0)

    def use(self, signs: SignSet) -> None:
        """Take another set of signs, once the hands were down."""
        if signs is not self.signs:
            self.wait()
        self.signs = signs

    def wait(self) -> None:
        """Forget what is held and wait until the hands are down: what they mean has just changed."""
        self._held, self.view = hands_down_first(self._held.seen_s), NOBODY

    def follow(self, detection: Detection | None, meanings: Mapping[Sign, str]) -> Sign | None:
        """Go on by one frame.

        Parameters
        ----------
        detection
            What was found in it; ``None`` without a picture.
        meanings
            What the signs do now; others are not looked at.

        Returns
        -------
        Sign or None
            The sign that has now been held long enough.
        """
        if detection is None:
            return None
        sign = find_sign(detection, self.signs)
        self._held, counted = hold(self._held, sign if sign in meanings else None, detection.t_s)
        held = self._held
        shown = _NEXT.get(held.obeyed, held.sign) if held.obeyed is not None and held.ready else held.sign
        self.view = HandView(shown, held.progress, meanings.get(shown, "")) if shown and held.progress else NOBODY
        return counted if counted in meanings else None
