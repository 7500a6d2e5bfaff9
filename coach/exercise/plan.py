"""What is still to do: sides, counts, target zones and the thresholds that belong to them."""

from __future__ import annotations

from coach.exercise import dose
from coach.exercise.guides import (
    AnyGuide,
    Companion,
    GazeGuide,
    MovementGuide,
    PacedGuide,
    PathGuide,
    RelocationGuide,
    RomGuide,
    Target,
    Way,
)
from coach.exercise.state import SessionState
from coach.measure.types import Axis, CervicalSample, Direction

LEAVE_DEG = 8.0
"""A movement begins beyond this; with a nearer target at 70 % of its low edge."""
_LEAVE_SHARE = 0.7
_LEAVE_NOD_DEG = 4.0
_BACK_SHARE = 5 / 8
HOLD_TOLERANCE_DEG = 4.0
_TOLERANCE_SHARE = 0.4
_TOLERANCE_CM = 0.5
_SMALLEST_RANGE_DEG = 5.0
"""A smaller own range lies within the error of the measurement and is taken as unknown."""
_SMALLEST_NOD_DEG = 6.0

MOVED = MovementGuide | RelocationGuide | RomGuide
"""Guides in which the person moves the head and the session follows; all others lead by time."""


def by_time(guide: AnyGuide) -> bool:
    """Whether a set ends after a time and not after a number of repetitions."""
    return isinstance(guide, GazeGuide | PathGuide)


def directions(state: SessionState) -> tuple[Direction, ...]:
    """Directions that the exercise asks for, in the order of its file."""
    guide = state.exercise.guide
    found = dose.directions(guide)
    if not isinstance(guide, MovementGuide) or guide.sides == "both":
        return found
    known = [d for d in found if own_range(state, d) is not None]
    if state.first_side:
        return (state.first_side,)
    return (min(known, key=lambda d: own_range(state, d) or 0.0),) if len(known) == len(found) else found


def targets(state: SessionState) -> tuple[Target, ...]:
    """Targets of the exercise; none where it has none."""
    guide = state.exercise.guide
    return guide.targets if isinstance(guide, MovementGuide | RelocationGuide) else ()


def ordered(state: SessionState) -> bool:
    """Whether the targets come one after the other."""
    guide = state.exercise.guide
    return isinstance(guide, MovementGuide) and guide.ordered


def target_index(state: SessionState, direction: Direction) -> int | None:
    """Place of the target for a movement that goes in one direction now."""
    found = targets(state)
    if ordered(state):
        running = state.attempt.target if state.attempt else None
        return done_in_set(state) % len(found) if running is None else running
    return next((place for place, target in enumerate(found) if target.direction is direction), None)


def target_of(state: SessionState, direction: Direction) -> Target | None:
    """Return the target in one direction, ``None`` where the exercise has none."""
    place = target_index(state, direction)
    return None if place is None else targets(state)[place]


def own_range(state: SessionState, direction: Direction) -> float | None:
    """Return the person's own range in degrees, ``None`` while nobody has measured it."""
    value = state.own_range_deg.get(direction)
    return value if value is not None and value >= _SMALLEST_RANGE_DEG else None


def zone(state: SessionState, direction: Direction) -> tuple[float, float] | None:
    """Target zone in degrees; ``None`` where the person first has to show how far they can go."""
    target = target_of(state, direction)
    return band_deg(state, target) if target else None


def band_deg(state: SessionState, part: Target | Companion) -> tuple[float, float] | None:
    """Band of a target or a companion in degrees; ``None`` where the own range is not known."""
    if part.degrees:
        return part.degrees
    own = own_range(state, part.direction) if part.direction else None
    if own is None or part.percent_of_own_range is None:
        return None
    low, high = part.percent_of_own_range
    return own * low / 100, own * high / 100


def lacking(state: SessionState, target: Target, sample: CervicalSample) -> Companion | None:
    """Return the first thing that belongs to a target and is not there; what is not measured is not missed."""
    return next((part for part in target.also if not _is_there(state, part, sample)), None)


def allowances(state: SessionState, direction: Direction) -> tuple[tuple[Direction, float], ...]:
    """How far the head may go besides the main direction of a target, and where."""
    target = target_of(state, direction)
    parts = target.also if target else ()
    return tuple((part.direction, band[1]) for part in parts if part.direction and (band := band_deg(state, part)))


def _is_there(state: SessionState, part: Companion, sample: CervicalSample) -> bool:
    if part.retraction_cm:
        slide_cm = sample.protraction_cm
        return slide_cm is None or -slide_cm >= part.retraction_cm[0] - _TOLERANCE_CM
    band = band_deg(state, part)
    if band is None or not band[0] or part.direction is None or sample.angles is None:
        return True
    if part.direction.axis not in sample.measured:
        return True
    return sample.angles.toward(part.direction) >= band[0] - tolerance_deg(band[0])


def _is_nod(state: SessionState) -> bool:
    guide = state.exercise.guide
    return isinstance(guide, MovementGuide) and guide.own_range == "shown"


def leave_deg(state: SessionState, direction: Direction) -> float:
    """Angle beyond which a movement has left neutral."""
    band = zone(state, direction)
    if band is None:
        return _LEAVE_NOD_DEG if _is_nod(state) else LEAVE_DEG
    return min(LEAVE_DEG, _LEAVE_SHARE * band[0])


def back_deg(state: SessionState, direction: Direction) -> float:
    """Angle below which a movement is back at neutral."""
    return _BACK_SHARE * leave_deg(state, direction)


def tolerance_deg(low_deg: float) -> float:
    """How far below the zone a hold may sag; less where the zone itself is close to neutral."""
    return min(HOLD_TOLERANCE_DEG, _TOLERANCE_SHARE * low_deg)


def smallest_end_deg(state: SessionState, direction: Direction) -> float:
    """Angle from which standing still is taken as the end of the own range."""
    if _is_nod(state):
        return _SMALLEST_NOD_DEG
    return 15.0 if direction.axis is Axis.RIGHT_ROTATION else 10.0


def asked(state: SessionState) -> int:
    """Repetitions asked for in one set on each side (trials in a range-of-motion test, breaths in breathing)."""
    return dose.repetitions(state.exercise.guide)


def asked_in_set(state: SessionState) -> int:
    """Repetitions asked for in one set on all sides together."""
    many = len(targets(state)) if ordered(state) else len(sides(state))
    return asked(state) * many


def warm_ups(state: SessionState) -> int:
    """First trials of each direction that do not count in a range-of-motion test."""
    guide = state.exercise.guide
    return guide.warm_ups if isinstance(guide, RomGuide) else 0


def sets(state: SessionState) -> int:
    """How many sets the exercise has."""
    return dose.sets(state.exercise.guide)


def sides(state: SessionState) -> tuple[Direction | None, ...]:
    """Sides that are counted on their own; one ``None`` where there are none."""
    return (None,) if ordered(state) else directions(state) or (None,)


def done(state: SessionState, direction: Direction | None) -> int:
    """Repetitions done in the running set in one direction (``None``: in all)."""
    own = (r for r in state.repetitions if r.set_number == state.set_number)
    return sum(direction is None or r.direction is direction for r in own)


def done_in_set(state: SessionState) -> int:
    """Repetitions done in the running set."""
    return done(state, None)


def set_complete(state: SessionState) -> bool:
    """Whether everything that the running set asks for is done; one that goes by time never is."""
    return not by_time(state.exercise.guide) and done_in_set(state) >= asked_in_set(state)


def allowed(state: SessionState) -> tuple[Direction, ...]:
    """Directions in which a movement would count now."""
    if ordered(state):
        found = targets(state)
        return () if set_complete(state) else (found[done_in_set(state) % len(found)].direction,)
    open_sides = tuple(d for d in directions(state) if done(state, d) < asked(state))
    return (state.first_side,) if not _alternates(state) and state.first_side in open_sides else open_sides


def _alternates(state: SessionState) -> bool:
    guide = state.exercise.guide
    return guide.alternate if isinstance(guide, MovementGuide | PacedGuide | RelocationGuide) else True


def expected(state: SessionState) -> Direction | None:
    """Return the direction to ask for next: the side that is behind, and of equal ones not the one just done."""
    open_sides = allowed(state)
    if not open_sides:
        return None
    last = state.repetitions[-1].direction if state.repetitions else None
    if isinstance(state.exercise.guide, PacedGuide) and not state.exercise.guide.alternate:
        return open_sides[0]
    return min(open_sides, key=lambda d: (done(state, d), d is last))


def way_index(state: SessionState) -> int:
    """Place of the way of a paced exercise that is running or comes next."""
    guide = state.exercise.guide
    if state.round is not None or not isinstance(guide, PacedGuide):
        return state.round.side if state.round else 0
    direction = expected(state)
    return next((place for place, one in enumerate(guide.ways) if one.direction is direction), 0)


def way(state: SessionState) -> Way:
    """Return the way of a paced exercise that is running or comes next."""
    guide = state.exercise.guide
    assert isinstance(guide, PacedGuide)
    return guide.ways[way_index(state)]
