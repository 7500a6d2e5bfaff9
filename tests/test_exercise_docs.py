"""What docs/exercises.md says is what the program does."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coach.exercise.model import FaultKind
from coach.exercise.rules import SEEN_IN
from coach.history.exercise_file import check_file
from coach.paths import assets_dir

DOCUMENT = Path(__file__).parents[1] / "docs" / "exercises.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")


def section(title: str) -> str:
    return TEXT.split(f"## {title}\n")[1].split("\n## ")[0]


def test_the_example_is_an_exercise_and_the_one_that_is_written(tmp_path: Path) -> None:
    example = re.findall(r"```toml\n(.*?)```", TEXT, flags=re.DOTALL)
    assert example == [(assets_dir() / "exercise-template.toml").read_text(encoding="utf-8")]
    path = tmp_path / "mobility" / "half-turn.toml"
    path.parent.mkdir()
    path.write_text(example[0], encoding="utf-8")
    assert check_file(path, in_library=True).title == "Half turn"


def test_every_guide_is_told() -> None:
    told = re.findall(r"^\| `(\w+)`", section("Kinds of guide"), flags=re.MULTILINE)
    assert sorted(told) == sorted(("kind", *SEEN_IN))


def test_every_fault_is_told_once() -> None:
    rows = [line.split("|")[1] for line in section("Faults").splitlines() if line.startswith("| `")]
    told = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(told) == sorted(("kind", *FaultKind))


def test_the_table_is_that_of_the_program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from coach.cli.library import print_markdown

    print_markdown()
    assert capsys.readouterr().out == section("What ships")[section("What ships").index("| code") :]


def test_the_commands_exist() -> None:
    from typer.testing import CliRunner

    from coach.cli import app

    run: Callable[..., Any] = CliRunner().invoke
    for command in set(re.findall(r"coach exercises (\w+)", TEXT)):
        assert run(app, ["exercises", command, "--help"]).exit_code == 0, command
