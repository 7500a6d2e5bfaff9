"""Every screen in every size and colour: nothing is cut off, nothing lies outside the window."""

from __future__ import annotations

import pytest

from coach.measure.preflight import CameraPlace, Circumstance, Expected, Preflight
from coach.measure.types import Angles, Axis
from tests.ui.conftest import NOON
from tests.ui.layout import Box, box_of, words
from tests.ui.people import eight_weeks, settled

STILL = Angles(0, 0, 0)

LOOKS = {
    "usual": {"size": (1280, 800), "scale": 1.0},
    "small": {"size": (1024, 640), "scale": 1.0},
    "large_text": {"size": (1280, 800), "scale": 1.3},
}


def cut_off(pilot) -> list[str]:
    """Texts that are wider than their place, or that reach beyond the side of the window."""
    window = Box(0, 0, pilot.window.width, pilot.window.height)
    found = []
    for text in words(pilot.shell, window):
        label, place = text.label, box_of(text.label)
        if not label.shorten and (label.texture_size[0] > label.width + 1.5 or not window.holds_across(place)):
            found.append(f"{text}: texture {label.texture_size}, place {place}")
    return found


LOW_CAMERA = Preflight(
    (Circumstance.WINDOW_BEHIND, Circumstance.TILTED),
    "There is a bright window or lamp behind you. Draw the curtain, or turn around.",
    {axis: Expected(2.6, 6.0) for axis in Axis},
    CameraPlace(0.62, -14.0, -13.0, 2.0),
    None,
    25.0,
)


@pytest.mark.parametrize("look", LOOKS)
def test_every_screen(open_app, pilot, store, services, captures, look):
    from coach.ui.theme import theme

    def keep(name: str) -> None:
        pilot.pump()
        pilot.shot(f"{name}_{look}")
        assert cut_off(pilot) == []

    eight_weeks(store, services.exercises, NOON)
    open_app(size=LOOKS[look]["size"])
    theme.scale = LOOKS[look]["scale"]
    keep("home")
    pilot.press("History")
    keep("history")
    pilot.press("Today")
    pilot.press("Bend your head to the side")
    captures.last.preflight = LOW_CAMERA
    captures.last.feed(STILL, seconds=2)
    keep("check")
    pilot.press("Continue")
    keep("signs")
    pilot.no_signs()
    keep("day_after")
    pilot.fine_since()
    keep("pain")
    pilot.press("3")
    captures.last.feed(STILL, seconds=2)
    captures.last.turn("right_lateral_flexion_deg", 34)
    captures.last.feed(Angles(0, 34, 0), seconds=1.5)
    keep("session")
    pilot.press("Pain")
    keep("pain_now")
    pilot.key("x")
    keep("what_is_wrong")
    pilot.press("None of these, go on")
    captures.last.feed(STILL, seconds=1)
    pilot.pump()
    pilot.key("escape")
    keep("stop")
    pilot.press("End it")
    captures.last.feed(STILL)
    keep("summary")


@pytest.mark.parametrize("exercise", ["Slow belly breathing", "How far your neck moves"])
def test_other_guides(open_app, pilot, store, services, captures, exercise):
    from coach.ui.theme import theme

    settled(store)
    open_app(size=(1280, 800))
    pilot.press(exercise)
    theme.scale = 1.3
    captures.last.feed(STILL, seconds=2)
    pilot.pump()
    pilot.press("Continue")
    pilot.no_signs()
    pilot.key("4")
    captures.last.feed(STILL, seconds=4.5)
    pilot.pump()
    pilot.shot(exercise.split()[0].lower())
    assert cut_off(pilot) == []


def test_high_contrast(open_app, pilot, store, services):
    from coach.ui.theme import theme

    eight_weeks(store, services.exercises, NOON)
    shell = open_app(size=(1280, 800))
    shell.toggle_contrast()
    picture = pilot.shot("home_contrast")
    assert pilot.has_colour(picture, theme.primary) > 5000
    assert pilot.has_colour(picture, (0, 0, 0)) > picture.shape[0] * picture.shape[1] / 2
