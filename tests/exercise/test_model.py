"""An exercise that makes no sense is refused, with words that say why."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from coach.exercise.model import Exercise, MovementGuide, RomGuide
from coach.history.library import Library

MOVEMENT: dict[str, Any] = {
    "kind": "movement",
    "targets": [{"direction": "flexion", "degrees": [5, 10]}],
    "tempo_deg_per_s": [10, 20],
    "hold_s": 2,
    "repetitions": 3,
}


def target(**band: Any) -> dict[str, Any]:
    return MOVEMENT | {"targets": [{"direction": "flexion"} | band]}


@pytest.mark.parametrize(
    ("guide", "reason"),
    [
        (target(), "give either percent_of_own_range or degrees"),
        (target(degrees=[5, 10], percent_of_own_range=[50, 80]), "give either percent_of_own_range or degrees"),
        (target(degrees=[10, 5]), "two rising numbers above zero"),
        (target(percent_of_own_range=[80, 110]), "may not go beyond 100 % of the own range"),
        (MOVEMENT | {"tempo_deg_per_s": [20, 10]}, "two rising numbers above zero"),
        (MOVEMENT | {"targets": MOVEMENT["targets"] * 2}, "targets name the direction flexion twice"),
        (MOVEMENT | {"hold_s": float("inf")}, "finite number"),
    ],
)
def test_a_movement_that_makes_no_sense(guide: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        MovementGuide.model_validate(guide)


def test_a_direction_twice() -> None:
    with pytest.raises(ValidationError, match="directions name flexion twice"):
        RomGuide.model_validate({"kind": "rom", "directions": ["flexion", "flexion"]})


@pytest.mark.parametrize(
    ("code", "kind", "reason"),
    [
        ("M1", "head_moves", "the fault head_moves cannot be seen in a movement guide"),
        ("R1", "short_hold", "the fault short_hold cannot be seen in a breathing guide"),
        ("A1", "too_far", "the fault too_far cannot be seen in a rom guide"),
        ("M1", "too_fast", "faults name too_fast twice"),
    ],
)
def test_a_fault_that_does_not_fit(code: str, kind: str, reason: str, library: Library) -> None:
    data = library.find(code).model_dump()
    faults = [*data["faults"], {"kind": kind, "limit": 5, "cue": "mind it"}]
    with pytest.raises(ValidationError, match=reason):
        Exercise.model_validate(data | {"faults": faults})


AVOIDED = ("treat", "cure", "prevent", "diagnos", "abnormal", "normal range", "clinical-grade", "deficit")


def test_what_people_read_makes_no_claims(library: Library) -> None:
    for exercise in library:
        text = exercise.model_dump_json().lower()
        assert [word for word in AVOIDED if word in text] == []
