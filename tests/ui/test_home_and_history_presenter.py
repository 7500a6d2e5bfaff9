from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from coach.measure.types import Direction, View
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


def test_home_reads_the_sessions_of_today_only(services, store):
    person = eight_weeks(store, services.exercises, NOON)
    asked = OnceAsked(store)
    view = HomePresenter(replace(services, store=asked)).view(person)
    assert asked.since == [NOON.date()]
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
    assert view.line == "Range of motion check and 5 exercises left for today"
    assert [item.state for item in view.items] == ["next", *["open"] * 5]


def test_an_ordinary_day(services, store):
    person = eight_weeks(store, services.exercises, NOON)
    view = HomePresenter(services).view(person)
    assert view.line == "3 exercises left for today"
    assert [item.state for item in view.items] == ["done", "done", "next", "open", "open"]
    assert view.next.exercise is services.exercises[2]
    assert dict(view.rom)["Rotation left"] == "57° ± 3°"
    assert dict(view.rom)["Rotation right"].startswith("beyond ")
    assert view.rom_note == "Measured 20 Nov, estimated from your camera"


def test_the_check_comes_back_after_a_week(services, store):
    person = eight_weeks(store, services.exercises, NOON)
    view = HomePresenter(replace(services, now=lambda: NOON + timedelta(days=4))).view(person)
    assert view.next.exercise is services.rom_test
    assert view.next_text.startswith("Last measured 7 days ago")


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
    assert view.next is None
    assert view.line == "All done for today"
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
