"""The system's voice, with programs of our own in its place: no sound, no sound device."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from coach.ui.audio import speech
from coach.ui.audio.speech import Speech, SpeechError, find_speech

WRITES = """
import sys, wave
with wave.open(sys.argv[1], "wb") as out:
    out.setnchannels(1); out.setsampwidth(2); out.setframerate(8000)
    out.writeframes(b"\\1\\2" * len(sys.stdin.buffer.read()))
"""


def python(script: str) -> Speech:
    return Speech("speaker", lambda path, rate: [sys.executable, "-c", script, str(path), str(rate)])


def only(*there: str):
    return lambda name: f"/usr/bin/{name}" if name in there else None


@pytest.mark.parametrize(
    ("platform", "there", "name"),
    [
        ("linux", ("espeak-ng", "espeak"), "espeak-ng"),
        ("linux", ("espeak",), "espeak"),
        ("linux", ("say", "powershell"), None),
        ("darwin", ("say", "espeak-ng"), "say"),
        ("darwin", ("espeak-ng",), None),
        ("win32", ("powershell",), "powershell"),
        ("win32", (), None),
    ],
)
def test_finds_the_voice_of_each_system(platform, there, name):
    found = find_speech(platform, only(*there))
    assert (found.name if found else None) == name


def test_command_lines():
    path = Path("it's.wav")
    espeak = find_speech("linux", only("espeak-ng")).command(path, 150)
    assert espeak == ["/usr/bin/espeak-ng", "-v", "en", "-s", "150", "-w", "it's.wav", "--stdin"]
    say = find_speech("darwin", only("say")).command(path, 170)
    assert say[:5] == ["/usr/bin/say", "-r", "170", "-o", "it's.wav"]
    assert say[-2:] == ["-f", "-"]
    *_, script = find_speech("win32", only("powershell")).command(path, 156)
    assert "SetOutputToWaveFile('it''s.wav')" in script
    assert "$voice.Rate = -2" in script


@pytest.mark.parametrize(("rate", "step"), [(1, -10), (180, 0), (1000, 10)])
def test_the_rate_of_windows_has_ends(rate, step):
    *_, script = find_speech("win32", only("powershell")).command(Path("a.wav"), rate)
    assert f"$voice.Rate = {step}\n" in script


def test_writes_a_file_from_the_text(tmp_path):
    path = tmp_path / "a.wav"
    python(WRITES).write("Grüße", path, 150)
    assert path.stat().st_size == 44 + 2 * len("Grüße".encode())
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("import sys; sys.exit('no such voice')", "no such voice"),
        ("import sys; sys.exit(3)", "code 3"),
        ("", "wrote no sound"),
        ("import sys; open(sys.argv[1], 'w').write('not a sound')", "wrote no sound"),
        (WRITES.replace("sys.stdin.buffer.read()", "''"), "wrote no sound"),
        ("import time; time.sleep(60)", "did not answer"),
    ],
)
def test_says_why_it_does_not_speak(tmp_path, monkeypatch, script, why):
    monkeypatch.setattr(speech, "LONGEST_S", 1.0)
    with pytest.raises(SpeechError, match=why):
        python(script).write("Hold", tmp_path / "a.wav", 150)
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_does_not_start(tmp_path):
    broken = tmp_path / "espeak-ng"
    broken.write_text("")
    broken.chmod(broken.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(SpeechError):
        Speech("espeak-ng", lambda path, rate: [str(broken)]).write("Hold", tmp_path / "a.wav", 150)
