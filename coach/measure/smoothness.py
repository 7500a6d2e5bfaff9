"""How fast and how smooth a movement was, from its angles on real timestamps."""

from __future__ import annotations

import numpy as np
from scipy.signal import savgol_filter

from coach.measure.types import Floats

RATE_HZ = 30.0
"""Angles are brought to this rate first: what a usual webcam gives, so that nothing is made up in between."""
WINDOW, ORDER = 9, 3
"""Savitzky-Golay derivative over 0.3 s: a neck moves below 3 Hz, and a camera's jitter lies above."""
LONGEST_GAP_S = 0.25
CUT_OFF_HZ, LEAST_AMPLITUDE, PAD = 10.0, 0.05, 4


def speed_profile(t_s: Floats, angle_deg: Floats) -> Floats | None:
    """Angular velocity (m,) in degrees a second at ``RATE_HZ``, positive where the angle grows.

    ``None`` where there are too few samples, or a gap in which anything may have happened.
    """
    if len(t_s) < 3 or float(np.diff(t_s).max()) > LONGEST_GAP_S or float(np.diff(t_s).min()) <= 0:
        return None
    even_s = np.arange(t_s[0], t_s[-1] + 1e-9, 1 / RATE_HZ)
    if len(even_s) < WINDOW:
        return None
    even_deg = np.interp(even_s, t_s, angle_deg)
    return np.asarray(savgol_filter(even_deg, WINDOW, ORDER, deriv=1, delta=1 / RATE_HZ))


def spectral_arc_length(speed: Floats, rate_hz: float = RATE_HZ) -> float | None:
    """Spectral arc length of a speed profile: negative, nearer to zero is smoother; ``None`` without any movement.

    Length of the arc of the normalised Fourier magnitude spectrum up to the highest frequency, at most 10 Hz, whose
    magnitude reaches 0.05 (Balasubramanian et al., IEEE Trans Biomed Eng 2012;59:2126-36, with the adaptive cut-off of
    the same authors, J NeuroEng Rehabil 2015;12:112). It depends neither on amplitude nor on duration. A movement of
    one bell-shaped stroke has about -1.5.
    """
    speed = np.asarray(speed, dtype=float)
    if len(speed) < 2 or not np.abs(speed).max() > 0:
        return None
    count = int(2 ** (np.ceil(np.log2(len(speed))) + PAD))
    frequency = np.arange(count // 2 + 1) * rate_hz / count
    magnitude = np.abs(np.fft.rfft(speed, count))
    magnitude = magnitude / magnitude.max()
    within = frequency <= CUT_OFF_HZ
    large = np.flatnonzero(magnitude[within] >= LEAST_AMPLITUDE)
    chosen = slice(large[0], large[-1] + 1)
    frequency, magnitude = frequency[within][chosen], magnitude[within][chosen]
    if len(frequency) < 2:
        return None
    along = np.diff(frequency) / (frequency[-1] - frequency[0])
    return float(-np.hypot(along, np.diff(magnitude)).sum())
