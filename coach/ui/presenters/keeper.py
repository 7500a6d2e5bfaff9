"""Keeps the plan of a person: reads what it depends on, writes down what changes. For window and terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from coach.exercise.model import Exercise
from coach.progress.plan import review as reviewing
from coach.progress.plan.choose import DayPlan, choose, closed_because
from coach.progress.plan.dose import in_force, levels
from coach.progress.plan.limits import Limits, as_done, limited
from coach.progress.plan.records import DoseChange, EntryKind, Plan, SetBy
from coach.progress.plan.regress import shares, stopped
from coach.progress.records import PersonId, SessionRecord
from coach.ui.histories import PlanHistory
from coach.ui.presenters.guard import Background, Guard

LOOK_BACK = timedelta(days=28)
"""Older sessions change neither the choice of exercises nor a dose."""
NO_TRAINING = "No training for now."


@dataclass(frozen=True, slots=True)
class Today:
    """The day of a person as the plan sees it.

    Parameters
    ----------
    plan
        In force.
    session
        What will really be done: the safety rules are kept, and where they make it less, its ``reason`` says so.
    sessions
        Of the last four weeks, oldest first.
    changes
        All steps of doses, oldest first.
    contact
        Why the therapist should be contacted, in words; empty where there is no reason.
    limits
        What the safety rules say.
    """

    plan: Plan
    session: DayPlan
    sessions: tuple[SessionRecord, ...]
    changes: tuple[DoseChange, ...]
    contact: tuple[str, ...]
    limits: Limits

    def closed_because(self, exercise: Exercise) -> str | None:
        """Why an exercise is closed, for the person; ``None`` where it is open."""
        reason = closed_because(self.plan, exercise, self.limits.locks)
        return reason or (NO_TRAINING if self.limits.held else None)

    def due(self, exercise: Exercise) -> Exercise:
        """Return an exercise of the library with the dose that will really be done today."""
        share = shares(self.changes).get(exercise.id, 1.0)
        return as_done(dosed(self.plan, exercise, self.changes), self.limits.advice, share)


class PlanKeeper:
    """The plan of one person.

    Parameters
    ----------
    history
        Where it is kept.
    library
        All exercises for training.
    person_id
        Whose.
    limits
        What the safety rules say about the day.
    """

    def __init__(
        self,
        history: PlanHistory,
        library: Sequence[Exercise],
        person_id: PersonId,
        limits: Limits | None = None,
    ) -> None:
        self._history = history
        self._library = library
        self._person_id = person_id
        self._limits = limits or Limits()

    def plan(self, now: datetime) -> Plan:
        """Return the plan in force; where there is none yet, the usual one, which begins with the first session."""
        found = self._history.plan(self._person_id)
        if found is not None:
            return found
        first = min((session.local_date for session in self._history.sessions(self._person_id)), default=now.date())
        usual = Plan(now, SetBy.PROGRAM, first)
        self._history.add_plan(self._person_id, usual)
        return usual

    def today(self, now: datetime, *, head_now: int | None = None, taken_s: float = 0.0) -> Today:
        """Change the doses that are due, then choose the session of the day. ``now`` is aware local time."""
        plan = self.plan(now)
        sessions = tuple(self._history.sessions(self._person_id, since=now.date() - LOOK_BACK))
        changes = self._reviewed(plan, sessions, now)
        limits = replace(self._limits, locks={**stopped(self._library, changes), **self._limits.locks})
        session = choose(
            plan,
            self._library,
            now.date(),
            done=_days(sessions),
            levels=levels(changes),
            locks=limits.locks,
            head_now=head_now,
            taken_s=taken_s,
        )
        contact = self._contact(changes, now.date())
        return Today(plan, limited(session, limits, shares(changes)), sessions, changes, contact, limits)

    @property
    def less(self) -> str:
        """Why less than planned is done today, in a few words; empty where it is not."""
        return self._limits.advice.in_short

    def due(self, now: datetime) -> Callable[[Exercise], Exercise]:
        """Tell the dose that will really be done today of whatever is asked for; what is not of the library stays."""
        plan, changes = self.plan(now), self._history.dose_changes(self._person_id)
        library = {exercise.id: exercise for exercise in self._library}

        def as_due(exercise: Exercise) -> Exercise:
            known = library.get(exercise.id)
            if known is None:
                return exercise
            return as_done(dosed(plan, known, changes), self._limits.advice, shares(changes).get(known.id, 1.0))

        return as_due

    def share(self, exercise: Exercise) -> float:
        """How much of an exercise is right by its own history, 0.5 or 1."""
        return shares(self._history.dose_changes(self._person_id)).get(exercise.id, 1.0)

    def dosed(self, exercise: Exercise, now: datetime) -> Exercise:
        """Return an exercise with the planned dose; one that is not of the library comes back as it is."""
        base = next((e for e in self._library if e.id == exercise.id), None)
        if base is None:
            return exercise
        return dosed(self.plan(now), base, self._history.dose_changes(self._person_id))

    def keep_easier(self, exercise_id: str, now: datetime) -> None:
        """Take the last step up of an exercise back; does nothing where there is none."""
        step_up = reviewing.can_keep_easier(exercise_id, self._history.dose_changes(self._person_id))
        if step_up is not None:
            self._history.add_dose_change(self._person_id, reviewing.keep_easier(step_up, now))

    def set_weekdays(self, weekdays: frozenset[int], now: datetime) -> None:
        """Train on these days from now on; raises ValueError without any day."""
        plan = replace(self.plan(now), weekdays=weekdays, made_at=now, set_by=SetBy.PERSON)
        self._history.add_plan(self._person_id, plan)

    def _reviewed(self, plan: Plan, sessions: Sequence[SessionRecord], now: datetime) -> tuple[DoseChange, ...]:
        changes = list(self._history.dose_changes(self._person_id))
        for exercise in self._library:
            entry = plan.entry(exercise.id)
            written = entry is not None and entry.kind is EntryKind.PRESCRIBED and bool(entry.dose.changes)
            due = reviewing.review(exercise, sessions, changes, now, flares=self._limits.flares, written=written)
            if due is not None:
                self._history.add_dose_change(self._person_id, due)
                changes.append(due)
        return tuple(changes)

    def _contact(self, changes: Sequence[DoseChange], day: date) -> tuple[str, ...]:
        often = reviewing.contact_therapist(changes, day)
        closed = stopped(self._library, changes)
        titles = [f"{exercise.title}: {closed[exercise.code]}" for exercise in self._library if exercise.code in closed]
        return (*([often] if often else []), *titles)


def keeper_for(services: Background, person_id: PersonId) -> PlanKeeper:
    """Return the keeper of a person's plan, with what the safety rules say. May raise StoreError."""
    limits = Guard(services, person_id).limits()
    return PlanKeeper(services.store, services.exercises, person_id, limits)


def dosed(plan: Plan, exercise: Exercise, changes: Sequence[DoseChange]) -> Exercise:
    """Return an exercise of the library with the dose that a plan and the changes since say."""
    entry = plan.entry(exercise.id)
    return in_force(exercise, levels(changes).get(exercise.id, 0), entry.dose if entry else None)


def _days(sessions: Sequence[SessionRecord]) -> dict[str, set[date]]:
    """By exercise, the days on which it was done to its end."""
    done: dict[str, set[date]] = {}
    for session in sessions:
        if session.completed:
            done.setdefault(session.exercise_id, set()).add(session.local_date)
    return done
