"""The end of a session: what was done, exercise by exercise."""

from __future__ import annotations

from kivy.properties import ColorProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from coach.ui.kv import load_kv
from coach.ui.presenters.sequence import Line, Sequence, SessionSummary, State
from coach.ui.screens.base import CoachScreen
from coach.ui.theme import theme
from coach.ui.widgets import controls  # noqa: F401  registers the widgets that the rules use

_ICONS = {
    State.DONE: ("check-circle", "good"),
    State.STOPPED: ("stop-circle-outline", "warn"),
    State.SKIPPED: ("skip-next", "muted"),
    State.OPEN: ("circle-outline", "muted"),
}


class DoneRow(BoxLayout):
    """One exercise and how it ended."""

    icon = StringProperty("")
    ink = ColorProperty("#000000")
    title = StringProperty("")
    note = StringProperty("")

    def __init__(self, line: Line) -> None:
        icon, ink = _ICONS[line.state]
        super().__init__(icon=icon, ink=getattr(theme, ink), title=line.title, note=line.note)


class DonePane(BoxLayout):
    """The whole session."""

    screen = ObjectProperty(None, rebind=True)
    summary = ObjectProperty(None, rebind=True)

    def __init__(self, screen: DoneScreen, summary: SessionSummary) -> None:
        super().__init__(screen=screen, summary=summary)
        for line in summary.lines:
            self.ids.rows.add_widget(DoneRow(line))

    def primary(self) -> None:
        """Back to the first screen."""
        self.screen.shell.go("home")


class DoneScreen(CoachScreen):
    """Shows the summary of a session; its subject is the :class:`Sequence`."""

    room = "dark"

    def enter(self) -> None:
        """Word what was done."""
        sequence: Sequence = self.subject
        self.show(DonePane(self, sequence.summary(self.services.now())))


load_kv(__file__)
