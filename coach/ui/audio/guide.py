"""From the tone of each moment to sounds in time: pulses, steady notes that overlap, ticks, and a soft end."""

from __future__ import annotations

from typing import Protocol

from coach.exercise.tones import SILENCE, Tone, ToneKind
from coach.ui.audio.waves import STEADY_S

_FADE = (0.6, 0.3, 0.1, 0.0)
"""Loudness of a steady note in the calls after it was broken off, so that it does not end with a click."""
_SOFTER, _SOFTEST = 0.15, 0.3
"""A steady tone steps back by so much a second: in a long hold the ticks are enough to know it by."""
_LOOSE_S = 0.02
"""A pulse that is due within this time is played now: the next call may be later still."""
_NOTES = ("steady", "steady_again")


class Player(Protocol):
    """What plays sounds by name."""

    def play(self, name: str, share: float = 1.0) -> None:
        """Play from the start, at a share of the loudness."""

    def turn(self, name: str, share: float) -> None:
        """Change the loudness of what plays; zero ends it."""


class GuideTones:
    """Plays the guide tones; :meth:`follow` is called with every new moment.

    Parameters
    ----------
    player
        Plays them.
    """

    def __init__(self, player: Player) -> None:
        self._player = player
        self._tone = SILENCE
        self._last_s = float("-inf")
        self._notes = 0
        self._level = 1.0
        self._fading: list[float] = []

    def follow(self, tone: Tone, now_s: float) -> None:
        """Go on to the tone of this moment; ``now_s`` is any steady clock, in seconds."""
        before, self._tone = self._tone, tone
        if now_s < self._last_s:  # a source that began anew
            self._last_s = float("-inf")
        self._fade()
        if tone.kind is ToneKind.ON_TARGET:
            self._steady(tone, before, now_s)
            return
        if before.kind is ToneKind.ON_TARGET:
            self._fading = list(_FADE)
            self._fade()
        if tone.pulse_hz:
            self._pulse(tone, now_s)
        elif tone.kind is not before.kind and tone.kind is not ToneKind.SILENT:
            self._player.play(tone.kind.value)

    def stop(self) -> None:
        """End what sounds."""
        self._tone, self._fading = SILENCE, []
        for name in _NOTES:
            self._player.turn(name, 0.0)

    def _pulse(self, tone: Tone, now_s: float) -> None:
        if now_s - self._last_s < 1 / tone.pulse_hz - _LOOSE_S:
            return
        self._last_s = now_s
        self._player.play(f"guide_{tone.step}" if tone.kind is ToneKind.GUIDE else tone.kind.value)

    def _steady(self, tone: Tone, before: Tone, now_s: float) -> None:
        entered = before.kind is not ToneKind.ON_TARGET
        if entered or now_s - self._last_s >= STEADY_S - _LOOSE_S:
            self._fading = []
            self._last_s = now_s
            self._notes = 0 if entered else self._notes + 1
            self._level = max(_SOFTEST, 1 - _SOFTER * self._notes)
            self._player.play(_NOTES[self._notes % 2], self._level)
        if not entered and tone.seconds_left is not None and tone.seconds_left != before.seconds_left:
            self._player.play("tick")

    def _fade(self) -> None:
        if self._fading:
            share = self._fading.pop(0)
            for name in _NOTES:
                self._player.turn(name, share * self._level)
