"""Kivy's surroundings, set before Kivy is imported for the first time.

Kivy reads its switches from the environment and its configuration from the moment it is imported, so
:func:`prepare` must run first. Nothing in this module imports Kivy at the top for that reason.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_SWITCHES = {
    "KIVY_NO_ARGS": "1",  # the command line belongs to the coach
    "KIVY_LOG_MODE": "PYTHON",  # no handlers of its own, stderr stays untouched
    "KIVY_NO_FILELOG": "1",
    "KIVY_NO_CONFIG": "1",  # neither reads nor writes a config file of its own
    "KIVY_CLOCK": "interrupt",  # a new frame wakes the sleeping window at once
    "KIVY_AUDIO": "sdl2",  # the one provider that survives a machine without a sound device
    "KIVY_CLIPBOARD": "sdl2",  # the default looks for programs that many machines lack, and says so loudly
    "KIVY_WINDOW": "sdl2",  # the old x11 provider ends the process when there is no screen
}
WINDOW_SIZE = (1280, 800)
SMALLEST_WINDOW = (960, 640)


class NoDisplay(RuntimeError):
    """No window can be opened on this machine; the text says why in one line."""


def prepare(home: Path) -> None:
    """Set Kivy's environment and configuration; harmless when called again.

    Parameters
    ----------
    home
        Folder for Kivy's own files, inside the user's data folder; made when it is missing. Where it cannot be made
        Kivy gets a temporary one, because a history that cannot be written is the store's message to give, not ours.

    Raises
    ------
    NoDisplay
        Where no window can be opened.
    """
    check_display()
    # Kivy reports every provider that is not there, with tracebacks as critical ones; what matters raises anyway.
    logging.getLogger("kivy").disabled = True
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError:
        import tempfile

        home = Path(tempfile.mkdtemp(prefix="neck-coach-"))
    os.environ.setdefault("KIVY_HOME", str(home))
    for name, value in _SWITCHES.items():
        os.environ.setdefault(name, value)
    _configure()


def check_display() -> None:
    """Raise :class:`NoDisplay` where the system offers no screen to open a window on."""
    if not sys.platform.startswith("linux") or os.environ.get("SDL_VIDEODRIVER"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise NoDisplay("There is no screen to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set).")


def _configure() -> None:
    from kivy.config import Config

    width, height = WINDOW_SIZE
    smallest_width, smallest_height = SMALLEST_WINDOW
    settings: dict[str, dict[str, int | str]] = {
        "graphics": {
            "width": width,
            "height": height,
            "minimum_width": smallest_width,
            "minimum_height": smallest_height,
            "multisamples": 0,  # shapes are smoothed in the shader; this halves the cost without a graphics card
        },
        "kivy": {"exit_on_escape": 0},  # Escape asks, it never ends the program
        "input": {"mouse": "mouse,disable_multitouch"},  # no red dots under the right button
    }
    Config.remove_option("input", "%(name)s")  # touch comes through the window, no need to probe devices
    for section, values in settings.items():
        for key, value in values.items():
            Config.set(section, key, str(value))


@contextlib.contextmanager
def quiet_stderr() -> Iterator[None]:
    """Send the standard error of C libraries nowhere for a moment (the sound system's, where there is no device)."""
    try:
        kept = os.dup(2)
    except OSError:  # a windowed program may have none
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def open_window() -> Any:
    """Open the window and return it.

    Raises
    ------
    NoDisplay
        Where the graphics system refuses.
    """
    from kivy.core.window import Window

    if Window is None:
        raise NoDisplay("The graphics system of this machine would not open a window (OpenGL 2 is needed).")
    return Window
