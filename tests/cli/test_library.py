from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coach.paths import exercises_dir

Coach = Callable[..., Any]
Refused = Callable[..., str]


@pytest.fixture
def copy(tmp_path: Path) -> Callable[..., Path]:
    """Copy an exercise file with something changed."""

    def change(pattern: str, replacement: str, folder: Path = tmp_path) -> Path:
        text = (exercises_dir() / "mobility" / "active-rotation.toml").read_text(encoding="utf-8")
        changed, times = re.subn(pattern, replacement, text, flags=re.MULTILINE)
        assert times == 1
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "active-rotation.toml"
        path.write_text(changed, encoding="utf-8")
        return path

    return change


def test_the_list_has_a_row_for_each_file(coach: Coach, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = coach("exercises", "list")
    assert (ran.code, ran.err) == (0, "")
    for path in exercises_dir().rglob("*.toml"):
        assert path.stem in ran.out
    for code in ("M1", "M3", "S1", "C2", "R1"):
        assert re.search(rf"\b{code}\b", ran.out)


@pytest.mark.parametrize("name", ["M1", "m1", "active-rotation"])
def test_one_exercise_is_shown_in_full(coach: Coach, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("COLUMNS", "2000")
    ran = coach("exercises", "show", name)
    assert (ran.code, ran.err) == (0, "")
    parts = (
        "Turn your head", "(M1, active-rotation)", "Start:", "  1. Look straight ahead", "Dose: 8 each side · hold 2 s",
        "Watched: Only your head turns", "Take care: Stop at once if you get dizzy", "Not if: A recent fall",
        "Next: ", "Easier: ", "Ground: ",
    )  # fmt: skip
    for part in parts:
        assert part in ran.out


def test_a_locked_exercise_says_why(coach: Coach, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "2000")
    assert "Locked: A therapist has to show you this exercise once" in coach("exercises", "show", "M5").out
    assert "Locked" not in coach("exercises", "show", "M1").out


def test_brackets_in_a_text_are_shown_as_they_are(
    coach: Coach, copy: Callable[..., Path], data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    path = copy(r"^title = .*$", 'title = "Turn [bold] and [/] back"', data_folder / "exercises" / "mobility")
    own = path.with_name("own-turn.toml")
    own.write_text(path.read_text().replace('code = "M1"', 'code = "M91"'))
    path.unlink()
    assert "Turn [bold] and [/] back" in coach("exercises", "show", "own-turn").out
    assert "Turn [bold] and [/] back" in coach("exercises", "list").out


def test_an_unknown_exercise(refused: Refused) -> None:
    line = refused(2, "exercises", "show", "side-bent")
    assert line == (
        "coach: there is no exercise 'side-bent'; did you mean side-bend? (coach exercises list names them all)\n"
    )


def test_the_shipped_library_has_no_fault(coach: Coach) -> None:
    files = len(list(exercises_dir().rglob("*.toml")))
    assert coach("exercises", "check").out == f"{files} exercises, no fault\n"
    assert coach("exercises", "check", exercises_dir()).out == f"{files} exercises, no fault\n"
    one = exercises_dir() / "mobility" / "active-rotation.toml"
    assert coach("exercises", "check", one).out == "1 exercises, no fault\n"


def test_a_broken_file_names_file_line_field_and_reason(refused: Refused, copy: Callable[..., Path]) -> None:
    path = copy(r"^hold_s = 2$", "hold_s = -3")
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if text == "hold_s = -3")
    message = refused(2, "exercises", "check", path)
    assert message.startswith(f"coach: {path}:{line}: guide.hold_s: ")
    assert "0" in message.removeprefix(f"coach: {path}:{line}: guide.hold_s: ")


def test_all_faults_of_a_folder_come_at_once(coach: Coach, copy: Callable[..., Path], tmp_path: Path) -> None:
    first = copy(r"^title = .*$", "", tmp_path / "a")
    second = copy(r"^hold_s = 2$", "hold_s = ", tmp_path / "b")
    ran = coach("exercises", "check", tmp_path)
    lines = ran.err.splitlines()
    assert ran.code == 2
    assert len(lines) == 2
    assert f"{first}" in lines[0]
    assert "title" in lines[0]
    assert f"{second}" in lines[1]


def test_a_file_that_is_not_there(refused: Refused, tmp_path: Path) -> None:
    assert str(tmp_path / "missing.toml") in refused(2, "exercises", "check", tmp_path / "missing.toml")
    assert "there is no .toml file" in refused(2, "exercises", "check", tmp_path)


def test_a_broken_file_of_the_user_is_named_wherever_the_library_is_read(
    refused: Refused, copy: Callable[..., Path], data_folder: Path, short_clip: Path
) -> None:
    path = copy(r"^hold_s = 2$", "hold_s = -3", data_folder / "exercises" / "mobility")
    for command in (
        ["exercises", "list"],
        ["exercises", "check"],
        ["session", "R1", "--source", short_clip, "--headless"],
    ):
        message = refused(2, *command)
        assert str(path) in message
        assert "guide.hold_s" in message
