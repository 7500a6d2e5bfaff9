from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from coach.exercise.model import Approach, BreathingGuide, Evidence, Exercise, FaultKind, MovementGuide, Target
from coach.exercise.steps import DoseKind, DoseStep
from coach.exercise.types import Fault, Repetition
from coach.measure.types import Direction
from coach.progress.plan.records import ChangeKind, DoseChange
from coach.progress.records import SessionId, SessionRecord

DAY_0 = date(2026, 3, 2)  # a Monday


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 3, 2, hour, tzinfo=UTC) + timedelta(days=day)


@pytest.fixture(scope="session")
def breathing() -> Callable[..., Exercise]:
    """Make an exercise of so many minutes."""

    def make(code: str, minutes: float = 2, approach: Approach = Approach.MOBILITY, **more: Any) -> Exercise:
        return Exercise(
            id=f"exercise-{code.lower()}",
            version=1,
            code=code,
            title=f"Exercise {code}",
            approach=approach,
            purpose="-",
            start_position="-",
            steps=("-",),
            frequency="daily",
            guide=BreathingGuide(kind="breathing", inhale_s=4, exhale_s=6, duration_s=minutes * 60),
            evidence=Evidence(summary="-", source="-", strength="convention"),
            **more,
        )

    return make


@pytest.fixture(scope="session")
def nod() -> Exercise:
    """An exercise with two steps up and one down."""
    return Exercise(
        id="nod",
        version=1,
        code="C1",
        title="Nod",
        approach=Approach.MOTOR_CONTROL,
        purpose="-",
        start_position="-",
        steps=("-",),
        frequency="daily",
        guide=MovementGuide(
            kind="movement",
            targets=(Target(direction=Direction.FLEXION, degrees=(5, 10)),),
            tempo_deg_per_s=(3, 5),
            hold_s=5,
            repetitions=8,
        ),
        steps_up=(
            DoseStep(kind=DoseKind.HOLD, say="Hold for 10 seconds", change={"hold_s": 10}),
            DoseStep(kind=DoseKind.REPETITIONS, say="Ten repetitions", change={"repetitions": 10}),
        ),
        steps_down=(DoseStep(kind=DoseKind.HOLD, say="Hold for 3 seconds", change={"hold_s": 3}),),
        evidence=Evidence(summary="-", source="-", strength="convention"),
    )


@pytest.fixture(scope="session")
def trained() -> Callable[..., SessionRecord]:
    """Make a session of the nod some days after Monday, 2 March 2026."""

    def make(
        day: int,
        *,
        exercise_id: str = "nod",
        faults: int = 0,
        sets: int = 1,
        loose: int = 0,
        pain: int | None = 1,
        completed: bool = True,
        hour: int = 12,
    ) -> SessionRecord:
        called = tuple(Fault(FaultKind.TOO_FAST, 60, "slower", float(n)) for n in range(faults))
        repetitions = tuple(
            Repetition(n + 1, n + 1, Direction.FLEXION, 0, 5, 8.0, 1.0, 5, called if n == 0 else ())
            for n in range(sets)
        )
        return SessionRecord(
            id=SessionId(UUID(int=1000 * (day + 100) + hour)),
            exercise_id=exercise_id,
            exercise_code="C1",
            exercise_title="Nod",
            exercise_version=1,
            started_at=at(day, hour),
            local_date=DAY_0 + timedelta(days=day),
            ended_at=at(day, hour),
            completed=completed,
            repetitions=repetitions,
            faults=tuple(Fault(FaultKind.TOO_FAST, 60, "slower", 0.0) for _ in range(loose)),
            repetitions_asked=8,
            sets_done=sets,
            pain_before=0,
            pain_after=pain,
            measured_fraction=1,
            lost_s=0,
            software="1",
            models=None,
        )

    return make


@pytest.fixture(scope="session")
def changed() -> Callable[..., DoseChange]:
    """Make a change of the nod on a day."""

    def make(
        day: int, kind: ChangeKind, before: int, level: int, *, exercise_id: str = "nod", hour: int = 8
    ) -> DoseChange:
        return DoseChange(
            exercise_id, kind, before, level, at(day, hour), DAY_0 + timedelta(days=day), "rule", "Because."
        )

    return make
