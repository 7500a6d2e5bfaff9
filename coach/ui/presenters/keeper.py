"""Keeps the plan of a person: reads what it depends on, writes down what changes. For window and terminal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from coach.exercise.model import Exercise
from coach.progress.plan import review as reviewing
from coach.progress.plan.choose import DayPlan, choose, closed_because
from coach.progress.plan.dose import in_force, levels
from coach.progress.plan.records import DoseChange, EntryKind, Plan, SetBy
from coach.progress.records import PersonId, SessionRecord
from coach.progress.safety.day_after import bad_day
from coach.progress.safety.standing import standing
from coach.ui.histories import PlanHistory
from coach.ui.services import Services

LOOK_BACK = timedelta(days=28)
"""Older sessions change neither the choice of exercises nor a dose."""


@dataclass(frozen=True, slots=True)
class Today:
    """The day of a person as the plan sees it.

    Parameters
    ----------
    plan
        In force.
    session
        What to do.
    sessions
        Of the last four weeks, oldest first.
    changes
        All steps of doses, oldest first.
    contact
        Why the therapist should be contacted, in words; empty where there is no reason.
    """

    plan: Plan
    session: DayPlan
    sessions: tuple[SessionRecord, ...]
    changes: tuple[DoseChange, ...]
    contact: tuple[str, ...]


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
    locks
        By code, why an exercise must stay closed.
    flares
        Days of training after which the person was worse.
    """

    def __init__(
        self,
        history: PlanHistory,
        library: Sequence[Exercise],
        person_id: PersonId,
        *,
        locks: Mapping[str, str] | None = None,
        flares: Collection[date] = (),
    ) -> None:
        self._history = history
        self._library = library
        self._person_id = person_id
        self._locks = locks or {}
        self._flares = flares

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
        session = choose(
            plan,
            self._library,
            now.date(),
            done=_days(sessions),
            levels=levels(changes),
            locks=self._locks,
            head_now=head_now,
            taken_s=taken_s,
        )
        return Today(plan, session, sessions, changes, self._contact(sessions, changes, now.date()))

    def dosed(self, exercise: Exercise, now: datetime) -> Exercise:
        """Return an exercise with the dose in force; one that is not of the library comes back as it is."""
        base = next((e for e in self._library if e.id == exercise.id), None)
        if base is None:
            return exercise
        return dosed(self.plan(now), base, self._history.dose_changes(self._person_id))

    def closed_because(self, plan: Plan, exercise: Exercise) -> str | None:
        """Why an exercise is closed, for the person; ``None`` where it is open."""
        return closed_because(plan, exercise, self._locks)

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
            due = reviewing.review(exercise, sessions, changes, now, flares=self._flares, written=written)
            if due is not None:
                self._history.add_dose_change(self._person_id, due)
                changes.append(due)
        return tuple(changes)

    def _contact(self, sessions: Sequence[SessionRecord], changes: Sequence[DoseChange], day: date) -> tuple[str, ...]:
        found = [reviewing.contact_therapist(changes, day)]
        for exercise in self._library:
            reason = reviewing.at_its_easiest(exercise, sessions, changes, flares=self._flares)
            found.append(f"{exercise.title}: {reason[0].lower()}{reason[1:]}" if reason else None)
        return tuple(reason for reason in found if reason)


def keeper_for(services: Services, person_id: PersonId) -> PlanKeeper:
    """Return the keeper of a person's plan in the window, with what the safety rules have closed.

    May raise StoreError.
    """
    store, rules = services.store, services.safety
    stands = standing(rules, store.checks(person_id), store.clearances(person_id))
    locks = {code: reasons[0] for code, reasons in stands.locks.items() if reasons}
    flares = {told.about for told in store.days_after(person_id) if bad_day(rules.day_after, told)}
    return PlanKeeper(store, services.exercises, person_id, locks=locks, flares=flares)


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
