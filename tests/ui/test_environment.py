"""How the window comes up, or says why it does not. Each case in a process of its own, as Kivy is imported once."""

from __future__ import annotations

import os
import subprocess
import sys

QUIET = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**QUIET, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_no_screen_is_one_clear_error(tmp_path):
    code = "from coach.app import run_app, NoDisplay\ntry: run_app(demo=True)\nexcept NoDisplay as e: print(e)"
    done = run(code, NECK_COACH_DATA=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "no screen" in done.stdout
    assert "\n" not in done.stdout.strip()


def test_a_screen_without_opengl_is_one_clear_error(tmp_path):
    code = (
        "from pathlib import Path\nfrom coach.ui.environment import *\n"
        f"prepare(Path({str(tmp_path)!r}))\ntry: open_window()\nexcept NoDisplay as e: print(e)"
    )
    done = run(code, SDL_VIDEODRIVER="dummy")
    assert done.returncode == 0, done.stderr
    assert "OpenGL" in done.stdout


def test_preparing_does_not_touch_the_home_folder(tmp_path):
    (tmp_path / "home").mkdir()
    code = (
        "from pathlib import Path\nfrom coach.ui.environment import *\n"
        f"prepare(Path({str(tmp_path / 'data' / 'window')!r}))\nopen_window()\nimport coach.ui.main"
    )
    done = run(code, SDL_VIDEODRIVER="offscreen", SDL_AUDIODRIVER="dummy", HOME=str(tmp_path / "home"))
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert list((tmp_path / "home").iterdir()) == []


def test_the_window_is_not_imported_before_it_is_wanted():
    done = run("import sys, coach.app\nprint('kivy' in sys.modules, 'mediapipe' in sys.modules)")
    assert done.stdout.split() == ["False", "False"], done.stderr
