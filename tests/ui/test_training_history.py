"""Scored exercises over time in the history."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.exercise.types import SessionResult, StopReason
from coach.history.library import load_library
from coach.measure.types import Direction
from coach.paths import exercises_dir
from coach.ui.presenters.history import HistoryPresenter
from tests.ui.conftest import NOON
from tests.ui.people import eight_weeks, repetition
from tests.ui.test_looks import cut_off

LIBRARY = load_library(exercises_dir())


def train(store, person, code, days_ago, errors, sigma_deg=2.0):
    exercise = LIBRARY.find(code)
    done = tuple(
        replace(repetition(n + 1, Direction.LEFT_ROTATION, n * 8.0), error_deg=error, sigma_deg=sigma_deg)
        for n, error in enumerate(errors)
    )
    session_id = store.begin_session(person.id, exercise, started_at=NOON - timedelta(days=days_ago), software="test")
    result = SessionResult(exercise.id, code, True, 0.0, 60.0, done, len(done), 1, 0.0, 1.0, ())
    store.finish_session(session_id, result)


@pytest.fixture
def trained(services, store):
    person = eight_weeks(store, services.exercises, NOON)
    for days_ago, off in ((40, 7.0), (25, 5.0), (12, 4.0), (2, 3.0)):
        train(store, person, "C4", days_ago, (off, off + 1, off - 1))
        train(store, person, "C5", days_ago + 1, (off + 2, off + 2))
    train(store, person, "C4", 1, (9.0,), sigma_deg=None)
    return person


def test_each_session_has_its_error_and_one_without_is_left_out(services, trained):
    training = HistoryPresenter(services).view(trained).training
    assert {view.title for view in training} == {LIBRARY.find("C4").title, LIBRARY.find("C5").title}
    relocation = next(view for view in training if view.title == LIBRARY.find("C4").title)
    assert [point.value_deg for point in relocation.points] == [7.0, 5.0, 4.0, 3.0]
    assert all(point.sigma_deg == pytest.approx((4 + 1 / 3) ** 0.5) for point in relocation.points)
    assert relocation.newest == "3° ± 2° off"


def test_a_row_says_why_a_session_ended(services, store):
    person = eight_weeks(store, services.exercises, NOON)
    exercise = services.exercises[0]
    session_id = store.begin_session(person.id, exercise, started_at=NOON, software="test")
    result = SessionResult(exercise.id, "M1", False, 0, 9, (), 16, 0, 0, 1, (), stop_reason=StopReason.PAIN)
    store.finish_session(session_id, result)
    assert HistoryPresenter(services).view(person).rows[0][2] == "0 of 16, stopped because of pain"


def test_nothing_is_said_of_training_that_was_not_scored(services, store):
    person = eight_weeks(store, services.exercises, NOON)
    assert HistoryPresenter(services).view(person).training == ()


@pytest.mark.parametrize("size", [(1280, 800), (1024, 640)])
def test_it_is_shown_as_training_and_not_as_a_test(open_app, pilot, trained, size):
    from coach.ui.screens.history import TrendChart

    shell = open_app(size=size)
    pilot.press("History")
    assert "This is training, not a test result." in pilot.texts()
    charts = pilot.all(TrendChart)
    assert len(charts) == 2
    assert all(chart.height > 150 for chart in charts)
    shell.screen.pane.scroll_to(charts[-1], animate=False)
    pilot.pump()
    pilot.shot(f"history_training_{size[1]}")
    assert cut_off(pilot) == []


def test_without_scored_training_there_is_no_such_card(open_app, pilot, services, store):
    eight_weeks(store, services.exercises, NOON)
    open_app(size=(1280, 800))
    pilot.press("History")
    assert "not a test result" not in pilot.texts()
