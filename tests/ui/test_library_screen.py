"""The library: found, opened, started, in the real window."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ui.conftest import NOON
from tests.ui.people import eight_weeks, settled

SIZES = {"usual": ((1280, 800), 1.0), "small_large": ((1024, 640), 1.3), "large": ((1280, 800), 1.5)}


@pytest.fixture
def library(open_app, pilot, store, services):
    eight_weeks(store, services.exercises, NOON)
    shell = open_app(size=(1280, 800))
    pilot.press("Exercises")
    pilot.pump(6)
    return shell


@pytest.mark.parametrize(("look", "contrast"), [*((look, False) for look in SIZES), ("small_large", True)])
def test_looks(library, pilot, services, look, contrast):
    from coach.ui.theme import theme
    from tests.ui.test_looks import cut_off

    size, scale = SIZES[look]
    pilot.window.size = size
    theme.scale = scale
    theme.use_high_contrast(contrast)
    name = f"{look}{'_contrast' if contrast else ''}"
    pilot.pump(5)
    pilot.shot(f"library_{name}")
    assert cut_off(pilot) == []
    library.push("exercise", services.exercises[0])
    pilot.pump(4)
    pilot.shot(f"exercise_{name}")
    assert cut_off(pilot) == []


def test_from_the_list_to_the_session_and_back(library, pilot, captures):
    pilot.press("Turn your head")
    assert library.screen.name == "exercise"
    assert "How to do it" in pilot.texts()
    assert "Blanpied" in pilot.texts()
    pilot.key("escape")
    assert library.screen.name == "library"
    pilot.press("Turn your head")
    pilot.press("Start")
    assert library.screen.name == "check"
    assert library.screen.exercise.code == "M1"
    pilot.press("Back")
    assert library.screen.name == "exercise"


def test_search_is_kept_while_a_page_is_open_and_escape_empties_it(library, pilot):
    pane = library.screen.pane
    pilot.tap(pane.ids.search)
    pilot.type("stretch neck")
    pilot.pump()
    assert pane.found == "1 exercise"
    pilot.shot("library_search")
    library.screen.pane.primary()
    pilot.pump()
    assert library.screen.name == "exercise"
    pilot.key("escape")
    assert library.screen.pane.query == "stretch neck"
    pilot.key("escape")
    assert library.screen.name == "library"
    assert library.screen.pane.query == ""
    pilot.tap(library.screen.pane.ids.search)
    pilot.type("zebra")
    assert "Nothing found" in pilot.texts()
    pilot.shot("library_nothing")


def test_every_card_gets_its_figure_and_an_approach_shows_its_own(library, pilot):
    from coach.ui.figure.widget import Figure
    from coach.ui.screens.library import ExerciseCard

    cards = [w for w in library.screen.pane.walk(restrict=True) if isinstance(w, ExerciseCard)]
    assert len(cards) > 5
    assert all(isinstance(card.ids.picture.children[0], Figure) for card in cards)
    pilot.press("Stretch")
    pilot.pump()
    cards = [w for w in library.screen.pane.walk(restrict=True) if isinstance(w, ExerciseCard)]
    assert {card.exercise.approach.value for card in cards} == {"stretch"}


def test_a_closed_exercise_says_why_and_does_not_start(library, pilot, services):
    reason = "Your therapist has to teach you this once and allow it."
    closed = services.exercises[0].model_copy(update={"lock": reason})
    library.push("exercise", closed)
    pilot.pump(5)
    pilot.shot("exercise_closed")
    assert reason in pilot.texts()
    assert pilot.button("Start", library.screen.pane).disabled
    library.screen.primary()
    assert library.screen.name == "exercise"


def test_what_no_camera_sees_needs_no_camera_check(library, pilot, services):
    unseen = services.exercises[-1].model_copy(update={"view": "none", "faults": ()})
    library.push("exercise", unseen)
    pilot.pump()
    library.screen.primary()
    assert library.screen.name == "session"


def test_a_session_that_no_camera_sees_shows_the_figure_large(library, pilot, services, captures):
    from coach.history.library import load_library
    from coach.paths import exercises_dir

    library.session(load_library(exercises_dir()).find("F1"))
    pilot.pump()
    pilot.no_signs()
    pilot.fine_since()
    pilot.press("3")
    captures.last.feed(None, seconds=1)
    pilot.pump(4)
    pilot.shot("session_timed")
    how = library.screen.pane.ids.how
    assert how.width > 300
    assert "Pause" in pilot.texts()


def test_figures_move_stop_when_asked_and_when_nobody_looks(library, pilot, services, monkeypatch):
    library.push("exercise", services.exercises[0])
    pilot.pump(3)
    player = library.screen.pane.player
    before = player.t_s
    player._tick(0.5)
    assert player.t_s == pytest.approx(before + 0.5)
    assert all(card.figure.pose.right_rotation_deg for card in player.cards)
    pilot.tap(player.ids.button)
    assert not player.playing
    standing = player.t_s
    pilot.pump(5)
    assert player.t_s == standing
    pilot.tap(player.ids.button)
    library.go("home")
    pilot.pump(3)
    assert player._clock is None


def test_history_that_fails_while_the_library_opens(open_app, pilot, store, services):
    from tests.ui.test_session_presenter import FullDisk

    settled(store)
    disk = FullDisk(store)
    open_app(replace(services, store=disk))
    disk.full = True
    pilot.press("Exercises")
    assert "The history cannot be read" in pilot.texts()
    disk.full = False
    pilot.press("Try again")
    assert "Turn your head" in pilot.texts()
