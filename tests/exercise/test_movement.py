"""Movements from neutral to the target and back: what happens, in which order, and what is recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from coach.exercise import wording
from coach.exercise.model import Exercise, FaultKind
from coach.exercise.session import command, result, start, step, view
from coach.exercise.state import SessionState
from coach.exercise.types import Command, EventKind, Stage
from coach.measure.types import Direction, Problem, Trunk
from tests.exercise.synthetic import (
    BEND_LEFT,
    BEND_RIGHT,
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Person,
    go_on,
    later,
    one_each,
    rule,
    run,
    told,
    with_guide,
    with_rules,
)

OWN = {RIGHT: 60.0, LEFT: 60.0, BEND_RIGHT: 40.0, BEND_LEFT: 40.0}
BEGIN = ["neutral", "ready"]
GOOD = ["move", "TARGET_REACHED", "hold", "HOLD_DONE", "return"]
END = ["SET_DONE", "FINISHED"]


def person() -> Person:
    return Person().wait(1).stay(0.5)


# What a person does with M1 (one repetition a side, own range 60° to both sides), and what must be told of it.
CASES: dict[str, tuple[Callable[[], Person], list[str]]] = {
    "both sides": (
        lambda: person().repetition(RIGHT, 52).repetition(LEFT, 52),
        [*BEGIN, *GOOD, "#right_rotation", "ready", *GOOD, "#left_rotation", *END],
    ),
    "the other side first": (
        lambda: person().repetition(LEFT, 52).repetition(RIGHT, 52),
        [*BEGIN, *GOOD, "#left_rotation", "ready", *GOOD, "#right_rotation", *END],
    ),
    "through neutral without a stop": (
        lambda: person().go(RIGHT, 52).stay(2.2).go(LEFT, 52).stay(2.2).back(),
        [*BEGIN, *GOOD, "#right_rotation", "ready", *GOOD, "#left_rotation", *END],
    ),
    "does not reach the target": (
        lambda: person().repetition(RIGHT, 40),
        [*BEGIN, "move", "ready"],
    ),
    "lets go before the hold is full": (
        lambda: person().repetition(RIGHT, 52, hold_s=0.8),
        [*BEGIN, "move", "TARGET_REACHED", "hold", "!short_hold", "return", "#right_rotation", "ready"],
    ),
    "lets go when most of the hold is done": (
        lambda: person().repetition(RIGHT, 52, hold_s=1.5),
        [*BEGIN, "move", "TARGET_REACHED", "hold", "return", "#right_rotation", "ready"],
    ),
    "sags for less than a second": (
        lambda: person().go(RIGHT, 52).stay(1).go(RIGHT, 42).stay(0.3).go(RIGHT, 52).stay(1.2).back(),
        [*BEGIN, *GOOD, "#right_rotation", "ready"],
    ),
    "sags within the tolerance": (
        lambda: person().go(RIGHT, 49).go(RIGHT, 45).stay(2.2).back(),
        [*BEGIN, *GOOD, "#right_rotation", "ready"],
    ),
    "sags for more than a second": (
        lambda: person().go(RIGHT, 52).stay(0.6).go(RIGHT, 42).stay(1.2).go(RIGHT, 52).stay(2).back(),
        [*BEGIN, "move", "TARGET_REACHED", "hold", "!short_hold", "return", "#right_rotation", "ready"],
    ),
    "the same side twice": (
        lambda: person().repetition(RIGHT, 52).repetition(RIGHT, 52),
        [*BEGIN, *GOOD, "#right_rotation", "ready", "!wrong_side"],
    ),
    "too fast": (
        lambda: person().repetition(RIGHT, 52, speed=60),
        [*BEGIN, "move", "!too_fast", *GOOD[1:], "#right_rotation", "ready"],
    ),
    "too far": (
        lambda: person().repetition(RIGHT, 66, hold_s=2.5),
        [*BEGIN, "move", "TARGET_REACHED", "hold", "!too_far", "HOLD_DONE", "return", "#right_rotation", "ready"],
    ),
    "too far, within the error": (
        lambda: person().repetition(RIGHT, 60.9),
        [*BEGIN, *GOOD, "#right_rotation", "ready"],
    ),
    "a trembling head": (
        lambda: replace(person(), tremor_deg=2.0).repetition(RIGHT, 52),
        [*BEGIN, *GOOD, "#right_rotation", "ready"],
    ),
    "comes to rest a little beside neutral": (
        lambda: person().go(RIGHT, 52).stay(2.2).go(RIGHT, 6.5).stay(1),
        [*BEGIN, *GOOD, "#right_rotation", "ready"],
    ),
    "is out of sight": (
        lambda: person().unseen(2, Problem.NO_PERSON).stay(0.2).repetition(RIGHT, 52),
        [*BEGIN, "LOST", "FOUND", *GOOD, "#right_rotation", "ready"],
    ),
    "is out of sight for half a second": (
        lambda: person().unseen(0.5, Problem.NO_PERSON).stay(0.2),
        BEGIN,
    ),
    "is out of sight on the way": (
        lambda: person().go(RIGHT, 30).unseen(1, Problem.TOO_DARK).go(RIGHT, 52).stay(2.2).back(),
        [*BEGIN, "move", "LOST", "FOUND", *GOOD[1:], "#right_rotation", "ready"],
    ),
    "the face turns out of sight in the hold": (
        lambda: person().go(RIGHT, 52).stay(1).unseen(2, Problem.NO_FACE).stay(1.2).back(),
        [*BEGIN, *GOOD, "#right_rotation", "ready"],
    ),
    "comes back from a gap in the hold": (
        lambda: person().go(RIGHT, 52).stay(0.6).unseen(2, Problem.NO_FACE).back(),
        [*BEGIN, "move", "TARGET_REACHED", "hold", "return", "#right_rotation", "ready"],
    ),
    "the face stays out of sight in the hold": (
        lambda: person().go(RIGHT, 52).stay(1).unseen(4, Problem.NO_FACE).stay(1.2).back(),
        [*BEGIN, "move", "TARGET_REACHED", "hold", "LOST", "FOUND", *GOOD[3:], "#right_rotation", "ready"],
    ),
    "looks down instead": (
        lambda: person().repetition(DOWN, 40),
        BEGIN,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, rotation: Exercise) -> None:
    act, expected = CASES[name]
    _, events = run(one_each(rotation), act(), OWN)
    assert told(events) == expected


@pytest.mark.parametrize("rate_hz", [8.0, 15.0, 60.0])
def test_the_frame_rate_does_not_change_what_happens(rate_hz: float, rotation: Exercise) -> None:
    who = Person(rate_hz=rate_hz).wait(1).stay(0.5).repetition(RIGHT, 52).repetition(LEFT, 52)
    state, events = run(one_each(rotation), who, OWN)
    assert told(events) == CASES["both sides"][1]
    assert [r.peak_deg for r in result(state).repetitions] == pytest.approx([52, 52], abs=0.01)


def test_a_repetition_is_recorded_in_full(rotation: Exercise) -> None:
    state, events = run(one_each(rotation), replace(person(), sigma_deg=1.5).repetition(RIGHT, 52), OWN)
    (repetition,) = result(state).repetitions
    assert repetition.direction is RIGHT
    assert repetition.peak_deg == pytest.approx(52)
    assert repetition.sigma_deg == 1.5
    assert repetition.held_s == pytest.approx(2.0, abs=0.05)
    assert repetition.clean
    assert not repetition.end_range
    assert (repetition.number, repetition.set_number) == (1, 1)
    done = next(e for e in events if e.kind is EventKind.REPETITION_DONE)
    assert done.repetition == repetition
    assert repetition.started_s < repetition.ended_s == done.t_s


def test_one_wild_frame_is_not_a_peak(rotation: Exercise) -> None:
    who = person().repetition(RIGHT, 52)
    middle = next(i for i, s in enumerate(who.samples) if s.angles and s.angles.right_rotation_deg == 52) + 10
    wild = who.samples[middle]
    assert wild.angles is not None
    who.samples[middle] = replace(wild, angles=replace(wild.angles, right_rotation_deg=80.0))
    state, events = run(one_each(rotation), who, OWN)
    assert result(state).repetitions[0].peak_deg == pytest.approx(52)
    assert "!too_far" not in told(events)


def test_sets_and_rest(rotation: Exercise) -> None:
    exercise = with_guide(rotation, repetitions=1, sets=2, rest_s=5)
    one_set = [*GOOD, "#right_rotation", "ready", *GOOD, "#left_rotation", "SET_DONE"]
    who = person().repetition(RIGHT, 52).repetition(LEFT, 52)
    state, events = run(exercise, who, OWN)
    assert told(events) == [*BEGIN, *one_set, "rest"]
    shown = view(state)
    assert (shown.set_number, shown.sets, shown.headline) == (1, 2, "Rest")
    assert shown.remaining_s == pytest.approx(5, abs=0.5)
    state, events = go_on(state, later(Person().unseen(3).stay(3).samples, who.t_s))
    assert told(events) == ["ready"]
    assert [c.done for c in view(state).counts] == [0, 0]
    state, events = go_on(state, later(Person().repetition(LEFT, 52).repetition(RIGHT, 52).samples, who.t_s + 6))
    assert told(events)[-3:] == ["#right_rotation", *END]
    summary = result(state)
    assert summary.completed
    assert summary.sets_done == 2
    assert summary.repetitions_asked == len(summary.repetitions) == 4
    assert [r.set_number for r in summary.repetitions] == [1, 1, 2, 2]


def test_rest_can_be_skipped(rotation: Exercise) -> None:
    exercise = with_guide(rotation, repetitions=1, sets=2, rest_s=300)
    who = person().repetition(RIGHT, 52).repetition(LEFT, 52)
    state, _ = run(exercise, who, OWN)
    state, events = command(state, Command.SKIP_REST, who.t_s)
    assert told(events) == ["ready"]
    assert view(state).set_number == 2
    assert command(state, Command.SKIP_REST, who.t_s) == (state, ())


def test_no_rest_at_all(rotation: Exercise) -> None:
    exercise = with_guide(rotation, repetitions=1, sets=2, rest_s=0)
    state, events = run(exercise, person().repetition(RIGHT, 52).repetition(LEFT, 52).stay(0.1), OWN)
    assert told(events)[-2:] == ["rest", "ready"]
    assert state.stage is Stage.READY


def test_all_of_one_side_first(rotation: Exercise) -> None:
    exercise = with_guide(rotation, repetitions=2, alternate=False)
    who = person().repetition(LEFT, 52)
    state, events = run(exercise, who, OWN)
    assert view(state).headline == "Turn your head to the left"
    state, events = go_on(state, later(Person().stay(0.2).repetition(RIGHT, 52).samples, who.t_s))
    assert told(events) == ["!wrong_side"]
    state, events = go_on(state, later(Person().repetition(LEFT, 52).samples, who.t_s + 10))
    assert told(events)[-2:] == ["#left_rotation", "ready"]
    assert view(state).headline == "Turn your head to the right"
    rest_of_it = Person().repetition(RIGHT, 52).repetition(RIGHT, 52)
    state, events = go_on(state, later(rest_of_it.samples, who.t_s + 20))
    assert told(events)[-2:] == END
    assert [r.direction for r in result(state).repetitions] == [LEFT, LEFT, RIGHT, RIGHT]


def test_a_side_may_be_ahead_while_it_still_needs_repetitions(rotation: Exercise) -> None:
    exercise = with_guide(rotation, repetitions=2)
    state, events = run(exercise, person().repetition(RIGHT, 52).repetition(RIGHT, 52), OWN)
    assert told(events).count("#right_rotation") == 2
    assert "!wrong_side" not in told(events)
    assert view(state).headline == "Turn your head to the left"


def test_the_wrong_side_is_kept_outside_the_repetitions(rotation: Exercise) -> None:
    state, _ = run(one_each(rotation), person().repetition(RIGHT, 52).repetition(RIGHT, 52), OWN)
    summary = result(state)
    assert len(summary.repetitions) == 1
    assert [f.kind for f in summary.other_faults] == [FaultKind.WRONG_SIDE]


def test_the_wrong_side_has_a_cue_without_a_rule(rotation: Exercise) -> None:
    exercise = with_rules(one_each(rotation))
    _, events = run(exercise, person().repetition(RIGHT, 52).repetition(RIGHT, 52), OWN)
    assert [e.cue for e in events if e.kind is EventKind.FAULT] == ["Now the other side"]


def test_a_small_band_near_neutral_has_thresholds_of_its_own(nod: Exercise) -> None:
    exercise = with_guide(nod, repetitions=2)
    act = person().repetition(DOWN, 8, 5.5, speed=4).stay(1).repetition(DOWN, 7, 5.5, speed=4)
    _, events = run(exercise, act)
    assert told(events) == [*BEGIN, *GOOD, "#flexion", "ready", *GOOD, "#flexion", *END]


def test_resting_near_neutral_does_not_start_a_nod(nod: Exercise) -> None:
    _, events = run(nod, person().go(DOWN, 3).stay(3))
    assert told(events) == BEGIN


def test_the_opposite_direction_is_the_wrong_side(nod: Exercise) -> None:
    _, events = run(nod, person().go(UP, 20).stay(1).back())
    assert told(events) == [*BEGIN, "!wrong_side"]
    assert events[-1].cue == "Chin down, not up"


def test_a_small_own_range_can_be_reached(bend: Exercise) -> None:
    _, events = run(one_each(bend), person().repetition(BEND_RIGHT, 10.5), {BEND_RIGHT: 12.0, BEND_LEFT: 12.0})
    assert told(events) == [*BEGIN, *GOOD, "#right_lateral_flexion", "ready"]


def test_an_own_range_within_the_noise_counts_as_unknown(rotation: Exercise) -> None:
    state, _ = run(one_each(rotation), person().repetition(RIGHT, 50), {RIGHT: 0.0, LEFT: -4.0})
    assert result(state).repetitions[0].end_range


def test_no_hold(rotation: Exercise) -> None:
    _, events = run(with_guide(one_each(rotation), hold_s=0), person().repetition(RIGHT, 52, hold_s=0.1), OWN)
    assert told(events) == [*BEGIN, *GOOD, "#right_rotation", "ready"]


def test_a_gap_without_samples_fills_no_hold(rotation: Exercise) -> None:
    who = person().go(RIGHT, 52).stay(0.5)
    state, _ = run(one_each(rotation), who, OWN)
    held_s = view(state).progress * 2
    last = who.samples[-1]
    state, _ = step(state, replace(last, t_s=last.t_s + 60))
    assert view(state).stage is Stage.HOLD
    assert view(state).progress * 2 == pytest.approx(held_s + 0.5, abs=0.01)
    assert result(state).lost_s == pytest.approx(59.5)


def test_time_that_runs_backwards_counts_as_none(rotation: Exercise) -> None:
    who = person().go(RIGHT, 52).stay(0.5)
    state, _ = run(one_each(rotation), who, OWN)
    after, events = step(state, replace(who.samples[-1], t_s=0.0))
    assert events == ()
    assert view(after).progress == view(state).progress


# ---- own range not known yet -------------------------------------------------------------------------------------


def test_the_first_repetition_finds_the_own_range(rotation: Exercise) -> None:
    exercise = with_guide(rotation, repetitions=2)
    who = person().repetition(RIGHT, 58)
    state, events = run(exercise, who)
    assert told(events) == [*BEGIN, *GOOD, "#right_rotation", "ready"]
    summary = result(state)
    assert summary.repetitions[0].end_range
    (value,) = summary.rom
    assert (value.direction, value.peak_deg, value.beyond) == (RIGHT, pytest.approx(58), False)
    assert value.sem_deg is None
    state, _ = go_on(state, later(Person().repetition(LEFT, 50).samples, who.t_s))
    shown = view(state)
    assert shown.gauge is not None
    assert shown.gauge.zone_deg == pytest.approx((46.4, 58))
    state, events = go_on(state, later(Person().repetition(RIGHT, 48).repetition(LEFT, 42).samples, who.t_s + 20))
    assert told(events)[-2:] == END
    assert [r.end_range for r in result(state).repetitions] == [True, True, False, False]


def test_a_pause_on_the_way_is_not_the_end(rotation: Exercise) -> None:
    who = person().go(RIGHT, 25).stay(0.8).go(RIGHT, 60).stay(2.2).back()
    state, events = run(one_each(rotation), who)
    assert told(events) == [*BEGIN, *GOOD[:3], "move", *GOOD[1:], "#right_rotation", "ready"]
    assert result(state).rom[0].peak_deg == pytest.approx(60)


def test_a_neck_that_gives_way_slowly_keeps_its_hold(stretch: Exercise) -> None:
    who = person().go(BEND_RIGHT, 30).stay(2).go(BEND_RIGHT, 42, speed=1).stay(17).back()
    state, events = run(one_each(stretch), who)
    assert told(events) == [*BEGIN, *GOOD, "#right_lateral_flexion", "ready"]
    assert 35 < result(state).rom[0].peak_deg <= 42.5


def test_no_stop_at_the_end_is_no_trial(rotation: Exercise) -> None:
    state, events = run(one_each(rotation), person().go(RIGHT, 58, 40).back(40))
    assert told(events) == [*BEGIN, "move", "ready"]
    assert events[-1].cue == "Stay at the end for a moment"
    assert result(state).rom == ()


def test_a_small_movement_is_no_end_range(rotation: Exercise) -> None:
    _, events = run(one_each(rotation), person().go(RIGHT, 14).stay(2).back())
    assert told(events) == [*BEGIN, "move", "ready"]
    assert events[-1].cue == "A little further, if it feels fine"


def test_the_words_ask_for_a_comfortable_end(rotation: Exercise) -> None:
    state, _ = run(rotation, person())
    shown = view(state)
    assert shown.headline == "Turn your head to the right"
    assert shown.detail == "As far as is comfortable, then stay there."
    assert shown.gauge is not None
    assert shown.gauge.zone_deg is None
    assert shown.gauge.full_scale_deg == 90


def test_an_end_range_out_of_sight_still_counts(rotation: Exercise) -> None:
    who = person().go(RIGHT, 56).unseen(2, Problem.OUT_OF_RANGE).back()
    state, events = run(one_each(rotation), who)
    assert told(events) == [*BEGIN, "move", "return", "#right_rotation", "ready"]
    (value,) = result(state).rom
    assert value.beyond
    assert value.problems == (Problem.OUT_OF_RANGE,)
    assert 50 < value.peak_deg <= 56


def test_a_face_missed_for_a_moment_is_not_beyond(rotation: Exercise) -> None:
    who = person().go(RIGHT, 53).unseen(0.1, Problem.NO_FACE).go(RIGHT, 60).stay(2.2).back()
    state, events = run(one_each(rotation), who)
    assert told(events) == [*BEGIN, *GOOD, "#right_rotation", "ready"]
    (value,) = result(state).rom
    assert not value.beyond
    assert value.peak_deg == pytest.approx(60)


def test_seen_again_at_the_end_range_the_hold_goes_on(rotation: Exercise) -> None:
    who = person().go(RIGHT, 56).unseen(1.5, Problem.NO_FACE).stay(2.5).back()
    state, events = run(one_each(rotation), who)
    assert told(events) == [*BEGIN, *GOOD, "#right_rotation", "ready"]
    assert result(state).rom[0].beyond


# ---- the test of the own range ----------------------------------------------------------------------------------


def test_all_six_directions_in_any_order(rom: Exercise) -> None:
    order = {LEFT: 62.0, UP: 44.0, BEND_RIGHT: 33.0, DOWN: 47.0, RIGHT: 66.0, BEND_LEFT: 36.0}
    who = person()
    for direction, degrees in order.items():
        who.repetition(direction, degrees, hold_s=1.5)
    state, events = run(with_guide(rom, warm_ups=0, trials=1), who)
    assert [w for w in told(events) if w.startswith("#")] == [f"#{d}" for d in order]
    assert told(events)[-2:] == END
    summary = result(state)
    assert summary.completed
    assert {v.direction: v.peak_deg for v in summary.rom} == pytest.approx(order)
    assert [v.direction for v in summary.rom] == list(Direction)


def test_three_trials_have_a_mean_and_a_spread(rom: Exercise) -> None:
    exercise = with_guide(rom, directions=["right_rotation"], warm_ups=0, trials=3)
    who = person()
    for degrees in (60.0, 64.0, 62.0):
        who.having(extra={UP: 5}).repetition(RIGHT, degrees, hold_s=1.5)
    state, _ = run(exercise, who)
    (value,) = result(state).rom
    assert value.trials_deg == pytest.approx((60, 64, 62))
    assert (value.mean_deg, value.peak_deg, value.sd_deg) == pytest.approx((62, 64, 2))
    assert value.sem_deg == pytest.approx((2**2 / 3 + 1) ** 0.5)
    assert value.sigma_deg == pytest.approx(1)
    assert value.out_of_plane_deg == pytest.approx(5)


def test_a_direction_that_is_done_is_not_taken_again(rom: Exercise) -> None:
    once = with_guide(rom, warm_ups=0, trials=1)
    _, events = run(once, person().repetition(RIGHT, 60, 1.5).repetition(RIGHT, 60, 1.5))
    assert told(events) == [*BEGIN, *GOOD, "#right_rotation", "ready"]


def test_the_direction_follows_the_larger_movement(rom: Exercise) -> None:
    who = person().go(DOWN, 9).go(RIGHT, 60).stay(1.5).back()
    state, events = run(rom, who)
    assert [w for w in told(events) if w.startswith("#")] == ["#right_rotation"]
    assert [v.direction for v in result(state).rom] == [RIGHT]


# ---- every shipped exercise, to its end -------------------------------------------------------------------------


def test_active_rotation_to_its_end(rotation: Exercise) -> None:
    who = person()
    for _ in range(8):
        who.repetition(RIGHT, 52).repetition(LEFT, 52)
    _completes(rotation, who, 16)


def test_side_bend_to_its_end(bend: Exercise) -> None:
    who = person()
    for _ in range(6):
        who.repetition(BEND_LEFT, 35, speed=18).repetition(BEND_RIGHT, 35, speed=18)
    _completes(bend, who, 12)


def test_upper_trapezius_stretch_to_its_end(stretch: Exercise) -> None:
    who = replace(person(), rate_hz=10).having(extra={DOWN: 6, LEFT: 5})
    who.samples.clear()
    who.wait(1).stay(0.5)
    for _ in range(3):
        who.repetition(BEND_RIGHT, 30, hold_s=30.5, speed=15)
    who.having(extra={DOWN: 6, RIGHT: 5})
    for _ in range(3):
        who.repetition(BEND_LEFT, 30, hold_s=30.5, speed=15)
    _completes(stretch, who, 6)


def test_seated_nod_to_its_end(nod: Exercise) -> None:
    who = person()
    for _ in range(10):
        who.repetition(DOWN, 8, hold_s=5.3, speed=4).stay(0.6)
    _completes(nod, who, 10)


def _completes(exercise: Exercise, who: Person, repetitions: int) -> None:
    state, events = run(exercise, who, OWN)
    summary = result(state)
    assert summary.completed
    assert told(events)[-2:] == END
    assert len(summary.repetitions) == summary.repetitions_asked == repetitions
    assert all(r.clean for r in summary.repetitions)
    assert summary.measured_fraction == 1.0
    assert summary.lost_s == 0.0
    assert (summary.exercise_id, summary.exercise_code) == (exercise.id, exercise.code)


def test_rules_can_be_left_out(rotation: Exercise) -> None:
    exercise = with_rules(one_each(rotation), rule(FaultKind.TOO_FAST, 45))
    _, events = run(exercise, person().repetition(RIGHT, 52, hold_s=0.8), OWN)
    assert told(events) == [*BEGIN, "move", "TARGET_REACHED", "hold", "return", "#right_rotation", "ready"]


def test_the_state_of_the_start_waits_for_neutral(rotation: Exercise) -> None:
    state = start(rotation, OWN)
    shown = view(state)
    assert (shown.stage, shown.headline) == (Stage.NEUTRAL, "Sit tall and look straight ahead")
    assert result(state).repetitions == ()
    assert not result(state).completed


# ---- further than the camera can see ------------------------------------------------------------------------------


def test_a_target_out_of_sight_counts_with_what_was_seen(rotation: Exercise) -> None:
    who = person().go(RIGHT, 55).unseen(2.5, Problem.OUT_OF_RANGE).back()
    state, events = run(one_each(rotation), who, {RIGHT: 80.0, LEFT: 80.0})
    assert told(events) == [*BEGIN, "move", "return", "#right_rotation", "ready"]
    (repetition,) = result(state).repetitions
    assert repetition.beyond
    assert repetition.held_s == 0
    assert 50 < (repetition.peak_deg or 0) <= 55
    assert repetition.clean


def test_seen_again_in_the_target_the_hold_begins(rotation: Exercise) -> None:
    who = person().go(RIGHT, 55).unseen(1.0, Problem.OUT_OF_RANGE).go(RIGHT, 66).stay(2.2).back()
    _, events = run(one_each(rotation), who, {RIGHT: 80.0, LEFT: 80.0})
    assert told(events) == [*BEGIN, *GOOD, "#right_rotation", "ready"]


def test_seen_again_short_of_the_target_nothing_is_decided(rotation: Exercise) -> None:
    who = person().go(RIGHT, 55).unseen(1.0, Problem.OUT_OF_RANGE).stay(1)
    _, events = run(one_each(rotation), who, {RIGHT: 80.0, LEFT: 80.0})
    assert told(events) == [*BEGIN, "move"]


@pytest.mark.parametrize("away_s", [0.5, 8.0])
def test_missed_for_a_moment_or_gone_is_no_repetition(away_s: float, rotation: Exercise) -> None:
    who = person().go(RIGHT, 45).unseen(away_s, Problem.NO_FACE).back()
    state, _ = run(one_each(rotation), who)
    assert result(state).repetitions == ()


def test_covering_the_face_near_neutral_is_no_end_range(rotation: Exercise) -> None:
    state, events = run(one_each(rotation), person().go(RIGHT, 20).unseen(2, Problem.NO_FACE).back())
    assert told(events) == [*BEGIN, "move", "LOST", "FOUND", "ready"]
    assert result(state).rom == ()


def test_the_trunk_is_watched_while_the_face_is_turned_away(rotation: Exercise) -> None:
    who = person().go(RIGHT, 45)
    who.samples.extend(
        replace(sample, trunk=Trunk(20.0, 0.0, 0.0, 0.0))
        for sample in later(Person().unseen(2.5, Problem.NO_FACE).samples, who.t_s)
    )
    state, events = run(one_each(rotation), who.back())
    assert told(events) == [*BEGIN, "move", "!trunk_rotation", "return", "#right_rotation", "ready"]
    assert result(state).repetitions[0].faults[0].value == 20


def test_out_of_sight_the_screen_says_so(rotation: Exercise) -> None:
    state, _ = run(one_each(rotation), person().go(RIGHT, 52).unseen(1, Problem.OUT_OF_RANGE), OWN)
    shown = view(state)
    assert shown.stage is Stage.HOLD
    assert shown.detail == "That is further than I can see. Come back a little."


def test_a_pause_out_of_sight_makes_no_repetition(rotation: Exercise) -> None:
    who = person().go(RIGHT, 45).unseen(1, Problem.OUT_OF_RANGE)
    state, _ = run(one_each(rotation), who)
    state, _ = command(state, Command.PAUSE, who.t_s)
    state, _ = command(state, Command.RESUME, who.t_s + 1)
    state, events = go_on(state, later(Person().stay(0.5).samples, who.t_s + 1))
    assert told(events) == ["ready"]
    assert result(state).repetitions == ()


def test_a_range_known_as_at_least_is_no_limit(rotation: Exercise) -> None:
    exercise = with_guide(rotation, repetitions=2)
    who = person().go(RIGHT, 40).unseen(2, Problem.NO_FACE).back().repetition(RIGHT, 55)
    state, events = run(exercise, who)
    assert [r.direction for r in result(state).repetitions] == [RIGHT, RIGHT]
    assert "!too_far" not in told(events)


def test_a_fault_called_before_the_direction_was_clear_is_kept(rom: Exercise) -> None:
    who = person().having(Trunk(20.0, 0.0, 0.0, 0.0)).go(DOWN, 9).stay(0.5).go(RIGHT, 60).stay(1.5).back()
    state, events = run(rom, who)
    assert told(events).count("!trunk_rotation") == 1
    (repetition,) = result(state).repetitions
    assert repetition.direction is RIGHT
    assert [f.kind for f in repetition.faults] == [FaultKind.TRUNK_ROTATION]


def captions(state: SessionState, who: Person, from_s: float) -> list[str]:
    """Headlines in their order from a time on, each once while it lasts."""
    seen: list[str] = []
    for sample in who.samples:
        state, _ = step(state, sample)
        if sample.t_s >= from_s and (not seen or seen[-1] != view(state).headline):
            seen.append(view(state).headline)
    return seen


# What the person does after one second of the hold at 52° (zone from 48°, own range 60°), and what is then said.
AFTER_A_SECOND: dict[str, tuple[Callable[[Person], Person], list[str]]] = {
    "stays": (lambda who: who.stay(0.8), [wording.HOLD]),
    "sags a little": (lambda who: who.go(RIGHT, 46, 5).stay(0.5), [wording.HOLD]),
    "slides slowly out of the zone": (lambda who: who.go(RIGHT, 42, 6), [wording.HOLD, wording.FURTHER]),
    "slides out and returns": (
        lambda who: who.go(RIGHT, 43, 6).go(RIGHT, 50, 20).stay(0.3),
        [wording.HOLD, wording.FURTHER, wording.HOLD],
    ),
    "goes back": (lambda who: who.go(RIGHT, 20, 25), [wording.HOLD, wording.BACK]),
    "is out of the zone for more than a second": (
        lambda who: who.go(RIGHT, 42, 6).stay(1.5),
        [wording.HOLD, wording.FURTHER, wording.BACK],
    ),
}


@pytest.mark.parametrize("name", AFTER_A_SECOND)
def test_words_of_a_hold_follow_the_head(name: str, rotation: Exercise) -> None:
    act, expected = AFTER_A_SECOND[name]
    who = person().go(RIGHT, 52).stay(1)
    from_s = who.t_s
    assert captions(start(with_guide(rotation, hold_s=6), OWN), act(who), from_s) == expected


def test_at_the_own_end_range_the_words_ask_to_stay(rotation: Exercise) -> None:
    who = person().go(RIGHT, 52).stay(1)
    from_s = who.t_s
    assert captions(start(with_guide(rotation, hold_s=6), {}), who.go(RIGHT, 44, 6), from_s) == [
        wording.HOLD,
        wording.STAY,
    ]


def test_on_target_only_while_the_head_is_held_there(rotation: Exercise) -> None:
    def on_target(who: Person) -> bool:
        return view(run(rotation, who, OWN)[0]).on_target

    assert not on_target(person().go(RIGHT, 47))
    assert on_target(person().go(RIGHT, 52).stay(0.5))
    assert on_target(person().go(RIGHT, 52).stay(0.5).go(RIGHT, 45, 10))
    assert not on_target(person().go(RIGHT, 52).stay(0.5).go(RIGHT, 42, 10))
    assert not on_target(person().go(RIGHT, 52).stay(0.5).unseen(0.3, Problem.NO_FACE))
    assert not on_target(person().go(RIGHT, 52).stay(2.2))


def test_a_head_that_blinks_in_and_out_of_sight_at_its_end_was_there(rotation: Exercise) -> None:
    who = person().go(RIGHT, 55)
    for _ in range(3):
        who.unseen(0.5, Problem.OUT_OF_RANGE).stay(0.1)
    state, _ = run(one_each(rotation), who.back())
    (repetition,) = result(state).repetitions
    assert repetition.beyond
    assert repetition.peak_deg == pytest.approx(55, abs=1)
    assert repetition.clean
