"""What a made-up person can do wrong, and in which exercise that has a meaning."""

from __future__ import annotations

from enum import StrEnum

from coach.exercise import dose
from coach.exercise.guides import GazeGuide, MovementGuide, PacedGuide, PathGuide, RelocationGuide, RomGuide
from coach.exercise.model import Exercise


class Variant(StrEnum):
    """One way of doing an exercise."""

    CLEAN = "clean"
    TRUNK_TURN = "trunk_turn"
    HIKE = "hike"
    CHIN_POKE = "chin_poke"
    TOO_FAST = "too_fast"
    TOO_FAR = "too_far"
    WRONG_SIDE = "wrong_side"
    TREMOR = "tremor"
    LOST_FACE = "lost_face"
    SHORT_HOLD = "short_hold"


def variants(exercise: Exercise) -> tuple[Variant, ...]:
    """Return the variants that have a meaning in an exercise; what no camera can see is only done clean."""
    guide = exercise.guide
    if not exercise.seen:
        return (Variant.CLEAN,)
    holds = dose.hold_s(guide) > 0
    shrugs = isinstance(guide, PacedGuide) and guide.counted_by == "shoulder_rise"
    apart = {
        Variant.HIKE: not shrugs,
        Variant.TOO_FAST: isinstance(guide, MovementGuide | RelocationGuide | RomGuide | GazeGuide | PathGuide),
        Variant.TOO_FAR: isinstance(guide, MovementGuide | RelocationGuide | GazeGuide),
        Variant.WRONG_SIDE: isinstance(guide, MovementGuide | RelocationGuide),
        Variant.SHORT_HOLD: holds and (isinstance(guide, MovementGuide) or shrugs),
    }
    return tuple(variant for variant in Variant if apart.get(variant, True))
