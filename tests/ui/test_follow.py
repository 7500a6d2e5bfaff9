"""The figure of a session keeps in step with it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from coach.exercise.types import Gauge, SessionView, Stage
from coach.history.library import load_library
from coach.measure.types import Direction
from coach.paths import exercises_dir
from coach.ui.presenters.follow import Follower

LIBRARY = load_library(exercises_dir())
OWN = {Direction.LEFT_ROTATION: 50.0, Direction.RIGHT_ROTATION: 60.0}
RIGHT, LEFT = Direction.RIGHT_ROTATION, Direction.LEFT_ROTATION


def view(stage: Stage, direction: Direction | None = None, headline: str = "", progress: float = 0.0) -> SessionView:
    gauge = Gauge(direction, 0.0, 2.0, None, 90.0) if direction else None
    return SessionView(stage, headline, "", gauge, progress, None, (), 1, 1, None)


class Session:
    def __init__(self, code: str) -> None:
        self.follower = Follower(LIBRARY.find(code), OWN)
        self.now_s = 100.0

    def run(self, seconds: float, **how):
        for _ in range(max(1, round(seconds * 20))):
            self.now_s += 0.05
            pose = self.follower.update(view(**how), self.now_s)
        return pose


def test_goes_out_holds_and_comes_back_with_the_stages():
    one = Session("M1")
    assert one.run(1, stage=Stage.NEUTRAL).right_rotation_deg == 0
    halfway = one.run(0.8, stage=Stage.MOVE, direction=RIGHT).right_rotation_deg
    assert 3 < halfway < 45
    there = one.run(5, stage=Stage.MOVE, direction=RIGHT).right_rotation_deg
    assert there == pytest.approx(54, abs=1)  # the middle of the zone of the own range
    assert one.run(9, stage=Stage.HOLD, direction=RIGHT).right_rotation_deg == pytest.approx(there)
    assert 0 < one.run(0.8, stage=Stage.RETURN, direction=RIGHT).right_rotation_deg < there
    assert one.run(5, stage=Stage.RETURN, direction=RIGHT).right_rotation_deg == pytest.approx(0, abs=0.5)
    assert one.run(5, stage=Stage.MOVE, direction=LEFT).right_rotation_deg == pytest.approx(-45, abs=1)


def test_it_shows_the_movement_while_it_is_waited_for():
    one = Session("M1")
    turned = [one.run(0.2, stage=Stage.READY, direction=LEFT).right_rotation_deg for _ in range(70)]
    assert min(turned) == pytest.approx(-45, abs=2)
    assert sum(a < -20 and b >= -20 for a, b in pairwise(turned)) >= 1  # and again


def test_a_change_of_side_goes_through_the_middle():
    one = Session("M1")
    one.run(5, stage=Stage.HOLD, direction=RIGHT)
    turned = [one.run(0.1, stage=Stage.READY, direction=LEFT).right_rotation_deg for _ in range(60)]
    steps = [abs(b - a) for a, b in pairwise(turned)]
    assert max(steps) < 8
    assert turned[-1] < -20


@pytest.mark.parametrize("stage", [Stage.PAUSED, Stage.LOST, Stage.DONE, Stage.STOPPED])
def test_it_stands_still_with_the_session(stage):
    one = Session("M1")
    before = one.run(1, stage=Stage.MOVE, direction=RIGHT)
    assert one.run(3, stage=stage) == before
    # and does not jump when the session goes on
    after = one.run(0.05, stage=Stage.MOVE, direction=RIGHT).right_rotation_deg
    assert after - before.right_rotation_deg < 5


def test_breath_is_that_of_the_session():
    one = Session("R1")
    assert one.run(0.1, stage=Stage.BREATHE_IN, progress=0.25).breath == pytest.approx(0.25)
    assert one.run(0.1, stage=Stage.BREATHE_OUT, progress=0.25).breath == pytest.approx(0.75)
    assert one.run(0.1, stage=Stage.NEUTRAL).breath == 0


def test_swings_begin_with_the_stage():
    one = Session("C6")
    assert one.run(2, stage=Stage.READY).right_rotation_deg == pytest.approx(0, abs=0.5)
    swung = [one.run(0.1, stage=Stage.MOVE).right_rotation_deg for _ in range(60)]
    assert max(swung) > 15
    assert min(swung) < -15


def test_an_order_of_targets_is_followed_by_what_is_said():
    exercise = LIBRARY.find("M4")
    one = Session("M4")
    last = exercise.guide.targets[-1]
    assert last.cue
    one.run(9, stage=Stage.HOLD, headline=last.cue)
    first = Session("M4")
    first.run(9, stage=Stage.HOLD, headline=exercise.guide.targets[0].cue)
    assert one.follower.pose != first.follower.pose


@pytest.mark.parametrize("exercise", tuple(LIBRARY), ids=lambda e: e.code)
@pytest.mark.parametrize("stage", list(Stage))
def test_every_exercise_has_a_figure_in_every_stage(exercise, stage):
    follower = Follower(exercise, {})
    for n in range(4):
        pose = follower.update(view(stage), n * 0.3)
    assert abs(pose.right_rotation_deg) < 95
