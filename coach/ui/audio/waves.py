"""The guide tones as samples, made afresh at each start: the same numbers every time, and no click at either end.

None is louder than :data:`LOUDEST` of full scale: the listener has a headache.
"""

from __future__ import annotations

import io
import wave

import numpy as np
from numpy.typing import NDArray

from coach.exercise.tones import STEPS, pitch_hz

RATE_HZ = 22_050
LOUDEST = 0.36
PULSE_S = 0.11
STEADY_S = 1.0
"""A new steady note begins this long after the last one."""
OVERLAP_S = 0.08
"""How long two steady notes sound together, one fading, one rising; their loudness adds up to one."""
STEADY_HZ = pitch_hz(STEPS)
FIFTH_HZ = STEADY_HZ * 1.5
TICK_HZ = 1568.0
LOW_HZ = 146.83
LOW_S = 0.2
GLIDES_HZ = {"back": (392.0, 261.63, 0.55), "breathe_in": (220.0, 330.0, 0.9), "breathe_out": (330.0, 220.0, 0.9)}
"""Begin, end (Hz) and length (s) of the tones that glide."""

Samples = NDArray[np.float64]


def waves() -> dict[str, Samples]:
    """Every guide tone by name, in -1..1."""
    made = {f"guide_{step}": _soften(_sine(pitch_hz(step), PULSE_S), 0.02, 0.05) for step in range(STEPS + 1)}
    made["steady"] = _soften(_chord(STEADY_S + OVERLAP_S), OVERLAP_S, OVERLAP_S)
    made["tick"] = _soften(0.7 * _sine(TICK_HZ, 0.04), 0.004, 0.03)
    # a tone this low is hardly heard from a small loudspeaker without its overtones
    low = _sine(LOW_HZ, LOW_S) + 0.5 * _sine(2 * LOW_HZ, LOW_S) + 0.3 * _sine(3 * LOW_HZ, LOW_S)
    made["low"] = _soften(low / 1.8, 0.02, 0.1)
    for name, (begin_hz, end_hz, length_s) in GLIDES_HZ.items():
        made[name] = _soften(0.6 * _glide(begin_hz, end_hz, length_s), 0.08, 0.25)
    return {name: LOUDEST * samples for name, samples in made.items()}


def wav_bytes(samples: Samples) -> bytes:
    """Write samples as the bytes of a mono 16-bit wav file."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(np.round(np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes())
    return out.getvalue()


def _times(length_s: float) -> Samples:
    return np.arange(round(length_s * RATE_HZ)) / RATE_HZ


def _sine(frequency_hz: float, length_s: float) -> Samples:
    return np.asarray(np.sin(2 * np.pi * frequency_hz * _times(length_s)))


def _chord(length_s: float) -> Samples:
    """Sound the target's pitch with its fifth: another colour than that of the pulses."""
    return np.asarray((_sine(STEADY_HZ, length_s) + 0.5 * _sine(FIFTH_HZ, length_s)) / 1.5 * 0.8)


def _glide(begin_hz: float, end_hz: float, length_s: float) -> Samples:
    """Go from one pitch to another evenly to the ear."""
    ratio = np.log(end_hz / begin_hz)
    passed = _times(length_s) / length_s
    return np.asarray(np.sin(2 * np.pi * begin_hz * length_s * np.expm1(ratio * passed) / ratio))


def _soften(samples: Samples, rise_s: float, fall_s: float) -> Samples:
    """Begin and end at silence, each along half a cosine."""
    shaped = samples.copy()
    for length_s, part in ((rise_s, slice(None)), (fall_s, slice(None, None, -1))):
        count = round(length_s * RATE_HZ)
        shaped[part][:count] *= (1 - np.cos(np.pi * np.arange(count) / count)) / 2
    return shaped
