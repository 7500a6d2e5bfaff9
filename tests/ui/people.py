"""A made-up person with eight weeks of history, written through the real store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from coach.exercise.model import Exercise, FaultKind
from coach.exercise.types import Fault, Repetition, SessionResult
from coach.history.safety_rules import load_safety_rules
from coach.history.store import Store
from coach.measure.rom_value import RomValue
from coach.measure.types import Direction, View
from coach.paths import safety_dir
from coach.progress.records import PersonRecord
from coach.progress.safety.model import Answer
from coach.progress.safety.records import Check, CheckKind

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
START = {
    Direction.LEFT_ROTATION: 41.0,
    Direction.RIGHT_ROTATION: 45.0,
    Direction.LEFT_LATERAL_FLEXION: 31.0,
    Direction.RIGHT_LATERAL_FLEXION: 35.0,
    Direction.FLEXION: 44.0,
    Direction.EXTENSION: 40.0,
}
GAIN = {Direction.LEFT_ROTATION: 14.0, Direction.RIGHT_ROTATION: 13.0}
WOBBLE = (0.0, 2.5, -1.0, 1.5, 3.0, -0.5, 1.0, 2.0)


def rom_value(direction: Direction, degrees: float, *, beyond: bool = False, sigma_deg: float = 2.6) -> RomValue:
    trials = (degrees - 1.5, degrees, degrees + 1.5)
    return RomValue(direction, trials, max(trials), degrees, sigma_deg, 1.5, 4.0, beyond)


def repetition(
    number: int, direction: Direction, start_s: float, peak_deg: float = 50, faults: Sequence[Fault] = ()
) -> Repetition:
    return Repetition(number, 1, direction, start_s, start_s + 6, peak_deg, 2.5, 2.0, tuple(faults))


def add_session(
    store: Store,
    person: PersonRecord,
    exercise: Exercise,
    started_at: datetime,
    *,
    done: int,
    asked: int,
    hikes: int = 0,
    pain: int = 3,
) -> None:
    session_id = store.begin_session(
        person.id, exercise, started_at=started_at, software="test", models="test", pain_before=4
    )
    sides = (Direction.LEFT_ROTATION, Direction.RIGHT_ROTATION)
    repetitions = []
    for n in range(done):
        faults = [Fault(FaultKind.TRUNK_ROTATION, 13.0, "Shoulders stay to the front", n * 8.0)] if n < hikes else []
        repetitions.append(repetition(n + 1, sides[n % 2], n * 8.0, 50 + n, faults))
        store.add_repetition(session_id, repetitions[-1])
    result = SessionResult(
        exercise.id, exercise.code, done == asked, 0.0, done * 8.0, tuple(repetitions), asked, 1, 0.0, 0.98, ()
    )
    store.finish_session(session_id, result, pain_after=pain)


def settled(store: Store, name: str = "Ana", at: datetime = NOON, **told: Answer) -> PersonRecord:
    """Somebody who has answered the safety questions: without a warning sign but for what is ``told``."""
    person = store.add_person(name)
    rules = load_safety_rules(safety_dir())
    ticks = {q.id: False for page in rules.pages for q in page.questions if q.kind == "tick"}
    answers = ticks | {"age": 40, "painkiller-days": 0} | {key.replace("_", "-"): value for key, value in told.items()}
    asked_at = at - timedelta(days=60)
    store.add_check(person.id, Check(CheckKind.INTAKE, asked_at, asked_at.date(), answers, rules.version))
    return person


def eight_weeks(store: Store, exercises: Sequence[Exercise], now: datetime, name: str = "Ana") -> PersonRecord:
    """Eight weekly checks, the last one three days ago, and sessions on most of the last days; two done today."""
    person = settled(store, name, now)
    for week in range(8):
        values = {}
        for direction, start in START.items():
            degrees = start + GAIN.get(direction, 4.0) * week / 7 + WOBBLE[(week + len(direction)) % 8] * 0.6
            beyond = direction is Direction.RIGHT_ROTATION and week == 7
            values[direction] = rom_value(direction, round(degrees, 1), beyond=beyond)
        when = now - timedelta(days=3 + 7 * (7 - week))
        store.add_rom_test(person.id, values, measured_at=when, view=View.FRONT, software="test")
    for days_ago in range(6, 0, -1):
        exercise = exercises[days_ago % 3]
        add_session(store, person, exercise, now - timedelta(days=days_ago), done=16, asked=16, hikes=days_ago % 3)
    add_session(store, person, exercises[1], now - timedelta(days=1, hours=-1), done=5, asked=12)
    add_session(store, person, exercises[0], now - timedelta(hours=2), done=16, asked=16)
    add_session(store, person, exercises[1], now - timedelta(hours=1), done=12, asked=12, hikes=2)
    return person
