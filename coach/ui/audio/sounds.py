"""Short sounds for somebody who does not look at the screen. Everything they say is on the screen too."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from kivy.core.audio import SoundLoader

from coach.paths import assets_dir
from coach.ui.audio.waves import wav_bytes, waves
from coach.ui.environment import quiet_stderr

NAMES = ("target_reached", "hold_done", "repetition_done", "fault", "lost", "finished")
_WHILE_TALKING = 0.35
"""Share of their loudness that tones keep while a voice speaks."""


class Sounds:
    """The earcons and guide tones, loaded once.

    Without a sound device loading gives silent sounds of no length; ``working`` is then false and nothing else changes.

    Parameters
    ----------
    muted
        True keeps quiet.
    volume
        Loudness, 0..1.
    """

    def __init__(self, muted: bool = False, volume: float = 1.0) -> None:
        self.muted = muted
        self.volume = volume
        self.talking = False
        self._sounds: dict[str, Any] = {}
        with quiet_stderr():
            self._load()

    @property
    def working(self) -> bool:
        """Whether there is a device that can play every earcon."""
        return all(name in self._sounds for name in NAMES)

    def play(self, name: str, share: float = 1.0) -> None:
        """Play a sound from its start at a share of the loudness; quiet when muted or without a device."""
        sound = self._sounds.get(name)
        if sound is None or self.muted or self.volume <= 0:
            return
        sound.stop()
        sound.volume = self._level(share)
        sound.play()

    def turn(self, name: str, share: float) -> None:
        """Set the loudness of a sound that plays to a share of the usual; zero ends it."""
        sound = self._sounds.get(name)
        if sound is None or sound.state != "play":
            return
        if share <= 0:
            sound.stop()
        else:
            sound.volume = self._level(share)

    def _level(self, share: float) -> float:
        return self.volume * share * (_WHILE_TALKING if self.talking else 1.0)

    def _load(self) -> None:
        folder = assets_dir() / "sounds"
        for name in NAMES:
            self._keep(name, folder / f"{name}.wav")
        try:
            with tempfile.TemporaryDirectory(prefix="neck-coach-tones-") as place:
                for name, samples in waves().items():
                    path = Path(place) / f"{name}.wav"
                    path.write_bytes(wav_bytes(samples))
                    self._keep(name, path)
                    if name == "steady":
                        self._keep("steady_again", path)
        except OSError:  # no room for a temporary file: the earcons remain
            return

    def _keep(self, name: str, path: Path) -> None:
        sound = SoundLoader.load(str(path))
        if sound and sound.length > 0:
            self._sounds[name] = sound
