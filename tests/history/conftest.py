from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.exercise.model import Approach, Evidence, Exercise, FaultKind, MovementGuide, Target
from coach.exercise.types import Fault, Repetition, SessionResult
from coach.history.store import Store, open_store
from coach.measure.rom_value import RomValue
from coach.measure.types import Direction
from coach.progress.records import PersonId


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path, wait_s=0.3) as store:
        yield store


@pytest.fixture
def person_id(store: Store) -> PersonId:
    return store.add_person("Ana").id


@pytest.fixture(scope="session")
def exercise() -> Exercise:
    return Exercise(
        id="active-rotation",
        version=2,
        code="M1",
        title="Active rotation",
        approach=Approach.MOBILITY,
        purpose="Move the neck",
        start_position="Sitting",
        steps=("Look over one shoulder",),
        frequency="daily",
        guide=MovementGuide(
            kind="movement",
            targets=(Target(direction=Direction.LEFT_ROTATION, percent_of_own_range=(80, 100)),),
            tempo_deg_per_s=(5, 40),
            hold_s=2,
            repetitions=5,
        ),
        evidence=Evidence(summary="-", source="-", strength="convention"),
    )


@pytest.fixture(scope="session")
def repetition() -> Callable[[int], Repetition]:
    """Make the n-th repetition of a session, with two faults."""

    def make(number: int) -> Repetition:
        begin = 10.0 * number
        return Repetition(
            number=number,
            set_number=1,
            direction=Direction.LEFT_ROTATION,
            started_s=begin,
            ended_s=begin + 6.5,
            peak_deg=50.0 + number / 7,
            sigma_deg=1.25,
            held_s=2.0,
            faults=(
                Fault(FaultKind.TOO_FAST, 61.5, "slower", begin + 1),
                Fault(FaultKind.SHOULDER_RISE, 16.0, "shoulders down", begin + 2),
            ),
            end_range=number % 2 == 0,
        )

    return make


@pytest.fixture(scope="session")
def result() -> Callable[..., SessionResult]:
    """Make the result of a session with these repetitions."""

    def make(*repetitions: Repetition, completed: bool = True) -> SessionResult:
        return SessionResult(
            exercise_id="active-rotation",
            exercise_code="M1",
            completed=completed,
            started_s=5.0,
            ended_s=95.5,
            repetitions=repetitions,
            repetitions_asked=5,
            sets_done=1,
            lost_s=1.5,
            measured_fraction=0.97,
            rom=(),
        )

    return make


@pytest.fixture(scope="session")
def rom_value() -> Callable[..., RomValue]:
    """Make a value around ``mean_deg`` in a direction."""

    def make(direction: Direction, mean_deg: float = 50.0, *, beyond: bool = False) -> RomValue:
        return RomValue(
            direction=direction,
            trials_deg=(mean_deg - 1, mean_deg, mean_deg + 1),
            peak_deg=mean_deg + 1,
            mean_deg=mean_deg,
            sigma_deg=2.0,
            sem_deg=0.6,
            out_of_plane_deg=3.0,
            beyond=beyond,
        )

    return make


@pytest.fixture(scope="session")
def noon() -> datetime:
    return datetime(2026, 11, 20, 12, tzinfo=UTC)
