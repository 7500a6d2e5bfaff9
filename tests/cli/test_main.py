from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coach import __version__
from coach.cli.doctor import _sound, _voice
from coach.ui.audio.speech import SpeechError

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
    for part in ("camera", "window", "sound", "voice"):
        assert re.search(rf"{part}\W+(works|absent)\b", ran.out), part
    measured = re.search(r"(\d+) of 40 frames of the demo clip measured", ran.out)
    assert int(measured[1]) > 15
    assert not data_folder.exists(), "looking makes no file"


@pytest.mark.parametrize(
    ("cards", "text"),
    [
        (None, "no sound device"),
        ("--- no soundcards ---\n", "no sound device"),
        (" 0 [PCH]: HDA-Intel - HDA Intel PCH\n", "HDA Intel PCH"),
    ],
)
def test_the_doctor_tells_of_the_sound_device(monkeypatch, tmp_path: Path, cards: str | None, text: str) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(sys.modules["coach.cli.doctor"], "SOUND_CARDS", tmp_path / "cards")
    if cards is not None:
        (tmp_path / "cards").write_text(cards)
    found = _sound()
    assert text in found.text
    assert found.works == ("PCH" in text)
    assert not found.needed or found.works


def test_the_doctor_tells_of_the_voice_and_what_to_install(monkeypatch) -> None:
    class Speaks:
        name = "espeak-ng"

        def write(self, text: str, path: Path, rate: int) -> None:
            assert path.parent.is_dir()

    class Broken(Speaks):
        def write(self, text: str, path: Path, rate: int) -> None:
            raise SpeechError("espeak-ng failed: no data")

    monkeypatch.setattr("sys.platform", "linux")
    for found, works, text in (
        (Speaks, True, "espeak-ng speaks"),
        (Broken, False, "espeak-ng failed: no data"),
        (lambda: None, False, "sudo apt-get install espeak-ng"),
    ):
        monkeypatch.setattr("coach.ui.audio.speech.find_speech", found)
        told = _voice()
        assert (told.works, told.needed) == (works, works), told
        assert text in told.text


def test_light_commands_do_not_load_the_models() -> None:
    code = (
        "import sys\nfrom coach.cli import main\nsys.argv = ['coach', 'exercises', 'list']\n"
        "try:\n    main()\nexcept SystemExit as stop:\n    assert not stop.code\n"
        "heavy = {'mediapipe', 'cv2', 'kivy', 'sqlalchemy'} & set(sys.modules)\nassert heavy == HEAVY, heavy"
    )
    for heavy, expected in (("set()", 0), ("{'planted'}", 1)):
        ran = subprocess.run([sys.executable, "-c", code.replace("HEAVY", heavy)], capture_output=True, timeout=60)
        assert ran.returncode == expected, ran.stderr.decode()
