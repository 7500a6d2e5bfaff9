"""What goes by time, in detail: what is shown, what is waited for, what commands do, and how a beat is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from math import pi, sin

import pytest

from coach.exercise import led, praise, tremor
from coach.exercise.led_words import STAY_TALL
from coach.exercise.model import Exercise
from coach.exercise.quality import sentences
from coach.exercise.rules import FaultKind
from coach.exercise.session import SessionState, command, result, start, step, view
from coach.exercise.synthetic import performing
from coach.exercise.types import Command, Event, EventKind, SessionView, Stage, StopReason
from coach.exercise.variants import Variant
from coach.measure.types import Angles, CervicalSample, Direction, Trunk
from tests.exercise.kinds import EXAMPLES, example
from tests.exercise.synthetic import LEFT, RIGHT, Person, go_on, later, run, told

STILL = Angles(0.0, 0.0, 0.0)


def seen(
    t_s: float, angles: Angles = STILL, trunk: Trunk | None = None, slide_cm: float | None = None
) -> CervicalSample:
    sigma = Angles(1.0, 1.0, 1.0)
    return CervicalSample(0, t_s, angles, sigma, 0.0, trunk or Trunk(0.0, 0.0, 0.0, 0.0), 1.0, (), slide_cm, 0.3)


def acted(
    exercise: Exercise, act: Callable[[SessionState], CervicalSample], seconds: float
) -> tuple[SessionState, list[Event]]:
    """Someone who answers to each moment of a session, 20 times a second."""
    state, events = start(exercise, {}), list[Event]()
    for k in range(round(seconds * 20)):
        state, happened = step(replace(state, now_s=state.now_s), replace(act(state), t_s=k / 20))
        events.extend(happened)
    return state, events


def views(kind: str, stage: Stage) -> list[SessionView]:
    exercise = example(kind)
    return [view(state) for state, _, _ in performing(exercise, Variant.CLEAN) if state.stage is stage]


# ---- what a screen shows ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", EXAMPLES)
def test_there_are_always_words_and_a_ring_that_fits(kind: str) -> None:
    for state, happened, _ in performing(example(kind), Variant.CLEAN):
        shown = view(state)
        assert 0 < len(shown.headline) <= 40
        assert 0 < len(shown.detail) <= 140
        assert 0 <= shown.progress <= 1
        assert shown.remaining_s is None or shown.remaining_s >= 0
        assert all(0 <= count.done <= count.asked for count in shown.counts)
        assert sum(event.cue is not None for event in happened) <= 1
        assert shown.measured == state.exercise.seen


@pytest.mark.parametrize("kind", ["isometric", "row", "shrug", "posture", "timed", "gaze", "path"])
def test_the_ring_fills_once_in_each_stage(kind: str) -> None:
    stage = {"timed": Stage.HOLD, "gaze": Stage.MOVE, "path": Stage.MOVE}.get(kind, Stage.HOLD)
    shown = views(kind, stage)
    assert max(v.progress for v in shown) > 0.9
    assert min(v.progress for v in shown) < 0.1


def test_words_of_an_effort() -> None:
    ready, out, hold, back = (views("isometric", s)[0] for s in (Stage.READY, Stage.MOVE, Stage.HOLD, Stage.RETURN))
    assert (ready.headline, ready.detail) == ("Get ready", "Next: Push your forehead forward.")
    assert (out.headline, out.detail) == (
        "Push your forehead forward",
        "With 10 to 20 % of your strength. Keep breathing.",
    )
    assert (hold.headline, back.headline, back.detail) == ("Hold", "Slowly let go", "Take your time.")
    assert (
        views("unseen", Stage.HOLD)[0].detail == "Keep breathing. Your head stays still. This is timed, not measured."
    )
    assert [(c.direction, c.asked, c.unit) for c in out.counts] == [
        (Direction.FLEXION, 2, "repetition"),
        (Direction.LEFT_LATERAL_FLEXION, 2, "repetition"),
    ]


def test_a_path_is_shown_with_the_dot_and_the_nose() -> None:
    shown = views("path", Stage.MOVE)
    assert all(v.path is not None for v in shown)
    widest = max(v.path.dot_right_rotation_deg for v in shown if v.path)
    assert widest == pytest.approx(20, abs=0.2)
    middle = shown[30].path
    assert middle is not None
    assert middle.right_rotation_deg == pytest.approx(middle.dot_right_rotation_deg, abs=0.5)
    assert (middle.half_width_deg, middle.half_height_deg) == (20, 10)
    waiting = views("path", Stage.READY)[0].path
    assert waiting is not None
    assert (waiting.dot_flexion_deg, waiting.dot_right_rotation_deg) == (0, 0)
    assert views("movement", Stage.MOVE)[0].path is None


def test_the_gauge_shows_the_pace() -> None:
    moving = [v.gauge for v in views("movement", Stage.MOVE) if v.gauge]
    paces = [g.pace_deg for g in moving if g.direction is RIGHT and g.pace_deg is not None]
    assert paces[0] == pytest.approx(8, abs=1.5)
    assert max(paces) <= 37.5
    assert all(v.gauge is None or v.gauge.pace_deg is None for v in views("movement", Stage.HOLD))
    swing = [v.gauge for v in views("gaze", Stage.MOVE) if v.gauge]
    assert {g.direction for g in swing} == {RIGHT, LEFT}
    assert all(g.pace_deg is not None and -1.5 < g.pace_deg <= 25 for g in swing)
    assert all(abs((g.value_deg or 0) - (g.pace_deg or 0)) < 6 for g in swing)
    nods = [v.gauge for v in views("gaze up and down", Stage.MOVE) if v.gauge]
    assert {g.direction for g in nods} == {Direction.FLEXION, Direction.EXTENSION}


def test_the_rest_sums_the_set_up() -> None:
    assert views("row", Stage.REST)[0].detail == "All 3 repetitions clean. The next set starts by itself."


def test_ordered_targets_are_counted_together() -> None:
    (count,) = views("diagonals", Stage.MOVE)[0].counts
    assert (count.direction, count.asked) == (None, 4)


def test_the_last_repetition_is_judged_on_the_screen_for_a_while() -> None:
    judged = [v.judgement for v in views("movement", Stage.READY)]
    assert judged[0] is None
    assert any(j and j.reason == "Clean, held 2 s" for j in judged)
    assert all(v.judgement is None for v in views("timed", Stage.HOLD))


# ---- seen work ----------------------------------------------------------------------------------------------------


def shoulders(state: SessionState, up_pct: float, when: frozenset[Stage]) -> CervicalSample:
    rise = up_pct if state.stage in when else 0.0
    return seen(0.0, trunk=Trunk(0.0, 0.0, rise, rise))


UP = frozenset({Stage.MOVE, Stage.HOLD})


def test_a_shrug_that_is_not_seen_is_waited_for() -> None:
    state, events = acted(example("shrug"), lambda s: shoulders(s, 8, UP), 20)
    assert state.stage is Stage.MOVE
    hints = [e.cue for e in events if e.kind is EventKind.HINT]
    assert hints[0] == "Lift your shoulders a little higher"
    assert 1 <= len(hints) <= 4, "not at every frame"
    assert result(state).repetitions == ()


def test_shoulders_that_never_drop_are_waited_for() -> None:
    always = frozenset({Stage.MOVE, Stage.HOLD, Stage.RETURN})
    state, events = acted(example("shrug"), lambda s: shoulders(s, 30, always), 15)
    assert state.stage is Stage.RETURN
    assert "Let your shoulders drop all the way" in [e.cue for e in events if e.kind is EventKind.HINT]


def test_hidden_shoulders_are_counted_by_time() -> None:
    state, events = acted(example("shrug"), lambda _: seen(0.0, trunk=Trunk()), 20)
    assert state.stage is Stage.DONE
    assert "TARGET_REACHED" not in told(events)


def test_work_without_a_hold_goes_straight_back() -> None:
    state, events = acted(example("row", hold_s=0, sets=1, repetitions=1), lambda _: seen(0.0), 12)
    assert told(events) == ["ready", "move", "return", "#breath", "SET_DONE", "FINISHED"]
    assert state.repetitions[0].target == 0


def test_ways_in_turn() -> None:
    _, events = acted(example("isometric", alternate=True), lambda _: seen(0.0), 40)
    sides = [w for w in told(events) if w[0] == "#"]
    assert sides == ["#flexion", "#left_lateral_flexion"] * 2


# ---- posture ------------------------------------------------------------------------------------------------------


def test_time_counts_only_while_one_sits_tall() -> None:
    sunk = Trunk(0.0, 0.0, -20.0, -20.0)

    def act(state: SessionState) -> CervicalSample:
        low = state.stage is Stage.HOLD and 1 <= state.stage_s < 4
        return seen(0.0, trunk=sunk if low else None, slide_cm=0.0)

    state, events = acted(example("posture", repetitions=1), act, 14)
    assert told(events) == [
        "ready",
        "move",
        "TARGET_REACHED",
        "hold",
        "!slump",
        "HINT",
        "HOLD_DONE",
        "#breath",
        "SET_DONE",
        "FINISHED",
    ]
    (repetition,) = state.repetitions
    assert repetition.held_s == pytest.approx(4, abs=0.1)
    assert repetition.ended_s - repetition.started_s == pytest.approx(1.5 + 4 + 3, abs=0.2)


def test_a_head_that_stays_forward_is_not_upright() -> None:
    state, events = acted(example("posture"), lambda _: seen(0.0, slide_cm=3.0), 14)
    assert state.stage is Stage.MOVE
    assert STAY_TALL in [e.cue for e in events if e.kind is EventKind.HINT]


def test_what_is_not_measured_is_not_held_against_anybody() -> None:
    state, _ = acted(example("posture"), lambda _: seen(0.0, trunk=Trunk(), slide_cm=None), 20)
    assert state.stage is Stage.DONE


# ---- the beat -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("right_deg", "left_deg"), [(13, 13), (25, 13), (13, 25)])
def test_small_swings_do_not_count_and_are_told_so(right_deg: float, left_deg: float) -> None:
    def act(state: SessionState) -> CervicalSample:
        swing = sin(pi * state.stage_s) if state.stage is Stage.MOVE else 0.0
        return seen(0.0, Angles(0.0, 0.0, swing * (right_deg if swing > 0 else left_deg)))

    state, events = acted(example("gaze", sets=1), act, 16)
    assert state.stage is Stage.DONE
    assert state.repetitions == ()
    assert "A little further to each side" in [e.cue for e in events if e.kind is EventKind.HINT]
    summary = result(state)
    assert summary.completed
    assert summary.summary == ()


def test_the_beat_sounds_twice_a_swing() -> None:
    _, events = acted(example("gaze", sets=1), lambda _: seen(0.0), 16)
    beats = [e.t_s for e in events if e.kind is EventKind.BEAT]
    assert len(beats) == 10
    assert beats[1] - beats[0] == pytest.approx(1.0, abs=0.06)


# ---- commands -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "reason", "headline"),
    [
        (Command.STOP, StopReason.ASKED, "Stopped"),
        (Command.STOP_FOR_PAIN, StopReason.PAIN, "Stop here. Sit back and rest"),
        (Command.STOP_FOR_SIGN, StopReason.SIGN, "Stop now and sit still"),
        (Command.SKIP, StopReason.SKIPPED, "Left out. On to the next"),
    ],
)
def test_a_stop_has_a_reason_and_keeps_everything(order: Command, reason: StopReason, headline: str) -> None:
    state, _ = acted(example("row"), lambda _: seen(0.0), 18)
    state, events = command(state, order, 18.0)
    assert told(events) == ["STOPPED"]
    assert events[0].cue == view(state).headline == headline
    summary = result(state)
    assert summary.stop_reason is reason
    assert not summary.completed
    assert len(summary.repetitions) == 2


def test_a_pause_in_the_middle_of_an_effort() -> None:
    state, _ = acted(example("row"), lambda _: seen(0.0), 4.5)
    assert state.stage is Stage.MOVE
    before = view(state).progress
    state, _ = command(state, Command.PAUSE, 4.5)
    state, events = go_on(state, [seen(5.0 + k / 20) for k in range(100)])
    assert events == []
    state, _ = command(state, Command.RESUME, 10.0)
    state, _ = step(state, seen(10.05))
    assert view(state).progress == pytest.approx(before, abs=0.05)


# ---- praise and summaries -----------------------------------------------------------------------------------------


def test_praise_is_for_what_got_better_and_not_for_everything(rotation: Exercise) -> None:
    turned = Trunk(20.0, 0.0, 0.0, 0.0)
    who = Person().wait(1).stay(0.5).having(turned).repetition(RIGHT, 52).having()
    for _ in range(3):
        who.repetition(LEFT, 52).repetition(RIGHT, 52)
    own = {RIGHT: 60.0, LEFT: 60.0}
    _, events = run(rotation, who, own)
    praised = [e.t_s for e in events if e.kind is EventKind.PRAISE]
    said = [e.cue for e in events if e.cue and "Better" in e.cue]
    assert said == ["Better, your body stayed still. Turn your head to the right"]
    assert all(b - a >= praise.SPACING_S for a, b in pairwise(praised))
    assert set(praise.BETTER) == set(FaultKind)


def test_praise_is_not_heard_all_the_time(rotation: Exercise) -> None:
    who, turned = Person().wait(1).stay(0.5), Trunk(20.0, 0.0, 0.0, 0.0)
    for side in (RIGHT, LEFT) * 4:
        who.having(turned if side is RIGHT else None).repetition(side, 52, speed=40)
    _, events = run(rotation, who, {RIGHT: 60.0, LEFT: 60.0})
    praised = [e.t_s for e in events if e.kind is EventKind.PRAISE]
    assert len(praised) == 2, "four repetitions were better than the one before"
    assert praised[1] - praised[0] >= praise.SPACING_S


def test_the_summary_says_what_was_seen_how_often(rotation: Exercise) -> None:
    hiked, fast = Trunk(0.0, 0.0, 20.0, 0.0), 70.0
    who = Person().wait(1).stay(0.5).repetition(RIGHT, 52).having(hiked).repetition(LEFT, 52)
    who.repetition(RIGHT, 52).having().repetition(LEFT, 52, speed=fast)
    state, _ = run(rotation, who, {RIGHT: 60.0, LEFT: 60.0})
    assert result(state).summary == (
        "1 of 4 repetitions was clean.",
        "A shoulder came up in 2 of 4.",
        "It was too fast in 1 of 4.",
    )
    assert sentences(rotation, ()) == ()


# ---- shaking ------------------------------------------------------------------------------------------------------


def moved(angle: Callable[[float], float]) -> tuple[tuple[float, Angles], ...]:
    return tuple((k / 20, Angles(0.0, 0.0, angle(k / 20))) for k in range(18))


def test_shaking_is_told_from_moving() -> None:
    assert tremor.shake_deg(moved(lambda t: 3 * sin(2 * pi * 4 * t)), 0) == pytest.approx(3, rel=0.2)
    assert tremor.shake_deg(moved(lambda t: 25 * t + 3 * sin(2 * pi * 4 * t)), 0) == pytest.approx(3, rel=0.2)
    assert tremor.shake_deg(moved(lambda t: 25 * t), 0) == 0
    hinge = tremor.shake_deg(moved(lambda t: 20 * max(0.0, t - 0.4)), 0)
    assert hinge is not None
    assert hinge < 1
    assert tremor.shake_deg(moved(lambda t: 25 * sin(pi * t)), 0) == 0
    assert tremor.shake_deg(moved(lambda _: 0.0)[:6], 0) is None
    assert tremor.shake_deg(moved(lambda _: 0.0), 0.5) is None, "what was before belongs to another repetition"


def test_a_movement_is_not_led_by_time() -> None:
    state = start(example("movement"), {})
    with pytest.raises(AssertionError, match="a movement guide is not led by time"):
        led.step(state, 0.1)


# ---- companions and sides -----------------------------------------------------------------------------------------


def test_what_belongs_to_a_target_is_asked_for_before_it_counts() -> None:
    who = Person().wait(1).stay(0.5).go(RIGHT, 37).stay(2.5)
    state, before = run(example("combined"), who)
    assert state.stage is Stage.MOVE
    assert [e.cue for e in before if e.kind is EventKind.HINT] == ["Look down"]
    more = Person(pose=dict(who.pose)).having(extra={Direction.FLEXION: 30}).go(RIGHT, 37).stay(2.5).having().back()
    _, after = go_on(state, later(more.samples, who.t_s))
    assert told(after) == ["TARGET_REACHED", "hold", "HOLD_DONE", "return", "#right_rotation", "ready"]


def test_the_stiffer_side_is_the_one_asked_for() -> None:
    for own, side in (({RIGHT: 60.0, LEFT: 45.0}, LEFT), ({RIGHT: 40.0, LEFT: 45.0}, RIGHT)):
        state, _ = run(example("stiffer"), Person().wait(1).stay(0.5), own)
        assert [c.direction for c in view(state).counts] == [side]
        assert result(state).repetitions_asked == 2
    who = Person().wait(1).stay(0.5).go(LEFT, 50).stay(4).back()
    state, _ = run(example("stiffer"), who)
    assert [c.direction for c in view(state).counts] == [LEFT], "where nobody knows, the side that they begin with"


def test_a_relocation_that_never_rests_ends_all_the_same() -> None:
    who = Person().wait(1).stay(0.5).go(RIGHT, 30).stay(1.2).go(RIGHT, 4)
    who.tremor_deg = 4.0
    who.stay(9)
    state, _ = run(example("relocation"), who)
    assert len(state.repetitions) == 1
    assert state.repetitions[0].error_deg is not None


@pytest.mark.parametrize(("opening", "scored"), [(0.2, True), (None, True), (1.0, False)])
def test_a_relocation_with_open_eyes_has_no_error(opening: float | None, scored: bool) -> None:
    who = Person().wait(1).stay(0.5).go(RIGHT, 30).stay(1.2).go(RIGHT, 3).stay(2.5)
    who.samples = [replace(sample, eye_opening=opening) for sample in who.samples]
    state, _ = run(example("relocation"), who)
    (repetition,) = state.repetitions
    assert repetition.error_deg == (pytest.approx(3, abs=0.2) if scored else None)


def test_a_rest_on_the_way_back_is_not_where_the_middle_feels_to_be() -> None:
    who = Person().wait(1).stay(0.5).go(RIGHT, 30).stay(1.2).go(RIGHT, 20).stay(9)
    state, _ = run(example("relocation"), who)
    assert state.stage is Stage.RETURN
    assert state.repetitions == ()
