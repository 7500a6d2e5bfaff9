"""One person's way through all four screens, by pointer and by keyboard, in a real window."""

from __future__ import annotations

import numpy as np
import pytest

from coach.exercise.types import Command
from coach.measure.types import Angles, Direction, Problem
from coach.progress.safety.records import Outcome
from tests.ui.conftest import NOON
from tests.ui.fakes import LEFT_OF_IMAGE, RIGHT_OF_IMAGE
from tests.ui.people import eight_weeks, settled

STILL = Angles(0, 0, 0)


def colour_at(picture: np.ndarray, stage, across: float) -> tuple[int, ...]:
    """Colour near the top of a widget, at a share of its width."""
    x, y = stage.to_window(stage.x, stage.y)
    return tuple(int(c) for c in picture[int(picture.shape[0] - y - stage.height * 0.9), int(x + stage.width * across)])


def test_by_pointer(open_app, pilot, store, captures):
    from coach.ui.theme import theme
    from coach.ui.widgets.gauge import Gauge

    shell = open_app()
    assert "Welcome" in pilot.texts()
    pilot.press("Continue")
    assert "Please type a name" in pilot.texts()
    pilot.tap(shell.screen.pane.ids.name)
    pilot.type("Ana")
    pilot.press("Continue")
    (person,) = store.people()
    assert person.name == "Ana"
    assert "Is any of this true now?" in pilot.texts()
    assert "Step 1 of 12" in pilot.texts()
    pilot.no_signs_at_all()
    assert "Your answers show no warning signs. You can start." in pilot.texts()
    assert [(d.rule, d.outcome) for d in store.decisions(person.id)] == [("no-sign", Outcome.MAY_TRAIN)]
    pilot.press("Go on")
    assert "Good" in pilot.texts()
    assert "Not measured yet" in pilot.texts()
    pilot.shot("home_first")

    pilot.press("Turn your head")
    check = captures.last
    assert check.exercise is None
    check.feed(None, Problem.THORAX_HIDDEN, seconds=1)
    pilot.pump()
    assert "Both shoulders must be in the picture" in pilot.texts()
    pilot.press("Continue")
    assert shell.screen.name == "check"
    for _ in range(2):
        check.feed(STILL, seconds=1)
        pilot.pump()
    picture = pilot.shot("check")
    stage = shell.screen.pane.stage
    # mirrored for the person: what is at the left of the image is at the right of the screen
    assert np.allclose(colour_at(picture, stage, 0.15), RIGHT_OF_IMAGE, atol=3)
    assert np.allclose(colour_at(picture, stage, 0.85), LEFT_OF_IMAGE, atol=3)
    assert stage.place(260, 200)[0] > stage.x + stage.width / 2
    assert pilot.has_colour(picture, theme.good, stage) > 200

    pilot.press("Continue")
    assert not check.running
    pilot.no_signs()
    assert "How strong is your pain right now?" in pilot.texts()
    pilot.press("3")
    run = captures.last
    assert run.exercise.code == "M1"
    run.feed(STILL, seconds=2)
    run.turn("right_rotation_deg", 58)
    run.turn("right_rotation_deg", -58)
    for degrees in np.arange(0, 40, 1.0):
        run.feed(Angles(0, 0, float(degrees)))
    pilot.pump()
    assert "39°\n± 2°" in pilot.texts()
    picture = pilot.shot("session_move")
    (gauge,) = pilot.all(Gauge)
    assert pilot.has_colour(picture, theme.primary, gauge) > 1000
    assert pilot.has_colour(picture, theme.good, gauge) > 1000
    run.feed(Angles(0, 0, 50), seconds=1)
    pilot.pump()
    assert "Hold" in pilot.texts()
    picture = pilot.shot("session_hold")
    assert pilot.has_colour(picture, theme.primary, gauge) == 0

    pilot.press("Stop")
    assert "End this exercise?" in pilot.texts()
    pilot.press("Keep going")
    run.feed(STILL, seconds=2)
    assert run.commands == [Command.PAUSE, Command.RESUME]
    pilot.press("Stop")
    pilot.press("End it")
    run.feed(STILL)
    pilot.pump()
    assert "Stopped early" in pilot.texts()
    assert "2 of 16 repetitions" in pilot.texts()
    pilot.press("2")
    pilot.press("Done")
    (session,) = store.sessions(store.people()[0].id)
    assert (session.pain_before, session.pain_after, len(session.repetitions)) == (3, 2, 2)
    assert captures.released > 0

    assert "58° ± 2°" in pilot.texts()
    pilot.press("History")
    assert "Turn your head" in pilot.texts()
    assert "3 to 2" in pilot.texts()
    pilot.press("Flexion")
    assert "not measured" in pilot.texts()


def test_by_keyboard(open_app, pilot, store, captures, services):
    eight_weeks(store, services.exercises, NOON)
    shell = open_app()
    pilot.key("enter")
    assert shell.screen.name == "check"
    captures.last.feed(STILL, seconds=1)
    pilot.pump()
    pilot.key("enter")
    pilot.key("enter")  # none of the emergency signs
    for key in ("n", "3", "enter"):  # not worse after yesterday, and a headache of 3
        pilot.key(key)
    (told,) = store.days_after(store.people()[0].id)
    assert (told.worse_longer_than_a_day, told.headache_before, told.headache_after) == (False, 4, 3)
    pilot.key("4")
    run = captures.last
    run.feed(STILL, seconds=2)
    pilot.pump()
    pilot.key("spacebar")
    run.feed(STILL)
    pilot.pump()
    assert "Paused" in pilot.texts()
    pilot.shot("session_paused")
    pilot.key("enter")
    run.feed(STILL)
    pilot.pump()
    assert "Paused" not in pilot.texts()
    pilot.key("m")
    assert shell.muted
    assert shell.output.sounds.muted
    pilot.key("m")
    assert not shell.muted
    pilot.key("escape")
    assert run.commands[-1] is Command.PAUSE
    pilot.key("escape")  # the last choice of the question: end it
    run.feed(STILL)
    pilot.pump()
    assert "Stopped early" in pilot.texts()
    pilot.key("1")
    pilot.key("enter")
    assert shell.screen.name == "between"
    pilot.key("s")  # leave the next one out
    assert shell.screen.name == "done"
    assert "0 of 2 exercises" in pilot.texts()
    pilot.key("enter")
    assert shell.screen.name == "home"
    assert store.sessions(store.people()[0].id)[-1].pain_after == 1


def test_tab_goes_through_everything_and_stays_in_a_dialog(open_app, pilot, store, captures, services):
    from coach.ui.widgets.controls import Press, Reachable

    eight_weeks(store, services.exercises, NOON)
    shell = open_app()
    reached = []
    for _ in range(60):
        pilot.key("tab")
        if Reachable.current in reached:
            break
        reached.append(Reachable.current)
    assert set(reached) == {w for w in pilot.all(Press) if not w.disabled}
    assert reached[0].text == "0", "how the head is"
    assert all(w.ringed for w in [Reachable.current])
    pilot.tap(pilot.button("History"))
    assert shell.rail.items["history"].active
    assert not any(w.ringed for w in pilot.all(Press))

    dialog = shell.ask("Title", "Text", [("One", "play", None), ("Two", "stop", None)])
    pilot.pump()
    seen = []
    for _ in range(4):
        seen.append(Reachable.current.text)
        pilot.key("tab")
    assert seen == ["One", "Two", "One", "Two"]
    pilot.key("tab", "shift")
    pilot.key("spacebar")
    assert dialog.parent is None
    assert Reachable.current is None


def test_second_exercise_of_a_sitting_does_not_ask_again(open_app, pilot, store, captures, services):
    eight_weeks(store, services.exercises, NOON)
    open_app()
    for expected in (True, False):
        pilot.press("Turn your head")
        captures.last.feed(STILL, seconds=1)
        pilot.pump()
        pilot.press("Continue")
        if expected:
            pilot.no_signs()
            pilot.fine_since()
        assert ("How strong is your pain right now?" in pilot.texts()) is expected
        if expected:
            pilot.press("3")
        captures.last.feed(STILL, seconds=2)
        pilot.pump()
        pilot.key("escape")
        pilot.press("End it")
        captures.last.feed(STILL)
        pilot.pump()
        pilot.press("Done")
    assert [s.pain_before for s in store.sessions(store.people()[0].id)[-2:]] == [3, 3]


def test_range_of_motion_check(open_app, pilot, store, captures):
    person = settled(store)
    open_app()
    pilot.press("Start")
    captures.last.feed(STILL, seconds=1)
    pilot.pump()
    pilot.press("Continue")
    pilot.no_signs()
    pilot.press("Go on without an answer")
    run = captures.last
    assert run.exercise.code == "A1"
    run.feed(STILL, seconds=2)
    for direction in [*Direction] * 4:
        run.turn(direction.axis.value, direction.sign * 40, hold_s=2.5)
    pilot.pump()
    assert "What was measured" in pilot.texts()
    assert pilot.texts().count("40° ± 2°") == 6
    assert "out of plane" not in pilot.texts()
    pilot.shot("rom_summary")
    (test,) = store.rom_tests(person.id)
    assert set(test.values) == set(Direction)
    pilot.press("Continue")
    pilot.press("End the session")
    pilot.press("Done")
    assert pilot.texts().count("40° ± 2°") == 6
    assert "Weeks 1 and 2 · 4 exercises to do" in pilot.texts()


def test_check_that_is_stopped_tells_what_is_missing_and_what_went_astray(open_app, pilot, store, captures):
    person = settled(store)
    open_app()
    pilot.press("Start")
    captures.last.feed(STILL, seconds=1)
    pilot.pump()
    pilot.press("Continue")
    pilot.no_signs()
    pilot.press("Go on without an answer")
    run = captures.last
    run.feed(STILL, seconds=2)
    for degrees in (*np.arange(0, 60, 1.0), *[60.0] * 50):
        run.feed(Angles(0, float(degrees) / 4, float(degrees)))
    for degrees in np.arange(60, -60, -1.0):
        run.feed(Angles(0, 0, float(degrees)))
    run.feed(None, Problem.OUT_OF_RANGE, seconds=2)
    pilot.pump()
    assert "turned too far to measure" in pilot.texts()
    pilot.shot("session_too_far")
    for degrees in np.arange(-58, 1, 1.0):
        run.feed(Angles(0, 0, float(degrees)))
    pilot.key("escape")
    pilot.press("End it")
    run.feed(STILL)
    pilot.pump()
    said = pilot.texts()
    assert "Rotation right\n60° ± 2°\none trial only · 15° out of plane" in said
    assert "Rotation left\nbeyond 58°" in said
    assert said.count("not measured") == 4
    pilot.shot("rom_summary_stopped")
    (test,) = store.rom_tests(person.id)
    assert set(test.values) == {Direction.LEFT_ROTATION, Direction.RIGHT_ROTATION}


def test_history_by_keys_and_more_rows(open_app, pilot, store, services):
    from datetime import timedelta

    from tests.ui.people import add_session

    person = eight_weeks(store, services.exercises, NOON)
    for n in range(20):
        add_session(store, person, services.exercises[0], NOON - timedelta(days=30 + n), done=1, asked=16)
    shell = open_app()
    pilot.press("History")
    pane = shell.screen.pane
    pilot.key("left")
    assert pane.direction is Direction.EXTENSION
    pilot.key("right")
    pilot.key("right")
    assert pane.direction is Direction.RIGHT_ROTATION
    assert "beyond" in pilot.texts()
    more = pilot.button("Show 17 more")
    more.dispatch("on_release")
    pilot.pump()
    assert len(pane.ids.table.children) == 29


def test_empty_history_leads_home(open_app, pilot, store):
    settled(store)
    shell = open_app()
    pilot.press("History")
    assert "Nothing here yet" in pilot.texts()
    pilot.shot("history_empty")
    pilot.press("See what to do today")
    assert shell.screen.name == "home"


def test_camera_check_alone(open_app, pilot, store, captures):
    settled(store)
    shell = open_app()
    pilot.press("Camera check")
    captures.last.feed(STILL, seconds=1)
    pilot.pump()
    pilot.press("Done")
    assert shell.screen.name == "home"
    assert not captures.last.running


@pytest.mark.parametrize("exercise_id", ["side-bend", "range-of-motion"])
def test_started_for_one_exercise(open_app, pilot, store, captures, exercise_id):
    shell = open_app(exercise_id=exercise_id)  # the name can be typed at once
    pilot.type("Ana")
    pilot.key("enter")
    assert shell.screen.name == "safety"
    pilot.no_signs_at_all()
    pilot.key("enter")
    assert shell.screen.name == "check"
    assert shell.screen.exercise.id == exercise_id


def test_text_size_and_contrast_are_kept(open_app, pilot, store, tmp_path):
    from coach.ui.preferences import Preferences
    from coach.ui.theme import theme

    settled(store)
    shell = open_app()
    pilot.key("+", "ctrl")
    pilot.key("+", "ctrl")
    assert theme.scale == 1.3
    shell.toggle_contrast()
    pilot.pump()
    assert tuple(pilot.pixels()[-2, -2]) == (0, 0, 0)
    from kivy.app import App

    App.get_running_app().on_stop()
    assert Preferences.load(tmp_path / "window.json")[0] == Preferences(1.3, True, False)
