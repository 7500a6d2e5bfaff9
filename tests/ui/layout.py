"""What of a window cannot be read: words that are cut, broken, on top of each other, or out of their place."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

SLACK_PX = 2.0
"""Glyphs stand a little closer than the boxes around them."""
LINES_TO_SEE = 3
"""A list that scrolls has to show at least so many lines."""


@dataclass(frozen=True)
class Box:
    """A rectangle in the window, pixels, y upwards."""

    left: float
    bottom: float
    right: float
    top: float

    def common(self, other: Box) -> Box:
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )

    def holds(self, other: Box) -> bool:
        return self.holds_across(other) and (
            other.bottom >= self.bottom - SLACK_PX and other.top <= self.top + SLACK_PX
        )

    def holds_across(self, other: Box) -> bool:
        return other.left >= self.left - SLACK_PX and other.right <= self.right + SLACK_PX

    @property
    def seen(self) -> bool:
        return self.right - self.left > 2 * SLACK_PX and self.top - self.bottom > 2 * SLACK_PX


@dataclass(frozen=True)
class Words:
    """A text of the window: its glyphs, what cuts it off, and the card or button that it stands on."""

    label: Any
    ink: Box
    clip: Box
    scrolls: bool
    card: Box | None

    def __str__(self) -> str:
        text = self.label.icon if hasattr(self.label, "icon") else self.label.text
        return repr(text)


def box_of(widget: Any) -> Box:
    left, bottom = widget.to_window(widget.x, widget.y)
    return Box(left, bottom, left + widget.width, bottom + widget.height)


def ink_of(label: Any) -> Box:
    """Where the glyphs are: the texture lies in the middle of the label, the lines in it as they are aligned."""
    room = box_of(label)
    wide, high = label.texture_size
    left = (room.left + room.right - wide) / 2
    bottom = (room.bottom + room.top - high) / 2
    lines = label._label._cached_lines or []
    ink = max((line.w for line in lines), default=wide)
    inset = {"center": (wide - ink) / 2, "right": wide - ink}.get(label.halign, 0)
    tall = sum(line.h for line in lines) or high
    lift = {"middle": (high - tall) / 2, "center": (high - tall) / 2, "top": high - tall}.get(label.valign, 0)
    return Box(left + inset, bottom + lift, left + inset + ink, bottom + lift + tall)


def words(root: Any, window: Box) -> list[Words]:
    """Every text below a widget that somebody could see, also by scrolling."""
    from kivy.uix.label import Label
    from kivy.uix.scrollview import ScrollView

    from coach.ui.widgets.controls import Press
    from coach.ui.widgets.text import Card

    found: list[Words] = []

    def look(widget: Any, clip: Box, scrolls: bool, card: Box | None) -> None:
        if widget.opacity == 0:
            return
        if isinstance(widget, ScrollView):
            clip, scrolls, card = clip.common(box_of(widget)), True, None
        elif isinstance(widget, Card | Press):
            card = box_of(widget)
        if isinstance(widget, Label) and widget.text.strip() and widget.color[3]:
            found.append(Words(widget, ink_of(widget), clip, scrolls, card))
        for child in widget.children:
            look(child, clip, scrolls, card)

    look(root, window, False, None)
    return found


def layers(pilot: Any) -> list[Any]:
    """What lies over each other on purpose: the page and its rail, or the question over them."""
    from coach.ui.widgets.dialog import Dialog

    top = pilot.window.children[0]
    return [top] if isinstance(top, Dialog) else [pilot.shell.navigator]


def unreadable(pilot: Any) -> list[str]:
    """All that cannot be read in the window as it stands."""
    window = Box(0, 0, pilot.window.width, pilot.window.height)
    found: list[str] = []
    for layer in layers(pilot):
        texts = words(layer, window)
        for text in texts:
            found += _alone(text)
        found += _on_each_other(texts)
        found += _narrow_lists(layer)
    return found


def _alone(text: Words) -> list[str]:
    label, found = text.label, []
    if label.texture_size[0] > label.width + SLACK_PX or label.texture_size[1] > label.height + SLACK_PX:
        found.append(f"{text} is larger than its place: {label.texture_size} in {label.size}")
    if label.text_size[0]:
        if label.shorten:
            if label._label.get_extents(label.text)[0] > label.text_size[0] + SLACK_PX:
                found.append(f"{text} is shortened")
        else:
            wide = max(label.text.split(), key=len)
            if label._label.get_extents(wide)[0] > label.text_size[0] + SLACK_PX:
                found.append(f"{text} is broken inside a word")
    if not text.clip.holds_across(text.ink) or not (text.scrolls or text.clip.holds(text.ink)):
        found.append(f"{text} goes beyond its edge: {text.ink} in {text.clip}")
    elif text.card is not None and not text.card.holds(text.ink):
        found.append(f"{text} goes beyond its card: {text.ink} on {text.card}")
    return found


def _on_each_other(texts: list[Words]) -> list[str]:
    seen = [(text, text.ink.common(text.clip)) for text in texts]
    return [
        f"{one} and {other} overlap"
        for (one, first), (other, second) in combinations([pair for pair in seen if pair[1].seen], 2)
        if first.common(second).seen
    ]


def _narrow_lists(layer: Any) -> list[str]:
    from kivy.uix.label import Label
    from kivy.uix.scrollview import ScrollView

    found = []
    for page in layer.walk(restrict=True):
        if not isinstance(page, ScrollView) or not page.children or page.children[0].height <= page.height + 1:
            continue
        lines = [w.line_height * w.font_size * 1.2 for w in page.walk(restrict=True) if isinstance(w, Label) and w.text]
        if lines and page.height < LINES_TO_SEE * max(lines):
            found.append(f"a list shows {page.height:.0f} of {page.children[0].height:.0f} pixels")
    return found
