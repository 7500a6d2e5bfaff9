"""C7 and the ear marked in a still picture from the side, with pointer and keys, and what they come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from coach.history.library import load_library
from coach.measure.posture import SidePosture
from coach.measure.side import SideNeutral
from coach.measure.types import Frame, View
from coach.paths import exercises_dir, side_clip
from coach.progress.records import StoreError
from coach.ui.presenters.check_side import posture_lines
from coach.ui.presenters.marking import STEP_PX, Marking
from tests.ui.by_hand import HandMade
from tests.ui.conftest import NOON
from tests.ui.people import eight_weeks, settled
from tests.ui.test_looks import cut_off

M2 = load_library(exercises_dir()).find("M2")
SIZE = (640, 480)
FRAME = Frame(0, 0.0, np.zeros((SIZE[1], SIZE[0], 3), np.uint8))
EAR, SHOULDER = np.array([300.0, 150.0]), np.array([330.0, 300.0])
TAKEN, C7, TRAGUS, TRUE_DEG = 131, (376.19, 294.16), (293.22, 205.31), 46.8
"""The frame of the bundled film that is taken, where the two truly are in it, and the true angle."""
NEUTRAL = SideNeutral(0, 0.0, 0.0, None, 0.1, 1.0, 0.3, 20, EAR, SHOULDER, SIZE)


def marked(*points: tuple[float, float], view: View = View.LEFT) -> Marking:
    marking = Marking(FRAME, NEUTRAL, view)
    for point in points:
        marking.mark(point)
    return marking


def test_two_marks_give_the_angle_and_what_it_is_worth():
    marking = marked((390, 240))
    assert (marking.headline, marking.done) == ("Mark the ear", False)
    marking.mark((300, 150))
    assert marking.done
    found = marking.posture
    # the ear is seen 7 cm nearer to the camera than C7, about 75 cm away
    ear = np.array([320, 240]) + (np.array([300, 150]) - [320, 240]) * (1 - 7 / max(40, 0.1 * marking_focal()))
    wanted = np.degrees(np.arctan2(240 - ear[1], 390 - ear[0]))
    assert found.craniovertebral_angle_deg == pytest.approx(wanted, abs=0.05)
    assert marking.headline == f"{wanted:.0f}° ± 2°"
    assert "less than 6°" in marking.advice
    assert "nothing about your health" in marking.advice


def marking_focal() -> float:
    from coach.measure.optics import Pinhole

    return Pinhole.from_fov(SIZE).focal_px


def test_a_c7_in_front_of_the_ear_gives_no_angle():
    assert marked((200, 240), (300, 150)).headline == "No angle"
    assert not marked((200, 240), (300, 150)).told
    assert marked((390, 240), (300, 150)).told
    assert "behind the ear" in marked((200, 240), (300, 150)).advice
    assert marked((200, 240), (300, 150), view=View.RIGHT).headline != "No angle"


def test_marks_outside_the_picture_and_a_third_one_change_nothing():
    marking = marked((-1, 20), (20, 480), (700, 20))
    assert marking.points == []
    marking = marked((390, 240), (300, 150), (10, 10))
    assert marking.points == [(390, 240), (300, 150)]
    marking.undo()
    assert marking.points == [(390, 240)]
    marking.again()
    assert (marking.points, marking.headline) == ([], "Mark C7")


def test_the_cross_begins_near_and_stays_inside():
    marking = marked()
    assert marking.cross[0] > EAR[0], "seen from the left, the neck lies to the right of the ear"
    assert EAR[1] < marking.cross[1] < SHOULDER[1]
    assert marked(view=View.RIGHT).cross[0] < SHOULDER[0]
    before = marking.cross
    marking.move(1, -2)
    assert marking.cross == (before[0] + STEP_PX, before[1] - 2 * STEP_PX)
    for _ in range(300):
        marking.move(1, 1)
    assert marking.cross == (639, 479)
    marking.mark((390, 240))
    assert marking.cross == tuple(EAR), "at the ear that the body model saw"
    bare = Marking(FRAME, replace(NEUTRAL, ear_px=None, shoulder_px=None), View.LEFT)
    assert bare.cross == (320, 240)


def test_the_check_tells_where_the_ear_is_and_only_when_it_is_known():
    (line,) = posture_lines(NEUTRAL, View.LEFT)
    assert line.title == "Your posture"
    assert line.advice.startswith("Your ear is ")
    assert "±" in line.advice
    assert line.advice.endswith(" cm in front of your shoulder")
    assert posture_lines(replace(NEUTRAL, cm_per_px=None), View.LEFT) == ()
    assert posture_lines(None, View.LEFT) == ()


@pytest.fixture
def checked(open_app, pilot, store, services):
    """The check from the side on the bundled film, once neutral is known."""
    captures = HandMade(side_clip())
    settled(store)
    shell = open_app(replace(services, captures=captures), size=(1280, 800))
    shell.check(M2)
    pilot.pump()
    captures.turn_until(pilot, lambda: shell.screen.pane.markable, frames=60)
    return shell, captures


def click(pilot, stage, point_px) -> None:
    from kivy.tests.common import UnitTestTouch

    touch = UnitTestTouch(*stage.to_window(*stage.place(*point_px)))
    touch.touch_down()
    touch.touch_up()
    pilot.pump()


def test_a_picture_is_taken_after_a_count_and_marked_by_clicks(checked, pilot, services):
    shell, captures = checked
    pilot.shot("side_check_posture")
    pilot.press("Mark C7 in a picture")
    captures.turn_until(pilot, lambda: "Picture in 4" in pilot.texts(), frames=60)
    assert shell.screen.name == "check", "there is time to sit upright"
    captures.turn_until(pilot, lambda: shell.screen.name == "marking", frames=110)
    pilot.shot("marking_c7")
    pane = shell.screen.pane
    assert shell.screen.subject.frame.index == TAKEN
    click(pilot, pane.ids.stage, C7)
    assert pane.headline == "Mark the ear"
    pilot.shot("marking_ear")
    click(pilot, pane.ids.stage, TRAGUS)
    picture = pilot.shot("marking_done")
    assert np.abs(np.array(pane.marking.points[0]) - C7).max() < 1.5, "mirrored back to where it was clicked"
    told = shell.screen.subject.posture.craniovertebral_angle_deg
    assert told == pytest.approx(TRUE_DEG, abs=1.5)
    from coach.ui.theme import theme

    assert pilot.has_colour(picture, theme.primary, pane.ids.stage) > 100, "the line from C7 to the ear is drawn"
    pilot.press("Again")
    assert pane.headline == "Mark C7"
    pilot.press("Back")
    assert shell.screen.name == "check"
    assert services.store.postures(services.store.people()[0].id) == ()


def test_it_can_be_marked_by_keys_alone_and_the_picture_is_forgotten(checked, pilot, services):
    shell, captures = checked
    shell.screen.take_picture()
    captures.turn_until(pilot, lambda: shell.screen.name == "marking", frames=200)
    screen, pane = shell.screen, shell.screen.pane
    before = pane.marking.cross
    pilot.key("left")
    assert pane.marking.cross[0] == before[0] + STEP_PX, "to the left on the screen, which is a mirror"
    pilot.key("enter")
    assert pane.headline == "Mark the ear"
    pilot.key("backspace")
    assert pane.headline == "Mark C7"
    pilot.key("enter")
    pilot.key("enter")
    assert pane.done
    assert "±" in pane.headline
    store = services.store
    person = store.people()[0]
    pilot.key("enter")
    assert pane.kept
    (kept,) = store.postures(person.id)
    assert f"{round(kept.craniovertebral_deg)}° ± {round(kept.sigma_deg)}°" == pane.headline
    pilot.shot("marking_kept")
    pilot.key("backspace")
    assert (pane.kept, pane.done, store.postures(person.id)) == (None, True, ())
    pilot.key("enter")
    pilot.press("Take back")
    assert store.postures(person.id) == ()
    pilot.press("Keep")
    pilot.press("Done")
    assert shell.screen.name == "check"
    assert len(store.postures(person.id)) == 1
    assert screen.pane is None


def test_a_history_that_cannot_be_written_keeps_the_marks(checked, pilot, services, monkeypatch):
    shell, captures = checked
    shell.screen.take_picture()
    captures.turn_until(pilot, lambda: shell.screen.name == "marking", frames=200)
    pilot.pump()
    pane = shell.screen.pane
    click(pilot, pane.ids.stage, C7)
    click(pilot, pane.ids.stage, TRAGUS)

    def full(*_args, **_kwargs):
        raise StoreError("The disk is full.")

    monkeypatch.setattr(type(services.store), "add_posture", full)
    pilot.press("Keep")
    assert "The disk is full." in pilot.texts()
    assert (pane.kept, pane.done) == (None, True)
    pilot.press("Leave without keeping it")
    assert shell.screen.name == "check"


@pytest.mark.parametrize(("size", "scale"), [((1280, 800), 1.0), ((1024, 640), 1.3)])
def test_the_history_shows_the_angles_over_time(open_app, pilot, store, services, size, scale):
    from coach.ui.theme import theme

    person = settled(store)
    for days, angle_deg in ((40, 44.0), (20, 47.5), (2, 52.2)):
        found = SidePosture(craniovertebral_angle_deg=angle_deg, sigma_craniovertebral_angle_deg=2.0)
        at = services.now() - timedelta(days=days)
        store.add_posture(person.id, found, measured_at=at, view=View.LEFT, software="test")
    shell = open_app(size=size)
    theme.scale = scale
    pilot.press("History")
    words = pilot.texts()
    assert "Posture from the side" in words
    assert "52° ± 2°" in words
    assert "8° more than" in words
    assert "bigger than measurement noise (6°)" in words
    shell.screen.pane.scroll_to(shell.screen.pane.ids.posture, animate=False)
    pilot.pump()
    pilot.shot(f"history_posture_{size[1]}")
    assert cut_off(pilot) == []


def test_the_history_says_nothing_of_a_posture_that_was_never_kept(open_app, pilot, store, services):
    eight_weeks(store, services.exercises, NOON)
    open_app(size=(1280, 800))
    pilot.press("History")
    assert "Posture from the side" not in pilot.texts()
