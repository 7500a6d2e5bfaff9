"""What the running session shows of tempo, quality and neutral, in a real window."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.exercise.types import Command, StopReason
from coach.measure.types import Angles, Problem, Trunk
from tests.ui import fakes
from tests.ui.people import settled
from tests.ui.test_looks import cut_off

STILL = Angles(0, 0, 0)
TURNED = Trunk(20.0, 0.0, 0.0, 0.0)
ROOMS = [(1280, 800), (1024, 640)]


@pytest.fixture
def running(open_app, pilot, store, captures):
    """Somebody whose middle has just been taken, in the exercise of a button."""

    def begin(title="Turn your head", size=(1280, 800), outside=None):
        settled(store)
        shell = open_app(outside, size=size)
        pilot.press(title)
        captures.last.feed(STILL, seconds=2)
        pilot.pump()
        pilot.press("Continue")
        pilot.no_signs()
        pilot.press("2")
        return shell, captures.last

    return begin


def with_trunk(monkeypatch, trunk):
    plain = fakes.sample
    monkeypatch.setattr(fakes, "sample", lambda *args: replace(plain(*args), trunk=trunk))


@pytest.mark.parametrize("size", ROOMS)
def test_a_repetition_is_judged_beside_the_counts(running, pilot, monkeypatch, size):
    from coach.ui.theme import theme
    from coach.ui.widgets.gauge import Dots
    from coach.ui.widgets.live import Verdict

    _, capture = running(size=size)
    capture.feed(STILL, seconds=1)
    capture.turn("right_rotation_deg", 50)
    pilot.pump()
    (verdict,) = pilot.all(Verdict)
    with_trunk(monkeypatch, TURNED)
    capture.turn("right_rotation_deg", -50)
    pilot.pump()
    assert verdict.view.verdict == "Again: the body turned along with the head"
    picture = pilot.shot(f"run_again_{size[1]}")
    rows = [dots for dots in pilot.all(Dots) if len(dots.marks) > 1]
    assert {"again", "open"} <= {mark for dots in rows for mark in dots.marks}
    assert any(pilot.has_colour(picture, theme.bad, dots) > 40 for dots in rows)
    assert cut_off(pilot) == []
    capture.feed(STILL, seconds=4)
    pilot.pump()
    assert verdict.view.verdict == ""
    assert verdict.opacity == 0


def test_an_arrow_goes_along_at_the_pace(running, pilot):
    from coach.ui.widgets.gauge import Gauge

    _, capture = running()
    capture.feed(STILL, seconds=1)
    capture.turn("right_rotation_deg", 50)
    capture.turn("right_rotation_deg", -50)
    seen = []
    for degrees in (14, 16, 18):
        capture.feed(Angles(0, 0, degrees), seconds=0.5)
        pilot.pump()
        (gauge,) = pilot.all(Gauge)
        seen.append(gauge.pace)
    assert seen == sorted(seen)
    assert seen[0] < seen[-1]
    pilot.shot("run_pace")
    assert "arrow: the pace" in pilot.texts()
    before = list(gauge._pace.points)
    gauge.pace = 5.0
    pilot.pump()
    assert list(gauge._pace.points) != before
    gauge.pace = None
    pilot.pump()
    assert gauge._pace_colour.a == 0


def test_the_ring_fills_while_neutral_is_taken(running, pilot, monkeypatch):
    from coach.ui.widgets.gauge import Ring

    _, capture = running()
    plain = fakes.sample
    for progress in (0.2, 0.7):
        monkeypatch.setattr(fakes, "sample", lambda *args, p=progress: replace(plain(*args), neutral_progress=p))
        capture.feed(None, Problem.NO_NEUTRAL, seconds=0.3)
        pilot.pump()
        ring = pilot.all(Ring)[-1]
        assert ring.progress == progress
    pilot.shot("run_neutral")
    assert "sit still" in pilot.texts()


def test_r_takes_the_middle_again_and_the_exercise_goes_on(running, pilot):
    shell, capture = running()
    capture.feed(STILL, seconds=1)
    capture.turn("right_rotation_deg", 50)
    pilot.key("r")
    assert capture.commands == [Command.RECENTRE]
    pilot.press("New middle")
    assert capture.commands == [Command.RECENTRE] * 2
    capture.feed(None, Problem.NO_NEUTRAL, seconds=0.5)
    pilot.pump()
    assert "Sit tall and look straight ahead" in pilot.texts()
    capture.feed(STILL, seconds=1)
    capture.turn("right_rotation_deg", -50)
    pilot.pump()
    assert shell.screen.done == 2


def test_n_leaves_an_exercise_out_after_a_question(running, pilot, store):
    shell, capture = running()
    capture.feed(STILL, seconds=1)
    capture.turn("right_rotation_deg", 50)
    pilot.key("n")
    assert "Leave this exercise out?" in pilot.texts()
    pilot.press("Keep going")
    assert capture.commands == [Command.PAUSE, Command.RESUME]
    pilot.key("n")
    pilot.press("Leave it out")
    capture.feed(STILL)
    pilot.pump()
    assert shell.screen.presenter.result.stop_reason is StopReason.SKIPPED
    assert "Left out" in pilot.texts()
    pilot.shot("summary_left_out")


def test_an_exercise_that_was_not_begun_is_left_out_without_a_summary(running, pilot):
    shell, capture = running()
    capture.feed(STILL, seconds=1)
    pilot.press("Leave out")
    pilot.press("Leave it out")
    capture.feed(STILL)
    pilot.pump()
    assert shell.screen.name == "home"
    assert not capture.running


def two_sets(exercise):
    guide = exercise.guide.model_copy(update={"sets": 2, "repetitions": 2})
    return exercise.model_copy(update={"guide": guide})


def test_a_rest_sums_the_set_up_and_n_ends_it(running, pilot, monkeypatch, services):
    first, *others = services.exercises
    shell, capture = running(outside=replace(services, exercises=(two_sets(first), *others)))
    capture.feed(STILL, seconds=1)
    for degrees in (50, -50, 50):
        capture.turn("right_rotation_deg", degrees)
    pilot.pump()
    with_trunk(monkeypatch, TURNED)
    capture.turn("right_rotation_deg", -50)
    pilot.pump()
    assert shell.screen.presenter.view.resting
    pilot.shot("run_rest")
    assert "3 of 4 repetitions were clean. The body turned along with the head in 1 of 4." in pilot.texts()
    assert cut_off(pilot) == []
    pilot.key("n")
    assert capture.commands == [Command.SKIP_REST]
