"""An entry of the diary while it is being written: taps change it, and it becomes an entry again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from coach.progress.diary import LONGEST_TEXT, DiaryEntry, Place, Relief, Side, Symptom, Trigger

MOST_DOSES = 20


class Spot(NamedTuple):
    """A place on one side of the body; the person's own side."""

    place: Place
    side: Side


@dataclass
class Draft:
    """What has been tapped so far. ``day`` may not lie after ``today``."""

    entry: DiaryEntry
    today: date
    intensity: int | None
    spots: set[Spot]

    @classmethod
    def of(cls, entry: DiaryEntry, today: date, *, new: bool) -> Draft:
        """Begin from an entry; of a ``new`` one the strength is still to be told."""
        sides = {Side.BOTH: (Side.LEFT, Side.RIGHT), None: (Side.LEFT, Side.RIGHT)}.get(entry.side, (entry.side,))
        spots = {Spot(place, side) for place in entry.places for side in sides if side is not None}
        return cls(entry, today, None if new else entry.intensity, spots)

    @property
    def complete(self) -> bool:
        """Whether it can be saved: all that is needed is the strength."""
        return self.intensity is not None

    def toggle_spot(self, spot: Spot) -> None:
        """Take a tap on the picture; place and side follow from all that is tapped."""
        self.spots ^= {spot}
        sides = {one.side for one in self.spots}
        side = Side.BOTH if len(sides) == 2 else next(iter(sides), None)
        self.entry = replace(self.entry, places=frozenset(one.place for one in self.spots), side=side)

    def toggle_symptom(self, symptom: Symptom) -> None:
        """Add or take away what came with it."""
        self.entry = replace(self.entry, symptoms=self.entry.symptoms ^ {symptom})

    def toggle_relief(self, relief: Relief) -> None:
        """Add or take away what was tried."""
        self.entry = replace(self.entry, relief=self.entry.relief ^ {relief})

    def choose_trigger(self, trigger: Trigger) -> None:
        """Choose what brought it on; chosen again, it is not told."""
        self.entry = replace(self.entry, trigger=None if self.entry.trigger is trigger else trigger)

    def choose_hours(self, hours: float) -> None:
        """Choose how long it lasted; chosen again, it is not told."""
        self.entry = replace(self.entry, hours=None if self.entry.hours == hours else hours)

    def step_doses(self, step: int) -> None:
        """Count one dose more or less; less than none is not told."""
        count = (self.entry.medication_count or 0) + step
        told = None if count < 1 else min(count, MOST_DOSES)
        self.entry = replace(self.entry, medication_count=told)

    def write_medication(self, text: str) -> None:
        """Take the free text, cut where it is too long."""
        self.entry = replace(self.entry, medication=" ".join(text.split())[:LONGEST_TEXT])

    def step_day(self, days: int) -> None:
        """Move to another day, today at most."""
        day = min(self.entry.local_date + timedelta(days=days), self.today)
        self.entry = replace(self.entry, local_date=day)

    def done(self) -> DiaryEntry:
        """Return the entry as it was told; raises ValueError while the strength is missing."""
        if self.intensity is None:
            raise ValueError("the strength is missing")
        return replace(self.entry, intensity=self.intensity)
