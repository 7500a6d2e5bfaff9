from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from coach.exercise.model import FaultKind
from coach.exercise.types import Fault
from coach.history.library import load_library
from coach.measure.rom_value import RomMovement, RomValue
from coach.measure.types import Direction, Problem
from coach.paths import exercises_dir
from coach.ui import words
from tests.ui.people import repetition, rom_value

LIBRARY = load_library(exercises_dir())


def test_degrees_are_whole_unsigned_and_carry_their_error():
    assert words.degrees(-52.4, 2.6) == "52° ± 3°"
    assert words.degrees(51.6) == "52°"


def test_an_error_is_never_shown_as_zero():
    assert words.degrees(40, 0.2) == "40° ± 1°"


def test_range_beyond_what_can_be_followed_has_no_error():
    assert words.rom_value(rom_value(Direction.LEFT_ROTATION, 66.5, beyond=True)) == "beyond 68°"
    assert words.rom_value(rom_value(Direction.LEFT_ROTATION, 52)) == "52° ± 3°"


@pytest.mark.parametrize("direction", Direction)
def test_every_reason_has_words_that_fit_the_gauge(direction):
    said = {problem: words.not_measured((problem,), direction) for problem in Problem}
    assert len(set(said.values())) == len(Problem)
    assert all(5 < len(text) < 36 for text in said.values())


@pytest.mark.parametrize(
    ("deg", "said"), [(4.0, ""), (10.0, ""), (10.1, "10° out of plane"), (14.4, "14° out of plane")]
)
def test_much_out_of_plane_is_said(deg, said):
    assert words.out_of_plane(replace(rom_value(Direction.FLEXION, 40), out_of_plane_deg=deg)) == said


def moved(**how):
    return replace(rom_value(Direction.LEFT_ROTATION, 52), movement=RomMovement(**how))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (rom_value(Direction.LEFT_ROTATION, 52), ""),
        (moved(), ""),
        (moved(trunk_deg=14.2), "neck 52°, trunk 14°"),
        (moved(trunk_deg=-6.0), "neck 52°, trunk 6° the other way"),
        (moved(trunk_deg=-1.0), ""),
        (replace(moved(trunk_deg=14), beyond=True), ""),
        (moved(shoulder_rise_pct=21.0), "a shoulder came up 21 %"),
        (moved(shoulder_rise_pct=12.0), ""),
        (moved(trunk_deg=14, pain_onset_deg=44.4), "pain from 44° · neck 52°, trunk 14°"),
        (replace(moved(), problems=(Problem.FEW_TRIALS,)), "one trial only"),
    ],
)
def test_what_is_said_beside_a_range(value, said):
    assert words.rom_notes(value) == said


def test_range_that_was_not_measured_is_not_a_number():
    assert words.rom_value(None) == "not measured"


def test_the_larger_of_the_two_errors_is_shown():
    spread = RomValue(Direction.FLEXION, (38.0, 46.0), 46.0, 42.0, 2.0, 5.6, 3.0)
    assert words.rom_value(spread) == "42° ± 6°"


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (date(2026, 11, 23), "today"),
        (date(2026, 11, 22), "yesterday"),
        (date(2026, 11, 3), "3 Nov"),
        (date(2025, 12, 31), "31 Dec 2025"),
    ],
)
def test_day(when, said):
    assert words.day(when, date(2026, 11, 23)) == said


@pytest.mark.parametrize(("hour", "part"), [(3, "evening"), (4, "morning"), (12, "afternoon"), (18, "evening")])
def test_greeting(hour, part):
    assert words.greeting(hour, "Ana") == f"Good {part}, Ana"


def test_dose_of_every_exercise_of_the_library():
    assert words.dose(LIBRARY.find("M1")) == "8 each side · hold 2 s"
    assert words.dose(LIBRARY.find("R1")) == "5 min · in 4 s, out 6 s"
    assert words.dose(LIBRARY.find("A1")) == "6 directions · 1 to warm up + 3 each"
    assert all(words.minutes(exercise).startswith("about ") for exercise in LIBRARY)


def test_every_fault_has_words():
    assert set(words.FAULTS) == set(FaultKind)


def test_a_fault_counts_once_a_repetition():
    hike = Fault(FaultKind.SHOULDER_RISE, 20, "Let your shoulders drop", 1.0)
    fast = Fault(FaultKind.TOO_FAST, 60, "Slower", 1.0)
    side = Direction.LEFT_ROTATION
    done = [
        repetition(1, side, 0, faults=[hike, hike]),
        repetition(2, side, 9, faults=[hike, fast]),
        repetition(3, side, 18),
    ]
    assert words.fault_counts(done) == [("A shoulder came up", 2), ("It was too fast", 1)]
    assert words.fault_column(done) == "2 × a shoulder came up, 1 × it was too fast"
    assert words.fault_column(done[2:]) == "no fault"


def test_pain_change_tells_what_was_not_told():
    assert words.pain_change(4, 3) == "4 to 3"
    assert words.pain_change(None, 3) == "– to 3"
    assert words.pain_change(None, None) == "–"


def test_seconds():
    assert [words.seconds(s) for s in (0, 30, 60, 150)] == ["0 s", "30 s", "1 min", "2 min 30 s"]


def test_no_text_promises_what_the_program_is_not():
    from pathlib import Path

    shown = "".join(p.read_text("utf-8") for p in Path(words.__file__).parent.rglob("*") if p.suffix in (".py", ".kv"))
    for banned in ("abnormal", "treats", "cures", "clinical-grade", "deficit", "your treatment"):
        assert banned not in shown
