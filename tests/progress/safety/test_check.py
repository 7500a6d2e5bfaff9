"""Safety rules that do not fit together are named, each fault in a line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.progress.safety.check import faults_in
from coach.progress.safety.model import Clause, Level, Option, Page, Question


def test_the_shipped_rules_are_sound(rules):
    assert faults_in(rules) == []


def with_row(rules, **changes):
    return replace(rules, rules=(replace(rules.rules[0], **changes), *rules.rules[1:]))


def with_question(rules, question):
    return replace(rules, pages=(*rules.pages, Page("more", "More", "", (question,))))


BROKEN = {
    "rule e-stroke-signs: is there twice": lambda r: with_row(r, id="e-stroke-signs"),
    "rule e-worst-headache: has no condition": lambda r: with_row(r, when=()),
    "question worst-headache: no rule acts on this sign": lambda r: replace(r, rules=r.rules[1:]),
    "rule e-worst-headache: needs 2 of 1 conditions": lambda r: with_row(r, needs=2),
    "rule e-worst-headache: needs 0 of 1 conditions": lambda r: with_row(r, needs=0),
    "rule e-worst-headache: m5 is not the code of an exercise": lambda r: with_row(r, locks=("m5",)),
    "rule e-worst-headache: there is no question worst": lambda r: with_row(r, when=(Clause("worst", ticked=True),)),
    "must give one of ticked": lambda r: with_row(r, when=(Clause("worst-headache"),)),
    "must give one of ticked, is_one_of, and": lambda r: with_row(r, when=(Clause("age", ticked=True, at_most=3),)),
    "the condition does not fit the question age": lambda r: with_row(r, when=(Clause("age", ticked=True),)),
    "the condition does not fit the question side": lambda r: with_row(r, when=(Clause("side", is_one_of=("up",)),)),
    "the condition does not fit the question cancer": lambda r: with_row(r, when=(Clause("cancer", at_least=1),)),
    "there is no page emergency": lambda r: replace(r, pages=r.pages[1:]),
    "page emergency: is there twice": lambda r: replace(r, pages=(*r.pages, r.pages[0])),
    "page emergency: may hold ticks only": lambda r: replace(
        r, pages=(replace(r.pages[0], questions=(*r.pages[0].questions, Question("n", "number", "?"))), *r.pages[1:])
    ),
    "question age: is there twice": lambda r: with_question(r, Question("age", "text", "?")),
    "question q: a choice needs options": lambda r: with_question(r, Question("q", "choice", "?")),
    "question q: a tick has no options": lambda r: with_question(r, Question("q", "tick", "?", (Option("a", "A"),))),
    "question q: option a: is there twice": lambda r: with_question(
        r, Question("q", "many", "?", (Option("a", "A"), Option("a", "B")))
    ),
    "question q: low must be below high": lambda r: with_question(r, Question("q", "number", "?", low=5, high=5)),
    "level continue: has no text": lambda r: replace(
        r, levels={level: words for level, words in r.levels.items() if level is not Level.CONTINUE}
    ),
    "level doctor: the lead is not part of the text": lambda r: replace(
        r, levels={**r.levels, Level.DOCTOR: replace(r.levels[Level.DOCTOR], lead="Go home")}
    ),
    "pain: a limit lies outside 0..10": lambda r: replace(r, pain=replace(r.pain, most_in={"C1": 11})),
    "day_after: factor lies": lambda r: replace(r, day_after=replace(r.day_after, factor=1.0)),
    "running from 2": lambda r: replace(r, day_after=replace(r.day_after, running=1)),
    "stop sign s-dizzy: is there twice": lambda r: replace(r, stop_signs=(*r.stop_signs, r.stop_signs[0])),
    "there is no stop sign": lambda r: replace(r, stop_signs=()),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_fault_is_named(rules, fault):
    assert any(fault in line for line in faults_in(BROKEN[fault](rules))), faults_in(BROKEN[fault](rules))
