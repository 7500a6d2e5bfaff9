"""What was measured and done so far: one direction over time, and the table of sessions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.properties import BooleanProperty, ListProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from coach.measure.types import Direction
from coach.progress.records import SessionRecord, StoreError
from coach.ui.kv import load_kv
from coach.ui.presenters.history import COLUMNS, WIDTHS, HistoryPresenter, HistoryView
from coach.ui.presenters.home import PAIRS
from coach.ui.screens.base import CoachScreen
from coach.ui.widgets.controls import Choice, Plain
from coach.ui.widgets.text import Page, Row

FIRST_ROWS, MORE_ROWS = 12, 40
"""Rows of the table that are made at once: a year of sessions would otherwise hold the window up."""


class EmptyPane(FloatLayout):
    """Shown where there is nothing yet: what will stand here, and the way to it."""

    icon = StringProperty("chart-line")
    title = StringProperty("")
    text = StringProperty("")
    screen = ObjectProperty(None)

    def primary(self) -> None:
        """To what there is to do."""
        self.screen.shell.go("home")


class HistoryPane(Page):
    """Chooser of six directions, chart with change in words, and the table."""

    direction = ObjectProperty(Direction.LEFT_ROTATION)
    title = StringProperty("")
    newest = StringProperty("")
    change = StringProperty("")
    points = ListProperty()
    rows = ListProperty()
    columns = ListProperty(COLUMNS)
    widths = ListProperty(WIDTHS)
    earlier = BooleanProperty(False)
    traced = BooleanProperty(False)
    trained = BooleanProperty(False)
    postured = BooleanProperty(False)
    posture_change = StringProperty("")
    screen = ObjectProperty(None, rebind=True)

    def __init__(self, screen: HistoryScreen, view: HistoryView, direction: Direction) -> None:
        super().__init__(screen=screen)
        self._view = view
        self.earlier = view.earlier
        self.traced = any(session is not None for session in view.traced)
        self.buttons: dict[Direction, Choice] = {}
        for one in (d for pair in PAIRS for d in pair):
            button = Choice(text=view.directions[one].title, size_hint=(1, None), padding=0, text_size_sp="16sp")
            button.bind(on_release=lambda _button, d=one: self.choose(d))
            self.buttons[one] = button
            self.ids.chooser.add_widget(button)
        self.rows = [
            ({"cells": cells, "widths": WIDTHS, "odd": index % 2 == 0, "strong": 1}, session)
            for index, (cells, session) in enumerate(zip(view.rows, view.traced, strict=True))
        ]
        for exercise in view.training:
            self.ids.training.add_widget(
                TrendChart(title=exercise.title, newest=exercise.newest, points=exercise.points)
            )
        self.trained = bool(view.training)
        if view.posture is not None:
            told = view.posture
            self.ids.posture.add_widget(
                TrendChart(title="Craniovertebral angle", newest=told.newest, points=told.points)
            )
            self.postured, self.posture_change = True, told.change
        self.choose(direction)

    def choose(self, direction: Direction) -> None:
        """Show one direction."""
        chosen = self._view.directions[direction]
        self.direction = direction
        self.title, self.newest, self.change = chosen.title, chosen.newest, chosen.change
        self.points = chosen.points
        for one, button in self.buttons.items():
            button.chosen = one is direction


class TrendChart(BoxLayout):
    """Something that is told in degrees, over time."""

    title = StringProperty("")
    newest = StringProperty("")
    points = ListProperty()


class SessionRow(BoxLayout):
    """One row with a button at its end where its movements can be looked at again."""

    end_width = NumericProperty(0)

    def __init__(self, row: dict[str, Any], replay: Callable[[], None] | None) -> None:
        super().__init__()
        self.add_widget(Row(**row))
        end = Plain(icon="replay", size_hint=(None, 1)) if replay else Widget(size_hint_x=None)
        end.width = self.end_width
        if replay:
            end.bind(on_release=lambda _button: replay())
        self.bind(end_width=end.setter("width"))
        self.add_widget(end)


class TableRows(BoxLayout):
    """The rows of the table, the newest few at first.

    ``rows`` holds for each the properties of its row, and its session where that can be replayed.
    """

    screen = ObjectProperty(None)
    rows = ListProperty()

    def on_rows(self, *_: Any) -> None:
        """Begin with the newest."""
        self.clear_widgets()
        self._add(FIRST_ROWS)

    def _add(self, number: int) -> None:
        shown = len(self.children)
        for row in self.rows[shown : shown + number]:
            self.add_widget(self._row(*row))
        left = len(self.rows) - len(self.children)
        if left:
            more = Plain(text=f"Show {min(left, MORE_ROWS)} more", icon="arrow-down")
            more.bind(on_release=self._more)
            self.add_widget(more)

    def _row(self, row: dict[str, Any], session: SessionRecord | None) -> SessionRow:
        return SessionRow(row, None if session is None else lambda: self.screen.replay(session))

    def _more(self, pressed: Plain) -> None:
        self.remove_widget(pressed)
        self._add(MORE_ROWS)


class HistoryScreen(CoachScreen):
    """Shows the history of the person."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._direction: Direction | None = None

    def enter(self) -> None:
        """Read the history afresh: the last year."""
        self._read(everything=False)

    def show_earlier(self) -> None:
        """Read everything that was ever recorded."""
        self.leave()
        self._read(everything=True)

    def _read(self, *, everything: bool) -> None:
        person = next(iter(self.services.store.people()), None)
        view = HistoryPresenter(self.services).view(person, everything=everything) if person is not None else None
        if view is None or view.empty:
            self.show(
                EmptyPane(
                    screen=self,
                    title="Nothing here yet",
                    text="After your first range of motion check you will see here how far your neck moves, "
                    "and after every exercise what you did.",
                )
            )
        else:
            self.show(HistoryPane(self, view, self._direction or view.first_measured))

    def replay(self, session: SessionRecord) -> None:
        """Look at the movements of a session again."""
        try:
            subject = HistoryPresenter(self.services).replay(self.services.store.people()[0], session)
        except StoreError as error:
            self.shell.say(str(error), "alert-circle")
            return
        if subject is None:
            self.shell.say("This exercise is no longer in the library, so it cannot be shown.", "alert-circle")
        else:
            self.shell.push("replay", subject)

    def leave(self) -> None:
        """Remember the direction that was looked at."""
        if isinstance(self.pane, HistoryPane):
            self._direction = self.pane.direction

    def on_key(self, name: str) -> bool:
        """Left and right go through the directions."""
        pane = self.pane
        if name not in ("left", "right") or not isinstance(pane, HistoryPane):
            return False
        order = list(pane.buttons)
        step = 1 if name == "right" else -1
        pane.choose(order[(order.index(pane.direction) + step) % len(order)])
        return True


load_kv(__file__)
