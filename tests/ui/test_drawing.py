"""The arithmetic behind the drawings."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def drawing(window):
    from coach.ui.widgets import chart, gauge, stage

    return {"chart": chart, "gauge": gauge, "stage": stage}


@given(st.floats(0.5, 180))
def test_ticks_begin_at_zero_reach_the_top_and_stay_few(drawing, largest):
    ticks = drawing["chart"].degree_ticks(largest)
    assert ticks[0] == 0
    assert ticks[-1] >= largest
    assert len(ticks) <= 7
    assert len(set(np.diff(ticks))) == 1


def test_days_are_spread_over_the_whole_time(drawing):
    days = drawing["chart"].day_ticks(date(2026, 10, 2), date(2026, 11, 20))
    assert (days[0], days[-1], len(days)) == (date(2026, 10, 2), date(2026, 11, 20), 6)
    assert drawing["chart"].day_ticks(date(2026, 10, 2), date(2026, 10, 2)) == [date(2026, 10, 2)]
    assert len(drawing["chart"].day_ticks(date(2026, 10, 2), date(2026, 10, 4))) == 3


def test_gauge_fills_the_way_the_mirrored_head_moves(drawing):
    gauge = drawing["gauge"].Gauge(full_scale=80)
    assert (gauge.angle_of(0), gauge.angle_of(40), gauge.angle_of(80), gauge.angle_of(120)) == (180, 90, 0, 0)
    gauge.leftward = True
    assert (gauge.angle_of(0), gauge.angle_of(20), gauge.angle_of(80)) == (0, 45, 180)


def test_arc_lies_on_its_circle(drawing):
    points = np.reshape(drawing["gauge"].arc_points((5, 7), 3, 90, -270), (-1, 2))
    assert np.allclose(np.hypot(*(points - (5, 7)).T), 3)
    assert np.allclose(points[0], points[-1])


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=3, max_size=40, unique=True))
def test_outline_has_every_point_on_one_side(drawing, points):
    points = np.array(points, float)
    rim = drawing["stage"].outline(points)
    assert np.array_equal(rim[0], rim[-1])
    for (ax, ay), (bx, by) in pairwise(rim):
        side = (bx - ax) * (points[:, 1] - ay) - (by - ay) * (points[:, 0] - ax)
        assert (side >= -1e-9).all()


def test_picture_is_mirrored_in_the_widget_only(drawing):
    stage = drawing["stage"].Stage(size=(640, 480), pos=(100, 50))
    rgb = np.zeros((480, 640, 3), np.uint8)
    before = rgb.copy()
    from coach.measure.types import Frame

    stage.show(Frame(0, 0.0, rgb), None)
    assert np.array_equal(rgb, before)
    assert stage.place(0, 0) == (740, 530)
    assert stage.place(640, 480) == (100, 50)
    stage.size = (640, 240)
    assert stage.place(320, 240) == (420, 170)


def test_a_flat_gauge_shows_the_same_along_a_bar(drawing):
    gauge = drawing["gauge"].Gauge(full_scale=80, flat=True, pos=(100, 10), size=(320, 120))
    along = [gauge._at(degrees)[0] for degrees in (0, 20, 80, 120)]
    assert along == [100, 180, 420, 420]
    gauge.leftward = True
    assert [gauge._at(degrees)[0] for degrees in (0, 20, 80)] == [420, 340, 100]
    gauge.value, gauge.zone, gauge.pace = 40.0, (60.0, 70.0), 20.0
    gauge._redraw()
    assert np.allclose(np.reshape(gauge._fill.points, (-1, 2))[:, 0], (420, 260))
    assert np.allclose(np.reshape(gauge._zone.points, (-1, 2))[:, 0], (180, 140))
    tip, *foot = np.reshape(gauge._pace.points, (-1, 2))
    assert tip[0] == 340
    assert all(corner[1] > tip[1] for corner in foot), "above the bar, pointing down"


def test_an_arc_gauge_keeps_everything_on_its_circle(drawing):
    gauge = drawing["gauge"].Gauge(full_scale=90, size=(400, 250), zone=(30.0, 60.0), value=45.0, pace=45.0)
    gauge._redraw()
    centre = np.array((200, gauge._at(0)[1]))
    for line in (gauge._track, gauge._zone, gauge._fill):
        assert np.allclose(np.hypot(*(np.reshape(line.points, (-1, 2)) - centre).T), gauge._radius)
    tip, *foot = np.reshape(gauge._pace.points, (-1, 2)) - centre
    assert tip[0] == pytest.approx(0)
    assert all(np.hypot(*corner) < np.hypot(*tip) for corner in foot), "inside, pointing out"


@given(st.integers(1, 40), st.integers(60, 400), st.integers(14, 200))
def test_marks_stay_in_their_place_or_are_as_small_as_they_may_be(drawing, number, width, height):
    dots = drawing["gauge"].Dots(marks=["open"] * number, size=(width, height))
    pitch, per_row = dots.grid()
    assert per_row * pitch <= width
    assert -(-number // per_row) * pitch <= height + 1 or pitch <= 8
    assert pitch <= 30
