"""Progression and regression as data: each step changes some numbers of the guide, and a level is a number of steps."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from pydantic import Field, TypeAdapter, ValidationError

from coach.exercise.base import Part
from coach.exercise.guides import AnyGuide, Guide


class DoseKind(StrEnum):
    """What a step changes. The usual order is hold, repetitions, range, load."""

    HOLD = "hold"
    REPETITIONS = "repetitions"
    SETS = "sets"
    DURATION = "duration"
    RANGE = "range"
    SPEED = "speed"
    LOAD = "load"
    VARIANT = "variant"
    """Another way of doing it (standing, without the hand); may change nothing that the program guides."""


class DoseStep(Part):
    """One step to a harder or an easier version.

    ``change`` names fields of the guide with their new values; ``targets.degrees`` sets a field of every target. A
    step keeps what the steps before it changed. ``say`` tells the person what is different.
    """

    kind: DoseKind
    say: str = Field(min_length=3, max_length=120)
    change: dict[str, bool | int | float | str | tuple[float, float]] = Field(default_factory=dict)


_GUIDES: TypeAdapter[AnyGuide] = TypeAdapter(Guide)


def changed_guide(guide: AnyGuide, steps: Sequence[DoseStep]) -> AnyGuide:
    """Guide after some steps, in their order.

    Raises
    ------
    ValueError
        A step names a field that the guide has not, or the changed guide makes no sense.
    """
    fields: dict[str, Any] = guide.model_dump()
    for step in steps:
        for name, value in step.change.items():
            _set(fields, name, value)
    return _GUIDES.validate_python(fields) if steps else guide


def stored_guide(fields: dict[str, Any]) -> AnyGuide:
    """Return the guide that was written down as plain fields; raises ValueError where they make none."""
    return _GUIDES.validate_python(fields)


def in_one_line(error: ValueError) -> str:
    """Say what is wrong with a changed guide: the field and the reason."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'][1:])}: {first['msg']}"
    return str(error)


def _set(fields: dict[str, Any], name: str, value: object) -> None:
    head, _, rest = name.partition(".")
    if head not in fields or head == "kind":
        raise ValueError(f"{head} is not a field of a {fields['kind']} guide")
    if not rest:
        fields[head] = value
        return
    entries = fields[head]
    if not isinstance(entries, tuple | list) or not all(isinstance(e, dict) and rest in e for e in entries):
        raise ValueError(f"{name} is not a field of a {fields['kind']} guide")
    for entry in entries:
        entry[rest] = value
