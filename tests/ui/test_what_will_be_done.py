"""Today, the plan, the library and the start of an exercise say the same: what will really be done, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.history.library import load_library
from coach.paths import exercises_dir
from coach.progress.plan.records import EntryKind, Plan, PlanEntry, SetBy
from coach.progress.safety.records import Clearance, DayAfter, Outcome
from coach.ui import words
from coach.ui.presenters.guard import Guard
from coach.ui.presenters.home import HomePresenter
from coach.ui.presenters.keeper import NO_TRAINING, keeper_for
from coach.ui.presenters.library import closed_for, due_for, exercise_page
from coach.ui.presenters.plan import PlanPresenter
from coach.ui.presenters.refusal import LOCKED_BY_PLAN, Kind
from coach.ui.presenters.sequence import Sequence
from coach.ui.presenters.sitting import Sitting
from coach.ui.presenters.starting import due as due_today
from coach.ui.presenters.starting import session_of
from tests.ui.conftest import NOON
from tests.ui.fakes import Heard
from tests.ui.people import START, add_session, rom_value, settled

LIBRARY = load_library(exercises_dir())
LOCAL = NOON.astimezone()
TODAY = LOCAL.date()
HALF = "Half as much today: worse for more than a day after a training"


@pytest.fixture
def services(services):
    return replace(services, exercises=LIBRARY.exercises)


def measured(store, person):
    values = {direction: rom_value(direction, degrees) for direction, degrees in START.items()}
    store.add_rom_test(person.id, values, measured_at=NOON - timedelta(days=2), view="front", software="test")


def after_a_bad_day(store, *, days=1, **told):
    """Somebody who trained and was worse the day after, by their own words today."""
    person = settled(store, **told)
    measured(store, person)
    for ago in range(1, days + 1):
        when = NOON - timedelta(days=ago)
        add_session(store, person, LIBRARY.find("R1"), when, done=1, asked=2)
        store.set_day_after(person.id, DayAfter(when.date(), when + timedelta(hours=20), True, 3, 4))
    return person


def plan_view(services, person):
    return PlanPresenter(services, person, keeper_for(services, person.id)).view()


def test_after_a_bad_day_every_list_shows_half_the_dose_and_why(services, store):
    usual = HomePresenter(services).view(settled(store, "Before"))
    person = after_a_bad_day(store)
    services = replace(services, store=OnlyOne(store, person))
    home = HomePresenter(services).view(person)
    assert home.notices[0].text == HALF
    plan = {line.title: line.dose for line in plan_view(services, person).lines}
    assert plan_view(services, person).less == HALF
    assert home.items
    for item in home.items:
        started = session_of(services, LIBRARY.find(item.exercise.id), rested(), Heard())
        assert item.exercise.guide == started.exercise.guide, item.title
        assert item.note == words.dose(started.exercise) == plan[item.title]
        assert item.exercise.guide != LIBRARY.find(item.exercise.id).guide
    assert home.line.endswith("about 6 min")
    assert usual.start
    due, less = due_for(services)
    assert [due(item.exercise).guide for item in home.items] == [item.exercise.guide for item in home.items]
    assert less == HALF
    page = exercise_page(due(LIBRARY.find("M1")), None, less)
    assert (page.dose, page.blocks[0].lines) == ("4 each side · hold 2 s", (HALF,))
    assert exercise_page(LIBRARY.find("M1"), None).blocks[0].title == "How to do it"


class OnlyOne:
    """A store in which there is one person only."""

    def __init__(self, store, person):
        self._store, self._person = store, person

    def people(self):
        return (self._person,)

    def __getattr__(self, name):
        return getattr(self._store, name)


def rested():
    sitting = Sitting()
    sitting.told(1, LOCAL)
    sitting.no_sign(LOCAL)
    return sitting


def test_what_is_told_in_a_session_changes_the_rest_of_it(services, store):
    person = settled(store)
    codes = ("M1", "M3", "R1")
    sequence = Sequence([LIBRARY.find(code) for code in codes], LOCAL)
    whole_s = sequence.left_s
    sequence.dose_rest(due_today(services))
    assert sequence.left_s == whole_s
    sequence.over(None)
    store.set_day_after(person.id, DayAfter(TODAY - timedelta(days=1), LOCAL, True, None, None))
    sequence.dose_rest(due_today(services))
    assert sequence.current.guide.repetitions == LIBRARY.find("M3").guide.repetitions / 2
    assert [line.title for line in sequence.summary(LOCAL).lines] == [LIBRARY.find(code).title for code in codes]


def test_without_a_person_every_dose_is_that_of_the_file(services):
    due, less = due_for(services)
    assert (due(LIBRARY.find("M1")), less) == (LIBRARY.find("M1"), "")


def test_what_is_not_of_the_library_keeps_its_dose(services, store):
    after_a_bad_day(store)
    assert due_today(services)(services.rom_test) is services.rom_test


def test_on_a_usual_day_nothing_is_said(services, store):
    person = settled(store)
    assert HomePresenter(services).view(person).notices == ()
    view = plan_view(services, person)
    assert view.less == ""
    assert {line.dose for line in view.lines} >= {words.dose(LIBRARY.find("M1"))}


def test_two_bad_days_running_hold_the_training_until_somebody_opens_it(services, store):
    person = after_a_bad_day(store, days=2)
    view = HomePresenter(services).view(person)
    assert (view.refusal.kind, view.title, view.start_text) == (Kind.PAUSED, "A pause for your neck", "What to do")
    assert (view.items, view.extras, view.start) == ((), (), ())
    assert not any(word in notice.text for notice in view.notices for word in ("Half", "pause"))
    assert "worse after your last 2 days of training" in view.title_note
    assert {line.closed for line in plan_view(services, person).lines} == {NO_TRAINING}
    store.add_clearance(person.id, Clearance(NOON, TODAY, view.refusal.open_rules, "Dr Ruiz"))
    assert HomePresenter(services).view(person).refusal is None


def test_a_sign_for_a_doctor_holds_the_training(services, store):
    person = settled(store, cancer=True)
    view = HomePresenter(services).view(person)
    assert (view.refusal.kind, view.start) == (Kind.DOCTOR, ())
    assert view.title_note.endswith("Please see a doctor before you start.")
    assert view.refusal.reasons[0] in view.title_note
    assert view.line == "Weeks 1 and 2"
    assert HomePresenter(replace(services, demo=True)).view(person).refusal is None


def test_without_the_answers_the_day_is_planned_and_the_start_asks(services, store):
    person = store.add_person("Ana")
    view = HomePresenter(services).view(person)
    assert (view.refusal, bool(view.start)) == (None, True)
    assert Guard(services, person.id).all_refused().kind is Kind.INTAKE


def test_what_is_locked_is_locked_everywhere_with_one_reason(services, store):
    person = settled(store, weak_bones=True)
    entry = PlanEntry(LIBRARY.find("M1").id, EntryKind.CLOSED, note="Wait for me.")
    store.add_plan(person.id, Plan(NOON, SetBy.THERAPIST, TODAY, phase="control", entries=(entry,)))
    view = plan_view(services, person)
    closed = {line.title: line.closed for line in view.lines if line.closed}
    in_library = closed_for(services)
    for code in ("M1", "M2", "M5"):
        exercise = LIBRARY.find(code)
        assert closed[exercise.title] == in_library(exercise)
        assert Guard(services, person.id).refusal(exercise).kind is Kind.LOCKED
    assert "Talk to your therapist about it." in closed[LIBRARY.find("M2").title]
    home = HomePresenter(services).view(person)
    assert not {"M1", "M2", "M5"} & {item.exercise.code for item in home.items}


@pytest.mark.parametrize("planned", [True, False])
def test_a_start_by_name_does_not_go_round_the_lock_of_the_file(services, store, planned):
    person = settled(store)
    strap = LIBRARY.find("M5")
    if planned:
        store.add_plan(person.id, Plan(NOON, SetBy.PROGRAM, TODAY))
    refusal = Guard(services, person.id).refuse(strap)
    assert (refusal.kind, refusal.lead, refusal.reasons) == (Kind.LOCKED, strap.lock, ())
    (decision,) = store.decisions(person.id)
    assert (decision.rule, decision.outcome) == (LOCKED_BY_PLAN, Outcome.LOCKED)
    allowed = PlanEntry(strap.id, EntryKind.ALLOWED)
    store.add_plan(person.id, Plan(NOON + timedelta(1), SetBy.THERAPIST, TODAY, entries=(allowed,)))
    assert Guard(services, person.id).refusal(strap) is None
