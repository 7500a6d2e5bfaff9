"""The plan: where in the programme the person is, on which days they train, what belongs to it, and what changed."""

from __future__ import annotations

from collections.abc import Callable

from kivy.properties import BooleanProperty, ListProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from coach.progress.records import StoreError
from coach.ui import words
from coach.ui.kv import load_kv
from coach.ui.presenters.keeper import keeper_for
from coach.ui.presenters.plan import WEEKDAYS, PlanLine, PlanPresenter, PlanView
from coach.ui.screens.base import CoachScreen
from coach.ui.theme import theme
from coach.ui.widgets import gauge  # noqa: F401  registers the widgets that the rules use
from coach.ui.widgets.controls import Choice, Ghost
from coach.ui.widgets.text import Chip, Page


class PhaseStep(BoxLayout):
    """One phase of the programme; the running one is marked."""

    title = StringProperty("")
    now = BooleanProperty(False)


class PlanRow(BoxLayout):
    """One exercise: its dose, how often it was done this week, or why it is closed."""

    title = StringProperty("")
    dose = StringProperty("")
    often = StringProperty("")
    closed = StringProperty("")
    marks = ListProperty()

    def __init__(self, line: PlanLine) -> None:
        done = min(line.done, line.days)
        super().__init__(
            title=line.title,
            dose=line.closed or (f"{line.dose} · {line.note}" if line.note else line.dose),
            often="" if line.closed else often(line.done, line.days),
            closed=line.closed,
            marks=[] if line.closed else ["clean"] * done + ["open"] * (line.days - done),
        )


def often(done: int, days: int) -> str:
    """``1 of 3 days``; ``4 days`` where it was done as often as meant or more."""
    return words.count(done, "day") if done >= days else f"{done} of {words.count(days, 'day')}"


class ChangeRow(BoxLayout):
    """One change of a dose."""

    day = StringProperty("")
    text = StringProperty("")


class PlanPane(Page):
    """The whole plan."""

    screen = ObjectProperty(None, rebind=True)
    view = ObjectProperty(None, rebind=True)

    def __init__(self, screen: PlanScreen, view: PlanView) -> None:
        super().__init__(screen=screen, view=view)
        for title, now in view.phases:
            self.ids.phases.add_widget(PhaseStep(title=title, now=now))
        for number, name in enumerate(WEEKDAYS):
            button = Choice(text=name[:3], chosen=number in view.weekdays, size_hint=(1, None), padding=0)
            button.bind(on_release=lambda _button, n=number: screen.toggle_weekday(n))
            self.ids.weekdays.add_widget(button)
        if view.less:
            self.ids.rows.add_widget(Chip(text=view.less, icon="information-outline", ink=theme.warn))
        for text in view.contact:
            self.ids.rows.add_widget(Chip(text=text, icon="alert-circle", ink=theme.warn))
        for line in view.lines:
            self.ids.rows.add_widget(self._row(line))
        for day, text in view.changes:
            self.ids.changes.add_widget(ChangeRow(day=day[:1].upper() + day[1:], text=text))
        if not view.changes:
            self.ids.news.parent.remove_widget(self.ids.news)

    def _row(self, line: PlanLine) -> PlanRow:
        row = PlanRow(line)
        if line.keep_easier:
            keep = Ghost(text="Keep the easier one", icon="undo-variant", pos_hint={"center_y": 0.5})
            keep.bind(on_release=lambda _button: self.screen.keep_easier(line.keep_easier))
            row.add_widget(keep)
        return row


class PlanScreen(CoachScreen):
    """Shows the plan of the person; they may choose their days and keep an easier version."""

    def enter(self) -> None:
        """Read the plan afresh."""
        presenter = self._presenter()
        if presenter is None:
            self.shell.go("home")
        else:
            self.show(PlanPane(self, presenter.view()))

    def toggle_weekday(self, weekday: int) -> None:
        """Train on a weekday, or no longer."""

        def write(presenter: PlanPresenter) -> None:
            complaint = presenter.toggle_weekday(weekday)
            if complaint is not None:
                self.shell.say(complaint)

        self._write(write)

    def keep_easier(self, exercise_id: str) -> None:
        """Take a step up back."""
        self._write(lambda presenter: presenter.keep_easier(exercise_id))

    def _presenter(self) -> PlanPresenter | None:
        person = next(iter(self.services.store.people()), None)
        if person is None:
            return None
        return PlanPresenter(self.services, person, keeper_for(self.services, person.id))

    def _write(self, write: Callable[[PlanPresenter], None]) -> None:
        """Record something and show the plan anew, at the same place; where it cannot be recorded, say why."""
        scrolled = self.pane.scroll_y if isinstance(self.pane, PlanPane) else 1
        try:
            presenter = self._presenter()
            if presenter is not None:
                write(presenter)
            self.enter()
        except StoreError as error:
            self.shell.say(str(error), "alert-circle")
        if isinstance(self.pane, PlanPane):
            self.pane.scroll_y = scrolled


load_kv(__file__)
