"""``coach diary``: headaches noted and counted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from coach.cli import CommandError, Exit
from coach.cli.people import one_person
from coach.history.store import open_store
from coach.paths import database_path
from coach.progress.diary import (
    WINDOW_DAYS,
    DiaryEntry,
    Month,
    Place,
    Relief,
    Side,
    Symptom,
    Trigger,
    change,
    month,
)
from coach.progress.records import PersonRecord
from coach.ui import words
from coach.ui.presenters.diary import told

Word = TypeVar("Word", bound=StrEnum)


def print_diary(patient: str | None, *, as_json: bool) -> None:
    """Print the diary of one person, and what the last 28 days of it say.

    Raises
    ------
    CommandError
        Nobody, or several people, with that name or id.
    StoreError
        The database cannot be read.
    """
    with open_store(database_path()) as store:
        person = one_person(store, patient)
        entries = store.diary(person.id)
    today = datetime.now().astimezone().date()
    found, compared = month(entries, today), change(entries, today)
    sentences = [s for s in (compared.days_sentence, compared.intensity_sentence, compared.missing) if s]
    if as_json:
        Console().print_json(json.dumps(_as_json(person, entries, found, sentences)))
        return
    console = Console()
    if not entries:
        console.print(f"{escape(person.name)}: nothing in the diary yet.")
        return
    table = Table()
    for column in ("date", "0 to 10", "told"):
        table.add_column(column, no_wrap=column != "told")
    for entry in entries:
        table.add_row(entry.local_date.isoformat(), str(entry.intensity), escape(told(entry)))
    console.print(table)
    count = words.count(found.headache_days, "headache day")
    console.print(f"{count} in the last {WINDOW_DAYS}, of which {found.days_told} were told.")
    for sentence in sentences:
        console.print(sentence)


def _as_json(person: PersonRecord, entries: Iterable[DiaryEntry], found: Month, sentences: list[str]) -> dict[str, Any]:
    return {
        "person": {"id": str(person.id), "name": person.name},
        "entries": [_entry_json(entry) for entry in entries],
        "last_28_days": {
            "until": found.last.isoformat(),
            "headache_days": found.headache_days,
            "days_told": found.days_told,
            "medication_days": found.medication_days,
            "mean_intensity": found.mean_intensity,
            "worst_intensity": found.worst_intensity,
            "mean_hours": found.mean_hours,
        },
        "change": sentences,
    }


def _entry_json(entry: DiaryEntry) -> dict[str, Any]:
    return {
        "id": str(entry.id),
        "date": entry.local_date.isoformat(),
        "recorded_at": entry.recorded_at.isoformat(),
        "intensity": entry.intensity,
        "hours": entry.hours,
        "side": entry.side,
        "places": sorted(entry.places),
        "symptoms": sorted(entry.symptoms),
        "trigger": entry.trigger,
        "medication": entry.medication,
        "medication_count": entry.medication_count,
        "relief": sorted(entry.relief),
    }


def add_entry(patient: str | None, intensity: int, day: str | None, details: Mapping[str, Any]) -> None:
    """Note a headache, or with an intensity of 0 a day without.

    Parameters
    ----------
    day
        ``2026-01-31``; today where it is ``None``.
    details
        Fields of :class:`DiaryEntry` as typed: ``places``, ``symptoms`` and ``relief`` are words joined by commas.

    Raises
    ------
    CommandError
        A word or a number that makes no sense, or nobody with that name.
    StoreError
        The database cannot be written.
    """
    fields = {**details}
    for name, kind in (("places", Place), ("symptoms", Symptom), ("relief", Relief)):
        fields[name] = frozenset(_word(name, kind, text) for text in _split(fields.get(name)))
    for name, one in (("side", Side), ("trigger", Trigger)):
        fields[name] = _word(name, one, fields[name]) if fields.get(name) else None
    now = datetime.now().astimezone()
    with open_store(database_path()) as store:
        person = one_person(store, patient)
        try:
            entry = replace(store.new_diary_entry(_day(day, now.date()), now, intensity), **fields)
        except ValueError as error:
            raise CommandError(str(error), Exit.WRONG_ARGUMENTS) from error
        store.save_diary_entry(person.id, entry)
    Console().print(f"Noted for {entry.local_date.isoformat()}: {entry.intensity} of 10.")


def _split(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _word(field: str, kind: type[Word], text: str) -> Word:
    word = text.strip().casefold().replace(" ", "_").replace("-", "_")
    if word not in set(kind):
        names = ", ".join(kind)
        raise CommandError(f"--{field}: {text!r} is not one of {names}", Exit.WRONG_ARGUMENTS)
    return kind(word)


def _day(told_day: str | None, today: date) -> date:
    if told_day is None:
        return today
    try:
        day = date.fromisoformat(told_day)
    except ValueError:
        raise CommandError(f"--date: give a day as 2026-01-31 (got {told_day!r})", Exit.WRONG_ARGUMENTS) from None
    if day > today:
        raise CommandError(f"--date: {told_day} has not come yet", Exit.WRONG_ARGUMENTS)
    return day
