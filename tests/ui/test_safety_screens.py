"""The safety pages in a real window: intake, refusals, pain in the middle, and the page that says why it ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.exercise.types import Command
from coach.history.library import load_library
from coach.measure.types import Angles, Direction
from coach.paths import exercises_dir
from coach.progress.safety.records import CheckKind, Outcome
from tests.ui.people import NOON, add_session, settled
from tests.ui.test_looks import cut_off

STILL = Angles(0, 0, 0)


class Clock:
    """A clock that goes on by itself a little with every look."""

    now = NOON

    def __call__(self):
        self.now += timedelta(milliseconds=20)
        return self.now


@pytest.fixture
def world(services):
    return replace(services, now=Clock())


def to_the_exercise(pilot, captures, exercise="Turn your head", pain="1"):
    pilot.press(exercise)
    captures.last.feed(STILL, seconds=1)
    pilot.pump()
    pilot.press("Continue")
    pilot.no_signs()
    pilot.press(pain)
    run = captures.last
    run.feed(STILL, seconds=2)
    run.turn("right_rotation_deg", 50, hold_s=4)
    pilot.pump()
    return run


def stopped(run, pilot):
    run.feed(STILL)
    pilot.pump()


# --- the intake


def test_the_intake_by_keyboard_with_a_sign_a_complaint_and_the_way_back(open_app, pilot, store, world):
    from coach.ui.widgets.answers import Choices, TickRow
    from coach.ui.widgets.controls import Reachable

    person = store.add_person("Ana")
    shell = open_app(world, size=(1280, 800))
    assert shell.screen.name == "safety"
    pilot.key("enter")
    assert "Step 2 of 12" in pilot.texts()
    pilot.key("escape")
    assert "Step 1 of 12" in pilot.texts()
    for _ in range(5):
        pilot.key("enter")
    assert "Illnesses" in pilot.texts()
    pilot.key("tab")
    assert isinstance(Reachable.current, TickRow)
    pilot.key("spacebar")
    assert shell.screen.pane.go_on_text == "Continue"
    pilot.shot("intake_ticks")
    assert cut_off(pilot) == []
    pilot.press("Continue")
    pilot.press("None of these")
    pilot.press("Continue")
    assert "Please answer: How old are you?" in pilot.texts()
    pilot.shot("intake_about")
    assert cut_off(pilot) == []
    pilot.tap(pilot.screen_field())
    pilot.type("40")
    pilot.key("enter")
    assert "Where it hurts" in pilot.texts()
    pilot.press("Neck")
    pilot.press("Always left")
    assert [c.chosen for c in reversed(pilot.all(Choices)[0].parent.children)] == [["neck"], [], ["left"], []]
    pilot.shot("intake_where")
    assert cut_off(pilot) == []
    pilot.press("Continue")
    pilot.shot("intake_how_much")
    assert cut_off(pilot) == []
    pilot.press("4")
    pilot.press("Continue")
    pilot.tap(pilot.screen_field())
    pilot.type("12")
    pilot.press("Continue")
    pilot.shot("intake_goals")
    pilot.press("Finish")
    assert "Talk to your therapist first" in pilot.texts()
    assert "Weak bones (osteoporosis)" not in pilot.texts()
    assert "Weak bones" in pilot.texts()
    assert "Painkillers on 10 or more days a month" in pilot.texts()
    pilot.shot("verdict_therapist")
    assert cut_off(pilot) == []
    (check,) = store.checks(person.id)
    assert check.answers["places"] == ("neck",)
    assert check.answers["usual-headache"] == 4
    pilot.press("I have read this")
    assert shell.screen.name == "home"
    shell.go("safety")
    pilot.pump()
    pilot.shot("safety_place")
    assert "Weak bones" in pilot.texts()
    assert "Gentle exercises, some closed" in pilot.texts()
    assert cut_off(pilot) == []


def test_an_intake_that_cannot_be_kept_says_so_and_keeps_the_answers(open_app, pilot, store, world):
    from tests.ui.test_session_presenter import FullDisk

    store.add_person("Ana")
    disk = FullDisk(store)
    open_app(replace(world, store=disk))
    pilot.no_signs_until_the_end()
    disk.full = True
    pilot.press("Finish")
    assert "The disk is full." in pilot.texts()
    disk.full = False
    pilot.press("Finish")
    assert "You can start" in pilot.texts()


def test_a_list_is_seen_to_its_end_before_none_of_it_can_be_said(open_app, pilot, store, world, captures):
    from coach.ui.theme import theme

    store.add_person("Ana")
    shell = open_app(world, size=(1024, 640))
    theme.scale = 1.3
    pilot.pump()
    pane = shell.screen.pane
    assert pane.go_on_text == "More below"
    pilot.shot("intake_more_below")
    pilot.key("enter")
    assert "Step 1 of 12" in pilot.texts()
    pilot.see_the_end()
    assert pane.go_on_text == "None of these"
    pilot.press("None of these")
    assert "Step 2 of 12" in pilot.texts()


def test_leaving_the_intake_starts_nothing_until_it_is_answered(open_app, pilot, store, world, captures):
    store.add_person("Ana")
    shell = open_app(world)
    pilot.key("escape")
    assert shell.screen.name == "home"
    pilot.press("Turn your head")
    assert "First, some questions" in pilot.texts()
    assert captures.made == []
    pilot.press("Not now")
    assert shell.screen.name == "home"
    pilot.press("Turn your head")
    pilot.press("Answer the questions")
    pilot.no_signs_at_all()
    pilot.press("Go on")
    assert shell.screen.name == "home"
    pilot.press("Turn your head")
    assert shell.screen.name == "check"


def test_the_place_before_there_is_a_name(open_app, pilot, store, world):
    shell = open_app(world)
    shell.go("safety")
    pilot.pump()
    assert "First, your name" in pilot.texts()
    pilot.key("enter")
    assert shell.screen.name == "home"


# --- refusals


def test_a_doctor_first_and_the_word_that_opens(open_app, pilot, store, world, captures):
    person = settled(store, cancer=True)
    shell = open_app(world, size=(1280, 800))
    pilot.press("What to do")
    assert "See a doctor first, today or within 2 days" in pilot.texts()
    assert "Cancer, now or before" in pilot.texts()
    assert captures.made == []
    pilot.shot("refused_doctor")
    assert cut_off(pilot) == []
    pilot.press("A doctor says I may train")
    pilot.press("They said yes")
    assert "Please type who said so." in pilot.texts()
    pilot.tap(pilot.screen_field())
    pilot.type("Dr Ruiz")
    pilot.shot("who_said_so")
    pilot.press("They said yes")
    assert store.clearances(person.id)[0].by == "Dr Ruiz"
    assert shell.screen.name == "safety"
    assert "Opened again" in pilot.texts()
    shell.go("home")
    pilot.pump()
    pilot.press("Turn your head")
    assert shell.screen.name == "check"


def test_an_emergency_before_a_session_and_the_way_back(open_app, pilot, store, world, captures):
    person = settled(store)
    shell = open_app(world, size=(1280, 800))
    pilot.press("Turn your head")
    captures.last.feed(STILL, seconds=1)
    pilot.pump()
    pilot.press("Continue")
    pilot.press("I passed out, or I cannot walk straight")
    pilot.press("Continue")
    assert "Get help now" in pilot.texts()
    assert "Call 112 / 911 now" in pilot.texts()
    pilot.shot("refused_emergency")
    assert cut_off(pilot) == []
    assert len(captures.made) == 1, "no exercise was started"
    assert store.decisions(person.id)[-1].rule == "e-passed-out"
    pilot.press("The signs are gone")
    pilot.press("None of these, no changes")
    assert "It is gone now, but a doctor has to look at it" in pilot.texts()
    pilot.press("It was ticked by mistake")
    assert store.decisions(person.id)[-1].outcome is Outcome.CLEARED
    shell.go("home")
    pilot.pump()
    pilot.press("Turn your head")
    assert shell.screen.name == "check"


def test_a_closed_exercise_says_why(open_app, pilot, store, world, services, captures):
    settled(store, arthritis=True)
    shell = open_app(world)
    stretch = next(exercise for exercise in services.exercises if exercise.code == "S1")
    shell.check(stretch)
    pilot.pump()
    assert "closed for now" in pilot.texts()
    assert "Rheumatoid arthritis" in pilot.texts()
    assert "A doctor says I may train" not in pilot.texts()
    pilot.shot("refused_locked")
    assert captures.made == []
    pilot.press("Answer the questions again")
    assert "Step 1 of 12" in pilot.texts()


def test_a_therapists_word_opens_a_closed_exercise(open_app, pilot, store, world, services, captures):
    person = settled(store, arthritis=True)
    shell = open_app(world)
    stretch = next(exercise for exercise in services.exercises if exercise.code == "S1")
    shell.check(stretch)
    pilot.pump()
    pilot.press("My therapist opens it for me")
    pilot.shot("refused_locked_word")
    shell.screen.pane.ids.name.text = "Eva Lind"
    pilot.press("They said yes")
    assert store.clearances(person.id)[-1].by == "Eva Lind"
    shell.check(stretch)
    pilot.pump()
    assert shell.screen.name == "check"


def test_the_lock_of_a_file_is_not_opened_by_answering_again(open_app, pilot, store, world):
    settled(store)
    shell = open_app(world)
    shell.check(load_library(exercises_dir()).find("M5"))
    pilot.pump()
    assert "A therapist has to show you this exercise once" in pilot.texts()
    assert "Answer the questions again" not in pilot.texts()
    pilot.press("Back to today")
    assert shell.screen.name == "home"


def test_two_bad_days_pause_and_the_therapist_opens(open_app, pilot, store, world, services, captures):
    from coach.progress.safety.records import DayAfter

    person = settled(store)
    exercise = services.exercises[0]
    for days in (1, 2):
        add_session(store, person, exercise, NOON - timedelta(days=days), done=1, asked=16)
    yesterday = NOON - timedelta(days=1)
    store.set_day_after(person.id, DayAfter((NOON - timedelta(days=2)).date(), yesterday, True))
    shell = open_app(world, size=(1280, 800))
    shell.session(exercise)
    pilot.pump()
    pilot.no_signs()
    pilot.key("y")
    pilot.press("Continue")
    assert "A pause for your neck" in pilot.texts()
    pilot.shot("refused_paused")
    pilot.press("My therapist says I may train")
    pilot.press("Back")
    pilot.press("My therapist says I may train")
    pilot.tap(pilot.screen_field())
    pilot.type("Eva")
    pilot.key("enter")
    shell.session(exercise)
    pilot.pump()
    pilot.press("2")
    assert captures.last.exercise.guide.repetitions == exercise.guide.repetitions / 2


def test_pain_too_strong_for_the_exercise(open_app, pilot, store, world, captures):
    settled(store)
    shell = open_app(world)
    pilot.press("Turn your head")
    captures.last.feed(STILL, seconds=1)
    pilot.pump()
    pilot.press("Continue")
    pilot.no_signs()
    pilot.press("6")
    assert "Your pain is 6 of 10." in pilot.texts()
    assert "calm exercises" in pilot.texts()
    pilot.press("Back to today")
    assert shell.screen.name == "home"


# --- in the middle


def test_pain_in_the_middle_is_noted_and_the_exercise_goes_on(open_app, pilot, store, world, captures):
    person = settled(store)
    shell = open_app(world)
    run = to_the_exercise(pilot, captures)
    running = shell.screen.pane
    pilot.key("p")
    assert "How strong is your pain now?" in pilot.texts()
    assert run.commands == [Command.PAUSE]
    pilot.key("3")
    assert shell.screen.pane is running
    assert run.commands == [Command.PAUSE, Command.RESUME]
    assert [told.level for told in store.pain_told(person.id)] == [3]
    run.feed(STILL, seconds=1)
    pilot.pump()
    pilot.press("Pain")
    pilot.key("escape")
    assert shell.screen.pane is running
    assert run.commands[-1] is Command.RESUME
    pilot.key("spacebar")
    run.feed(STILL)
    pilot.pump()
    pilot.key("p")
    pilot.key("enter")
    assert run.commands[-1] is Command.PAUSE, "it was paused before the question and stays so"


def test_too_much_pain_ends_it_calmly(open_app, pilot, store, world, captures):
    person = settled(store)
    shell = open_app(world, size=(1280, 800))
    run = to_the_exercise(pilot, captures)
    pilot.key("p")
    pilot.key("4")
    assert "The exercise has ended" in pilot.texts()
    assert "Your pain went up from 1 to 4 of 10." in pilot.texts()
    stopped(run, pilot)
    assert "1 of 16 repetitions" in pilot.texts()
    pilot.shot("ended_pain")
    assert cut_off(pilot) == []
    assert not run.running
    pilot.press("What I did")
    assert "Stopped because of pain" in pilot.texts()
    pilot.press("5")
    assert "more than 2 points" in pilot.texts()
    pilot.shot("summary_pain_rose")
    assert cut_off(pilot) == []
    pilot.press("1")
    assert "more than 2 points" not in pilot.texts()
    (session,) = store.sessions(person.id)
    assert (len(session.repetitions), session.pain_after) == (1, 1)
    assert [told.level for told in store.pain_told(person.id)] == [4]
    assert shell.screen.name == "session"


@pytest.mark.parametrize(
    ("press", "rule", "says"),
    [
        (lambda pilot: (pilot.key("x"), pilot.key("1")), "s-dizzy", "Call 112 / 911 now"),
        (lambda pilot: (pilot.press("Not well"), pilot.press("7   Feeling faint")), "s-faint", "Call 112 / 911 now"),
        (lambda pilot: (pilot.key("x"), pilot.key("9")), "new-headache", "Please see a doctor"),
        (lambda pilot: (pilot.key("p"), pilot.key("x"), pilot.key("4")), "s-speech", "Call 112 / 911 now"),
    ],
)
def test_a_sign_ends_it_with_the_text_that_belongs_to_it(open_app, pilot, store, world, captures, press, rule, says):
    person = settled(store)
    shell = open_app(world, size=(1280, 800))
    run = to_the_exercise(pilot, captures)
    press(pilot)
    assert "The exercise has ended" in pilot.texts()
    assert says in pilot.texts()
    assert run.commands[-1] is Command.STOP_FOR_SIGN
    stopped(run, pilot)
    pilot.shot(f"ended_{rule}")
    assert cut_off(pilot) == []
    decision = store.decisions(person.id)[-1]
    assert (decision.rule, decision.outcome) == (rule, Outcome.STOPPED)
    pilot.press("Back to today")
    (session,) = store.sessions(person.id)
    assert len(session.repetitions) == 1
    assert session.ended_at is not None
    pilot.press("Turn your head")
    captures.last.feed(STILL, seconds=1)
    pilot.pump()
    pilot.press("Continue")
    pilot.no_signs()
    assert "How strong is your pain right now?" in pilot.texts()
    assert shell.screen.name == "session"
    assert len([check for check in store.checks(person.id) if check.kind is CheckKind.EMERGENCY]) == 2


def test_nothing_wrong_after_all(open_app, pilot, store, world, captures):
    settled(store)
    shell = open_app(world)
    run = to_the_exercise(pilot, captures)
    running = shell.screen.pane
    pilot.press("Not well")
    assert "What is wrong?" in pilot.texts()
    pilot.press("None of these, go on")
    assert shell.screen.pane is running
    assert run.commands == [Command.PAUSE, Command.RESUME]


def test_in_the_test_of_the_range_p_marks_where_pain_begins(open_app, pilot, store, world, captures):
    settled(store)
    shell = open_app(world)
    pilot.press("Start")
    captures.last.feed(STILL, seconds=1)
    pilot.pump()
    pilot.press("Continue")
    pilot.no_signs()
    pilot.press("1")
    captures.last.feed(STILL, seconds=2)
    pilot.pump()
    pilot.key("p")
    assert captures.last.commands == [Command.PAIN]
    pilot.press("Pain")
    assert "How strong is your pain now?" in pilot.texts()
    assert shell.screen.presenter.exercise.guide.directions[0] in Direction


@pytest.mark.parametrize(("size", "scale", "contrast"), [((1024, 640), 1.3, False), ((1280, 800), 1.0, True)])
def test_looks(open_app, pilot, store, world, captures, size, scale, contrast):
    from coach.ui.theme import theme

    settled(store)
    shell = open_app(world, size=size)
    theme.scale = scale
    if contrast:
        shell.toggle_contrast()
    name = "contrast" if contrast else "large"

    def keep(what: str) -> None:
        pilot.pump()
        pilot.shot(f"safety_{what}_{name}")
        assert cut_off(pilot) == []

    shell.go("safety")
    keep("place")
    shell.screen.ask()
    keep("intake")
    shell.go("home")
    pilot.press("Turn your head")
    captures.last.feed(STILL, seconds=1)
    pilot.pump()
    pilot.press("Continue")
    keep("signs")
    pilot.no_signs()
    pilot.press("1")
    captures.last.feed(STILL, seconds=2)
    keep("run")
    pilot.key("p")
    keep("pain")
    pilot.key("x")
    keep("wrong")
    pilot.key("6")
    stopped(captures.last, pilot)
    keep("ended")
