"""What the first screen shows: the session of today, how the head is, and the range of motion measured last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from coach.exercise.dose import about_s
from coach.exercise.model import Exercise
from coach.measure.types import Direction
from coach.progress.diary import DiaryEntry
from coach.progress.plan.choose import DayKind, Planned, total_s
from coach.progress.plan.phases import STRONG_HEADACHE
from coach.progress.plan.records import ChangeKind
from coach.progress.plan.review import can_keep_easier
from coach.progress.records import PersonRecord, RomTestRecord
from coach.progress.today import ExerciseToday, Today, today
from coach.ui import words
from coach.ui.presenters import keeper
from coach.ui.presenters.guard import Guard
from coach.ui.presenters.refusal import Kind, Refusal
from coach.ui.services import Services

PAIRS = (
    (Direction.LEFT_ROTATION, Direction.RIGHT_ROTATION),
    (Direction.LEFT_LATERAL_FLEXION, Direction.RIGHT_LATERAL_FLEXION),
    (Direction.FLEXION, Direction.EXTENSION),
)
"""The six directions as they stand side by side."""

NEWS_DAYS = 3
"""A change of a dose is told on the first screen for so many days."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of today's session; ``state`` is ``next``, ``open`` or ``done``."""

    exercise: Exercise
    title: str
    note: str
    minutes: str
    state: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know today; ``keep_easier`` is the id of an exercise whose step up can be taken back, else empty.

    ``tone`` names a colour of the theme.
    """

    text: str
    icon: str
    tone: str
    keep_easier: str = ""


@dataclass(frozen=True, slots=True)
class HomeView:
    """All texts of the screen. ``rom`` pairs a direction's name with its value.

    ``start`` are the exercises that are left, in their order; ``head`` is the headache told today, ``None`` where it
    was not. ``extras`` may be done as well but is no part of the session. ``refusal`` says why no exercise at all may
    be begun; ``None`` where some may.
    """

    greeting: str
    line: str
    title: str
    title_note: str
    items: tuple[Item, ...]
    extras: tuple[Item, ...]
    start: tuple[Exercise, ...]
    start_text: str
    head: int | None
    head_text: str
    notices: tuple[Notice, ...]
    rom: tuple[tuple[str, str], ...]
    rom_note: str
    refusal: Refusal | None = None

    @property
    def next(self) -> Item | None:
        """What comes next."""
        return next((item for item in self.items if item.state == "next"), None)


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

    def tell_head(self, person: PersonRecord, level: int) -> None:
        """Keep how the head is now, as an entry of the diary; told again on the same day, it takes its place."""
        now = self._now()
        known = self._bare_entry(person, now.date())
        entry = known or self._services.store.new_diary_entry(now.date(), now, level)
        self._services.store.save_diary_entry(person.id, replace(entry, intensity=level, recorded_at=now))

    def keep_easier(self, person: PersonRecord, exercise_id: str) -> None:
        """Take the last step up of an exercise back."""
        self._keeper(person).keep_easier(exercise_id, self._now())

    def view(self, person: PersonRecord) -> HomeView:
        """Word the day of a person."""
        now = self._now()
        tests = self._services.store.rom_tests(person.id)
        entry = self._bare_entry(person, now.date())
        head = entry.intensity if entry is not None else None
        test = self._services.rom_test
        rom_check = today((), (), tests, now.date()).rom_check
        calm = head is not None and head >= STRONG_HEADACHE
        refusal = self._refusal(person)
        with_test = rom_check.due and not calm and refusal is None
        plan = self._keeper(person).today(now, head_now=head, taken_s=about_s(test) if with_test else 0.0)
        chosen = [planned.exercise for planned in plan.session.items]
        day = today(chosen, plan.sessions, tests, now.date())
        items = _items(day, test, with_test)
        extras = tuple(_extra(planned) for planned in plan.session.extras)
        left = tuple(item.exercise for item in items if item.state != "done")
        return HomeView(
            greeting=words.greeting(now.hour, person.name),
            line=_line(plan.session.kind, plan.session.phase.title, left),
            title=refusal.title if refusal else _TITLES[plan.session.kind],
            title_note=_why_not(refusal)
            if refusal
            else _title_note(plan.session.kind, items, left, with_test, rom_check.last),
            items=items,
            extras=extras,
            start=left,
            start_text="What to do" if refusal else "Go on" if left and len(left) < len(items) else "Start",
            head=head,
            head_text=words.pain(head),
            notices=_notices(plan, self._services.exercises, now.date()),
            rom=_rom(tests),
            rom_note=_rom_note(day, bool(tests)),
            refusal=refusal,
        )

    def _refusal(self, person: PersonRecord) -> Refusal | None:
        """Why nothing may be begun; questions that are still to be answered come when something is."""
        refusal = Guard(self._services, person.id).all_refused()
        return None if refusal is None or refusal.kind is Kind.INTAKE else refusal

    def _keeper(self, person: PersonRecord) -> keeper.PlanKeeper:
        return keeper.keeper_for(self._services, person.id)

    def _now(self) -> datetime:
        return self._services.now().astimezone()

    def _bare_entry(self, person: PersonRecord, day: date) -> DiaryEntry | None:
        """Return the entry that a tap of today made."""
        entries = self._services.store.diary(person.id, since=day)
        return next((e for e in reversed(entries) if e.bare and e.local_date == day), None)


_TITLES = {
    DayKind.TRAINING: "Today's session",
    DayKind.HEADACHE: "Calm session",
    DayKind.DAY_OFF: "A day off",
    DayKind.NOTHING_OPEN: "Nothing to do today",
    DayKind.HELD: "No training for now",
}


def _items(day: Today, test: Exercise, with_test: bool) -> tuple[Item, ...]:
    items = []
    if with_test or day.rom_check.days_ago == 0:
        state = "next" if with_test else "done"
        items.append(Item(test, test.title, words.dose(test), words.whole_minutes(about_s(test)), state))
    upcoming = None if with_test else next((entry for entry in day.exercises if not entry.done), None)
    for entry in day.exercises:
        state = "done" if entry.done else "next" if entry is upcoming else "open"
        items.append(
            Item(
                entry.exercise, entry.exercise.title, _note(entry), words.whole_minutes(about_s(entry.exercise)), state
            )
        )
    return tuple(items)


def _extra(planned: Planned) -> Item:
    exercise = planned.exercise
    return Item(exercise, exercise.title, words.dose(exercise), words.whole_minutes(planned.about_s), "open")


def _note(entry: ExerciseToday) -> str:
    if entry.times_done > 1:
        return f"done {entry.times_done} times today"
    if entry.times_left_early and not entry.done:
        return f"{words.dose(entry.exercise)} · begun today"
    return words.dose(entry.exercise)


def _line(kind: DayKind, phase: str, left: Sequence[Exercise]) -> str:
    if kind in (DayKind.NOTHING_OPEN, DayKind.HELD):
        return phase
    if not left:
        return f"{phase} · all done for today"
    about = total_s([Planned(exercise, about_s(exercise)) for exercise in left])
    return f"{phase} · {words.count(len(left), 'exercise')} to do, about {words.whole_minutes(about)}"


def _why_not(refusal: Refusal) -> str:
    return f"{'; '.join(refusal.reasons)}. {refusal.lead}" if refusal.reasons else refusal.lead


def _title_note(
    kind: DayKind, items: Sequence[Item], left: Sequence[Exercise], with_test: bool, last: date | None
) -> str:
    if kind is DayKind.NOTHING_OPEN:
        return "Every exercise of your plan is closed for now. Please talk to your therapist."
    if not left:
        return "Everything for today is done. You may do any of it again."
    if kind is DayKind.HEADACHE:
        return f"With a headache of {STRONG_HEADACHE} or more, only what calms. Rest is fine too."
    if kind is DayKind.DAY_OFF:
        return "Your plan has no session today. This is here if you feel like it."
    if with_test and last is None:
        return "First measure how far your neck moves. Your targets are set from it."
    if with_test:
        return "A week has gone by: measure first how far your neck moves. Your targets are set from it."
    done = len(items) - len(left)
    return f"{done} of {len(items)} done" if done else "With short pauses in between"


def _notices(plan: keeper.Today, library: Sequence[Exercise], day: date) -> tuple[Notice, ...]:
    less = plan.session.reason if plan.session.kind is not DayKind.HELD else ""
    found = [Notice(less, "information-outline", "warn")] if less else []
    found += [Notice(text, "alert-circle", "warn") for text in plan.contact]
    titles = {exercise.id: exercise.title for exercise in library}
    for change in reversed(plan.changes):
        if (day - change.local_date).days >= NEWS_DAYS or change.exercise_id not in titles:
            continue
        if change.kind is ChangeKind.STOPPED:
            continue  # told among what the therapist should be asked about, as long as it lasts
        up = can_keep_easier(change.exercise_id, plan.changes) == change
        icon = "trending-up" if change.kind is ChangeKind.UP or change.level > change.before else "trending-down"
        text = f"{titles[change.exercise_id]}: {change.reason}"
        found.append(Notice(text, icon, "primary", change.exercise_id if up else ""))
    return tuple(found)


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
