"""The whole program on the bundled clip in real time: real models, window and history. Left out of the usual run."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from coach import app as composition
from coach import paths
from coach.measure.types import Direction, View
from tests.ui.by_hand import HandMade
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


def test_pictures_of_check_and_session_for_the_readme(open_app, pilot, store, services):
    captures = HandMade(paths.demo_clip())
    person = settled(store)
    values = {d: rom_value(d, 42) for d in (LEFT, RIGHT)}
    store.add_rom_test(person.id, values, measured_at=NOON, view=View.FRONT, software="test")
    shell = open_app(replace(services, captures=captures), size=(1280, 800))
    pilot.press("Bend your head to the side")
    captures.turn_until(pilot, lambda: shell.screen.pane.ready)
    pilot.shot("readme_check")
    pilot.press("Continue")
    pilot.no_signs()
    pilot.press("3")
    presenter = shell.screen.presenter
    captures.turn_until(pilot, lambda: presenter.repetitions)
    captures.turn_until(pilot, lambda: presenter.view.tone == "good" and presenter.view.ring > 0.7)
    pilot.shot("readme_session")


def test_pictures_of_a_history_for_the_readme(open_app, pilot, store, services):
    eight_weeks(store, services.exercises, NOON)
    open_app(size=(1280, 800))
    pilot.shot("readme_home")
    pilot.press("History")
    pilot.shot("readme_history")
