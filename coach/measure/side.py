"""Flexion and extension from a camera at the person's side.

Seen from there the head turns in the picture, and so does a trunk that leans along; the neck's share is the difference.
Lateral flexion and rotation turn the head out of the picture, where registration tells next to nothing: they are not
measured.

1. facing     does the camera see the side that was told?
2. neutral    the first window in which the head is still, and upright as far as its look tells
3. flexion    turn of the head in the picture since neutral, less that of the trunk, with its error
4. smooth     causal filter on the frame's own time
5. checks     jumps, validated range, too large an error                  -> CervicalSample
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from coach.measure.plausibility import MAX_SIGMA_DEG, picture_problems
from coach.measure.protraction import Steadied, from_side, side_scale
from coach.measure.rotations import angles_from_rotation, rotation_from_angles, vector_from_rotation
from coach.measure.smoothing import MAX_GAP_S, SmoothState, smooth
from coach.measure.types import Angles, Axis, CervicalSample, Detection, Floats, Problem, ProfileMotion, Trunk, View
from coach.measure.upright import Patience

NOSE, EARS, SHOULDERS = 0, [7, 8], [11, 12]
SEEN = 0.5
"""Below this visibility a point of the body model is a guess."""
VALIDATED_DEG = (-75.0, 65.0)
"""Extension and flexion up to which the accuracy benchmark has validated the side view."""
MAX_SPEED_DEG_PER_S = 250.0
SPEED_SAMPLES = 5
MEASURED = frozenset({Axis.FLEXION})

WINDOW_S, MIN_FRAMES, MAX_SPREAD_DEG, MAX_WINDOW_GAP_S = 0.7, 5, 2.0, 0.35

SIGMA_FLOOR_DEG, SIGMA_SHARE, SIGMA_FORMAL = 0.3, 0.025, 3.0
"""Standard error of the head's turn: at rest, as a share of the turn, and times what the points' agreement says."""
TRUNK_FORMAL, TRUNK_FLOOR_DEG, TRUNK_SHARE = 2.0, 0.3, 0.3
"""The same for the trunk's lean."""
TRUNK_SWAY_DEG = 3.0
"""Standard deviation of the trunk's lean in a neck exercise: it weighs what registration says, or stands in for it."""
TRUNK_HELD_S, TRUNK_LOST_DEG = 3.0, 1.5
"""A trunk that is lost is for so long taken to be half way to where it was: it went on, or was mistaken for hair."""
UNSEEN_DEG = 10.0
"""Standard error given to the angles that are not measured."""

FACING_FRAMES = 12
CLEAR = 0.9
FRONT_RATIO = 1.0
"""From the front the ears lie farther apart in the picture than the nose lies from their middle."""


@dataclass(frozen=True, slots=True)
class SideNeutral:
    """Where head and trunk were at rest, since a reference picture, and the window it was taken from.

    Parameters
    ----------
    reference
        Number of the reference picture.
    head_rad, trunk_rad
        Turns in the picture; the trunk's is ``None`` where it was not seen.
    apart_px
        (2,) way of the head less that of the shoulder, ``None`` where the trunk was not seen.
    cm_per_px
        Scale at the person, ``None`` where the body model contradicts itself.
    duration_s, spread_deg, frames
        The window: its length, the largest distance from its mean, and the frames in it.
    ear_px, shoulder_px
        (2,) the body model's ear and shoulder that are nearer to the camera, ``None`` where they were not seen.
    image_size_px
        (width, height) of the picture.
    """

    reference: int
    head_rad: float
    trunk_rad: float | None
    apart_px: Floats | None
    cm_per_px: float | None
    duration_s: float
    spread_deg: float
    frames: int
    ear_px: Floats | None
    shoulder_px: Floats | None
    image_size_px: tuple[int, int]


def seen_side(detection: Detection) -> View | None:
    """Side of the person that the camera sees, judged by nose and ears; ``None`` where they are not clearly seen."""
    visibility = detection.pose_visibility
    if detection.pose_px is None or visibility is None or visibility[[NOSE, *EARS]].min() < CLEAR:
        return None
    left_ear, right_ear = detection.pose_px[EARS]
    ahead = float(detection.pose_px[NOSE, 0] - (left_ear[0] + right_ear[0]) / 2)
    if abs(ahead) < FRONT_RATIO * math.hypot(*(left_ear - right_ear)):
        return View.FRONT
    return View.LEFT if ahead < 0 else View.RIGHT


@dataclass
class SideMeasurer:
    """Turns the detections of a camera at the side into flexion and extension, one at a time."""

    view: View
    neutral: SideNeutral | None = None
    _window: deque[tuple[Detection, ProfileMotion]] = field(default_factory=deque)
    _patience: Patience = field(default_factory=Patience)
    _sides: deque[View] = field(default_factory=lambda: deque(maxlen=FACING_FRAMES))
    _last_lean: Lean | None = None
    _state: SmoothState | None = None
    _jumped: bool = False
    _outside: bool = False
    _forward: Steadied = field(default_factory=Steadied)
    _speeds: deque[float] = field(default_factory=lambda: deque(maxlen=SPEED_SAMPLES))

    def update(self, detection: Detection) -> CervicalSample:
        """Sample of one detection. Detections must come in the order of their time."""
        side = seen_side(detection)
        if side is not None:
            self._sides.append(side)
        if self._seen_otherwise() and (self.neutral is None or detection.profile is None):
            return _unmeasured(detection, Trunk(), Problem.VIEW_MISMATCH)
        motion = detection.profile
        if motion is None:
            reason = Problem.NO_PERSON if detection.pose_px is None else Problem.FACE_UNRELIABLE
            if self.neutral is None and detection.pose_px is not None:
                reason = Problem.NO_NEUTRAL
            return _unmeasured(detection, Trunk(), reason)
        if self.neutral is None:
            self._find_neutral(detection, motion)
        if self.neutral is None or self.neutral.reference != motion.reference:
            tipped = self.neutral is None and self._patience.tipped
            reasons = (Problem.NOT_UPRIGHT, Problem.NO_NEUTRAL) if tipped else (Problem.NO_NEUTRAL,)
            return _unmeasured(detection, Trunk(), *reasons)
        return self._sample(detection, motion, self.neutral)

    def _seen_otherwise(self) -> bool:
        """Whether most of the last frames show the front or the other side."""
        other = sum(side is not self.view for side in self._sides)
        return len(self._sides) == FACING_FRAMES and other > 0.75 * FACING_FRAMES

    def _find_neutral(self, detection: Detection, motion: ProfileMotion) -> None:
        window, t_s = self._window, detection.t_s
        if window and (t_s - window[-1][0].t_s > MAX_WINDOW_GAP_S or window[-1][1].reference != motion.reference):
            window.clear()
        window.append((detection, motion))
        while abs(_head_rad(window[0][1]) - _head_rad(motion)) > math.radians(MAX_SPREAD_DEG):
            window.popleft()
        if len(window) < MIN_FRAMES or t_s - window[0][0].t_s < WINDOW_S:
            return
        found = _neutral_of(list(window), self.view)
        head_deg, tilt_deg = math.degrees(found.head_rad), _tilt_deg(window)
        if found.spread_deg > MAX_SPREAD_DEG or not self._patience.accepts(
            tilt_deg, head_deg, found.reference, detection.t_s
        ):
            window.popleft()
            return
        self.neutral = found
        window.clear()

    def _sample(self, detection: Detection, motion: ProfileMotion, neutral: SideNeutral) -> CervicalSample:
        sign = -1.0 if self.view is View.LEFT else 1.0
        head_deg = sign * math.degrees(_head_rad(motion) - neutral.head_rad)
        seen = _lean(motion, neutral, sign, detection.t_s)
        trunk = Trunk(flexion_deg=None if seen is None else seen.deg)
        lean = self._best_lean(seen, detection.t_s)
        flexion = head_deg - lean.deg
        formal = math.degrees(math.sqrt(motion.head_covariance[2, 2]))
        sigma_deg = math.hypot(SIGMA_FLOOR_DEG, SIGMA_SHARE * flexion, SIGMA_FORMAL * formal, lean.sigma_deg)
        before = self._state
        gap_s = math.inf if before is None else detection.t_s - before.t_s
        if before is not None and 0 < gap_s <= MAX_GAP_S:
            jump_deg = abs(angles_from_rotation(before.rotation).flexion_deg - flexion)
            if jump_deg > max(15.0, MAX_SPEED_DEG_PER_S * gap_s):
                self._jumped = True
                return _unmeasured(detection, trunk, Problem.IMPLAUSIBLE)
        if self._jumped:  # what was refused and then stayed is a new beginning, not a fast movement
            before, gap_s, self._jumped = None, math.inf, False
        self._state = smooth(before, rotation_from_angles(Angles(flexion, 0.0, 0.0)), detection.t_s)
        flexion = angles_from_rotation(self._state.rotation).flexion_deg
        if not VALIDATED_DEG[0] <= flexion <= VALIDATED_DEG[1] or sigma_deg > MAX_SIGMA_DEG:
            return _unmeasured(detection, trunk, Problem.OUT_OF_RANGE)
        problems = (Problem.SIDE_VIEW, *picture_problems(detection, None))
        if seen is None:
            problems = (*problems, Problem.THORAX_HIDDEN)
        sample = CervicalSample(
            frame_index=detection.frame_index,
            t_s=detection.t_s,
            angles=Angles(flexion, 0.0, 0.0),
            sigma=Angles(sigma_deg, UNSEEN_DEG, UNSEEN_DEG),
            speed_deg_per_s=self._speed(self._state, gap_s),
            trunk=trunk,
            confidence=float(np.clip(1 - sigma_deg / (1.25 * MAX_SIGMA_DEG), 0.0, 1.0) * 0.8 ** (len(problems) - 1)),
            problems=problems,
            measured=MEASURED,
        )
        return self._with_protraction(sample, motion, neutral)

    def _best_lean(self, seen: Lean | None, t_s: float) -> Lean:
        """Lean of the trunk as seen, or as it was a moment ago, or none with a large error."""
        if seen is not None:
            self._last_lean = seen
            return seen
        last = self._last_lean
        if last is None or not 0 <= t_s - last.t_s <= TRUNK_HELD_S:
            return Lean(0.0, TRUNK_SWAY_DEG, t_s)
        return Lean(last.deg / 2, math.hypot(last.deg / 2, last.sigma_deg, TRUNK_LOST_DEG), t_s)

    def _with_protraction(self, sample: CervicalSample, motion: ProfileMotion, neutral: SideNeutral) -> CervicalSample:
        """Add how far forward the head is, or why that is not known."""
        assert sample.angles is not None
        head_px = motion.head_shift_px - (0.0 if neutral.apart_px is None else neutral.apart_px)
        trunk_px = None if neutral.apart_px is None else motion.trunk_shift_px
        forward = -1 if self.view is View.LEFT else 1
        found = self._forward.update(from_side(head_px, trunk_px, neutral.cm_per_px, forward, sample.angles))
        if isinstance(found, Problem):
            return replace(sample, protraction_problem=found)
        return replace(sample, protraction_cm=found.cm, sigma_protraction_cm=found.sigma_cm)

    def _speed(self, state: SmoothState, gap_s: float) -> float | None:
        """Angular speed of the last samples, ``None`` right after a gap."""
        if gap_s > MAX_GAP_S:
            self._speeds.clear()
            return None
        self._speeds.append(math.degrees(float(np.linalg.norm(state.velocity))))
        return float(np.median(self._speeds))


def _neutral_of(window: list[tuple[Detection, ProfileMotion]], view: View) -> SideNeutral:
    """Mean of a still window; median of what the body model says of it."""
    heads = [_head_rad(m) for _, m in window]
    trunks = [m.trunk_turn_rad for _, m in window if m.trunk_turn_rad is not None]
    apart = [m.head_shift_px - m.trunk_shift_px for _, m in window if m.trunk_shift_px is not None]
    bodies = [(d.pose_px, d.pose_world_m) for d, _ in window]
    scales = [side_scale(px, m) for px, m in bodies if px is not None and m is not None]
    known = [scale for scale in scales if scale is not None]
    near = 0 if view is View.LEFT else 1
    return SideNeutral(
        reference=window[-1][1].reference,
        head_rad=float(np.mean(heads)),
        trunk_rad=float(np.mean(trunks)) if trunks else None,
        apart_px=np.mean(apart, axis=0) if apart else None,
        cm_per_px=float(np.median(known)) if known else None,
        duration_s=window[-1][0].t_s - window[0][0].t_s,
        spread_deg=math.degrees(max(abs(h - float(np.mean(heads))) for h in heads)),
        frames=len(window),
        ear_px=_place_of(window, EARS[near]),
        shoulder_px=_place_of(window, SHOULDERS[near]),
        image_size_px=window[-1][0].image_size_px,
    )


def _place_of(window: list[tuple[Detection, ProfileMotion]], point: int) -> Floats | None:
    """Median place (2,) of a body point in a window; ``None`` where it was not seen in most of it."""
    seen = [
        d.pose_px[point]
        for d, _ in window
        if d.pose_px is not None and d.pose_visibility is not None and d.pose_visibility[point] >= SEEN
    ]
    return np.median(seen, axis=0) if 2 * len(seen) > len(window) else None


def _tilt_deg(window: Iterable[tuple[Detection, ProfileMotion]]) -> float | None:
    """How far from upright the head is in a window; ``None`` where its look did not tell in most of it."""
    told = [m.tilt_rad for _, m in window]
    known = [tilt for tilt in told if tilt is not None]
    return math.degrees(float(np.median(known))) if 2 * len(known) > len(told) else None


def _head_rad(motion: ProfileMotion) -> float:
    """Turn of the head in the picture since the reference."""
    return float(vector_from_rotation(motion.head_turn)[2])


@dataclass(frozen=True, slots=True)
class Lean:
    """Lean of the trunk since neutral and its standard error, degrees, positive forward, and when it was seen."""

    deg: float
    sigma_deg: float
    t_s: float


def _lean(motion: ProfileMotion, neutral: SideNeutral, sign: float, t_s: float) -> Lean | None:
    """Lean of the trunk, weighed against a trunk that mostly keeps still; ``None`` where it is not seen."""
    if motion.trunk_turn_rad is None or motion.trunk_sigma_rad is None or neutral.trunk_rad is None:
        return None
    lean_deg = sign * math.degrees(motion.trunk_turn_rad - neutral.trunk_rad)
    formal_deg = TRUNK_FORMAL * math.degrees(motion.trunk_sigma_rad)
    noise_deg = math.hypot(TRUNK_FLOOR_DEG, formal_deg, TRUNK_SHARE * lean_deg)
    weight = TRUNK_SWAY_DEG**2 / (TRUNK_SWAY_DEG**2 + math.hypot(TRUNK_FLOOR_DEG, formal_deg) ** 2)
    return Lean(weight * lean_deg, noise_deg, t_s)


def _unmeasured(detection: Detection, trunk: Trunk, *reasons: Problem) -> CervicalSample:
    problems = tuple(dict.fromkeys((*reasons, *picture_problems(detection, None))))
    return CervicalSample(
        detection.frame_index, detection.t_s, None, None, None, trunk, 0.0, problems, measured=MEASURED
    )
