from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from coach.exercise.model import Approach, BreathingGuide, Evidence, Exercise
from coach.measure.rom_value import RomValue
from coach.measure.types import Direction, View
from coach.progress.records import RomTestId, RomTestRecord, SessionId, SessionRecord

DAY_0 = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def value() -> Callable[..., RomValue]:
    """Make a value whose peak is 2° above its mean."""

    def make(
        direction: Direction,
        mean_deg: float,
        *,
        sigma_deg: float = 1.0,
        sem_deg: float | None = None,
        beyond: bool = False,
    ) -> RomValue:
        return RomValue(
            direction, (mean_deg - 2, mean_deg + 2), mean_deg + 2, mean_deg, sigma_deg, sem_deg, 3.0, beyond=beyond
        )

    return make


@pytest.fixture(scope="session")
def rom_test() -> Callable[..., RomTestRecord]:
    """Make a test some days after 1 March 2026."""

    def make(day: int, *values: RomValue, view: View = View.FRONT) -> RomTestRecord:
        at = DAY_0 + timedelta(days=day)
        by_direction = {value.direction: value for value in values}
        return RomTestRecord(RomTestId(UUID(int=1000 + day)), at, at.date(), view, by_direction, "1", None)

    return make


@pytest.fixture(scope="session")
def session() -> Callable[..., SessionRecord]:
    """Make a session of an exercise some days after 1 March 2026."""

    def make(day: int, exercise_id: str, *, completed: bool = True) -> SessionRecord:
        at = DAY_0 + timedelta(days=day)
        return SessionRecord(
            id=SessionId(UUID(int=1000 + day)),
            exercise_id=exercise_id,
            exercise_code="R1",
            exercise_title="Title",
            exercise_version=1,
            started_at=at,
            local_date=at.date(),
            ended_at=at if completed else None,
            completed=completed,
            repetitions=(),
            faults=(),
            repetitions_asked=None,
            sets_done=0,
            pain_before=None,
            pain_after=None,
            measured_fraction=None,
            lost_s=None,
            software="1",
            models=None,
        )

    return make


@pytest.fixture(scope="session")
def exercises() -> tuple[Exercise, ...]:
    """Make three exercises: a, b, c."""
    return tuple(
        Exercise(
            id=name,
            version=1,
            code="R1",
            title="Breathing",
            approach=Approach.RELAXATION,
            purpose="-",
            start_position="-",
            steps=("-",),
            frequency="daily",
            guide=BreathingGuide(kind="breathing", inhale_s=4, exhale_s=6, duration_s=60),
            evidence=Evidence(summary="-", source="-", strength="convention"),
        )
        for name in "abc"
    )
