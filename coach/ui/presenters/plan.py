"""What the plan screen shows: the phase, the days of training, every exercise with its dose, and how doses changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coach.exercise.model import Exercise
from coach.progress.plan.choose import LOOK_BACK_DAYS, belongs
from coach.progress.plan.phases import PHASES, days_per_week, week
from coach.progress.plan.review import can_keep_easier
from coach.progress.records import PersonRecord, SessionRecord
from coach.ui import words
from coach.ui.presenters.keeper import PlanKeeper, Today
from coach.ui.services import Services

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NEWEST_CHANGES = 8


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One exercise of the plan.

    Parameters
    ----------
    title, dose
        As it is to be done now.
    done, days
        Days on which it was done in the last seven, and meant in a week.
    closed
        Why it may not be done; empty where it is open.
    note
        The therapist's words; empty where there are none.
    keep_easier
        Its id where its newest step up can be taken back, else empty.
    """

    title: str
    dose: str
    done: int
    days: int
    closed: str
    note: str
    keep_easier: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """The whole screen.

    ``less`` says why less is done than planned, or nothing; empty where all of it is done. ``phases`` pairs the title
    of each phase with whether it is the running one, ``changes`` the day of each change of a dose with its words, the
    newest first.
    """

    line: str
    less: str
    phases: tuple[tuple[str, bool], ...]
    weekdays: frozenset[int]
    lines: tuple[PlanLine, ...]
    changes: tuple[tuple[str, str], ...]
    contact: tuple[str, ...]


class PlanPresenter:
    """The plan of one person; every method may raise :class:`coach.progress.records.StoreError`."""

    def __init__(self, services: Services, person: PersonRecord, keeper: PlanKeeper) -> None:
        self._services = services
        self._person = person
        self._keeper = keeper

    def view(self) -> PlanView:
        """Word the plan in force."""
        now = self._services.now().astimezone()
        today = self._keeper.today(now)
        plan, phase, day = today.plan, today.session.phase, now.date()
        titles = {exercise.id: exercise.title for exercise in self._services.exercises}
        newest = sorted(today.changes, key=lambda change: change.at, reverse=True)[:NEWEST_CHANGES]
        return PlanView(
            line=f"Week {week(plan.starts_on, day)}, begun on {plan.starts_on.day} {plan.starts_on:%b %Y}",
            less=today.session.reason,
            phases=tuple((one.title, one is phase) for one in PHASES),
            weekdays=plan.weekdays,
            lines=tuple(self._line(e, today, day) for e in self._services.exercises if belongs(plan, e, phase)),
            changes=tuple(
                (words.day(c.local_date, day), f"{titles[c.exercise_id]}: {c.reason}")
                for c in newest
                if c.exercise_id in titles
            ),
            contact=today.contact,
        )

    def toggle_weekday(self, weekday: int) -> str | None:
        """Train on a weekday, or no longer; returns what is wrong with it, ``None`` when it was kept."""
        now = self._services.now().astimezone()
        weekdays = self._keeper.plan(now).weekdays ^ {weekday}
        if not weekdays:
            return "A plan needs at least one day."
        self._keeper.set_weekdays(weekdays, now)
        return None

    def keep_easier(self, exercise_id: str) -> None:
        """Take the last step up of an exercise back."""
        self._keeper.keep_easier(exercise_id, self._services.now().astimezone())

    def _line(self, exercise: Exercise, today: Today, day: date) -> PlanLine:
        entry = today.plan.entry(exercise.id)
        days = (entry.days_per_week if entry else None) or days_per_week(exercise.code, today.session.phase)
        return PlanLine(
            title=exercise.title,
            dose=words.dose(today.due(exercise)),
            done=days_done(exercise, today.sessions, day),
            days=days,
            closed=today.closed_because(exercise) or "",
            note=entry.note if entry else "",
            keep_easier=exercise.id if can_keep_easier(exercise.id, today.changes) else "",
        )


def days_done(exercise: Exercise, sessions: Sequence[SessionRecord], day: date) -> int:
    """On how many of the last seven days, today among them, an exercise was done to its end."""
    since = day - timedelta(days=LOOK_BACK_DAYS)
    return len(
        {s.local_date for s in sessions if s.exercise_id == exercise.id and s.completed and since < s.local_date <= day}
    )
