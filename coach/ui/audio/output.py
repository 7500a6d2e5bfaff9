"""Everything that is heard, behind one door: voice, earcons, guide tones, and what silences each of them."""

from __future__ import annotations

import sys

from coach.exercise.tones import Tone
from coach.ui.audio.guide import GuideTones
from coach.ui.audio.sounds import Sounds
from coach.ui.audio.speech import INSTALL, Speech, find_speech
from coach.ui.audio.voice import NO_SPEECH, Voice
from coach.ui.preferences import Preferences


class Output:
    """Speaks and sounds as the settings say.

    Parameters
    ----------
    settings
        How loud, how fast, and what at all; :meth:`apply` takes new ones.
    speech
        The system's speech program; ``None`` where there is none.
    """

    def __init__(self, settings: Preferences, speech: Speech | None) -> None:
        self.sounds = Sounds()
        self.voice = Voice(speech)
        self._guide = GuideTones(self.sounds)
        self.apply(settings)

    @classmethod
    def of_this_computer(cls, settings: Preferences) -> Output:
        """Use what the system offers."""
        return cls(settings, find_speech())

    @property
    def working(self) -> bool:
        """Whether there is a sound device."""
        return self.sounds.working

    @property
    def trouble(self) -> str:
        """What cannot be heard, why, and what to do, for the person; empty where all is well."""
        if not self.working:
            return "There is no sound here. Every cue is on the screen."
        if self.voice.trouble == NO_SPEECH:
            remedy = f" To hear one, {INSTALL}" if sys.platform == "linux" else ""
            return f"{NO_SPEECH}. Every cue is on the screen, and you hear tones.{remedy}"
        return f"The voice does not work: {self.voice.trouble}." if self.voice.trouble else ""

    def apply(self, settings: Preferences) -> None:
        """Take new settings; what they silence ends at once."""
        self.sounds.volume, self.sounds.muted = settings.tone_volume, settings.muted or not settings.tones
        if self.sounds.muted:
            self._guide.stop()
        self.voice.volume, self.voice.rate = settings.voice_volume, settings.voice_rate
        self.voice.muted = settings.muted or not settings.voice

    def play(self, name: str) -> None:
        """Play an earcon."""
        self.sounds.play(name)

    def say(self, text: str, *, politely: bool = False) -> None:
        """Speak a line in place of the one before; politely: only where nothing is being spoken."""
        self.voice.say(text, politely=politely)

    def follow(self, tone: Tone, now_s: float) -> None:
        """Go on to the guide tone of this moment; tones step back while a voice speaks."""
        self.sounds.talking = self.voice.talking
        self._guide.follow(tone, now_s)

    def close(self) -> None:
        """End for good."""
        self._guide.stop()
        self.voice.close()
