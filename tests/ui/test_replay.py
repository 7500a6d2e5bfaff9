"""A recorded repetition is shown again as it was made, beside the one that was asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from coach.exercise.model import FaultKind
from coach.exercise.trace import Tracer
from coach.exercise.types import Fault, Repetition
from coach.history.library import load_library
from coach.measure.types import Angles, CervicalSample, Direction, Problem, Trunk
from coach.paths import exercises_dir
from coach.progress.safety.day_after import with_dose
from coach.ui.presenters.history import HistoryPresenter
from coach.ui.presenters.replay import DOSE_NOT_KEPT, NOT_SEEN, PAUSE_S, ReplayPresenter, ReplaySubject
from tests.ui.conftest import NOON
from tests.ui.people import add_session, eight_weeks, rom_value, settled

LIBRARY = load_library(exercises_dir())
TURN = LIBRARY.find("M1")
OWN = {Direction.LEFT_ROTATION: 50.0, Direction.RIGHT_ROTATION: 60.0}
STILL = Angles(0, 0, 0)
SIGMA = Angles(2, 2, 3)
BEGIN, LENGTH = 5.0, 8.0


def trace(turned=lambda t: 40 * np.sin(np.pi * t / LENGTH)):
    tracer = Tracer()
    for n in range(600):
        t_s = n / 30
        angle = turned(t_s - BEGIN)
        seen = angle is not None
        angles = Angles(1.0, -2.0, float(angle)) if seen else None
        problems = () if seen else (Problem.NO_FACE,)
        tracer.keep(CervicalSample(n, t_s, angles, SIGMA if seen else None, 15.0, Trunk(0, 0, 0, 0), 0.9, problems))
    return tracer.cut(BEGIN, BEGIN + LENGTH)


def repetition(number: int, direction=Direction.RIGHT_ROTATION, **how) -> Repetition:
    made = Repetition(number, 1, direction, BEGIN, BEGIN + LENGTH, 40.0, 3.0, 1.6, ())
    return replace(made, **how)


def presenter(*traces, repetitions=None, exercise=TURN) -> ReplayPresenter:
    made = repetitions or tuple(repetition(n + 1) for n in range(len(traces)))
    return ReplayPresenter(ReplaySubject(exercise, made, dict(enumerate(traces))), OWN)


def test_the_own_movement_is_the_recorded_one():
    one = presenter(trace())
    middle = one.own_pose(0.5 + LENGTH / 2)
    assert middle.right_rotation_deg == pytest.approx(40, abs=0.6)
    assert (middle.flexion_deg, middle.right_lateral_flexion_deg) == (1.0, -2.0)
    assert one.own_pose(0.0).right_rotation_deg < 0.6
    assert one.line(0.5 + LENGTH / 2) == "Rotation right 40° ± 3°"


def test_the_asked_movement_keeps_tempo_and_hold():
    one = presenter(trace())
    way_s = 54 / 22.5  # the middle of the zone of the own range at the middle of the tempo
    turned = [one.asked_pose(0.5 + t).right_rotation_deg for t in (0, way_s, way_s + 1.9, 2 * way_s + 2, 3 * way_s + 2)]
    assert turned == pytest.approx([0, 54, 54, 0, 0], abs=0.7)


def test_it_begins_again_after_a_pause():
    one = presenter(trace())
    assert one.round_s == pytest.approx(0.5 + LENGTH + PAUSE_S)
    turned = [one.own_pose(t).right_rotation_deg for t in (1.7, 1.7 + one.round_s)]
    assert turned[0] == pytest.approx(turned[1])
    turned = [one.own_pose(one.round_s - t).right_rotation_deg for t in (0.1, PAUSE_S)]
    assert turned[0] == pytest.approx(turned[1])


def test_what_was_not_seen_is_said_and_the_figure_waits():
    one = presenter(trace(lambda t: None if 3 <= t < 5 else 10 * t))
    assert one.line(4.5) == NOT_SEEN
    assert not one.seen(4.5)
    assert one.own_pose(4.5).right_rotation_deg == pytest.approx(29, abs=1.1)
    assert one.seen(2.0)
    late = presenter(trace(lambda t: None if t < 1 else 10 * t))
    assert late.own_pose(0.1).right_rotation_deg == pytest.approx(10, abs=1.1)


def test_only_what_was_traced_can_be_chosen():
    repetitions = tuple(
        repetition(n + 1, d) for n, d in enumerate((Direction.RIGHT_ROTATION, Direction.LEFT_ROTATION, None))
    )
    traces = {1: trace(), 2: trace(), 0: trace(lambda _t: None), 7: trace()}
    one = ReplayPresenter(ReplaySubject(TURN, repetitions, traces), OWN)
    assert one.places == [1, 2]
    assert one.chosen == 1
    assert [one.label(n) for n in range(3)] == ["1 right", "2 left", "3"]
    assert one.asked_pose(0.5 + 2.5).right_rotation_deg < -40


def test_facts_carry_their_error_and_the_faults():
    fault = Fault(FaultKind.TOO_FAST, 60.0, "Slower", 6.0)
    one = presenter(trace(), repetitions=(repetition(1, faults=(fault,)),))
    assert one.facts() == ("Furthest: 40° ± 3°", "Held 2 of 2 s", "Took 8 s", "It was too fast")
    beyond = presenter(trace(), repetitions=(repetition(1, beyond=True),))
    assert beyond.facts()[0] == "Furthest: beyond 40°"


@pytest.mark.parametrize("exercise", tuple(LIBRARY), ids=lambda e: e.code)
def test_every_exercise_can_be_replayed(exercise):
    one = presenter(trace(), repetitions=(repetition(1, None),), exercise=exercise)
    assert len(one.moments()) > 10
    assert one.round_s > 1


def test_from_the_summary_and_from_the_history(open_app, pilot, store, services, captures):
    from coach.ui.widgets.controls import Plain

    eight_weeks(store, services.exercises, NOON)
    shell = open_app(size=(1280, 800))
    pilot.press("Bend your head to the side")
    captures.last.feed(STILL, seconds=1)
    pilot.pump()
    pilot.press("Continue")
    pilot.no_signs()
    pilot.fine_since()
    pilot.press("3")
    run = captures.last

    def follow_closely(axis: str, to_deg: float) -> None:
        for value in (*np.linspace(0, to_deg, 30), *[to_deg] * 60, *np.linspace(to_deg, 0, 30), *[0.0] * 10):
            run.feed(Angles(**{"flexion_deg": 0, "right_lateral_flexion_deg": 0, "right_rotation_deg": 0, axis: value}))
            shell.screen.presenter.poll()

    for _ in range(40):
        run.feed(STILL)
        shell.screen.presenter.poll()
    follow_closely("right_lateral_flexion_deg", 36.0)
    follow_closely("right_lateral_flexion_deg", -33.0)
    pilot.shot("session_followed")
    pilot.key("escape")
    pilot.press("End it")
    run.feed(STILL)
    pilot.pump()
    pilot.press("See your movements")
    assert shell.screen.name == "replay"
    shell.screen.pane.player.t_s = 3.0
    pilot.pump()
    assert "Lateral flexion right 36° ± 2°" in pilot.texts()
    pilot.shot("replay")
    own, asked = (card.figure.pose for card in shell.screen.pane.player.cards)
    assert own.right_lateral_flexion_deg == pytest.approx(36, abs=1)
    assert asked.right_lateral_flexion_deg > 10
    pilot.key("right")
    shell.screen.pane.player.t_s = 3.0
    pilot.pump()
    assert "Lateral flexion left 33° ± 2°" in pilot.texts()
    pilot.key("spacebar")
    assert not shell.screen.pane.player.playing
    pilot.key("escape")
    pilot.pump()
    assert "How strong is your pain now?" in pilot.texts()
    pilot.press("Done")
    pilot.press("History")
    pilot.pump()
    (again,) = [
        w for w in shell.screen.pane.ids.table.walk(restrict=True) if isinstance(w, Plain) and w.icon == "replay"
    ]
    again.dispatch("on_release")
    pilot.pump()
    assert shell.screen.name == "replay"
    shell.screen.pane.player.t_s = 3.0
    pilot.pump()
    assert "Lateral flexion right 36° ± 2°" in pilot.texts()
    pilot.key("escape")
    assert shell.screen.name == "history"
    pilot.shot("history_replay")


def test_an_exercise_that_is_gone_is_said(open_app, pilot, store, services):
    person = eight_weeks(store, services.exercises, NOON)
    session = store.sessions(person.id)[-1]
    store.add_trace(session.id, session.repetitions[0], trace())
    shell = open_app(replace(services, exercises=services.exercises[2:]))
    pilot.press("History")
    shell.screen.replay(session)
    pilot.pump()
    assert "no longer in the library" in pilot.texts()
    assert shell.screen.name == "history"


def test_a_session_is_replayed_with_the_dose_and_the_range_of_its_time(services, store):
    person = settled(store)
    old, new = {Direction.RIGHT_ROTATION: 40.0}, {Direction.RIGHT_ROTATION: 60.0}
    for days, found in ((9, old), (1, new)):
        values = {d: rom_value(d, degrees) for d, degrees in found.items()}
        when = NOON - timedelta(days=days)
        store.add_rom_test(person.id, values, measured_at=when, view="front", software="test")
    done = with_dose(services.exercises[0].at_level(-1), 0.5)
    done = done.model_copy(update={"guide": done.guide.model_copy(update={"hold_s": 3.5})})
    add_session(store, person, done, NOON - timedelta(days=5), done=2, asked=2)
    (session,) = store.sessions(person.id)
    store.add_trace(session.id, session.repetitions[0], trace(lambda _t: 1.0))
    subject = HistoryPresenter(services).replay(person, session)
    assert (subject.exercise.guide, subject.dose_kept) == (done.guide, True)
    assert subject.own_range_deg == old
    one = ReplayPresenter(subject, OWN)
    assert "Held 2 of 3.5 s" in one.facts()
    assert DOSE_NOT_KEPT not in one.facts()
    unknown = HistoryPresenter(replace(services, store=Forgetful(store))).replay(person, session)
    assert (unknown.exercise.guide, unknown.dose_kept) == (services.exercises[0].guide, False)
    facts = ReplayPresenter(unknown, OWN).facts()
    assert facts[-1] == DOSE_NOT_KEPT
    assert "Held 2 s" in facts


class Forgetful:
    """A store of the time before doses were kept."""

    def __init__(self, store):
        self._store = store

    def dose_done(self, _session_id):
        return None

    def __getattr__(self, name):
        return getattr(self._store, name)
