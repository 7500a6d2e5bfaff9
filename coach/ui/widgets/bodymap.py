"""A drawn head, neck and shoulders from the front and from the back, with places to tap.

Both pictures are as in a mirror: the person's right is at the right. Every place is a button that Tab reaches.
"""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, InstructionGroup, SmoothEllipse, SmoothLine
from kivy.metrics import dp
from kivy.properties import BooleanProperty, ListProperty, ObjectProperty
from kivy.uix.floatlayout import FloatLayout

from coach.progress.diary import Place, Side
from coach.ui.kv import load_kv
from coach.ui.presenters.diary_draft import Spot
from coach.ui.theme import theme
from coach.ui.widgets.controls import Press

WIDE = 0.88
"""Width of the picture in heights of it. Head and hands are drawn large, so that every place is easily hit."""

# Centre (from the middle and from the bottom) and size of each place at the right, in heights of the picture.
FRONT = {
    Place.EYE: (0.115, 0.735, 0.18, 0.135),
    Place.FACE: (0.125, 0.575, 0.17, 0.16),
    Place.SHOULDER: (0.285, 0.24, 0.20, 0.15),
    Place.ARM: (0.365, 0.075, 0.135, 0.15),
}
BACK = {
    Place.BACK_OF_HEAD: (0.115, 0.69, 0.20, 0.34),
    Place.NECK: (0.085, 0.385, 0.155, 0.20),
    Place.SHOULDER: (0.285, 0.235, 0.20, 0.15),
    Place.ARM: (0.365, 0.075, 0.135, 0.15),
}


class SpotButton(Press):
    """One place on one side."""

    spot = ObjectProperty(None)
    chosen = BooleanProperty(False)
    box = ListProperty([0, 0, 0.1, 0.1])


class BodyView(FloatLayout):
    """One picture with its places; dispatches ``on_spot`` for each tap. ``back`` draws it from behind."""

    __events__ = ("on_spot",)
    back = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        self.spots: dict[Spot, SpotButton] = {}
        super().__init__(**kwargs)
        self._group = InstructionGroup()
        self.canvas.before.add(self._group)
        self.bind(pos=self._lay_out, size=self._lay_out)
        theme.bind(name=self._lay_out)

    def on_kv_post(self, _base: Any) -> None:
        """Put the places in, now that it is known from where the picture is drawn."""
        for place, (x, y, width, height) in (BACK if self.back else FRONT).items():
            for side, sign in ((Side.LEFT, -1), (Side.RIGHT, 1)):
                button = SpotButton(spot=Spot(place, side), box=[sign * x, y, width, height])
                button.bind(on_release=lambda pressed: self.dispatch("on_spot", pressed.spot))
                self.spots[button.spot] = button
                self.add_widget(button)

    def on_spot(self, spot: Spot) -> None:
        """Event: a place was tapped."""

    def mark(self, chosen: set[Spot]) -> None:
        """Show which places are chosen."""
        for spot, button in self.spots.items():
            button.chosen = spot in chosen

    def _lay_out(self, *_: Any) -> None:
        unit = min(self.height, self.width / WIDE)
        middle, bottom = self.x + self.width / 2, self.y + (self.height - unit) / 2
        for button in self.spots.values():
            x, y, width, height = button.box
            button.size = width * unit, height * unit
            button.center = middle + x * unit, bottom + y * unit
        self._group.clear()
        for shape in _figure(middle, bottom, unit, self.back):
            self._group.add(shape)


def _figure(middle: float, bottom: float, unit: float, back: bool) -> list[Any]:
    """Outline of head, neck, shoulders and arms."""

    def line(*points: float, close: bool = False) -> SmoothLine:
        placed = [middle + v * unit if i % 2 == 0 else bottom + v * unit for i, v in enumerate(points)]
        return SmoothLine(points=placed, width=dp(1.6), joint="round", close=close)

    def oval(x: float, y: float, width: float, height: float) -> SmoothLine:
        return SmoothLine(
            ellipse=(middle + (x - width / 2) * unit, bottom + (y - height / 2) * unit, width * unit, height * unit),
            width=dp(1.6),
        )

    shapes: list[Any] = [Color(*theme.muted), oval(0, 0.70, 0.50, 0.58)]
    for sign in (-1, 1):
        body = (0.125, 0.455, 0.13, 0.345, 0.18, 0.315, 0.28, 0.29, 0.37, 0.24, 0.42, 0.15, 0.435, 0.0)
        shapes.append(line(*(v * sign if i % 2 == 0 else v for i, v in enumerate(body))))
        shapes.append(line(0.29 * sign, 0.14, 0.285 * sign, 0.0))
        shapes.append(oval(0.265 * sign, 0.69, 0.055, 0.13))
    if back:
        shapes.append(line(0, 0.28, 0, 0.03))
        return shapes
    shapes += [line(0, 0.69, -0.025, 0.595, 0.02, 0.59), line(-0.07, 0.475, 0, 0.462, 0.07, 0.475)]
    for sign in (-1, 1):
        centre = (middle + 0.115 * sign * unit, bottom + 0.735 * unit)
        shapes.append(SmoothEllipse(pos=(centre[0] - dp(4), centre[1] - dp(4)), size=(dp(8), dp(8))))
    return shapes


load_kv(__file__)
