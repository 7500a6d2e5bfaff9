from __future__ import annotations

from datetime import date

import pytest

from coach.exercise.model import Approach
from coach.history.library import load_library
from coach.paths import exercises_dir
from coach.progress.plan.records import EntryKind, Plan, PlanEntry, SetBy
from coach.ui.presenters.library import (
    APPROACHES,
    ASK_FIRST,
    TIMED,
    LibraryPresenter,
    closed_for,
    everything,
    exercise_page,
    moments,
    own_range,
    shown_side,
    still,
)
from tests.ui.conftest import NOON

LIBRARY = load_library(exercises_dir())
ALL = tuple(LIBRARY)


def presenter(*exercises, closed=lambda _exercise: None) -> LibraryPresenter:
    return LibraryPresenter(exercises or ALL, closed)


def titles(view) -> list[str]:
    return [entry.title for section in view.sections for entry in section.entries]


def locked(exercise):
    return exercise.model_copy(update={"lock": "Your therapist has to teach you this once."})


def timed(exercise):
    return exercise.model_copy(update={"view": "none"})


def test_every_approach_has_its_words():
    assert set(APPROACHES) == set(Approach)


def test_everything_stands_once_under_its_approach():
    view = presenter().view()
    assert sorted(titles(view)) == sorted(e.title for e in ALL)
    assert view.found == f"{len(ALL)} exercises"
    for section in view.sections:
        assert {entry.exercise.approach for entry in section.entries} == {section.approach}
    order = [section.approach for section in view.sections]
    assert order == [a for a in APPROACHES if a in order]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("m1", "Turn your head"), ("TURN head", "Turn your head"), ("belly", "Slow belly breathing"), ("  ", None)],
)
def test_search_finds_words_in_any_order_and_case(query, expected):
    found = titles(presenter().view(query))
    assert found if expected is None else expected in found
    if expected is None:
        assert len(found) == len(ALL)


def test_search_needs_every_word():
    view = presenter().view("turn zebra")
    assert titles(view) == []
    assert view.found == "Nothing found"


def test_one_approach_only():
    view = presenter().view("", Approach.STRETCH)
    assert [section.approach for section in view.sections] == [Approach.STRETCH]
    assert presenter().approaches == tuple(a for a in APPROACHES if any(e.approach is a for e in ALL))


def test_marks_what_is_closed_and_what_no_camera_sees():
    first = LIBRARY.find("M1")
    breathing = timed(LIBRARY.find("R1"))
    view = presenter(locked(first), breathing, LIBRARY.find("M3"), closed=lambda e: e.lock).view()
    marks = {entry.title: (entry.mark, entry.closed) for section in view.sections for entry in section.entries}
    assert marks[first.title] == (ASK_FIRST, True)
    assert marks[breathing.title] == (TIMED, False)
    assert marks[LIBRARY.find("M3").title] == ("", False)


@pytest.mark.parametrize("exercise", ALL, ids=lambda e: e.code)
def test_page_says_all_that_the_file_says(exercise):
    page = exercise_page(exercise, None)
    said = "\n".join([page.title, page.purpose, page.dose, *(line for block in page.blocks for line in block.lines)])
    for text in (
        exercise.title,
        exercise.purpose,
        exercise.start_position,
        exercise.frequency,
        exercise.evidence.source,
    ):
        assert text in said
    for line in (*exercise.steps, *exercise.precautions, *exercise.contraindications):
        assert line in said
    assert all(block.lines for block in page.blocks)
    assert page.closed == ""
    assert exercise_page(exercise, "Not yet.").closed == "Not yet."


@pytest.mark.parametrize("exercise", ALL, ids=lambda e: e.code)
def test_there_is_a_picture_of_each(exercise):
    poses = list(moments(exercise, {}))
    assert len(poses) >= 4
    assert shown_side(exercise, {}) in ("front", "side")


def test_still_picture_shows_the_far_end_and_nods_are_seen_from_the_side():
    assert still(LIBRARY.find("M1"), {}).right_rotation_deg > 30
    assert shown_side(LIBRARY.find("M1"), {}) == "front"
    assert shown_side(LIBRARY.find("C2"), {}) == "side"


def test_own_range_and_locks_of_whoever_is_here(services, store):
    exercise = locked(LIBRARY.find("M1"))
    assert own_range(services) == {}
    assert closed_for(services)(exercise) == exercise.lock
    person = store.add_person("Ana")
    assert closed_for(services)(exercise) == exercise.lock
    opened = PlanEntry(exercise.id, EntryKind.ALLOWED)
    store.add_plan(person.id, Plan(NOON, SetBy.THERAPIST, date(2026, 11, 1), entries=(opened,)))
    assert closed_for(services)(exercise) is None
    assert everything(services)[-1] is services.rom_test
