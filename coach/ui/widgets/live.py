"""Compound meters of the running session: caption, gauge card, verdict and the ring with its seconds."""

from __future__ import annotations

from collections.abc import Sequence

from kivy.properties import (
    BooleanProperty,
    ColorProperty,
    ListProperty,
    NumericProperty,
    ObjectProperty,
    StringProperty,
)
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout

from coach.ui.kv import load_kv
from coach.ui.presenters.run_view import RunView, Side
from coach.ui.widgets import eight, gauge  # noqa: F401  register the widgets that the rules use
from coach.ui.widgets.text import Card

_NOTHING = RunView("", "")


class Caption(BoxLayout):
    """The big cue over the foot of the picture, readable from a metre away, and a smaller line under it."""

    headline = StringProperty("")
    detail = StringProperty("")
    ink = ColorProperty("#FFFFFF")


class Heard(BoxLayout):
    """What is heard now, for those who do not hear it; nothing where nothing is."""

    text = StringProperty("")


class GaugeCard(Card):
    """The angle with its target zone; while breathing, the circle that breathes; on a path, the dot to follow.

    Where it is low (``flat``) the number stands above a bar instead of in a half-circle.
    """

    view = ObjectProperty(_NOTHING, rebind=True)
    flat = BooleanProperty(False)


class Verdict(BoxLayout):
    """How good the repetition just done was, with its mark, over the picture; ``room`` is how wide it may be."""

    view = ObjectProperty(_NOTHING, rebind=True)
    room = NumericProperty(400)


CROWDED = 40
"""More repetitions than this on one side are counted in words only."""


class SideRow(BoxLayout):
    """Repetitions of one side: its name, the count and the dots; without the count in words where it is ``compact``.

    ``longest`` is the number of letters of the longest of the rows, so that all of them are written in one size.
    """

    label = StringProperty("")
    text = StringProperty("")
    marks = ListProperty()
    compact = BooleanProperty(False)
    longest = NumericProperty(1)

    def take(self, side: Side, rows: Sequence[Side]) -> None:
        """Show a side, which is one of those that are shown together."""
        self.longest = max(len(row.label) + (0 if self.compact else len(row.text)) for row in rows) + 2
        self.label, self.text = side.label, side.text
        self.marks = side.marks if len(side.marks) <= CROWDED else []


class RingBox(FloatLayout):
    """The ring of what is being waited for (hold, rest, breath, sitting still) with the seconds left in it."""

    view = ObjectProperty(_NOTHING, rebind=True)


load_kv(__file__)
