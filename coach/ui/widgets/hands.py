"""Hand signs in pictures: a small drawn person that makes the sign, a ring that fills while it is held, and hints."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, SmoothEllipse, SmoothLine, SmoothRoundedRectangle
from kivy.metrics import dp
from kivy.properties import ColorProperty, ListProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout

from coach.exercise.gestures import Sign
from coach.ui.kv import load_kv
from coach.ui.presenters.hands import NOBODY, HandView
from coach.ui.theme import theme
from coach.ui.widgets.gauge import Meter, arc_points

# Shoulder, elbow and wrist of the arm at the right of the picture, in halves of its height from its middle.
_SHOULDER = (0.34, -0.06)
_ARM_DOWN = (*_SHOULDER, 0.47, -0.42, 0.4, -0.78)
_ARM_UP = (*_SHOULDER, 0.66, -0.18, 0.62, 0.42)
_ARM_ACROSS = (*_SHOULDER, 0.48, -0.56, -0.28, -0.02)
_TRUNK = (-0.34, -0.9, 0.34, 0.08)
_HEAD, _HEAD_RADIUS = (0.0, 0.46), 0.24
_HAND_RADIUS = 0.1


class HandPicture(Meter):
    """A person as in a mirror who makes the sign: their right hand is at the right of the picture.

    ``ink`` draws the person, ``mark`` the arm that makes the sign.
    """

    sign = StringProperty("")
    ink = ColorProperty("#A6B6BE")
    mark = ColorProperty("#52CFD5")

    def _prepare(self) -> None:
        with self.canvas:
            self._ink = Color()
            self._head = SmoothEllipse()
            self._trunk = SmoothRoundedRectangle()
            self._arms, self._hands, self._colours = [], [], []
            for _ in range(2):
                self._colours.append(Color())
                self._arms.append(SmoothLine(joint="round", cap="round"))
                self._hands.append(SmoothEllipse())
        self.bind(sign=self._redraw_soon, ink=self._redraw_soon, mark=self._redraw_soon)

    def _redraw(self, *_: Any) -> None:
        half = min(self.width, self.height) / 2
        x, y = self.middle
        self._ink.rgba = self.ink
        radius = _HEAD_RADIUS * half
        self._head.pos = (x + _HEAD[0] * half - radius, y + _HEAD[1] * half - radius)
        self._head.size = (2 * radius, 2 * radius)
        left, bottom, right, top = _TRUNK
        self._trunk.pos = (x + left * half, y + bottom * half)
        self._trunk.size = ((right - left) * half, (top - bottom) * half)
        self._trunk.radius = [0.2 * half, 0.2 * half, 0.06 * half, 0.06 * half]
        for index, (mirror, own) in enumerate(((1, Sign.RIGHT_HAND), (-1, Sign.LEFT_HAND))):
            shape, made = self._arm(own)
            points = [(x + mirror * px * half, y + py * half) for px, py in zip(shape[::2], shape[1::2], strict=True)]
            self._colours[index].rgba = self.mark if made else self.ink
            self._arms[index].points = [value for point in points for value in point]
            self._arms[index].width = max(dp(1.4), half * (0.085 if made else 0.06))
            radius = _HAND_RADIUS * half * (1.15 if made else 0.7)
            self._hands[index].pos = (points[-1][0] - radius, points[-1][1] - radius)
            self._hands[index].size = (2 * radius, 2 * radius)

    def _arm(self, own: Sign) -> tuple[tuple[float, ...], bool]:
        """Where the arm of a side is, and whether it makes the sign."""
        if self.sign in (Sign.CROSSED, Sign.CROSSED_LONG):
            return _ARM_ACROSS, True
        up = self.sign in (own, Sign.BOTH_HANDS)
        return (_ARM_UP if up else _ARM_DOWN), up


class HoldRing(Meter):
    """A ring that fills clockwise while a sign is held, thick enough to be seen across a room."""

    progress = NumericProperty(0)

    def _prepare(self) -> None:
        with self.canvas:
            self._track_colour, self._track = Color(), SmoothLine()
            self._fill_colour, self._fill = Color(), SmoothLine(cap="round")
        self.bind(progress=self._redraw_soon)

    def _redraw(self, *_: Any) -> None:
        radius = max(dp(10), min(self.width, self.height) / 2 * 0.92)
        held = self.progress > 0
        self._track_colour.rgba = theme.track if held else (0, 0, 0, 0)
        self._track.points = arc_points(self.middle, radius, 0, 360)
        self._fill_colour.rgba = theme.primary if held else (0, 0, 0, 0)
        self._fill.points = arc_points(self.middle, radius, 90, 90 - 360 * max(0.004, min(1.0, self.progress)))
        self._track.width = self._fill.width = max(dp(3), radius * 0.08)


class HandHint(BoxLayout):
    """A sign in a picture, in a ring that fills while it is held, with what it does below."""

    sign = StringProperty("")
    text = StringProperty("")
    progress = NumericProperty(0)
    picture_size = NumericProperty(0)


class HandHints(BoxLayout):
    """All signs that mean something now, in pictures.

    ``hints`` holds pairs of sign and words, ``view`` the sign that is being held, ``picture_size`` is in pixels.
    """

    hints = ListProperty()
    view = ObjectProperty(NOBODY)
    picture_size = NumericProperty("64dp")

    def on_hints(self, _widget: HandHints, hints: list[tuple[str, str]]) -> None:
        """Show a picture for each."""
        self.clear_widgets()
        for sign, text in hints:
            self.add_widget(HandHint(sign=sign, text=text, picture_size=self.picture_size))

    def on_view(self, _widget: HandHints, view: HandView) -> None:
        """Fill the ring of the sign that is held."""
        for hint in self.children:
            hint.progress = view.progress if hint.sign == view.sign else 0


class HoldSign(FloatLayout):
    """The sign that is being held, large, with its ring and what it will do; nothing is drawn where none is held."""

    view = ObjectProperty(NOBODY, rebind=True)


class HandLayer(FloatLayout):
    """Hints and the held sign over a page that has no camera picture."""

    hints = ListProperty()
    view = ObjectProperty(NOBODY, rebind=True)


load_kv(__file__)
