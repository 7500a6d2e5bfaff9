"""Speaks the cues: one at a time, the newest one, never late and never in the way of the window."""

from __future__ import annotations

import hashlib
import logging
import tempfile
import threading
from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.core.audio import SoundLoader

from coach.ui.audio.speech import Speech, SpeechError
from coach.ui.environment import quiet_stderr

_log = logging.getLogger(__name__)

NO_SPEECH = "This computer has no voice"
NO_DEVICE = "There is no sound device"


class Voice:
    """Turns lines into sound on a thread of its own and plays them on the window's.

    There is no queue: :meth:`say` ends what is being spoken and forgets what was still to be. Without a speech program
    or without a sound device nothing is heard and ``trouble`` says why.

    Parameters
    ----------
    speech
        The system's speech program, ``None`` where there is none.
    muted
        Keep quiet.
    volume
        Loudness, 0..1.
    rate
        Words a minute.
    """

    def __init__(self, speech: Speech | None, *, muted: bool = False, volume: float = 1.0, rate: int = 150) -> None:
        self.volume, self.rate = volume, rate
        self.trouble: str | None = NO_SPEECH if speech is None else None
        self._speech = speech
        self._muted = muted
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._wanted: tuple[int, str, int] | None = None
        self._number = 0
        self._wake = threading.Condition()
        self._closed = False
        self._thread: threading.Thread | None = None
        self._sound: Any = None
        self._written: tuple[int, Path | None] | None = None
        self._play_soon = Clock.create_trigger(self._play)

    @property
    def muted(self) -> bool:
        """Whether it keeps quiet; what is being spoken ends when this is set."""
        return self._muted

    @muted.setter
    def muted(self, muted: bool) -> None:
        self._muted = muted
        if muted:
            self.hush()

    @property
    def talking(self) -> bool:
        """Whether something is being spoken, or is about to be."""
        with self._wake:
            waits = self._wanted is not None or self._written is not None
        return waits or (self._sound is not None and self._sound.state == "play")

    def say(self, text: str, *, politely: bool = False) -> bool:
        """Speak a line in place of what is being spoken; returns at once.

        Parameters
        ----------
        text
            What to say.
        politely
            Say nothing rather than break in (for a number that the screen shows anyway).

        Returns
        -------
        bool
            Whether it will be spoken, as far as is known yet.
        """
        if self._muted or self.volume <= 0 or self._speech is None or (politely and self.talking):
            return False
        self.hush()
        with self._wake:
            if self._closed:
                return False
            self._number += 1
            self._wanted = (self._number, text, self.rate)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="voice", daemon=True)
                self._thread.start()
            self._wake.notify()
        return True

    def hush(self) -> None:
        """End what is being spoken and forget what was still to be."""
        with self._wake:
            self._number += 1
            self._wanted = self._written = None
        if self._sound is not None:
            self._sound.stop()
            self._sound = None

    def close(self) -> None:
        """End for good; waits for the program that may be writing, and deletes what it wrote."""
        self.hush()
        with self._wake:
            self._closed = True
            self._wake.notify()
        self._play_soon.cancel()
        if self._thread is not None:
            self._thread.join()
        if self._folder is not None:
            self._folder.cleanup()

    def _run(self) -> None:
        """Write the newest line, tell the window, wait for the next."""
        while True:
            with self._wake:
                while self._wanted is None and not self._closed:
                    self._wake.wait()
                if self._closed or self._wanted is None:
                    return
                number, text, rate = self._wanted
            path = self._write(text, rate)
            with self._wake:
                if number != self._number:
                    continue  # something newer is wanted, or nothing at all: this line is stale
                self._wanted = None
                self._written = (number, path)
            self._play_soon()

    def _write(self, text: str, rate: int) -> Path | None:
        assert self._speech is not None
        try:
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(prefix="neck-coach-voice-")
            name = hashlib.sha256(f"{rate}|{text}".encode()).hexdigest()[:24]
            path = Path(self._folder.name) / f"{name}.wav"
            if not path.exists():
                self._speech.write(text, path, rate)
        except (SpeechError, OSError) as error:
            self._complain(str(error))
            return None
        return path

    def _play(self, _dt: float) -> None:
        with self._wake:
            written, self._written = self._written, None
            stale = written is None or written[0] != self._number
        if stale or written is None or written[1] is None:
            return
        with quiet_stderr():
            sound = SoundLoader.load(str(written[1]))
        if not sound or sound.length <= 0:
            self._complain(NO_DEVICE)
            return
        sound.volume = self.volume
        sound.play()
        self._sound, self.trouble = sound, None

    def _complain(self, trouble: str) -> None:
        if self.trouble != trouble:
            _log.warning("nothing is spoken: %s", trouble)
        self.trouble = trouble
