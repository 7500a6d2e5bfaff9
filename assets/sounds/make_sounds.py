"""Make the five earcons and the one for lost tracking beside this file; the same bytes every time.

Run ``python assets/sounds/make_sounds.py``. Soft tones with a slow start and a long fade, none louder than half of full
scale: the listener has a headache.
"""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

RATE = 22_050
LOUDEST = 0.42
C5, E5, G5, A5, C6 = 523.25, 659.26, 783.99, 880.0, 1046.5
G4, D4, A3 = 392.0, 293.66, 220.0

# name -> notes as (start in s, length in s, frequency in Hz, loudness 0..1)
EARCONS = {
    "target_reached": ((0.0, 0.28, G5, 0.8),),
    "hold_done": ((0.0, 0.22, G5, 0.8), (0.11, 0.40, C6, 0.9)),
    "repetition_done": ((0.0, 0.20, C5, 0.8), (0.10, 0.34, E5, 0.8)),
    "fault": ((0.0, 0.20, D4, 1.0), (0.16, 0.30, A3, 1.0)),
    "lost": ((0.0, 0.26, A5, 0.5), (0.20, 0.26, E5, 0.5), (0.40, 0.40, G4, 0.6)),
    "finished": ((0.0, 0.30, C5, 0.8), (0.14, 0.30, E5, 0.8), (0.28, 0.30, G5, 0.8), (0.42, 0.80, C6, 0.9)),
}


def tone(length_s: float, frequency_hz: float, loudness: float) -> np.ndarray:
    """Make a note with two quiet overtones, 12 ms of rise and an exponential fade that ends at zero."""
    t = np.arange(round(length_s * RATE)) / RATE
    wave_form = sum(a * np.sin(2 * np.pi * frequency_hz * k * t) for k, a in ((1, 1.0), (2, 0.22), (3, 0.06)))
    envelope = np.minimum(1, t / 0.012) * np.exp(-4.2 * t / length_s) * (1 - t / length_s)
    return np.asarray(loudness * wave_form * envelope)


def earcon(notes: tuple[tuple[float, float, float, float], ...]) -> np.ndarray:
    """All notes together as int16 samples."""
    samples = np.zeros(round(max(start + length for start, length, *_ in notes) * RATE) + 1)
    for start_s, length_s, frequency_hz, loudness in notes:
        note = tone(length_s, frequency_hz, loudness)
        begin = round(start_s * RATE)
        samples[begin : begin + len(note)] += note
    return np.round(np.clip(samples * LOUDEST, -1, 1) * 32_767).astype("<i2")


def write(folder: Path) -> list[Path]:
    """Write every earcon as a mono 16-bit wav file and return the paths."""
    paths = []
    for name, notes in EARCONS.items():
        path = folder / f"{name}.wav"
        with wave.open(str(path), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(earcon(notes).tobytes())
        paths.append(path)
    return paths


if __name__ == "__main__":
    write(Path(__file__).parent)
