"""The headache and symptom diary: what one entry holds, and what a month of them says. Counts and means only.

A day may have several entries, one for each headache; its strongest counts. An entry of intensity 0 says that there was
no headache, which is not the same as a day without an entry: nothing is known about that one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import fmean
from typing import NewType
from uuid import UUID

DiaryEntryId = NewType("DiaryEntryId", UUID)

WINDOW_DAYS = 28
"""Headache days are counted over four weeks, so that every weekday weighs the same."""

ENOUGH_DAYS = 20
"""A choice of this program: with fewer days told of the 28, two months are not compared."""

MDC_INTENSITY = 2.4
"""Least difference on the scale of 0 to 10 that is more than noise in headache from the neck.

Minimal detectable change of the numeric pain scale: Young et al., Cephalalgia 2019;39:44-51.
"""

HALF = 0.5
"""Half as many headache days is the change that guidelines usually call meaningful (Delphi study, PMC7044826)."""


class Side(StrEnum):
    """Where a headache was; the person's own sides."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Place(StrEnum):
    """Where it hurt."""

    NECK = "neck"
    BACK_OF_HEAD = "back_of_head"
    EYE = "eye"
    FACE = "face"
    SHOULDER = "shoulder"
    ARM = "arm"


class Symptom(StrEnum):
    """What came with it."""

    STIFFNESS = "stiffness"
    NAUSEA = "nausea"
    BLURRED_VISION = "blurred_vision"


class Trigger(StrEnum):
    """What seemed to bring it on."""

    MOVEMENT = "movement"
    POSITION = "position"
    PRESSURE = "pressure"
    WORK = "work"
    NONE = "none"


class Relief(StrEnum):
    """What was tried against it."""

    REST = "rest"
    EXERCISE = "exercise"
    HEAT = "heat"
    COLD = "cold"
    MASSAGE = "massage"
    WALK = "walk"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """One headache, or a day without.

    Parameters
    ----------
    id
        Key; an entry saved again under its key replaces the one before.
    local_date
        The day on the person's own calendar.
    recorded_at
        When it was written down, aware.
    intensity
        0 (no headache) to 10 (worst imaginable).
    hours
        How long it lasted on that day, 0 to 24; ``None`` where it was not told.
    side
        ``None`` where it was not told.
    places, symptoms, relief
        What was told; empty where nothing was.
    trigger
        ``None`` where it was not told; :attr:`Trigger.NONE` says that nothing brought it on.
    medication
        Free text as typed. The program gives no advice about it.
    medication_count
        How many doses were taken that day; ``None`` where it was not told.

    Raises
    ------
    ValueError
        For a number outside its range, with one line that says which.
    """

    id: DiaryEntryId
    local_date: date
    recorded_at: datetime
    intensity: int
    hours: float | None = None
    side: Side | None = None
    places: frozenset[Place] = frozenset()
    symptoms: frozenset[Symptom] = frozenset()
    trigger: Trigger | None = None
    medication: str = ""
    medication_count: int | None = None
    relief: frozenset[Relief] = frozenset()

    def __post_init__(self) -> None:
        if not 0 <= self.intensity <= 10:
            raise ValueError(f"intensity goes from 0 to 10 (got {self.intensity})")
        if self.hours is not None and not 0 <= self.hours <= 24:
            raise ValueError(f"hours on one day go from 0 to 24 (got {self.hours:g})")
        if self.medication_count is not None and not 0 <= self.medication_count <= 99:
            raise ValueError(f"the number of doses goes from 0 to 99 (got {self.medication_count})")
        if len(self.medication) > LONGEST_TEXT:
            raise ValueError(f"medication takes at most {LONGEST_TEXT} letters (got {len(self.medication)})")

    @property
    def bare(self) -> bool:
        """Whether only the intensity was told, as by the one tap of the first screen."""
        told = (self.hours, self.side, self.trigger, self.medication_count)
        return all(value is None for value in told) and not any(
            (self.places, self.symptoms, self.relief, self.medication)
        )


LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Month:
    """What the 28 days up to and with ``last`` say.

    Parameters
    ----------
    last
        The last day of the 28.
    headache_days, days_told, medication_days
        Plain counts of days: with a headache, with any entry, with medication.
    mean_intensity, worst_intensity
        Over the headache days, each by its strongest entry; ``None`` without one.
    mean_hours
        Hours on a headache day, over the days on which they were told; ``None`` without one.
    """

    last: date
    headache_days: int
    days_told: int
    medication_days: int
    mean_intensity: float | None
    worst_intensity: int | None
    mean_hours: float | None

    @property
    def enough(self) -> bool:
        """Whether enough days were told to compare this month with another."""
        return self.days_told >= ENOUGH_DAYS


@dataclass(frozen=True, slots=True)
class DiaryChange:
    """The last 28 days against the first 28; ``missing`` says why there is no comparison, else it is empty.

    Parameters
    ----------
    first, last
        The two months; ``None`` where the diary is too short.
    days_sentence, intensity_sentence
        The change in plain words; empty where there is none to tell.
    """

    first: Month | None = None
    last: Month | None = None
    days_sentence: str = ""
    intensity_sentence: str = ""
    missing: str = ""


def strongest_by_day(entries: Iterable[DiaryEntry]) -> dict[date, int]:
    """Return the strongest intensity of every day that was told, 0 for a day without headache."""
    found: dict[date, int] = {}
    for entry in entries:
        found[entry.local_date] = max(entry.intensity, found.get(entry.local_date, 0))
    return found


def month(entries: Iterable[DiaryEntry], last: date) -> Month:
    """Count the 28 days up to and with ``last``; entries of other days make no difference."""
    first = last - timedelta(days=WINDOW_DAYS - 1)
    inside = [entry for entry in entries if first <= entry.local_date <= last]
    strongest = strongest_by_day(inside)
    headaches = [level for level in strongest.values() if level > 0]
    hours = _hours_by_day(inside)
    return Month(
        last=last,
        headache_days=len(headaches),
        days_told=len(strongest),
        medication_days=len({e.local_date for e in inside if e.medication_count or e.medication.strip()}),
        mean_intensity=fmean(headaches) if headaches else None,
        worst_intensity=max(headaches, default=None),
        mean_hours=fmean(hours.values()) if hours else None,
    )


def _hours_by_day(entries: Iterable[DiaryEntry]) -> dict[date, float]:
    """Hours with a headache on each day that told them; several headaches add up, to a whole day at most."""
    hours: dict[date, float] = {}
    for entry in entries:
        if entry.intensity and entry.hours is not None:
            hours[entry.local_date] = min(24.0, hours.get(entry.local_date, 0.0) + entry.hours)
    return hours


def change(entries: Iterable[DiaryEntry], today: date) -> DiaryChange:
    """Compare the last 28 days with the first 28 of the diary, which must not overlap."""
    kept = [entry for entry in entries if entry.local_date <= today]
    began = min((entry.local_date for entry in kept), default=None)
    if began is None or (today - began).days < 2 * WINDOW_DAYS - 1:
        return DiaryChange(missing="After eight weeks your first four weeks are compared with the last four.")
    first, last = month(kept, began + timedelta(days=WINDOW_DAYS - 1)), month(kept, today)
    if not (first.enough and last.enough):
        reason = f"To compare two months, at least {ENOUGH_DAYS} of the 28 days must be told in each."
        return DiaryChange(first, last, missing=reason)
    return DiaryChange(first, last, _days_sentence(first, last), _intensity_sentence(first, last))


def _days_sentence(first: Month, last: Month) -> str:
    before, now = first.headache_days, last.headache_days
    counts = f"{before} headache {'day' if before == 1 else 'days'} in your first 28 days, {now} in the last 28"
    if now <= HALF * before and before:
        return f"{counts}: half as many or fewer, which guidelines usually count as a change that matters."
    if now == before:
        return f"{counts}: as many."
    return f"{counts}: {abs(now - before)} {'fewer' if now < before else 'more'}."


def _intensity_sentence(first: Month, last: Month) -> str:
    if first.mean_intensity is None or last.mean_intensity is None:
        return ""
    moved = last.mean_intensity - first.mean_intensity
    verdict = "bigger than measurement noise" if abs(moved) > MDC_INTENSITY else "may be noise"
    return (
        f"Mean strength on headache days {first.mean_intensity:.1f} then, {last.mean_intensity:.1f} now "
        f"(of 10): {verdict}."
    )
