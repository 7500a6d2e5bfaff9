"""What the diary shows: a month as a calendar, the entries, and what four weeks of them say."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coach.progress.diary import (
    WINDOW_DAYS,
    DiaryEntry,
    DiaryEntryId,
    Month,
    Place,
    Relief,
    Side,
    Symptom,
    Trigger,
    change,
    month,
    strongest_by_day,
)
from coach.progress.records import PersonRecord
from coach.ui import words
from coach.ui.services import Services

PLACES = {
    Place.NECK: "neck",
    Place.BACK_OF_HEAD: "back of the head",
    Place.EYE: "eye",
    Place.FACE: "face",
    Place.SHOULDER: "shoulder",
    Place.ARM: "arm",
}
SIDES = {Side.LEFT: "left", Side.RIGHT: "right", Side.BOTH: "both sides"}
SYMPTOMS = {Symptom.STIFFNESS: "stiff neck", Symptom.NAUSEA: "feeling sick", Symptom.BLURRED_VISION: "blurred vision"}
TRIGGERS = {
    Trigger.MOVEMENT: "a movement",
    Trigger.POSITION: "a position",
    Trigger.PRESSURE: "pressure",
    Trigger.WORK: "work",
    Trigger.NONE: "nothing",
}
RELIEFS = {
    Relief.REST: "rest",
    Relief.EXERCISE: "exercise",
    Relief.HEAT: "heat",
    Relief.COLD: "cold",
    Relief.MASSAGE: "massage",
    Relief.WALK: "a walk",
    Relief.OTHER: "other",
}
HOURS = {0.5: "under 1 h", 2.0: "1 to 3 h", 4.5: "3 to 6 h", 9.0: "6 to 12 h", 24.0: "all day"}
"""Choices for the hours, with the number that is kept for each."""

_STRENGTHS = (0, 3, 6, 10)
"""Upper ends of none, mild, medium and strong, for the colours of the calendar."""


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of the calendar.

    ``strength`` is 0 (no headache) to 3, ``None`` where nothing was told; ``intensity`` the number to write.
    ``open`` tells that an entry may be made for it: it is not in the future.
    """

    day: date
    inside: bool
    strength: int | None
    intensity: str
    today: bool
    open: bool


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry in the list: its day, strength and everything else in a line."""

    entry: DiaryEntry
    day: str
    strength: str
    told: str


@dataclass(frozen=True, slots=True)
class DiaryView:
    """The whole screen.

    ``weeks`` begin with Monday. ``rows`` are the entries of the month, the newest first, without those that only say
    that there was no headache.
    """

    month_title: str
    weeks: tuple[tuple[DayCell, ...], ...]
    rows: tuple[EntryRow, ...]
    count: str
    count_note: str
    strength: str
    changes: tuple[str, ...]
    today_told: bool
    later: bool
    empty: bool


class DiaryPresenter:
    """The diary of one person; every method may raise :class:`coach.progress.records.StoreError`."""

    def __init__(self, services: Services, person: PersonRecord) -> None:
        self._services = services
        self._person = person

    @property
    def today(self) -> date:
        """The person's day."""
        return self._services.now().astimezone().date()

    def view(self, shown: date) -> DiaryView:
        """Word the diary with the month of ``shown`` as a calendar."""
        entries = self._services.store.diary(self._person.id)
        strongest = strongest_by_day(entries)
        weeks = tuple(
            tuple(self._cell(day, shown, strongest) for day in week)
            for week in calendar.Calendar().monthdatescalendar(shown.year, shown.month)
        )
        last = month(entries, self.today)
        compared = change(entries, self.today)
        sentences = (compared.days_sentence, compared.intensity_sentence, compared.missing if entries else "")
        inside = [e for e in entries if (e.local_date.year, e.local_date.month) == (shown.year, shown.month)]
        return DiaryView(
            month_title=f"{shown:%B %Y}",
            weeks=weeks,
            rows=tuple(_row(entry, self.today) for entry in reversed(inside) if entry.intensity or not entry.bare),
            count=words.count(last.headache_days, "headache day"),
            count_note=f"in the last {WINDOW_DAYS} days, of which you told {last.days_told}",
            strength=_strength(last),
            changes=tuple(filter(None, sentences)),
            today_told=self.today in strongest,
            later=(shown.year, shown.month) < (self.today.year, self.today.month),
            empty=not entries,
        )

    def new(self, day: date, intensity: int = 0) -> DiaryEntry:
        """Make an entry for a day; nothing is recorded yet."""
        return self._services.store.new_diary_entry(day, self._services.now(), intensity)

    def save(self, entry: DiaryEntry) -> None:
        """Record an entry, new or changed."""
        self._services.store.save_diary_entry(self._person.id, entry)

    def delete(self, entry_id: DiaryEntryId) -> None:
        """Delete an entry; :meth:`save` brings it back."""
        self._services.store.delete_diary_entry(entry_id)

    def entries_of(self, day: date) -> Sequence[DiaryEntry]:
        """Entries of one day, the strongest first."""
        found = [e for e in self._services.store.diary(self._person.id, since=day) if e.local_date == day]
        return sorted(found, key=lambda entry: -entry.intensity)

    def _cell(self, day: date, shown: date, strongest: dict[date, int]) -> DayCell:
        level = strongest.get(day)
        strength = None if level is None else next(i for i, end in enumerate(_STRENGTHS) if level <= end)
        return DayCell(
            day=day,
            inside=day.month == shown.month,
            strength=strength,
            intensity="" if level is None else str(level),
            today=day == self.today,
            open=day <= self.today,
        )


def month_before(shown: date) -> date:
    """Return a day of the month before."""
    return shown.replace(day=1) - timedelta(days=1)


def month_after(shown: date) -> date:
    """Return a day of the month after."""
    return (shown.replace(day=28) + timedelta(days=4)).replace(day=1)


def _strength(last: Month) -> str:
    if last.mean_intensity is None:
        return ""
    text = f"Mean strength {last.mean_intensity:.1f} of 10, strongest {last.worst_intensity}"
    if last.mean_hours is not None:
        text += f", about {last.mean_hours:.0f} h on a headache day"
    return f"{text}. Medication on {words.count(last.medication_days, 'day')}."


def _row(entry: DiaryEntry, today: date) -> EntryRow:
    return EntryRow(entry, words.day(entry.local_date, today), words.pain(entry.intensity), told(entry))


def told(entry: DiaryEntry) -> str:
    """Everything but the strength, in one line; empty where nothing was told."""
    where = [PLACES[place] for place in Place if place in entry.places]
    if entry.side is not None:
        where.append(SIDES[entry.side])
    parts = [" ".join(where) if len(where) < 3 else ", ".join(where)]
    if entry.hours is not None:
        parts.append(HOURS.get(entry.hours, f"{entry.hours:g} h"))
    parts += [SYMPTOMS[symptom] for symptom in Symptom if symptom in entry.symptoms]
    if entry.trigger not in (None, Trigger.NONE):
        parts.append(f"after {TRIGGERS[entry.trigger]}")
    if entry.medication or entry.medication_count:
        count = f"{entry.medication_count} × " if entry.medication_count else ""
        parts.append(f"{count}{entry.medication or 'medication'}")
    relief = [RELIEFS[way] for way in Relief if way in entry.relief]
    parts.append(f"tried {', '.join(relief)}" if relief else "")
    return " · ".join(filter(None, parts))
