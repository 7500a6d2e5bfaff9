from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coach.progress.diary import LONGEST_TEXT, Place, Relief, Side, Symptom, Trigger
from coach.ui.presenters.diary import DiaryPresenter, month_after, month_before, told
from coach.ui.presenters.diary_draft import MOST_DOSES, Draft, Spot
from tests.ui.conftest import NOON

TODAY = NOON.astimezone().date()


@pytest.fixture
def diary(services, store):
    return DiaryPresenter(services, store.add_person("Ana"))


def test_an_empty_diary(diary):
    view = diary.view(TODAY)
    assert view.empty
    assert (view.count, view.strength, view.changes, view.rows) == ("0 headache days", "", (), ())
    assert view.month_title == "November 2026"
    assert not view.later
    assert not view.today_told


def test_the_calendar_shows_the_strongest_of_each_day(diary):
    for days, level in ((0, 0), (1, 2), (1, 7), (2, 4), (10, 3)):
        diary.save(diary.new(TODAY - timedelta(days=days), level))
    view = diary.view(TODAY)
    cells = {cell.day: cell for week in view.weeks for cell in week}
    assert all(len(week) == 7 and week[0].day.weekday() == 0 for week in view.weeks)
    found = {days: cells[TODAY - timedelta(days=days)] for days in (0, 1, 2, 3, 10)}
    assert [(found[d].strength, found[d].intensity) for d in found] == [
        (0, "0"),
        (3, "7"),
        (2, "4"),
        (None, ""),
        (1, "3"),
    ]
    assert found[0].today
    assert found[0].open
    assert not cells[TODAY + timedelta(days=1)].open
    assert not cells[date(2026, 10, 31)].inside
    assert view.today_told
    assert view.count == "3 headache days"
    assert view.count_note == "in the last 28 days, of which you told 4"
    assert view.strength.startswith("Mean strength 4.7 of 10, strongest 7.")


def test_the_list_leaves_out_what_only_says_no_headache(diary):
    diary.save(diary.new(TODAY, 0))
    diary.save(replace(diary.new(TODAY, 0), medication="x"))
    diary.save(diary.new(TODAY - timedelta(days=1), 3))
    assert [(row.day, row.strength) for row in diary.view(TODAY).rows] == [
        ("today", "0 · none"),
        ("yesterday", "3 · mild"),
    ]


def test_other_months(diary):
    diary.save(diary.new(date(2026, 9, 12), 5))
    october = diary.view(date(2026, 10, 9))
    assert (october.month_title, october.later, october.rows) == ("October 2026", True, ())
    assert diary.view(date(2026, 9, 1)).rows[0].day == "12 Sep"
    assert month_before(date(2026, 1, 31)) == date(2025, 12, 31)
    assert month_after(date(2026, 1, 31)) == date(2026, 2, 1)
    assert month_after(date(2026, 12, 5)) == date(2027, 1, 1)


def test_entries_of_a_day_begin_with_the_strongest(diary):
    for level in (2, 8, 5):
        diary.save(diary.new(TODAY, level))
    diary.save(diary.new(TODAY - timedelta(days=1), 9))
    assert [entry.intensity for entry in diary.entries_of(TODAY)] == [8, 5, 2]


def test_a_deleted_entry_comes_back(diary):
    entry = diary.new(TODAY, 4)
    diary.save(entry)
    diary.delete(entry.id)
    assert diary.view(TODAY).empty
    diary.save(entry)
    assert diary.entries_of(TODAY) == [entry]


def test_everything_that_was_told_in_a_line(diary):
    entry = replace(
        diary.new(TODAY, 4),
        hours=2.0,
        side=Side.RIGHT,
        places=frozenset({Place.EYE, Place.NECK}),
        symptoms=frozenset({Symptom.NAUSEA}),
        trigger=Trigger.WORK,
        medication="a tablet",
        medication_count=2,
        relief=frozenset({Relief.HEAT, Relief.REST}),
    )
    line = "neck, eye, right · 1 to 3 h · feeling sick · after work · 2 × a tablet · tried rest, heat"
    assert told(entry) == line
    assert told(diary.new(TODAY, 4)) == ""
    small = replace(diary.new(TODAY, 4), side=Side.BOTH, hours=7.5, trigger=Trigger.NONE, medication_count=1)
    assert told(small) == "both sides · 7.5 h · 1 × medication"
    assert told(replace(small, side=None, hours=None, medication_count=0, medication="x")) == "x"


@pytest.fixture
def draft(diary):
    return Draft.of(diary.new(TODAY), TODAY, new=True)


def test_a_new_draft_needs_the_strength(draft):
    assert not draft.complete
    with pytest.raises(ValueError, match="strength"):
        draft.done()
    draft.intensity = 0
    assert draft.complete
    assert draft.done().bare


def test_place_and_side_follow_from_the_spots(draft):
    draft.intensity = 5
    neck_left, eye_right = Spot(Place.NECK, Side.LEFT), Spot(Place.EYE, Side.RIGHT)
    draft.toggle_spot(neck_left)
    assert (draft.done().places, draft.done().side) == ({Place.NECK}, Side.LEFT)
    draft.toggle_spot(eye_right)
    assert (draft.done().places, draft.done().side) == ({Place.NECK, Place.EYE}, Side.BOTH)
    draft.toggle_spot(neck_left)
    assert (draft.done().places, draft.done().side) == ({Place.EYE}, Side.RIGHT)
    draft.toggle_spot(eye_right)
    assert (draft.done().places, draft.done().side) == (frozenset(), None)


@pytest.mark.parametrize(("side", "sides"), [(Side.LEFT, 1), (Side.BOTH, 2), (None, 2)])
def test_spots_of_a_known_entry(diary, side, sides):
    entry = replace(diary.new(TODAY, 6), places=frozenset({Place.NECK}), side=side)
    draft = Draft.of(entry, TODAY, new=False)
    assert (draft.complete, len(draft.spots)) == (True, sides)
    assert draft.done() == entry


def test_choices_can_be_taken_back(draft):
    draft.intensity = 5
    for act, told_, field, value in (
        (draft.toggle_symptom, Symptom.NAUSEA, "symptoms", {Symptom.NAUSEA}),
        (draft.toggle_relief, Relief.COLD, "relief", {Relief.COLD}),
        (draft.choose_trigger, Trigger.WORK, "trigger", Trigger.WORK),
        (draft.choose_hours, 2.0, "hours", 2.0),
    ):
        act(told_)
        assert getattr(draft.done(), field) == value
        act(told_)
        assert not getattr(draft.done(), field)
    assert draft.done().bare


def test_doses_days_and_medication(draft):
    draft.intensity = 5
    for _ in range(MOST_DOSES + 5):
        draft.step_doses(1)
    assert draft.done().medication_count == MOST_DOSES
    for _ in range(MOST_DOSES + 5):
        draft.step_doses(-1)
    assert draft.done().medication_count is None
    draft.step_day(-3)
    assert draft.done().local_date == TODAY - timedelta(days=3)
    draft.step_day(10)
    assert draft.done().local_date == TODAY
    draft.write_medication("  two \n tablets " + "x" * 300)
    assert draft.done().medication.startswith("two tablets xx")
    assert len(draft.done().medication) == LONGEST_TEXT
