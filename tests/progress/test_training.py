"""The trend of relocation and of following a dot."""

from dataclasses import replace

import pytest

from coach.exercise.types import Repetition
from coach.progress.training import TrainingPoint, error_sigma_deg, mean_error_deg, training_trend


def with_errors(record, *errors):
    repetitions = tuple(
        Repetition(k + 1, 1, None, k * 5.0, k * 5.0 + 4, None, None, 0.0, (), error_deg=e) for k, e in enumerate(errors)
    )
    return replace(record, repetitions=repetitions)


def test_each_session_gives_the_mean_of_its_errors_oldest_first(session):
    later, first = with_errors(session(7, "relocate"), 2.0, 3.0, None), with_errors(session(0, "relocate"), 6.0)
    other = with_errors(session(3, "figure-eight"), 4.0)
    trend = training_trend([later, other, first])
    assert trend["relocate"] == (
        TrainingPoint(first.local_date, 6.0, 1),
        TrainingPoint(later.local_date, 2.5, 2),
    )
    assert [p.error_deg for p in trend["figure-eight"]] == [4.0]


def test_an_exercise_without_errors_has_no_trend(session):
    plain = with_errors(session(0, "nod"), None, None)
    assert mean_error_deg(plain) is None
    assert training_trend([plain, session(1, "nod")]) == {}
    assert mean_error_deg(with_errors(plain, 1.0, 2.0)) == pytest.approx(1.5)


def test_the_error_of_the_error_is_that_of_the_camera_and_of_the_spread(session):
    record = with_errors(session(0, "relocate"), 2.0, 4.0, None)
    assert error_sigma_deg(record) is None
    measured = replace(record, repetitions=tuple(replace(r, sigma_deg=1.5) for r in record.repetitions))
    assert error_sigma_deg(measured) == pytest.approx((1.5**2 + 1.0**2) ** 0.5)
    assert error_sigma_deg(replace(measured, repetitions=measured.repetitions[:1])) == pytest.approx(1.5)
    assert training_trend([measured])["relocate"][0].sigma_deg == error_sigma_deg(measured)
    assert error_sigma_deg(with_errors(record, None)) is None
