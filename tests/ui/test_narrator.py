"""What is said and shown of a running session, over the real session engine."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from coach.exercise import session
from coach.exercise.tones import SILENCE, ToneKind
from coach.exercise.types import Event, EventKind, Snapshot, Stage
from coach.history.library import load_library
from coach.measure.types import Direction
from coach.paths import exercises_dir
from coach.ui.presenters.narrator import CAPTION_S, Narrator
from tests.exercise.synthetic import LEFT, RIGHT, Person, with_guide
from tests.ui.fakes import Heard
from tests.ui.people import repetition

LIBRARY = load_library(exercises_dir())
OWN = dict.fromkeys(Direction, 60.0)


@pytest.fixture
def heard():
    return Heard()


@pytest.fixture
def narrate(heard):
    """Play a person through the engine and the narrator; gives all captions that were shown."""

    def play(exercise, person: Person) -> list[str]:
        narrator = Narrator(heard)
        state = session.start(exercise, OWN)
        captions = [""]
        for sample in person.samples:
            state, events = session.step(state, sample)
            for event in events:
                narrator.event(event)
            narrator.moment(Snapshot(None, None, sample, session.view(state), 30.0))
            if captions[-1] != narrator.caption:
                captions.append(narrator.caption)
        return captions

    return play


def cues(exercise, person: Person) -> list[str]:
    state, said = session.start(exercise, OWN), []
    for sample in person.samples:
        state, events = session.step(state, sample)
        said += [event.cue for event in events if event.cue]
    return said


def person(hold_s: float = 2.4) -> Person:
    return Person().wait(0.5).stay(1).repetition(RIGHT, 50, hold_s).stay(3).repetition(LEFT, 50, hold_s).stay(3)


def test_speaks_every_cue_of_the_session_and_nothing_of_its_own_but_numbers(heard, narrate):
    exercise = with_guide(LIBRARY.find("M1"), repetitions=2)
    narrate(exercise, person())
    spoken = [re.sub(r"^\d+\. ", "", text) for text in heard.said]
    assert spoken == cues(exercise, person())
    assert spoken
    assert heard.played == ["target_reached", "hold_done", "repetition_done"] * 2


def test_counts_the_repetitions_of_each_side(heard, narrate):
    exercise = with_guide(LIBRARY.find("M1"), repetitions=3)
    twice = person()
    twice.repetition(RIGHT, 50, 2.4).stay(1)
    narrate(exercise, twice)
    assert [text[0] for text in heard.said if text[0].isdigit()] == ["1", "1", "2"]


def test_a_number_without_a_cue_is_said_politely(heard):
    narrator = Narrator(heard)
    narrator.event(Event(EventKind.REPETITION_DONE, 5.0, Stage.READY, None, repetition(1, RIGHT, 0.0)))
    assert heard.said == []
    narrator.moment(moment("Sit tall", 5.1))
    narrator.moment(moment("Sit tall", 5.2))
    assert heard.said == ["(1)"]


def test_counts_a_long_hold_down(heard, narrate):
    exercise = with_guide(LIBRARY.find("M1"), repetitions=2, hold_s=10)
    captions = narrate(exercise, person(hold_s=11))
    assert [text for text in heard.said if text.startswith("(")] == ["(Three)", "(Two)", "(One)"] * 2
    assert "on target" in captions


def test_the_tones_of_a_repetition_come_in_their_order(heard, narrate):
    narrate(LIBRARY.find("M1"), Person().wait(0.5).stay(1).repetition(RIGHT, 50).stay(1))
    kinds = [tone.kind for tone in heard.tones]
    order = [kind for index, kind in enumerate(kinds) if index == 0 or kinds[index - 1] is not kind]
    assert order[:4] == [ToneKind.SILENT, ToneKind.GUIDE, ToneKind.ON_TARGET, ToneKind.BACK]


def moment(text: str, t_s: float) -> Snapshot:
    state = session.start(LIBRARY.find("M1"), OWN)
    one = Person().stay(1).samples[0]
    state, _ = session.step(state, one)
    return Snapshot(None, None, replace(one, t_s=t_s), replace(session.view(state), headline=text), 30.0)


def test_a_spoken_line_is_captioned_unless_the_screen_says_it_already(heard):
    narrator = Narrator(heard)
    narrator.event(Event(EventKind.STAGE_BEGAN, 5.0, Stage.READY, "Breathe on"))
    narrator.moment(moment("Breathe on", 5.1))
    assert narrator.caption == ""
    narrator.moment(moment("Sit tall", 5.2))
    assert narrator.caption == "Breathe on"
    narrator.moment(moment("Sit tall", 5.0 + CAPTION_S + 0.1))
    assert narrator.caption == ""


def test_without_a_picture_the_tones_end(heard):
    narrator = Narrator(heard)
    narrator.moment(Snapshot(None, None, None, None, 0.0, source_problem="gone"))
    assert heard.tones == [SILENCE]
