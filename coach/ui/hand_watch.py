"""Hand signs on a page where no exercise runs: the camera is only looked at, nothing is measured or kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kivy.clock import Clock

from coach.exercise.gestures import Sign
from coach.ui.hands_free import HandsFree
from coach.ui.presenters.hands import NOBODY
from coach.ui.services import Capture

if TYPE_CHECKING:
    from coach.ui.shell import Shell


class HandWatch:
    """Watches until a sign counts or :meth:`stop` is called; does nothing where hand signs are switched off.

    Parameters
    ----------
    shell
        Gives the camera and shows the hints.
    meanings
        What each sign does here, in words.
    obey
        Does it, once.
    """

    def __init__(self, shell: Shell, meanings: Mapping[Sign, str], obey: Callable[[Sign], None]) -> None:
        self._shell, self._meanings, self._obey = shell, meanings, obey
        self._hands = HandsFree(shell)
        self._soon = Clock.create_trigger(self._poll)
        self._capture: Capture | None = None
        if self._hands.on:
            self._capture = shell.services.captures(None, {}, self._soon)
            self._capture.start()

    def stop(self) -> None:
        """Let go of the camera and take the hints away."""
        self._soon.cancel()
        if self._capture is not None:
            self._capture.stop()
            self._capture = None
        self._shell.hand_layer.hints, self._shell.hand_layer.view = [], NOBODY

    def _poll(self, _dt: float) -> None:
        snapshot = self._capture.take() if self._capture is not None else None
        if snapshot is None:
            return
        sign = self._hands.watch(snapshot, self._meanings if self._hands.on else {})
        layer = self._shell.hand_layer
        seen = self._hands.on and snapshot.detection is not None
        layer.hints = list(self._meanings.items())[:1] if seen else []
        layer.view = self._hands.view
        if sign is not None:
            self.stop()
            self._obey(sign)
