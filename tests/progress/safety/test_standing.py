"""Whether somebody may train, as answers and doctors' words follow each other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from coach.progress.safety.model import Level
from coach.progress.safety.records import Check, CheckKind, Clearance
from coach.progress.safety.standing import locks_of, standing

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def at(hour: int) -> datetime:
    return NOON + timedelta(hours=hour)


def intake(answers, hour: int = 0) -> Check:
    return Check(CheckKind.INTAKE, at(hour), at(hour).date(), answers, 1)


def signs(rules, hour: int, *ticked: str) -> Check:
    answers = {question.id: question.id in ticked for question in rules.emergency_page.questions}
    return Check(CheckKind.EMERGENCY, at(hour), at(hour).date(), answers, 1)


def word(hour: int, *rule_ids: str) -> Clearance:
    return Clearance(at(hour), at(hour).date(), rule_ids, "Dr Ruiz")


def test_before_the_intake_nobody_trains(rules):
    found = standing(rules, [], [])
    assert (found.level, found.may_train) == (None, False)
    assert standing(rules, [signs(rules, 0)], []).level is None


def test_an_intake_without_a_sign(rules, no_signs):
    found = standing(rules, [intake(no_signs)], [])
    assert (found.level, found.may_train, found.rules, found.locks) == (Level.CONTINUE, True, (), {})


def test_an_intake_from_before_a_question_was_added_is_asked_again(rules, no_signs):
    older = {name: answer for name, answer in no_signs.items() if name != "eyelid"}
    assert standing(rules, [intake(older)], []).level is None


def test_what_only_closes_an_exercise_says_why(rules, no_signs):
    found = standing(rules, [intake(no_signs | {"blood-thinners": True, "age": 75})], [])
    assert (found.level, found.may_train) == (Level.THERAPIST, True)
    assert [rule.id for rule in found.rules] == ["t-blood-thinners"]
    assert found.locks["M5"] == ("You take blood thinners",)
    assert set(found.locks) == {"M2", "M5", "F1"}
    assert found.closed["F1"] == "You take blood thinners. Talk to your therapist about it."
    assert found.open_rules == ()


def test_a_therapists_word_opens_what_a_rule_closed_until_it_is_told_anew(rules, no_signs):
    told = intake(no_signs | {"blood-thinners": True, "weak-bones": True})
    both = standing(rules, [told], [])
    assert both.lock_rules["M5"] == ("t-weak-bones", "t-blood-thinners")
    one = standing(rules, [told], [word(1, locks_of("t-blood-thinners"))])
    assert one.lock_rules["M5"] == ("t-weak-bones",)
    assert "F1" not in one.locks
    opened = standing(rules, [told], [word(1, locks_of("t-blood-thinners"), locks_of("t-weak-bones"))])
    assert not opened.locks
    assert (opened.level, [rule.id for rule in opened.rules]) == (Level.THERAPIST, [rule.id for rule in both.rules])
    again = intake(no_signs | {"blood-thinners": True}, hour=5)
    assert "M5" in standing(rules, [told, again], [word(1, locks_of("t-blood-thinners"))]).locks


def test_a_word_on_training_does_not_open_what_is_locked(rules, no_signs):
    told = intake(no_signs | {"blood-thinners": True})
    assert "M5" in standing(rules, [told], [word(1, "t-blood-thinners")]).locks


def test_a_doctors_word_counts_for_what_was_told_before_it(rules, no_signs):
    told = intake(no_signs | {"cancer": True, "pregnant": True})
    blocked = standing(rules, [told], [])
    assert (blocked.level, blocked.open_rules) == (Level.DOCTOR, ("d-cancer", "d-pregnant"))
    partly = standing(rules, [told], [word(1, "d-cancer")])
    assert (partly.level, partly.open_rules) == (Level.DOCTOR, ("d-pregnant",))
    assert [rule.id for rule in partly.rules] == ["d-pregnant"]
    opened = standing(rules, [told], [word(1, "d-cancer", "d-pregnant")])
    assert (opened.level, opened.open_rules) == (Level.THERAPIST, ())
    assert set(opened.locks) == {"M5"}
    again = intake(no_signs | {"cancer": True}, hour=5)
    assert standing(rules, [told, again], [word(1, "d-cancer")]).level is Level.DOCTOR


def test_an_emergency_sign_before_a_session(rules, no_signs):
    checks = [intake(no_signs), signs(rules, 2, "passed-out")]
    found = standing(rules, checks, [])
    assert (found.level, found.open_rules) == (Level.EMERGENCY, ("e-passed-out",))


def test_an_emergency_sign_that_is_gone_still_needs_a_doctor(rules, no_signs):
    checks = [intake(no_signs), signs(rules, 2, "passed-out"), signs(rules, 30)]
    found = standing(rules, list(reversed(checks)), [])
    assert (found.level, found.open_rules, found.was_emergency) == (Level.DOCTOR, ("e-passed-out",), True)
    assert standing(rules, checks, [word(31, "e-passed-out")]).level is Level.CONTINUE
    assert standing(rules, checks, [word(1, "e-passed-out")]).level is Level.DOCTOR
    renewed = [*checks, signs(rules, 40, "passed-out")]
    assert standing(rules, renewed, [word(31, "e-passed-out")]).level is Level.EMERGENCY


def test_an_emergency_of_the_intake_is_answered_anew_before_a_session(rules, no_signs):
    first = intake(no_signs | {"lost-sight": True})
    assert standing(rules, [first], []).level is Level.EMERGENCY
    found = standing(rules, [first, signs(rules, 1)], [])
    assert (found.level, found.was_emergency) == (Level.DOCTOR, True)
    # a new intake without it does not do away with it either
    assert standing(rules, [first, intake(no_signs, hour=2)], []).open_rules == ("e-lost-sight",)


def test_a_block_of_the_intake_outweighs_a_sign_that_is_gone(rules, no_signs):
    checks = [intake(no_signs | {"cancer": True}), signs(rules, 1, "passed-out"), signs(rules, 2)]
    found = standing(rules, checks, [])
    assert (found.level, found.open_rules) == (Level.DOCTOR, ("d-cancer",))
    after = standing(rules, checks, [word(3, "d-cancer")])
    assert (after.open_rules, set(after.locks)) == (("e-passed-out",), {"M5"})
