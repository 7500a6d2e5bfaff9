"""What is still to do: sides, counts, target zones and the thresholds that belong to them."""

from __future__ import annotations

from coach.exercise import dose
from coach.exercise.model import MovementGuide, RomGuide, Target
from coach.exercise.state import SessionState
from coach.measure.types import Axis, Direction

LEAVE_DEG = 8.0
"""A movement begins beyond this; with a nearer target at 70 % of its low edge."""
_LEAVE_SHARE = 0.7
_BACK_SHARE = 5 / 8
HOLD_TOLERANCE_DEG = 4.0
_TOLERANCE_SHARE = 0.4
_SMALLEST_RANGE_DEG = 5.0
"""A smaller own range lies within the error of the measurement and is taken as unknown."""


def directions(state: SessionState) -> tuple[Direction, ...]:
    """Directions that the exercise asks for, in the order of its file."""
    return dose.directions(state.exercise.guide)


def target_of(state: SessionState, direction: Direction) -> Target | None:
    """Return the target in one direction, ``None`` where the exercise has none."""
    guide = state.exercise.guide
    targets = guide.targets if isinstance(guide, MovementGuide) else ()
    return next((target for target in targets if target.direction is direction), None)


def own_range(state: SessionState, direction: Direction) -> float | None:
    """Return the person's own range in degrees, ``None`` while nobody has measured it."""
    value = state.own_range_deg.get(direction)
    return value if value is not None and value >= _SMALLEST_RANGE_DEG else None


def zone(state: SessionState, direction: Direction) -> tuple[float, float] | None:
    """Target zone in degrees; ``None`` where the person first has to show how far they can go."""
    target = target_of(state, direction)
    if target is None:
        return None
    if target.degrees:
        return target.degrees
    own = own_range(state, direction)
    if own is None or target.percent_of_own_range is None:
        return None
    low, high = target.percent_of_own_range
    return own * low / 100, own * high / 100


def leave_deg(state: SessionState, direction: Direction) -> float:
    """Angle beyond which a movement has left neutral."""
    band = zone(state, direction)
    return min(LEAVE_DEG, _LEAVE_SHARE * band[0]) if band else LEAVE_DEG


def back_deg(state: SessionState, direction: Direction) -> float:
    """Angle below which a movement is back at neutral."""
    return _BACK_SHARE * leave_deg(state, direction)


def tolerance_deg(low_deg: float) -> float:
    """How far below the zone a hold may sag; less where the zone itself is close to neutral."""
    return min(HOLD_TOLERANCE_DEG, _TOLERANCE_SHARE * low_deg)


def asked(state: SessionState) -> int:
    """Repetitions asked for in one set on each side (trials in a range-of-motion test, breaths in breathing)."""
    return dose.repetitions(state.exercise.guide)


def warm_ups(state: SessionState) -> int:
    """First trials of each direction that do not count in a range-of-motion test."""
    guide = state.exercise.guide
    return guide.warm_ups if isinstance(guide, RomGuide) else 0


def sets(state: SessionState) -> int:
    """How many sets the exercise has."""
    return dose.sets(state.exercise.guide)


def done(state: SessionState, direction: Direction | None) -> int:
    """Repetitions done in the running set in one direction (``None``: breaths)."""
    return sum(r.set_number == state.set_number and r.direction is direction for r in state.repetitions)


def allowed(state: SessionState) -> tuple[Direction, ...]:
    """Directions in which a movement would count now."""
    open_sides = tuple(d for d in directions(state) if done(state, d) < asked(state))
    guide = state.exercise.guide
    if isinstance(guide, MovementGuide) and not guide.alternate and state.first_side in open_sides:
        return (state.first_side,)
    return open_sides


def expected(state: SessionState) -> Direction | None:
    """Return the direction to ask for next: the side that is behind, and of equal ones not the one just done."""
    sides = allowed(state)
    if not sides:
        return None
    last = state.repetitions[-1].direction if state.repetitions else None
    return min(sides, key=lambda d: (done(state, d), d is last))


def smallest_end_deg(direction: Direction) -> float:
    """Angle from which standing still is taken as the end of the own range."""
    return 15.0 if direction.axis is Axis.RIGHT_ROTATION else 10.0
