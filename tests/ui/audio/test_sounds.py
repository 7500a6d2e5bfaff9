from __future__ import annotations

import importlib.util
import wave

import numpy as np
import pytest

from coach.paths import assets_dir


@pytest.fixture
def sound(window):
    from coach.ui.audio import sounds as sound

    return sound


@pytest.fixture(scope="module")
def maker():
    spec = importlib.util.spec_from_file_location("make_sounds", assets_dir() / "sounds" / "make_sounds.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_shipped_sounds_are_what_the_script_makes(maker, tmp_path):
    for path in maker.write(tmp_path):
        assert path.read_bytes() == (assets_dir() / "sounds" / path.name).read_bytes()


def test_sounds_are_soft_and_end_in_silence(maker):
    for name in maker.EARCONS:
        with wave.open(str(assets_dir() / "sounds" / f"{name}.wav")) as opened:
            samples = np.frombuffer(opened.readframes(opened.getnframes()), "<i2") / 32767
        assert 0.05 < np.abs(samples).max() < 0.6
        assert np.abs(samples[-20:]).max() < 0.01


def test_every_sound_of_a_session_is_there(sound, maker):
    from coach.ui.presenters.narrator import SOUNDS

    assert set(sound.NAMES) == set(maker.EARCONS)
    assert set(SOUNDS.values()) == {*sound.NAMES, "tick"}
    assert set(SOUNDS.values()) <= set(sound.Sounds()._sounds)


def test_sounds_play_and_keep_quiet_when_muted(sound):
    sounds = sound.Sounds()
    assert sounds.working
    sounds.play("finished")
    assert sounds._sounds["finished"].state == "play"
    muted = sound.Sounds(muted=True)
    muted.play("finished")
    assert muted._sounds["finished"].state == "stop"


@pytest.mark.parametrize("loaded", [None, type("Silent", (), {"length": 0})()])
def test_without_a_device_nothing_happens(sound, monkeypatch, loaded):
    monkeypatch.setattr(sound.SoundLoader, "load", lambda _path: loaded)
    sounds = sound.Sounds()
    assert not sounds.working
    sounds.play("finished")


def test_a_share_of_the_loudness(sound):
    sounds = sound.Sounds(volume=0.8)
    steady = sounds._sounds["steady"]
    sounds.play("steady", 0.5)
    assert steady.volume == pytest.approx(0.4)
    sounds.turn("steady", 0.25)
    assert (steady.volume, steady.state) == (pytest.approx(0.2), "play")
    sounds.turn("steady", 0.0)
    assert steady.state == "stop"
    sounds.turn("steady", 0.5)
    assert steady.state == "stop", "what does not play is not turned"
    sounds.talking = True
    sounds.play("tick")
    assert sounds._sounds["tick"].volume < 0.4, "tones step back while a voice speaks"


def test_no_sound_at_no_volume_and_none_by_an_unknown_name(sound):
    sounds = sound.Sounds(volume=0.0)
    sounds.play("finished")
    assert sounds._sounds["finished"].state == "stop"
    sounds.play("no such sound")


def test_without_room_for_a_file_the_earcons_remain(sound, monkeypatch):
    def full(**_):
        raise OSError("no room")

    monkeypatch.setattr(sound.tempfile, "TemporaryDirectory", full)
    sounds = sound.Sounds()
    assert sounds.working
    assert "steady" not in sounds._sounds
