"""From what a database or the disk complains about to one line that a person can act on."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from pathlib import Path

from sqlalchemy.exc import StatementError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from coach.progress.records import StoreError

KEPT = "Everything recorded before is kept."
FULL = "There is no room left on the disk for the history {path}. Free some space and try again. " + KEPT
READ_ONLY = (
    "The history {path} cannot be written: the file or its folder is read-only. "
    "Allow writing there, or set NECK_COACH_DATA to another folder. " + KEPT
)
BUSY = "The history {path} is in use by another program. Close that program and try again. " + KEPT
DAMAGED = (
    "The history {path} is damaged. It was left as it is: keep a copy, and put a backup of yours in its place, "
    "or move it away to begin a new history."
)
FOREIGN = (
    "{path} is not a history of this program. It was left as it is: move it away, "
    "or set NECK_COACH_DATA to another folder."
)
NO_FOLDER = "The folder for the history {path} cannot be made. Set NECK_COACH_DATA to another folder."
UNREACHABLE = (
    "The history {path} cannot be read or written: the disk reports an error. "
    "Check that the disk is connected and try again. " + KEPT
)
REFUSED = "The history refused what should be recorded ({detail}). " + KEPT
OTHER = "The history {path} does not work: {detail}. " + KEPT

_BY_SQLITE_NAME = {
    "SQLITE_FULL": FULL,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_PERM": READ_ONLY,
    "SQLITE_AUTH": READ_ONLY,
    "SQLITE_CANTOPEN": READ_ONLY,
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    "SQLITE_NOTADB": FOREIGN,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_IOERR": UNREACHABLE,
    "SQLITE_CONSTRAINT": REFUSED,
}
_BY_ERRNO = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
    errno.EROFS: READ_ONLY,
    errno.ENOTDIR: NO_FOLDER,
    errno.EEXIST: NO_FOLDER,
}
_SMALLEST_STEP_BYTES = 65_536


def explain(error: Exception, path: Path) -> StoreError:
    """Put an error of SQLAlchemy, sqlite3 or the operating system into one line with what to do."""
    origin = error.orig if isinstance(error, StatementError) and error.orig is not None else error
    detail = " ".join(str(origin).split())
    if isinstance(origin, OSError):
        line = _BY_ERRNO.get(origin.errno or 0, OTHER)
    elif isinstance(origin, sqlite3.Error):
        line = _line_for_sqlite(getattr(origin, "sqlite_errorname", ""), path)
    else:
        line = BUSY if isinstance(origin, NoConnectionLeft) else OTHER
    return StoreError(line.format(path=path, detail=detail))


def _line_for_sqlite(name: str, path: Path) -> str:
    """Choose by SQLite's primary result code, the first two words of its extended name."""
    line = _BY_SQLITE_NAME.get("_".join(name.split("_")[:2]), OTHER)
    # A full disk shows as an input/output error where SQLite cannot lengthen the shared index of its log.
    if line in (UNREACHABLE, READ_ONLY) and _is_full(path.parent):
        return FULL
    return line


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _SMALLEST_STEP_BYTES
    except OSError:
        return False
