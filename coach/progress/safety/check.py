"""Whether a set of safety rules makes sense as a whole, beyond the types of its fields."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from coach.progress.safety.model import EMERGENCY_PAGE, Clause, Level, Question, Rule, SafetyRules

_CODE = re.compile(r"[A-Z]{1,3}[0-9]{1,2}")
_WITH_OPTIONS = ("choice", "many")
_WITH_NUMBER = ("number", "scale")


def faults_in(rules: SafetyRules) -> list[str]:
    """Name everything that does not fit together, each in one line; an empty list is what a good file gives."""
    return [*_pages(rules), *_levels(rules), *_rules(rules), *_numbers(rules)]


def _pages(rules: SafetyRules) -> Iterator[str]:
    questions = [question for page in rules.pages for question in page.questions]
    yield from _twice("page", [page.id for page in rules.pages])
    yield from _twice("question", [question.id for question in questions])
    if EMERGENCY_PAGE not in [page.id for page in rules.pages]:
        yield f"there is no page {EMERGENCY_PAGE}"
    elif any(question.kind != "tick" for question in rules.emergency_page.questions):
        yield f"page {EMERGENCY_PAGE}: may hold ticks only"
    for question in questions:
        yield from (f"question {question.id}: {fault}" for fault in _question(question))


def _question(question: Question) -> Iterator[str]:
    if (question.kind in _WITH_OPTIONS) != bool(question.options):
        yield f"a {question.kind} {'needs' if question.kind in _WITH_OPTIONS else 'has no'} options"
    yield from _twice("option", [option.id for option in question.options])
    if question.kind in _WITH_NUMBER and question.low >= question.high:
        yield "low must be below high"


def _levels(rules: SafetyRules) -> Iterator[str]:
    yield from (f"level {level.value}: has no text" for level in Level if level not in rules.levels)
    for level, told in rules.levels.items():
        if told.lead not in told.text:
            yield f"level {level.value}: the lead is not part of the text"


def _rules(rules: SafetyRules) -> Iterator[str]:
    yield from _twice("rule", [rule.id for rule in rules.rules])
    questions = {question.id: question for page in rules.pages for question in page.questions}
    for rule in rules.rules:
        yield from (f"rule {rule.id}: {fault}" for fault in _rule(rule, questions))
    used = {clause.question for rule in rules.rules if rule.level.blocks for clause in rule.when}
    for page in rules.pages:
        if page.id == EMERGENCY_PAGE:
            yield from (f"question {q.id}: no rule acts on this sign" for q in page.questions if q.id not in used)


def _rule(rule: Rule, questions: dict[str, Question]) -> Iterator[str]:
    if not rule.when:
        yield "has no condition"
    if rule.needs is not None and not 1 <= rule.needs <= len(rule.when):
        yield f"needs {rule.needs} of {len(rule.when)} conditions"
    yield from (f"{code} is not the code of an exercise" for code in rule.locks if not _CODE.fullmatch(code))
    for clause in rule.when:
        question = questions.get(clause.question)
        fault = f"there is no question {clause.question}" if question is None else _clause(clause, question)
        if fault:
            yield fault


def _clause(clause: Clause, question: Question) -> str | None:
    if clause.kinds != 1:
        return f"the condition on {question.id} must give one of ticked, is_one_of, and at_least or at_most"
    if clause.ticked:
        fits = question.kind == "tick"
    elif clause.is_one_of:
        fits = set(clause.is_one_of) <= {option.id for option in question.options}
    else:
        fits = question.kind in _WITH_NUMBER
    return None if fits else f"the condition does not fit the question {question.id}"


def _numbers(rules: SafetyRules) -> Iterator[str]:
    pain, after = rules.pain, rules.day_after
    if not all(0 <= level <= 10 for level in (pain.most, pain.most_rise, *pain.most_in.values())):
        yield "pain: a limit lies outside 0..10"
    if not (0 < after.factor < 1 and after.rise >= 1 and after.days >= 1 and after.running >= 2):
        yield "day_after: factor lies between 0 and 1, rise and days from 1, running from 2"
    yield from _twice("stop sign", [sign.id for sign in rules.stop_signs])
    if not rules.stop_signs:
        yield "there is no stop sign"


def _twice(what: str, names: list[str]) -> Iterator[str]:
    yield from (f"{what} {name}: is there twice" for name, number in Counter(names).items() if number > 1)
