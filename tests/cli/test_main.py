from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coach import __version__

Coach = Callable[..., Any]


def test_version(coach: Coach) -> None:
    ran = coach("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"neck-coach {__version__}\n", "")


def test_help_names_every_command(coach: Coach) -> None:
    ran = coach("--help")
    assert (ran.code, ran.err) == (0, "")
    for command in ("demo", "measure", "session", "exercises", "history", "doctor", "bench"):
        assert re.search(rf"\b{command}\b", ran.out)


def test_exercises_without_a_command_shows_help(coach: Coach) -> None:
    ran = coach("exercises")
    assert ran.code == 2
    assert "check" in ran.out
    assert ran.err == "coach: a command is missing; see coach exercises --help\n"


def test_the_doctor_examines_every_part(coach: Coach, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    ran = coach("doctor")
    assert (ran.code, ran.err) == (0, "")
    for part in ("program", "models", "exercises", "history", "disk"):
        assert re.search(rf"{part}\W+works\b", ran.out), part
    for part in ("camera", "window", "sound"):
        assert re.search(rf"{part}\W+(works|absent)\b", ran.out), part
    measured = re.search(r"(\d+) of 40 frames of the demo clip measured", ran.out)
    assert int(measured[1]) > 15
    assert not data_folder.exists(), "looking makes no file"


def test_light_commands_do_not_load_the_models() -> None:
    code = (
        "import sys\nfrom coach.cli import main\nsys.argv = ['coach', 'exercises', 'list']\n"
        "try:\n    main()\nexcept SystemExit as stop:\n    assert not stop.code\n"
        "heavy = {'mediapipe', 'cv2', 'kivy', 'sqlalchemy'} & set(sys.modules)\nassert heavy == HEAVY, heavy"
    )
    for heavy, expected in (("set()", 0), ("{'planted'}", 1)):
        ran = subprocess.run([sys.executable, "-c", code.replace("HEAVY", heavy)], capture_output=True, timeout=60)
        assert ran.returncode == expected, ran.stderr.decode()
