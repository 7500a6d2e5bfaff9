from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.history.library import load_library
from coach.measure.types import Direction, View
from coach.paths import exercises_dir
from coach.progress.plan.records import EntryKind, Plan, PlanEntry, SetBy
from coach.ui.presenters.history import HistoryPresenter
from coach.ui.presenters.home import HomePresenter
from tests.ui.conftest import NOON
from tests.ui.people import add_session, eight_weeks, rom_value


class OnceAsked:
    """A store that remembers since when sessions were asked for."""

    def __init__(self, store):
        self._store, self.since = store, []

    def sessions(self, person_id, *, since=None):
        self.since.append(since)
        return self._store.sessions(person_id, since=since)

    def __getattr__(self, name):
        return getattr(self._store, name)


def test_home_reads_the_sessions_of_four_weeks_only(services, store):
    person = eight_weeks(store, services.exercises, NOON)
    HomePresenter(services).view(person)  # the first time a plan is made, from the first session of all
    asked = OnceAsked(store)
    view = HomePresenter(replace(services, store=asked)).view(person)
    assert asked.since == [NOON.date() - timedelta(days=28)]
    assert [item.state for item in view.items].count("done") == 2


def test_history_reads_a_year_and_the_rest_when_asked(services, store):
    person = replace(eight_weeks(store, services.exercises, NOON), created_at=NOON - timedelta(days=800))
    add_session(store, person, services.exercises[0], NOON - timedelta(days=366), done=1, asked=16)
    add_session(store, person, services.exercises[0], NOON - timedelta(days=365), done=2, asked=16)
    year = HistoryPresenter(services).view(person)
    everything = HistoryPresenter(services).view(person, everything=True)
    assert (year.earlier, everything.earlier) == (True, False)
    assert year.rows[-1][2].startswith("2 of 16")
    assert everything.rows == (*year.rows, everything.rows[-1])
    assert everything.rows[-1][2].startswith("1 of 16")
    new = replace(person, created_at=NOON - timedelta(days=300))
    assert not HistoryPresenter(services).view(new).earlier


def test_history_begins_with_a_direction_that_was_measured(services, store):
    person = store.add_person("Ana")
    assert HistoryPresenter(services).view(person).first_measured is Direction.LEFT_ROTATION
    found = {d: rom_value(d, 40) for d in (Direction.FLEXION, Direction.RIGHT_LATERAL_FLEXION)}
    store.add_rom_test(person.id, found, measured_at=NOON, view=View.FRONT, software="test")
    view = HistoryPresenter(services).view(person)
    assert view.first_measured is Direction.RIGHT_LATERAL_FLEXION
    missing = view.directions[Direction.LEFT_ROTATION]
    assert (missing.newest, missing.change, len(missing.points)) == ("not measured", "", 0)


def test_first_run_knows_nobody(services):
    assert HomePresenter(services).person() is None


def test_a_name_is_needed(services, store):
    home = HomePresenter(services)
    assert "type a name" in home.add_person("   ")
    assert "80" in home.add_person("x" * 81)
    assert store.people() == ()
    assert home.add_person("  Ana   Maria ") is None
    assert home.person().name == "Ana Maria"


def test_a_new_person_measures_first(services, store):
    view = HomePresenter(services).view(store.add_person("Ana"))
    assert view.next.exercise is services.rom_test
    assert [value for _, value in view.rom] == ["–"] * 6
    assert "Not measured yet" in view.rom_note
    assert "First measure how far your neck moves" in view.title_note
    assert view.line.startswith("Weeks 1 and 2 · ")
    assert [item.state for item in view.items] == ["next", *["open"] * (len(view.items) - 1)]
    assert view.start == tuple(item.exercise for item in view.items)
    assert view.start_text == "Start"


def test_an_ordinary_day(services, store):
    person = eight_weeks(store, services.exercises, NOON)
    view = HomePresenter(services).view(person)
    states = [item.state for item in view.items]
    assert states == ["done", "done", "next", *["open"] * (len(states) - 3)]
    assert view.start == tuple(item.exercise for item in view.items[2:])
    assert (view.start_text, view.title, view.title_note) == ("Go on", "Today's session", f"2 of {len(states)} done")
    assert view.line == f"Weeks 1 and 2 · {len(states) - 2} exercises to do, about 9 min"
    assert (view.items[0].note, view.items[0].minutes) == ("8 each side · hold 2 s", "2 min")
    assert dict(view.rom)["Rotation left"] == "57° ± 3°"
    assert dict(view.rom)["Rotation right"].startswith("beyond ")
    assert view.rom_note == "Measured 20 Nov, estimated from your camera"
    assert (view.head, view.notices, view.extras) == (None, (), ())


def test_the_check_comes_back_after_a_week(services, store):
    person = eight_weeks(store, services.exercises, NOON)
    view = HomePresenter(replace(services, now=lambda: NOON + timedelta(days=4))).view(person)
    assert view.next.exercise is services.rom_test
    assert view.title_note.startswith("A week has gone by")


@pytest.mark.parametrize(("level", "calm"), [(0, False), (4, False), (5, True), (10, True)])
def test_a_strong_headache_changes_the_offer(services, store, level, calm):
    services = replace(services, exercises=load_library(exercises_dir()).exercises)
    person = store.add_person("Ana")
    home = HomePresenter(services)
    home.tell_head(person, level)
    view = home.view(person)
    assert (view.head, view.head_text.split(" · ")[0]) == (level, str(level))
    if calm:
        assert {item.exercise.code for item in view.items} == {"R1", "R2", "E1"}
        assert [item.exercise.code for item in view.extras] == ["H1"]
        assert view.title == "Calm session"
    else:
        assert view.next.exercise is services.rom_test
        assert view.title == "Today's session"


def test_how_the_head_is_becomes_an_entry_of_the_diary(services, store):
    person = store.add_person("Ana")
    home = HomePresenter(services)
    for level in (3, 6):
        home.tell_head(person, level)
    (entry,) = store.diary(person.id)
    assert (entry.intensity, entry.local_date) == (6, NOON.astimezone().date())
    store.save_diary_entry(person.id, replace(entry, hours=2.0))
    home.tell_head(person, 2)
    assert [e.intensity for e in store.diary(person.id)] == [6, 2], "what was written in full stays"
    tomorrow = HomePresenter(replace(services, now=lambda: NOON + timedelta(days=1)))
    assert tomorrow.view(person).head is None


def test_a_step_up_is_told_and_can_be_taken_back(services, store):
    person = store.add_person("Ana")
    turn = services.exercises[0]
    for days in (3, 2, 1):
        add_session(store, person, turn, NOON - timedelta(days=days), done=16, asked=16, pain=1)
    home = HomePresenter(services)
    (notice,) = home.view(person).notices
    assert notice.text.startswith(f"{turn.title}: 3 good days in a row. From now on: ")
    assert notice.keep_easier == turn.id
    assert store.dose_changes(person.id)[-1].level == 1
    home.view(person)
    assert len(store.dose_changes(person.id)) == 1, "it is made once"
    home.keep_easier(person, turn.id)
    (kept, up) = home.view(person).notices
    assert (kept.text, kept.keep_easier, up.keep_easier) == (f"{turn.title}: You keep the easier version.", "", "")
    later = HomePresenter(replace(services, now=lambda: NOON + timedelta(days=3)))
    assert later.view(person).notices == (), "after three days it is no news any more"


def test_two_steps_down_in_a_week_lead_to_the_therapist(services, store):
    person = store.add_person("Ana")
    turn = services.exercises[0]
    for days in (3, 1):
        add_session(store, person, turn, NOON - timedelta(days=days), done=16, asked=16, pain=6)
        at = NOON - timedelta(days=days, hours=-2)
        HomePresenter(replace(services, now=lambda at=at: at)).view(person)
    assert [change.level for change in store.dose_changes(person.id)] == [-1, -2]
    first, *rest = HomePresenter(services).view(person).notices
    assert "contact your therapist" in first.text
    assert all("Pain was 6 of 10" in notice.text for notice in rest)


def test_a_day_off_and_a_plan_that_is_closed(services, store):
    person = store.add_person("Ana")
    other_day = frozenset({(NOON.weekday() + 1) % 7})
    store.add_plan(person.id, Plan(NOON, SetBy.PERSON, NOON.date(), weekdays=other_day))
    view = HomePresenter(services).view(person)
    assert view.title == "A day off"
    assert view.start
    closed = tuple(PlanEntry(e.id, EntryKind.CLOSED) for e in services.exercises)
    store.add_plan(person.id, Plan(NOON + timedelta(hours=1), SetBy.THERAPIST, NOON.date(), entries=closed))
    found = {d: rom_value(d, 50) for d in Direction}
    store.add_rom_test(person.id, found, measured_at=NOON, view=View.FRONT, software="test")
    view = HomePresenter(services).view(person)
    assert (view.title, view.next) == ("Nothing to do today", None)
    assert "talk to your therapist" in view.title_note


def test_range_found_in_an_exercise_is_shown_but_is_no_check(services, store):
    person = store.add_person("Ana")
    found = {d: rom_value(d, 50) for d in (Direction.LEFT_ROTATION, Direction.RIGHT_ROTATION)}
    store.add_rom_test(person.id, found, measured_at=NOON, view=View.FRONT, software="test")
    view = HomePresenter(services).view(person)
    assert view.next.exercise is services.rom_test
    assert dict(view.rom)["Rotation left"] == "50° ± 3°"
    assert dict(view.rom)["Flexion"] == "not measured"
    assert "on the way" in view.rom_note


def test_everything_done(services, store):
    person = eight_weeks(store, services.exercises, NOON)
    for exercise in services.exercises:
        add_session(store, person, exercise, NOON, done=2, asked=2)
    view = HomePresenter(services).view(person)
    assert (view.next, view.start) == (None, ())
    assert view.line == "Weeks 1 and 2 · all done for today"
    assert view.items[0].note == "done 2 times today"


def test_empty_history(services, store):
    assert HistoryPresenter(services).view(store.add_person("Ana")).empty


def test_history(services, store):
    person = eight_weeks(store, services.exercises, NOON)
    view = HistoryPresenter(services).view(person)
    left = view.directions[Direction.LEFT_ROTATION]
    assert len(left.points) == 8
    assert left.newest == "57° ± 3°"
    assert left.change == "16° more than on 2 Oct 2026: bigger than measurement noise (8°)."
    assert view.directions[Direction.FLEXION].change.endswith("may be noise (12°).")
    assert view.directions[Direction.RIGHT_ROTATION].change == "Beyond what the camera can follow."
    assert view.rows[0] == (
        "today",
        services.exercises[1].title,
        "12 of 12",
        "2 × the body turned along with the head",
        "4 to 3",
    )
    assert "5 of 12, stopped early" in {row[2] for row in view.rows}
    assert not view.empty


def test_a_session_that_was_killed_is_in_the_history(services, store):
    person = store.add_person("Ana")
    store.begin_session(person.id, services.exercises[0], started_at=NOON, software="test")
    (row,) = HistoryPresenter(services).view(person).rows
    assert row == ("today", services.exercises[0].title, "0, stopped early", "–", "–")
