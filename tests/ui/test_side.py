"""Exercises that the camera sees from the side: the check, the choice of the side, and the session."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.exercise.gestures import SignSet, sign_set
from coach.history.library import load_library
from coach.measure.types import Angles, Direction, Problem, View
from coach.paths import exercises_dir, side_clip
from coach.ui.preferences import Preferences
from coach.ui.presenters.check import Mark
from coach.ui.presenters.check_side import how_to_turn, judge_side, side_check
from tests.ui.by_hand import HandMade
from tests.ui.people import NOON, rom_value, settled

CLIP = side_clip()
LIBRARY = load_library(exercises_dir())
M2 = LIBRARY.find("M2")
STILL = Angles(0, 0, 0)
TURN = "Turn your chair so that the camera sees your left side."


def marks(*problems: Problem) -> list[Mark]:
    return [line.mark for line in judge_side(problems, View.LEFT, TURN)]


def test_the_other_side_must_be_put_right_first():
    lines = judge_side((Problem.VIEW_MISMATCH,), View.LEFT, TURN)
    assert lines[0].mark is Mark.BAD
    assert lines[0].advice == f"The camera does not see your left side. {TURN}"
    assert [line.mark for line in lines[1:3]] == [Mark.WAIT, Mark.WAIT]


def test_the_check_waits_until_the_head_is_followed_and_asks_for_no_face():
    assert marks(Problem.NO_NEUTRAL)[:3] == [Mark.WAIT, Mark.WAIT, Mark.WAIT]
    assert marks(Problem.NO_PERSON)[1] is Mark.BAD
    assert marks(Problem.NOT_UPRIGHT, Problem.NO_NEUTRAL)[:3] == [Mark.WAIT, Mark.BAD, Mark.WAIT]
    assert marks(Problem.FACE_UNRELIABLE)[1] is Mark.BAD
    assert marks(Problem.SIDE_VIEW) == [Mark.GOOD] * 4
    assert marks(Problem.SIDE_VIEW, Problem.THORAX_HIDDEN)[2] is Mark.ADVICE
    assert marks(Problem.SIDE_VIEW, Problem.TOO_DARK)[3] is Mark.ADVICE
    words = " ".join(line.title + line.advice for p in Problem for line in judge_side((p,), View.LEFT, TURN))
    assert "face" not in words.lower()
    assert "both shoulders" not in words.lower()


@pytest.mark.parametrize(
    ("code", "begins"), [("M2", "Turn your chair"), ("P3", "Stand so"), ("C1", "Lie so"), ("C3", "Lie so")]
)
def test_everybody_is_told_how_to_sit_stand_or_lie(code, begins):
    told = how_to_turn(LIBRARY.find(code), View.RIGHT)
    assert told.startswith(begins)
    assert told.endswith("your right side.")
    assert [line.mark for line in side_check(LIBRARY.find(code), View.RIGHT).lines] == [Mark.WAIT] * 4


def test_hands_are_not_followed_from_the_side():
    assert sign_set(M2) is SignSet.NONE


def test_from_the_check_into_the_session(open_app, pilot, store, captures):
    settled(store)
    shell = open_app(size=(1280, 800))
    shell.check(M2)
    pilot.pump()
    check = captures.last
    assert (check.exercise, check.view) == (None, View.LEFT)
    assert "an arm's length" not in pilot.texts()
    check.feed(None, Problem.VIEW_MISMATCH, seconds=1)
    pilot.pump()
    assert f"The camera does not see your left side. {TURN}" in pilot.texts()
    assert not shell.screen.pane.ready
    figure = shell.screen.pane.ids.how.figure
    assert (figure.side, figure.turned) == ("side", False)
    before = figure.pose
    for _ in range(3):
        check.feed(STILL, Problem.SIDE_VIEW, seconds=1)
        pilot.pump()
    assert figure.pose != before, "the figure moves"
    assert shell.screen.pane.ready
    assert shell.screen.pane.stage._rim.points == []
    assert shell.screen.pane.stage._shoulders.points == []
    pilot.press("Continue")
    pilot.no_signs()
    pilot.press("3")
    run = captures.last
    assert (run.exercise.code, run.view) == ("M2", View.LEFT)
    run.feed(STILL, Problem.SIDE_VIEW, seconds=2)
    run.turn("flexion_deg", 40, hold_s=3)
    pilot.pump()
    assert len(shell.screen.presenter.repetitions) == 1
    assert shell.screen.pane.stage._shoulders.points == []
    person = store.people()[0]
    assert store.sessions(person.id)[-1].models == "no models for left"


def test_the_other_side_is_chosen_by_keyboard_and_remembered(open_app, pilot, store, captures, tmp_path):
    from coach.ui.widgets.controls import Reachable

    settled(store)
    shell = open_app(size=(1280, 800))
    shell.check(M2)
    pilot.pump()
    first = captures.last
    for _ in range(20):
        pilot.key("tab")
        if getattr(Reachable.current, "text", "") == "My right side":
            break
    pilot.key("enter")
    assert (first.running, captures.last.view) == (False, View.RIGHT)
    assert "the camera sees your right side" in " ".join(line.advice for line in judged(shell, captures))
    assert shell.screen.pane.ids.how.figure.turned
    shell.settings.close()
    assert Preferences.load(tmp_path / "window.json")[0].side == "right"
    shell.check(LIBRARY.find("M1"))
    pilot.pump()
    assert captures.last.view is View.FRONT
    assert "an arm's length" in pilot.texts()
    with pytest.raises(AssertionError, match="no button"):
        pilot.button("My right side", shell.screen)


def judged(shell, captures):
    captures.last.feed(None, Problem.NO_NEUTRAL, seconds=1)
    shell.screen._poll(0)
    return shell.screen._check.lines


def test_a_side_that_makes_no_sense_is_left_out(tmp_path):
    (tmp_path / "s.json").write_text('{"side": "behind"}')
    assert Preferences.load(tmp_path / "s.json")[0].side == "left"


@pytest.mark.parametrize(("size", "scale"), [((1280, 800), 1.0), ((1024, 640), 1.3)])
def test_a_person_seen_from_the_side(open_app, pilot, store, services, size, scale):
    from coach.ui.theme import theme

    captures, look = HandMade(CLIP), f"{size[0]}_{scale}"
    person = settled(store)
    values = {d: rom_value(d, 62) for d in (Direction.FLEXION, Direction.EXTENSION)}
    store.add_rom_test(person.id, values, measured_at=NOON, view=View.FRONT, software="test")
    shell = open_app(replace(services, captures=captures), size=size)
    theme.scale = scale
    shell.settings.side = "right"
    shell.check(M2)
    pilot.pump()
    captures.turn_until(pilot, lambda: "does not see your right side" in pilot.texts(), frames=280)
    pilot.shot(f"side_check_mismatch_{look}")
    pilot.press("My left side")
    captures.turn_until(pilot, lambda: shell.screen.pane.ready, frames=280)
    pilot.shot(f"side_check_{look}")
    pilot.press("Continue")
    pilot.no_signs()
    pilot.press("3")
    presenter = shell.screen.presenter
    captures.turn_until(pilot, lambda: presenter.view.tone == "good" and presenter.view.ring > 0.5, frames=280)
    pilot.shot(f"side_session_{look}")
    captures.turn_until(pilot, lambda: len(presenter.repetitions) == 1, frames=280)
    assert presenter.repetitions[0].direction is Direction.FLEXION
    assert captures.last.loop.measurer.side_neutral is not None
