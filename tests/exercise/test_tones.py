"""What is heard at each moment, as a table."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from coach.exercise.model import FaultKind
from coach.exercise.spoken import countdown, counted
from coach.exercise.tones import (
    LOW_PULSES_HZ,
    LOWEST_HZ,
    PULSES_HZ,
    SILENCE,
    STEPS,
    Tone,
    ToneKind,
    pitch_hz,
    tone_for,
    trial_tone,
)
from coach.exercise.types import Fault, Gauge, SessionView, Stage
from coach.measure.types import Direction

RIGHT = Direction.RIGHT_ROTATION
LOW = Tone(ToneKind.LOW, pulse_hz=LOW_PULSES_HZ)


def view(stage: Stage, value_deg: float | None = 0.0, **changes: object) -> SessionView:
    gauge = Gauge(RIGHT, value_deg, 2.0, (40.0, 50.0), 65.0)
    whole = SessionView(stage, "", "", gauge, 0.0, None, (), 1, 1, None)
    return replace(whole, **changes)


def guide(share: float) -> Tone:
    slow, quick = PULSES_HZ
    return Tone(ToneKind.GUIDE, round(share * STEPS), slow + share * (quick - slow))


def fault(kind: FaultKind) -> Fault:
    return Fault(kind, 20.0, "a cue", 1.0)


NO_TARGET = Gauge(RIGHT, 45.0, 2.0, None, 90.0)

TABLE = {
    "near neutral": (view(Stage.MOVE, 3.0), SILENCE),
    "a quarter of the way": (view(Stage.MOVE, 10.0), guide(0.25)),
    "half way": (view(Stage.MOVE, 20.0), guide(0.5)),
    "just before the target": (view(Stage.MOVE, 39.9), guide(39.9 / 40)),
    "without a target, of the scale": (view(Stage.MOVE, gauge=NO_TARGET), guide(0.5)),
    "on the other side": (view(Stage.MOVE, -20.0), SILENCE),
    "not begun": (view(Stage.READY, 8.0), SILENCE),
    "not measured": (view(Stage.MOVE, None), SILENCE),
    "no gauge": (view(Stage.MOVE, gauge=None), SILENCE),
    "held": (view(Stage.HOLD, 45.0, on_target=True, remaining_s=1.2), Tone(ToneKind.ON_TARGET, seconds_left=2)),
    "held, no time known": (view(Stage.HOLD, 45.0, on_target=True), Tone(ToneKind.ON_TARGET)),
    "hold left inwards": (view(Stage.HOLD, 30.0), guide(0.75)),
    "hold left outwards": (view(Stage.HOLD, 54.1), LOW),
    "within the tolerance of a hold": (view(Stage.HOLD, 54.0), guide(1.0)),
    "too fast": (view(Stage.MOVE, 20.0, fault=fault(FaultKind.TOO_FAST)), LOW),
    "wrong side": (view(Stage.READY, -20.0, fault=fault(FaultKind.WRONG_SIDE)), LOW),
    "too fast before, on target now": (
        view(Stage.HOLD, 45.0, on_target=True, remaining_s=2.0, fault=fault(FaultKind.TOO_FAST)),
        Tone(ToneKind.ON_TARGET, seconds_left=2),
    ),
    "another fault": (view(Stage.MOVE, 20.0, fault=fault(FaultKind.SHOULDER_RISE)), guide(0.5)),
    "back": (view(Stage.RETURN, 20.0), Tone(ToneKind.BACK)),
    "in": (view(Stage.BREATHE_IN, gauge=None), Tone(ToneKind.BREATHE_IN)),
    "out": (view(Stage.BREATHE_OUT, gauge=None), Tone(ToneKind.BREATHE_OUT)),
    **{stage.value: (view(stage, 20.0), SILENCE) for stage in (Stage.NEUTRAL, Stage.REST, Stage.PAUSED, Stage.LOST)},
    **{stage.value: (view(stage, 20.0), SILENCE) for stage in (Stage.DONE, Stage.STOPPED)},
}


@pytest.mark.parametrize(("moment", "tone"), TABLE.values(), ids=TABLE)
def test_tone_of_a_moment(moment, tone):
    assert tone_for(moment) == tone


def test_pitch_and_pulses_rise_all_the_way():
    heard = [tone_for(view(Stage.MOVE, value)) for value in range(4, 41)]
    assert all(tone.kind is ToneKind.GUIDE for tone in heard)
    assert [tone.step for tone in heard] == sorted(tone.step for tone in heard)
    assert all(a.pulse_hz < b.pulse_hz for a, b in itertools.pairwise(heard))
    assert pitch_hz(0) == LOWEST_HZ
    assert pitch_hz(STEPS) == pytest.approx(2 * LOWEST_HZ)


def test_what_must_be_heard_is_said_in_words_too():
    assert tone_for(TABLE["held"][0]).caption == "on target"
    assert "slower" in LOW.caption
    assert SILENCE.caption == guide(0.5).caption == ""


def holding(remaining_s: float, whole_s: float, **changes: object) -> SessionView:
    how = {"on_target": True, "remaining_s": remaining_s, "progress": 1 - remaining_s / whole_s}
    return view(Stage.HOLD, 45.0, **{**how, **changes})


def said(whole_s: float, step_s: float = 0.05, **changes: object) -> list[str]:
    words, before = [], None
    for passed in range(round(whole_s / step_s) + 1):
        now = holding(whole_s - passed * step_s, whole_s, **changes)
        words.append(countdown(before, now))
        before = now
    return [word for word in words if word]


@pytest.mark.parametrize(
    ("whole_s", "words"),
    [
        (2, []),
        (4.9, []),
        (5, ["Three", "Two", "One"]),
        (10, ["Three", "Two", "One"]),
        (30, ["Ten more seconds", "Three", "Two", "One"]),
    ],
)
def test_counts_down_long_holds_only(whole_s, words):
    assert said(whole_s) == words


def test_counts_nothing_down_off_target_or_at_the_beginning():
    assert said(10, on_target=False) == []
    assert countdown(None, holding(2.9, 10)) is None
    assert countdown(view(Stage.MOVE), holding(2.9, 10)) is None
    assert countdown(replace(holding(3.1, 10), remaining_s=None), holding(2.9, 10)) is None


def test_a_number_stands_before_its_cue():
    assert counted(3, "Look up") == "3. Look up"
    assert counted(3, None) == "3"


def test_the_example_goes_all_the_way_and_ends():
    kinds = [tone.kind for t in range(200) if (tone := trial_tone(t * 0.05))]
    order = [kind for index, kind in enumerate(kinds) if index == 0 or kinds[index - 1] is not kind]
    assert order == [ToneKind.GUIDE, ToneKind.ON_TARGET, ToneKind.BACK]
    assert trial_tone(2.99).step == STEPS
    assert [trial_tone(t).seconds_left for t in (3.0, 3.6, 4.6)] == [3, 2, 1]
    assert trial_tone(30.0) is None
