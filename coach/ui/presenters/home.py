"""What the first screen shows: what to do today, and the range of motion that was measured last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coach.exercise.model import Exercise, RomGuide
from coach.measure.types import Direction
from coach.progress.records import PersonRecord, RomTestRecord
from coach.progress.today import ExerciseToday, Today, today
from coach.ui import words
from coach.ui.services import Services

PAIRS = (
    (Direction.LEFT_ROTATION, Direction.RIGHT_ROTATION),
    (Direction.LEFT_LATERAL_FLEXION, Direction.RIGHT_LATERAL_FLEXION),
    (Direction.FLEXION, Direction.EXTENSION),
)
"""The six directions as they stand side by side."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of today's plan; ``state`` is ``next``, ``open`` or ``done``."""

    exercise: Exercise
    title: str
    note: str
    state: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """All texts of the screen. ``rom`` pairs a direction's name with its value."""

    greeting: str
    line: str
    next: Item | None
    next_text: str
    items: tuple[Item, ...]
    rom: tuple[tuple[str, str], ...]
    rom_note: str


class HomePresenter:
    """Reads the history of one person and words it.

    Every method may raise :class:`coach.progress.records.StoreError`.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    def person(self) -> PersonRecord | None:
        """Return the person whose neck is measured here; ``None`` on the first run."""
        return next(iter(self._services.store.people()), None)

    def add_person(self, name: str) -> str | None:
        """Keep a name; returns what is wrong with it, ``None`` when it was kept."""
        name = " ".join(name.split())
        if not name:
            return "Please type a name. Any name will do."
        if len(name) > 80:
            return "Please type a name of at most 80 letters."
        self._services.store.add_person(name)
        return None

    def view(self, person: PersonRecord) -> HomeView:
        """Word the day of a person."""
        now = self._services.now().astimezone()
        tests = self._services.store.rom_tests(person.id)
        sessions = self._services.store.sessions(person.id, since=now.date())
        plan = today(self._services.exercises, sessions, tests, now.date())
        items = self._items(plan)
        following = next((item for item in items if item.state == "next"), None)
        return HomeView(
            greeting=words.greeting(now.hour, person.name),
            line=_line(plan),
            next=following,
            next_text=_why(following, plan) if following else "Everything for today is done. Come back tomorrow.",
            items=items,
            rom=_rom(tests),
            rom_note=_rom_note(plan, bool(tests)),
        )

    def _items(self, plan: Today) -> tuple[Item, ...]:
        items = []
        if plan.rom_check.due or plan.rom_check.days_ago == 0:
            test = self._services.rom_test
            state = "next" if plan.rom_check.due else "done"
            items.append(Item(test, test.title, words.minutes(test), state))
        for entry in plan.exercises:
            state = "done" if entry.done else "next" if entry is plan.next else "open"
            items.append(Item(entry.exercise, entry.exercise.title, _note(entry), state))
        return tuple(items)


def _note(entry: ExerciseToday) -> str:
    if entry.times_done > 1:
        return f"done {entry.times_done} times today"
    if entry.times_left_early and not entry.done:
        return f"{words.dose(entry.exercise)} · begun today"
    return words.dose(entry.exercise)


def _line(plan: Today) -> str:
    left = sum(not entry.done for entry in plan.exercises)
    check = "Range of motion check" if plan.rom_check.due else ""
    if left:
        exercises = f"{words.count(left, 'exercise')} left for today"
        return f"{check} and {exercises}" if check else exercises.capitalize()
    return f"{check} is due" if check else "All done for today"


def _why(item: Item, plan: Today) -> str:
    if isinstance(item.exercise.guide, RomGuide):
        if plan.rom_check.last is None:
            return "First measure how far your neck moves. Your targets are set from it."
        return f"Last measured {words.count(plan.rom_check.days_ago or 0, 'day')} ago. Your targets are set from it."
    return item.exercise.purpose


def _rom(tests: Sequence[RomTestRecord]) -> tuple[tuple[str, str], ...]:
    """Word the newest value of each direction, in pairs; a dash before the first test."""
    missing = words.rom_value(None) if tests else "–"
    newest: dict[Direction, str] = {}
    for test in sorted(tests, key=lambda test: test.measured_at):
        newest |= {direction: words.rom_value(value) for direction, value in test.values.items()}
    return tuple((words.direction_title(d), newest.get(d, missing)) for pair in PAIRS for d in pair)


def _rom_note(plan: Today, found_some: bool) -> str:
    last = plan.rom_check.last
    if last is not None:
        return f"Measured {words.day(last, plan.day)}, estimated from your camera"
    if found_some:
        return "Found on the way in an exercise, estimated from your camera. The check measures all six."
    return "Not measured yet. It takes about a minute and shows how far your neck moves in six directions."
