from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.exercise.trace import STEP_S, Trace, TracePoint
from coach.exercise.types import Repetition
from coach.history.library import load_library
from coach.history.store import Store, StoreError, open_store
from coach.history.trace import pack, unpack
from coach.measure.types import Angles, Direction
from coach.paths import exercises_dir

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
EXERCISE = load_library(exercises_dir()).find("M1")
halves = st.integers(-360, 360).map(lambda n: n / 2)
angles = st.builds(Angles, halves, halves, halves)
moments = st.one_of(st.none(), st.tuples(angles, angles))


def trace_of(values) -> Trace:
    points = [TracePoint(round(n * STEP_S - 0.5, 3), *(value or (None, None))) for n, value in enumerate(values)]
    return Trace(tuple(points))


TURN = trace_of([(Angles(1, 0.5, n), Angles(2, 2, 2.5)) if n % 7 else None for n in range(60)])


def repetition(number: int) -> Repetition:
    return Repetition(number, 1, Direction.RIGHT_ROTATION, number * 8.0, number * 8.0 + 6, 50.0, 2.0, 2.0, ())


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "history.db") as store:
        yield store


def session(store: Store, name: str = "Ana"):
    person = store.add_person(name)
    return person, store.begin_session(person.id, EXERCISE, started_at=NOW, software="test")


@given(st.lists(moments, min_size=1, max_size=80))
def test_packing_loses_nothing(values):
    trace = trace_of(values)
    assert unpack(pack(trace), -0.5, STEP_S) == trace


def test_a_repetition_takes_few_bytes():
    assert len(pack(TURN)) < 400


@pytest.mark.parametrize("damaged", [b"nothing of ours", pack(TURN)[:-9], b""])
def test_damage_is_said(damaged):
    with pytest.raises(StoreError, match="damaged"):
        unpack(damaged, 0.0, STEP_S)


def test_traces_come_back_with_their_repetitions(store):
    person, session_id = session(store)
    for number in (1, 2, 3):
        store.add_repetition(session_id, repetition(number))
    store.add_trace(session_id, repetition(1), TURN)
    store.add_trace(session_id, repetition(3), TURN)
    assert store.traces(session_id) == {0: TURN, 2: TURN}
    assert store.traced_sessions(person.id) == {session_id}


def test_other_sessions_and_people_have_their_own(store):
    _, first = session(store)
    bob, second = session(store, "Bob")
    store.add_repetition(first, repetition(1))
    store.add_trace(first, repetition(1), TURN)
    assert store.traces(second) == {}
    assert store.traced_sessions(bob.id) == frozenset()


def test_a_trace_needs_its_repetition_and_points(store):
    _, session_id = session(store)
    with pytest.raises(StoreError, match="not in the history"):
        store.add_trace(session_id, repetition(1), TURN)
    store.add_repetition(session_id, repetition(1))
    with pytest.raises(StoreError, match="nothing to keep"):
        store.add_trace(session_id, repetition(1), Trace(()))


def test_one_repetition_has_one_trace(store):
    _, session_id = session(store)
    store.add_repetition(session_id, repetition(1))
    store.add_trace(session_id, repetition(1), TURN)
    with pytest.raises(StoreError):
        store.add_trace(session_id, repetition(1), TURN)
    assert store.traces(session_id) == {0: TURN}
