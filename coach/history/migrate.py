"""Bring a database file to the newest schema, or refuse it untouched."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine

from coach.history import explain
from coach.progress.records import StoreError

MIGRATIONS = Path(__file__).parent / "migrations"
NEWEST = "0010"
"""The revision that the tables describe; known here so that a daily start need not load Alembic."""

APPLICATION_ID = 0x4E45434B
"""Marks the file as a history of this program ("NECK"), in SQLite's header field for that purpose."""

Backup = Callable[[str], Path]


def check(engine: Engine, path: Path) -> None:
    """Refuse a file of another program, a damaged one and one that a newer program wrote, having only read it."""
    with engine.begin() as connection:
        damage = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        tables = _tables(connection)
        owner = connection.exec_driver_sql("PRAGMA application_id").scalar()
        revision = _revision(connection)
    if damage != "ok":
        raise StoreError(explain.DAMAGED.format(path=path))
    if tables and owner != APPLICATION_ID:
        raise StoreError(explain.FOREIGN.format(path=path))
    if revision not in (None, NEWEST) and revision not in _known(MIGRATIONS):
        raise StoreError(
            f"The history {path} was written by a newer version of this program (schema {revision}, this one knows "
            f"{NEWEST}). Install the newer version again. Nothing was changed."
        )


def upgrade(engine: Engine, back_up: Backup, path: Path, *, scripts: Path = MIGRATIONS, target: str = NEWEST) -> None:
    """Run the missing migrations in one transaction; on any failure the file is as before.

    Parameters
    ----------
    engine
        The writer's engine; begins IMMEDIATE.
    back_up
        Copies the file, given the revision that it has; called before an existing history is changed, once no other
        program can write any more.
    path
        For messages.
    scripts, target
        Folder of the migrations and the revision to reach.

    Raises
    ------
    StoreError
        When rows would be lost or left dangling; errors of the database itself pass through.
    """
    with engine.connect() as connection:
        raw = _raw(connection)
        # With foreign keys on, a migration that copies and drops a table would silently cascade into everything that
        # hangs below it. The setting is ignored inside a transaction, hence here.
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                revision = _revision(connection)
                if revision == target:
                    return
                if revision is not None:
                    back_up(revision)
                _migrate(connection, path, scripts, target)
        finally:
            raw.execute("PRAGMA foreign_keys=ON")


def _migrate(connection: Connection, path: Path, scripts: Path, target: str) -> None:
    from alembic import command  # 0.6 s to load, and only needed when the schema changes
    from alembic.config import Config

    before = _counts(connection)
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, target)
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    after = _counts(connection)
    lost = [table for table, rows in before.items() if after.get(table, 0) < rows]
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if lost or dangling:
        where = ", ".join(lost or sorted({str(row[0]) for row in dangling}))
        raise StoreError(
            f"The history {path} could not be brought to the new version, rows would be lost in: {where}. "
            "It was left as it is; please report this and use the earlier version meanwhile."
        )


@contextmanager
def outside_transaction(engine: Engine) -> Iterator[sqlite3.Connection]:
    """Lend the engine's bare connection, for settings that a transaction does not allow."""
    with engine.connect() as connection:
        yield _raw(connection)


def _raw(connection: Connection) -> sqlite3.Connection:
    raw = connection.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


def _known(scripts: Path) -> set[str]:
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory(str(scripts)).walk_revisions()}


def _tables(connection: Connection) -> list[str]:
    """Names of all tables but SQLite's own and the one that holds the revision."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table'"
    names = connection.exec_driver_sql(query).scalars()
    return [name for name in names if not name.startswith("sqlite_") and name != "alembic_version"]


def _revision(connection: Connection) -> str | None:
    """Revision of the schema, ``None`` for a file that has none yet."""
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    if connection.exec_driver_sql(query).scalar() is None:
        return None
    revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return revision


def _counts(connection: Connection) -> dict[str, int]:
    return {
        table: int(connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar() or 0)
        for table in _tables(connection)
    }
