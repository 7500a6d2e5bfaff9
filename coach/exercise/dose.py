"""How much of an exercise: sides, counts, holds and rests of every kind of guide, in numbers and in words."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from math import hypot, pi, sin

from coach.exercise.guides import (
    AnyGuide,
    BreathingGuide,
    Companion,
    GazeGuide,
    MovementGuide,
    PacedGuide,
    PathGuide,
    PostureGuide,
    RelocationGuide,
    RomGuide,
    TimedGuide,
)
from coach.exercise.model import Exercise
from coach.measure.types import Axis, Direction

_USUAL_RANGE_DEG = {Axis.RIGHT_ROTATION: 60.0, Axis.RIGHT_LATERAL_FLEXION: 40.0, Axis.FLEXION: 45.0}
"""Only for the length of an exercise of somebody whose range nobody has measured; never shown as a range."""
PATH_AXES = frozenset({Axis.FLEXION, Axis.RIGHT_ROTATION})
"""A dot that goes round on a lying figure of eight is followed by these."""
_ANSWER_S = 1.0
_TRIAL_S = 8.0
_LAST_PART_OF_A_WHOLE = 1e-9


def directions(guide: AnyGuide) -> tuple[Direction, ...]:
    """Directions that are asked for, in the order of the file; a direction may come twice where they are ordered."""
    match guide:
        case MovementGuide() | RelocationGuide():
            return tuple(target.direction for target in guide.targets)
        case RomGuide():
            return guide.directions
        case PacedGuide():
            return tuple(way.direction for way in guide.ways if way.direction)
    return ()


def axes(guide: AnyGuide) -> frozenset[Axis]:
    """Axes that must be measured for the exercise to be done at all; none where it goes by time or by the trunk.

    What belongs to a target besides and may be left out is not among them.
    """
    match guide:
        case MovementGuide() | RelocationGuide():
            besides = [p.direction for t in guide.targets for p in t.also if p.direction and _is_asked_for(p)]
            return frozenset(direction.axis for direction in (*directions(guide), *besides))
        case RomGuide():
            return frozenset(direction.axis for direction in guide.directions)
        case GazeGuide():
            return frozenset({Axis.RIGHT_ROTATION if guide.axis == "rotation" else Axis.FLEXION})
        case PathGuide():
            return PATH_AXES
    return frozenset()


def _is_asked_for(part: Companion) -> bool:
    """Whether a companion's band begins beyond zero."""
    return (part.percent_of_own_range or part.degrees or (0.0, 0.0))[0] > 0


def repetitions(guide: AnyGuide) -> int:
    """Repetitions asked for in one set on each side: trials, breaths, whole swings, loops, parts of a timer."""
    match guide:
        case MovementGuide() | PacedGuide() | RelocationGuide() | PostureGuide():
            return guide.repetitions
        case RomGuide():
            return guide.trials + guide.warm_ups
        case BreathingGuide():
            return _whole(guide.duration_s, guide.inhale_s + guide.exhale_s)
        case GazeGuide():
            return _whole(guide.duration_s, 1 / guide.frequency_hz)
        case PathGuide():
            return _whole(guide.duration_s, loop_s(guide))
    return guide.rounds * len(guide.parts)


def _whole(duration_s: float, one_s: float) -> int:
    return max(1, int(duration_s / one_s + _LAST_PART_OF_A_WHOLE))


def loop_s(guide: PathGuide) -> float:
    """Time for one whole figure of eight at its mean speed.

    The path is ``rotation = W sin(p)``, ``flexion = H sin(2 p)``; its length is taken from 64 straight pieces.
    """
    return _eight_deg(guide.rotation_deg, guide.flexion_deg) / guide.speed_deg_per_s


@lru_cache(maxsize=32)
def _eight_deg(width_deg: float, height_deg: float) -> float:
    phases = [2 * pi * piece / 64 for piece in range(65)]
    points = [(width_deg * sin(p), height_deg * sin(2 * p)) for p in phases]
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points))


def sets(guide: AnyGuide) -> int:
    """How many sets there are."""
    return guide.sets if isinstance(guide, MovementGuide | PacedGuide | GazeGuide | PathGuide) else 1


def rest_s(guide: AnyGuide) -> float:
    """Length of the rest between two sets."""
    return guide.rest_s if isinstance(guide, MovementGuide | PacedGuide | GazeGuide | PathGuide) else 0.0


def hold_s(guide: AnyGuide) -> float:
    """Length of one hold; 0 where nothing is held."""
    kinds = MovementGuide | RomGuide | PacedGuide | RelocationGuide | PostureGuide
    return guide.hold_s if isinstance(guide, kinds) else 0.0


def about_s(exercise: Exercise) -> float:
    """How long it takes, about: movement there and back at its tempo, holds and rests."""
    guide = exercise.guide
    match guide:
        case BreathingGuide():
            return guide.duration_s
        case TimedGuide():
            return guide.rounds * sum(part.seconds for part in guide.parts)
        case RomGuide():
            return len(guide.directions) * repetitions(guide) * (_TRIAL_S + guide.hold_s)
        case PostureGuide():
            return guide.repetitions * (guide.hold_s + guide.pause_s)
        case GazeGuide() | PathGuide():
            one_set_s = guide.duration_s
        case PacedGuide():
            one_s = guide.out_s + guide.hold_s + guide.back_s + guide.pause_s
            one_set_s = guide.repetitions * len(guide.ways) * one_s
        case MovementGuide():
            one_set_s = guide.repetitions * sum(_one_s(guide, d) for d in _sides(guide))
        case RelocationGuide():
            one_set_s = guide.repetitions * sum(_one_s(guide, d) + guide.settle_s for d in directions(guide))
    return one_set_s * sets(guide) + rest_s(guide) * (sets(guide) - 1)


def _sides(guide: MovementGuide) -> tuple[Direction, ...]:
    return directions(guide)[:1] if guide.sides == "stiffer" else directions(guide)


def _one_s(guide: MovementGuide | RelocationGuide, direction: Direction) -> float:
    target = next(target for target in guide.targets if target.direction is direction)
    if target.degrees:
        reach_deg = sum(target.degrees) / 2
    else:
        reach_deg = _USUAL_RANGE_DEG[direction.axis] * sum(target.percent_of_own_range or (0, 0)) / 200
    tempo = guide.tempo_deg_per_s if isinstance(guide, MovementGuide) else (20, 20)
    return 2 * reach_deg / (sum(tempo) / 2) + guide.hold_s + _ANSWER_S


def dose(exercise: Exercise) -> str:
    """How much of it, in a line: ``8 each side · hold 2 s``."""
    guide = exercise.guide
    match guide:
        case BreathingGuide():
            return f"{seconds(guide.duration_s)} · in {guide.inhale_s:g} s, out {guide.exhale_s:g} s"
        case RomGuide():
            times = f"{guide.warm_ups} to warm up + {guide.trials}" if guide.warm_ups else count(guide.trials, "time")
            return f"{count(len(guide.directions), 'direction')} · {times} each"
        case TimedGuide():
            return f"{seconds(about_s(exercise))} · timed, not measured"
        case GazeGuide() | PathGuide():
            parts = [seconds(guide.duration_s)]
        case _:
            parts = [_amount(guide)]
    if sets(guide) > 1:
        parts.append(count(sets(guide), "set"))
    if hold_s(guide):
        parts.append(f"hold {seconds(hold_s(guide))}")
    if not exercise.seen:
        parts.append("timed, not measured")
    return " · ".join(parts)


def _amount(guide: AnyGuide) -> str:
    number = repetitions(guide)
    if isinstance(guide, MovementGuide) and guide.ordered:
        return f"{count(number, 'round')} of {len(guide.targets)}"
    if len(directions(guide)) < 2 or (isinstance(guide, MovementGuide) and guide.sides == "stiffer"):
        return count(number, "repetition")
    return f"{number} each {'side' if len(directions(guide)) == 2 else 'way'}"


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 repetition``, ``8 repetitions``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def seconds(value_s: float) -> str:
    """``30 s``, ``3 min``, ``2 min 30 s``; a short time keeps its half second."""
    if value_s < 10 and value_s != round(value_s):
        return f"{value_s:.1f} s"
    minutes, rest = divmod(round(value_s), 60)
    parts = [f"{minutes} min"] * (minutes > 0) + [f"{rest} s"] * (rest > 0 or minutes == 0)
    return " ".join(parts)
