"""What the safety page shows: where the person stands, what is closed, and what was decided lately."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coach.exercise.model import Exercise
from coach.progress.plan.regress import HALF_AS_MUCH
from coach.progress.safety.model import Level, LevelText, SafetyRules
from coach.progress.safety.records import Decision
from coach.progress.safety.standing import LOCKS, Standing
from coach.ui import words
from coach.ui.presenters.guard import Guard
from coach.ui.presenters.refusal import LOCKED_BY_PLAN
from coach.ui.services import Services

NEWEST = 8


@dataclass(frozen=True, slots=True)
class Verdict:
    """The page after the intake.

    Parameters
    ----------
    level
        Decides colour and icon.
    title, lead
        What it is, and what to do.
    reasons
        What the person told that made it.
    notes
        Worth showing to a clinician, and no reason to wait.
    closed
        Titles of the exercises that stay closed.
    small
        The text of the level in full.
    """

    level: Level
    title: str
    lead: str
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    closed: tuple[str, ...]
    small: str


@dataclass(frozen=True, slots=True)
class SafetyView:
    """The place: when the questions were answered, the verdict, and the newest decisions as date, what and why."""

    answered: str
    verdict: Verdict | None
    dose: str
    decisions: tuple[tuple[str, str, str], ...]


def verdict(stands: Standing, level: Level, rules: SafetyRules, exercises: Sequence[Exercise]) -> Verdict:
    """Put where somebody stands into words; ``level`` is that of ``stands``."""
    text: LevelText = rules.levels[level]
    reasons = tuple(rule.reason for rule in stands.rules if rule.level is not Level.CONTINUE)
    return Verdict(
        level=level,
        title=text.title,
        lead=text.lead if text.lead.endswith(".") else f"{text.lead}.",
        reasons=reasons,
        notes=stands.notes,
        closed=tuple(exercise.title for exercise in exercises if exercise.code in stands.locks),
        small=text.text if text.text != text.lead else "",
    )


def safety_view(guard: Guard, services: Services) -> SafetyView:
    """Read the history of one person and word it; may raise StoreError."""
    stands = guard.standing()
    intake = guard.intake()
    found = verdict(stands, stands.level, guard.rules, services.exercises) if stands.level else None
    decisions = services.store.decisions(guard.person_id)[-NEWEST:]
    return SafetyView(
        answered=f"Answered {words.day(intake.local_date, guard.today)}" if intake else "Not answered yet",
        verdict=found,
        dose=guard.dose().reason,
        decisions=tuple(_row(decision, guard.rules, guard.today) for decision in reversed(decisions)),
    )


def _row(decision: Decision, rules: SafetyRules, today: date) -> tuple[str, str, str]:
    outcome = decision.outcome.value
    return words.day(decision.local_date, today), outcome[0].upper() + outcome[1:], why(decision.rule, rules)


_WHY = {
    "no-sign": "no warning sign",
    "pain-too-strong-to-start": "pain too strong to start",
    "pain-too-strong": "pain too strong",
    "pain-rose": "pain went up",
    "pain-within-limits": "pain within the limits",
    "new-headache": "a new headache, or on the other side",
    "worse-for-more-than-a-day": "worse for more than a day",
    "headache-rose-next-day": "stronger headache the day after",
    "bad-days-running": "worse after training, twice running",
    "good-day-after": "not worse after training",
    HALF_AS_MUCH: "no easier version, so half as much",
    LOCKED_BY_PLAN: "closed by its own lock, the plan or its history",
}


def why(rule_id: str, rules: SafetyRules) -> str:
    """Say a rule in words: what the person told, the sign, or what was compared."""
    rule = rules.rule(rule_id.removesuffix(LOCKS))
    if rule is not None:
        return rule.reason[0].lower() + rule.reason[1:]
    sign = next((sign for sign in rules.stop_signs if sign.id == rule_id), None)
    return sign.text[0].lower() + sign.text[1:] if sign else _WHY.get(rule_id, rule_id)
