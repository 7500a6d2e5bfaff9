"""Rows of the settings page: something that is on or off, and one of a few choices. By pointer and by keyboard."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, SmoothEllipse, SmoothLine, SmoothRoundedRectangle
from kivy.metrics import dp
from kivy.properties import BooleanProperty, ListProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from coach.ui.kv import load_kv
from coach.ui.theme import theme
from coach.ui.widgets.controls import Choice, Press
from coach.ui.widgets.gauge import Meter


class Knob(Meter):
    """A switch as it is drawn: the knob at the right and a filled track where it is on."""

    on = BooleanProperty(False)

    def _prepare(self) -> None:
        with self.canvas:
            self._track_colour, self._track = Color(), SmoothRoundedRectangle()
            self._rim_colour, self._rim = Color(), SmoothLine()
            self._knob_colour, self._knob = Color(), SmoothEllipse()
        self.bind(on=self._redraw_soon)

    def _redraw(self, *_: Any) -> None:
        half = self.height / 2
        self._track_colour.rgba = theme.primary if self.on else theme.sunken
        self._track.pos, self._track.size, self._track.radius = self.pos, self.size, [half]
        self._rim_colour.rgba = theme.primary if self.on else theme.muted
        self._rim.rounded_rectangle = (*self.pos, *self.size, half)
        self._rim.width = dp(1.4)
        gap = half * 0.3
        size = self.height - 2 * gap
        self._knob_colour.rgba = theme.primary_ink if self.on else theme.muted
        self._knob.pos = (self.right - gap - size if self.on else self.x + gap, self.y + gap)
        self._knob.size = (size, size)


class SettingSwitch(Press):
    """A line with a switch; pressing it anywhere turns it over. ``note`` explains it below."""

    note = StringProperty("")
    on = BooleanProperty(False)


class SettingChoice(Choice):
    """One of them, as wide as its words."""


class SettingChoices(BoxLayout):
    """A line with a few choices of which one holds.

    ``options`` are pairs of words and number; ``value`` is the number that holds. Between two numbers the nearer one is
    marked.
    """

    text = StringProperty("")
    note = StringProperty("")
    options = ListProperty()
    value = NumericProperty(0)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.bind(options=self._build, value=self._mark, disabled=self._mark)
        self._build()

    @property
    def buttons(self) -> list[SettingChoice]:
        """The choices, in their order."""
        return list(reversed(self.ids.row.children)) if "row" in self.ids else []

    def _build(self, *_: Any) -> None:
        if "row" not in self.ids:
            return
        self.ids.row.clear_widgets()
        for words, number in self.options:
            button = SettingChoice(text=words)
            button.bind(on_release=lambda _button, chosen=number: self.setter("value")(self, chosen))
            self.ids.row.add_widget(button)
        self._mark()

    def _mark(self, *_: Any) -> None:
        buttons = self.buttons
        if not buttons:
            return
        nearest = min(range(len(buttons)), key=lambda index: abs(self.options[index][1] - self.value))
        for index, button in enumerate(buttons):
            button.chosen = index == nearest


load_kv(__file__)
