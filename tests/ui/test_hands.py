"""Hands-free: what signs mean, and a session led by them from the camera check to its end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.exercise.figure_pose import ArmPose
from coach.exercise.gestures import HELD_S, RELEASE_S, Sign, SignSet
from coach.exercise.types import Command
from coach.measure.types import Angles
from coach.ui.presenters.hands import NOBODY, Hands, run_meanings
from tests.exercise.bodies import ARMS, body
from tests.ui import fakes
from tests.ui.people import settled

STILL = Angles(0, 0, 0)
LAP = ARMS[ArmPose.LAP][0]
UP = ((1.1, -0.4), (1.12, 0.3))
HUG = ((0.35, -0.75), (-0.28, -0.2))
ONWARDS = {Sign.RIGHT_HAND: "Pause"}


def follow(hands: Hands, right, left, seconds: float, begin_s: float, meanings=ONWARDS) -> list[Sign]:
    counted = []
    for index in range(round(seconds * 20)):
        made = body(right, left, width_px=160, t_s=begin_s + index / 20)
        sign = hands.follow(made, meanings)
        counted += [sign] if sign else []
    return counted


@pytest.mark.parametrize(
    ("signs", "paused", "resting", "meanings"),
    [
        (SignSet.RAISED, False, False, ["Pause", "Pause", "Stop"]),
        (SignSet.RAISED, True, False, ["Go on", "Go on", "Stop"]),
        (SignSet.RAISED, False, True, ["Skip rest", "Skip rest", "Stop"]),
        (SignSet.CROSSED, False, False, ["Pause", "Longer: stop"]),
        (SignSet.CROSSED, True, False, ["Go on", "Longer: stop"]),
        (SignSet.NONE, False, False, []),
    ],
)
def test_meanings(signs, paused, resting, meanings):
    assert list(run_meanings(signs, paused=paused, resting=resting).values()) == meanings


def test_a_held_hand_fills_the_ring_and_counts_once():
    hands = Hands(SignSet.RAISED)
    assert follow(hands, LAP, LAP, 1, 10) == []
    assert hands.view == NOBODY
    assert follow(hands, UP, LAP, 1, 11) == []
    assert hands.view.sign is Sign.RIGHT_HAND
    assert hands.view.text == "Pause"
    assert 0.5 < hands.view.progress < 0.8
    assert follow(hands, UP, LAP, 3, 12) == [Sign.RIGHT_HAND]
    assert hands.view == NOBODY


def test_a_sign_that_means_nothing_now_is_not_looked_at():
    hands = Hands(SignSet.RAISED)
    follow(hands, LAP, LAP, 1, 10)
    assert follow(hands, LAP, UP, 3, 11) == []
    assert hands.view == NOBODY


def test_a_hand_that_was_up_from_the_beginning_does_not_count():
    assert follow(Hands(SignSet.RAISED), UP, LAP, 5, 10) == []


def test_crossed_hands_that_stay_lead_to_the_second_meaning():
    hands, meanings = Hands(SignSet.CROSSED), run_meanings(SignSet.CROSSED, paused=False, resting=False)
    follow(hands, LAP, LAP, 1, 10, meanings)
    assert follow(hands, HUG, HUG, 2, 11, meanings) == [Sign.CROSSED]
    assert (hands.view.sign, hands.view.text) == (Sign.CROSSED_LONG, "Longer: stop")
    assert follow(hands, HUG, HUG, 3, 13, meanings) == [Sign.CROSSED_LONG]


def test_other_signs_count_once_the_hands_were_down():
    hands = Hands(SignSet.RAISED)
    follow(hands, LAP, LAP, 1, 10)
    follow(hands, UP, LAP, 1, 11)
    hands.use(SignSet.RAISED)
    assert follow(hands, UP, LAP, 1, 12) == [Sign.RIGHT_HAND], "the same set changes nothing"
    hands.use(SignSet.CROSSED)
    assert follow(hands, HUG, HUG, 5, 13, {Sign.CROSSED: "Pause"}) == []


def test_without_a_picture_nothing_happens():
    hands = Hands(SignSet.RAISED)
    assert hands.follow(None, ONWARDS) is None


class Actor:
    """Feeds the newest capture with a body whose arms do as they are told."""

    def __init__(self, captures, pilot, monkeypatch):
        self.captures, self.pilot = captures, pilot
        self.right = self.left = LAP
        real = fakes.detection

        def detection(index: int, t_s: float):
            seen = body(self.right, self.left, width_px=160, t_s=t_s)
            return replace(real(index, t_s), pose_px=seen.pose_px, pose_visibility=seen.pose_visibility)

        monkeypatch.setattr(fakes, "detection", detection)

    def act(self, seconds: float, right=LAP, left=LAP) -> None:
        self.right, self.left = right, left
        for _ in range(round(seconds * fakes.FPS / 2)):
            self.captures.last.feed(STILL, seconds=2 / fakes.FPS)
            self.pilot.pump(1)

    def sign(self, right=LAP, left=LAP) -> None:
        """Hold a sign until it counts, and take the hands down."""
        self.act(HELD_S + 0.2, right, left)
        self.act(RELEASE_S + 0.3)


@pytest.fixture
def actor(captures, pilot, monkeypatch):
    return Actor(captures, pilot, monkeypatch)


def begin(open_app, pilot, store, actor, exercise: str = "Bend your head to the side", **how):
    settled(store)
    shell = open_app(**how)
    pilot.press(exercise)
    actor.act(2)
    return shell


def guide(shell, exercise):
    """Begin a session of a changed first exercise of the library."""
    shell._services = replace(shell.services, exercises=(exercise, *shell.services.exercises[1:]))
    shell.session(exercise)


def test_a_whole_session_by_hand(open_app, pilot, store, captures, actor):
    shell = begin(open_app, pilot, store, actor, size=(1280, 800))
    actor.act(1, right=UP)
    pilot.shot("hands_check")
    actor.act(1)
    assert shell.screen.name == "check", "dropped in time"
    actor.act(1.8, left=UP)
    assert shell.screen.name == "session"
    pilot.no_signs()
    pilot.key("3")
    run = captures.last
    actor.act(2)
    actor.act(1, left=UP)
    pilot.shot("hands_pause")
    assert run.commands == []
    actor.act(1, left=UP)
    assert run.commands == [Command.PAUSE]
    actor.act(3, left=UP)
    assert run.commands == [Command.PAUSE], "a hand that stays up counts once"
    actor.act(1)
    actor.sign(right=UP)
    assert run.commands == [Command.PAUSE, Command.RESUME]
    actor.act(1.2, UP, UP)
    actor.act(3, UP, UP)
    assert "End this exercise?" in pilot.texts()
    assert "End this exercise?" in pilot.texts(), "hands that are still up answer nothing"
    actor.act(1)
    actor.act(1, left=UP)
    pilot.shot("hands_question")
    actor.act(1)
    assert "End this exercise?" in pilot.texts()
    actor.sign(right=UP)
    assert "End this exercise?" not in pilot.texts()
    assert run.commands[-1] is Command.RESUME
    actor.sign(UP, UP)
    actor.sign(left=UP)
    assert run.commands[-1] is Command.STOP
    assert shell.screen.presenter.summary is not None
    assert not run.running
    watch = captures.last
    assert watch.exercise is None, "only looked at"
    actor.act(1)
    assert [text for _, text in shell.hand_layer.hints] == ["Done"]
    actor.act(1, left=UP)
    pilot.shot("hands_summary")
    actor.act(1, left=UP)
    assert shell.screen.name == "home"
    assert not watch.running
    assert shell.hand_layer.hints == []


def test_an_exercise_with_hands_at_the_head_has_other_signs(open_app, pilot, store, services, captures, actor):
    exercise = services.exercises[0]
    key = exercise.figure.work.model_copy(update={"near_arm": ArmPose.AT_TEMPLE})
    figure = exercise.figure.model_copy(update={"work": key})
    raised = exercise.model_copy(update={"figure": figure})
    settled(store)
    shell = open_app(size=(1280, 800))
    guide(shell, raised)
    pilot.pump()
    pilot.no_signs()
    pilot.key("3")
    run = captures.last
    actor.act(2)
    actor.act(5, UP, UP)
    assert run.commands == []
    actor.act(1)
    actor.act(1, HUG, HUG)
    pilot.shot("hands_crossed")
    actor.act(1, HUG, HUG)
    assert run.commands == [Command.PAUSE]
    actor.act(2.5, HUG, HUG)
    assert "End this exercise?" in pilot.texts()
    actor.act(1)
    actor.sign(right=UP)
    assert run.commands[-1] is Command.PAUSE, "it was paused before the question"
    actor.sign(HUG, HUG)
    assert run.commands[-1] is Command.RESUME


def test_switched_off_no_hand_counts(open_app, pilot, store, captures, actor):
    shell = begin(open_app, pilot, store, actor)
    shell.settings.hands_free = False
    actor.sign(right=UP)
    assert shell.screen.name == "check"
    pilot.press("Continue")
    pilot.no_signs()
    pilot.key("3")
    actor.act(1)
    actor.sign(right=UP)
    assert captures.last.commands == []
    assert shell.screen.pane.hints == []
    pilot.key("escape")
    actor.act(1)
    actor.sign(left=UP)
    assert "End this exercise?" in pilot.texts()
    assert "raise the hand" not in pilot.texts()


def test_lying_down_there_are_keys_only(open_app, pilot, store, services, captures, actor):
    from coach.exercise.figure_pose import Posture

    exercise = services.exercises[0]
    figure = exercise.figure.model_copy(update={"posture": Posture.LYING})
    settled(store)
    shell = open_app()
    guide(shell, exercise.model_copy(update={"figure": figure}))
    pilot.pump()
    pilot.no_signs()
    pilot.key("3")
    actor.act(1)
    actor.act(5, UP, UP)
    assert captures.last.commands == []
    assert shell.screen.pane.hints == []


def test_the_picture_shows_the_hand_on_the_side_where_a_mirror_shows_it(pilot):
    from coach.ui.widgets.hands import HandPicture

    picture = HandPicture(size_hint=(None, None), size=(200, 200), pos=(100, 100), mark=(1, 0, 0, 1), ink=(0, 1, 0, 1))
    pilot.window.add_widget(picture)
    found = {}
    for sign in Sign:
        picture.sign = sign
        pilot.pump()
        pixels = pilot.pixels()[::-1]  # bottom row first, as the window counts
        red = (pixels[:, :, 0] > 200) & (pixels[:, :, 1] < 60)
        found[sign] = tuple(int(red[180:330, part].sum() > 50) for part in (slice(80, 200), slice(200, 320)))
    assert found[Sign.RIGHT_HAND] == (0, 1)
    assert found[Sign.LEFT_HAND] == (1, 0)
    assert found[Sign.BOTH_HANDS] == (1, 1)
    assert found[Sign.CROSSED] == found[Sign.CROSSED_LONG]


def test_switched_off_nobody_watches_the_summary(open_app, pilot, store, captures, actor):
    shell = begin(open_app, pilot, store, actor)
    shell.settings.hands_free = False
    pilot.press("Continue")
    pilot.no_signs()
    pilot.key("3")
    actor.act(1)
    run = captures.last
    shell.screen.presenter.stop()
    actor.act(0.2)
    assert shell.screen.presenter.summary is not None
    assert captures.last is run
    assert not run.running


def test_leaving_the_summary_ends_the_watch(open_app, pilot, store, captures, actor):
    shell = begin(open_app, pilot, store, actor)
    pilot.press("Continue")
    pilot.no_signs()
    pilot.key("3")
    actor.act(1)
    shell.screen.presenter.stop()
    actor.act(0.2)
    watch = captures.last
    assert watch.running
    assert watch.exercise is None
    shell.go("home")
    assert not watch.running
    actor.act(3, right=UP)
    assert shell.screen.name == "home"


def test_what_no_camera_saw_opens_none_for_the_summary(open_app, pilot, store, services, captures):
    settled(store)
    shell = open_app()
    guide(shell, services.exercises[0].model_copy(update={"view": "none", "faults": ()}))
    pilot.pump()
    pilot.no_signs()
    pilot.key("3")
    captures.last.feed(STILL, seconds=1)
    pilot.pump()
    run = captures.last
    shell.screen.presenter.stop()
    captures.last.feed(STILL, seconds=0.2)
    pilot.pump()
    assert shell.screen.presenter.summary is not None
    assert captures.last is run
