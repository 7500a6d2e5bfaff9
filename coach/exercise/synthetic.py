"""Made-up people who do an exercise as its demonstration shows it, or with one thing wrong. No camera is needed.

Such a person follows the session, as a real one does: begins when asked, stays while it says hold, comes back after it.
What is wrong is wrong in every other repetition, beginning with the first, so that the other ones must be clean; only a
wrong beat is wrong all the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import pi, sin

from coach.exercise import demonstration, dose, plan, session
from coach.exercise.actor import OWN_RANGE_DEG, RATE_HZ, Actor, angles, distance, move, wrong_now
from coach.exercise.guides import (
    BreathingGuide,
    GazeGuide,
    PacedGuide,
    PathGuide,
    PostureGuide,
)
from coach.exercise.model import Exercise
from coach.exercise.state import ENDED, SessionState
from coach.exercise.types import Event, Stage
from coach.exercise.variants import Variant, variants
from coach.measure.types import Angles, CervicalSample, Direction, Problem, Trunk

STILL_S, AWAY_S = 0.7, 2.0
"""Until neutral is known, and out of sight."""
SIGMA_DEG, SIGMA_CM = 1.5, 0.3
TRUNK_DEG, HIKE_PCT, POKE_CM, POKE_DEG = 18.0, 25.0, 3.5, 14.0
SHAKE_DEG, SHAKE_HZ = 2.6, 4.0
SHRUG_PCT, SUNK_PCT_PER_CM = 30.0, 5.0
_MOST_TIMES, _SPARE_S = 4.0, 60.0


@dataclass(frozen=True, slots=True)
class Performance:
    """One exercise done by a made-up person: what it left, what happened, and everything that was seen."""

    state: SessionState
    events: tuple[Event, ...]
    samples: tuple[CervicalSample, ...]


def perform(
    exercise: Exercise,
    variant: Variant = Variant.CLEAN,
    own_range_deg: Mapping[Direction, float] = OWN_RANGE_DEG,
) -> Performance:
    """Let a made-up person do a whole exercise.

    Parameters
    ----------
    exercise
        What to do.
    variant
        How they do it.
    own_range_deg
        How far they can move; the session knows it too.

    Returns
    -------
    Performance
        Ends with the exercise, or long after it should have ended.
    """
    state = session.start(exercise, own_range_deg)
    events: list[Event] = []
    samples: list[CervicalSample] = []
    for now, happened, sample in performing(exercise, variant, own_range_deg):
        state = now
        events.extend(happened)
        samples.append(sample)
    return Performance(state, tuple(events), tuple(samples))


def performing(
    exercise: Exercise, variant: Variant, own_range_deg: Mapping[Direction, float] = OWN_RANGE_DEG
) -> Iterator[tuple[SessionState, tuple[Event, ...], CervicalSample]]:
    """Do the same step by step: the state, what happened in the step, and the sample that was seen.

    Raises
    ------
    ValueError
        The variant has no meaning in this exercise.
    """
    if variant not in variants(exercise):
        raise ValueError(f"{variant} has no meaning in {exercise.id}; choose from {', '.join(variants(exercise))}")
    state, actor = session.start(exercise, own_range_deg), Actor(variant)
    longest_s = _MOST_TIMES * dose.about_s(exercise) + _SPARE_S
    while state.stage not in ENDED and actor.t_s < longest_s:
        actor, sample = act(actor, state)
        state, happened = session.step(state, sample)
        yield state, happened, sample


def act(actor: Actor, state: SessionState) -> tuple[Actor, CervicalSample]:
    """Do the next bit of what the session asks for, and be seen doing it."""
    dt_s = 1 / RATE_HZ
    actor = replace(actor, t_s=actor.frame * dt_s, frame=actor.frame + 1)
    if not state.exercise.seen:
        return actor, _unseen(actor, Problem.NO_PERSON)
    if actor.t_s < STILL_S:
        return actor, replace(_unseen(actor, Problem.NO_NEUTRAL), neutral_progress=actor.t_s / STILL_S)
    if _goes_away(actor, state):
        return replace(actor, away_s=actor.away_s + dt_s), _unseen(actor, Problem.NO_FACE)
    before = actor.head
    actor = move(actor, state, dt_s)
    speed = distance(actor.head, before) / dt_s
    return actor, _seen(actor, state, speed)


def _unseen(actor: Actor, problem: Problem) -> CervicalSample:
    return CervicalSample(actor.frame, actor.t_s, None, None, None, Trunk(), 0.0, (problem,))


def _goes_away(actor: Actor, state: SessionState) -> bool:
    """Out of sight once, between two repetitions, or in the middle of what goes by time."""
    if actor.variant is not Variant.LOST_FACE or actor.away_s >= AWAY_S:
        return False
    return actor.away_s > 0 or (bool(state.repetitions) and state.attempt is None and state.stage is not Stage.REST)


def _seen(actor: Actor, state: SessionState, speed_deg_per_s: float) -> CervicalSample:
    """Make the sample that a camera would make of this moment."""
    wrong, variant = wrong_now(actor, state), actor.variant
    flexion, bend, turn = angles(actor.head)
    slide_cm = actor.head.protraction_cm
    if wrong and variant is Variant.TREMOR:
        shake = SHAKE_DEG * sin(2 * pi * SHAKE_HZ * actor.t_s)
        flexion, bend, turn = flexion + shake, bend + shake, turn + shake
    if wrong and variant is Variant.CHIN_POKE:
        slide_cm += POKE_CM
        flexion -= 0.0 if _uses_flexion(state) else POKE_DEG
    trunk, sunk_cm = _trunk(actor, state, wrong=wrong), _sunk_cm(actor, state)
    return CervicalSample(
        frame_index=actor.frame,
        t_s=actor.t_s,
        angles=Angles(flexion, bend, turn),
        sigma=Angles(SIGMA_DEG, SIGMA_DEG, SIGMA_DEG),
        speed_deg_per_s=speed_deg_per_s,
        trunk=trunk,
        confidence=1.0,
        protraction_cm=slide_cm + sunk_cm,
        sigma_protraction_cm=SIGMA_CM,
    )


def _uses_flexion(state: SessionState) -> bool:
    guide = state.exercise.guide
    if isinstance(guide, GazeGuide):
        return guide.axis == "flexion"
    used = set(dose.directions(guide) if isinstance(guide, plan.MOVED) else ())
    used |= {part.direction for target in plan.targets(state) for part in target.also if part.direction}
    return isinstance(guide, PathGuide) or bool(used & {Direction.FLEXION, Direction.EXTENSION})


def _sunk_cm(actor: Actor, state: SessionState) -> float:
    if not isinstance(state.exercise.guide, PostureGuide):
        return 0.0
    key = demonstration.pose(state.exercise, OWN_RANGE_DEG, 0, actor.amount)
    return key.protraction_cm


def _trunk(actor: Actor, state: SessionState, *, wrong: bool) -> Trunk:
    guide, variant = state.exercise.guide, actor.variant
    rise_pct = HIKE_PCT if wrong and variant is Variant.HIKE else 0.0
    if isinstance(guide, BreathingGuide):
        rise_pct += state.stage is Stage.BREATHE_IN
    if isinstance(guide, PacedGuide):
        lift = demonstration.pose(state.exercise, OWN_RANGE_DEG, plan.way_index(state), actor.amount)
        rise_pct += SHRUG_PCT * lift.right_shoulder_lift
    rise_pct -= SUNK_PCT_PER_CM * _sunk_cm(actor, state)
    turned_deg = TRUNK_DEG if wrong and variant is Variant.TRUNK_TURN else 0.0
    return Trunk(turned_deg, 0.0, rise_pct, rise_pct)
