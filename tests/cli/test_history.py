from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from coach.exercise.model import FaultKind
from coach.exercise.types import Fault, Repetition, SessionResult, StopReason
from coach.history.library import load_library
from coach.history.store import open_store
from coach.measure.posture import SidePosture
from coach.measure.rom_value import RomValue
from coach.measure.types import Direction, View
from coach.paths import exercises_dir

Coach = Callable[..., Any]
POSTURE = SidePosture(craniovertebral_angle_deg=46.84, sigma_craniovertebral_angle_deg=2.1)
NAME = "Ana [the] Müller"


@pytest.fixture
def history(data_folder: Path) -> Path:
    """A history of two people, one of whom was measured and did a session that was broken off."""
    path = data_folder / "history.db"
    exercise = load_library(exercises_dir()).find("M1")
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    fault = Fault(FaultKind.TOO_FAST, 61.5, "Slower", 11.0)
    repetition = Repetition(1, 1, Direction.LEFT_ROTATION, 10.0, 16.5, 51.3, 1.25, 2.0, (fault,))
    value = RomValue(Direction.LEFT_ROTATION, (52.4, 51.0), 52.4, 51.7, 2.4, 0.99, 3.0)
    result = SessionResult("active-rotation", "M1", False, 5.0, 95.5, (repetition,), 16, 0, 1.5, 0.97, ())
    with open_store(path) as store:
        ana = store.add_person(NAME).id
        store.add_person("Bea")
        store.add_rom_test(
            ana,
            {Direction.LEFT_ROTATION: value, Direction.FLEXION: None},
            measured_at=noon,
            view=View.FRONT,
            software="0.1",
        )
        store.add_posture(ana, POSTURE, measured_at=noon, view=View.LEFT, software="0.1")
        session_id = store.begin_session(ana, exercise, started_at=noon, software="0.1")
        store.set_pain(session_id, before=4)
        store.add_repetition(session_id, repetition)
        store.finish_session(session_id, result, pain_after=2)
    return path


@pytest.mark.parametrize(("reason", "said"), [(StopReason.PAIN, "no, pain"), (StopReason.SIGN, "no, a sign")])
def test_it_says_why_a_session_ended(coach: Coach, history: Path, reason: StopReason, said: str) -> None:
    result = SessionResult("active-rotation", "M1", False, 5.0, 95.5, (), 16, 0, 1.5, 0.97, (), stop_reason=reason)
    with open_store(history) as store:
        (session,) = store.sessions(store.people()[0].id)
        store.finish_session(session.id, result)
    assert said in coach("history").out
    ana = json.loads(coach("history", "--json").out)[0]
    assert ana["sessions"][0]["stop_reason"] == reason.value


def test_nothing_is_recorded_yet(coach: Coach, data_folder: Path) -> None:
    ran = coach("history")
    assert (ran.code, ran.out, ran.err) == (0, "Nothing is recorded yet.\n", "")
    ran = coach("history", "--json")
    assert (ran.code, json.loads(ran.out), ran.err) == (0, [], "")
    assert not data_folder.exists(), "looking makes no file"


def test_a_history_that_is_empty(coach: Coach, data_folder: Path) -> None:
    with open_store(data_folder / "history.db"):
        pass
    assert coach("history").out == "Nothing is recorded yet.\n"
    assert json.loads(coach("history", "--json").out) == []


def test_people_tests_and_sessions_are_shown(coach: Coach, history: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    ran = coach("history")
    assert (ran.code, ran.err) == (0, "")
    assert NAME in ran.out
    assert "Bea" in ran.out
    assert re.search(r"rotation left\W+52° ± 2°\W+2\b", ran.out)
    assert re.search(r"2026-11-\d\d\W+Turn your head\W+1 of 16\W+1\W+4 to 2\W+no\b", ran.out)
    assert "No session yet." in ran.out
    assert re.search(r"Craniovertebral angle 2026-11-\d\d, seen from the left: 47° ± 2°", ran.out)


def test_the_newest_of_each_direction_is_shown(coach: Coach, history: Path) -> None:
    with open_store(history) as store:
        person = next(p for p in store.people() if p.name == NAME)
        found = RomValue(Direction.FLEXION, (40.4,), 40.4, 40.4, 1.6, None, 3.0)
        at = datetime(2026, 11, 22, 12, tzinfo=UTC)
        store.add_rom_test(person.id, {Direction.FLEXION: found}, measured_at=at, view=View.FRONT, software="1")
    out = coach("history", "--patient", NAME).out
    assert re.search(r"flexion\W+40° ± 2°\W+1\b", out)
    assert re.search(r"rotation left\W+52° ± 2°", out), "a later test of another direction takes nothing away"
    assert "extension             │ not measured" in out


def test_the_table_fits_a_narrow_terminal(coach: Coach, history: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert "…" not in coach("history").out


def test_the_json_has_everything(coach: Coach, history: Path) -> None:
    ana, bea = json.loads(coach("history", "--json").out)
    assert (ana["name"], bea["name"]) == (NAME, "Bea")
    assert bea["rom_tests"] == bea["sessions"] == bea["postures"] == []
    assert [p["craniovertebral_angle_deg"] for p in ana["postures"]] == [46.8]
    (test,), (session,) = ana["rom_tests"], ana["sessions"]
    assert test["measured_at"] == "2026-11-20T12:00:00+00:00"
    assert test["rom"]["left_rotation"]["mean_deg"] == 51.7
    assert test["rom"]["left_rotation"]["trials_deg"] == [52.4, 51.0]
    assert test["rom"].get("flexion") is None
    wanted = {
        "exercise": "active-rotation", "code": "M1", "completed": False, "repetitions_done": 1, "repetitions_asked": 16,
        "faults": ["too_fast"], "pain_before": 4, "pain_after": 2,
    }  # fmt: skip
    assert {key: session[key] for key in wanted} == wanted


def test_one_person_is_found_by_name_or_id(coach: Coach, history: Path) -> None:
    everybody = json.loads(coach("history", "--json").out)
    for wanted in (NAME.lower(), everybody[0]["id"]):
        assert json.loads(coach("history", "--json", "--patient", wanted).out) == everybody[:1]


def test_an_unknown_person(refused: Callable[..., str], history: Path) -> None:
    assert refused(2, "history", "--patient", "Cleo") == "coach: Cleo: nobody with this name or id is recorded here\n"


def test_nobody_before_there_is_a_history(refused: Callable[..., str]) -> None:
    assert refused(2, "history", "--patient", "Cleo") == "coach: Cleo: nobody is recorded here yet\n"


def test_a_newer_database_is_one_line_and_stays_as_it_is(refused: Callable[..., str], history: Path) -> None:
    with closing(sqlite3.connect(history)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    before = history.read_bytes()
    assert "newer version of this program (schema 9999" in refused(2, "history")
    assert history.read_bytes() == before


def test_a_file_that_is_no_database(refused: Callable[..., str], data_folder: Path) -> None:
    data_folder.mkdir()
    (data_folder / "history.db").write_text("Dear diary.")
    assert str(data_folder / "history.db") in refused(2, "history", "--json")


def test_the_doctor_tells_of_a_newer_database_too(coach: Coach, history: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    with closing(sqlite3.connect(history)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    ran = coach("doctor")
    assert ran.code == 3
    assert re.search(r"history\W+fails\W.*newer version of this program", ran.out)
