"""Who may begin what, the questions around a session, and what is logged, through the real store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.exercise.types import Command
from coach.history.library import load_library
from coach.measure.types import Angles
from coach.paths import exercises_dir
from coach.progress.records import StoreError
from coach.progress.safety.model import Level
from coach.progress.safety.records import CheckKind, DayAfter, Outcome
from coach.ui.presenters.guard import BY_MISTAKE, Guard
from coach.ui.presenters.intake import IntakePresenter
from coach.ui.presenters.refusal import LOCKED_BY_PLAN, Kind
from coach.ui.presenters.safety import safety_view, verdict, why
from coach.ui.presenters.session import Phase
from coach.ui.presenters.session_safety import Ask, day_name
from coach.ui.presenters.sitting import LASTS, Sitting
from coach.ui.presenters.starting import guard_of, session_of
from tests.ui.fakes import Heard
from tests.ui.people import NOON, add_session, settled

LIBRARY = load_library(exercises_dir())
STILL = Angles(0, 0, 0)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self):
        self.now += timedelta(milliseconds=20)
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def world(services, clock):
    return replace(services, now=clock)


def begin(world, code="M1", sitting=None):
    return session_of(world, LIBRARY.find(code), sitting or Sitting(), Heard())


def logged(store, person):
    return [(decision.rule, decision.outcome) for decision in store.decisions(person.id)]


# --- who may begin


def test_without_an_intake_nobody_begins(world, store):
    store.add_person("Ana")
    refusal = guard_of(world).refuse(LIBRARY.find("M1"))
    assert refusal.kind is Kind.INTAKE


def test_nothing_is_refused_and_nothing_asked_in_the_demo(world, store):
    store.add_person("Guest")
    demo = replace(world, demo=True)
    assert guard_of(demo).refuse(LIBRARY.find("M1")) is None
    assert session_of(demo, LIBRARY.find("M1"), Sitting(), Heard()).phase is Phase.RUNNING


@pytest.mark.parametrize(
    ("told", "code", "kind"),
    [
        ({"cancer": True}, "R1", Kind.DOCTOR),
        ({"passed-out": True}, "R1", Kind.EMERGENCY),
        ({"weak-bones": True}, "M2", Kind.LOCKED),
        ({"weak-bones": True}, "M1", None),
        ({}, "M1", None),
    ],
)
def test_what_the_intake_refuses(world, store, told, code, kind):
    person = settled(store, **told)
    refusal = guard_of(world).refuse(LIBRARY.find(code))
    assert (refusal.kind if refusal else None) is kind
    if refusal:
        assert refusal.reasons
        outcome = Outcome.LOCKED if kind is Kind.LOCKED else Outcome.BLOCKED
        assert logged(store, person) == [(refusal.rules[0], outcome)]
        assert store.decisions(person.id)[0].inputs == {"code": code}


def test_a_doctors_word_opens_and_is_logged(world, store):
    person = settled(store, cancer=True)
    guard = guard_of(world)
    refusal = guard.refusal(LIBRARY.find("M1"))
    assert refusal.open_rules == ("d-cancer",)
    guard.clear(refusal.open_rules, "Dr Ruiz")
    assert guard.refusal(LIBRARY.find("M1")) is None
    assert guard.refusal(LIBRARY.find("M5")).kind is Kind.LOCKED
    assert logged(store, person) == [("d-cancer", Outcome.CLEARED)]
    assert store.decisions(person.id)[0].inputs == {"by": "Dr Ruiz"}


def test_a_therapists_word_opens_a_locked_exercise_and_is_logged(world, store):
    person = settled(store, weak_bones=True)
    guard = guard_of(world)
    refusal = guard.refusal(LIBRARY.find("M2"))
    guard.clear(refusal.open_rules, "Eva, therapist")
    assert guard.refusal(LIBRARY.find("M2")) is None
    ((cleared, outcome),) = logged(store, person)
    assert outcome is Outcome.CLEARED
    assert why(cleared, guard.rules) == "weak bones"
    # M5 needs a therapist's plan besides
    assert guard.refusal(LIBRARY.find("M5")).rules == (LOCKED_BY_PLAN,)


def test_signs_that_are_gone_need_a_doctor_or_a_mistake_taken_back(world, store):
    settled(store)
    guard = guard_of(world)
    assert guard.take_signs({"passed-out"}).level is Level.EMERGENCY
    assert guard.refusal(LIBRARY.find("R1")).kind is Kind.EMERGENCY
    guard.take_signs(set())
    refusal = guard.refusal(LIBRARY.find("R1"))
    assert (refusal.kind, refusal.mistake) == (Kind.DOCTOR, True)
    guard.clear(refusal.open_rules, BY_MISTAKE)
    assert guard.refusal(LIBRARY.find("R1")) is None


# --- the questions before a session


def test_the_signs_are_asked_once_in_a_sitting_and_again_after_it(world, store, clock):
    person = settled(store)
    sitting = Sitting()
    one = begin(world, sitting=sitting)
    one.answer_signs(set())
    one.answer_pain_before(2)
    assert begin(world, sitting=sitting).phase is Phase.RUNNING
    clock.now += LASTS
    assert begin(world, sitting=sitting).safety.asks == [Ask.SIGNS, Ask.PAIN]
    (check,) = [check for check in store.checks(person.id) if check.kind is CheckKind.EMERGENCY]
    assert set(check.answers.values()) == {False}
    assert logged(store, person) == [("no-sign", Outcome.MAY_TRAIN)]


@pytest.mark.parametrize("sign", ["worst-headache", "stroke-signs", "passed-out", "fever-stiff-neck", "lost-sight"])
def test_any_sign_refuses_the_start(world, store, captures, sign):
    person = settled(store)
    one = begin(world)
    one.answer_signs({sign})
    assert (one.phase, one.ask) == (Phase.ASKING, None)
    assert one.safety.refusal.kind is Kind.EMERGENCY
    assert "Call 112 / 911 now" in one.safety.refusal.lead
    assert logged(store, person) == [(f"e-{sign}", Outcome.BLOCKED)]
    assert captures.made == []


def test_pain_that_is_too_strong_refuses_the_start(world, store):
    person = settled(store)
    one = begin(world)
    one.answer_signs(set())
    one.answer_pain_before(5)
    assert one.safety.refusal.kind is Kind.PAIN
    assert logged(store, person)[-1] == ("pain-too-strong-to-start", Outcome.NOT_STARTED)
    sitting = Sitting()
    sitting.told(3, NOON)
    sitting.no_sign(NOON)
    assert begin(world, "C1", sitting).safety.refusal.kind is Kind.PAIN, "told before, too strong for this one"
    assert begin(world, "R1", sitting).phase is Phase.RUNNING


def test_a_bad_day_after_halves_the_dose_and_two_running_pause(world, store, clock):
    person = settled(store)
    add_session(store, person, LIBRARY.find("M1"), NOON - timedelta(days=1), done=1, asked=16)
    one = begin(world)
    assert one.safety.asks == [Ask.SIGNS, Ask.DAY_AFTER, Ask.PAIN]
    one.answer_signs(set())
    one.answer_day_after(None, 6)  # the pain before the last training was 4
    one.answer_pain_before(1)
    assert one.phase is Phase.RUNNING
    assert one.exercise.guide.repetitions == 4
    assert logged(store, person)[1:] == [("headache-rose-next-day", Outcome.HALVED)] * 2
    assert store.decisions(person.id)[-1].inputs == {"code": "M1", "factor": 0.5, "days_left": 3}
    add_session(store, person, LIBRARY.find("M1"), clock.now, done=1, asked=16)
    clock.now += timedelta(days=1)
    two = begin(world)
    two.answer_signs(set())
    two.answer_day_after(True, None)
    assert two.safety.refusal.kind is Kind.PAUSED
    guard = guard_of(world)
    assert guard.refuse(LIBRARY.find("M1")).kind is Kind.PAUSED
    assert ("bad-days-running", Outcome.PAUSED) in logged(store, person)
    guard.clear(two.safety.refusal.open_rules, "Eva, therapist")
    assert guard.refusal(LIBRARY.find("M1")) is None


def test_a_good_day_after_keeps_the_dose_and_is_logged(world, store):
    person = settled(store)
    add_session(store, person, LIBRARY.find("M1"), NOON - timedelta(days=1), done=1, asked=16)
    one = begin(world)
    one.answer_signs(set())
    one.answer_day_after(False, 5)
    one.answer_pain_before(1)
    assert one.exercise.guide.repetitions == 8
    assert logged(store, person)[-1] == ("good-day-after", Outcome.USUAL_DOSE)


def test_a_day_after_that_is_not_told_decides_nothing(world, store):
    person = settled(store)
    add_session(store, person, LIBRARY.find("M1"), NOON - timedelta(days=1), done=1, asked=16)
    one = begin(world)
    one.answer_signs(set())
    one.answer_day_after(None, None)
    assert [rule for rule, _ in logged(store, person)] == ["no-sign"]
    assert store.days_after(person.id)[0].worse_longer_than_a_day is None


def test_the_usual_headache_of_the_intake_stands_in_for_pain_that_was_not_told(world, store):
    person = settled(store, usual_headache=3)
    session_id = store.begin_session(person.id, LIBRARY.find("M1"), started_at=NOON, software="1")
    assert session_id
    assert guard_of(world).headache_on(NOON.astimezone().date()) == 3
    other = store.add_person("Bea")
    assert Guard(world, other.id).headache_on(NOON.date()) is None


# --- stops


def running(world, captures, code="M1", before=1):
    one = begin(world, code)
    one.answer_signs(set())
    one.answer_pain_before(before)
    one.start(one.poll)
    capture = captures.last
    capture.feed(STILL, seconds=2)
    if code == "M1":
        capture.turn("right_rotation_deg", 30, hold_s=4)
    return one, capture


def test_pain_within_the_limits_is_noted_and_the_exercise_goes_on(world, store, captures):
    person = settled(store)
    one, capture = running(world, captures)
    one.tell_pain(3)
    assert (one.phase, one.ended) == (Phase.RUNNING, None)
    assert [told.level for told in store.pain_told(person.id)] == [3]
    decision = store.decisions(person.id)[-1]
    assert (decision.rule, decision.outcome) == ("pain-within-limits", Outcome.MAY_TRAIN)
    assert decision.session_id == store.sessions(person.id)[0].id
    assert Command.STOP not in capture.commands


@pytest.mark.parametrize(
    ("tell", "rule", "says", "order"),
    [
        (lambda one: one.tell_pain(4), "pain-rose", "went up from 1 to 4", Command.STOP_FOR_PAIN),
        (lambda one: one.tell_new_headache(), "new-headache", "other side", Command.STOP_FOR_SIGN),
        (lambda one: one.tell_sign("s-dizzy"), "s-dizzy", "dizzy", Command.STOP_FOR_SIGN),
    ],
)
def test_a_rule_ends_the_exercise_and_everything_is_kept(world, store, captures, tell, rule, says, order):
    person = settled(store)
    one, capture = running(world, captures)
    tell(one)
    assert one.phase is Phase.ENDED
    assert says in one.ended.why
    one.poll()
    assert capture.commands == [order]
    (record,) = store.sessions(person.id)
    assert len(record.repetitions) == 1
    assert record.ended_at is not None
    assert logged(store, person)[-1] == (rule, Outcome.STOPPED)
    one.to_summary()
    assert one.phase is Phase.SUMMARY
    tell(one)
    assert one.ended.rule == rule


def test_after_a_stop_the_signs_and_the_pain_are_asked_again(world, store, captures):
    settled(store)
    sitting = Sitting()
    one = begin(world, sitting=sitting)
    one.answer_signs(set())
    one.answer_pain_before(1)
    one.tell_sign("s-faint")
    assert begin(world, sitting=sitting).safety.asks == [Ask.SIGNS, Ask.PAIN]


def test_pain_afterwards_that_rose_too_much_says_what_to_do(world, store, captures):
    person = settled(store)
    one, capture = running(world, captures)
    one.stop()
    capture.feed(STILL)
    assert one.answer_pain_after(3) is None
    stop = one.answer_pain_after(4)
    assert stop.rule == "pain-rose"
    assert logged(store, person)[-1] == ("pain-rose", Outcome.STOPPED)
    assert store.sessions(person.id)[0].pain_after == 4


def test_a_full_disk_loses_no_decision(world, store, captures):
    from tests.ui.test_session_presenter import FullDisk

    person = settled(store)
    disk = FullDisk(store)
    one, _ = running(replace(world, store=disk), captures)
    disk.full = True
    one.tell_sign("s-dizzy")
    one.poll()
    assert one.phase is Phase.ENDED
    disk.full = False
    one.recorder.retry()
    assert logged(store, person)[-1] == ("s-dizzy", Outcome.STOPPED)
    assert store.sessions(person.id)[0].ended_at is not None


def test_a_history_that_cannot_be_read_lets_nobody_through(world, store):
    from tests.ui.test_session_presenter import FullDisk

    settled(store)
    disk = FullDisk(store)
    one = begin(replace(world, store=disk))
    disk.full = True
    with pytest.raises(StoreError):
        one.answer_signs(set())
    assert one.phase is Phase.ASKING


# --- words


def test_the_page_tells_where_the_person_stands(world, store, services):
    person = settled(store, at=NOON, weak_bones=True, painkiller_days=12)
    guard = guard_of(world)
    store.set_day_after(person.id, DayAfter(NOON.date() - timedelta(days=1), NOON, True))
    guard.refuse(LIBRARY.find("M2"))
    view = safety_view(guard, replace(services, exercises=LIBRARY.exercises))
    assert view.answered.startswith("Answered ")
    assert view.verdict.level is Level.THERAPIST
    assert view.verdict.reasons == ("Weak bones",)
    assert len(view.verdict.notes) == 1
    assert LIBRARY.find("M2").title in view.verdict.closed
    assert LIBRARY.find("M1").title not in view.verdict.closed
    assert "half" in view.dose
    assert view.decisions[0][1:] == ("Exercise kept closed", "weak bones")


def test_the_page_before_the_intake(world, store, services):
    store.add_person("Ana")
    view = safety_view(guard_of(world), services)
    assert (view.answered, view.verdict, view.decisions) == ("Not answered yet", None, ())


def test_every_rule_has_words(services):
    from coach.progress.safety import day_after, pain

    named = [rule.id for rule in services.safety.rules] + [sign.id for sign in services.safety.stop_signs]
    named += [pain.TOO_STRONG_TO_START, pain.TOO_STRONG, pain.ROSE, pain.NEW_HEADACHE, "no-sign", "pain-within-limits"]
    named += [day_after.WORSE_FOR_LONG, day_after.HEADACHE_ROSE, day_after.BAD_DAYS_RUNNING, day_after.GOOD_DAY]
    for rule_id in named:
        assert why(rule_id, services.safety) != rule_id
    assert why("of-another-version", services.safety) == "of-another-version"


def test_only_exercises_that_there_are_get_locked(services):
    codes = {exercise.code for exercise in LIBRARY}
    locked = {code for rule in services.safety.rules for code in rule.locks}
    assert locked <= codes
    assert set(services.safety.pain.most_in) | set(services.safety.pain.calm) <= codes


def test_a_verdict_without_a_sign(world, store, services):
    settled(store)
    stands = guard_of(world).standing()
    found = verdict(stands, stands.level, services.safety, services.exercises)
    assert (found.reasons, found.closed, found.small) == ((), (), "")


def test_day_name():
    today = NOON.date()  # a Monday
    assert day_name(today - timedelta(days=1), today) == "yesterday"
    assert day_name(today - timedelta(days=3), today) == "on Friday"


# --- the intake, page by page


def through(presenter: IntakePresenter) -> None:
    """Go on to the page about the person."""
    while presenter.page.id != "about":
        assert presenter.next() == ""


def test_pages_go_on_and_back_and_unticked_is_untrue(services):
    intake = IntakePresenter(services.safety)
    assert (intake.step, intake.first, intake.only_ticks) == ("Step 1 of 12", True, True)
    assert not intake.back()
    intake.tick("passed-out", True)
    assert intake.any_tick
    assert intake.next() == ""
    assert intake.back()
    intake.tick("passed-out", False)
    through(intake)
    assert intake.answers["passed-out"] is False
    assert intake.answers["cancer"] is False
    assert "age" not in intake.answers


@pytest.mark.parametrize("typed", ["", "4", "121", "forty", "-5", "²"])
def test_an_age_is_needed_and_must_make_sense(services, typed):
    intake = IntakePresenter(services.safety)
    through(intake)
    intake.write(services.safety.question("age"), typed)
    assert "How old are you?" in intake.next()
    intake.write(services.safety.question("age"), " 40 ")
    assert intake.next() == ""
    assert intake.answers["age"] == 40


def test_choices_can_be_taken_back(services):
    intake = IntakePresenter(services.safety)
    side, places = services.safety.question("side"), services.safety.question("places")
    intake.choose(side, "left")
    intake.choose(side, "right")
    assert intake.chosen(side, "right")
    intake.choose(side, "right")
    assert "side" not in intake.answers
    for option in ("eye", "neck", "face", "face"):
        intake.choose(places, option)
    assert intake.answers["places"] == ("neck", "eye")
    intake.choose(places, "eye")
    intake.choose(places, "neck")
    assert "places" not in intake.answers
    assert not intake.chosen(places, "neck")


def test_nought_is_an_answer_and_nothing_is_none(services):
    intake = IntakePresenter(services.safety)
    days = services.safety.question("painkiller-days")
    intake.write(days, "0")
    assert intake.answers["painkiller-days"] == 0
    intake.write(days, "")
    assert "painkiller-days" not in intake.answers
    goal = services.safety.question("goal-1")
    intake.write(goal, "x" * 201)
    intake.answers |= {"age": 40, "painkiller-days": 0}
    while not intake.last:
        assert intake.next() == ""
    assert "at most 200" in intake.next()


def test_what_was_told_before_is_filled_in_but_no_sign(services):
    before = {"age": 51, "cancer": True, "side": "up", "gone-question": "x", "usual-headache": 4}
    intake = IntakePresenter(services.safety, before)
    assert intake.answers == {"age": 51, "usual-headache": 4}


def test_the_last_page_stays_and_the_answers_are_complete(world, store, services):
    person = store.add_person("Ana")
    intake = IntakePresenter(services.safety)
    intake.answers |= {"age": 40, "painkiller-days": 0}
    while not intake.last:
        assert intake.next() == ""
    assert intake.next() == ""
    assert (intake.last, intake.progress) == (True, 1)
    assert Guard(world, person.id).take_intake(intake.answers).level is Level.CONTINUE
    assert store.checks(person.id)[0].answers == intake.answers
