"""Captures that are turned by hand: the real loop on a clip, one frame at a time, so that pictures stay the same."""

from __future__ import annotations

from pathlib import Path

from coach.exercise import session
from coach.measure.types import View
from coach.sense.camera import open_source
from coach.sense.correction import corrected_measurer
from coach.sense.loop import CaptureLoop
from coach.sense.side import detector_for


class ByHand:
    """One capture."""

    problem = None

    def __init__(self, clip, exercise, own_range, on_new, view):
        state = session.start(exercise, own_range) if exercise else None
        camera = open_source(str(clip), loop=view is View.FRONT)
        self.loop = CaptureLoop(
            camera, detector_for(view), corrected_measurer(view), state=state, renews=True, on_new=on_new
        )
        self.take, self.take_events = self.loop.mailbox.take, self.loop.take_events
        self.submit, self.result = self.loop.submit, self.loop.result

    def start(self):
        self.loop.run_once()

    def stop(self):
        self.loop.camera.close()


class HandMade:
    """Makes captures of a clip."""

    def __init__(self, clip: Path):
        self.clip = clip

    def __call__(self, exercise, own_range, on_new, view=View.FRONT):
        self.last = ByHand(self.clip, exercise, own_range, on_new, view)
        return self.last

    def release(self):
        """Nothing is kept open."""

    close = release

    def turn_until(self, pilot, reached, frames=900) -> None:
        for _ in range(frames):
            self.last.loop.run_once()
            pilot.pump(1)
            if reached():
                return
        raise AssertionError("it never came to that")
