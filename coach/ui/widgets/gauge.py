"""Live meters: the angle gauge, the ring of a hold or a rest, the repetition dots and the breathing circle.

All instructions are made once; a new value only moves points. Lines are opaque or smooth, because a translucent plain
line is drawn through the stencil buffer at four times the cost.
"""

from __future__ import annotations

import math
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, InstructionGroup, SmoothEllipse, SmoothLine, SmoothTriangle
from kivy.metrics import dp
from kivy.properties import BooleanProperty, ColorProperty, ListProperty, NumericProperty, ObjectProperty
from kivy.uix.widget import Widget

from coach.ui.theme import theme

THICK_DP = 26
"""Of the line of a gauge."""


def arc_points(centre: tuple[float, float], radius: float, start_deg: float, end_deg: float) -> list[float]:
    """Points x, y, x, y… of an arc; degrees anticlockwise from three o'clock."""
    count = max(2, round(abs(end_deg - start_deg) / 3))
    angles = [math.radians(start_deg + (end_deg - start_deg) * i / count) for i in range(count + 1)]
    return [value for a in angles for value in (centre[0] + radius * math.cos(a), centre[1] + radius * math.sin(a))]


class Meter(Widget):
    """A drawing that follows its own place, its values and the theme, once per frame at most."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # before the next frame, once, however many values change together
        self._redraw_soon = Clock.create_trigger(self._redraw, -1)
        self._prepare()
        self.bind(pos=self._redraw_soon, size=self._redraw_soon)
        theme.bind(name=self._redraw_soon)
        self._redraw_soon()

    @property
    def middle(self) -> tuple[float, float]:
        """Centre of the widget, from its own place (Kivy's ``center`` lags behind while a layout is running)."""
        return self.x + self.width / 2, self.y + self.height / 2

    def _prepare(self) -> None:
        raise NotImplementedError

    def _redraw(self, *_: Any) -> None:
        raise NotImplementedError


class Gauge(Meter):
    """Half-circle from neutral to the full scale, with the zone to reach; where it is ``flat``, a bar.

    It fills the way the head moves in the mirrored picture: to the left for movements to the left
    (``leftward``), otherwise to the right. ``value`` below zero or ``None`` leaves it empty. An arrow inside the
    half-circle, or above the bar, goes along at the ``pace`` that is asked for; ``None`` where there is none.
    """

    value = NumericProperty(None, allownone=True)
    full_scale = NumericProperty(90)
    zone = ObjectProperty(None, allownone=True)
    leftward = BooleanProperty(False)
    reached = BooleanProperty(False)
    pace = NumericProperty(None, allownone=True)
    flat = BooleanProperty(False)

    def _prepare(self) -> None:
        with self.canvas:
            self._track_colour, self._track = Color(), SmoothLine(cap="none")
            self._zone_colour, self._zone = Color(), SmoothLine(cap="none")
            self._fill_colour, self._fill = Color(), SmoothLine(cap="none")
            self._needle_colour, self._needle = Color(), SmoothLine(cap="round")
            self._pace_colour, self._pace = Color(), SmoothTriangle()
        soon = self._redraw_soon
        self.bind(pace=soon, flat=soon)
        self.bind(value=soon, full_scale=soon, zone=soon, leftward=soon, reached=soon)

    def angle_of(self, degrees: float) -> float:
        """Place of a value on the half-circle, in degrees anticlockwise from three o'clock."""
        share = self._share(degrees)
        return float(share * 180 if self.leftward else 180 - share * 180)

    def _share(self, degrees: float) -> float:
        return float(max(0.0, min(1.0, degrees / max(1.0, self.full_scale))))

    @property
    def _radius(self) -> float:
        return float(max(dp(20), min(self.width / 2, self.height) - dp(THICK_DP)))

    def _at(self, degrees: float, off: float = 0.0) -> tuple[float, float]:
        """Where a value is; ``off`` the middle of the line towards the inside of the half-circle, or above the bar."""
        if self.flat:
            share = self._share(degrees)
            from_left = 1 - share if self.leftward else share
            return self.x + from_left * self.width, self.y + dp(THICK_DP) * 0.85 + off
        radius, turn = self._radius - off, math.radians(self.angle_of(degrees))
        foot = self.y + max(dp(6), (self.height - self._radius - dp(THICK_DP)) / 2)
        return self.middle[0] + radius * math.cos(turn), foot + radius * math.sin(turn)

    def _between(self, low: float, high: float) -> list[float]:
        """Points along the line from one value to another."""
        if self.flat:
            return [*self._at(low), *self._at(high)]
        steps = max(2, round(abs(self.angle_of(high) - self.angle_of(low)) / 3))
        return [v for i in range(steps + 1) for v in self._at(low + (high - low) * i / steps)]

    def _redraw(self, *_: Any) -> None:
        half = dp(THICK_DP) / 2
        self._track_colour.rgba = theme.track
        self._track.points = self._between(0, self.full_scale)
        self._track.width = half
        self._zone_colour.rgba = theme.good if self.zone else (0, 0, 0, 0)
        if self.zone:
            self._zone.points = self._between(*self.zone)
            self._zone.width = half + dp(5)
        shown = self.value is not None and self.value >= 1
        self._fill_colour.rgba = (theme.good if self.reached else theme.primary) if shown else (0, 0, 0, 0)
        self._needle_colour.rgba = theme.ink if shown else (0, 0, 0, 0)
        if shown:
            self._fill.points = self._between(0, min(self.value, self.full_scale))
            self._fill.width = half - dp(4) if self.zone else half
            self._needle.points = [
                *self._at(self.value, dp(THICK_DP) * 0.8),
                *self._at(self.value, -dp(THICK_DP) * 0.8),
            ]
            self._needle.width = dp(2.2)
        self._draw_pace(half + dp(7))

    def _draw_pace(self, tip: float) -> None:
        """Point at the line from inside or above, where a head at the pace would be."""
        self._pace_colour.rgba = theme.ink if self.pace is not None else (0, 0, 0, 0)
        if self.pace is None:
            return
        (x, y), (foot_x, foot_y) = self._at(self.pace, tip), self._at(self.pace, tip + dp(15))
        aside_x, aside_y = (foot_y - y) * 0.6, (x - foot_x) * 0.6
        self._pace.points = [x, y, foot_x + aside_x, foot_y + aside_y, foot_x - aside_x, foot_y - aside_y]


class Ring(Meter):
    """A circle that fills clockwise from twelve o'clock as ``progress`` goes from 0 to 1."""

    progress = NumericProperty(0)
    ink = ColorProperty("#FFFFFF")

    def _prepare(self) -> None:
        with self.canvas:
            self._track_colour, self._track = Color(), SmoothLine()
            self._fill_colour, self._fill = Color(), SmoothLine(cap="round")
        self.bind(progress=self._redraw_soon, ink=self._redraw_soon)

    def _redraw(self, *_: Any) -> None:
        radius = max(dp(10), min(self.width, self.height) / 2 - dp(10))
        self._track_colour.rgba = theme.track
        self._track.points = arc_points(self.middle, radius, 0, 360)
        self._fill_colour.rgba = self.ink if self.progress > 0 else (0, 0, 0, 0)
        self._fill.points = arc_points(self.middle, radius, 90, 90 - 360 * max(0.004, min(1.0, self.progress)))
        self._track.width = self._fill.width = dp(6)


class Dots(Meter):
    """One mark a repetition, told apart by its shape as well as its colour; marks wrap into rows.

    ``marks`` holds ``"clean"`` (a dot), ``"fault"`` (a dot with a ring in it), ``"again"`` (a triangle) or
    ``"open"`` (a ring).
    """

    marks = ListProperty()

    def _prepare(self) -> None:
        self._group = InstructionGroup()
        self.canvas.add(self._group)
        self.bind(marks=self._redraw_soon)

    def _redraw(self, *_: Any) -> None:
        self._group.clear()
        if not self.marks:
            return
        pitch, per_row = self.grid()
        size = pitch * 0.66
        for index, mark in enumerate(self.marks):
            column, row = index % per_row, index // per_row
            x = self.x + column * pitch
            y = self.top - (row + 1) * pitch + (pitch - size) / 2
            self._dot(x, y, size, mark)

    def grid(self) -> tuple[float, int]:
        """Distance of the marks and how many stand in a row: as large as there is room for all of them."""
        pitch = min(dp(30), max(dp(14), self.width / min(8, len(self.marks))))
        while True:
            per_row = max(1, int(self.width // pitch))
            if -(-len(self.marks) // per_row) * pitch <= self.height + 1 or pitch <= dp(8):
                return float(pitch), per_row
            pitch -= dp(1)

    def _dot(self, x: float, y: float, size: float, mark: str) -> None:
        if mark == "again":
            self._group.add(Color(*theme.bad))
            self._group.add(SmoothTriangle(points=[x, y, x + size, y, x + size / 2, y + size]))
            return
        colour = {"clean": theme.good, "fault": theme.warn}.get(mark)
        if colour:
            self._group.add(Color(*colour))
            self._group.add(SmoothEllipse(pos=(x, y), size=(size, size)))
        if mark != "clean":
            self._group.add(Color(*(theme.surface if colour else theme.muted)))
            radius = size * (0.22 if colour else 0.46)
            self._group.add(SmoothLine(circle=(x + size / 2, y + size / 2, radius), width=dp(1.6)))


class Breath(Meter):
    """A disc that grows while breathing in and shrinks while breathing out; ``fullness`` is 0..1."""

    fullness = NumericProperty(0)

    def _prepare(self) -> None:
        with self.canvas:
            self._rim_colour, self._rim = Color(), SmoothLine()
            self._disc_colour, self._disc = Color(), SmoothEllipse()
        self.bind(fullness=self._redraw_soon)

    def _redraw(self, *_: Any) -> None:
        largest = max(dp(20), min(self.width, self.height) / 2 - dp(6))
        radius = largest * (0.35 + 0.6 * max(0.0, min(1.0, self.fullness)))
        self._rim_colour.rgba = theme.track
        self._rim.points = arc_points(self.middle, largest, 0, 360)
        self._rim.width = dp(2)
        self._disc_colour.rgba = [0.55 * a + 0.45 * b for a, b in zip(theme.surface, theme.primary, strict=True)]
        self._disc.pos = (self.middle[0] - radius, self.middle[1] - radius)
        self._disc.size = (2 * radius, 2 * radius)
