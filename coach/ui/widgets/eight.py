"""The lying figure of eight that a nose follows: its line, the dot that goes round, and where the nose points."""

from __future__ import annotations

import math
from typing import Any

from kivy.graphics import Color, SmoothEllipse, SmoothLine
from kivy.metrics import dp
from kivy.properties import ObjectProperty

from coach.exercise.types import Path
from coach.ui.theme import theme
from coach.ui.widgets.gauge import Meter

_PIECES = 96
_ROOM = 1.45
"""How much wider than the path the drawing reaches, so that a nose beside it can still be seen."""
_CLOSE_DEG = 6.0


class Eight(Meter):
    """Draws a :class:`~coach.exercise.types.Path`; nothing where there is none.

    It is drawn as in the mirrored picture: the person's right is on the right, and looking down is down. The nose is
    green while it is close to the dot and is left out where it is not measured.
    """

    path = ObjectProperty(None, allownone=True)

    def _prepare(self) -> None:
        with self.canvas:
            self._track_colour, self._track = Color(), SmoothLine(close=True)
            self._nose_colour, self._nose = Color(), SmoothEllipse()
            self._dot_colour, self._dot = Color(), SmoothLine()
        self.bind(path=self._redraw_soon)

    def spot(self, path: Path, right_rotation_deg: float, flexion_deg: float) -> tuple[float, float]:
        """Place of a pair of angles on the screen, held inside the widget."""
        scale = min(self.width / (2 * path.half_width_deg), self.height / (2 * path.half_height_deg)) / _ROOM
        x, y = self.middle
        aside = max(-self.width / 2, min(self.width / 2, scale * right_rotation_deg))
        below = max(-self.height / 2, min(self.height / 2, scale * flexion_deg))
        return x + aside, y - below

    def _redraw(self, *_: Any) -> None:
        path: Path | None = self.path
        nothing = (0.0, 0.0, 0.0, 0.0)
        self._track_colour.rgba = theme.track if path else nothing
        self._dot_colour.rgba = theme.primary if path else nothing
        self._nose_colour.rgba = nothing
        if path is None:
            return
        phases = [2 * math.pi * piece / _PIECES for piece in range(_PIECES)]
        spots = [
            self.spot(path, path.half_width_deg * math.sin(p), path.half_height_deg * math.sin(2 * p)) for p in phases
        ]
        self._track.points = [value for spot in spots for value in spot]
        self._track.width = dp(4)
        dot = self.spot(path, path.dot_right_rotation_deg, path.dot_flexion_deg)
        self._dot.circle = (*dot, dp(20))
        self._dot.width = dp(4)
        if path.right_rotation_deg is not None and path.flexion_deg is not None:
            self._draw_nose(path, path.right_rotation_deg, path.flexion_deg)

    def _draw_nose(self, path: Path, right_rotation_deg: float, flexion_deg: float) -> None:
        off_deg = math.hypot(right_rotation_deg - path.dot_right_rotation_deg, flexion_deg - path.dot_flexion_deg)
        self._nose_colour.rgba = theme.good if off_deg <= _CLOSE_DEG else theme.ink
        x, y = self.spot(path, right_rotation_deg, flexion_deg)
        self._nose.pos, self._nose.size = (x - dp(11), y - dp(11)), (dp(22), dp(22))
