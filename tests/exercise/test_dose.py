"""How much of an exercise, in numbers and in words, and what a step up or down makes of it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from coach.exercise.dose import about_s, dose, seconds
from coach.exercise.guides import Companion, MovementGuide, PacedGuide
from coach.exercise.model import Exercise
from tests.exercise.kinds import EXAMPLES, example


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("movement", "2 each side · hold 2 s"),
        ("diagonals", "1 round of 4 · hold 1 s"),
        ("stiffer", "2 repetitions · hold 2 s"),
        ("nod", "3 repetitions · hold 2 s"),
        ("isometric", "2 each side · hold 3 s"),
        ("row", "3 repetitions · 2 sets · hold 1 s"),
        ("unseen", "2 repetitions · hold 3 s · timed, not measured"),
        ("gaze", "10 s · 2 sets"),
        ("path", "20 s · 2 sets"),
        ("relocation", "2 each side · hold 1 s"),
        ("posture", "2 repetitions · hold 4 s"),
        ("breathing", "20 s · in 4 s, out 6 s"),
        ("timed", "1 min 20 s · timed, not measured"),
    ],
)
def test_the_dose_in_a_line(kind: str, words: str) -> None:
    assert dose(example(kind)) == words


def test_four_ways_are_no_sides() -> None:
    way = {"cue": "Push", "direction": "extension"}
    ways = [*EXAMPLES["isometric"]["ways"], way]
    assert dose(example("isometric", ways=ways)) == "2 each way · hold 3 s"


@pytest.mark.parametrize(
    ("kind", "whole_s"),
    [
        ("breathing", 20),
        ("timed", 80),
        ("gaze", 23),
        ("path", 43),
        ("posture", 12),
        ("row", 2 * 3 * 6 + 5),
        ("isometric", 2 * 2 * 8),
        ("movement", 2 * 2 * (2 * 37.5 / 22.5 + 2 + 1)),
        ("stiffer", 2 * (2 * 54 / 17.5 + 2 + 1)),
        ("relocation", 2 * 2 * (2 * 30 / 20 + 1 + 1 + 1.5)),
    ],
)
def test_about_how_long_it_takes(kind: str, whole_s: float) -> None:
    assert about_s(example(kind)) == pytest.approx(whole_s)


def test_the_test_takes_its_trials_and_warm_ups(rom: Exercise) -> None:
    assert about_s(rom) == 6 * 4 * (8 + rom.guide.hold_s)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("value", "said"), [(0.5, "0.5 s"), (2.0, "2 s"), (30, "30 s"), (60, "1 min"), (150, "2 min 30 s"), (0, "0 s")]
)
def test_seconds(value: float, said: str) -> None:
    assert seconds(value) == said


# ---- steps --------------------------------------------------------------------------------------------------------


def step(change: dict[str, Any], kind: str = "hold") -> dict[str, Any]:
    return {"kind": kind, "say": "A step", "change": change}


def stepped(kind: str, **steps: list[dict[str, Any]]) -> Exercise:
    return Exercise.model_validate(example(kind).model_dump() | steps)


def test_steps_add_up_in_their_order() -> None:
    exercise = stepped(
        "movement",
        steps_up=[step({"hold_s": 5}), step({"repetitions": 3, "targets.degrees": (40, 50)}), step({}, "variant")],
        steps_down=[step({"hold_s": 1})],
    )
    assert list(exercise.levels) == [-1, 0, 1, 2, 3]

    def numbers(level: int) -> tuple[float, int, list[Any]]:
        guide = exercise.at_level(level).guide
        assert isinstance(guide, MovementGuide)
        return guide.hold_s, guide.repetitions, [target.degrees for target in guide.targets]

    base = [(30, 45)] * 2
    assert numbers(-1) == (1, 2, base)
    assert numbers(0) == (2, 2, base)
    assert numbers(1) == (5, 2, base)
    assert numbers(2) == numbers(3) == (5, 3, [(40, 50)] * 2)
    assert exercise.at_level(0) == exercise
    for level in (-2, 4):
        with pytest.raises(ValueError, match=f"has the levels -1 to 3, not {level}"):
            exercise.at_level(level)


def test_a_load_is_a_word() -> None:
    exercise = stepped("row", steps_up=[step({"load": "green band"}, "load")])
    guide = exercise.at_level(1).guide
    assert isinstance(guide, PacedGuide)
    assert guide.load == "green band"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"speed": 3}, "step 1 of steps_up: speed is not a field of a movement guide"),
        ({"kind": "gaze"}, "step 1 of steps_up: kind is not a field of a movement guide"),
        ({"hold_s.x": 3}, r"step 1 of steps_up: hold_s.x is not a field of a movement guide"),
        ({"targets.colour": 3}, r"step 1 of steps_up: targets.colour is not a field of a movement guide"),
        ({"hold_s": 500}, "step 1 of steps_up: hold_s: Input should be less than or equal to 120"),
        ({"targets.degrees": (50, 40)}, "step 1 of steps_up: targets.0: Value error, a band is two rising numbers"),
    ],
)
def test_a_step_that_makes_no_sense(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        stepped("movement", steps_up=[step(change)])


# ---- guides that make no sense ------------------------------------------------------------------------------------

SIDE = {"direction": "right_rotation", "degrees": [30, 45]}


@pytest.mark.parametrize(
    ("kind", "changes", "reason"),
    [
        ("movement", {"targets": [SIDE | {"also": [{"degrees": [1, 2]}]}]}, "a direction goes with"),
        ("movement", {"targets": [SIDE | {"also": [{"direction": "flexion"}]}]}, "give one of percent_of_own_range"),
        (
            "movement",
            {"targets": [SIDE | {"also": [{"direction": "flexion", "percent_of_own_range": [50, 101]}]}]},
            "may not go beyond 100 %",
        ),
        (
            "movement",
            {"targets": [SIDE | {"also": [{"direction": "left_rotation", "degrees": [0, 5]}]}]},
            "a target names the axis right_rotation_deg twice",
        ),
        ("diagonals", {"sides": "stiffer"}, "sides must be both"),
        ("isometric", {"effort_percent": [50, 120]}, "effort_percent ends at 100"),
        ("isometric", {"effort_percent": [50, 20]}, "effort_percent is two rising numbers"),
        ("isometric", {"ways": [{"cue": "One"}, {"cue": "Two"}]}, "several ways need a direction each"),
        ("isometric", {"ways": EXAMPLES["isometric"]["ways"] * 2}, "ways name the direction flexion twice"),
        ("gaze", {"amplitude_deg": [30, 20]}, "amplitude_deg is two rising numbers above zero"),
        (
            "relocation",
            {"targets": [SIDE | {"also": [{"direction": "flexion", "degrees": [1, 2]}]}]},
            "has one direction only",
        ),
    ],
)
def test_a_guide_that_makes_no_sense(kind: str, changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        example(kind, **changes)


def test_a_companion_may_begin_at_zero() -> None:
    assert Companion.model_validate({"direction": "flexion", "degrees": [0, 10]}).degrees == (0, 10)


def changed(kind: str, **fields: Any) -> Exercise:
    return Exercise.model_validate(example(kind).model_dump() | fields)


RISE = {"kind": "shoulder_rise", "limit": 15, "cue": "mind it"}
SHORT = {"kind": "short_hold", "limit": 67, "cue": "mind it"}


@pytest.mark.parametrize(
    ("kind", "fields", "reason"),
    [
        ("movement", {"view": "none", "faults": []}, "a movement guide needs a camera"),
        ("timed", {"view": "front"}, "a timed guide measures nothing; the view must be none"),
        ("shrug", {"view": "none", "faults": []}, "repetitions are counted by tempo"),
        ("unseen", {"faults": [RISE]}, "where the view is none, no fault can be seen"),
        ("shrug", {"faults": [RISE]}, "shoulder_rise is no fault"),
        ("row", {"faults": [SHORT]}, "short_hold can only be seen where repetitions are counted by shoulder_rise"),
    ],
)
def test_a_view_that_does_not_fit(kind: str, fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        changed(kind, **fields)
