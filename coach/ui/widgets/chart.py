"""Range of motion over time, drawn on the canvas: points with error bars, and an arrow where it went *beyond*."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from kivy.core.text import Label as CoreLabel
from kivy.graphics import Color, InstructionGroup, Line, Rectangle, SmoothEllipse, SmoothLine
from kivy.metrics import dp, sp
from kivy.properties import ListProperty
from kivy.uix.widget import Widget

from coach.progress.trend import TrendPoint
from coach.ui.theme import theme


def degree_ticks(largest: float) -> list[int]:
    """Ticks from 0 up to at least ``largest`` degrees, at most seven of them."""
    step = next(s for s in (5, 10, 15, 20, 30, 45) if largest <= 6 * s or s == 45)
    return list(range(0, math.ceil(largest / step) * step + 1, step))


def day_ticks(first: date, last: date, at_most: int = 6) -> list[date]:
    """Days to write under the axis: evenly spread, first and last included."""
    span = (last - first).days
    count = min(at_most, span + 1)
    if count <= 1:
        return [first]
    return [first + timedelta(days=round(span * i / (count - 1))) for i in range(count)]


class RomChart(Widget):
    """Chart of one direction over time.

    ``points`` is a list of :class:`~coach.progress.trend.TrendPoint`, oldest first.
    """

    points = ListProperty()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._group = InstructionGroup()
        self.canvas.add(self._group)
        self._texts: dict[tuple[str, float, tuple[float, ...]], Any] = {}
        self.bind(pos=self._redraw, size=self._redraw, points=self._redraw)
        theme.bind(name=self._redraw, scale=self._redraw)

    def _redraw(self, *_: Any) -> None:
        self._group.clear()
        if not self.points or self.width < dp(120) or self.height < dp(80):
            return
        self._measure_out()
        self._draw_grid()
        self._draw_series()

    def _measure_out(self) -> None:
        size = sp(15) * theme.scale
        self._font = size
        self._left, self._bottom = self.x + size * 3.2, self.y + size * 2.4
        self._wide, self._high = self.right - self._left - dp(24), self.top - self._bottom - dp(14)
        self._ticks = degree_ticks(max(p.value_deg + p.sigma_deg for p in self.points) * 1.04)
        days = [p.at.date() for p in self.points]
        self._first, self._last = min(days), max(days)

    def _x(self, day: date) -> float:
        span = (self._last - self._first).days
        share = 0.5 if span == 0 else 0.02 + 0.96 * (day - self._first).days / span
        return float(self._left + self._wide * share)

    def _y(self, degrees: float) -> float:
        return float(self._bottom + self._high * degrees / self._ticks[-1])

    def _draw_grid(self) -> None:
        for tick in self._ticks:
            y = round(self._y(tick))
            self._group.add(Color(*(theme.muted if tick == 0 else theme.outline)))
            self._group.add(Line(points=[self._left, y, self._left + self._wide, y], width=1))
            self._write(f"{tick}°", self._left - dp(10), y, 1, 0.5)
        for day in day_ticks(self._first, self._last):
            self._write(f"{day.day} {day:%b}", self._x(day), self._bottom - dp(8), 0.5, 1)

    def _draw_series(self) -> None:
        spots = [(self._x(p.at.date()), self._y(p.value_deg)) for p in self.points]
        self._group.add(Color(*theme.primary))
        if len(spots) > 1:
            self._group.add(SmoothLine(points=[v for spot in spots for v in spot], width=dp(1.6), joint="round"))
        for point, (x, y) in zip(self.points, spots, strict=True):
            if point.beyond:
                self._arrow(x, y)
            else:
                self._bar(x, point)
            self._mark(x, y, hollow=point.beyond)

    def _mark(self, x: float, y: float, *, hollow: bool) -> None:
        for radius, colour in ((dp(5.5), theme.primary), (dp(3.5), theme.surface))[: 2 if hollow else 1]:
            self._group.add(Color(*colour))
            self._group.add(SmoothEllipse(pos=(x - radius, y - radius), size=(2 * radius, 2 * radius)))
        self._group.add(Color(*theme.primary))

    def _bar(self, x: float, point: TrendPoint) -> None:
        cap = dp(6)
        low = self._y(max(0.0, point.value_deg - point.sigma_deg))
        high = self._y(point.value_deg + point.sigma_deg)
        for points in ([x, low, x, high], [x - cap, low, x + cap, low], [x - cap, high, x + cap, high]):
            self._group.add(SmoothLine(points=points, width=dp(1.2)))

    def _arrow(self, x: float, y: float) -> None:
        tip, barb = y + dp(26), dp(7)
        self._group.add(SmoothLine(points=[x, y, x, tip], width=dp(1.4)))
        self._group.add(SmoothLine(points=[x - barb, tip - barb, x, tip, x + barb, tip - barb], width=dp(1.4)))

    def _write(self, text: str, x: float, y: float, ax: float, ay: float) -> None:
        colour: Sequence[float] = theme.muted
        key = (text, self._font, tuple(colour))
        if key not in self._texts:
            label = CoreLabel(text=text, font_size=self._font)
            label.refresh()
            self._texts[key] = label.texture
        texture = self._texts[key]
        self._group.add(Color(*colour))
        place = (round(x - ax * texture.width), round(y - ay * texture.height))
        self._group.add(Rectangle(texture=texture, size=texture.size, pos=place))
