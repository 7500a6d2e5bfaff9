"""The figure as pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.exercise.figure_pose import FigurePose, Posture
from coach.ui.figure.palette import Material, colour


@pytest.fixture
def figure(pilot):
    from coach.ui.figure.widget import Figure

    pilot.window.size = (800, 600)
    figure = Figure(size_hint=(None, None), size=(400, 400), pos=(100, 100))
    pilot.window.add_widget(figure)
    pilot.pump()
    return figure


def middle_of(pilot, picture, figure, material) -> float:
    """Where across the widget a material is seen, 0..1."""
    box = picture[100:500, 100:500].astype(int)
    near = np.abs(box - np.rint(colour(material) * 255)).max(axis=2) < 30
    assert near.sum() > 20
    return float(np.nonzero(near)[1].mean() / 400)


def test_the_mirror_shows_a_turn_to_the_right_at_the_right(pilot, figure):
    places = {}
    for turn in (-50, 0, 50):
        figure.pose = FigurePose(right_rotation_deg=turn)
        pilot.pump()
        places[turn] = middle_of(pilot, pilot.shot(f"figure_turn_{turn}"), figure, Material.WHITE)
    assert places[-50] < places[0] - 0.02
    assert places[50] > places[0] + 0.02
    assert places[0] == pytest.approx(0.5, abs=0.02)


def test_nothing_is_painted_beside_the_widget(pilot, figure):
    picture = pilot.pixels()
    assert (picture[:95] == picture[0, 0]).all()
    assert (picture[:, 505:] == picture[0, 0]).all()
    assert not (picture[100:500, 100:500] == picture[0, 0]).all()


def test_it_follows_pose_side_size_and_place(pilot, figure):
    seen = [pilot.pixels()]
    for change in (
        {"pose": replace(FigurePose(), right_shoulder_lift=1.0)},
        {"side": "side"},
        {"size": (300, 200)},
        {"pos": (20, 20)},
        {"pose": FigurePose(posture=Posture.LYING)},
    ):
        for name, value in change.items():
            setattr(figure, name, value)
        pilot.pump()
        seen.append(pilot.pixels())
        assert not np.array_equal(seen[-1], seen[-2]), change


def test_a_widget_without_room_draws_nothing_and_comes_back(pilot, figure):
    figure.size = (2, 2)
    pilot.pump()
    assert not (pilot.pixels()[110:490, 110:490] != pilot.pixels()[0, 0]).any()
    figure.size = (400, 400)
    pilot.pump()
    assert (pilot.pixels()[110:490, 110:490] != pilot.pixels()[0, 0]).any()
