"""The whole program on the bundled clip in real time: real models, window and history. Left out of the usual run."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from coach import app as composition
from coach import paths
from coach.exercise import session
from coach.measure.types import Direction, View
from coach.sense.camera import open_source
from coach.sense.correction import corrected_measurer
from coach.sense.detector import Detector
from coach.sense.loop import CaptureLoop
from tests.ui.conftest import NOON
from tests.ui.people import eight_weeks, rom_value, settled

pytestmark = pytest.mark.slow
LEFT, RIGHT = Direction.LEFT_LATERAL_FLEXION, Direction.RIGHT_LATERAL_FLEXION
PATIENCE_S = 90


def pump_until(pilot, reached) -> None:
    until = time.monotonic() + PATIENCE_S
    while not reached() and time.monotonic() < until:
        pilot.pump(1)
        time.sleep(0.002)
    assert reached()


def test_demo_guides_a_repetition_to_its_end(open_app, pilot):
    services = composition.demo_services()
    shell = open_app(services, demo=True, size=(1280, 800))
    pilot.key("enter")
    presenter = shell.screen.presenter
    pump_until(pilot, lambda: len(presenter.repetitions) > 1)
    person = services.store.people()[0]
    one, two = services.store.sessions(person.id)[0].repetitions
    assert [r.direction for r in (one, two)] == [LEFT, RIGHT]
    assert [r.clean and r.held_s >= 1.9 and (r.peak_deg or 0) > 30 for r in (one, two)] == [True, True]
    pilot.key("escape")
    pilot.press("End it")
    pump_until(pilot, lambda: presenter.summary is not None)
    pilot.shot("demo_summary")


class ByHand:
    """The real loop on the clip, one frame at a time, so that the pictures are the same every time."""

    problem = None

    def __init__(self, exercise, own_range, on_new):
        state = session.start(exercise, own_range) if exercise else None
        camera = open_source(str(paths.demo_clip()), loop=True)
        self.loop = CaptureLoop(camera, Detector(), corrected_measurer(), state=state, on_new=on_new)
        self.take, self.take_events = self.loop.mailbox.take, self.loop.take_events
        self.submit, self.result = self.loop.submit, self.loop.result

    def start(self):
        self.loop.run_once()

    def stop(self):
        self.loop.camera.close()


class HandMade:
    """Makes captures that are turned by hand."""

    def __call__(self, exercise, own_range, on_new, view=View.FRONT):
        self.last = ByHand(exercise, own_range, on_new)
        return self.last

    def release(self):
        """Nothing is kept open."""

    close = release


def turn_until(pilot, captures, reached) -> None:
    for _ in range(900):
        captures.last.loop.run_once()
        pilot.pump(1)
        if reached():
            return
    raise AssertionError("it never came to that")


def test_pictures_of_check_and_session_for_the_readme(open_app, pilot, store, services):
    captures = HandMade()
    person = settled(store)
    values = {d: rom_value(d, 42) for d in (LEFT, RIGHT)}
    store.add_rom_test(person.id, values, measured_at=NOON, view=View.FRONT, software="test")
    shell = open_app(replace(services, captures=captures), size=(1280, 800))
    pilot.press("Bend your head to the side")
    turn_until(pilot, captures, lambda: shell.screen.pane.ready)
    pilot.shot("readme_check")
    pilot.press("Continue")
    pilot.no_signs()
    pilot.press("3")
    presenter = shell.screen.presenter
    turn_until(pilot, captures, lambda: presenter.repetitions)
    turn_until(pilot, captures, lambda: presenter.view.tone == "good" and presenter.view.ring > 0.7)
    pilot.shot("readme_session")


def test_pictures_of_a_history_for_the_readme(open_app, pilot, store, services):
    eight_weeks(store, services.exercises, NOON)
    open_app(size=(1280, 800))
    pilot.shot("readme_home")
    pilot.press("History")
    pilot.shot("readme_history")
