"""The voice: newest line only, nothing stale, silence where there is nothing to speak with. No sound device needed."""

from __future__ import annotations

import threading
import time
import wave
from pathlib import Path

import pytest

from coach.ui.audio.speech import Speech, SpeechError

PATIENCE_S = 10.0


class Mouth(Speech):
    """A speech program that waits for leave before it writes."""

    def __init__(self) -> None:
        super().__init__("mouth", lambda path, rate: [])
        object.__setattr__(self, "asked", [])
        object.__setattr__(self, "leave", threading.Event())
        object.__setattr__(self, "broken", False)
        self.leave.set()

    def write(self, text: str, path: Path, rate: int) -> None:
        self.asked.append((text, rate))
        assert self.leave.wait(PATIENCE_S)
        if self.broken:
            raise SpeechError("the mouth is shut")
        with wave.open(str(path), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(8000)
            out.writeframes(bytes(16_000))


class Loud:
    """A sound that only remembers."""

    made: list[Loud]

    def __init__(self, path: str) -> None:
        self.path, self.state, self.length, self.volume = path, "stop", 1.0, None
        Loud.made.append(self)

    def play(self) -> None:
        self.state = "play"

    def stop(self) -> None:
        self.state = "stop"


@pytest.fixture
def loader(window, monkeypatch):
    from coach.ui.audio import voice

    Loud.made = []
    monkeypatch.setattr(voice.SoundLoader, "load", Loud)
    return voice.SoundLoader


@pytest.fixture
def make(loader, pilot):
    from coach.ui.audio.voice import Voice

    made = []

    def voice(speech, **how):
        made.append(Voice(speech, **how))
        return made[-1]

    yield voice
    for each in made:
        each.close()


def until(pilot, what) -> bool:
    """Let the window run until something is so."""
    end = time.monotonic() + PATIENCE_S
    while not what():
        assert time.monotonic() < end, "it never came"
        pilot.pump(1)
        time.sleep(0.002)
    return True


def test_speaks(make, pilot):
    mouth = Mouth()
    voice = make(mouth, volume=0.4, rate=120)
    assert voice.trouble is None
    assert voice.say("Hold")
    assert voice.talking
    until(pilot, lambda: Loud.made)
    assert (Loud.made[0].state, Loud.made[0].volume) == ("play", 0.4)
    assert mouth.asked == [("Hold", 120)]
    Loud.made[0].state = "stop"
    assert not voice.talking


def test_returns_at_once_while_the_program_is_slow(make, pilot):
    mouth = Mouth()
    mouth.leave.clear()
    voice = make(mouth)
    before = time.perf_counter()
    for text in ("one", "two", "three"):
        voice.say(text)
    assert time.perf_counter() - before < 0.2
    mouth.leave.set()
    until(pilot, lambda: Loud.made)


def test_only_the_newest_of_many_is_spoken(make, pilot):
    mouth = Mouth()
    mouth.leave.clear()
    voice = make(mouth)
    voice.say("first")
    until(pilot, lambda: mouth.asked)
    for text in ("second", "third", "last"):
        voice.say(text)
    mouth.leave.set()
    until(pilot, lambda: Loud.made)
    assert [text for text, _ in mouth.asked] == ["first", "last"]
    assert len(Loud.made) == 1
    pilot.pump(5)
    assert len(Loud.made) == 1, "an old line came after the new one"


def test_a_new_line_breaks_in(make, pilot):
    voice = make(Mouth())
    voice.say("first")
    until(pilot, lambda: Loud.made)
    voice.say("second")
    assert Loud.made[0].state == "stop"
    until(pilot, lambda: len(Loud.made) == 2)
    assert Loud.made[1].state == "play"


def test_a_polite_line_does_not_break_in(make, pilot):
    voice = make(Mouth())
    assert voice.say("cue")
    assert not voice.say("3", politely=True)
    until(pilot, lambda: Loud.made)
    assert not voice.say("3", politely=True)
    assert Loud.made[0].state == "play"
    Loud.made[0].state = "stop"
    assert voice.say("3", politely=True)


def test_muting_ends_what_is_spoken_and_what_was_to_be(make, pilot):
    mouth = Mouth()
    voice = make(mouth)
    voice.say("first")
    until(pilot, lambda: Loud.made)
    mouth.leave.clear()
    voice.say("second")
    voice.muted = True
    assert Loud.made[0].state == "stop"
    mouth.leave.set()
    time.sleep(0.05)
    pilot.pump(5)
    assert len(Loud.made) == 1
    assert not voice.say("third")
    voice.muted = False
    assert voice.say("fourth")


def test_a_line_is_written_once_for_each_rate(make, pilot):
    mouth = Mouth()
    voice = make(mouth)
    for count in (1, 2):
        voice.say("Hold")
        until(pilot, lambda count=count: len(Loud.made) == count)
    assert Loud.made[0].path == Loud.made[1].path
    voice.rate = 180
    voice.say("Hold")
    until(pilot, lambda: len(Loud.made) == 3)
    assert mouth.asked == [("Hold", 150), ("Hold", 180)]


def test_without_a_speech_program(make):
    voice = make(None)
    assert "no voice" in voice.trouble
    assert not voice.say("Hold")
    assert not voice.talking


def test_without_a_sound_device(make, pilot, monkeypatch, loader):
    monkeypatch.setattr(loader, "load", lambda path: type("Silent", (), {"length": 0})())
    voice = make(Mouth())
    voice.say("Hold")
    until(pilot, lambda: voice.trouble)
    assert "sound device" in voice.trouble
    assert not voice.talking


def test_a_program_that_fails_is_said_and_tried_again(make, pilot, caplog):
    mouth = Mouth()
    object.__setattr__(mouth, "broken", True)
    voice = make(mouth)
    for _ in range(3):
        voice.say("Hold")
        until(pilot, lambda: not voice.talking)
    assert voice.trouble == "the mouth is shut"
    assert len(caplog.records) == 1, "said once"
    object.__setattr__(mouth, "broken", False)
    voice.say("Hold")
    until(pilot, lambda: Loud.made)
    assert voice.trouble is None


def test_close_waits_and_leaves_nothing_behind(make, pilot):
    voice = make(Mouth())
    voice.say("Hold")
    until(pilot, lambda: Loud.made)
    folder = Path(Loud.made[0].path).parent
    assert folder.is_dir()
    voice.close()
    assert not folder.exists()
    assert not voice._thread.is_alive()
    assert not voice.say("again")
    voice.close()
