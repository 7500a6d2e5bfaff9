"""Every exercise there is, by its approach, to look at and to choose from."""

from __future__ import annotations

from collections import deque
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from coach.exercise.model import Approach, Exercise
from coach.ui.figure.framing import frame
from coach.ui.figure.picture import Side
from coach.ui.figure.widget import Figure
from coach.ui.kv import load_kv
from coach.ui.presenters.library import (
    APPROACHES,
    Entry,
    LibraryPresenter,
    Section,
    closed_for,
    due_for,
    everything,
    own_range,
    shown_side,
    still,
)
from coach.ui.screens.base import CoachScreen
from coach.ui.widgets.controls import Choice, Press
from coach.ui.widgets.text import Page

AT_ONCE = 3
"""Figures that are drawn in one frame, so that the list is there at once and fills while it is looked at."""


class ExerciseCard(Press):
    """One exercise: its figure, its name, how much of it, and what is special about it."""

    note = StringProperty("")
    mark = StringProperty("")
    closed = BooleanProperty(False)

    def __init__(self, entry: Entry) -> None:
        super().__init__(text=entry.title, note=entry.note, mark=entry.mark, closed=entry.closed)
        self.exercise = entry.exercise

    def draw(self, own_range_deg: Any) -> None:
        """Draw the figure."""
        pose, side = still(self.exercise, own_range_deg), shown_side(self.exercise, own_range_deg)
        self.ids.picture.add_widget(Figure(pose=pose, side=side, window=frame([pose], Side(side), close=True)))


class ApproachChoice(Choice):
    """An approach to show, as wide as its name."""


class ApproachSection(BoxLayout):
    """Heading of an approach with its cards in columns."""

    title = StringProperty("")
    text = StringProperty("")
    columns = NumericProperty(3)

    def __init__(self, section: Section) -> None:
        super().__init__(title=section.title, text=section.text)


class LibraryPane(Page):
    """Search, choice of an approach, and the cards."""

    screen = ObjectProperty(None, rebind=True)
    query = StringProperty("")
    found = StringProperty("")
    columns = NumericProperty(3)

    def __init__(self, screen: LibraryScreen, presenter: LibraryPresenter) -> None:
        super().__init__(screen=screen)
        self._presenter = presenter
        self._approach: Approach | None = None
        self._waiting: deque[ExerciseCard] = deque()
        self._draw_soon = Clock.create_trigger(self._draw_some)
        self.choices: dict[Approach | None, Choice] = {}
        for approach, text in [(None, "All"), *((a, APPROACHES[a][0]) for a in presenter.approaches)]:
            choice = ApproachChoice(text=text, text_size_sp="16sp")
            choice.bind(on_release=lambda _choice, a=approach: self.choose(a))
            self.choices[approach] = choice
            self.ids.approaches.add_widget(choice)
        self.choose(None)

    def choose(self, approach: Approach | None) -> None:
        """Show one approach, or all."""
        self._approach = approach
        for one, choice in self.choices.items():
            choice.chosen = one is approach
        self._list()

    def on_query(self, _pane: LibraryPane, _query: str) -> None:
        """Search as it is typed."""
        self._list()

    def primary(self) -> None:
        """Open the only one that was found."""
        cards = [w for w in self.ids.sections.walk(restrict=True) if isinstance(w, ExerciseCard)]
        if len(cards) == 1:
            self.screen.open(cards[0].exercise)

    def _list(self) -> None:
        view = self._presenter.view(self.query, self._approach)
        self.found = view.found
        self.ids.sections.clear_widgets()
        self._waiting.clear()
        for section in view.sections:
            block = ApproachSection(section)
            self.bind(columns=block.setter("columns"))
            block.columns = self.columns
            for entry in section.entries:
                card = ExerciseCard(entry)
                card.bind(on_release=lambda pressed: self.screen.open(pressed.exercise))
                block.ids.cards.add_widget(card)
                self._waiting.append(card)
            self.ids.sections.add_widget(block)
        self._draw_soon()

    def _draw_some(self, _dt: float) -> None:
        for _ in range(min(AT_ONCE, len(self._waiting))):
            self._waiting.popleft().draw(self.screen.own_range_deg)
        if self._waiting:
            self._draw_soon()


class LibraryScreen(CoachScreen):
    """Lists the library; keeps what was searched for while a page of it is open."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.own_range_deg: Any = {}
        self._kept: tuple[str, Approach | None, float] = ("", None, 1.0)

    def enter(self) -> None:
        """List afresh, as it was left."""
        self.own_range_deg = own_range(self.services)
        due, _ = due_for(self.services)
        pane = LibraryPane(
            self, LibraryPresenter([due(e) for e in everything(self.services)], closed_for(self.services))
        )
        query, approach, scroll = self._kept
        self.show(pane)
        pane.ids.search.text = query
        if approach in pane.choices:
            pane.choose(approach)
        Clock.schedule_once(lambda _dt: setattr(pane, "scroll_y", scroll))

    def leave(self) -> None:
        """Remember what was looked at."""
        if isinstance(self.pane, LibraryPane):
            chosen = next(approach for approach, choice in self.pane.choices.items() if choice.chosen)
            self._kept = (self.pane.query, chosen, self.pane.scroll_y)

    def open(self, exercise: Exercise) -> None:
        """Show the page of one exercise."""
        self.shell.push("exercise", exercise)

    def on_key(self, name: str) -> bool:
        """Escape empties the search first."""
        pane = self.pane
        if name == "escape" and isinstance(pane, LibraryPane) and pane.query:
            pane.ids.search.text = ""
            return True
        return False


load_kv(__file__)
