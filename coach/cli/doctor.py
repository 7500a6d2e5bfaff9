"""``coach doctor``: what works on this machine, and what to do about the rest."""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from coach import __version__
from coach.cli import Exit
from coach.paths import data_dir, database_path, demo_clip

MIN_FREE_MB = 200
SOUND_CARDS = Path("/proc/asound/cards")


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the examination; ``needed`` is false for what the program can do without."""

    works: bool
    text: str
    needed: bool = True


def examine() -> None:
    """Print a line for each part; exits with 3 when something that is needed does not work."""
    checks: tuple[tuple[str, Callable[[], Finding]], ...] = (
        ("program", _program),
        ("models", _models),
        ("exercises", _exercises),
        ("camera", _camera),
        ("window", _window),
        ("sound", _sound),
        ("voice", _voice),
        ("history", _history),
        ("disk", _disk),
    )
    table = Table(show_header=False)
    findings = []
    for name, check in checks:
        finding = _guarded(check)
        findings.append(finding)
        mark = (
            "[green]works[/green]"
            if finding.works
            else ("[red]fails[/red]" if finding.needed else "[yellow]absent[/yellow]")
        )
        table.add_row(name, mark, escape(finding.text))
    Console().print(table)
    if any(f.needed and not f.works for f in findings):
        sys.exit(Exit.NO_SOURCE)


def _guarded(check: Callable[[], Finding]) -> Finding:
    """Examine one part; one that breaks while it is examined is a finding, not the end of the examination."""
    try:
        return check()
    except Exception as error:
        return Finding(False, f"{type(error).__name__}: {error}")


def _program() -> Finding:
    return Finding(True, f"neck-coach {__version__}, Python {platform.python_version()}, {platform.platform()}")


def _models() -> Finding:
    from coach.sense.camera import open_source
    from coach.sense.correction import corrected_measurer
    from coach.sense.detector import Detector, model_version

    camera, detector, measurer = open_source(str(demo_clip())), Detector(), corrected_measurer()
    measured = 0
    for _ in range(40):
        frame = camera.read()
        if frame is not None:
            measured += measurer.update(detector.detect(frame)).angles is not None
    camera.close()
    detector.close()
    return Finding(measured > 0, f"{model_version()}; {measured} of 40 frames of the demo clip measured")


def _exercises() -> Finding:
    from coach.cli.library import library

    return Finding(True, f"{len(list(library()))} exercises read")


def _camera() -> Finding:
    from coach.sense.camera import SourceError, open_source

    try:
        camera = open_source("0")
    except SourceError as error:
        return Finding(False, f"{error} (coach demo works without one)", needed=False)
    frame = camera.read()
    camera.close()
    if frame is None:
        return Finding(False, "camera 0 opens but gives no picture; close other programs that use it", needed=False)
    height, width = frame.rgb.shape[:2]
    return Finding(True, f"camera 0 gives {width}x{height}")


def _window() -> Finding:
    from coach.ui.environment import NoDisplay, check_display

    try:
        check_display()
    except NoDisplay as error:
        return Finding(False, f"{error} coach measure and coach session --headless work without one", needed=False)
    return Finding(True, "a display is there")


def _sound() -> Finding:
    if sys.platform != "linux":
        return Finding(True, "the system's own")
    cards = SOUND_CARDS.read_text(encoding="utf-8") if SOUND_CARDS.exists() else ""
    if not cards or "no soundcards" in cards:
        return Finding(False, "no sound device; every cue is on the screen too", needed=False)
    return Finding(True, cards.splitlines()[0].strip())


def _voice() -> Finding:
    """Let the system's voice write a word into a file; nothing is heard."""
    from coach.ui.audio.speech import INSTALL, SpeechError, find_speech

    speech = find_speech()
    if speech is None:
        remedy = f"; {INSTALL}" if sys.platform == "linux" else ""
        return Finding(False, f"no voice; every cue is on the screen, and tones are heard{remedy}", needed=False)
    try:
        with tempfile.TemporaryDirectory(prefix="neck-coach-doctor-") as folder:
            speech.write("Hold", Path(folder) / "hold.wav", 150)
    except SpeechError as error:
        return Finding(False, f"{error}; every cue is on the screen too", needed=False)
    return Finding(True, f"{speech.name} speaks")


def _history() -> Finding:
    from coach.history.store import open_store

    if not database_path().exists():
        return Finding(True, f"nothing recorded yet; will be kept in {database_path()}")
    with open_store(database_path()) as store:
        return Finding(True, f"{len(store.people())} people in {database_path()}")


def _disk() -> Finding:
    folder = data_dir()
    while not folder.exists():
        folder = folder.parent
    free_mb = shutil.disk_usage(folder).free / 2**20
    return Finding(free_mb >= MIN_FREE_MB, f"{free_mb:.0f} MB free for {data_dir()}")
