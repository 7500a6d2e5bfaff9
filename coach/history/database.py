"""The database file: opened here and nowhere else.

Four rules keep it whole. Migrations run with foreign keys off (:mod:`coach.history.migrate`); the sqlite3 module is not
allowed to begin or end transactions; writers take the write lock when they begin; and one connection writes.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from coach.history import migrate
from coach.history.explain import explain
from coach.progress.records import StoreError

PRAGMAS = (
    "foreign_keys=ON",
    "synchronous=FULL",  # NORMAL may give back the last commits when the power fails
    "trusted_schema=OFF",
    "cell_size_check=ON",
    # SQLite 3.7.0 to 3.51.2, and so the 3.40.1 in many Python builds, can damage the file when the write-ahead log is
    # reset while two connections write or checkpoint at once (sqlite.org/wal.html#walresetbug). Without automatic
    # checkpoints the log is only folded in when the last connection of any process closes, when there is no second one.
    "wal_autocheckpoint=0",
)


class Database:
    """One connection that writes and a few that read; safe to use from several threads.

    There is one writer on purpose, see ``wal_autocheckpoint`` above: a second thread that wants to write waits its
    turn. Readers see the last commit and never wait for the writer.
    """

    def __init__(self, path: Path, wait_s: float) -> None:
        self.path = path
        self._writer = _engine(path, wait_s, writes=True)
        self._readers = _engine(path, wait_s, writes=False)
        self._closed = False

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, committed at the end, rolled back on an exception; raises :class:`StoreError`."""
        with self._transaction(self._writer) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One unchanging picture of the data, which cannot be written to; raises :class:`StoreError`."""
        with self._transaction(self._readers) as connection:
            yield connection

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        if self._closed:
            raise StoreError(f"The history {self.path} is closed already; start the program again.")
        try:
            with engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise explain(error, self.path) from error

    def prepare(self, wait_s: float) -> None:
        """Check the file and bring it to the newest schema; raises whatever goes wrong."""
        migrate.check(self._readers, self.path)
        _use_write_ahead_log(self._writer, wait_s)
        migrate.upgrade(self._writer, self._back_up, self.path)

    def _back_up(self, revision: str) -> Path:
        """Copy the last commit into a file beside this one; complete or not there at all."""
        backup = self.path.with_name(f"{self.path.name}.{revision}.backup")
        unfinished = backup.with_name(backup.name + ".unfinished")
        unfinished.unlink(missing_ok=True)
        try:
            _create(unfinished)
            # A connection of its own: from one that has begun to write, SQLite would wait for ever.
            with closing(_connect(self.path, 0)) as source, closing(_connect(unfinished, 0)) as copy:
                source.backup(copy)
            os.replace(unfinished, backup)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        return backup

    def close(self) -> None:
        """Close all connections; harmless when repeated."""
        self._closed = True
        self._readers.dispose()
        self._writer.dispose()


def open_database(path: Path, *, wait_s: float = 5.0) -> Database:
    """Open the history, making it or bringing it to the newest schema where needed.

    Parameters
    ----------
    path
        The database file. Missing folders are made, readable by their owner only.
    wait_s
        How long to wait for another program that holds the file.

    Raises
    ------
    StoreError
        With one line that says what is wrong and what to do. The file is then as it was.
    """
    try:
        if path.is_dir():
            raise StoreError(f"{path} is a folder, not a history; choose another place for the data.")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Only a new file is touched without SQLite: closing any handle of a file drops the locks that this process
        # already holds on it.
        if path.exists():
            _check_rights(path)
        else:
            _create(path)
        database = Database(path, wait_s)
        try:
            database.prepare(wait_s)
        except BaseException:
            database.close()
            raise
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise explain(error, path) from error
    return database


def _check_rights(path: Path) -> None:
    """Raise PermissionError where the file cannot be written.

    SQLite would open it all the same, complain at the first record only, and leave side files that are read-only too.
    """
    effective = os.access in os.supports_effective_ids
    if not all(os.access(place, os.W_OK, effective_ids=effective) for place in (path, path.parent)):
        raise PermissionError(errno.EACCES, "read-only", str(path))


def _create(path: Path) -> None:
    """Make an empty file that only its owner may read; SQLite gives its side files the same rights."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _connect(path: Path, wait_s: float) -> sqlite3.Connection:
    """Connect to a database file: the only place that does."""
    # isolation_level None: by default the module begins transactions itself, without the write lock and never before
    # DDL, so that a migration that fails half way would leave its tables behind.
    connection = sqlite3.connect(path, timeout=wait_s, isolation_level=None, check_same_thread=False)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _engine(path: Path, wait_s: float, *, writes: bool) -> Engine:
    """Engine whose transactions are begun here, and which holds a single connection if it ``writes``."""

    def connect() -> sqlite3.Connection:
        connection = _connect(path, wait_s)
        if not writes:
            connection.execute("PRAGMA query_only=ON")
        return connection

    size = 1 if writes else 4
    engine = create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, pool_size=size, max_overflow=0, pool_timeout=wait_s + 5
    )
    # A transaction that begins by reading and then wants to write fails at once if another wrote in between, however
    # long the timeout; IMMEDIATE takes the write lock first and waits for it.
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN DEFERRED"

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _use_write_ahead_log(engine: Engine, wait_s: float) -> None:
    """Switch the file to WAL, a property that stays with it."""
    with migrate.outside_transaction(engine) as raw:
        if raw.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            return
        give_up = time.monotonic() + wait_s
        while True:
            try:
                raw.execute("PRAGMA journal_mode=WAL")
                return
            # SQLite does not wait by itself here when two programs make the file at the same moment.
            except sqlite3.OperationalError as error:
                if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > give_up:
                    raise
                time.sleep(0.02)
