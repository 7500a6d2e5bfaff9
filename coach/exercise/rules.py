"""Faults as an exercise file names them: what can go wrong, from when on, and what is then said."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from coach.exercise.base import Part


class FaultKind(StrEnum):
    """What can go wrong in a movement, as far as a camera can see it."""

    TRUNK_ROTATION = "trunk_rotation"
    TRUNK_LATERAL_FLEXION = "trunk_lateral_flexion"
    SHOULDER_RISE = "shoulder_rise"
    SLUMP = "slump"
    """Both shoulders sink: the trunk folds."""
    FLEXION = "flexion"
    EXTENSION = "extension"
    LATERAL_FLEXION = "lateral_flexion"
    ROTATION = "rotation"
    PROTRACTION = "protraction"
    """The head slides forward (a chin that pokes)."""
    RETRACTION = "retraction"
    WRONG_SIDE = "wrong_side"
    TOO_FAST = "too_fast"
    OFF_TEMPO = "off_tempo"
    """Swings of the head that are faster or slower than the beat."""
    TOO_FAR = "too_far"
    OVERSHOOT = "overshoot"
    """Beyond the far edge of the target zone."""
    SHORT_HOLD = "short_hold"
    HEAD_MOVES = "head_moves"
    TREMOR = "tremor"
    PATH_LAG = "path_lag"
    """The head is far from the dot that it follows."""


class FaultRule(Part):
    """When a fault is called and what is then said.

    ``limit`` is in the unit of the kind: degrees (also ``overshoot`` beyond the zone, ``path_lag`` from the dot,
    ``tremor`` from the middle to one side), degrees a second (``too_fast``), centimetres (``protraction``,
    ``retraction``), percent of the ear-shoulder gap (``shoulder_rise``, ``slump``), percent of the hold
    (``short_hold``), of the own range (``too_far``) or of the beat (``off_tempo``). ``side`` narrows a fault that has
    sides (shoulder, trunk, axial rotation, lateral flexion) to the side that the movement goes to (``same``) or to the
    other one (``opposite``); ``either`` takes the worse of the two.
    """

    kind: FaultKind
    limit: float = Field(gt=0)
    cue: str = Field(min_length=3, max_length=80)
    side: Literal["either", "same", "opposite"] = "either"


_TRUNK = frozenset(
    {FaultKind.TRUNK_ROTATION, FaultKind.TRUNK_LATERAL_FLEXION, FaultKind.SHOULDER_RISE, FaultKind.SLUMP}
)
_HEAD = frozenset(
    {
        FaultKind.FLEXION,
        FaultKind.EXTENSION,
        FaultKind.LATERAL_FLEXION,
        FaultKind.ROTATION,
        FaultKind.PROTRACTION,
        FaultKind.RETRACTION,
    }
)
_MOVEMENT = frozenset(FaultKind) - {FaultKind.HEAD_MOVES, FaultKind.PATH_LAG, FaultKind.OFF_TEMPO}

SEEN_IN = {
    "movement": _MOVEMENT,
    "rom": _TRUNK | _HEAD | {FaultKind.TOO_FAST, FaultKind.TREMOR},
    "breathing": _TRUNK | {FaultKind.HEAD_MOVES},
    "paced": _TRUNK | _HEAD | {FaultKind.HEAD_MOVES, FaultKind.TREMOR, FaultKind.SHORT_HOLD},
    "gaze": _TRUNK | _HEAD | {FaultKind.OVERSHOOT, FaultKind.OFF_TEMPO, FaultKind.TREMOR},
    "path": _TRUNK | {FaultKind.LATERAL_FLEXION, FaultKind.TOO_FAST, FaultKind.PATH_LAG, FaultKind.TREMOR},
    "relocation": _TRUNK | _HEAD | {FaultKind.WRONG_SIDE, FaultKind.TOO_FAST, FaultKind.OVERSHOOT},
    "posture": _TRUNK | _HEAD | {FaultKind.HEAD_MOVES},
    "timed": frozenset[FaultKind](),
}
"""Which faults can be called in which kind of guide."""
