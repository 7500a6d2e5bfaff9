"""The moving picture of an exercise: where a drawn figure is at each moment, from the exercise's own numbers.

A demonstration shows one full cycle: each side, way or part once. It takes the times of the guide, but shortens long
holds and pauses, which are still pictures; the caption tells how long they really are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import pi, sin

from coach.exercise import dose, keys
from coach.exercise.figure_pose import FigurePose
from coach.exercise.keys import HeadAt
from coach.exercise.led_words import BREATHE_IN, BREATHE_OUT, FOLLOW, STAY_TALL
from coach.exercise.model import (
    BreathingGuide,
    Exercise,
    GazeGuide,
    MovementGuide,
    PacedGuide,
    PathGuide,
    PostureGuide,
    RelocationGuide,
    RomGuide,
    TimedGuide,
)
from coach.exercise.wording import BACK, HOLD, MOVE
from coach.measure.types import Direction

OwnRange = Mapping[Direction, float]

LONGEST_STILL_S = 4.0
_LONGEST_PAUSE_S = 1.5
_SETTLE_S = 1.0
_ROM_DEG_PER_S = 20.0
_SHORTEST_WAY_S = 0.5


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of a demonstration.

    Parameters
    ----------
    seconds
        How long it is shown.
    caption
        What to do, in a few words.
    begin, end
        How far the movement is carried out at its begin and end, 0 to 1.
    side
        Place of the target, way or part in the guide.
    wave
        True where the head swings or follows a path through the whole of it.
    breath
        True where ``begin`` and ``end`` mean air in the lungs.
    """

    seconds: float
    caption: str
    begin: float = 0.0
    end: float = 0.0
    side: int = 0
    wave: bool = False
    breath: bool = False


def spans(exercise: Exercise, own_range_deg: OwnRange) -> tuple[Span, ...]:
    """One full cycle of an exercise, stretch by stretch; always some, each longer than nothing."""
    guide = exercise.guide
    match guide:
        case MovementGuide() | RelocationGuide() | RomGuide():
            found = [s for side in range(len(dose.directions(guide))) for s in _movement(exercise, own_range_deg, side)]
        case PacedGuide():
            found = [s for side in range(len(guide.ways)) for s in _paced(guide, side)]
        case BreathingGuide():
            found = [
                Span(guide.inhale_s, BREATHE_IN, 0, 1, breath=True),
                Span(guide.exhale_s, BREATHE_OUT, 1, 0, breath=True),
            ]
        case GazeGuide():
            found = [Span(1 / guide.frequency_hz, "Eyes stay on the dot, the head moves", wave=True)]
        case PathGuide():
            found = [Span(dose.loop_s(guide), FOLLOW, wave=True)]
        case PostureGuide():
            found = [Span(2.0, STAY_TALL, 0, 1), _still(guide.hold_s, "Stay tall", 0), Span(1.0, "Let go", 1, 0)]
        case TimedGuide():
            found = [_still(part.seconds, part.cue, side) for side, part in enumerate(guide.parts)]
    return tuple(span for span in found if span.seconds > 0)


def _still(seconds: float, caption: str, side: int) -> Span:
    said = f"{caption} {dose.seconds(seconds)}" if seconds > LONGEST_STILL_S else caption
    return Span(min(seconds, LONGEST_STILL_S), said, 1, 1, side)


def _movement(exercise: Exercise, own_range_deg: OwnRange, side: int) -> list[Span]:
    guide = exercise.guide
    head = keys.head_at_target(exercise, own_range_deg, side)
    reach_deg = max(abs(head.flexion_deg), abs(head.right_lateral_flexion_deg), abs(head.right_rotation_deg))
    tempo = sum(guide.tempo_deg_per_s) / 2 if isinstance(guide, MovementGuide) else _ROM_DEG_PER_S
    way_s = max(_SHORTEST_WAY_S, reach_deg / tempo)
    target = guide.targets[side] if isinstance(guide, MovementGuide | RelocationGuide) else None
    asked = (target.cue if target else None) or MOVE[dose.directions(guide)[side]]
    found = [Span(way_s, asked, 0, 1, side), _still(dose.hold_s(guide), HOLD, side), Span(way_s, BACK, 1, 0, side)]
    pause_s = guide.settle_s if isinstance(guide, RelocationGuide) else _SETTLE_S
    return [*found, Span(pause_s, BACK, 0, 0, side)]


def _paced(guide: PacedGuide, side: int) -> list[Span]:
    way = guide.ways[side]
    return [
        Span(guide.out_s, way.cue, 0, 1, side),
        _still(guide.hold_s, way.hold_cue, side),
        Span(guide.back_s, way.back_cue, 1, 0, side),
        Span(min(guide.pause_s, _LONGEST_PAUSE_S), way.back_cue, 0, 0, side),
    ]


def duration_s(exercise: Exercise, own_range_deg: OwnRange) -> float:
    """Length of one full cycle, seconds; above zero."""
    return sum(span.seconds for span in spans(exercise, own_range_deg))


def caption_at(exercise: Exercise, own_range_deg: OwnRange, t_s: float) -> str:
    """Say what to do at a moment of the demonstration, in a few words."""
    return _find(exercise, own_range_deg, t_s)[0].caption


def pose_at(exercise: Exercise, own_range_deg: OwnRange, t_s: float) -> FigurePose:
    """How the figure stands at a moment of the demonstration.

    Parameters
    ----------
    exercise
        What is shown.
    own_range_deg
        The person's own range, unsigned degrees; a direction that is missing is drawn with a usual one.
    t_s
        Time since the begin, seconds; the demonstration starts again after :func:`duration_s`, and runs backwards
        before zero.
    """
    span, share = _find(exercise, own_range_deg, t_s)
    if span.wave:
        return keys.pose(exercise, HeadAt(), 1.0, 0, added=wave(exercise, share))
    amount = span.begin + (span.end - span.begin) * smooth(share)
    return pose(exercise, own_range_deg, span.side, 0.0 if span.breath else amount, amount if span.breath else 0.0)


def pose(exercise: Exercise, own_range_deg: OwnRange, side: int, amount: float, breath: float = 0.0) -> FigurePose:
    """How the figure stands on one side of an exercise, carried out by an amount from 0 to 1."""
    head = keys.head_at_target(exercise, own_range_deg, side)
    return keys.pose(exercise, head, amount, side, breath=breath)


def wave(exercise: Exercise, share: float) -> HeadAt:
    """Where the head should be in a swing or a followed path, after a share of one whole round; else neutral."""
    guide, phase = exercise.guide, 2 * pi * share
    if isinstance(guide, PathGuide):
        return HeadAt(guide.flexion_deg * sin(2 * phase), 0.0, guide.rotation_deg * sin(phase))
    if not isinstance(guide, GazeGuide):
        return HeadAt()
    swing_deg = sum(guide.amplitude_deg) / 2 * sin(phase)
    return HeadAt(0.0, 0.0, swing_deg) if guide.axis == "rotation" else HeadAt(swing_deg, 0.0, 0.0)


def smooth(share: float) -> float:
    """Ease in and out, as a head does; 0 to 1."""
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)


def _find(exercise: Exercise, own_range_deg: OwnRange, t_s: float) -> tuple[Span, float]:
    found = spans(exercise, own_range_deg)
    left_s = t_s % sum(span.seconds for span in found)
    for span in found:
        if left_s < span.seconds:
            return span, left_s / span.seconds
        left_s -= span.seconds
    return found[-1], 1.0
