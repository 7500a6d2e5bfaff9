"""Colours and text size of the whole window, in one place that everything is bound to.

kv rules write ``theme.ink`` and ``sp(16) * theme.scale``; a change of either is then seen at once everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from kivy.event import EventDispatcher
from kivy.properties import ColorProperty, NumericProperty, StringProperty

PALETTES: dict[str, dict[str, str]] = {
    "light": {
        "bg": "#F1F5F6",
        "surface": "#FFFFFF",
        "sunken": "#F1F5F6",
        "outline": "#D3DCE0",
        "ink": "#13212A",
        "muted": "#52636E",
        "primary": "#006A70",
        "primary_ink": "#FFFFFF",
        "tint": "#DDF0F0",
        "good": "#1A7A3A",
        "warn": "#9A4F00",
        "bad": "#B3261E",
        "track": "#DCE4E7",
    },
    "dark": {
        "bg": "#0C1316",
        "surface": "#161F24",
        "sunken": "#0C1316",
        "outline": "#2E3D45",
        "ink": "#EDF3F5",
        "muted": "#A6B6BE",
        "primary": "#52CFD5",
        "primary_ink": "#00262A",
        "tint": "#153A3D",
        "good": "#62DB8D",
        "warn": "#FFB757",
        "bad": "#FF8F86",
        "track": "#2E3D45",
    },
    "contrast": {
        "bg": "#000000",
        "surface": "#000000",
        "sunken": "#000000",
        "outline": "#FFFFFF",
        "ink": "#FFFFFF",
        "muted": "#FFFFFF",
        "primary": "#FFE600",
        "primary_ink": "#000000",
        "tint": "#3A3600",
        "good": "#00FF73",
        "warn": "#FFB833",
        "bad": "#FF7B7B",
        "track": "#5A5A5A",
    },
}
TEXT_SCALES = (1.0, 1.15, 1.3, 1.5)


class Theme(EventDispatcher):
    """The palette in use and the scale of the text.

    The names are those of :data:`PALETTES`. ``primary_ink`` is the colour of text on ``primary`` (a property called
    ``on_primary`` would be taken by Kivy for the handler of ``primary``).
    """

    bg = ColorProperty()
    surface = ColorProperty()
    sunken = ColorProperty()
    outline = ColorProperty()
    ink = ColorProperty()
    muted = ColorProperty()
    primary = ColorProperty()
    primary_ink = ColorProperty()
    tint = ColorProperty()
    good = ColorProperty()
    warn = ColorProperty()
    bad = ColorProperty()
    track = ColorProperty()
    scale = NumericProperty(1.0)
    name = StringProperty("")

    def __init__(self) -> None:
        super().__init__()
        self.high_contrast = False
        self._room = "light"
        self._apply()

    def room(self, name: str) -> None:
        """Choose the palette of a place: ``light`` for reading, ``dark`` beside the camera picture."""
        self._room = name
        self._apply()

    def use_high_contrast(self, wanted: bool) -> None:
        """Switch the high-contrast palette on or off, in every place."""
        self.high_contrast = wanted
        self._apply()

    def step_scale(self, steps: int) -> float:
        """Make the text one step larger (1) or smaller (-1) and return the new scale."""
        nearest = min(range(len(TEXT_SCALES)), key=lambda i: abs(TEXT_SCALES[i] - self.scale))
        self.scale = TEXT_SCALES[max(0, min(len(TEXT_SCALES) - 1, nearest + steps))]
        return float(self.scale)

    def _apply(self) -> None:
        name = "contrast" if self.high_contrast else self._room
        if name == self.name:
            return
        # first, because the rule for all text answers to it, and would overrule a text that has another colour
        self.ink = PALETTES[name]["ink"]
        for key, value in PALETTES[name].items():
            setattr(self, key, value)
        self.name = name


def contrast_ratio(first: Sequence[float], second: Sequence[float]) -> float:
    """Contrast of two colours (each r, g, b in 0..1) after WCAG 2, from 1 to 21."""

    def luminance(colour: Sequence[float]) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


theme = Theme()
