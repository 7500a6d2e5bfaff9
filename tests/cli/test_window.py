"""The commands that open a window, on a machine without a screen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")
PLAY_ANOTHER_CLIP = """
import sys
from pathlib import Path
import coach.cli.window
from coach.cli import main
clip = Path(sys.argv.pop())
coach.cli.window.demo_clip = lambda: clip
main()
"""


def without_screen(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    surroundings = {name: value for name, value in os.environ.items() if name not in SCREENS}
    surroundings["NECK_COACH_DATA"] = str(folder / "data")
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, env=surroundings, cwd=folder, timeout=120
    )


def test_the_demo_says_so_and_measures_in_the_terminal(tmp_path: Path, short_clip: Path) -> None:
    ran = without_screen(tmp_path, "-c", PLAY_ANOTHER_CLIP, "demo", str(short_clip))
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr.startswith("coach: There is no screen")
    assert ran.stderr.endswith("Measuring the demo clip here instead.\n")
    assert ran.stderr.count("\n") == 1
    assert "rotation right" in ran.stdout


@pytest.mark.parametrize("arguments", [[], ["session", "M1"]], ids=["coach", "session"])
def test_the_window_says_what_works_without_one(tmp_path: Path, arguments: list[str]) -> None:
    ran = without_screen(tmp_path, "-m", "coach", *arguments)
    assert (ran.returncode, ran.stdout) == (3, "")
    assert ran.stderr.startswith("coach: There is no screen")
    assert "coach measure SOURCE" in ran.stderr
    assert ran.stderr.count("\n") == 1
