"""What every test needs: surroundings that are the same on every machine, and a data folder of its own.

Kivy reads its switches when it is first imported, so they are set here, before any test module is.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

_SCRATCH = Path(tempfile.mkdtemp(prefix="neck-coach-tests-"))

_SURROUNDINGS = {
    "NECK_COACH_DATA": str(_SCRATCH / "data"),  # no test touches the user's own history
    "KIVY_HOME": str(_SCRATCH / "kivy"),
    "KIVY_NO_ARGS": "1",
    "KIVY_NO_CONFIG": "1",
    "KIVY_NO_ENV_CONFIG": "1",
    "KIVY_NO_FILELOG": "1",
    "KIVY_LOG_MODE": "PYTHON",
    "KIVY_WINDOW": "sdl2",
    "KIVY_DPI": "96",
    "KIVY_METRICS_DENSITY": "1",
    "KIVY_METRICS_FONTSCALE": "1",
    "SDL_AUDIODRIVER": "dummy",
}
os.environ.update(_SURROUNDINGS)
if sys.platform == "linux":  # real pixels with no screen; to watch the tests, set SDL_VIDEODRIVER=x11
    os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")

# How long an example takes says nothing on a busy machine; the suite has its own time limit.
settings.register_profile("neck-coach", deadline=None)
settings.load_profile("neck-coach")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(_SCRATCH, ignore_errors=True)
