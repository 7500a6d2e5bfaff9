"""Who may begin what: reads answers, doctors' words and the days after from the history, and logs what follows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from coach.exercise.model import Exercise
from coach.progress.plan.choose import closed_because
from coach.progress.plan.limits import Limits
from coach.progress.plan.regress import stopped
from coach.progress.records import PersonId
from coach.progress.safety.day_after import DoseAdvice, bad_day, counts_from, day_to_ask_about, dose_factor
from coach.progress.safety.model import Answers, Level, SafetyRules
from coach.progress.safety.records import Check, CheckKind, Clearance, DayAfter, Decision, Outcome
from coach.progress.safety.standing import Standing, standing
from coach.ui.presenters.refusal import Kind, Refusal, blocked, closed_by_plan, locked, paused
from coach.ui.services import Store

BY_MISTAKE = "ticked by mistake"
NO_SIGN = "no-sign"
_OUTCOMES = {
    Level.EMERGENCY: Outcome.BLOCKED,
    Level.DOCTOR: Outcome.BLOCKED,
    Level.THERAPIST: Outcome.THERAPIST_FIRST,
    Level.CONTINUE: Outcome.MAY_TRAIN,
}


class Background(Protocol):
    """What the rules are judged from, in the window and in the terminal; see :class:`coach.ui.services.Services`."""

    @property
    def store(self) -> Store:
        """The history."""

    @property
    def exercises(self) -> Sequence[Exercise]:
        """The library."""

    @property
    def safety(self) -> SafetyRules:
        """The rules."""

    @property
    def now(self) -> Callable[[], datetime]:
        """Gives the current time, aware."""

    @property
    def demo(self) -> bool:
        """Whether nothing is kept and nothing refused."""


class Guard:
    """The safety rules for one person. Every method may raise :class:`coach.progress.records.StoreError`."""

    def __init__(self, services: Background, person_id: PersonId) -> None:
        self.rules = services.safety
        self.person_id = person_id
        self._services = services
        self._store = services.store

    @property
    def now(self) -> datetime:
        """The local time."""
        return self._services.now().astimezone()

    @property
    def today(self) -> date:
        """The person's day."""
        return self.now.date()

    def standing(self, *more: Check) -> Standing:
        """Where the person stands, with answers that may not be recorded yet."""
        checks = [*self._store.checks(self.person_id), *more]
        return standing(self.rules, checks, self._store.clearances(self.person_id))

    def dose(self, *more: DayAfter) -> DoseAdvice:
        """How much of the usual dose is right today, with answers that may not be recorded yet."""
        history = [*self._store.days_after(self.person_id), *more]
        since = counts_from(self.rules.day_after, history)
        trained = self._trained(since) if since is not None else set()
        clearances = self._store.clearances(self.person_id)
        return dose_factor(self.rules.day_after, history, trained, self.today, clearances)

    def refusal(self, exercise: Exercise) -> Refusal | None:
        """Say why an exercise may not be begun; ``None`` where it may. Nothing is refused in the demo."""
        if self._services.demo:
            return None
        stands = self.standing()
        refusal = self._refused(stands, self.dose()) or locked(exercise, stands)
        if refusal is None:
            reason = closed_because(self._store.plan(self.person_id), exercise, self._stopped())
            refusal = closed_by_plan(exercise, reason) if reason else None
        return refusal

    def _stopped(self) -> dict[str, str]:
        return stopped(self._services.exercises, self._store.dose_changes(self.person_id))

    def all_refused(self) -> Refusal | None:
        """Say why no exercise at all may be begun; ``None`` where some may."""
        return None if self._services.demo else self._refused(self.standing(), self.dose())

    def _refused(self, stands: Standing, advice: DoseAdvice) -> Refusal | None:
        return blocked(stands, self.rules.levels) or paused(advice)

    def limits(self) -> Limits:
        """Say what is left of a day. Questions that are still to be answered keep nothing from being planned."""
        if self._services.demo:
            return Limits()
        stands, advice = self.standing(), self.dose()
        refusal = self._refused(stands, advice)
        told = self._store.days_after(self.person_id)
        return Limits(
            locks={**self._stopped(), **stands.closed},
            advice=advice,
            held="" if refusal is None or refusal.kind is Kind.INTAKE else refusal.in_short,
            flares=frozenset(day.about for day in told if bad_day(self.rules.day_after, day)),
        )

    def refuse(self, exercise: Exercise) -> Refusal | None:
        """Do the same, and log what was decided."""
        refusal = self.refusal(exercise)
        if refusal is not None:
            for decision in self.decisions(refusal.rules, refusal.outcome, {"code": exercise.code}):
                self._store.add_decision(self.person_id, decision)
        return refusal

    def day_to_ask_about(self) -> date | None:
        """Day of training about which the person is to be asked how the day after was."""
        return day_to_ask_about(self._trained(), self._store.days_after(self.person_id), self.today)

    def headache_on(self, day: date) -> int | None:
        """Pain told first on a day of training, else the usual headache of the intake; ``None`` when never told."""
        sessions = [s for s in self._store.sessions(self.person_id, since=day) if s.local_date == day]
        told = next((s.pain_before for s in sessions if s.pain_before is not None), None)
        if told is not None:
            return told
        intake = self.intake()
        usual = intake.answers.get("usual-headache") if intake else None
        return usual if isinstance(usual, int) else None

    def intake(self) -> Check | None:
        """Return the newest intake."""
        checks = self._store.checks(self.person_id)
        return next((check for check in reversed(checks) if check.kind is CheckKind.INTAKE), None)

    def check(self, kind: CheckKind, answers: Answers) -> Check:
        """Make a record of answers, of this moment."""
        return Check(kind, self.now, self.today, dict(answers), self.rules.version)

    def take_intake(self, answers: Answers) -> Standing:
        """Record an intake and what follows from it."""
        check = self.check(CheckKind.INTAKE, answers)
        self._store.add_check(self.person_id, check)
        stands = self.standing()
        for decision in self.decisions_on(stands, {"asked": CheckKind.INTAKE.value}):
            self._store.add_decision(self.person_id, decision)
        return stands

    def signs(self, ticked: Collection[str]) -> Check:
        """Make a record of the emergency page, of this moment."""
        questions = self.rules.emergency_page.questions
        return self.check(CheckKind.EMERGENCY, {question.id: question.id in ticked for question in questions})

    def take_signs(self, ticked: Collection[str]) -> Standing:
        """Record the emergency page and what follows from it."""
        self._store.add_check(self.person_id, self.signs(ticked))
        stands = self.standing()
        for decision in self.decisions_on(stands, {"asked": CheckKind.EMERGENCY.value, "ticked": sorted(ticked)}):
            self._store.add_decision(self.person_id, decision)
        return stands

    def clear(self, rules: Sequence[str], by: str) -> None:
        """Record that somebody has looked at what these rules had found. ``by`` is their name."""
        now = self.now
        self._store.add_clearance(self.person_id, Clearance(now, now.date(), tuple(rules), by))
        for decision in self.decisions(rules, Outcome.CLEARED, {"by": by}):
            self._store.add_decision(self.person_id, decision)

    def decisions_on(self, stands: Standing, inputs: dict[str, Any]) -> list[Decision]:
        """Put where somebody stands into decisions, one for each rule."""
        outcome = _OUTCOMES[stands.level] if stands.level is not None else Outcome.BLOCKED
        rules = [rule.id for rule in stands.rules] or [NO_SIGN]
        return self.decisions(rules, outcome, inputs)

    def decisions(self, rules: Iterable[str], outcome: Outcome, inputs: dict[str, Any]) -> list[Decision]:
        """Make one decision of this moment for each rule."""
        now = self.now
        return [Decision(rule, outcome, inputs, now, now.date()) for rule in rules]

    def _trained(self, since: date | None = None) -> set[date]:
        return {session.local_date for session in self._store.sessions(self.person_id, since=since)}
