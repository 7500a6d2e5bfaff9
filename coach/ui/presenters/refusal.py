"""Why an exercise is not begun, in words. A pure function of where the person stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from coach.exercise.model import Exercise
from coach.progress.safety.day_after import BAD_DAYS_RUNNING, DoseAdvice
from coach.progress.safety.model import Level, LevelText
from coach.progress.safety.pain import Stop
from coach.progress.safety.records import Outcome
from coach.progress.safety.standing import Standing, locks_of


class Kind(Enum):
    """Which page says it."""

    INTAKE = auto()
    """The questions come first."""
    EMERGENCY = auto()
    DOCTOR = auto()
    PAUSED = auto()
    LOCKED = auto()
    PAIN = auto()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Everything a page says about a start that is refused.

    Parameters
    ----------
    kind
        Which page.
    title, lead
        What it is, and what to do.
    reasons
        What the person told that made it.
    small
        More to read, in small print.
    open_rules
        Ids of the rules that somebody's word can open.
    mistake
        Whether it may be taken back as ticked by mistake.
    rules
        Ids of all the rules behind it, for the log.
    outcome
        What is logged.
    """

    kind: Kind
    title: str
    lead: str
    reasons: tuple[str, ...] = ()
    small: str = ""
    open_rules: tuple[str, ...] = ()
    mistake: bool = False
    rules: tuple[str, ...] = ()
    outcome: Outcome = Outcome.BLOCKED

    @property
    def in_short(self) -> str:
        """What it is and why, in a line."""
        return f"{': '.join(filter(None, (self.title, '; '.join(self.reasons))))}. {self.lead}"


AFTER_EMERGENCY = (
    "You told of a sign that needs help at once. It is gone now, but a doctor has to look at it before you go on."
)


def blocked(standing: Standing, levels: Mapping[Level, LevelText]) -> Refusal | None:
    """Say why nobody may train now; ``None`` where the person may."""
    if standing.level is None:
        return Refusal(Kind.INTAKE, "First, some questions", "They keep you safe and take about 5 minutes.")
    if standing.may_train:
        return None
    text = levels[standing.level]
    kind = Kind.EMERGENCY if standing.level is Level.EMERGENCY else Kind.DOCTOR
    return Refusal(
        kind,
        text.title,
        AFTER_EMERGENCY if standing.was_emergency else f"{text.lead}.",
        tuple(rule.reason for rule in standing.rules if rule.level.blocks),
        text.text,
        standing.open_rules if kind is Kind.DOCTOR else (),
        mistake=standing.was_emergency,
        rules=standing.open_rules,
    )


def paused(advice: DoseAdvice) -> Refusal | None:
    """Say why the training pauses; ``None`` where it does not."""
    if not advice.paused:
        return None
    return Refusal(
        Kind.PAUSED,
        "A pause for your neck",
        advice.reason,
        open_rules=(BAD_DAYS_RUNNING,),
        rules=advice.rules,
        outcome=Outcome.PAUSED,
    )


def locked(exercise: Exercise, standing: Standing) -> Refusal | None:
    """Say why one exercise is closed; ``None`` where it is open."""
    reasons = standing.locks.get(exercise.code, ())
    if not reasons:
        return None
    rules = standing.lock_rules.get(exercise.code, ())
    return Refusal(
        Kind.LOCKED,
        f"{exercise.title}: closed for now",
        "A therapist has to open this exercise for you, because you told us:",
        reasons,
        open_rules=tuple(locks_of(rule) for rule in rules),
        outcome=Outcome.LOCKED,
        rules=rules,
    )


LOCKED_BY_PLAN = "closed-by-plan"


def closed_by_plan(exercise: Exercise, reason: str) -> Refusal:
    """Say that the lock of its file, or the plan, keeps one exercise closed."""
    return Refusal(
        Kind.LOCKED, f"{exercise.title}: closed for now", reason, rules=(LOCKED_BY_PLAN,), outcome=Outcome.LOCKED
    )


def too_much_pain(stop: Stop) -> Refusal:
    """Say why pain keeps an exercise from being begun."""
    return Refusal(Kind.PAIN, "Not now", stop.why, small=stop.advice, rules=(stop.rule,), outcome=Outcome.NOT_STARTED)
