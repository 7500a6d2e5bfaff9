"""The first screen: a name on the first run, then what to do today and the range of motion measured last."""

from __future__ import annotations

from collections.abc import Callable

from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from coach.exercise.model import Exercise
from coach.progress.records import StoreError
from coach.ui.kv import load_kv
from coach.ui.presenters.home import HomePresenter, HomeView, Item
from coach.ui.screens.base import CoachScreen
from coach.ui.screens.welcome import WelcomePane
from coach.ui.widgets.controls import Press
from coach.ui.widgets.text import Page

_ICONS = {"done": "check-circle", "next": "arrow-right", "open": "circle-outline"}


class TodayItem(Press):
    """A line of today's plan; pressing it starts that exercise."""

    item = ObjectProperty(None, allownone=True)
    note = StringProperty("")
    state_name = StringProperty("open")

    def __init__(self, item: Item) -> None:
        super().__init__(text=item.title, icon=_ICONS[item.state], note=item.note, state_name=item.state)
        self.item = item


class RomCell(BoxLayout):
    """One direction and its value."""

    label = StringProperty("")
    value = StringProperty("")


class TodayPane(Page):
    """The day: the next thing with its start button, the plan, and the range of motion."""

    view = ObjectProperty(None, rebind=True)

    def __init__(self, view: HomeView, start: Callable[[Exercise], None]) -> None:
        super().__init__()
        self._start = start
        self.view = view
        for item in view.items:
            line = TodayItem(item)
            line.bind(on_release=lambda pressed: start(pressed.item.exercise))
            self.ids.plan.add_widget(line)
        for label, value in view.rom:
            self.ids.rom.add_widget(RomCell(label=label, value=value))

    def primary(self) -> None:
        """Start what comes next."""
        if self.view.next is not None:
            self._start(self.view.next.exercise)


class HomeScreen(CoachScreen):
    """Greets, says what to do today, and starts it."""

    def enter(self) -> None:
        """Read the history afresh."""
        presenter = HomePresenter(self.services)
        person = presenter.person()
        if person is None:
            self.show(WelcomePane(self._take_name))
        else:
            self.show(TodayPane(presenter.view(person), self.shell.check))

    def _take_name(self, name: str) -> str | None:
        try:
            complaint = HomePresenter(self.services).add_person(name)
        except StoreError as error:
            return str(error)
        if complaint is None:
            self.shell.go("home")
            self.shell.settled()
        return complaint


load_kv(__file__)
