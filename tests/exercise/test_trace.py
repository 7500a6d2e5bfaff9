from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.exercise.trace import LEAD_S, STEP_S, Trace, TracePoint, Tracer
from coach.measure.types import Angles, CervicalSample, Problem, Trunk

SIGMA = Angles(2.2, 1.1, 3.0)


def sample(t_s: float, turned: float | None) -> CervicalSample:
    angles = None if turned is None else Angles(0, 0, turned)
    problems = (Problem.NO_FACE,) if turned is None else ()
    return CervicalSample(0, t_s, angles, SIGMA if angles else None, 15.0, Trunk(0, 0, 0, 0), 0.9, problems)


def followed(turned_at, until_s: float = 10.0, fps: float = 30.0) -> Tracer:
    tracer = Tracer()
    for n in range(round(until_s * fps)):
        tracer.keep(sample(n / fps, turned_at(n / fps)))
    return tracer


def test_cut_begins_before_the_repetition_and_ends_with_it():
    trace = followed(lambda t: 10 * t).cut(3.0, 5.0)
    assert trace.span_s == pytest.approx((-LEAD_S, 2.0))
    steps = [b.t_s - a.t_s for a, b in zip(trace.points, trace.points[1:], strict=False)]
    assert steps == pytest.approx([STEP_S] * len(steps))
    for point in trace.points:
        assert point.angles.right_rotation_deg == pytest.approx(10 * (3 + point.t_s), abs=0.6)
    assert trace.points[0].sigma == Angles(2.0, 1.0, 3.0)


def test_what_was_not_measured_stays_so():
    trace = followed(lambda t: None if 4 <= t < 5 else 20.0).cut(3.0, 6.0)
    missing = [point.t_s for point in trace.points if point.angles is None]
    assert missing[0] == pytest.approx(1.0, abs=0.11)
    assert missing[-1] == pytest.approx(2.0, abs=0.11)
    assert trace.measured
    assert not followed(lambda _t: None).cut(3.0, 6.0).measured


def test_a_gap_in_the_samples_is_a_gap_in_the_trace():
    tracer = Tracer()
    for t_s in (0.0, 0.1, 0.2, 1.5, 1.6):
        tracer.keep(sample(t_s, 5.0))
    trace = tracer.cut(0.0, 1.6)
    assert trace.at(0.1).angles is not None
    assert trace.at(0.8).angles is None


def test_nothing_followed_gives_nothing_measured():
    assert not Tracer().cut(0.0, 1.0).measured


def test_time_that_runs_backwards_is_passed_over():
    tracer = followed(lambda _t: 5.0, until_s=2.0)
    tracer.keep(sample(1.0, 80.0))
    assert all(p.angles.right_rotation_deg == 5 for p in tracer.cut(0.6, 1.8).points)


def test_memory_does_not_grow_for_ever():
    tracer = followed(lambda _t: 1.0, until_s=400.0, fps=10)
    assert not tracer.cut(5.0, 10.0).measured
    assert tracer.cut(390.0, 399.0).measured


def test_between_two_moments_it_goes_straight_and_keeps_to_its_ends():
    points = (
        TracePoint(0.0, Angles(0, 0, 0), SIGMA),
        TracePoint(0.1, Angles(10, -4, 20), SIGMA),
        TracePoint(0.2, None, None),
    )
    trace = Trace(points)
    assert trace.at(0.05).angles == Angles(5, -2, 10)
    assert trace.at(-3) == points[0]
    assert trace.at(9) == points[-1]
    assert trace.at(0.15).angles is None
    assert trace.at(0.1) == points[1]


@given(st.floats(0, 60), st.floats(0.1, 20))
def test_as_many_points_as_the_time_asks_for(started_s, length_s):
    trace = Tracer().cut(started_s, started_s + length_s)
    assert abs(len(trace.points) - 1 - (length_s + LEAD_S) / STEP_S) < 0.501
