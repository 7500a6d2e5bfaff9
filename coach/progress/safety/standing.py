"""Whether somebody may train, from all that they answered and what a doctor has said since.

An emergency sign that is gone still needs a doctor's word before the training goes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coach.progress.safety.assess import Incomplete, assess
from coach.progress.safety.model import Level, Rule, SafetyRules
from coach.progress.safety.records import Check, CheckKind, Clearance


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands.

    Parameters
    ----------
    level
        ``None`` where the intake is still to be answered, or was answered before a question was added.
    rules
        The rows behind the level, the most urgent first.
    open_rules
        Ids of those that block and wait for a doctor's word.
    locks, lock_rules
        The reasons that keep an exercise closed, by its code, and the ids of the rules behind them. A therapist's word
        on :func:`locks_of` a rule opens what it keeps closed.
    was_emergency
        The block comes from an emergency sign that was told earlier and is not told any more.
    notes
        What is worth showing to a clinician although it keeps nobody from training.
    """

    level: Level | None
    rules: tuple[Rule, ...] = ()
    open_rules: tuple[str, ...] = ()
    locks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lock_rules: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    was_emergency: bool = False
    notes: tuple[str, ...] = ()

    @property
    def closed(self) -> dict[str, str]:
        """Why an exercise is closed, in one line by its code."""
        return {code: f"{'; '.join(reasons)}. Talk to your therapist about it." for code, reasons in self.locks.items()}

    @property
    def may_train(self) -> bool:
        """Whether any exercise may be started."""
        return self.level is not None and not self.level.blocks


LOCKS = "-locks"


def locks_of(rule_id: str) -> str:
    """Id under which somebody's word on the locks of a rule is kept: that a person may train does not open them."""
    return rule_id + LOCKS


def standing(rules: SafetyRules, checks: Sequence[Check], clearances: Sequence[Clearance]) -> Standing:
    """Work out where somebody stands.

    Parameters
    ----------
    checks
        Everything that was answered, in any order. Of the emergency page the newest answers count; the rest comes from
        the newest intake.
    clearances
        What somebody has looked at; each counts for answers given before it.
    """
    ordered = sorted(checks, key=lambda check: check.asked_at)
    intake = next((check for check in reversed(ordered) if check.kind is CheckKind.INTAKE), None)
    if intake is None:
        return Standing(None)
    newest = ordered[-1]
    signs = {question.id for question in rules.emergency_page.questions}
    answers = {**intake.answers, **{name: told for name, told in newest.answers.items() if name in signs}}
    cleared = {
        rule.id for rule in rules.rules if _is_cleared(rule.id, _told_in(rule, intake, newest, signs), clearances)
    }
    try:
        found = assess(rules, answers, cleared=cleared)
    except Incomplete:
        return Standing(None)
    locks = _still_closed(found.locks, intake, clearances)
    reasons = {code: _reasons(rules, ids) for code, ids in locks.items()}
    notes = tuple(rule.reason for rule in found.rules if rule.level is Level.CONTINUE)
    gone = _gone(rules, ordered[:-1], clearances)
    gone = tuple(rule for rule in gone if rule not in found.rules)
    blocking = tuple(rule for rule in found.rules if rule.level.blocks and rule.id not in cleared)
    level = found.level
    if gone and not level.blocks:
        ids = tuple(rule.id for rule in gone)
        return Standing(Level.DOCTOR, gone, ids, reasons, locks, True, notes)
    shown = blocking or tuple(rule for rule in found.rules if rule.level is not Level.CONTINUE)
    return Standing(level, shown, tuple(rule.id for rule in blocking), reasons, locks, False, notes)


def _still_closed(
    locks: Mapping[str, tuple[str, ...]], intake: Check, clearances: Sequence[Clearance]
) -> dict[str, tuple[str, ...]]:
    """Leave out the rules whose locks a therapist has opened since they were told."""
    left = {
        code: tuple(rule for rule in rules if not _is_cleared(locks_of(rule), intake, clearances))
        for code, rules in locks.items()
    }
    return {code: rules for code, rules in left.items() if rules}


def _told_in(rule: Rule, intake: Check, newest: Check, signs: set[str]) -> Check:
    return newest if any(clause.question in signs for clause in rule.when) else intake


def _is_cleared(rule_id: str, told: Check, clearances: Sequence[Clearance]) -> bool:
    return any(rule_id in clearance.rules and clearance.at >= told.asked_at for clearance in clearances)


def _gone(rules: SafetyRules, earlier: Sequence[Check], clearances: Sequence[Clearance]) -> tuple[Rule, ...]:
    """Emergency rows that held in earlier answers and that nobody has looked at since."""
    return tuple(
        rule
        for rule in rules.rules
        if rule.level is Level.EMERGENCY
        and any(rule.holds(check.answers) and not _is_cleared(rule.id, check, clearances) for check in earlier)
    )


def _reasons(rules: SafetyRules, rule_ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(rule.reason for rule in rules.rules if rule.id in rule_ids)
