"""The voice that the system brings along: a program that turns a line of text into a wav file, with no network.

Linux: ``espeak-ng`` (or ``espeak``). macOS: ``say``. Windows: the speech synthesiser of .NET, through PowerShell.
No Kivy here, so that ``coach doctor`` can ask too.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

LONGEST_S = 8.0
"""A program that takes longer than this to write one line has hung."""
INSTALL = "on Debian or Ubuntu: sudo apt-get install espeak-ng"
_SAPI = """
Add-Type -AssemblyName System.Speech
[Console]::InputEncoding = [Text.Encoding]::UTF8
$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer
$voice.Rate = {rate}
$voice.SetOutputToWaveFile('{path}')
$voice.Speak([Console]::In.ReadToEnd())
$voice.Dispose()
"""
_SAPI_USUAL, _SAPI_STEP = 180, 12
"""Words a minute of Windows' rate 0, and of each step; about what its English voices speak."""


class SpeechError(Exception):
    """A line could not be spoken; the text says why."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A program that speaks into a file.

    Parameters
    ----------
    name
        What it is called.
    command
        Gives the command line for a wav file and a rate in words a minute; the text goes to its standard input.
    """

    name: str
    command: Callable[[Path, int], Sequence[str]]

    def write(self, text: str, path: Path, rate: int) -> None:
        """Write a line of text as a wav file; blocks.

        Parameters
        ----------
        text
            One line, no markup.
        path
            File to write; it is only there at the end when all went well.
        rate
            Words a minute.

        Raises
        ------
        SpeechError
            Where the program fails, hangs, or writes nothing that can be heard.
        """
        unfinished = path.with_suffix(".part.wav")
        try:
            ran = subprocess.run(
                self.command(unfinished, rate),
                input=text.encode(),
                capture_output=True,
                timeout=LONGEST_S,
                check=False,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            if ran.returncode != 0:
                said = ran.stderr.decode(errors="replace").strip().splitlines()
                raise SpeechError(f"{self.name} failed: {said[-1] if said else f'code {ran.returncode}'}")
            with wave.open(str(unfinished)) as opened:
                if opened.getnframes() == 0:
                    raise SpeechError(f"{self.name} wrote no sound")
            unfinished.replace(path)
        except subprocess.TimeoutExpired as error:
            raise SpeechError(f"{self.name} did not answer") from error
        except (OSError, wave.Error, EOFError) as error:
            raise SpeechError(f"{self.name} wrote no sound: {error}") from error
        finally:
            unfinished.unlink(missing_ok=True)


def find_speech(platform: str = sys.platform, which: Callable[[str], str | None] = shutil.which) -> Speech | None:
    """Find the voice of this system, ``None`` where there is none.

    Parameters
    ----------
    platform
        As ``sys.platform``.
    which
        Finds a program by name.
    """
    programs: dict[str, tuple[tuple[str, Callable[[str], Callable[[Path, int], Sequence[str]]]], ...]] = {
        "darwin": (("say", _say),),
        "win32": (("powershell", _powershell),),
    }
    for name, command in programs.get(platform, (("espeak-ng", _espeak), ("espeak", _espeak))):
        found = which(name)
        if found:
            return Speech(name, command(found))
    return None


def _espeak(program: str) -> Callable[[Path, int], Sequence[str]]:
    return lambda path, rate: [program, "-v", "en", "-s", str(rate), "-w", str(path), "--stdin"]


def _say(program: str) -> Callable[[Path, int], Sequence[str]]:
    return lambda path, rate: [
        *(program, "-r", str(rate), "-o", str(path)),
        *("--file-format=WAVE", "--data-format=LEI16@22050", "-f", "-"),
    ]


def _powershell(program: str) -> Callable[[Path, int], Sequence[str]]:
    def command(path: Path, rate: int) -> Sequence[str]:
        step = max(-10, min(10, round((rate - _SAPI_USUAL) / _SAPI_STEP)))
        script = _SAPI.format(rate=step, path=str(path).replace("'", "''"))
        return [program, "-NoProfile", "-NonInteractive", "-Command", script]

    return command
