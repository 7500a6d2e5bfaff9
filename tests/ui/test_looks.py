"""Every screen in every size and colour: nothing is cut off, nothing lies outside the window."""

from __future__ import annotations

import pytest

from coach.measure.types import Angles
from tests.ui.conftest import NOON
from tests.ui.people import eight_weeks

LOOKS = {
    "usual": {"size": (1280, 800), "scale": 1.0},
    "small": {"size": (1000, 700), "scale": 1.0},
    "large_text": {"size": (1280, 800), "scale": 1.3},
    "contrast": {"size": (1280, 800), "scale": 1.0, "contrast": True},
}


def cut_off(pilot) -> list[str]:
    """Texts that are wider than their place, or that reach beyond the side of the window."""
    from kivy.uix.label import Label

    found = []
    width = pilot.window.width
    for label in pilot.all(Label):
        if not label.text or label.opacity == 0 or label.shorten or not label.get_root_window():
            continue
        left, _ = label.to_window(label.x, label.y)
        if label.texture_size[0] > label.width + 1.5 or left < -1 or left + label.width > width + 1:
            found.append(f"{label.text!r}: texture {label.texture_size}, place {label.size} at x {left:.0f}")
    return found


@pytest.fixture(params=LOOKS)
def look(request, open_app, pilot, store, services):
    from coach.ui.theme import theme

    eight_weeks(store, services.exercises, NOON)
    wanted = LOOKS[request.param]
    shell = open_app(size=wanted["size"])
    theme.scale = wanted["scale"]
    theme.use_high_contrast(wanted.get("contrast", False))
    pilot.pump(4)

    def keep(name: str) -> None:
        pilot.pump(4)
        pilot.shot(f"{name}_{request.param}")
        assert cut_off(pilot) == []

    keep.shell = shell
    return keep


def test_every_screen(look, pilot, captures):
    look("home")
    pilot.press("History")
    look("history")
    pilot.press("Today")
    pilot.press("Bend your head to the side")
    captures.last.feed(Angles(0, 0, 0), seconds=2)
    look("check")
    pilot.press("Continue")
    look("pain")
    pilot.press("3")
    captures.last.feed(Angles(0, 0, 0), seconds=2)
    captures.last.turn("right_lateral_flexion_deg", 34)
    for degrees in range(0, 34, 1):
        captures.last.feed(Angles(0, degrees, 0))
    captures.last.feed(Angles(0, 34, 0), seconds=1)
    look("session")
    pilot.key("escape")
    look("stop")
    pilot.press("End it")
    captures.last.feed(Angles(0, 0, 0))
    look("summary")


def test_breathing(look, pilot, captures):
    pilot.press("Slow belly breathing")
    captures.last.feed(Angles(0, 0, 0), seconds=2)
    pilot.pump(3)
    pilot.press("Continue")
    pilot.key("4")
    captures.last.feed(Angles(0, 0, 0), seconds=4.5)
    look("breathing")
