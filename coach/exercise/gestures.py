"""Hand signs: told from the exercise, held long enough, and never by accident. Pure.

A sign is looked for in the body points of one frame, in the person's own measure: from the middle of the shoulders, in
widths of the shoulder line, along it and across it, so that distance, place and a leaning body do not matter.

Two sets of signs exist, because a sign must not be part of the exercise:

``RAISED``, for every exercise that leaves the hands at or below the shoulders
    One hand (or both) beside the head: the wrist above the shoulder line, well outside of its own shoulder, and above
    its elbow. A head movement moves no wrist; a hand at the face, hair or other shoulder is nearer to the middle.
``CROSSED``, for every exercise that takes a hand to the head or above the shoulders
    Both wrists crossed before the chest, each hand on the other shoulder. Hands at the head, in a doorway, on a wall or
    on a strap are above the shoulders or on their own side; a massage crosses one arm only; folded arms lie lower.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from coach.exercise.figure_pose import ArmPose, Posture
from coach.exercise.model import Exercise
from coach.measure.types import Detection, Floats

HELD_S = 1.5
LONG_S = 4.0
"""Crossed hands that are held for so long say *stop*."""
GAP_S = 0.3
"""A sign that is missed for no longer than this goes on."""
RELEASE_S = 0.6
"""Hands must be down for so long before the next sign counts."""

# In shoulder widths of the body model, whose shoulders are the joints. Read from it on rendered people who made the
# signs, held their hands at the head, in a doorway or on the other shoulder, and folded their arms.
UP = 0.1
"""Wrist over the shoulder line. A hand raised to the ear has it at about 0.3, raised lazily at about 0."""
OUT = 0.8
"""Wrist from the middle, to its own side: raised hands at 1.1 and more, at temple, forehead or neck at 0.3 to 0.7."""
OVER_ELBOW = 0.3
"""Wrist over its elbow: raised 0.65 or more, an arm stretched out to the side about 0."""
ACROSS = 0.1
CROSSED_BAND = (-0.5, 0.15)
"""Height of wrists on the other shoulder; folded arms lie at about -0.9, a hand at the face at 0.3 and more."""
SEEN = 0.5
"""Least visibility of a point that may count."""
HIGHEST_NOSE = 1.6
"""Nose over the shoulder line, in shoulder widths; seen from the front 0.5 to 0.8, from the side several."""

_NOSE = 0
_LEFT, _RIGHT = 0, 1
_SHOULDERS, _ELBOWS, _WRISTS = (11, 12), (13, 14), (15, 16)


class Sign(StrEnum):
    """A hand sign; sides are the person's own."""

    RIGHT_HAND = "right_hand"
    LEFT_HAND = "left_hand"
    BOTH_HANDS = "both_hands"
    CROSSED = "crossed"
    CROSSED_LONG = "crossed_long"


class SignSet(StrEnum):
    """Which signs count; see the head of this module."""

    RAISED = "raised"
    CROSSED = "crossed"
    NONE = "none"
    """The camera cannot see the hands well enough; keys only."""


HANDS_LOW = frozenset(
    {
        ArmPose.DOWN,
        ArmPose.LAP,
        ArmPose.ON_BELLY,
        ArmPose.UNDER_SEAT,
        ArmPose.BEHIND_BACK,
        ArmPose.ANCHOR_CHEST,
        ArmPose.ROW,
        ArmPose.MASSAGE_SHOULDER,
        ArmPose.ON_FOREARMS,
    }
)
"""Arms that never take a hand out over its own shoulder and up to the head."""
_ARMS = ("right_arm", "left_arm", "near_arm", "far_arm")


def sign_set(exercise: Exercise | None) -> SignSet:
    """Choose the signs that an exercise cannot make; ``None`` is for everything that is no exercise."""
    if exercise is None:
        return SignSet.RAISED
    if exercise.view == "side" or exercise.figure.posture not in (Posture.SITTING, Posture.STANDING):
        return SignSet.NONE
    low = all(arm in HANDS_LOW for arm in _arms(exercise.model_dump()))
    return SignSet.RAISED if low else SignSet.CROSSED


def find_sign(detection: Detection, signs: SignSet) -> Sign | None:
    """Find the sign that is made in one frame.

    Parameters
    ----------
    detection
        Body points; hands out of the picture or hidden count as not raised.
    signs
        Which signs count.

    Returns
    -------
    Sign or None
        ``None`` where there is no sign, and also where the body is not seen from the front.
    """
    body = _body(detection)
    if body is None or signs is SignSet.NONE:
        return None
    if signs is SignSet.CROSSED:
        return Sign.CROSSED if all(body.crossed(side) for side in (_LEFT, _RIGHT)) else None
    left, right = body.raised(_LEFT), body.raised(_RIGHT)
    if left and right:
        return Sign.BOTH_HANDS
    return Sign.LEFT_HAND if left else Sign.RIGHT_HAND if right else None


@dataclass(frozen=True, slots=True)
class Held:
    """How long a sign has been held. Changed by :func:`hold` only.

    ``obeyed`` is the last of it that counted already; ``lowered_s`` is since when the hands are down.
    """

    sign: Sign | None = None
    since_s: float = 0.0
    seen_s: float = 0.0
    obeyed: Sign | None = None
    lowered_s: float | None = None

    @property
    def ready(self) -> bool:
        """Whether the hands were down since the last sign that counted."""
        return self.lowered_s is None

    @property
    def progress(self) -> float:
        """How much of the time a sign has been held until it counts, 0..1; 0 where nothing is under way."""
        if self.sign is None or not self.ready:
            return 0.0
        passed_s = self.seen_s - self.since_s
        if self.obeyed is None:
            return min(1.0, passed_s / HELD_S)
        return min(1.0, (passed_s - HELD_S) / (LONG_S - HELD_S))


def hold(held: Held, sign: Sign | None, t_s: float) -> tuple[Held, Sign | None]:
    """Go on by one frame.

    Parameters
    ----------
    held
        The state before.
    sign
        What :func:`find_sign` found.
    t_s
        Time of the frame, seconds; a clock that jumps back begins anew.

    Returns
    -------
    tuple
        The new state, and the sign that has now been held long enough: each once, and the next only after the hands
        were down.
    """
    if t_s < held.seen_s:
        held = Held()
    if not held.ready:
        return _wait_for_hands_down(held, sign, t_s), None
    if sign is None:
        if held.sign is None or t_s - held.seen_s <= GAP_S:
            return held, None
        return (Held(seen_s=t_s) if held.obeyed is None else Held(seen_s=t_s, lowered_s=t_s)), None
    if sign is not held.sign:
        return Held(sign, t_s, t_s), None
    held = Held(sign, held.since_s, t_s, held.obeyed)
    passed_s = t_s - held.since_s
    if held.obeyed is None and passed_s >= HELD_S:
        goes_on = sign is Sign.CROSSED
        return Held(sign, held.since_s, t_s, sign, None if goes_on else t_s), sign
    if held.obeyed is Sign.CROSSED and passed_s >= LONG_S:
        return Held(sign, held.since_s, t_s, Sign.CROSSED_LONG, t_s), Sign.CROSSED_LONG
    return held, None


def hands_down_first(t_s: float) -> Held:
    """Begin with a wait until the hands are down, for a question that comes up while they may be raised."""
    return Held(seen_s=t_s, lowered_s=t_s)


def _wait_for_hands_down(held: Held, sign: Sign | None, t_s: float) -> Held:
    assert held.lowered_s is not None
    if sign is not None:
        return Held(seen_s=t_s, lowered_s=t_s)
    return Held(seen_s=t_s) if t_s - held.lowered_s >= RELEASE_S else Held(seen_s=t_s, lowered_s=held.lowered_s)


@dataclass(frozen=True, slots=True)
class _Body:
    """Body points in shoulder widths, x to the person's left along the shoulder line, y up; which of them are seen."""

    points: Floats
    seen: Any

    def raised(self, side: int) -> bool:
        wrist, elbow = self.points[_WRISTS[side]], self.points[_ELBOWS[side]]
        out = wrist[0] if side == _LEFT else -wrist[0]
        return bool(self.seen[_WRISTS[side]] and out >= OUT and wrist[1] >= UP and wrist[1] - elbow[1] >= OVER_ELBOW)

    def crossed(self, side: int) -> bool:
        wrist = self.points[_WRISTS[side]]
        across = -wrist[0] if side == _LEFT else wrist[0]
        low, high = CROSSED_BAND
        return bool(self.seen[_WRISTS[side]] and across >= ACROSS and low <= wrist[1] <= high)


def _body(detection: Detection) -> _Body | None:
    px, visibility = detection.pose_px, detection.pose_visibility
    if px is None or visibility is None or min(visibility[i] for i in (_NOSE, *_SHOULDERS)) < SEEN:
        return None
    left, right = (px[i] for i in _SHOULDERS)
    along = left - right
    width = float(np.hypot(*along))
    if width < 1 or along[0] <= 0:  # the person's left is at the right of the unmirrored image, seen from the front
        return None
    along = along / width
    up = np.array([along[1], -along[0]])
    moved = (px - (left + right) / 2) / width
    points = np.column_stack([moved @ along, moved @ up])
    if not 0 < points[_NOSE, 1] <= HIGHEST_NOSE:
        return None
    inside = np.all((px >= 0) & (px < np.asarray(detection.image_size_px)), axis=1)
    return _Body(points, inside & (visibility >= SEEN))


def _arms(table: Any) -> Iterator[ArmPose]:
    """Every arm pose that an exercise names anywhere in its picture."""
    if isinstance(table, dict):
        for name, value in table.items():
            if name in _ARMS and value is not None:
                yield ArmPose(value)
            else:
                yield from _arms(value)
    elif isinstance(table, (list, tuple)):
        for value in table:
            yield from _arms(value)
