from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.exercise.dose import about_s
from coach.history.library import load_library
from coach.paths import exercises_dir
from coach.progress.plan.limits import Limits
from coach.progress.plan.records import ChangeKind, DoseChange, EntryKind, Plan, PlanEntry, Prescription, SetBy
from coach.progress.plan.regress import HALF_AS_MUCH
from coach.progress.safety.records import Outcome
from coach.ui.presenters.guard import Guard
from coach.ui.presenters.home import HomePresenter
from coach.ui.presenters.keeper import PlanKeeper, keeper_for
from coach.ui.presenters.library import closed_for, due_for
from coach.ui.presenters.plan import PlanPresenter
from coach.ui.presenters.sitting import Sitting
from coach.ui.presenters.starting import session_of
from tests.ui.conftest import NOON
from tests.ui.fakes import Heard
from tests.ui.people import add_session, settled

LIBRARY = load_library(exercises_dir())
LOCAL = NOON.astimezone()
TODAY = LOCAL.date()


@pytest.fixture
def services(services):
    return replace(services, exercises=LIBRARY.exercises)


@pytest.fixture
def person(store):
    return store.add_person("Ana")


def presenter(services, person):
    return PlanPresenter(services, person, keeper_for(services, person.id))


def change(code, kind, level, *, days=1, before=0):
    at = LOCAL - timedelta(days=days)
    return DoseChange(LIBRARY.find(code).id, kind, before, level, at, at.date(), "rule", "Because.")


def test_the_first_plan_begins_with_the_first_session(services, store, person):
    add_session(store, person, LIBRARY.find("M1"), NOON - timedelta(days=20), done=2, asked=2)
    view = presenter(services, person).view()
    assert view.line == "Week 3, begun on 3 Nov 2026"
    assert [title for title, now in view.phases if now] == ["Weeks 3 to 6"]
    assert store.plan(person.id).set_by is SetBy.PROGRAM
    presenter(services, person).view()
    assert len(store.plans(person.id)) == 1


def test_lines_show_dose_days_and_locks(services, store, person):
    store.add_plan(person.id, Plan(NOON, SetBy.PROGRAM, TODAY, phase="control"))
    for days in (1, 2, 6, 7):
        add_session(store, person, LIBRARY.find("C2"), NOON - timedelta(days=days), done=2, asked=2, pain=3)
    add_session(store, person, LIBRARY.find("C2"), NOON - timedelta(days=3), done=1, asked=2)
    store.add_dose_change(person.id, change("C1", ChangeKind.DOWN, -1))
    lines = {line.title: line for line in presenter(services, person).view().lines}
    nod = lines[LIBRARY.find("C2").title]
    assert (nod.done, nod.days, nod.closed, nod.keep_easier) == (3, 5, "", "")
    easier = LIBRARY.find("C1").at_level(-1)
    assert f"hold {easier.guide.hold_s:g} s" in lines[easier.title].dose
    assert "therapist" in lines[LIBRARY.find("M5").title].closed


def test_what_the_therapist_wrote_is_shown(services, store, person):
    nod = LIBRARY.find("C2")
    entry = PlanEntry(nod.id, EntryKind.PRESCRIBED, Prescription(repetitions=4, hold_s=3), 2, "Slowly.")
    store.add_plan(person.id, Plan(NOON, SetBy.THERAPIST, TODAY, follows_phases=False, entries=(entry,)))
    (line,) = presenter(services, person).view().lines
    assert (line.dose, line.days, line.note) == ("4 repetitions · hold 3 s", 2, "Slowly.")
    assert keeper_for(services, person.id).dosed(nod, LOCAL).guide.repetitions == 4


def test_changes_are_listed_newest_first_and_a_step_up_can_be_taken_back(services, store, person):
    for number, kind in enumerate((ChangeKind.SET, ChangeKind.UP)):
        store.add_dose_change(person.id, change("M1", kind, number, days=3 - number))
    store.add_dose_change(person.id, replace(change("M1", ChangeKind.UP, 1), exercise_id="gone"))
    plan = presenter(services, person)
    view = plan.view()
    assert [day for day, _ in view.changes] == ["21 Nov", "20 Nov"]
    (line,) = [line for line in view.lines if line.keep_easier]
    plan.keep_easier(line.keep_easier)
    plan.keep_easier(line.keep_easier)
    assert [c.kind for c in store.dose_changes(person.id)][-1] is ChangeKind.KEPT
    assert not any(line.keep_easier for line in plan.view().lines)


def test_days_of_training_can_be_chosen_but_not_none(services, store, person):
    plan = presenter(services, person)
    for weekday in range(6):
        assert plan.toggle_weekday(weekday) is None
    assert plan.view().weekdays == {6}
    assert plan.toggle_weekday(6) == "A plan needs at least one day."
    assert plan.view().weekdays == {6}
    assert plan.toggle_weekday(0) is None
    found = store.plan(person.id)
    assert (found.weekdays, found.set_by) == ({0, 6}, SetBy.PERSON)


def test_an_exercise_at_its_easiest_that_hurts_is_halved_then_stopped(services, store):
    person = settled(store)
    strap = LIBRARY.find("E2")  # it has no easier version
    add_session(store, person, strap, NOON - timedelta(days=1), done=2, asked=2, pain=7)
    view = presenter(services, person).view()
    assert view.contact == ()
    assert "do half as much now" in view.changes[0][1]
    half = due_for(services)[0](strap)
    assert 15 <= about_s(half) < 20, "none of its parts is shorter than ten seconds"
    started = session_of(services, strap, sitting := Sitting(), Heard())
    started.answer_signs(set())
    started.answer_day_after(None, None)
    started.answer_pain_before(0)
    assert (sitting.pain, started.exercise.guide) == (0, half.guide)
    logged = [(d.rule, d.outcome) for d in store.decisions(person.id)]
    assert (HALF_AS_MUCH, Outcome.HALVED) in logged
    later = replace(services, now=lambda: NOON + timedelta(hours=2))
    add_session(store, person, strap, NOON + timedelta(hours=1), done=2, asked=2, pain=7)
    view = presenter(later, person).view()
    assert [c.kind for c in store.dose_changes(person.id)] == [ChangeKind.HALVED, ChangeKind.STOPPED]
    assert any(text.startswith(f"{strap.title}: Pain was 7 of 10") for text in view.contact)
    refusal = Guard(later, person.id).refuse(strap)
    assert refusal.lead.endswith("Please contact your therapist about it.")
    assert closed_for(later)(strap) == refusal.lead
    home = HomePresenter(later).view(person)
    assert sum("stays closed" in notice.text for notice in home.notices) == 1
    store.add_dose_change(person.id, replace(change("E2", ChangeKind.SET, 0), at=LOCAL + timedelta(hours=3)))
    assert Guard(later, person.id).refusal(strap) is None


def test_locks_and_bad_days_after_come_from_outside(services, store, person):
    turn = LIBRARY.find("M1")
    add_session(store, person, turn, NOON - timedelta(days=1), done=16, asked=16, pain=0)
    yesterday = TODAY - timedelta(days=1)
    limits = Limits({"C1": "Not now."}, flares=frozenset({yesterday}))
    keeper = PlanKeeper(store, LIBRARY.exercises, person.id, limits)
    today = keeper.today(LOCAL)
    assert [c.exercise_id for c in today.changes] == [turn.id]
    assert "worse the day after" in today.changes[0].reason
    assert {closed.exercise.code: closed.reason for closed in today.session.closed}["C1"] == "Not now."
    assert today.closed_because(LIBRARY.find("C1")) == "Not now."


def test_the_dose_in_force_is_that_of_the_library_however_often_it_is_asked_for(services, store, person):
    store.add_dose_change(person.id, change("C2", ChangeKind.DOWN, -1))
    keeper, nod = keeper_for(services, person.id), LIBRARY.find("C2")
    once = keeper.dosed(nod, LOCAL)
    assert once == nod.at_level(-1) == keeper.dosed(once, LOCAL)
    assert keeper.dosed(services.rom_test, LOCAL) is services.rom_test


def test_what_is_stopped_today_is_closed_in_the_same_view(services, store, person):
    pause = LIBRARY.find("E2")
    entry = PlanEntry(pause.id, EntryKind.PRESCRIBED)
    store.add_plan(person.id, Plan(NOON, SetBy.THERAPIST, TODAY, entries=(entry,)))
    store.add_dose_change(person.id, change("E2", ChangeKind.HALVED, 0, days=2))
    add_session(store, person, pause, NOON - timedelta(days=1), done=2, asked=2, pain=7)
    today = keeper_for(services, person.id).today(LOCAL)
    assert today.changes[-1].kind is ChangeKind.STOPPED
    assert today.closed_because(pause) == today.changes[-1].reason
    assert pause.id not in {item.exercise.id for item in today.session.items}


@pytest.mark.parametrize(("written", "steps"), [(Prescription(repetitions=4), []), (Prescription(), [ChangeKind.UP])])
def test_a_dose_that_the_therapist_wrote_does_not_grow_by_itself(services, store, person, written, steps):
    turn = LIBRARY.find("M1")
    entry = PlanEntry(turn.id, EntryKind.PRESCRIBED, written)
    store.add_plan(person.id, Plan(NOON, SetBy.THERAPIST, TODAY, entries=(entry,)))
    for days in (3, 2, 1):
        add_session(store, person, turn, NOON - timedelta(days=days), done=16, asked=16, pain=1)
    keeper_for(services, person.id).today(LOCAL)
    assert [c.kind for c in store.dose_changes(person.id)] == steps


def test_chosen_days_are_dated_from_their_choice(services, store, person):
    store.add_plan(person.id, Plan(NOON - timedelta(days=9), SetBy.PROGRAM, TODAY))
    presenter(services, person).toggle_weekday(2)
    assert [plan.made_at for plan in store.plans(person.id)] == [NOON - timedelta(days=9), NOON]
