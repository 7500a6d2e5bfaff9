"""Where things are: the user's data folder, the exercise library and the assets.

In a checkout ``exercises/`` and ``assets/`` stand beside the package. A wheel carries copies of them in
``coach/_data``. Nothing here creates a folder: whoever writes does.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import platformdirs

DATA_VARIABLE = "NECK_COACH_DATA"
"""Environment variable that replaces the user's data folder."""

_PACKAGE = Path(__file__).resolve().parent


@cache
def _shipped() -> Path:
    """Folder that holds ``exercises`` and ``assets``: the wheel's copy, else the checkout."""
    packaged = _PACKAGE / "_data"
    return packaged if packaged.is_dir() else _PACKAGE.parent


def data_dir() -> Path:
    """Folder for the user's own data; not created here.

    ``NECK_COACH_DATA`` replaces the system's usual place. It is read on each call, so a test may set it at any time.
    """
    chosen = os.environ.get(DATA_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    return platformdirs.user_data_path("neck-coach", appauthor=False)


def database_path() -> Path:
    """File of the history."""
    return data_dir() / "history.db"


def settings_path() -> Path:
    """File of the window's settings."""
    return data_dir() / "window.json"


def user_exercises_dir() -> Path:
    """Folder for exercise files that the user adds to the shipped ones; it need not exist."""
    return data_dir() / "exercises"


def exercises_dir() -> Path:
    """Folder of the shipped exercise library, with one folder for each approach."""
    return _shipped() / "exercises"


def assets_dir() -> Path:
    """Folder of the shipped fonts, sounds, icons and the demo clip."""
    return _shipped() / "assets"


def safety_dir() -> Path:
    """Folder of the safety rules."""
    return assets_dir() / "safety"


def demo_clip() -> Path:
    """Clip of a rendered person, which ``coach demo`` plays as if it were a camera."""
    return assets_dir() / "demo" / "lateral_d.mp4"


def side_clip() -> Path:
    """Clip of a rendered person seen from the left, on which the speed of the side view is measured."""
    return assets_dir() / "demo" / "sagittal_side_d.mp4"
