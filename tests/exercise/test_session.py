"""Neutral, out of sight, pause and stop, breathing, what a screen shows, and that nothing at all makes a step raise."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.exercise import wording
from coach.exercise.model import Exercise
from coach.exercise.session import SessionState, command, result, start, step, view
from coach.exercise.types import Command, Event, EventKind, SessionView, Stage
from coach.history.library import Library
from coach.measure.types import Angles, CervicalSample, Direction, Problem, Trunk
from tests.exercise.synthetic import (
    BEND_LEFT,
    BEND_RIGHT,
    DOWN,
    LEFT,
    RIGHT,
    Person,
    go_on,
    later,
    one_each,
    run,
    told,
    with_guide,
)

OWN = {RIGHT: 60.0, LEFT: 60.0}
BEGIN = ["neutral", "ready"]
GOOD = ["move", "TARGET_REACHED", "hold", "HOLD_DONE", "return"]


def person() -> Person:
    return Person().wait(1).stay(0.5)


# ---- neutral ------------------------------------------------------------------------------------------------------


def test_waits_for_neutral_and_says_why(rotation: Exercise) -> None:
    state, events = run(rotation, Person().unseen(3, Problem.NO_FACE))
    assert told(events) == ["neutral"]
    assert view(state).headline == "I cannot see your face"
    state, events = run(rotation, Person().wait(3))
    assert view(state).headline == "Sit tall and look straight ahead"
    assert view(state).detail == "Keep still for a moment."


def test_a_stored_neutral_needs_no_wait(rotation: Exercise) -> None:
    _, events = run(rotation, Person().stay(0.1), OWN)
    assert told(events) == ["ready"]
    assert events[0].cue == "Turn your head to the right"


def test_neutral_is_not_lost_time(rotation: Exercise) -> None:
    state, _ = run(rotation, Person().wait(5).stay(1), OWN)
    assert result(state).lost_s == 0
    assert result(state).measured_fraction == pytest.approx(1, abs=0.05)


def test_taking_neutral_anew_forgets_a_movement_on_its_way(rotation: Exercise) -> None:
    who = person().go(RIGHT, 30).wait(1)
    state, before = run(one_each(rotation), who, OWN)
    _, after = go_on(state, later(Person().repetition(RIGHT, 52).samples, who.t_s))
    events = [*before, *after]
    assert next(e.cue for e in events if e.t_s > 1 and e.stage is Stage.NEUTRAL) == wording.SIT
    assert told(events) == [*BEGIN, "move", "ready", "neutral", "ready", *GOOD, "#right_rotation", "ready"]


def test_taking_neutral_anew_keeps_a_movement_that_reached_its_zone(rotation: Exercise) -> None:
    who = person().go(RIGHT, 52).stay(2.2).wait(1)
    state, events = run(one_each(rotation), who, OWN)
    assert told(events) == [*BEGIN, *GOOD, "#right_rotation", "ready", "neutral"]
    assert len(result(state).repetitions) == 1


def test_taking_neutral_anew_at_the_very_end_ends_the_session(rotation: Exercise) -> None:
    who = person().repetition(RIGHT, 52).go(LEFT, 52).stay(2.2).wait(1)
    state, events = run(one_each(rotation), who, OWN)
    assert told(events)[-1] == "FINISHED"
    assert state.stage is Stage.DONE


# ---- out of sight -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("problem", [p for p in Problem if p is not Problem.NO_NEUTRAL])
def test_lost_names_the_reason_and_goes_on_by_itself(problem: Problem, rotation: Exercise) -> None:
    who = person().unseen(1.0, problem)
    state, events = run(rotation, who, OWN)
    assert told(events) == [*BEGIN, "LOST"]
    shown = view(state)
    assert shown.stage is Stage.LOST
    assert shown.headline == events[-1].cue
    assert shown.headline == wording.unseen(who.samples[-1])[0]
    assert len(shown.headline) <= 40
    assert shown.gauge is not None
    assert shown.gauge.value_deg is None
    state, events = go_on(state, later(Person().stay(0.1).samples, who.t_s))
    assert told(events) == ["FOUND"]
    assert events[0].stage is Stage.READY
    assert 0.9 <= result(state).lost_s <= 1.1
    assert result(state).measured_fraction < 0.8


def test_lost_without_a_reason(rotation: Exercise) -> None:
    state, events = run(rotation, person().unseen(1), OWN)
    assert told(events)[-1] == "LOST"
    assert view(state).headline == "I cannot see you"


def test_timers_stand_still_while_lost(breathing: Exercise) -> None:
    who = person().stay(1.5)
    state, _ = run(breathing, who)
    before = view(state)
    assert before.stage is Stage.BREATHE_IN
    state, events = go_on(state, later(Person().unseen(20, Problem.NO_PERSON).samples, who.t_s))
    assert told(events) == ["LOST"]
    assert view(state).progress == pytest.approx(before.progress)
    state, events = go_on(state, later(Person().stay(0.1).samples, who.t_s + 20))
    assert told(events) == ["FOUND"]
    assert view(state).progress == pytest.approx(before.progress, abs=0.05)


def test_neutral_anew_while_lost(rotation: Exercise) -> None:
    who = person().unseen(1, Problem.NO_PERSON).wait(1).stay(0.1)
    _, events = run(rotation, who, OWN)
    assert told(events) == [*BEGIN, "LOST", "neutral", "ready"]


# ---- commands -----------------------------------------------------------------------------------------------------


def test_pause_and_resume_in_the_hold(rotation: Exercise) -> None:
    who = person().go(RIGHT, 52).stay(1)
    state, _ = run(one_each(rotation), who, OWN)
    held = view(state).progress
    state, events = command(state, Command.PAUSE, who.t_s)
    assert told(events) == ["PAUSED"]
    assert view(state).headline == "Paused"
    state, events = go_on(state, later(Person(pose=who.pose).stay(5).samples, who.t_s))
    assert events == []
    assert view(state).progress == held
    state, events = command(state, Command.RESUME, who.t_s + 5)
    assert told(events) == ["RESUMED"]
    assert events[0].stage is Stage.HOLD
    more = Person(pose=who.pose).stay(1.3).back()
    state, events = go_on(state, later(more.samples, who.t_s + 5))
    assert told(events) == ["HOLD_DONE", "return", "#right_rotation", "ready"]
    assert result(state).measured_fraction == 1.0


@pytest.mark.parametrize("reach_deg", [30.0, 52.0])
def test_back_at_neutral_after_a_pause_the_movement_begins_anew(reach_deg: float, rotation: Exercise) -> None:
    who = person().go(RIGHT, reach_deg).stay(0.5)
    state, _ = run(one_each(rotation), who, OWN)
    state, _ = command(state, Command.PAUSE, who.t_s)
    state, _ = command(state, Command.RESUME, who.t_s + 60)
    state, events = go_on(state, later(Person().stay(0.2).samples, who.t_s + 60))
    assert told(events) == ["ready"]
    assert events[0].cue == "Turn your head to the right"
    assert result(state).repetitions == ()


def test_a_repetition_that_was_held_survives_a_pause(rotation: Exercise) -> None:
    who = person().go(RIGHT, 52).stay(2.2)
    state, _ = run(one_each(rotation), who, OWN)
    state, _ = command(state, Command.PAUSE, who.t_s)
    state, _ = command(state, Command.RESUME, who.t_s + 60)
    state, events = go_on(state, later(Person().stay(0.2).samples, who.t_s + 60))
    assert told(events) == ["#right_rotation", "ready"]


def test_pause_while_lost_and_before_neutral(rotation: Exercise) -> None:
    for who, stage in ((person().unseen(1, Problem.TOO_DARK), Stage.LOST), (Person().wait(1), Stage.NEUTRAL)):
        state, _ = run(rotation, who, OWN)
        state, _ = command(state, Command.PAUSE, who.t_s)
        state, _ = command(state, Command.RESUME, who.t_s + 1)
        assert state.stage is stage
        state, _ = go_on(state, later(Person().stay(0.1).samples, who.t_s + 1))
        assert state.stage is Stage.READY


def test_pause_stops_the_rest(rotation: Exercise) -> None:
    exercise = with_guide(rotation, repetitions=1, sets=2, rest_s=5)
    who = person().repetition(RIGHT, 52).repetition(LEFT, 52)
    state, _ = run(exercise, who, OWN)
    state, _ = command(state, Command.PAUSE, who.t_s)
    state, events = go_on(state, later(Person().stay(20).samples, who.t_s))
    assert events == []
    state, _ = command(state, Command.RESUME, who.t_s + 20)
    assert view(state).remaining_s == pytest.approx(4.7, abs=0.2)


def test_stop_keeps_what_was_done(rotation: Exercise) -> None:
    who = person().repetition(RIGHT, 52).go(LEFT, 52)
    state, _ = run(rotation, who, OWN)
    state, events = command(state, Command.STOP, who.t_s)
    assert told(events) == ["STOPPED"]
    summary = result(state)
    assert not summary.completed
    assert len(summary.repetitions) == 1
    assert summary.repetitions_asked == 16
    assert summary.ended_s == who.t_s
    assert view(state).headline == "Stopped"
    for order in Command:
        assert command(state, order, who.t_s + 1) == (state, ())
    assert step(state, who.samples[-1]) == (state, ())


def test_stop_before_the_first_sample(rotation: Exercise) -> None:
    state, _ = command(start(rotation, {}), Command.STOP, 3.0)
    assert (result(state).started_s, result(state).ended_s) == (3.0, 3.0)


@pytest.mark.parametrize("order", [Command.RESUME, Command.SKIP_REST])
def test_what_makes_no_sense_changes_nothing(order: Command, rotation: Exercise) -> None:
    who = person()
    state, _ = run(rotation, who, OWN)
    assert command(state, order, state.now_s) == (state, ())
    state, _ = command(state, Command.PAUSE, state.now_s)
    assert command(state, Command.PAUSE, state.now_s) == (state, ())


# ---- breathing ----------------------------------------------------------------------------------------------------


def test_breathing_in_and_out_by_time(breathing: Exercise) -> None:
    exercise = with_guide(breathing, duration_s=20)
    who = Person(rate_hz=10).wait(1).stay(20.5)
    state, events = run(exercise, who)
    breath = ["breathe_in", "breathe_out", "#breath"]
    assert told(events) == ["neutral", *breath, *breath, "SET_DONE", "FINISHED"]
    turns = [e.t_s for e in events if e.kind is EventKind.STAGE_BEGAN][1:]
    assert turns == pytest.approx([1, 5, 11, 15], abs=0.15)
    summary = result(state)
    assert summary.completed
    assert [(r.direction, r.peak_deg, r.sigma_deg) for r in summary.repetitions] == [(None, None, None)] * 2
    assert [c.direction for c in view(state).counts] == [None]


def test_slow_breathing_to_its_end(breathing: Exercise) -> None:
    state, events = run(breathing, Person(rate_hz=5).wait(1).stay(301))
    assert told(events)[-1] == "FINISHED"
    summary = result(state)
    assert len(summary.repetitions) == summary.repetitions_asked == 30
    assert all(r.clean for r in summary.repetitions)
    assert summary.repetitions[-1].ended_s == pytest.approx(301, abs=0.5)


def test_shoulders_that_rise_with_the_breath(breathing: Exercise) -> None:
    exercise = with_guide(breathing, duration_s=20)
    who = Person(rate_hz=10).wait(1).stay(3).having(Trunk(0.0, 0.0, 6.0, 7.5)).stay(3).having().stay(15)
    state, events = run(exercise, who)
    assert told(events).count("!shoulder_rise") == 1
    assert [len(r.faults) for r in result(state).repetitions] == [1, 0]
    assert result(state).repetitions[0].faults[0].value == 7.5


def test_a_head_that_moves_with_the_breath(breathing: Exercise) -> None:
    exercise = with_guide(breathing, duration_s=20)
    who = Person(rate_hz=10).wait(1).stay(1).go(DOWN, 9).stay(3).back().stay(20)
    state, events = run(exercise, who)
    assert told(events).count("!head_moves") == 1
    assert result(state).repetitions[0].faults[0].value == pytest.approx(9)


def test_sinking_slowly_is_not_moving(breathing: Exercise) -> None:
    state, events = run(
        with_guide(breathing, duration_s=60), Person(rate_hz=10).wait(1).go(DOWN, 20, speed=0.34).stay(3)
    )
    assert "!head_moves" not in told(events)
    assert result(state).completed


def test_neutral_anew_in_the_middle_of_a_breath(breathing: Exercise) -> None:
    who = Person(rate_hz=10).wait(1).stay(2).wait(3).stay(0.1)
    state, events = run(breathing, who)
    assert told(events) == ["neutral", "breathe_in", "neutral", "breathe_in"]
    assert view(state).progress == pytest.approx(0.5, abs=0.1)


def test_a_short_phase_is_never_skipped(breathing: Exercise) -> None:
    exercise = with_guide(breathing, inhale_s=0.2, exhale_s=0.2, duration_s=10)
    state, events = run(exercise, Person(rate_hz=2).wait(1).stay(12))
    assert result(state).completed
    assert told(events).count("#breath") == 25


# ---- what a screen shows ------------------------------------------------------------------------------------------


def test_the_gauge_and_the_ring(rotation: Exercise) -> None:
    who = person().go(RIGHT, 52).stay(1)
    state, _ = run(one_each(rotation), who, OWN)
    shown = view(state)
    assert shown.gauge is not None
    assert shown.gauge.direction is RIGHT
    assert (shown.gauge.value_deg, shown.gauge.sigma_deg) == (52, 1)
    assert shown.gauge.zone_deg == (48, 60)
    assert shown.gauge.full_scale_deg == 80
    assert shown.progress == pytest.approx(0.55, abs=0.08)
    assert shown.remaining_s == pytest.approx(0.9, abs=0.15)
    assert (shown.headline, shown.detail) == ("Hold", "Keep breathing.")
    assert [(c.direction, c.done, c.asked) for c in shown.counts] == [(RIGHT, 0, 1), (LEFT, 0, 1)]


@pytest.mark.parametrize(("unseen_s", "shown_deg"), [(0.1, 52), (0.5, None)])
def test_a_frame_that_is_missed_does_not_make_the_number_blink(
    unseen_s: float, shown_deg: float | None, rotation: Exercise
) -> None:
    who = person().go(RIGHT, 52).stay(1).unseen(unseen_s, Problem.FACE_UNRELIABLE)
    state, _ = run(one_each(rotation), who, OWN)
    gauge = view(state).gauge
    assert gauge is not None
    assert gauge.value_deg == shown_deg
    assert (gauge.sigma_deg is None) == (shown_deg is None)


def test_words_for_a_nod(nod: Exercise) -> None:
    who = person()
    state, events = run(nod, who)
    assert events[-1].cue == view(state).headline == "Nod gently, a small yes"
    assert view(state).detail == "Grow tall first. A small nod is enough."
    gauge = view(state).gauge
    assert gauge is not None
    assert gauge.zone_deg == (5, 10)
    assert gauge.full_scale_deg == 15
    state, _ = run(nod, who.go(DOWN, 15).stay(0.2))
    assert view(state).detail == "A little less is enough."


def test_breathing_has_no_gauge(breathing: Exercise) -> None:
    state, _ = run(breathing, person())
    assert view(state).gauge is None
    assert view(state).headline == "Breathe in"


def test_the_first_words_of_every_movement_fit(library: Library) -> None:
    for direction in Direction:
        assert len(wording.MOVE[direction]) <= 40
    for exercise in library:
        state, _ = run(exercise, person())
        assert 0 < len(view(state).headline) <= 40


def test_every_problem_has_words() -> None:
    for problem in Problem:
        sample = CervicalSample(0, 0.0, None, None, None, Trunk(), 0.0, (problem,))
        headline, advice = wording.unseen(sample)
        assert 0 < len(headline) <= 40
        assert advice.endswith(".")


def test_the_state_is_frozen(rotation: Exercise) -> None:
    own = {RIGHT: 60.0}
    state = start(rotation, own)
    with pytest.raises(FrozenInstanceError):
        state.stage = Stage.DONE  # type: ignore[misc]
    own[RIGHT] = 10.0
    assert state.own_range_deg == {RIGHT: 60.0}


def test_a_step_leaves_the_old_state_as_it_was(rotation: Exercise) -> None:
    who = person().repetition(RIGHT, 52)
    state, _ = run(rotation, who.samples[:100], OWN)
    first = go_on(state, who.samples[100:])
    second = go_on(state, who.samples[100:])
    assert first == second


# ---- anything may come --------------------------------------------------------------------------------------------

_degrees = st.one_of(st.sampled_from([-90.0, 0.0, 52.0, -52.0]), st.floats(-120, 120))
_angles = st.builds(Angles, _degrees, _degrees, _degrees)
_maybe = st.none() | st.floats(-40, 40)
_sample = st.builds(
    CervicalSample,
    frame_index=st.just(0),
    t_s=st.floats(0.0, 1.5),
    angles=st.none() | _angles,
    sigma=st.none() | st.builds(Angles, *[st.floats(0, 10)] * 3),
    speed_deg_per_s=st.none() | st.floats(0, 300),
    trunk=st.builds(Trunk, _maybe, _maybe, _maybe, _maybe),
    confidence=st.floats(0, 1),
    problems=st.lists(st.sampled_from(Problem), max_size=3).map(tuple),
)
_repeated = st.tuples(_sample, st.integers(1, 12))
_happening = st.one_of(_repeated, _repeated, _repeated, st.sampled_from(Command))
_own = st.dictionaries(st.sampled_from(Direction), st.floats(-10, 100))


@given(
    code=st.sampled_from(["M1", "M3", "S1", "C2", "R1", "A1"]),
    own=_own,
    happenings=st.lists(_happening, max_size=25),
    short=st.booleans(),
)
def test_whatever_comes_no_step_raises(
    library: Library, code: str, own: dict[Direction, float], happenings: list[object], short: bool
) -> None:
    state, events, t_s = start(_shorter(library.find(code)) if short else library.find(code), own), [], 0.0
    for happening in happenings:
        if isinstance(happening, Command):
            state, happened = command(state, happening, t_s)
            events.extend(happened)
            _holds(state, view(state))
            continue
        assert isinstance(happening, tuple)
        sample, times = happening
        for _ in range(times):
            t_s += sample.t_s
            state, happened = step(state, replace(sample, t_s=t_s))
            events.extend(happened)
            _holds(state, view(state))
            _one_cue(happened)
    _adds_up(state, events)


def _shorter(exercise: Exercise) -> Exercise:
    if exercise.guide.kind == "movement":
        return with_guide(exercise, repetitions=1, hold_s=0.5, sets=2, rest_s=1)
    return exercise if exercise.guide.kind == "rom" else with_guide(exercise, duration_s=10)


def _holds(state: SessionState, shown: SessionView) -> None:
    assert 0 <= shown.progress <= 1
    assert 0 < len(shown.headline) <= 40
    assert shown.detail
    assert 1 <= shown.set_number <= shown.sets
    assert all(0 <= c.done <= c.asked for c in shown.counts)
    assert (state.attempt is not None) or state.stage not in (Stage.MOVE, Stage.HOLD, Stage.RETURN)


def _one_cue(happened: tuple[Event, ...]) -> None:
    assert sum(e.cue is not None for e in happened) <= 1


def _adds_up(state: SessionState, events: list[Event]) -> None:
    summary = result(state)
    done = [e.repetition for e in events if e.kind is EventKind.REPETITION_DONE]
    assert tuple(done) == summary.repetitions
    assert [r.number for r in summary.repetitions] == list(range(1, len(done) + 1))
    assert len(done) <= summary.repetitions_asked
    assert summary.completed == (EventKind.FINISHED in [e.kind for e in events])
    assert 0 <= summary.measured_fraction <= 1
    assert summary.lost_s <= summary.ended_s - summary.started_s + 1e-6
    assert [e.t_s for e in events] == sorted(e.t_s for e in events)
    assert sum(e.kind is EventKind.SET_DONE for e in events) == summary.sets_done
    called = [e.fault for e in events if e.fault]
    running = state.attempt.watched.faults if state.attempt else state.round.watched.faults if state.round else ()
    kept = [f for r in summary.repetitions for f in r.faults] + [*summary.other_faults, *running]
    assert sorted(f.kind for f in kept) == sorted(f.kind for f in called)


@settings(max_examples=30)
@given(st.lists(st.sampled_from([RIGHT, LEFT, BEND_RIGHT, BEND_LEFT, DOWN]), max_size=12), st.floats(20, 60))
def test_every_good_movement_counts_exactly_once(library: Library, order: list[Direction], speed: float) -> None:
    exercise = with_guide(library.find("M1"), repetitions=12)
    who = Person(rate_hz=15).wait(0.5).stay(0.5)
    for direction in order:
        who.repetition(direction, 52, speed=speed)
    state, events = run(exercise, who, OWN)
    expected = [d for d in order if d in (RIGHT, LEFT)]
    assert [r.direction for r in result(state).repetitions] == expected
    assert told(events).count("TARGET_REACHED") == len(expected)
