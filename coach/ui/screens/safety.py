"""Safety: the questions of the intake and what follows, why an exercise is not begun, and the page of the place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kivy.properties import ColorProperty, ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from coach.progress.records import StoreError
from coach.progress.safety.model import Level
from coach.ui.kv import load_kv
from coach.ui.presenters.guard import BY_MISTAKE, Guard
from coach.ui.presenters.intake import IntakePresenter
from coach.ui.presenters.refusal import Kind, Refusal, blocked
from coach.ui.presenters.safety import SafetyView, Verdict, safety_view, verdict
from coach.ui.presenters.starting import guard_of
from coach.ui.screens.base import CoachScreen
from coach.ui.screens.notice import NoticePane
from coach.ui.screens.questions import QuestionsPane
from coach.ui.screens.signs import SignsPane
from coach.ui.theme import theme
from coach.ui.widgets.text import Chip, Page, Row

ICONS = {
    Level.EMERGENCY: ("ambulance", "bad"),
    Level.DOCTOR: ("stethoscope", "warn"),
    Level.THERAPIST: ("account-heart-outline", "warn"),
    Level.CONTINUE: ("shield-check-outline", "good"),
}
_REFUSED = {
    Kind.INTAKE: ("clipboard-list-outline", "primary"),
    Kind.EMERGENCY: ICONS[Level.EMERGENCY],
    Kind.DOCTOR: ICONS[Level.DOCTOR],
    Kind.PAUSED: ("pause", "warn"),
    Kind.LOCKED: ("lock-outline", "warn"),
    Kind.PAIN: ("hand-heart-outline", "warn"),
}
_SAYS = {
    Kind.DOCTOR: "A doctor says I may train",
    Kind.PAUSED: "My therapist says I may train",
    Kind.LOCKED: "My therapist opens it for me",
}
DECISION_WIDTHS = (0.8, 1.6, 3)


@dataclass(frozen=True)
class Questions:
    """Subject of the screen when the intake is to be answered; ``then`` is done afterwards."""

    then: Callable[[], None]


class ClearPane(FloatLayout):
    """Asks who said that the person may go on."""

    complaint = StringProperty("")

    def __init__(self, confirm: Callable[[str], str], back: Callable[[], None]) -> None:
        super().__init__()
        self._confirm, self.back = confirm, back

    def primary(self) -> None:
        """Offer the name."""
        name = " ".join(self.ids.name.text.split())
        self.complaint = self._confirm(name) if name else "Please type who said so."


class PlacePane(Page):
    """Where the person stands, and what was decided lately."""

    screen = ObjectProperty(None)
    view = ObjectProperty(None, rebind=True)
    ink = ColorProperty("#000000")
    icon = StringProperty("")

    def __init__(self, screen: SafetyScreen, view: SafetyView) -> None:
        super().__init__(screen=screen, view=view)
        found = view.verdict
        self.icon, ink = ICONS[found.level] if found else ("clipboard-list-outline", "primary")
        self.ink = getattr(theme, ink)
        for line in found.reasons if found else ():
            self.ids.lines.add_widget(Chip(text=line, icon="circle-medium", ink=theme.ink))
        for line in (*(found.notes if found else ()), *([view.dose] if view.dose else [])):
            self.ids.lines.add_widget(Chip(text=line, icon="information-outline", ink=theme.primary))
        if found and found.closed:
            closed = f"Closed until a therapist opens it: {', '.join(found.closed)}"
            self.ids.lines.add_widget(Chip(text=closed, icon="lock-outline", ink=theme.warn))
        for number, cells in enumerate(view.decisions):
            self.ids.table.add_widget(Row(cells=cells, widths=DECISION_WIDTHS, odd=bool(number % 2), strong=1))

    def primary(self) -> None:
        """Answer the questions."""
        self.screen.ask()


class SafetyScreen(CoachScreen):
    """Shows the place, asks the questions (:class:`Questions`) or says why not (:class:`Refusal`)."""

    def enter(self) -> None:
        """Show what the subject asks for."""
        subject = self.subject
        if not self.services.store.people():
            pane = NoticePane("First, your name", "The questions come after it.", "", _REFUSED[Kind.INTAKE])
            pane.offer("Today", "home-outline", lambda: self.shell.go("home"))
            self.show(pane)
        elif isinstance(subject, Refusal):
            self.refuse(subject)
        elif isinstance(subject, Questions):
            intake = self.guard.intake()
            presenter = IntakePresenter(self.services.safety, intake.answers if intake else None)
            self.show(QuestionsPane(presenter, self.answered, self.shell.back))
        else:
            self.show(PlacePane(self, safety_view(self.guard, self.services)))

    @property
    def guard(self) -> Guard:
        """The rules for the person; there is one once a name was given."""
        return guard_of(self.services)

    def on_key(self, name: str) -> bool:
        """Escape goes back a page of the questions."""
        if name == "escape" and isinstance(self.pane, QuestionsPane):
            self.pane.back()
            return True
        return False

    def ask(self, then: str = "safety") -> None:
        """Ask the questions of the intake, then show a place."""
        self.shell.push("safety", Questions(lambda: self.shell.go(then)), instead=True)

    def answered(self, presenter: IntakePresenter) -> str:
        """Keep the answers and say what follows; returns what is wrong where they cannot be kept."""
        try:
            stands = self.guard.take_intake(presenter.answers)
        except StoreError as error:
            return str(error)
        assert stands.level is not None, "the answers are complete"
        then = self.subject.then
        found = verdict(stands, stands.level, self.services.safety, self.services.exercises)
        self._show_verdict(found, then)
        return ""

    def _show_verdict(self, found: Verdict, then: Callable[[], None]) -> None:
        pane = NoticePane(found.title, found.lead, found.small, ICONS[found.level])
        pane.tell(found.reasons)
        pane.tell(found.notes, "information-outline", "primary")
        if found.closed:
            pane.tell((f"Closed until a therapist opens it: {', '.join(found.closed)}",), "lock-outline", "warn")
        pane.offer("I have read this" if found.level is not Level.CONTINUE else "Go on", "check", then)
        self.show(pane)

    def refuse(self, refusal: Refusal) -> None:
        """Say why an exercise is not begun, with the ways on."""
        shell = self.shell
        pane = NoticePane(refusal.title, refusal.lead, refusal.small, _REFUSED[refusal.kind])
        pane.tell(refusal.reasons)
        if refusal.kind is Kind.INTAKE:
            pane.offer("Answer the questions", "arrow-right", lambda: self.ask("home"))
            pane.offer("Not now", "arrow-left", lambda: shell.go("home"))
            self.show(pane)
            return
        pane.offer("Back to today", "home-outline", lambda: shell.go("home"))
        if refusal.open_rules:
            pane.offer(_SAYS[refusal.kind], "account-heart-outline", lambda: self._ask_who(refusal))
        if refusal.mistake:
            pane.offer("It was ticked by mistake", "undo-variant", lambda: self._take_back(refusal))
        if refusal.kind is Kind.EMERGENCY:
            pane.offer("The signs are gone", "refresh", self.signs_again)
        elif refusal.kind in (Kind.DOCTOR, Kind.LOCKED) and refusal.reasons and not refusal.mistake:
            pane.offer("Answer the questions again", "clipboard-list-outline", self.ask)
        self.show(pane)

    def signs_again(self) -> None:
        """Ask the emergency page again; a sign that is gone then still needs a doctor's word."""
        self.show(SignsPane(self.services.safety.emergency_page, self.take_signs, lambda: self.shell.go("home")))

    def take_signs(self, ticked: set[str]) -> None:
        """Keep the answer and show what follows."""
        guard = self.guard
        stands = guard.take_signs(ticked)
        refusal = blocked(stands, guard.rules.levels)
        if refusal is None:
            self.shell.go("safety")
        else:
            self.refuse(refusal)

    def _ask_who(self, refusal: Refusal) -> None:
        self.show(ClearPane(lambda name: self._clear(refusal, name), lambda: self.refuse(refusal)))

    def _take_back(self, refusal: Refusal) -> None:
        complaint = self._clear(refusal, BY_MISTAKE)
        if complaint:
            self.shell.say(complaint, "alert-circle")

    def _clear(self, refusal: Refusal, by: str) -> str:
        try:
            self.guard.clear(refusal.open_rules, by)
        except StoreError as error:
            return str(error)
        self.shell.go("safety")
        return ""


load_kv(__file__)
