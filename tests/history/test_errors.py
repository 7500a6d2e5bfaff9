"""Each way in which the file cannot be used: one clear line, and nothing recorded before is lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from coach.exercise.model import Exercise
from coach.exercise.types import Repetition
from coach.history import migrate
from coach.history.store import Store, StoreError, open_store
from coach.progress.records import PersonId, SessionId, SessionRecord

Fill = Callable[[Path], PersonId]
NOBODY = 65534
posix = pytest.mark.skipif(os.name == "nt", reason="POSIX rights")


@pytest.fixture
def fill(exercise: Exercise, repetition: Callable[[int], Repetition], noon: datetime) -> Fill:
    """Make a history with one session of three repetitions."""

    def make(path: Path) -> PersonId:
        with open_store(path) as store:
            person_id = store.add_person("Ana").id
            session_id = store.begin_session(person_id, exercise, started_at=noon, software="1")
            for number in range(3):
                store.add_repetition(session_id, repetition(number))
        return person_id

    return make


def recorded(path: Path, person_id: PersonId) -> tuple[SessionRecord, ...]:
    with open_store(path) as store:
        return store.sessions(person_id)


def refusal(path: Path) -> str:
    """Open what cannot be opened and return the line; it is one line and names the place."""
    with pytest.raises(StoreError) as caught:
        open_store(path, wait_s=0.1)
    line = str(caught.value)
    assert "\n" not in line
    assert str(path) in line
    return line


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@contextmanager
def without_rights() -> Iterator[None]:
    """Lay down the rights of root, before which nothing is read-only."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def public(fill: Fill) -> Iterator[Path]:
    """Folder that another user can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp())
    if os.name != "nt" and os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


def test_a_newer_schema_is_refused_untouched(path: Path, fill: Fill) -> None:
    person_id = fill(path)
    before = recorded(path, person_id)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    files = contents(path.parent)

    line = refusal(path)

    assert "newer version of this program (schema 9999" in line
    assert "Install the newer version" in line
    assert contents(path.parent) == files
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = ?", [migrate.NEWEST])
    assert recorded(path, person_id) == before


def test_a_database_of_another_program_is_refused_untouched(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("CREATE TABLE bookmark (url TEXT)")
    files = contents(path.parent)

    assert "not a history of this program" in refusal(path)
    assert contents(path.parent) == files


@pytest.mark.parametrize("size", [1, 100, 20_000])
def test_a_file_that_is_no_database_is_refused_untouched(path: Path, size: int) -> None:
    path.parent.mkdir()
    path.write_bytes(b"Dear diary. " * size)
    files = contents(path.parent)

    assert "not a history of this program" in refusal(path)
    assert contents(path.parent) == files


def test_an_empty_file_becomes_a_history(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with open_store(path) as store:
        assert store.add_person("Ana") in store.people()


@pytest.mark.parametrize("harm", ["overwritten", "cut"])
def test_a_damaged_file_is_refused_untouched(path: Path, fill: Fill, harm: str) -> None:
    fill(path)
    whole = path.read_bytes()
    half = len(whole) // 2
    path.write_bytes(whole[:half] + b"\xa5" * 8192 + whole[half + 8192 :] if harm == "overwritten" else whole[:half])
    harmed = path.read_bytes()

    assert "damaged" in refusal(path)
    assert path.read_bytes() == harmed


def test_damage_that_is_met_later_is_named_too(path: Path, fill: Fill) -> None:
    fill(path)
    with open_store(path) as store:
        path.write_bytes(path.read_bytes()[:4096] + b"\xa5" * (path.stat().st_size - 4096))
        with pytest.raises(StoreError, match="damaged"):
            store.add_person("Bea")


def test_a_folder_in_its_place(path: Path) -> None:
    path.mkdir(parents=True)
    assert "is a folder" in refusal(path)


def test_a_file_in_place_of_its_folder(path: Path) -> None:
    path.parent.write_text("not a folder")
    assert "cannot be made" in refusal(path)
    assert "cannot be made" in refusal(path.parent / "deeper" / "history.db")


@posix
def test_a_read_only_folder_for_a_new_history(public: Path) -> None:
    public.chmod(0o500)
    with without_rights():
        line = refusal(public / "history.db")
    assert "read-only" in line
    assert list(public.iterdir()) == []


@posix
@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o500, 0o600), (0o700, 0o400), (0o500, 0o400)])
def test_a_read_only_place_of_a_history(public: Path, fill: Fill, folder_mode: int, file_mode: int) -> None:
    path = public / "history.db"
    with without_rights():
        person_id = fill(path)
        before = recorded(path, person_id)
        path.chmod(file_mode)
        public.chmod(folder_mode)
        assert "read-only" in refusal(path)
        public.chmod(0o700)
        path.chmod(0o600)
        assert recorded(path, person_id) == before
    assert len(before[0].repetitions) == 3


def add_until_refused(store: Store, session_id: SessionId, repetition: Callable[[int], Repetition]) -> int:
    """Add repetitions until there is no room and return how many were acknowledged."""
    for number in range(1000):
        try:
            store.add_repetition(session_id, repetition(number))
        except StoreError as error:
            if "no room left on the disk" not in str(error):
                raise
            return number
    raise AssertionError("the disk never became full")


def limit_pages(store: Store, pages: int) -> None:
    """Let the writing connection find no room for more than this many pages of the file."""
    with store._database.writing() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")


def test_a_full_disk_keeps_what_was_recorded_and_goes_on_when_there_is_room(
    path: Path, exercise: Exercise, repetition: Callable[[int], Repetition], noon: datetime
) -> None:
    with open_store(path) as store:
        person_id = store.add_person("Ana").id
        session_id = store.begin_session(person_id, exercise, started_at=noon, software="1")
        limit_pages(store, 1)
        done = add_until_refused(store, session_id, repetition)
        assert [r.number for r in store.sessions(person_id)[0].repetitions] == list(range(done))
        limit_pages(store, 1_000_000)
        store.add_repetition(session_id, repetition(done))
    (record,) = recorded(path, person_id)
    assert done > 0
    assert record.repetitions == tuple(repetition(number) for number in range(done + 1))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a real file system of 400 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", folder], capture_output=True)
    except FileNotFoundError:
        pytest.skip("no mount here")
    if mounted.returncode:
        pytest.skip("may not mount here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_really_full_disk_loses_nothing(
    small_disk: Path, exercise: Exercise, repetition: Callable[[int], Repetition], noon: datetime
) -> None:
    path = small_disk / "history.db"
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(100_000))
    with open_store(path) as store:
        person_id = store.add_person("Ana").id
        session_id = store.begin_session(person_id, exercise, started_at=noon, software="1")
        done = add_until_refused(store, session_id, repetition)
        with pytest.raises(StoreError, match="no room left on the disk"):
            store.add_repetition(session_id, repetition(done))
        ballast.unlink()
        store.add_repetition(session_id, repetition(done))
    (record,) = recorded(path, person_id)
    assert done > 0
    assert record.repetitions == tuple(repetition(number) for number in range(done + 1))


def test_a_full_disk_for_a_new_history(small_disk: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        (small_disk / "ballast").write_bytes(bytes(1_000_000))
    assert "no room left on the disk" in refusal(small_disk / "history.db")
    (small_disk / "ballast").unlink()
    with open_store(small_disk / "history.db") as store:
        assert store.people() == ()


HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
"""


def test_another_program_that_holds_the_file(path: Path, exercise: Exercise, fill: Fill, noon: datetime) -> None:
    person_id = fill(path)
    hold = [sys.executable, "-c", HOLD, str(path)]
    with (
        open_store(path, wait_s=0.1) as store,
        subprocess.Popen(hold, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other,
    ):
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert "in use by another program" in refusal(path)
        with pytest.raises(StoreError, match="in use by another program"):
            store.begin_session(person_id, exercise, started_at=noon, software="1")
        assert len(store.sessions(person_id)[0].repetitions) == 3  # reading goes on
        other.communicate("\n")
        store.begin_session(person_id, exercise, started_at=noon, software="1")
    assert len(recorded(path, person_id)) == 2


def test_a_new_history_waits_for_another_program_that_makes_it_too(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    hold = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(hold, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert "in use by another program" in refusal(path)
        letting_go = threading.Timer(0.3, other.communicate, ["\n"])
        letting_go.start()
        with open_store(path, wait_s=10) as store:
            assert store.people() == ()
        letting_go.join()
