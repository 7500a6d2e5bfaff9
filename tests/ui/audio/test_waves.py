"""Guide tones as samples: their pitch by Fourier transform, their borders, their loudness. Needs no sound device."""

from __future__ import annotations

import io
import wave

import numpy as np
import pytest

from coach.exercise.tones import STEPS, pitch_hz
from coach.ui.audio.waves import GLIDES_HZ, LOUDEST, OVERLAP_S, RATE_HZ, STEADY_S, TICK_HZ, wav_bytes, waves

WAVES = waves()


def peak_hz(samples: np.ndarray) -> float:
    """Frequency of the highest peak, to a fraction of a hertz (padded with silence)."""
    spectrum = np.abs(np.fft.rfft(samples, 2**17))
    return float(np.argmax(spectrum) * RATE_HZ / 2**17)


@pytest.mark.parametrize("step", range(STEPS + 1))
def test_a_pulse_has_the_pitch_of_its_step(step):
    assert peak_hz(WAVES[f"guide_{step}"]) == pytest.approx(pitch_hz(step), rel=0.005)


def test_steady_low_and_tick_are_told_apart_by_pitch():
    assert peak_hz(WAVES["steady"]) == pytest.approx(pitch_hz(STEPS), rel=0.005)
    assert peak_hz(WAVES["tick"]) == pytest.approx(TICK_HZ, rel=0.03)  # too short to be sharper
    assert peak_hz(WAVES["low"]) < 0.6 * pitch_hz(0)


def test_the_steady_tone_has_a_colour_that_no_pulse_has():
    def share_at(samples: np.ndarray, frequency_hz: float) -> float:
        spectrum = np.abs(np.fft.rfft(samples, 2**17))
        return float(spectrum[round(frequency_hz * 2**17 / RATE_HZ)] / spectrum.max())

    assert share_at(WAVES["steady"], 1.5 * pitch_hz(STEPS)) > 0.4
    assert share_at(WAVES[f"guide_{STEPS}"], 1.5 * pitch_hz(STEPS)) < 0.05


@pytest.mark.parametrize("name", GLIDES_HZ)
def test_glides_go_from_one_pitch_to_the_other(name):
    begin_hz, end_hz, _ = GLIDES_HZ[name]
    samples = WAVES[name]
    third = len(samples) // 3
    first, last = peak_hz(samples[:third]), peak_hz(samples[-third:])
    assert (last > first) == (end_hz > begin_hz)
    assert min(begin_hz, end_hz) < min(first, last)
    assert max(first, last) < max(begin_hz, end_hz)


@pytest.mark.parametrize("name", WAVES)
def test_no_click_at_the_borders_and_never_loud(name):
    samples = WAVES[name]
    assert samples[0] == 0
    assert abs(samples[-1]) < 0.002
    # within the first and last millisecond a sound is all but silent
    assert np.abs(samples[: RATE_HZ // 1000]).max() < 0.15 * LOUDEST
    assert np.abs(samples[-RATE_HZ // 1000 :]).max() < 0.05 * LOUDEST
    assert 0.15 < np.abs(samples).max() <= LOUDEST
    assert abs(samples.mean()) < 0.01, "a constant part would click"


def test_two_steady_notes_pass_over_into_each_other_without_a_gap():
    note = WAVES["steady"]
    overlap = round(OVERLAP_S * RATE_HZ)
    assert len(note) == round((STEADY_S + OVERLAP_S) * RATE_HZ)
    rise, fall = note[:overlap], note[-overlap:]
    level = np.sqrt(np.mean(note[overlap:-overlap] ** 2))
    assert np.sqrt(np.mean(rise**2)) + np.sqrt(np.mean(fall**2)) == pytest.approx(1.2 * level, rel=0.1)


def test_the_same_samples_every_time():
    again = waves()
    assert all(np.array_equal(WAVES[name], again[name]) for name in WAVES)


def test_wav_bytes_hold_the_samples():
    with wave.open(io.BytesIO(wav_bytes(WAVES["tick"]))) as opened:
        assert (opened.getnchannels(), opened.getsampwidth(), opened.getframerate()) == (1, 2, RATE_HZ)
        read = np.frombuffer(opened.readframes(opened.getnframes()), "<i2") / 32767
    assert np.allclose(read, WAVES["tick"], atol=1e-4)
    loud = np.frombuffer(wav_bytes(np.array([5.0, -5.0]))[-4:], "<i2")
    assert list(loud) == [32767, -32767]
