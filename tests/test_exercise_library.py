"""What ships: every exercise is whole, careful and easy to read, and claims nothing that it may not."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from coach.exercise.model import Approach, Exercise, FaultKind, MovementGuide, TimedGuide
from coach.history.library import load_library
from coach.paths import exercises_dir
from tests.reading import AVOIDED, HARDEST_GRADE, grade, sentences

LIBRARY = load_library(exercises_dir())
TRAINED = LIBRARY.exercises
IDS = {
    "M1": "active-rotation",
    "M2": "look-down-look-up",
    "M3": "side-bend",
    "M4": "head-clock",
    "M5": "strap-turn",
    "M6": "upper-back-bend",
    "S1": "upper-trapezius-stretch",
    "S2": "levator-scapulae-stretch",
    "S3": "suboccipital-stretch",
    "S4": "chest-stretch",
    "C1": "lying-nod",
    "C2": "seated-nod",
    "C3": "neck-control-on-forearms",
    "C4": "find-the-middle",
    "C5": "figure-eight",
    "C6": "eyes-still-head-turns",
    "T1": "gentle-turn-press",
    "T2": "four-way-press",
    "T3": "chin-tuck-head-lift",
    "T4": "band-press",
    "P1": "shoulder-blade-setting",
    "P2": "band-row",
    "P3": "wall-slide",
    "E1": "upright-reset",
    "E2": "microbreak",
    "R1": "slow-breathing",
    "R2": "tense-and-let-go",
    "F1": "self-massage",
    "H1": "warm-pack",
    "A1": "range-of-motion",
}
"""Histories keep the ids, so they stay what they are."""

APPROACHES = {
    Approach.MOBILITY: 6,
    Approach.STRETCH: 4,
    Approach.MOTOR_CONTROL: 6,
    Approach.STRENGTH: 4,
    Approach.SCAPULAR: 3,
    Approach.POSTURE: 2,
    Approach.RELAXATION: 2,
    Approach.SOFT_TISSUE: 2,
    Approach.ASSESSMENT: 1,
}

AT_REST = {"R1", "E2", "H1"}
"""Nothing is moved or pressed in these; their precautions are their own."""
LONGEST_SENTENCE = 45
"""Words; the list of signs to stop at is one long sentence."""


@pytest.fixture(params=TRAINED, ids=lambda exercise: exercise.id)
def exercise(request: pytest.FixtureRequest) -> Exercise:
    return request.param


def words(exercise: Exercise) -> str:
    """All that a person reads about an exercise, source and numbers aside."""
    told = [exercise.purpose, exercise.start_position, *exercise.steps, exercise.progression or ""]
    told += [exercise.regression or "", *exercise.precautions, *exercise.contraindications, exercise.lock or ""]
    told += [rule.cue + "." for rule in exercise.faults]
    told += [step.say + "." for step in (*exercise.steps_up, *exercise.steps_down)]
    return " ".join([*told, exercise.evidence.summary])


def test_the_whole_programme_is_there() -> None:
    assert {e.code: e.id for e in LIBRARY} == IDS
    assert Counter(e.approach for e in LIBRARY) == APPROACHES
    assert len({e.title for e in LIBRARY}) == len(LIBRARY)


def test_each_is_easy_to_read_and_claims_nothing(exercise: Exercise) -> None:
    text = words(exercise)
    assert grade(text) <= HARDEST_GRADE
    assert [s for s in sentences(text) if len(s.split()) > LONGEST_SENTENCE] == []
    assert AVOIDED.findall(text) == []


def test_each_is_whole(exercise: Exercise) -> None:
    assert 3 <= len(exercise.steps) <= 6
    assert exercise.regression
    assert exercise.precautions
    assert len(exercise.evidence.summary) > 40
    assert re.search(r"\d{4}|Physiotherapy convention", exercise.evidence.source)
    assert (exercise.evidence.strength == "convention") or re.search(r"\d{4}", exercise.evidence.source)


def test_each_that_is_seen_is_watched(exercise: Exercise) -> None:
    assert exercise.seen != isinstance(exercise.guide, TimedGuide)
    assert bool(exercise.faults) == exercise.seen


def test_each_says_when_to_stop(exercise: Exercise) -> None:
    stops = [line for line in exercise.precautions if line.startswith("Stop at once if you get dizzy")]
    assert bool(stops) == (exercise.code not in AT_REST)
    assert bool(exercise.contraindications) == (exercise.code not in {"R1", "R2", "E2"})


def test_each_level_can_be_done(exercise: Exercise) -> None:
    for level in exercise.levels:
        guide = exercise.at_level(level).guide
        assert guide.kind == exercise.guide.kind
    steps = (*exercise.steps_up, *exercise.steps_down)
    assert len({step.say for step in steps}) == len(steps)


def test_no_step_changes_what_makes_an_exercise_hard_in_the_wrong_direction(exercise: Exercise) -> None:
    guides = [exercise.at_level(level).guide for level in exercise.levels]
    for field in ("rotation_deg", "speed_deg_per_s", "duration_s", "effort_percent", "sets"):
        values = [getattr(guide, field) for guide in guides if hasattr(guide, field)]
        assert values == sorted(values, key=lambda value: value or 0), field


def test_movements_are_slow_and_within_the_own_range(exercise: Exercise) -> None:
    if not isinstance(exercise.guide, MovementGuide):
        return
    assert exercise.guide.tempo_deg_per_s[1] <= 30
    limits = {rule.kind: rule.limit for rule in exercise.faults}
    assert limits[FaultKind.TOO_FAST] <= 45
    for target in exercise.guide.targets:
        assert target.degrees or target.percent_of_own_range
        assert not target.degrees or target.degrees[1] <= 35


def test_only_a_therapist_allows_what_needs_one() -> None:
    assert [e.code for e in LIBRARY if e.lock] == ["M5", "T4"]


@pytest.mark.parametrize(
    ("code", "warning"),
    [
        ("M2", r"weak bones|bones are weak"),
        ("M5", r"must not hurt at all"),
        ("M5", r"blood vessel.*stroke.*torn neck artery"),
        ("M5", r"Rheumatoid arthritis, Down or Ehlers-Danlos"),
        ("M5", r"broken bone.*osteoporosis.*cancer.*infection"),
        ("M6", r"osteoporosis"),
        ("S1", r"Do not pull on your head"),
        ("S2", r"Stop if your arm tingles"),
        ("C1", r"0 to 2 of 10"),
        ("T2", r"more than half of your strength"),
        ("T2", r"high blood pressure"),
        ("T3", r"Not on a day with headache"),
        ("T4", r"Strong headaches"),
        ("F1", r"Never press on the front or the side of your neck"),
        ("F1", r"bones of your neck"),
        ("F1", r"Blood thinners"),
        ("H1", r"15 minutes is the most"),
        ("H1", r"Numb skin"),
        ("H1", r"fall asleep"),
        ("R1", r"light-headed"),
    ],
)
def test_the_known_dangers_are_named(code: str, warning: str) -> None:
    exercise = LIBRARY.find(code)
    assert re.search(warning, " ".join([*exercise.precautions, *exercise.contraindications]))


def test_heat_ends_in_time() -> None:
    guide = LIBRARY.find("H1").guide
    assert isinstance(guide, TimedGuide)
    assert sum(part.seconds for part in guide.parts) * guide.rounds <= 15 * 60


def test_doses_are_marked_as_proposals() -> None:
    files: list[Path] = sorted(exercises_dir().rglob("*.toml"))
    assert len(files) == len(LIBRARY)
    for path in files:
        assert path.read_text(encoding="utf-8").startswith("# Thresholds and doses are design proposals"), path
