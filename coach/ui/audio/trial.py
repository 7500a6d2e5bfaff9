"""The guide tones, to be listened to without an exercise."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock

from coach.exercise.tones import SILENCE, trial_tone
from coach.ui.audio.output import Output

_STEP_S = 1 / 30


class Trial:
    """Plays the example at once and ends by itself; :meth:`stop` ends it early.

    Parameters
    ----------
    output
        What makes the sound.
    """

    def __init__(self, output: Output) -> None:
        self._output = output
        self._began_s: float | None = None
        self._turn = Clock.schedule_interval(self._go_on, _STEP_S)

    def stop(self) -> None:
        """End it; harmless when it is over."""
        self._turn.cancel()
        self._output.follow(SILENCE, Clock.get_time())

    def _go_on(self, _dt: Any) -> None:
        now_s = Clock.get_time()
        self._began_s = now_s if self._began_s is None else self._began_s
        tone = trial_tone(now_s - self._began_s)
        if tone is None:
            self.stop()
        else:
            self._output.follow(tone, now_s)
