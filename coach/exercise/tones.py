"""What to hear of a running session: a tone for every moment, for somebody who does not look at the screen.

On the way to the target the pulses come faster and rise in pitch with the share of the way; at the target they become
one steady tone, with a tick for each second held. Low pulses say *too fast* or *too far*. The way back is one soft
falling tone, a breath one that rises or falls. Everything else is silence. A pure mapping; nothing here makes a sound.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from coach.exercise.model import FaultKind
from coach.exercise.plan import tolerance_deg
from coach.exercise.types import Gauge, SessionView, Stage


class ToneKind(StrEnum):
    """What a tone says."""

    SILENT = "silent"
    GUIDE = "guide"
    """On the way: pulses at ``step`` and ``pulse_hz``."""
    ON_TARGET = "on_target"
    """At the target: steady, with ticks."""
    LOW = "low"
    """Too fast, or beyond the target: low pulses."""
    BACK = "back"
    """On the way back: sounded once."""
    BREATHE_IN = "breathe_in"
    BREATHE_OUT = "breathe_out"


STEPS = 24
"""Pitches from neutral to the target: half a semitone each, about the least that an untrained ear tells apart."""
LOWEST_HZ = 261.63
"""Pitch at neutral (C4); the target is an octave above."""
LEAST_SHARE = 0.1
"""Near neutral there is nothing to guide."""
PULSES_HZ = (1.5, 6.0)
"""Pulses a second at neutral and just before the target."""
LOW_PULSES_HZ = 2.0
_LOW_FAULTS = frozenset({FaultKind.TOO_FAST, FaultKind.TOO_FAR, FaultKind.WRONG_SIDE})


@dataclass(frozen=True, slots=True)
class Tone:
    """What sounds now.

    Parameters
    ----------
    kind
        What it says.
    step
        Pitch of a guide tone, 0..:data:`STEPS`.
    pulse_hz
        Pulses a second; 0 for a tone that is steady or sounds once.
    seconds_left
        Whole seconds left of a hold that is being held, rounded up; a tick goes with each that ends.
    """

    kind: ToneKind
    step: int = 0
    pulse_hz: float = 0.0
    seconds_left: int | None = None

    @property
    def caption(self) -> str:
        """What the tone says in words, for those who do not hear it; empty where the screen says it already."""
        return _CAPTIONS.get(self.kind, "")


_CAPTIONS = {ToneKind.ON_TARGET: "on target", ToneKind.LOW: "slower, or less far", ToneKind.BACK: "on the way back"}
SILENCE = Tone(ToneKind.SILENT)
_ONCE = {
    Stage.RETURN: Tone(ToneKind.BACK),
    Stage.BREATHE_IN: Tone(ToneKind.BREATHE_IN),
    Stage.BREATHE_OUT: Tone(ToneKind.BREATHE_OUT),
}


def pitch_hz(step: int) -> float:
    """Frequency of a guide tone; ``STEPS`` is the octave."""
    return float(LOWEST_HZ * 2 ** (step / STEPS))


def tone_for(view: SessionView) -> Tone:
    """Choose the tone of a moment.

    Parameters
    ----------
    view
        The session now.

    Returns
    -------
    Tone
        Silence wherever nothing is asked for, nothing is measured, or the person rests.
    """
    if view.on_target:
        return Tone(ToneKind.ON_TARGET, seconds_left=_seconds_left(view))
    if view.stage in (Stage.READY, Stage.MOVE, Stage.HOLD):
        return _on_the_way(view)
    return _ONCE.get(view.stage, SILENCE)


def _on_the_way(view: SessionView) -> Tone:
    gauge = view.gauge
    if gauge is None or gauge.value_deg is None:
        return SILENCE
    beyond = gauge.zone_deg is not None and gauge.value_deg > gauge.zone_deg[1] + tolerance_deg(gauge.zone_deg[0])
    if beyond or (view.fault is not None and view.fault.kind in _LOW_FAULTS):
        return Tone(ToneKind.LOW, pulse_hz=LOW_PULSES_HZ)
    share = _share(gauge)
    if share < LEAST_SHARE or view.stage is Stage.READY:
        return SILENCE
    return _guide(share)


def _guide(share: float) -> Tone:
    slow, quick = PULSES_HZ
    return Tone(ToneKind.GUIDE, step=round(share * STEPS), pulse_hz=slow + share * (quick - slow))


def _share(gauge: Gauge) -> float:
    """How much of the way to the target is done, 0..1; without a target, of the whole scale."""
    assert gauge.value_deg is not None
    goal_deg = gauge.zone_deg[0] if gauge.zone_deg else gauge.full_scale_deg
    return min(1.0, max(0.0, gauge.value_deg / max(1.0, goal_deg)))


def _seconds_left(view: SessionView) -> int | None:
    return None if view.remaining_s is None else math.ceil(view.remaining_s - 1e-6)


_TRIAL_WAY_S, _TRIAL_HOLD_S, _TRIAL_BACK_S = 3.0, 2.5, 1.0


def trial_tone(t_s: float) -> Tone | None:
    """Tone of an example that can be listened to: the way to a target, a short hold, the way back; ``None`` once over.

    Parameters
    ----------
    t_s
        Seconds since it began.
    """
    if t_s < _TRIAL_WAY_S:
        return _guide(LEAST_SHARE + (1 - LEAST_SHARE) * t_s / _TRIAL_WAY_S)
    left_s = _TRIAL_WAY_S + _TRIAL_HOLD_S - t_s
    if left_s > 0:
        return Tone(ToneKind.ON_TARGET, seconds_left=math.ceil(left_s))
    return Tone(ToneKind.BACK) if left_s > -_TRIAL_BACK_S else None
