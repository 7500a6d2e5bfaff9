"""The lying figure of eight: mirrored like the picture, green when close, and nothing where there is no path."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.exercise.types import Path

CLOSE = Path(5.0, 15.0, 4.0, 13.0, 20.0, 10.0)


@pytest.fixture
def eight(window):
    from coach.ui.widgets.eight import Eight

    widget = Eight(size_hint=(None, None), size=(400, 300), pos=(50, 20))
    widget._redraw()
    return widget


def test_the_persons_right_is_on_the_right_and_down_is_down(eight):
    x, y = eight.spot(CLOSE, 0, 0)
    assert (x, y) == eight.middle
    right, down = eight.spot(CLOSE, 20, 0), eight.spot(CLOSE, 0, 10)
    assert right[0] > x
    assert right[1] == y
    assert down[1] < y
    far = eight.spot(CLOSE, 90, -90)
    assert far == (eight.x + eight.width, eight.y + eight.height), "never outside"


def test_the_nose_is_green_only_while_it_is_close(eight):
    from coach.ui.theme import theme

    eight.path = CLOSE
    eight._redraw()
    assert tuple(eight._nose_colour.rgba) == pytest.approx(tuple(theme.good))
    eight.path = replace(CLOSE, right_rotation_deg=-10.0)
    eight._redraw()
    assert tuple(eight._nose_colour.rgba) == pytest.approx(tuple(theme.ink))
    eight.path = replace(CLOSE, right_rotation_deg=None, flexion_deg=None)
    eight._redraw()
    assert eight._nose_colour.rgba[3] == 0
    assert eight._dot_colour.rgba[3] == 1
    eight.path = None
    eight._redraw()
    assert [c.rgba[3] for c in (eight._track_colour, eight._dot_colour, eight._nose_colour)] == [0, 0, 0]
