"""The first screen: a name on the first run, then the session of today and the range of motion measured last."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kivy.properties import BooleanProperty, ColorProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from coach.progress.records import StoreError
from coach.ui.kv import load_kv
from coach.ui.presenters.home import HomePresenter, HomeView, Item, Notice
from coach.ui.screens.base import CoachScreen
from coach.ui.screens.welcome import WelcomePane
from coach.ui.theme import theme
from coach.ui.widgets import pain  # noqa: F401  registers the widgets that the rules use
from coach.ui.widgets.controls import Ghost, Press
from coach.ui.widgets.text import Page

if TYPE_CHECKING:
    from coach.progress.records import PersonRecord

_ICONS = {"done": "check-circle", "next": "arrow-right", "open": "circle-outline"}


class TodayItem(Press):
    """A line of today's session; pressing it starts that exercise alone."""

    item = ObjectProperty(None, allownone=True)
    note = StringProperty("")
    minutes = StringProperty("")
    state_name = StringProperty("open")

    def __init__(self, item: Item) -> None:
        super().__init__(
            text=item.title, icon=_ICONS[item.state], note=item.note, minutes=item.minutes, state_name=item.state
        )
        self.item = item


class NoticeRow(BoxLayout):
    """Something to know today, with a button where there is a choice."""

    text = StringProperty("")
    icon = StringProperty("")
    ink = ColorProperty("#000000")


class RomCell(BoxLayout):
    """One direction and its value."""

    label = StringProperty("")
    value = StringProperty("")


class TodayPane(Page):
    """The day: how the head is, the session with its start button, and the range of motion."""

    view = ObjectProperty(None, rebind=True)
    asking = BooleanProperty(False)
    can_start = BooleanProperty(False)
    screen = ObjectProperty(None)

    def __init__(self, screen: HomeScreen, view: HomeView) -> None:
        super().__init__(screen=screen)
        self.view = view
        self.can_start = bool(view.start or view.refusal)
        self.asking = view.head is None
        for item in view.items:
            self.ids.plan.add_widget(self._line(item))
        for item in view.extras:
            self.ids.extras.add_widget(self._line(item))
        for notice in view.notices:
            self.ids.notices.add_widget(self._notice(notice))
        if not view.notices:
            self.ids.news.parent.remove_widget(self.ids.news)
        for label, value in view.rom:
            self.ids.rom.add_widget(RomCell(label=label, value=value))
        self.ids.head.bind(on_answer=lambda _scale, level: screen.tell_head(level))

    def _line(self, item: Item) -> TodayItem:
        line = TodayItem(item)
        line.bind(on_release=lambda pressed: self.screen.shell.check(pressed.item.exercise))
        return line

    def _notice(self, notice: Notice) -> NoticeRow:
        row = NoticeRow(text=notice.text, icon=notice.icon, ink=getattr(theme, notice.tone))
        if notice.keep_easier:
            keep = Ghost(text="Keep the easier one", icon="undo-variant", pos_hint={"center_y": 0.5})
            keep.bind(on_release=lambda _button: self.screen.keep_easier(notice.keep_easier))
            row.add_widget(keep)
        return row

    def primary(self) -> None:
        """Start what is left of the session, or say what to do where none may be started."""
        if self.view.refusal is not None:
            self.screen.shell.push("safety", self.view.refusal)
        elif self.view.start:
            self.screen.shell.flow.start(self.view.start)


class HomeScreen(CoachScreen):
    """Greets, asks how the head is, says what to do today, and starts it."""

    @property
    def _presenter(self) -> HomePresenter:
        return HomePresenter(self.services)

    def enter(self) -> None:
        """Read the history afresh."""
        person = self._presenter.person()
        if person is None:
            self.show(WelcomePane(self._take_name))
        else:
            self._show_day(person)

    def tell_head(self, level: int) -> None:
        """Keep how the head is, and offer what fits to it."""
        self._write(lambda person: self._presenter.tell_head(person, level))

    def keep_easier(self, exercise_id: str) -> None:
        """Take a step up back."""
        self._write(lambda person: self._presenter.keep_easier(person, exercise_id))

    def _write(self, write: Callable[[PersonRecord], None]) -> None:
        """Record something and show the day anew; where it cannot be recorded, say why."""
        try:
            person = self._presenter.person()
            if person is not None:
                write(person)
                self._show_day(person)
        except StoreError as error:
            self.shell.say(str(error), "alert-circle")

    def on_key(self, name: str) -> bool:
        """Answer how the head is by a number key, while it is asked."""
        pane = self.pane
        if not (isinstance(pane, TodayPane) and pane.asking and len(name) == 1 and name.isdigit()):
            return False
        self.tell_head(int(name))
        return True

    def _show_day(self, person: PersonRecord) -> None:
        self.show(TodayPane(self, self._presenter.view(person)))

    def _take_name(self, name: str) -> str | None:
        try:
            complaint = self._presenter.add_person(name)
        except StoreError as error:
            return str(error)
        if complaint is None:
            self.shell.go("home")
            self.shell.settled()
        return complaint


load_kv(__file__)
