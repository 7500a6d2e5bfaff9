"""Compound meters of the running session: caption, gauge card, verdict and the ring with its seconds."""

from __future__ import annotations

from kivy.properties import BooleanProperty, ColorProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout

from coach.ui.kv import load_kv
from coach.ui.presenters.run_view import RunView
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
    """The angle with its target zone; while breathing, the circle that breathes; on a path, the dot to follow."""

    view = ObjectProperty(_NOTHING, rebind=True)


class Verdict(BoxLayout):
    """How good the repetition just done was, with its mark; its place is kept where there is nothing to say."""

    view = ObjectProperty(_NOTHING, rebind=True)
    roomy = BooleanProperty(True)


class RingBox(FloatLayout):
    """The ring of what is being waited for (hold, rest, breath, sitting still) with the seconds left in it."""

    view = ObjectProperty(_NOTHING, rebind=True)


load_kv(__file__)
