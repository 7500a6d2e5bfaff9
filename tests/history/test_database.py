from __future__ import annotations

import ast
import errno
import os
import shutil
import sqlite3
import stat
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

import coach
from coach.exercise.model import Exercise
from coach.exercise.types import Repetition
from coach.history.database import open_database
from coach.history.explain import explain
from coach.history.store import Store, StoreError, open_store
from coach.progress.records import PersonId


def test_every_connection_keeps_the_rules(path: Path) -> None:
    database = open_database(path)
    for borrow, may_write in ((database.writing, 0), (database.reading, 1)):
        with borrow() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM person")  # a connection learns the journal mode by reading
            raw = connection.connection.dbapi_connection
            assert isinstance(raw, sqlite3.Connection)
            assert raw.isolation_level is None
            settings = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("foreign_keys", "journal_mode", "synchronous", "wal_autocheckpoint", "query_only")
            }
        assert settings == {
            "foreign_keys": 1,
            "journal_mode": "wal",
            "synchronous": 2,
            "wal_autocheckpoint": 0,
            "query_only": may_write,
        }
    database.close()


def test_a_reader_cannot_write(path: Path) -> None:
    database = open_database(path)
    with pytest.raises(StoreError, match="read-only"), database.reading() as connection:
        connection.exec_driver_sql("DELETE FROM person")
    database.close()


def test_a_failed_transaction_leaves_nothing(path: Path) -> None:
    database = open_database(path)
    insert = "INSERT INTO person VALUES (x'00112233445566778899aabbccddeeff', 'Ana', '2026-11-20 12:00:00.000000')"
    with pytest.raises(StoreError, match="UNIQUE"), database.writing() as connection:  # noqa: PT012
        connection.exec_driver_sql(insert)
        connection.exec_driver_sql(insert)
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM person").scalar() == 0
    database.close()


def test_closing_leaves_one_file(path: Path) -> None:
    with open_store(path) as store:
        store.add_person("Ana")
        assert path.with_name("history.db-wal").stat().st_size > 0
    assert [file.name for file in path.parent.iterdir()] == ["history.db"]


@pytest.mark.skipif(os.name == "nt", reason="POSIX rights")
def test_only_the_owner_may_read_the_files(path: Path) -> None:
    with open_store(path) as store:
        store.add_person("Ana")
        rights = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert rights == dict.fromkeys(("history.db", "history.db-wal", "history.db-shm"), 0o600)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_ids_are_stored_as_16_bytes_and_tables_have_no_rowid(path: Path, person_id: PersonId) -> None:
    raw = sqlite3.connect(path)
    assert raw.execute("SELECT typeof(id), length(id) FROM person").fetchall() == [("blob", 16)]
    with pytest.raises(sqlite3.OperationalError, match="rowid"):
        raw.execute("SELECT rowid FROM person")
    raw.close()


@pytest.mark.parametrize("programs", [1, 2])
def test_two_threads_write_and_nothing_is_lost(
    path: Path,
    store: Store,
    programs: int,
    person_id: PersonId,
    exercise: Exercise,
    repetition: Callable[[int], Repetition],
    noon: datetime,
) -> None:
    session_id = store.begin_session(person_id, exercise, started_at=noon, software="1")
    together = threading.Barrier(2)
    failures: list[BaseException] = []

    def write(store: Store, numbers: range) -> None:
        try:
            together.wait()
            for number in numbers:
                store.add_repetition(session_id, repetition(number))
        except BaseException as error:
            failures.append(error)

    # A loaded disk can keep one of two programs waiting for long; here only what is written counts.
    with open_store(path, wait_s=60) as first, open_store(path, wait_s=60) as other:
        writers = (first, other if programs == 2 else first)
        ranges = (range(40), range(100, 140))
        threads = [threading.Thread(target=write, args=pair) for pair in zip(writers, ranges, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    (record,) = store.sessions(person_id)
    assert failures == []
    assert sorted(r.number for r in record.repetitions) == [*range(40), *range(100, 140)]
    assert all(len(r.faults) == 2 for r in record.repetitions)


def test_two_programs_write_the_same_file(path: Path, store: Store) -> None:
    with open_store(path) as other:
        store.add_person("Ana")
        other.add_person("Bea")
        store.add_person("Cleo")
        assert [person.name for person in other.people()] == ["Ana", "Bea", "Cleo"]


def test_reading_goes_on_while_somebody_writes(path: Path) -> None:
    database = open_database(path)
    insert = "INSERT INTO person VALUES (x'00112233445566778899aabbccddeeff', 'Ana', '2026-11-20 12:00:00.000000')"
    count = "SELECT count(*) FROM person"
    with database.writing() as writer, database.reading() as reader:
        writer.exec_driver_sql(insert)
        assert writer.exec_driver_sql(count).scalar() == 1
        assert reader.exec_driver_sql(count).scalar() == 0
    with database.reading() as reader:
        assert reader.exec_driver_sql(count).scalar() == 1
    database.close()


def test_a_reading_thread_sees_whole_repetitions_only(
    store: Store,
    person_id: PersonId,
    exercise: Exercise,
    repetition: Callable[[int], Repetition],
    noon: datetime,
) -> None:
    session_id = store.begin_session(person_id, exercise, started_at=noon, software="1")
    seen: list[tuple[Repetition, ...]] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.append(store.sessions(person_id)[0].repetitions)

    thread = threading.Thread(target=read)
    thread.start()
    number = 0
    while number < 30 or (len(seen) < 3 and number < 1000):  # until it was read in between, however slow the machine
        store.add_repetition(session_id, repetition(number))
        number += 1
    done.set()
    thread.join()

    assert len(seen) > 1
    assert all(found == tuple(repetition(number) for number in range(len(found))) for found in seen)


def test_several_programs_may_make_the_file_at_once(path: Path) -> None:
    together = threading.Barrier(4)
    failures: list[BaseException] = []

    def make() -> None:
        try:
            together.wait()
            with open_store(path) as store:
                store.add_person("Ana")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    with open_store(path) as store:
        assert len(store.people()) == 4


def connects(source: str) -> int:
    """Count the calls in a source that open a SQLite file."""
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return sum(isinstance(f, ast.Attribute) and ast.unparse(f) == "sqlite3.connect" for f in calls)


def test_one_place_opens_the_database() -> None:
    assert connects("def f():\n    return sqlite3.connect('x')") == 1
    package = Path(coach.__file__).parent
    places = {file.name: connects(file.read_text(encoding="utf-8")) for file in package.rglob("*.py")}
    assert {name: count for name, count in places.items() if count} == {"database.py": 1}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("SQLITE_IOERR_WRITE", "reports an error"),
        ("SQLITE_IOERR_SHMSIZE", "reports an error"),
        ("SQLITE_BUSY_SNAPSHOT", "in use by another program"),
        ("SQLITE_CORRUPT_VTAB", "damaged"),
        ("SQLITE_NOMEM", "does not work: out of memory"),
    ],
)
def test_extended_codes_of_sqlite_are_understood(tmp_path: Path, code: str, words: str) -> None:
    error = sqlite3.OperationalError("out of\nmemory")
    error.sqlite_errorname = code
    assert words in str(explain(error, tmp_path / "history.db"))
    assert words in str(explain(error, tmp_path / "vanished" / "history.db"))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "no room left on the disk"),
        (errno.EDQUOT, "no room left on the disk"),
        (errno.EROFS, "read-only"),
    ],
)
def test_errors_of_the_system_are_understood(tmp_path: Path, code: int, words: str) -> None:
    assert words in str(explain(OSError(code, os.strerror(code)), tmp_path / "history.db"))


def test_waiting_for_a_thread_that_never_ends_is_given_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = open_database(path)
    monkeypatch.setattr(database._writer.pool, "_timeout", 0.05)
    with database.writing(), pytest.raises(StoreError, match="in use"), database.writing():
        pytest.fail("two writers at once")
    database.close()


def test_no_message_tells_what_should_have_been_recorded(store: Store) -> None:
    """A message may end in a log or a screenshot; SQLAlchemy's own would carry every parameter."""
    error = OperationalError("INSERT INTO person VALUES (?)", ("Ana Secret",), sqlite3.OperationalError("broken"))
    assert "Ana Secret" in str(error)
    assert str(explain(error, Path("history.db"))) == (
        "The history history.db does not work: broken. Everything recorded before is kept."
    )


def test_an_error_on_a_full_disk_is_called_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage._replace(free=4096))
    assert "no room left on the disk" in str(explain(error, tmp_path / "history.db"))
