"""Every kind of fault: called when it lasts and lies beyond its limit and the error, once, with its worst value."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from coach.exercise.faults import RANK, Moment, read
from coach.exercise.model import Exercise, FaultKind
from coach.exercise.session import result, view
from coach.exercise.types import Event, EventKind, Fault
from coach.measure.types import Direction, Problem, Trunk
from tests.exercise.synthetic import (
    AT_REST,
    BEND_LEFT,
    BEND_RIGHT,
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Person,
    one_each,
    rule,
    run,
    told,
    with_rules,
)

OWN = dict.fromkeys((RIGHT, LEFT), 60.0) | dict.fromkeys((BEND_RIGHT, BEND_LEFT), 40.0)


def person() -> Person:
    return Person().wait(1).stay(0.5)


def faults(events: list[Event]) -> list[FaultKind]:
    return [e.fault.kind for e in events if e.fault]


def only_fault(exercise: Exercise, who: Person) -> Fault:
    """Return the one fault of the one repetition."""
    state, events = run(one_each(exercise), who, OWN)
    assert len(faults(events)) == 1
    (repetition,) = result(state).repetitions
    (fault,) = repetition.faults
    return fault


TRUNK = {
    FaultKind.TRUNK_ROTATION: (Trunk(12.0, 0.0, 0.0, 0.0), Trunk(9.0, 0.0, 0.0, 0.0), 12),
    FaultKind.TRUNK_LATERAL_FLEXION: (Trunk(0.0, -8.0, 0.0, 0.0), Trunk(0.0, -6.0, 0.0, 0.0), 8),
    FaultKind.SHOULDER_RISE: (Trunk(0.0, 0.0, 2.0, 18.0), Trunk(0.0, 0.0, 14.0, 14.0), 18),
}


@pytest.mark.parametrize("kind", TRUNK)
def test_trunk_and_shoulders_have_no_error_of_their_own(kind: FaultKind, bend: Exercise) -> None:
    beyond, within, value = TRUNK[kind]
    who = person().go(BEND_RIGHT, 20).having(beyond).go(BEND_RIGHT, 35).stay(2.2).having().back()
    fault = only_fault(bend, who)
    assert (fault.kind, fault.value) == (kind, value)
    assert fault.cue == next(r.cue for r in bend.faults if r.kind is kind)
    state, _ = run(one_each(bend), person().having(within).repetition(BEND_RIGHT, 35), OWN)
    assert result(state).repetitions[0].clean


@pytest.mark.parametrize(
    ("kind", "extra", "limit"),
    [
        (FaultKind.EXTENSION, UP, 8),
        (FaultKind.FLEXION, DOWN, 8),
        (FaultKind.LATERAL_FLEXION, BEND_LEFT, 10),
        (FaultKind.LATERAL_FLEXION, BEND_RIGHT, 10),
    ],
)
def test_the_other_axes_have_the_error_on_top(
    kind: FaultKind, extra: Direction, limit: float, rotation: Exercise
) -> None:
    exercise = with_rules(rotation, rule(kind, limit))
    who = replace(person(), sigma_deg=3.0).having(extra={extra: limit + 4}).repetition(RIGHT, 52)
    fault = only_fault(exercise, who)
    assert (fault.kind, fault.value) == (kind, pytest.approx(limit + 4))
    within = replace(person(), sigma_deg=3.0).having(extra={extra: limit + 2.9}).repetition(RIGHT, 52)
    state, _ = run(one_each(exercise), within, OWN)
    assert result(state).repetitions[0].clean


def test_rotation_in_a_side_bend(bend: Exercise) -> None:
    fault = only_fault(bend, person().having(extra={LEFT: 14}).repetition(BEND_RIGHT, 35))
    assert (fault.kind, fault.value) == (FaultKind.ROTATION, pytest.approx(14))


def test_the_stretch_allows_the_nose_towards_the_held_side_only(stretch: Exercise) -> None:
    who = Person(rate_hz=10).wait(1).stay(0.5)
    good = who.having(extra={LEFT: 12}).repetition(BEND_RIGHT, 30, hold_s=30.5)
    state, _ = run(one_each(stretch), good, OWN)
    assert result(state).repetitions[0].clean
    bad = Person(rate_hz=10).wait(1).stay(0.5).having(extra={RIGHT: 12}).repetition(BEND_RIGHT, 30, hold_s=30.5)
    assert only_fault(stretch, bad).kind is FaultKind.ROTATION


@pytest.mark.parametrize(("direction", "held"), [(BEND_RIGHT, "left"), (BEND_LEFT, "right")])
def test_the_stretch_looks_at_the_held_shoulder(direction: Direction, held: str, stretch: Exercise) -> None:
    def up(left: float, right: float) -> Person:
        who = Person(rate_hz=10).wait(1).stay(0.5).having(Trunk(0.0, 0.0, right, left))
        return who.repetition(direction, 30, hold_s=30.5)

    high_held = up(20, 0) if held == "left" else up(0, 20)
    assert only_fault(stretch, high_held).kind is FaultKind.SHOULDER_RISE
    high_other = up(0, 20) if held == "left" else up(20, 0)
    state, _ = run(one_each(stretch), high_other, OWN)
    assert result(state).repetitions[0].clean


def test_a_nod_that_is_too_deep(nod: Exercise) -> None:
    state, events = run(nod, person().repetition(DOWN, 18, hold_s=5.3))
    assert faults(events) == [FaultKind.FLEXION]
    assert result(state).repetitions[0].faults[0].value == pytest.approx(18)


def test_too_fast_records_the_worst_speed(rotation: Exercise) -> None:
    who = person().go(RIGHT, 25, speed=50).go(RIGHT, 52, speed=70).stay(2.2).back()
    fault = only_fault(rotation, who)
    assert (fault.kind, fault.value) == (FaultKind.TOO_FAST, 70)


def test_a_speed_that_is_not_known_is_no_fault(rotation: Exercise) -> None:
    who = person().repetition(RIGHT, 52, speed=80)
    who.samples[:] = [replace(s, speed_deg_per_s=None) for s in who.samples]
    state, _ = run(one_each(rotation), who, OWN)
    assert result(state).repetitions[0].clean


def test_too_far_is_in_percent_of_the_own_range(rotation: Exercise) -> None:
    fault = only_fault(rotation, person().repetition(RIGHT, 66, hold_s=2.5))
    assert (fault.kind, fault.value) == (FaultKind.TOO_FAR, pytest.approx(110))


def test_a_short_hold_is_in_percent_of_the_hold(rotation: Exercise) -> None:
    fault = only_fault(rotation, person().go(RIGHT, 49).stay(0.8).back(45))
    assert fault.kind is FaultKind.SHORT_HOLD
    assert fault.value == pytest.approx(50, abs=8)


def test_a_hold_that_nobody_could_see_in_full_is_not_called_short(rotation: Exercise) -> None:
    who = person().go(RIGHT, 49).stay(0.5).unseen(0.6, Problem.FACE_UNRELIABLE).stay(0.3)
    state, events = run(one_each(rotation), who.unseen(0.6, Problem.FACE_UNRELIABLE).back(45), OWN)
    assert faults(events) == []
    assert result(state).repetitions[0].held_s < 2


def test_a_fault_must_last(rotation: Exercise) -> None:
    hike = Trunk(0.0, 0.0, 20.0, 0.0)
    who = person().go(RIGHT, 52).stay(0.5).having(hike).stay(0.25).having().stay(0.5).having(hike).stay(0.25)
    state, events = run(one_each(rotation), who.having().stay(1).back(), OWN)
    assert faults(events) == []
    assert result(state).repetitions[0].clean


def test_a_fault_is_called_once_and_keeps_the_worst_value_of_that_time(rotation: Exercise) -> None:
    def turned(degrees: float) -> Trunk:
        return Trunk(degrees, 0.0, 0.0, 0.0)

    who = person().go(RIGHT, 52).having(turned(12)).stay(0.4).having(turned(17)).stay(0.4).having().stay(0.5)
    who.having(turned(25)).stay(0.8).having().back()
    state, events = run(one_each(rotation), who, OWN)
    assert faults(events) == [FaultKind.TRUNK_ROTATION]
    called = next(e for e in events if e.fault)
    assert called.fault is not None
    assert called.fault.value == 12
    assert [f.value for f in result(state).repetitions[0].faults] == [17]


def test_a_fault_may_be_called_again_in_the_next_repetition(rotation: Exercise) -> None:
    who = person().having(Trunk(15.0, 0.0, 0.0, 0.0)).repetition(RIGHT, 52).repetition(LEFT, 52)
    state, events = run(one_each(rotation), who, OWN)
    assert faults(events) == [FaultKind.TRUNK_ROTATION] * 2
    assert [len(r.faults) for r in result(state).repetitions] == [1, 1]


def test_nothing_is_called_at_rest(rotation: Exercise) -> None:
    who = person().having(Trunk(30.0, 20.0, 30.0, 30.0)).stay(2)
    _, events = run(rotation, who, OWN)
    assert faults(events) == []


def test_a_trunk_that_is_not_seen_is_no_fault(rotation: Exercise) -> None:
    state, _ = run(one_each(rotation), person().having(Trunk(None, None, None, None)).repetition(RIGHT, 52), OWN)
    assert result(state).repetitions[0].clean


def test_one_shoulder_is_enough(rotation: Exercise) -> None:
    fault = only_fault(rotation, person().having(Trunk(None, None, None, 20.0)).repetition(RIGHT, 52))
    assert fault.kind is FaultKind.SHOULDER_RISE


def test_faults_of_a_movement_that_does_not_count_are_kept_apart(rotation: Exercise) -> None:
    who = person().having(Trunk(15.0, 0.0, 0.0, 0.0)).repetition(RIGHT, 35)
    state, _ = run(one_each(rotation), who, OWN)
    assert result(state).repetitions == ()
    assert [f.kind for f in result(state).other_faults] == [FaultKind.TRUNK_ROTATION]


# ---- cues ---------------------------------------------------------------------------------------------------------


def spoken(events: list[Event]) -> list[str]:
    return [e.cue for e in events if e.cue]


def test_of_several_faults_the_trunk_is_spoken_first(rotation: Exercise) -> None:
    who = person().go(RIGHT, 20).stay(1).having(Trunk(20.0, 0.0, 20.0, 0.0), {BEND_LEFT: 20}).go(RIGHT, 40, 30)
    _, events = run(rotation, who.stay(1), OWN)
    assert set(faults(events)) == {FaultKind.TRUNK_ROTATION, FaultKind.SHOULDER_RISE, FaultKind.LATERAL_FLEXION}
    called = [e for e in events if e.fault]
    assert called[0].cue == "Only your head turns, shoulders stay"
    assert [e.cue for e in called[1:]] == [None, None]
    assert all(e.fault and e.fault.cue for e in called)


def test_at_most_one_cue_at_a_time(rotation: Exercise) -> None:
    who = person()
    for _ in range(3):
        who.having(Trunk(20.0, 9.0, 20.0, 0.0), {UP: 20}).repetition(RIGHT, 52, 0.7, 60).repetition(LEFT, 66, 2.5, 60)
    _, events = run(rotation, who, OWN)
    times = [e.t_s for e in events if e.cue]
    assert len(times) == len(set(times)) > 5


def test_a_correction_is_not_repeated_within_six_seconds(rotation: Exercise) -> None:
    who = person().having(Trunk(20.0, 0.0, 0.0, 0.0))
    for _ in range(4):
        who.repetition(RIGHT, 52, 2.0, 40).repetition(LEFT, 52, 2.0, 40)
    _, events = run(rotation, who, OWN)
    times = [e.t_s for e in events if e.cue == "Only your head turns, shoulders stay"]
    assert len(times) >= 3
    assert all(b - a >= 6 for a, b in pairwise(times))
    assert faults(events).count(FaultKind.TRUNK_ROTATION) > len(times)


def test_the_instructions_that_lead_are_said_every_time(rotation: Exercise) -> None:
    who = person()
    for _ in range(3):
        who.repetition(RIGHT, 52, 2.1, 80).repetition(LEFT, 52, 2.1, 80)
    assert spoken(run(rotation, who, OWN)[1]).count("Hold") == 6


def test_every_kind_has_a_rank_and_can_be_read(rotation: Exercise) -> None:
    (sample,) = Person().stay(1 / 30).samples
    assert set(RANK) == set(FaultKind)
    for kind in FaultKind:
        moment = Moment(sample, RIGHT, 60.0, far_edge_deg=50.0, shake_deg=1.0, lag_deg=1.0)
        reading = read(rule(kind, 5), moment)
        assert (reading is None) == (kind in (FaultKind.SHORT_HOLD, FaultKind.OFF_TEMPO))
        unmeasured = replace(sample, angles=None, sigma=None, trunk=Trunk(), speed_deg_per_s=None, protraction_cm=None)
        assert read(rule(kind, 5), Moment(unmeasured, RIGHT, 60.0)) is None
    assert read(rule(FaultKind.TOO_FAR, 100), Moment(sample, RIGHT)) is None
    assert read(rule(FaultKind.WRONG_SIDE, 10), Moment(sample)) is None


def test_sides_mean_nothing_in_a_sagittal_movement() -> None:
    (sample,) = (
        Person(trunk=replace(AT_REST, left_shoulder_rise_pct=20.0, right_rotation_deg=-12.0)).stay(1 / 30).samples
    )
    for side in ("same", "opposite"):
        rise = read(rule(FaultKind.SHOULDER_RISE, 5, side), Moment(sample, DOWN))
        turn = read(rule(FaultKind.TRUNK_ROTATION, 5, side), Moment(sample, DOWN))
        assert rise is not None
        assert turn is not None
        assert (rise.value, turn.value) == (20, 12)


def test_the_view_shows_the_fault_for_a_while(rotation: Exercise) -> None:
    who = person().having(Trunk(20.0, 0.0, 0.0, 0.0)).go(RIGHT, 40)
    state, _ = run(rotation, who, OWN)
    shown = view(state).fault
    assert shown is not None
    assert shown.kind is FaultKind.TRUNK_ROTATION
    state, events = run(rotation, who.stay(5), OWN)
    assert view(state).fault is None
    assert any(e.kind is EventKind.FAULT for e in events)
    assert "!trunk_rotation" in told(events)
