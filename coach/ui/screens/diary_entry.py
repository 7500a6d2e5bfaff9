"""One entry of the diary, made by a few taps: strength, place in a picture, and what else there is to tell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from coach.progress.diary import DiaryEntry, Symptom
from coach.progress.records import StoreError
from coach.ui import words
from coach.ui.kv import load_kv
from coach.ui.presenters.diary import HOURS, PLACES, RELIEFS, SYMPTOMS, TRIGGERS, DiaryPresenter
from coach.ui.presenters.diary_draft import Draft, Spot
from coach.ui.screens.base import CoachScreen
from coach.ui.widgets import bodymap, choices, pain  # noqa: F401  registers the widgets that the rules use

NOTHING_TAPPED = "Tap where it hurts. Left and right are as in a mirror."


class EntryPane(BoxLayout):
    """Everything that can be told of one headache; only the strength is needed."""

    screen = ObjectProperty(None, rebind=True)
    day = StringProperty("")
    where = StringProperty(NOTHING_TAPPED)
    doses = StringProperty("0")
    note = StringProperty("")
    complete = BooleanProperty(False)
    at_today = BooleanProperty(True)
    new = BooleanProperty(True)

    def __init__(self, screen: EntryScreen, draft: Draft, *, new: bool) -> None:
        super().__init__(screen=screen, new=new)
        self.draft = draft
        ids = self.ids
        ids.scale.bind(on_answer=lambda _scale, level: self._strength(level))
        for row, offered, change in (
            (ids.hours, HOURS, draft.choose_hours),
            (ids.symptoms, SYMPTOMS, draft.toggle_symptom),
            (ids.trigger, TRIGGERS, draft.choose_trigger),
            (ids.relief, RELIEFS, draft.toggle_relief),
        ):
            row.offer(offered)
            row.bind(on_choice=lambda _row, key, act=change: self._do(act, key))
        for body in (ids.front, ids.back):
            body.bind(on_spot=lambda _body, spot: self._do(draft.toggle_spot, spot))
        ids.medication.text = draft.entry.medication
        if draft.intensity is not None:
            ids.scale.answer(draft.intensity)
        self.refresh()

    def refresh(self) -> None:
        """Show the draft as it stands."""
        draft, entry, ids = self.draft, self.draft.entry, self.ids
        self.day = words.day(entry.local_date, draft.today)
        self.at_today = entry.local_date == draft.today
        self.complete = draft.complete
        self.where = spots_in_words(draft.spots) or NOTHING_TAPPED
        self.doses = str(entry.medication_count or 0)
        blurred = Symptom.BLURRED_VISION in entry.symptoms
        self.note = "If this is new for you, read “When to see a doctor” under Learn." if blurred else ""
        ids.hours.mark({entry.hours})
        ids.symptoms.mark(entry.symptoms)
        ids.trigger.mark({entry.trigger})
        ids.relief.mark(entry.relief)
        for body in (ids.front, ids.back):
            body.mark(draft.spots)

    def step_doses(self, step: int) -> None:
        """Count a dose more or less."""
        self._do(self.draft.step_doses, step)

    def step_day(self, days: int) -> None:
        """Move to another day."""
        self._do(self.draft.step_day, days)

    def primary(self) -> None:
        """Save, once the strength is told."""
        if self.complete:
            self.draft.write_medication(self.ids.medication.text)
            self.screen.save(self.draft.done())

    def _strength(self, level: int) -> None:
        self.draft.intensity = level
        self.refresh()

    def _do(self, act: Callable[[Any], None], told: Any) -> None:
        act(told)
        self.refresh()


class EntryScreen(CoachScreen):
    """Writes an entry; its subject is a :class:`DiaryEntry` to change, or the day of a new one."""

    @property
    def _presenter(self) -> DiaryPresenter:
        return DiaryPresenter(self.services, next(iter(self.services.store.people())))

    def enter(self) -> None:
        """Begin from the subject."""
        presenter, subject = self._presenter, self.subject
        new = isinstance(subject, date)
        entry = presenter.new(subject) if isinstance(subject, date) else subject
        self.show(EntryPane(self, Draft.of(entry, presenter.today, new=new), new=new))

    def save(self, entry: DiaryEntry) -> None:
        """Record the entry and go back."""
        if self._write(lambda: self._presenter.save(entry)):
            self.shell.back()
            self.shell.say("Saved.", "check-circle")

    def delete(self) -> None:
        """Delete the entry, and offer to bring it back."""
        entry = self.subject
        if not self._write(lambda: self._presenter.delete(entry.id)):
            return
        self.shell.back()
        self.shell.ask(
            "The entry was deleted",
            f"{words.day(entry.local_date, self._presenter.today).capitalize()}, strength {entry.intensity} of 10.",
            [("All right", "check", None), ("Bring it back", "undo-variant", lambda: self._bring_back(entry))],
            "trash-can-outline",
        )

    def on_key(self, name: str) -> bool:
        """Answer the strength by a number key."""
        pane = self.pane
        if not (isinstance(pane, EntryPane) and len(name) == 1 and name.isdigit()):
            return False
        pane.ids.scale.answer(int(name))
        return True

    def _bring_back(self, entry: DiaryEntry) -> None:
        if self._write(lambda: self._presenter.save(entry)):
            self.shell.screen.enter()

    def _write(self, write: Callable[[], None]) -> bool:
        """Record something; where it cannot be recorded, say why and stay."""
        try:
            write()
        except StoreError as error:
            self.shell.say(str(error), "alert-circle")
            return False
        return True


def spots_in_words(spots: set[Spot]) -> str:
    """``Neck left and right, eye left``."""
    parts = []
    for place, name in PLACES.items():
        sides = sorted(spot.side.value for spot in spots if spot.place is place)
        if sides:
            parts.append(f"{name} {' and '.join(sides)}")
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


load_kv(__file__)
