"""What a person set for the window itself: text size, contrast, sound, voice, camera. Kept in a small JSON file."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_log = logging.getLogger(__name__)

SLOWEST, QUICKEST = 100, 220
"""Words a minute that a voice may speak."""
MOST_CAMERAS = 10
SIDES = ("left", "right")


@dataclass
class Preferences:
    """The settings; :meth:`save` writes them.

    Parameters
    ----------
    text_scale
        Size of the text, 1 as designed.
    high_contrast
        Use the high-contrast colours.
    muted
        Keep quiet altogether, whatever else is set.
    tones, tone_volume
        Play tones; how loud, 0..1.
    voice, voice_volume, voice_rate
        Speak; how loud, 0..1; how fast, words a minute.
    hands_free
        Obey held hand signs.
    camera
        Number of the camera, where none is named at the start.
    side
        Side that is turned to the camera in exercises that are seen from the side, ``left`` or ``right``.
    """

    text_scale: float = 1.0
    high_contrast: bool = False
    muted: bool = False
    tones: bool = True
    tone_volume: float = 0.7
    voice: bool = True
    voice_volume: float = 1.0
    voice_rate: int = 150
    hands_free: bool = True
    camera: int = 0
    side: str = SIDES[0]

    @classmethod
    def load(cls, path: Path) -> tuple[Preferences, str | None]:
        """Read the file.

        Returns
        -------
        tuple
            The settings, where whatever is missing or makes no sense keeps its default; and a line for the person where
            the file could not be read, else ``None``. A file that is no settings file is kept aside, not written over.
        """
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(told, dict):
                raise ValueError("not a table of settings")
        except FileNotFoundError:
            return cls(), None
        except OSError as error:
            return cls(), f"Your settings cannot be read ({error.strerror}). The usual ones are in use."
        except ValueError:
            return cls(), _keep_aside(path)
        return cls(**{name: told[name] for name, fits in _FITS.items() if name in told and fits(told[name])}), None

    def save(self, path: Path) -> bool:
        """Write the file whole or not at all; ``False`` where it cannot be written and nothing is remembered."""
        written = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", dir=path.parent, prefix=path.name, suffix=".new", delete=False
            ) as file:
                written = Path(file.name)
                file.write(json.dumps(asdict(self), indent=1) + "\n")
                file.flush()
                os.fsync(file.fileno())
            written.replace(path)
        except OSError as error:
            _log.warning("settings were not saved: %s", error)
            if written is not None:
                written.unlink(missing_ok=True)
            return False
        return True


def _keep_aside(path: Path) -> str:
    aside = path.with_name(path.name + ".broken")
    try:
        path.replace(aside)
    except OSError:
        return f"Your settings in {path} cannot be understood. The usual ones are in use."
    return f"Your settings could not be understood. The usual ones are in use; the old file is kept as {aside.name}."


def _number(low: float, high: float) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high


def _whole(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _switch(value: Any) -> bool:
    return isinstance(value, bool)


_FITS: dict[str, Callable[[Any], bool]] = {
    "text_scale": _number(0.8, 2.0),
    "high_contrast": _switch,
    "muted": _switch,
    "tones": _switch,
    "tone_volume": _number(0.0, 1.0),
    "voice": _switch,
    "voice_volume": _number(0.0, 1.0),
    "voice_rate": _whole(SLOWEST, QUICKEST),
    "hands_free": _switch,
    "camera": _whole(0, MOST_CAMERAS - 1),
    "side": lambda value: value in SIDES,
}
"""Which values of a file make sense, for each setting."""
