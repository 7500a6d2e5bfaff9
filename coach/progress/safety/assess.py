"""From the answers of the intake to a level, its reasons and the exercises that stay closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from coach.progress.safety.model import Answer, Answers, Level, Question, Rule, SafetyRules

LONGEST_TEXT = 200
LONGEST_TEXT_IS = f"at most {LONGEST_TEXT} letters"


class Incomplete(ValueError):
    """An intake without all the answers that are needed; ``questions`` holds their ids."""

    def __init__(self, questions: Collection[str]) -> None:
        super().__init__(f"not answered: {', '.join(questions)}")
        self.questions = tuple(questions)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What follows from an intake.

    Parameters
    ----------
    level
        The most urgent one.
    rules
        The rows that made it, the most urgent first; empty where there was no warning sign.
    locks
        The ids of the rules that close an exercise, by its code.
    """

    level: Level
    rules: tuple[Rule, ...]
    locks: Mapping[str, tuple[str, ...]]

    @property
    def rule_ids(self) -> tuple[str, ...]:
        """Ids of the rows."""
        return tuple(rule.id for rule in self.rules)


def fault_of(question: Question, answer: Answer) -> str | None:
    """Say why an answer does not fit its question; ``None`` when it does."""
    match question.kind:
        case "tick":
            return None if isinstance(answer, bool) else "yes or no"
        case "number" | "scale":
            fits = isinstance(answer, int) and not isinstance(answer, bool) and question.low <= answer <= question.high
            return None if fits else f"a whole number from {question.low} to {question.high}"
        case "text":
            return None if isinstance(answer, str) and len(answer) <= LONGEST_TEXT else LONGEST_TEXT_IS
    told = answer if question.kind == "many" else (answer,)
    known = {option.id for option in question.options}
    return None if isinstance(told, tuple) and set(told) <= known else "one of the choices"


def unanswered(questions: Collection[Question], answers: Answers) -> tuple[str, ...]:
    """Ids of the needed questions that have no answer or one that does not fit."""
    return tuple(
        question.id
        for question in questions
        if (question.needed or question.id in answers)
        and (question.id not in answers or fault_of(question, answers[question.id]) is not None)
    )


def assess(rules: SafetyRules, answers: Answers, *, cleared: Collection[str] = ()) -> Assessment:
    """Judge a complete intake.

    Parameters
    ----------
    rules
        The rows.
    answers
        By the id of the question.
    cleared
        Ids of rules about which a doctor has said that the person may train. They no longer block; what they lock stays
        locked, and makes the level at least that of "talk to your therapist first".

    Raises
    ------
    Incomplete
        Where a needed answer is missing or does not fit: an unasked sign is never taken for an absent one.
    """
    missing = unanswered([question for page in rules.pages for question in page.questions], answers)
    if missing:
        raise Incomplete(missing)
    found = [rule for rule in rules.rules if rule.holds(answers)]
    found.sort(key=lambda rule: -rule.level.urgency)
    locks: dict[str, tuple[str, ...]] = {}
    for rule in found:
        for code in rule.locks:
            locks[code] = (*locks.get(code, ()), rule.id)
    levels = [_level(rule, rule.id in cleared) for rule in found]
    return Assessment(
        level=max(levels, key=lambda level: level.urgency, default=Level.CONTINUE),
        rules=tuple(found),
        locks=MappingProxyType(locks),
    )


def _level(rule: Rule, cleared: bool) -> Level:
    if not (cleared and rule.level.blocks):
        return rule.level
    return Level.THERAPIST if rule.locks else Level.CONTINUE
