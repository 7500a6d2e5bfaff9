"""The diary: a month as a calendar, headache days in four weeks, and the entries."""

from __future__ import annotations

from datetime import date
from typing import Any

from kivy.properties import BooleanProperty, ColorProperty, ObjectProperty, StringProperty
from kivy.uix.label import Label

from coach.progress.records import StoreError
from coach.ui.kv import load_kv
from coach.ui.presenters.diary import (
    DayCell,
    DiaryPresenter,
    DiaryView,
    EntryRow,
    month_after,
    month_before,
)
from coach.ui.screens.base import CoachScreen
from coach.ui.theme import contrast_ratio, theme
from coach.ui.widgets.controls import Press
from coach.ui.widgets.text import Page

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_SHARES = (0.0, 0.28, 0.58, 1.0)
"""How much of the warning colour a day shows, from none to strong."""


class DayButton(Press):
    """One day of the calendar: its number, and the strength of the headache in colour and as a number."""

    cell = ObjectProperty(None)
    number = StringProperty("")
    level = StringProperty("")
    fill = ColorProperty("#FFFFFF")
    ink = ColorProperty("#000000")
    outlined = BooleanProperty(False)
    faint = BooleanProperty(False)

    def __init__(self, cell: DayCell) -> None:
        share = _SHARES[cell.strength] if cell.strength is not None else 0.0
        fill = [ground + (warm - ground) * share for ground, warm in zip(theme.surface, theme.bad, strict=True)]
        super().__init__(
            cell=cell,
            number=str(cell.day.day),
            level=cell.intensity,
            fill=fill,
            ink=max((theme.ink, theme.surface), key=lambda ink: contrast_ratio(ink, fill)),
            outlined=cell.today,
            faint=not cell.inside,
            disabled=not cell.open,
        )


class DiaryLine(Press):
    """One entry; pressing it opens it."""

    row = ObjectProperty(None)
    day = StringProperty("")
    strength = StringProperty("")
    told = StringProperty("")

    def __init__(self, row: EntryRow) -> None:
        super().__init__(row=row, day=row.day, strength=row.strength, told=row.told)


class DiaryPane(Page):
    """Calendar and count at the left, entries at the right."""

    screen = ObjectProperty(None, rebind=True)
    view = ObjectProperty(None, rebind=True)

    def __init__(self, screen: DiaryScreen, view: DiaryView) -> None:
        super().__init__(screen=screen, view=view)
        days = self.ids.days
        for name in WEEKDAYS:
            days.add_widget(WeekdayName(text=name))
        for cell in (cell for week in view.weeks for cell in week):
            button = DayButton(cell)
            button.bind(on_release=lambda pressed: screen.open_day(pressed.cell.day))
            days.add_widget(button)
        for row in view.rows:
            line = DiaryLine(row)
            line.bind(on_release=lambda pressed: screen.shell.push("diary_entry", pressed.row.entry))
            self.ids.rows.add_widget(line)

    def primary(self) -> None:
        """Write an entry for today."""
        self.screen.add()


class WeekdayName(Label):
    """Two letters over a column of the calendar."""


class DiaryScreen(CoachScreen):
    """Shows the diary of the person."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._shown: date | None = None

    @property
    def presenter(self) -> DiaryPresenter | None:
        """The diary of the person; ``None`` on the first run."""
        person = next(iter(self.services.store.people()), None)
        return DiaryPresenter(self.services, person) if person is not None else None

    def enter(self) -> None:
        """Read the diary afresh; the month that was looked at stays."""
        presenter = self.presenter
        if presenter is None:
            self.shell.go("home")
            return
        self.show(DiaryPane(self, presenter.view(self._shown or presenter.today)))

    def turn(self, months: int) -> None:
        """Show the month before (-1) or after (1)."""
        presenter = self.presenter
        if presenter is not None:
            shown = self._shown or presenter.today
            self._shown = month_before(shown) if months < 0 else min(month_after(shown), presenter.today)
            self.enter()

    def add(self) -> None:
        """Write a new entry for today."""
        if self.presenter is not None:
            self.shell.push("diary_entry", self.presenter.today)

    def open_day(self, day: date) -> None:
        """Open the strongest entry of a day, or write a new one for it."""
        if self.presenter is not None:
            found = self.presenter.entries_of(day)
            self.shell.push("diary_entry", found[0] if found else day)

    def no_headache(self) -> None:
        """Note in one tap that there is no headache today."""
        presenter = self.presenter
        if presenter is not None:
            try:
                presenter.save(presenter.new(presenter.today))
                self.enter()
            except StoreError as error:
                self.shell.say(str(error), "alert-circle")
            else:
                self.shell.say("Noted: no headache today.", "check-circle")

    def on_key(self, name: str) -> bool:
        """Left and right turn the month."""
        if name not in ("left", "right"):
            return False
        self.turn(-1 if name == "left" else 1)
        return True


load_kv(__file__)
