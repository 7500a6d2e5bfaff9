"""Which movement leads to which events: made-up people do every kind of exercise, clean and with one thing wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from coach.exercise.demonstration import wave
from coach.exercise.dose import loop_s
from coach.exercise.quality import judge
from coach.exercise.session import result, start, step, view
from coach.exercise.synthetic import Performance, perform
from coach.exercise.types import EventKind, Quality, Stage
from coach.exercise.variants import Variant, variants
from coach.history.exercise_file import check_file
from coach.measure.types import Angles
from tests.exercise.conftest import EXERCISES
from tests.exercise.kinds import EXAMPLES, example
from tests.exercise.synthetic import told

MOVED = "move TARGET_REACHED hold HOLD_DONE return"
EFFORT = "move hold HOLD_DONE return"
SWING = "BEAT BEAT #breath"

CLEAN = {
    "movement": f"neutral ready {MOVED} #right_rotation ready {MOVED} #left_rotation ready {MOVED} #right_rotation "
    f"PRAISE ready {MOVED} #left_rotation SET_DONE FINISHED",
    "combined": f"neutral ready {MOVED} #right_rotation ready {MOVED} #left_rotation SET_DONE FINISHED",
    "diagonals": f"neutral ready {MOVED} #flexion ready {MOVED} #right_rotation ready {MOVED} #right_rotation PRAISE "
    f"ready {MOVED} #right_rotation SET_DONE FINISHED",
    "nod": f"neutral ready {MOVED} #flexion ready {MOVED} #flexion ready {MOVED} #flexion SET_DONE FINISHED",
    "stiffer": f"neutral ready {MOVED} #right_rotation ready {MOVED} #right_rotation SET_DONE FINISHED",
    "retraction": f"neutral ready {MOVED} #flexion SET_DONE FINISHED",
    "isometric": f"neutral ready {EFFORT} #flexion ready {EFFORT} #flexion ready {EFFORT} #left_lateral_flexion PRAISE "
    f"ready {EFFORT} #left_lateral_flexion SET_DONE FINISHED",
    "row": f"neutral ready {EFFORT} #breath ready {EFFORT} #breath ready {EFFORT} #breath PRAISE SET_DONE rest "
    f"ready {EFFORT} #breath ready {EFFORT} #breath ready {EFFORT} #breath SET_DONE FINISHED",
    "shrug": f"neutral ready {MOVED} #breath ready {MOVED} #breath SET_DONE FINISHED",
    "unseen": f"ready {EFFORT} #breath ready {EFFORT} #breath SET_DONE FINISHED",
    "gaze": f"neutral ready move {SWING} {SWING} {SWING} PRAISE {SWING} {SWING} SET_DONE FINISHED",
    "path": "neutral ready move #breath #breath SET_DONE rest ready move #breath PRAISE #breath SET_DONE FINISHED",
    "relocation": f"neutral ready {MOVED} #right_rotation ready {MOVED} #left_rotation ready {MOVED} #right_rotation "
    f"PRAISE ready {MOVED} #left_rotation SET_DONE FINISHED",
    "posture": "neutral ready move TARGET_REACHED hold HOLD_DONE #breath ready move TARGET_REACHED hold HOLD_DONE "
    "#breath SET_DONE FINISHED",
    "breathing": "neutral breathe_in breathe_out #breath breathe_in breathe_out #breath SET_DONE FINISHED",
    "timed": "hold #breath hold #breath hold #breath hold #breath SET_DONE FINISHED",
}
"""What happens when all is well. A repetition without a direction is told as ``#breath``."""

SHORT = {"gaze": {"sets": 1}}

T, H, P, E, F, PAST, W, S, M, A, B, L, FAR = (
    "trunk_rotation", "shoulder_rise", "protraction", "extension", "too_fast", "overshoot", "wrong_side", "short_hold",
    "head_moves", "tremor", "off_tempo", "path_lag", "too_far",
)  # fmt: skip

FAULTS: dict[str, dict[str, tuple[str, ...]]] = {
    # What is called in each wrong repetition (the first and every other one).
    "movement": {
        "trunk_turn": (T,), "hike": (H,), "chin_poke": (E, P), "too_fast": (F,), "too_far": (PAST,), "tremor": (A,),
        "short_hold": (S,), "wrong_side": (), "lost_face": (),
    },
    "combined": {
        "trunk_turn": (T,), "hike": (H,), "chin_poke": (P,), "too_fast": (F,), "too_far": (PAST,), "tremor": (A,),
        "short_hold": (S,), "wrong_side": (), "lost_face": (),
    },
    "diagonals": {
        "trunk_turn": (T,), "hike": (H,), "chin_poke": (P,), "too_fast": (F,), "tremor": (A,), "short_hold": (S,),
        "wrong_side": (), "lost_face": (),
    },
    "nod": {
        "trunk_turn": (T,), "hike": (H,), "chin_poke": (P,), "too_fast": (), "tremor": (A,), "short_hold": (S,),
        "wrong_side": (), "lost_face": (),
    },
    "stiffer": {
        "trunk_turn": (T,), "hike": (H,), "chin_poke": (E, P), "too_fast": (F,), "too_far": (FAR, PAST), "tremor": (A,),
        "short_hold": (S,), "wrong_side": (), "lost_face": (),
    },
    "retraction": {
        "trunk_turn": (T,), "hike": (H,), "chin_poke": (P, S), "too_fast": (), "too_far": (), "tremor": (A,),
        "short_hold": (S,), "wrong_side": (), "lost_face": (),
    },
    "isometric": {"trunk_turn": (T,), "hike": (H,), "chin_poke": (M, P), "tremor": (A,), "lost_face": ()},
    "row": {"trunk_turn": (T,), "hike": (H,), "chin_poke": (M, P), "tremor": (A,), "lost_face": ()},
    "shrug": {"trunk_turn": (T,), "chin_poke": (M, P), "tremor": (A,), "short_hold": (S,), "lost_face": ()},
    "gaze": {"trunk_turn": (T,), "hike": (H,), "chin_poke": (P,), "too_far": (PAST,), "tremor": (A,), "lost_face": ()},
    "path": {"trunk_turn": (T,), "hike": (H,), "chin_poke": (), "too_fast": (L,), "tremor": (A,), "lost_face": ()},
    "relocation": {
        "trunk_turn": (T,), "hike": (H,), "chin_poke": (P,), "too_fast": (F,), "too_far": (PAST,), "tremor": (),
        "wrong_side": (), "lost_face": (),
    },
    "posture": {"trunk_turn": (T,), "hike": (H,), "chin_poke": (M, P), "tremor": (), "lost_face": ()},
    "breathing": {"trunk_turn": (T,), "hike": (H,), "chin_poke": (M,), "tremor": (), "lost_face": ()},
    "unseen": {},
    "timed": {},
}  # fmt: skip
ODD_ONES = {("diagonals", "too_far"), ("nod", "too_far"), ("gaze", "too_fast")}
"""Judged on their own below."""
SIDE_REMARKS = {"PRAISE", "HINT", "LOST", "FOUND", "HOLD_DONE", "BEAT"}


@cache
def done(kind: str, variant: Variant) -> Performance:
    return perform(example(kind, **SHORT.get(kind, {})), variant)


def kinds(performance: Performance) -> list[tuple[str, ...]]:
    return [tuple(sorted(f.kind for f in r.faults)) for r in performance.state.repetitions]


def course(words: Sequence[str]) -> list[str]:
    """The stages and repetitions without what is said beside them."""
    return [word for word in words if word not in SIDE_REMARKS and not word.startswith("!")]


@pytest.mark.parametrize("kind", CLEAN)
def test_done_clean_exactly_this_happens(kind: str) -> None:
    performance = done(kind, Variant.CLEAN)
    assert told(performance.events) == CLEAN[kind].split()
    summary = result(performance.state)
    assert summary.completed
    assert len(summary.repetitions) == summary.repetitions_asked
    assert summary.other_faults == ()
    assert summary.stop_reason is None
    assert summary.measured == (kind not in ("unseen", "timed"))
    assert view(performance.state).headline == "Well done"


def test_the_tables_leave_nothing_out() -> None:
    assert set(FAULTS) == set(CLEAN) == set(EXAMPLES) - {"gaze up and down"}
    for kind, table in FAULTS.items():
        left = {v.value for v in variants(example(kind))} - set(table) - {"clean"}
        assert left == {name for odd, name in ODD_ONES if odd == kind}, kind


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, table in FAULTS.items() for name in table])
def test_one_thing_wrong_calls_exactly_its_faults(kind: str, name: str) -> None:
    performance = done(kind, Variant(name))
    expected = tuple(sorted(FAULTS[kind][name]))
    total = len(done(kind, Variant.CLEAN).state.repetitions)
    if kind in ("gaze", "path") or expected or name in ("wrong_side", "lost_face"):
        assert kinds(performance) == [expected if number % 2 == 0 else () for number in range(total)]
    unfinished = [*expected] * 2 if kind == "path" else []  # the dot's last round, which time cuts short
    others = [f.kind.value for f in performance.state.other_faults]
    assert others == [W] * (name == "wrong_side") + unfinished
    words = told(performance.events)
    lost = name == "lost_face" and total > 1
    assert (words.count("LOST"), words.count("FOUND")) == (lost, lost)
    assert [w for w in words if w[0] == "!"] == [f"!{e.fault.kind}" for e in performance.events if e.fault]
    assert course(words) == course(CLEAN[kind].split())
    assert result(performance.state).completed


def test_a_swing_off_the_beat_is_called_each_time() -> None:
    swings = kinds(done("gaze", Variant.TOO_FAST))
    assert swings == [(B,)] * 5
    wide = perform(example("gaze up and down"), Variant.TOO_FAR)
    assert kinds(wide) == [(PAST,), (), (PAST,), (), (PAST,)]


def test_a_nod_beyond_what_was_shown_is_too_far() -> None:
    assert kinds(done("nod", Variant.TOO_FAR)) == [(), (), (PAST, FAR)], "the first one shows how far"
    assert kinds(done("diagonals", Variant.TOO_FAR)) == [()] * 4, "past its target, but back at once"


def test_a_face_that_is_lost_comes_back_and_no_time_runs_meanwhile() -> None:
    for kind in ("movement", "isometric", "path", "breathing"):
        clean, lost = done(kind, Variant.CLEAN), done(kind, Variant.LOST_FACE)
        assert lost.state.now_s == pytest.approx(clean.state.now_s + 2, abs=0.4)
        assert 1.5 < result(lost.state).lost_s < 2.5


def test_a_chin_that_pokes_is_told_what_is_missing_before_it_counts() -> None:
    said = [e.cue for e in done("retraction", Variant.CHIN_POKE).events if e.kind is EventKind.HINT]
    assert said == ["Slide your head back a little"]


@pytest.mark.parametrize("kind", ["unseen", "timed"])
def test_what_nobody_sees_goes_on_by_time_with_nobody_there(kind: str) -> None:
    performance = done(kind, Variant.CLEAN)
    assert all(sample.angles is None for sample in performance.samples)
    assert variants(example(kind)) == (Variant.CLEAN,)
    summary = result(performance.state)
    assert summary.summary == ("This was timed, not measured.",)
    assert summary.lost_s == 0
    with pytest.raises(ValueError, match="has no meaning in an-example-of"):
        perform(example(kind), Variant.HIKE)


def test_a_relocation_keeps_how_far_off_it_was_and_no_range_comes_of_it() -> None:
    summary = result(done("relocation", Variant.CLEAN).state)
    assert [r.error_deg for r in summary.repetitions] == [pytest.approx(3, abs=0.2)] * 4
    assert summary.rom == ()
    assert "You came back to within 3° of the middle on average." in summary.summary


def test_following_a_dot_is_scored_without_the_delay_that_everybody_has() -> None:
    exercise, late_s, off_deg = example("path"), 0.4, 2.0
    state = start(exercise, {})
    for sample in done("path", Variant.CLEAN).samples:
        if sample.angles is not None:
            passed_s = state.stage_s + 0.05 - late_s if state.stage is Stage.MOVE else 0.0
            at = wave(exercise, passed_s / loop_s(exercise.guide))
            angles = Angles(at.flexion_deg + off_deg, 0.0, at.right_rotation_deg)
            sample = replace(sample, angles=angles)
        state, _ = step(state, sample)
    told = result(state)
    assert len(told.repetitions) == 4
    for repetition in told.repetitions:
        assert repetition.lag_s == pytest.approx(late_s, abs=0.1)
        assert repetition.error_deg == pytest.approx(off_deg, abs=0.5)
        assert repetition.sigma_deg == pytest.approx(1.5 * 2**0.5, abs=0.01)
    assert "Your nose was 2° from the dot on average, 0.4 s behind it." in told.summary


def test_a_nod_is_no_range_of_motion() -> None:
    performance = done("nod", Variant.CLEAN)
    assert performance.state.trials
    assert result(performance.state).rom == ()


@pytest.mark.parametrize("path", sorted(EXERCISES.rglob("*.toml")), ids=lambda path: path.stem)
def test_every_exercise_of_the_library_is_done_clean_to_its_end(path: Path) -> None:
    exercise = check_file(path)
    performance = perform(exercise)
    summary = result(performance.state)
    assert summary.completed
    assert len(summary.repetitions) == summary.repetitions_asked
    assert [f.kind for r in summary.repetitions for f in r.faults] == []
    assert summary.other_faults == ()
    assert performance.events[-1].kind is EventKind.FINISHED
    assert exercise.guide.kind == "rom" or summary.summary


def test_the_stream_is_one_that_a_camera_could_give() -> None:
    for kind in ("movement", "posture", "shrug"):
        samples = done(kind, Variant.CLEAN).samples
        assert [s.frame_index for s in samples] == sorted(s.frame_index for s in samples)
        assert all(b.t_s > a.t_s for a, b in pairwise(samples))
        assert all((s.angles is None) == (s.sigma is None) == bool(s.problems) for s in samples)


def test_the_ring_fills_while_neutral_is_being_taken() -> None:
    state, filled = start(example("movement"), {}), []
    for sample in done("movement", Variant.CLEAN).samples:
        state, _ = step(state, sample)
        if state.stage is not Stage.NEUTRAL:
            break
        filled.append(view(state).progress)
    assert filled[0] == 0
    assert filled == sorted(filled)
    assert filled[-1] > 0.8


def test_each_repetition_is_judged_with_its_reason() -> None:
    good = [judge(r) for r in done("movement", Variant.CLEAN).state.repetitions]
    assert {j.quality for j in good} == {Quality.GOOD}
    assert good[0].reason == "Clean, held 2 s"
    for variant, quality, reason in (
        (Variant.HIKE, Quality.AGAIN, "A shoulder came up"),
        (Variant.TOO_FAR, Quality.AGAIN, "It went past the target"),
        (Variant.TOO_FAST, Quality.OKAY, "It was too fast"),
        (Variant.SHORT_HOLD, Quality.OKAY, "The hold was short"),
        (Variant.CHIN_POKE, Quality.AGAIN, "The chin came up"),
    ):
        first, second, *_ = (judge(r) for r in done("movement", variant).state.repetitions)
        assert (first.quality, first.reason) == (quality, reason)
        assert second.quality is Quality.GOOD
