"""``coach plan``: what somebody is to do, and how a therapist writes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from coach.cli import CommandError, Exit
from coach.cli.library import library
from coach.cli.people import one_person
from coach.cli.safety import guarded
from coach.exercise.dose import dose
from coach.exercise.model import Exercise
from coach.history.library import Library
from coach.history.store import Store, open_store
from coach.paths import database_path
from coach.progress.plan.choose import DayPlan, belongs
from coach.progress.plan.dose import check_prescription, levels, within
from coach.progress.plan.phases import PHASES, days_per_week, phase_named
from coach.progress.plan.records import (
    ChangeKind,
    DoseChange,
    EntryKind,
    Plan,
    PlanEntry,
    Prescription,
    SetBy,
)
from coach.progress.records import PersonRecord
from coach.ui.presenters.guard import Guard
from coach.ui.presenters.keeper import PlanKeeper, Today, keeper_for

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SET_BY_THERAPIST = "set-by-therapist"


@contextmanager
def _opened(patient: str | None) -> Iterator[tuple[Store, PersonRecord, Library, PlanKeeper]]:
    known = library()
    with open_store(database_path()) as store:
        person = one_person(store, patient)
        yield store, person, known, keeper_for(guarded(store, known), person.id)


def print_plan(patient: str | None, *, as_json: bool) -> None:
    """Print the plan of one person and their session of today.

    Raises
    ------
    CommandError
        Nobody, or several people, with that name or id; or the safety rules cannot be read.
    StoreError, LibraryError
        The history or the library cannot be read.
    """
    with _opened(patient) as (store, person, known, keeper):
        today = keeper.today(datetime.now().astimezone())
        refusal = Guard(guarded(store, known), person.id).all_refused()
        first = refusal.in_short if refusal else ""
        if as_json:
            Console().print_json(json.dumps(_as_json(person, today, known, first)))
            return
        _print(person, today, known, first, Console())


def _lines(today: Today, known: Library) -> list[Exercise]:
    return [e for e in known.exercises if belongs(today.plan, e, today.session.phase)]


def _print(person: PersonRecord, today: Today, known: Library, first: str, console: Console) -> None:
    plan, session = today.plan, today.session
    days = ", ".join(DAYS[number] for number in sorted(plan.weekdays))
    console.print(f"[bold]{escape(person.name)}[/bold]  week {session.week}, {session.phase.title.lower()}; {days}")
    table = Table()
    for column in ("code", "exercise", "dose now", "days a week", "level", "closed"):
        table.add_column(column, no_wrap=column == "code")
    steps = levels(today.changes)
    for exercise in _lines(today, known):
        now, often = today.due(exercise), _often(plan, exercise, session)
        level = f"{within(exercise, steps.get(exercise.id, 0)):+d}".replace("+0", "0")
        closed = today.closed_because(exercise) or ""
        table.add_row(exercise.code, escape(exercise.title), dose(now), str(often), level, escape(closed))
    console.print(table)
    for text in filter(None, (first, session.reason if session.reason not in first else "")):
        console.print(escape(text), soft_wrap=True)
    if session.items:
        console.print(f"Today ({session.kind.value}), about {round(session.about_s / 60)} min:")
    else:
        console.print(f"Today: {session.kind.value}.")
    for item in session.items:
        console.print(f"  {item.exercise.code:<3} {escape(item.exercise.title)}  {dose(item.exercise)}")
    for text in today.contact:
        console.print(escape(text))


def _often(plan: Plan, exercise: Exercise, session: DayPlan) -> int:
    entry = plan.entry(exercise.id)
    return (entry.days_per_week if entry else None) or days_per_week(exercise.code, session.phase)


def _as_json(person: PersonRecord, today: Today, known: Library, first: str) -> dict[str, Any]:
    plan, session = today.plan, today.session
    steps = levels(today.changes)
    return {
        "person": {"id": str(person.id), "name": person.name},
        "made_at": plan.made_at.isoformat(),
        "set_by": plan.set_by.value,
        "starts_on": plan.starts_on.isoformat(),
        "week": session.week,
        "phase": session.phase.name,
        "follows_phases": plan.follows_phases,
        "weekdays": [DAYS[number] for number in sorted(plan.weekdays)],
        "exercises": [
            {
                "id": exercise.id,
                "code": exercise.code,
                "days_per_week": _often(plan, exercise, session),
                "level": within(exercise, steps.get(exercise.id, 0)),
                "dose": dose(today.due(exercise)),
                "closed": today.closed_because(exercise),
            }
            for exercise in _lines(today, known)
        ],
        "today": {
            "kind": session.kind.value,
            "about_s": round(session.about_s),
            "exercises": [item.exercise.id for item in session.items],
            "doses": {item.exercise.id: dose(item.exercise) for item in session.items},
            "dose_factor": today.limits.advice.factor,
            "less_because": session.reason,
            "before_anything": first,
        },
        "changes": [_change_json(change) for change in today.changes],
        "contact_therapist": list(today.contact),
    }


def _change_json(change: DoseChange) -> dict[str, Any]:
    return {
        "exercise": change.exercise_id,
        "kind": change.kind.value,
        "before": change.before,
        "level": change.level,
        "at": change.at.isoformat(),
        "rule": change.rule,
        "reason": change.reason,
    }


def set_plan(
    patient: str | None, *, days: str | None, start: str | None, phase: str | None, follows_phases: bool | None
) -> None:
    """Change the days of training, the first day or the phase of a plan; what is ``None`` stays.

    Raises
    ------
    CommandError
        A value that makes no sense, or nobody with that name.
    """
    with _opened(patient) as (store, person, _, keeper):
        now = datetime.now().astimezone()
        plan = keeper.plan(now)
        changed = replace(
            plan,
            made_at=now,
            set_by=SetBy.THERAPIST,
            weekdays=_weekdays(days) if days is not None else plan.weekdays,
            starts_on=_day(start) if start is not None else plan.starts_on,
            phase=_phase(phase) if phase is not None else plan.phase,
            follows_phases=plan.follows_phases if follows_phases is None else follows_phases,
        )
        store.add_plan(person.id, changed)
    print_plan(patient, as_json=False)


def set_exercise(
    patient: str | None,
    exercise_id: str,
    *,
    state: str | None,
    written: Prescription,
    days_per_week: int | None,
    level: int | None,
    note: str | None,
) -> None:
    """Write what a therapist says about one exercise.

    Parameters
    ----------
    state
        ``prescribe``, ``allow``, ``close`` or ``usual`` (as the phase says); ``None`` prescribes where a dose, a note
        or days are given, and else leaves it.
    level
        Steps up or down from the file's dose.

    Raises
    ------
    CommandError
        A value that makes no sense, or nobody with that name.
    UnknownExercise
        There is no such exercise.
    """
    with _opened(patient) as (store, person, known, keeper):
        now = datetime.now().astimezone()
        exercise = known.find(exercise_id)
        entry = _entry(exercise, state, written, days_per_week, note)
        if level is not None and level not in exercise.levels:
            least, most = exercise.levels.start, exercise.levels.stop - 1
            raise CommandError(f"--level: {exercise.id} has the levels {least} to {most}", Exit.WRONG_ARGUMENTS)
        if entry is not None or state == "usual":
            plan = keeper.plan(now)
            others = tuple(one for one in plan.entries if one.exercise_id != exercise.id)
            entries = others if entry is None else (*others, entry)
            store.add_plan(person.id, replace(plan, made_at=now, set_by=SetBy.THERAPIST, entries=entries))
        if level is not None:
            before = within(exercise, levels(store.dose_changes(person.id)).get(exercise.id, 0))
            reason = "Your therapist chose this version."
            change = DoseChange(exercise.id, ChangeKind.SET, before, level, now, now.date(), SET_BY_THERAPIST, reason)
            store.add_dose_change(person.id, change)
    print_plan(patient, as_json=False)


_KINDS = {"prescribe": EntryKind.PRESCRIBED, "allow": EntryKind.ALLOWED, "close": EntryKind.CLOSED}


def _entry(
    exercise: Exercise, state: str | None, written: Prescription, days_per_week: int | None, note: str | None
) -> PlanEntry | None:
    if state == "usual" or (state is None and not written.changes and days_per_week is None and note is None):
        return None
    try:
        kind = _KINDS[state or "prescribe"]
        entry = PlanEntry(exercise.id, kind, written, days_per_week, note or "")
        check_prescription(exercise, written)
    except KeyError:
        names = ", ".join([*_KINDS, "usual"])
        raise CommandError(f"--state: {state!r} is not one of {names}", Exit.WRONG_ARGUMENTS) from None
    except ValueError as error:
        raise CommandError(str(error), Exit.WRONG_ARGUMENTS) from error
    return entry


def _weekdays(told: str) -> frozenset[int]:
    names = [name.strip().casefold()[:3] for name in told.split(",") if name.strip()]
    unknown = [name for name in names if name not in DAYS]
    if unknown or not names:
        raise CommandError(f"--days: give days such as {','.join(DAYS[:3])} (got {told!r})", Exit.WRONG_ARGUMENTS)
    return frozenset(DAYS.index(name) for name in names)


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise CommandError(f"--start: give a day as 2026-01-31 (got {told!r})", Exit.WRONG_ARGUMENTS) from None


def _phase(told: str) -> str | None:
    if told == "auto":
        return None
    try:
        return phase_named(told).name
    except KeyError:
        names = ", ".join([*(phase.name for phase in PHASES), "auto"])
        raise CommandError(f"--phase: {told!r} is not one of {names}", Exit.WRONG_ARGUMENTS) from None
