"""``coach history``: what was measured and done so far."""

from __future__ import annotations

import json
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from coach.cli import CommandError, Exit
from coach.cli.decisions import decisions_json, print_decisions_of
from coach.cli.measure import print_rom
from coach.cli.people import matching
from coach.cli.result_json import rom_json, rounded, side_differences_json
from coach.exercise.types import StopReason
from coach.history.store import Store, open_store
from coach.measure.posture import angle_in_words
from coach.measure.rom_value import RomValue
from coach.measure.types import Direction
from coach.paths import database_path
from coach.progress.records import PersonRecord, PostureRecord, RomTestRecord, SessionRecord
from coach.progress.training import error_sigma_deg, mean_error_deg

_WHY = {StopReason.PAIN: "pain", StopReason.SIGN: "a sign", StopReason.SKIPPED: "left out"}


def print_history(patient: str | None, *, as_json: bool, decisions: bool = False) -> None:
    """Print the tests and sessions of one person, or of everybody; or instead what the safety rules decided.

    Raises
    ------
    CommandError
        Nobody with that name or id.
    StoreError
        The database cannot be read.
    """
    if not database_path().exists():
        if patient:
            raise CommandError(f"{patient}: nobody is recorded here yet", Exit.WRONG_ARGUMENTS)
        Console().print_json("[]") if as_json else Console().print("Nothing is recorded yet.")
        return
    with open_store(database_path()) as store:
        people = matching(store, patient)
        if as_json:
            to_json = decisions_json if decisions else _person_json
            Console().print_json(json.dumps([to_json(store, person) for person in people]))
            return
        console = Console()
        if not people:
            console.print("Nothing is recorded yet.")
        show = print_decisions_of if decisions else _print_person
        for person in people:
            show(store, person, console)


def _print_person(store: Store, person: PersonRecord, console: Console) -> None:
    console.print(f"[bold]{escape(person.name)}[/bold]  {person.id}")
    tests = store.rom_tests(person.id)
    if tests:
        newest: dict[Direction, RomValue | None] = {}
        for test in tests:  # oldest first; an exercise may have found one direction anew
            newest |= test.values
        console.print(f"Range of motion, last measured {tests[-1].local_date.isoformat()}")
        print_rom(newest, console, missing="not measured")
    for posture in store.postures(person.id):
        angle = angle_in_words(posture.craniovertebral_deg, posture.sigma_deg)
        console.print(f"Craniovertebral angle {posture.local_date.isoformat()}, seen from the {posture.view}: {angle}")
    sessions = store.sessions(person.id)
    if not sessions:
        console.print("No session yet.\n")
        return
    table = Table()
    for column in ("date", "exercise", "done", "with a fault", "pain", "finished"):
        table.add_column(column, no_wrap=column in ("date", "done", "finished"))
    for record in sessions:
        table.add_row(*_row(record))
    console.print(table)


def _row(record: SessionRecord) -> tuple[str, ...]:
    asked = f" of {record.repetitions_asked}" if record.repetitions_asked else ""
    faulty = sum(not r.clean for r in record.repetitions)
    pain = ["–" if p is None else str(p) for p in (record.pain_before, record.pain_after)]
    finished = "yes" if record.completed else "no"
    if record.stop_reason in _WHY:
        finished = f"no, {_WHY[record.stop_reason]}"
    error_deg = mean_error_deg(record)
    sigma_deg = error_sigma_deg(record)
    known = "" if sigma_deg is None else f" ± {sigma_deg:.1f}°"
    done = f"{len(record.repetitions)}{asked}{'' if error_deg is None else f', {error_deg:.1f}°{known} off'}"
    return record.local_date.isoformat(), escape(record.exercise_title), done, str(faulty), " to ".join(pain), finished


def _person_json(store: Store, person: PersonRecord) -> dict[str, Any]:
    return {
        "id": str(person.id),
        "name": person.name,
        "rom_tests": [_test_json(test) for test in store.rom_tests(person.id)],
        "postures": [_posture_json(posture) for posture in store.postures(person.id)],
        "sessions": [_session_json(record) for record in store.sessions(person.id)],
    }


def _test_json(test: RomTestRecord) -> dict[str, Any]:
    return {
        "measured_at": test.measured_at.isoformat(),
        "view": test.view.value,
        "rom": {direction.value: rom_json(value) for direction, value in test.values.items()},
        "side_differences": side_differences_json(test.values),
        "software": test.software,
        "models": test.models,
    }


def _posture_json(posture: PostureRecord) -> dict[str, Any]:
    return {
        "measured_at": posture.measured_at.isoformat(),
        "view": posture.view.value,
        "craniovertebral_angle_deg": rounded(posture.craniovertebral_deg, 1),
        "sigma_craniovertebral_angle_deg": rounded(posture.sigma_deg, 1),
        "software": posture.software,
    }


def _session_json(record: SessionRecord) -> dict[str, Any]:
    return {
        "id": str(record.id),
        "exercise": record.exercise_id,
        "code": record.exercise_code,
        "started_at": record.started_at.isoformat(),
        "ended_at": record.ended_at and record.ended_at.isoformat(),
        "completed": record.completed,
        "stop_reason": record.stop_reason.value if record.stop_reason else None,
        "repetitions_done": len(record.repetitions),
        "repetitions_asked": record.repetitions_asked,
        "faults": [f.kind.value for f in (*(f for r in record.repetitions for f in r.faults), *record.faults)],
        "error_deg": rounded(mean_error_deg(record)),
        "error_sigma_deg": rounded(error_sigma_deg(record)),
        "pain_before": record.pain_before,
        "pain_after": record.pain_after,
        "software": record.software,
        "models": record.models,
    }
