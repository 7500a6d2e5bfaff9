"""The screens of a day with less, or nothing, to do: drawn, and the way on by keyboard."""

from __future__ import annotations

from datetime import timedelta

from coach.progress.safety.records import DayAfter
from tests.ui.conftest import NOON
from tests.ui.people import eight_weeks


def worse_after(store, person, days):
    for ago in range(1, days + 1):
        when = NOON - timedelta(days=ago)
        store.set_day_after(person.id, DayAfter(when.date(), when + timedelta(hours=18), True, 3, 4))


def test_half_a_dose_is_told_on_today_the_plan_and_between_exercises(open_app, pilot, store, services):
    worse_after(store, eight_weeks(store, services.exercises, NOON), 1)
    shell = open_app(size=(1280, 800))
    assert "Half as much today: worse for more than a day" in pilot.texts()
    pilot.shot("home_half")
    pilot.press("Plan")
    assert "Half as much today: worse for more than a day" in pilot.texts()
    pilot.shot("plan_half")
    first, second = services.exercises[:2]
    shell.flow.start([first, second])
    shell.flow.skip()  # and no frame drawn: the pause must not run out on a slow machine
    assert shell.screen.name == "between"
    assert shell.screen.subject.current.guide.repetitions < second.guide.repetitions
    shell.flow.leave()


def test_a_pause_leads_to_the_page_that_says_what_to_do(open_app, pilot, store, services):
    worse_after(store, eight_weeks(store, services.exercises, NOON), 2)
    shell = open_app(size=(1024, 640))
    assert "A pause for your neck" in pilot.texts()
    pilot.shot("home_held")
    pilot.key("enter")
    pilot.pump()
    assert shell.screen.name == "safety"
    assert "My therapist says I may train" in pilot.texts()
