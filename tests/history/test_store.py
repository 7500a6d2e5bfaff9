from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.exercise.model import Exercise, FaultKind
from coach.exercise.types import Fault, Repetition, SessionResult, StopReason
from coach.history.columns import uuid7
from coach.history.store import Store, StoreError, open_store
from coach.measure.rom_value import RomMovement, RomValue
from coach.measure.types import Direction, Problem, View
from coach.progress.records import PersonId, SessionId

degrees = st.floats(0, 180, allow_subnormal=False)
errors = st.floats(0, 1e6, allow_subnormal=False)
times = st.floats(0, 1e6, allow_subnormal=False)
finite = st.floats(allow_nan=False, allow_infinity=False)
faults = st.lists(
    st.builds(Fault, st.sampled_from(FaultKind), finite, st.text("aä ß°日", max_size=20), times), max_size=3
)
repetitions = st.builds(
    Repetition,
    number=st.integers(1, 50),
    set_number=st.integers(1, 10),
    direction=st.none() | st.sampled_from(Direction),
    started_s=times,
    ended_s=times.map(lambda t: t + 1e6),
    peak_deg=st.none() | degrees,
    sigma_deg=st.none() | errors,
    held_s=times,
    faults=faults.map(tuple),
    end_range=st.booleans(),
    beyond=st.booleans(),
    lag_s=st.none() | st.floats(0, 2),
)
signed = st.floats(-180, 180)
movements = st.builds(
    RomMovement,
    warm_up_deg=st.none() | degrees,
    held_s=st.none() | errors,
    trunk_deg=st.none() | signed,
    shoulder_rise_pct=st.none() | signed,
    peak_speed_deg_per_s=st.none() | errors,
    mean_speed_deg_per_s=st.none() | errors,
    smoothness=st.none() | signed,
    pain_onset_deg=st.none() | degrees,
)
rom_values = st.builds(
    RomValue,
    direction=st.sampled_from(Direction),
    trials_deg=st.lists(degrees, max_size=5).map(tuple),
    peak_deg=degrees,
    mean_deg=degrees,
    sigma_deg=errors,
    sem_deg=st.none() | errors,
    out_of_plane_deg=degrees,
    beyond=st.booleans(),
    problems=st.lists(st.sampled_from(Problem), max_size=4).map(tuple),
    movement=st.none() | movements,
)
moments = st.datetimes(
    datetime(1970, 1, 2),
    datetime(2100, 1, 1),
    timezones=st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours))),
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for many drawn examples; each example uses a person of its own."""
    with open_store(tmp_path_factory.mktemp("shared") / "history.db") as store:
        yield store


@settings(max_examples=40, deadline=None)
@given(repetitions=st.lists(repetitions, max_size=4), loose=faults, started_at=moments, pain=st.integers(0, 10))
def test_a_session_comes_back_as_it_was(
    shared: Store,
    exercise: Exercise,
    repetitions: list[Repetition],
    loose: list[Fault],
    started_at: datetime,
    pain: int,
) -> None:
    person_id = shared.add_person("Ana").id
    session_id = shared.begin_session(person_id, exercise, started_at=started_at, software="1.0", models="m 3")
    for repetition in repetitions:
        shared.add_repetition(session_id, repetition)
    for fault in loose:
        shared.add_fault(session_id, fault)
    shared.set_pain(session_id, before=pain)

    (record,) = shared.sessions(person_id)

    assert record.id == session_id
    assert record.repetitions == tuple(repetitions)
    assert record.faults == tuple(loose)
    assert record.started_at == started_at
    assert record.started_at.tzinfo is UTC
    assert record.pain_before == pain
    assert (record.exercise_id, record.exercise_code) == ("active-rotation", "M1")
    assert (record.exercise_title, record.exercise_version) == ("Active rotation", 2)
    assert (record.software, record.models) == ("1.0", "m 3")


@settings(max_examples=40, deadline=None)
@given(values=st.lists(rom_values, min_size=1, max_size=6), view=st.sampled_from(View), measured_at=moments)
def test_a_rom_test_comes_back_as_it_was(
    shared: Store, values: list[RomValue], view: View, measured_at: datetime
) -> None:
    person_id = shared.add_person("Ana").id
    by_direction: dict[Direction, RomValue | None] = dict.fromkeys(Direction)
    by_direction |= {value.direction: value for value in values}

    test_id = shared.add_rom_test(person_id, by_direction, measured_at=measured_at, view=view, software="1.0")

    (record,) = shared.rom_tests(person_id)
    assert record.id == test_id
    assert dict(record.values) == {d: value for d, value in by_direction.items() if value is not None}
    assert (record.view, record.measured_at, record.software, record.models) == (view, measured_at, "1.0", None)


def test_every_word_of_the_enumerations_can_be_recorded(
    store: Store, person_id: PersonId, exercise: Exercise, rom_value: Callable[..., RomValue], noon: datetime
) -> None:
    session_id = store.begin_session(person_id, exercise, started_at=noon, software="1")
    for kind in FaultKind:
        store.add_fault(session_id, Fault(kind, 1.0, "cue", 0.0))
    for view in View:
        everything = {d: replace(rom_value(d), problems=tuple(Problem)) for d in Direction}
        store.add_rom_test(person_id, everything, measured_at=noon, view=view, software="1")

    assert [fault.kind for fault in store.sessions(person_id)[0].faults] == list(FaultKind)
    assert {test.view for test in store.rom_tests(person_id)} == set(View)


def test_a_session_that_was_never_finished_reads_as_not_completed(
    path: Path, exercise: Exercise, repetition: Callable[[int], Repetition], noon: datetime
) -> None:
    with open_store(path) as store:
        person_id = store.add_person("Ana").id
        session_id = store.begin_session(person_id, exercise, started_at=noon, software="1")
        store.add_repetition(session_id, repetition(1))

    with open_store(path) as store:
        (record,) = store.sessions(person_id)

    assert not record.completed
    assert record.ended_at is None
    assert record.repetitions_asked is None
    assert record.measured_fraction is None
    assert record.repetitions == (repetition(1),)


def test_finishing_records_the_end_and_adds_only_missing_repetitions(
    store: Store,
    person_id: PersonId,
    exercise: Exercise,
    repetition: Callable[[int], Repetition],
    result: Callable[..., SessionResult],
    noon: datetime,
) -> None:
    session_id = store.begin_session(person_id, exercise, started_at=noon, software="1", pain_before=2)
    for number in (1, 2):
        store.add_repetition(session_id, repetition(number))
    store.finish_session(session_id, result(repetition(1), repetition(2), repetition(3)), 4)

    (record,) = store.sessions(person_id)

    assert record.repetitions == (repetition(1), repetition(2), repetition(3))
    assert record.completed
    assert record.ended_at == noon + timedelta(seconds=90.5)
    assert (record.repetitions_asked, record.sets_done) == (5, 1)
    assert (record.lost_s, record.measured_fraction) == (1.5, 0.97)
    assert (record.pain_before, record.pain_after) == (2, 4)


def test_finishing_without_pain_keeps_the_pain_that_was_told(
    store: Store, person_id: PersonId, exercise: Exercise, result: Callable[..., SessionResult], noon: datetime
) -> None:
    session_id = store.begin_session(person_id, exercise, started_at=noon, software="1")
    store.set_pain(session_id, after=7)
    store.finish_session(session_id, result(completed=False))
    store.set_pain(session_id)

    (record,) = store.sessions(person_id)

    assert (record.completed, record.pain_before, record.pain_after) == (False, None, 7)


def test_people_and_their_records_stay_apart(
    store: Store, exercise: Exercise, rom_value: Callable[..., RomValue], noon: datetime
) -> None:
    ana, bea = store.add_person(" Ana "), store.add_person("Bea")
    store.begin_session(ana.id, exercise, started_at=noon, software="1")
    flexion = {Direction.FLEXION: rom_value(Direction.FLEXION)}
    store.add_rom_test(bea.id, flexion, measured_at=noon, view=View.FRONT, software="1")

    assert store.people() == (ana, bea)
    assert ana.name == "Ana"
    assert (len(store.sessions(ana.id)), len(store.sessions(bea.id))) == (1, 0)
    assert (len(store.rom_tests(ana.id)), len(store.rom_tests(bea.id))) == (0, 1)


def test_own_range_is_the_newest_value_of_each_direction(
    store: Store, person_id: PersonId, rom_value: Callable[..., RomValue], noon: datetime
) -> None:
    def test(days: int, *values: RomValue) -> None:
        when = noon + timedelta(days=days)
        by_direction = {value.direction: value for value in values}
        store.add_rom_test(person_id, by_direction, measured_at=when, view=View.FRONT, software="1")

    test(7, rom_value(Direction.FLEXION, 44), rom_value(Direction.LEFT_ROTATION, 60, beyond=True))
    test(0, rom_value(Direction.FLEXION, 40), rom_value(Direction.EXTENSION, 50))

    assert store.own_range(person_id) == {
        Direction.FLEXION: 44,
        Direction.EXTENSION: 50,
        Direction.LEFT_ROTATION: 61,
    }


@pytest.mark.parametrize("reason", [None, *StopReason])
def test_why_a_session_ended_comes_back(store, person_id, exercise, result, reason) -> None:
    session_id = store.begin_session(person_id, exercise, started_at=datetime.now(UTC), software="test")
    for told in (StopReason.ASKED, reason):  # a session that is closed twice has the newer reason
        store.finish_session(session_id, replace(result(completed=reason is None), stop_reason=told))
    (record,) = store.sessions(person_id)
    assert record.stop_reason is reason


def test_sessions_can_be_read_from_a_day_on_oldest_first(
    store: Store, person_id: PersonId, exercise: Exercise, noon: datetime
) -> None:
    for days in (2, 0, 1):
        store.begin_session(person_id, exercise, started_at=noon + timedelta(days=days), software="1")

    days = [session.local_date.day for session in store.sessions(person_id)]

    assert days == [20, 21, 22]
    assert [s.local_date.day for s in store.sessions(person_id, since=date(2026, 11, 21))] == [21, 22]


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone cannot be set here")
@pytest.mark.parametrize(("zone", "day"), [("Pacific/Auckland", 21), ("America/Los_Angeles", 20), ("UTC", 20)])
def test_the_local_date_is_that_of_the_person_not_of_utc(
    store: Store, person_id: PersonId, exercise: Exercise, monkeypatch: pytest.MonkeyPatch, zone: str, day: int
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        late = datetime(2026, 11, 20, 23, tzinfo=UTC)
        store.begin_session(person_id, exercise, started_at=late, software="1")
        assert store.sessions(person_id)[0].local_date == date(2026, 11, day)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_time_without_a_zone_is_refused_and_nothing_is_written(
    store: Store, person_id: PersonId, exercise: Exercise
) -> None:
    with pytest.raises(StoreError, match="without a time zone"):
        store.begin_session(person_id, exercise, started_at=datetime(2026, 11, 20), software="1")
    assert store.sessions(person_id) == ()


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_has_a_sensible_length(store: Store, name: str) -> None:
    with pytest.raises(StoreError, match="1 to 80 characters"):
        store.add_person(name)
    assert store.people() == ()


def test_nothing_can_be_recorded_for_somebody_unknown(store: Store, exercise: Exercise, noon: datetime) -> None:
    nobody = PersonId(UUID(int=7))
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        store.begin_session(nobody, exercise, started_at=noon, software="1")


def test_an_unknown_session_takes_nothing(
    store: Store, repetition: Callable[[int], Repetition], result: Callable[..., SessionResult]
) -> None:
    unknown = SessionId(UUID(int=7))
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        store.add_repetition(unknown, repetition(1))
    with pytest.raises(StoreError, match="not in the history"):
        store.finish_session(unknown, result())
    with pytest.raises(StoreError, match="not in the history"):
        store.set_pain(unknown, before=3)


@pytest.mark.parametrize("pain", [-1, 11])
def test_pain_is_told_from_0_to_10(
    store: Store, person_id: PersonId, exercise: Exercise, noon: datetime, pain: int
) -> None:
    session_id = store.begin_session(person_id, exercise, started_at=noon, software="1", pain_before=10)
    with pytest.raises(StoreError, match="pain_after"):
        store.set_pain(session_id, after=pain)
    assert store.sessions(person_id)[0].pain_after is None


@pytest.mark.parametrize(
    "bad",
    [
        {"peak_deg": math.nan},
        {"peak_deg": -3.0},
        {"mean_deg": math.inf},
        {"sigma_deg": -1.0},
        {"trials_deg": (math.nan,)},
    ],
)
def test_a_value_that_is_no_measurement_is_refused_whole(
    store: Store, person_id: PersonId, rom_value: Callable[..., RomValue], noon: datetime, bad: dict[str, float]
) -> None:
    values = {d: rom_value(d) for d in Direction}
    values[Direction.LEFT_ROTATION] = replace(values[Direction.LEFT_ROTATION], **bad)
    with pytest.raises(StoreError):
        store.add_rom_test(person_id, values, measured_at=noon, view=View.FRONT, software="1")
    assert store.rom_tests(person_id) == ()


def test_a_test_that_measured_nothing_is_not_recorded(store: Store, person_id: PersonId, noon: datetime) -> None:
    with pytest.raises(StoreError, match="nothing to record"):
        store.add_rom_test(person_id, dict.fromkeys(Direction), measured_at=noon, view=View.FRONT, software="1")
    assert store.rom_tests(person_id) == ()


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.people()


def test_keys_are_unique_version_7_and_rise_with_time() -> None:
    keys = []
    for _ in range(5):
        keys.append(uuid7())
        time.sleep(0.002)

    assert {key.version for key in keys} == {7}
    assert {key.variant for key in keys} == {"specified in RFC 4122"}
    assert keys == sorted(keys)
    assert abs((keys[0].int >> 80) / 1000 - time.time()) < 5
    assert len({uuid7() for _ in range(2000)}) == 2000
