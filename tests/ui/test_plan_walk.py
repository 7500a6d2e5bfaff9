"""Through a whole session, the diary, the plan and the Learn cards, by pointer and by keyboard, in a real window."""

from __future__ import annotations

from datetime import timedelta

from coach.measure.types import Angles
from coach.progress.diary import Place, Relief, Side, Symptom
from coach.progress.plan.records import ChangeKind
from coach.progress.records import StoreError
from tests.ui.conftest import NOON
from tests.ui.people import add_session, eight_weeks, settled

STILL = Angles(0, 0, 0)


def test_a_session_leads_from_exercise_to_exercise(open_app, pilot, store, captures, services):
    person = eight_weeks(store, services.exercises, NOON)
    shell = open_app(size=(1280, 800))
    pilot.key("3")
    assert store.diary(person.id)[-1].intensity == 3
    assert "Headache now: 3 · mild" in pilot.texts()
    first, *_ = shell.screen.pane.view.start
    shell.flow.start([first, services.exercises[0], services.exercises[-1]])
    pilot.pump()
    assert shell.screen.name == "check"
    captures.last.feed(STILL, seconds=1)
    pilot.pump()
    pilot.press("Continue")
    assert shell.screen.name == "session"
    shell.screen.presenter.pain_after = 2
    shell.flow.exercise_over(shell.screen.presenter)
    pilot.pump()
    assert shell.screen.name == "between"
    assert "Next, 2 of 3" in pilot.texts()
    pilot.shot("between")
    pilot.press("Wait")
    assert not shell.screen.pane.waiting
    pilot.press("Leave it out")
    assert "Next, 3 of 3" in pilot.texts()
    shell.screen.pane.left_s = 0.1
    shell.screen._tick(0.25)
    pilot.pump()
    assert shell.screen.name == "session", "it goes on by itself, and the camera is not checked again"
    shell.flow.exercise_over(shell.screen.presenter)
    pilot.pump()
    assert shell.screen.name == "done"
    assert "0 of 3 exercises" in pilot.texts()
    assert "Left out" in pilot.texts()
    pilot.shot("done")
    pilot.press("Done")
    assert shell.screen.name == "home"
    assert shell.flow.forward == "Done"


def test_the_diary_takes_an_entry_by_a_few_taps_and_gives_it_back(open_app, pilot, store):
    person = store.add_person("Ana")
    shell = open_app(size=(1280, 800))
    pilot.press("Diary")
    assert "0 headache days" in pilot.texts()
    pilot.press("Add a headache")
    pane = shell.screen.pane
    assert pilot.button("Save").disabled
    pilot.key("6")
    back = {(spot.place, spot.side): button for spot, button in pane.ids.back.spots.items()}
    pilot.tap(back[Place.NECK, Side.RIGHT])
    assert pane.where == "Neck right"
    for text in ("1 to 3 h", "Blurred vision", "Work", "Rest", "Rest", "Heat"):
        pilot.press(text)
    assert "When to see a doctor" in pilot.texts()
    pane.step_doses(1)
    pane.step_day(-1)
    pilot.shot("diary_entry")
    pilot.press("Save")
    (entry,) = store.diary(person.id)
    assert (entry.intensity, entry.side, entry.places, entry.hours) == (6, Side.RIGHT, {Place.NECK}, 2.0)
    assert (entry.symptoms, entry.relief, entry.medication_count) == ({Symptom.BLURRED_VISION}, {Relief.HEAT}, 1)
    assert entry.local_date == NOON.astimezone().date() - timedelta(days=1)
    assert "1 headache day" in pilot.texts()
    pilot.shot("diary")
    pilot.press("No headache today")
    assert len(store.diary(person.id)) == 2
    assert pilot.button("No headache today").disabled
    shell.screen.open_day(entry.local_date)
    pilot.pump()
    pilot.press("Delete")
    assert [e.intensity for e in store.diary(person.id)] == [0]
    pilot.press("Bring it back")
    assert entry in store.diary(person.id)
    pilot.key("left")
    assert "October 2026" in pilot.texts()
    pilot.key("right")
    assert "November 2026" in pilot.texts()


def test_a_diary_that_cannot_be_written_says_so_and_stays(open_app, pilot, store, monkeypatch):
    store.add_person("Ana")
    shell = open_app(size=(1280, 800))

    def refuse(*_):
        raise StoreError("The disk is full.")

    pilot.press("Diary")
    monkeypatch.setattr(type(store), "save_diary_entry", refuse)
    pilot.press("No headache today")
    assert "The disk is full." in pilot.texts()
    pilot.press("Add a headache")
    pilot.key("4")
    pilot.press("Save")
    assert shell.screen.name == "diary_entry"
    pilot.key("escape")
    assert shell.screen.name == "diary"
    pilot.press("Today")
    pilot.key("2")
    assert "How strong is your headache right now?" in pilot.texts()


def test_the_plan_and_the_learn_cards(open_app, pilot, store, services):
    person = settled(store)
    for days in (3, 2, 1):
        add_session(store, person, services.exercises[0], NOON - timedelta(days=days), done=16, asked=16, pain=1)
    shell = open_app(size=(1280, 800))
    assert "3 good days in a row" in pilot.texts()
    pilot.press("Plan")
    assert "Weeks 1 and 2" in pilot.texts()
    pilot.press("Sun")
    assert store.plan(person.id).weekdays == frozenset(range(6))
    pilot.shot("plan")
    pilot.press("Keep the easier one")
    assert store.dose_changes(person.id)[-1].kind is ChangeKind.KEPT
    pilot.press("Learn")
    pilot.shot("learn")
    for card in services.cards:
        assert card.title in pilot.texts()
    shell.push("learn_card", services.cards[0])
    pilot.pump()
    for card in services.cards:
        assert card.title in pilot.texts()
        assert card.sources[0] in pilot.texts()
        pilot.key("enter")
    assert shell.screen.name == "learn"
