"""A program killed in the middle of writing loses at most the repetition that was running."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from uuid import UUID

from coach.exercise.types import Fault
from coach.history.store import open_store
from coach.measure.types import Direction

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path

from coach.exercise.model import Approach, BreathingGuide, Evidence, Exercise, FaultKind
from coach.exercise.types import Fault, Repetition
from coach.history.store import open_store
from coach.measure.types import Direction

exercise = Exercise(
    id="x", version=1, code="M1", title="Test", approach=Approach.MOBILITY, purpose="-", start_position="-",
    steps=("-",), frequency="-", guide=BreathingGuide(kind="breathing", inhale_s=1, exhale_s=1, duration_s=10),
    evidence=Evidence(summary="-", source="-", strength="convention"),
)
store = open_store(Path(sys.argv[1]))
person = (store.people() or (store.add_person("Ana"),))[0]
while True:
    session = store.begin_session(person.id, exercise, started_at=datetime.now(UTC), software="1")
    print(session.hex, 0, flush=True)
    for number in range(1, 40):
        faults = tuple(Fault(FaultKind.TOO_FAST, number, "slower", n) for n in range(5))
        store.add_repetition(session, Repetition(
            number, 1, Direction.LEFT_ROTATION, number, number + 1, 50.0, 1.0, 1.0, faults))
        print(session.hex, number, flush=True)
"""


def write_and_kill(path: Path, delay_s: float) -> list[str]:
    """Let a program write and kill it (SIGKILL) ``delay_s`` after its first line; return what it acknowledged."""
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        first = writer.stdout.readline()
        timer = threading.Timer(delay_s, writer.kill)
        timer.start()
        rest = writer.stdout.readlines()
        timer.join()
    assert writer.returncode == -9 or sys.platform == "win32"
    return [line for line in (first, *rest) if line.endswith("\n")]


def test_every_acknowledged_repetition_survives_a_kill(path: Path) -> None:
    chance = random.Random(7)
    acknowledged: dict[UUID, int] = {}
    for _ in range(5):
        lines = write_and_kill(path, chance.uniform(0.02, 0.4))
        assert lines
        for line in lines:
            session, number = line.split()
            acknowledged[UUID(session)] = int(number)

        with closing(sqlite3.connect(path)) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert raw.execute("PRAGMA foreign_key_check").fetchall() == []

        with open_store(path) as store:
            (person,) = store.people()
            sessions = {session.id: session for session in store.sessions(person.id)}
        assert set(acknowledged) <= set(sessions)
        assert len(sessions) <= len(acknowledged) + 5  # begun, committed, killed before the acknowledgement
        for session_id, number in acknowledged.items():
            record = sessions[session_id]
            made = len(record.repetitions)
            assert number <= made <= number + 1
            assert [r.number for r in record.repetitions] == list(range(1, made + 1))
            assert all(len(r.faults) == 5 and isinstance(r.faults[0], Fault) for r in record.repetitions)
            assert {r.direction for r in record.repetitions} <= {Direction.LEFT_ROTATION}
            assert not record.completed
            assert record.ended_at is None
    assert sum(acknowledged.values()) > 20
