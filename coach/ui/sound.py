"""Short sounds for somebody who does not look at the screen. Everything they say is on the screen too."""

from __future__ import annotations

from typing import Any

from kivy.core.audio import SoundLoader

from coach.paths import assets_dir
from coach.ui.environment import quiet_stderr

NAMES = ("target_reached", "hold_done", "repetition_done", "fault", "lost", "finished")


class Sounds:
    """The earcons, loaded once.

    Without a sound device loading gives silent sounds of no length; ``working`` is then false and nothing else changes.

    Parameters
    ----------
    muted
        True keeps quiet.
    """

    def __init__(self, muted: bool = False) -> None:
        self.muted = muted
        folder = assets_dir() / "sounds"
        with quiet_stderr():
            loaded = {name: SoundLoader.load(str(folder / f"{name}.wav")) for name in NAMES}
        self._sounds: dict[str, Any] = {name: s for name, s in loaded.items() if s and s.length > 0}

    @property
    def working(self) -> bool:
        """Whether there is a device that can play every earcon."""
        return len(self._sounds) == len(NAMES)

    def play(self, name: str) -> None:
        """Play an earcon from its start; quiet when muted or without a device."""
        sound = self._sounds.get(name)
        if sound is None or self.muted:
            return
        sound.stop()
        sound.play()
