"""The page after a session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from coach.ui import words
from coach.ui.kv import load_kv
from coach.ui.presenters.summary import Summary
from coach.ui.theme import theme
from coach.ui.widgets.text import Chip, Muted

if TYPE_CHECKING:
    from coach.ui.screens.session import SessionScreen


MOST_LISTED = 60
"""So many repetitions are listed one by one; a beat has hundreds of swings."""


class RomRow(BoxLayout):
    """One direction with the range that was found in it."""

    direction = StringProperty("")
    value = StringProperty("")
    note = StringProperty("")


class JudgedRow(BoxLayout):
    """One repetition with its mark and its judgement."""

    label = StringProperty("")
    mark = StringProperty("open")
    text = StringProperty("")


class SummaryPane(BoxLayout):
    """What was done, what went well, what to watch, and the pain after.

    ``traced`` tells that there are movements to look at again, ``advice`` what to do where the pain is too strong.
    """

    screen = ObjectProperty(None, rebind=True)
    summary = ObjectProperty(None, rebind=True)
    traced = BooleanProperty(False)
    advice = StringProperty("")
    forward = StringProperty("Done")

    def __init__(self, screen: SessionScreen, summary: Summary, trouble: str | None, *, traced: bool) -> None:
        super().__init__(screen=screen, summary=summary, traced=traced, forward=screen.shell.flow.forward)
        if trouble:
            self._add("well", trouble, "alert-circle", theme.bad)
        for line in summary.well:
            self._add("well", line, "check-circle", theme.good)
        for rom in summary.rom:
            self.ids.well.add_widget(RomRow(direction=rom.direction, value=rom.value, note=rom.note))
        for line in summary.compared:
            self.ids.well.add_widget(Muted(text=line))
        for text, number in summary.faults:
            self._add(
                "watch", f"{text}, in {number} of {words.count(screen.done, 'repetition')}", "alert-circle", theme.warn
            )
        if not summary.faults:
            self.ids.watch.add_widget(Muted(text="No fault was noticed."))
        for one in summary.repetitions[:MOST_LISTED]:
            self.ids.each.add_widget(JudgedRow(label=one.label, mark=one.mark, text=one.text))
        for column in ("well", "watch"):
            self.ids[column].add_widget(Widget())

    def _add(self, column: str, text: str, icon: str, ink: Any) -> None:
        self.ids[column].add_widget(Chip(text=text, icon=icon, ink=ink))

    def primary(self) -> None:
        """On to the next exercise of the session, or back home."""
        self.screen.shell.flow.exercise_over(self.screen.presenter)


load_kv(__file__)
