"""Every shipped movement can be done by stiff and by limber people, at its easiest and at its hardest."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.exercise.model import Exercise, MovementGuide, RelocationGuide
from coach.exercise.synthetic import perform
from coach.exercise.types import EventKind, Stage
from coach.exercise.variants import Variant
from coach.history.library import load_library
from coach.measure.types import Direction

LIBRARY = load_library(Path(__file__).resolve().parents[2] / "exercises")
MOVED = [e for e in LIBRARY.exercises if isinstance(e.guide, MovementGuide | RelocationGuide)]
"""Exercises in which the head goes to a target, which depends on how far it can go."""

LIMBER = {
    Direction.FLEXION: 60.0,
    Direction.EXTENSION: 70.0,
    Direction.RIGHT_LATERAL_FLEXION: 45.0,
    Direction.LEFT_LATERAL_FLEXION: 45.0,
    Direction.RIGHT_ROTATION: 75.0,
    Direction.LEFT_ROTATION: 75.0,
}
PEOPLE = {
    "stiff to turn": LIMBER | {Direction.RIGHT_ROTATION: 35.0, Direction.LEFT_ROTATION: 40.0},
    "stiff to nod": LIMBER | {Direction.FLEXION: 25.0, Direction.EXTENSION: 25.0},
    "stiff all over": dict.fromkeys(Direction, 20.0),
    "never measured": {},
}


def check(exercise: Exercise, own_range_deg: dict[Direction, float]) -> None:
    """Do two repetitions of everything, with holds cut to what shows that they can be held."""
    brief = {"repetitions": 2, "hold_s": min(3, exercise.guide.hold_s), "sets": 1}
    known = {name: value for name, value in brief.items() if hasattr(exercise.guide, name)}
    short = exercise.model_copy(update={"guide": exercise.guide.model_copy(update=known)})
    done = perform(short, Variant.CLEAN, own_range_deg)
    assert done.state.stage is Stage.DONE
    assert done.state.repetitions
    assert [event.fault for event in done.events if event.kind is EventKind.FAULT] == []


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("exercise", MOVED, ids=lambda exercise: exercise.id)
def test_whoever_does_it(exercise: Exercise, person: str) -> None:
    check(exercise, PEOPLE[person])


@pytest.mark.parametrize("exercise", MOVED, ids=lambda exercise: exercise.id)
def test_at_the_easiest_and_at_the_hardest(exercise: Exercise) -> None:
    for level in {exercise.levels[0], exercise.levels[-1]}:
        check(exercise.at_level(level), LIMBER)
