"""Every row of the intake: what sets it off, what only just does not, and what follows."""

from __future__ import annotations

import re

import pytest

from coach.progress.safety.assess import LONGEST_TEXT, Incomplete, assess, fault_of, unanswered
from coach.progress.safety.model import Cause, Level, Question

E, D, T, C = Level.EMERGENCY, Level.DOCTOR, Level.THERAPIST, Level.CONTINUE
GLIDE = "M5"
LOADED = "M2 M4 M5 S1 S2 S3 C1 C2 C3 T1 T2 T3 T4 F1"


def ticked(question: str) -> dict[str, bool]:
    return {question: True}


# rule: answers that set it off, level, what it is on the watch for, what it locks
ROWS = {
    "e-worst-headache": (ticked("worst-headache"), E, Cause.BLOOD_VESSEL, ""),
    "e-stroke-signs": (ticked("stroke-signs"), E, Cause.BLOOD_VESSEL, ""),
    "e-passed-out": (ticked("passed-out"), E, Cause.BLOOD_VESSEL, ""),
    "e-fever-stiff-neck": (ticked("fever-stiff-neck"), E, Cause.INFECTION, ""),
    "e-serious-fall": (ticked("serious-fall"), E, Cause.INJURY, ""),
    "e-lost-sight": (ticked("lost-sight"), E, Cause.BLOOD_VESSEL, ""),
    "d-new-kind": (ticked("new-kind"), D, Cause.OTHER_HEADACHE, GLIDE),
    "d-new-after-50": (ticked("new-after-50"), D, Cause.BLOOD_VESSEL, ""),
    "d-new-at-50": ({"age": 50, "since": "quarter"}, D, Cause.BLOOD_VESSEL, ""),
    "d-sore-scalp": (ticked("sore-scalp"), D, Cause.BLOOD_VESSEL, ""),
    "d-worse-lying": (ticked("worse-lying"), D, Cause.OTHER_HEADACHE, ""),
    "d-steadily-worse": (ticked("steadily-worse"), D, Cause.TUMOUR, ""),
    "d-red-eye": (ticked("red-eye"), D, Cause.OTHER_HEADACHE, ""),
    "d-new-medicine": (ticked("new-medicine"), D, Cause.MEDICINE, ""),
    "d-recent-injury": (ticked("recent-injury"), D, Cause.INJURY, "M5 F1"),
    "d-neck-surgery": (ticked("neck-surgery"), D, Cause.INJURY, "M5 F1 T2 T3 T4"),
    "d-broken-bone": (ticked("broken-bone"), D, Cause.FRACTURE, "M5 M6 F1 T2 T3 T4"),
    "d-cancer": (ticked("cancer"), D, Cause.TUMOUR, GLIDE),
    "d-weak-immunity": (ticked("weak-immunity"), D, Cause.INFECTION, ""),
    "d-fever-unwell": (ticked("fever-unwell"), D, Cause.INFECTION, GLIDE),
    "d-weight-loss": (ticked("weight-loss"), D, Cause.TUMOUR, GLIDE),
    "d-night-pain": (ticked("night-pain"), D, Cause.TUMOUR, GLIDE),
    "d-pregnant": (ticked("pregnant"), D, Cause.PREGNANCY, ""),
    "d-clumsy-hands": (ticked("clumsy-hands"), D, Cause.NERVE, GLIDE),
    "d-unsteady": (ticked("unsteady"), D, Cause.NERVE, GLIDE),
    "d-bladder": (ticked("bladder"), D, Cause.NERVE, GLIDE),
    "d-electric": (ticked("electric"), D, Cause.NERVE, GLIDE),
    "d-drops": (ticked("drops"), D, Cause.BLOOD_VESSEL, GLIDE),
    "d-senses": (ticked("senses"), D, Cause.BLOOD_VESSEL, GLIDE),
    "d-eyelid": (ticked("eyelid"), D, Cause.BLOOD_VESSEL, GLIDE),
    "d-under-18": ({"age": 17}, D, Cause.AGE, ""),
    "t-weak-bones": (ticked("weak-bones"), T, Cause.BONE, "M2 M5 M6 T2 T4"),
    "t-steroids": (ticked("steroids"), T, Cause.BONE, "M5 M6 T4"),
    "t-arthritis": (ticked("arthritis"), T, Cause.ARTHRITIS, LOADED),
    "t-loose-joints": (ticked("loose-joints"), T, Cause.INSTABILITY, f"{LOADED} S4"),
    "t-blood-thinners": (ticked("blood-thinners"), T, Cause.BLEEDING, "M5 F1"),
    "t-bruises": (ticked("bruises"), T, Cause.BLEEDING, "M5 F1"),
    "t-dizziness": (ticked("dizziness"), T, Cause.BALANCE, "M2 M5 S3 C4 C5 C6"),
    "t-blood-pressure": (ticked("blood-pressure"), T, Cause.HEART, "M5 T2 T3 T4"),
    "t-heart-stroke": (ticked("heart-stroke"), T, Cause.BLOOD_VESSEL, "M5 T4"),
    "t-painkillers-most-days": (ticked("painkillers-most-days"), T, Cause.MEDICINE, "M5 T4"),
    "t-painkiller-days": ({"painkiller-days": 15}, T, Cause.MEDICINE, ""),
    "n-painkiller-days": ({"painkiller-days": 10}, C, Cause.MEDICINE, ""),
    "n-aura": ({"features": ("aura",)}, C, Cause.OTHER_HEADACHE, ""),
    "n-like-migraine": ({"features": ("throbbing", "nausea")}, C, Cause.OTHER_HEADACHE, ""),
    "n-over-70": ({"age": 71}, C, Cause.AGE, "M2"),
}

# answers that only just leave a row alone
NEARLY = [
    ("d-new-at-50", {"age": 49, "since": "quarter"}),
    ("d-new-at-50", {"age": 50, "since": "year"}),
    ("d-new-at-50", {"age": 50}),
    ("d-under-18", {"age": 18}),
    ("t-painkiller-days", {"painkiller-days": 14}),
    ("n-painkiller-days", {"painkiller-days": 9}),
    ("n-painkiller-days", {"painkiller-days": 15}),
    ("n-aura", {"features": ("throbbing",)}),
    ("n-like-migraine", {"features": ("nausea",)}),
    ("n-like-migraine", {"features": ("nausea", "aura")}),
    ("n-over-70", {"age": 70}),
]


def test_every_row_is_in_the_table_and_no_other(rules):
    assert list(ROWS) == [rule.id for rule in rules.rules]


@pytest.mark.parametrize("rule_id", ROWS)
def test_row(rules, no_signs, rule_id):
    answers, level, cause, locks = ROWS[rule_id]
    found = assess(rules, no_signs | answers)
    assert found.rule_ids == (rule_id,)
    assert found.level is level
    assert found.rules[0].cause is cause
    assert dict(found.locks) == {code: (rule_id,) for code in locks.split()}


@pytest.mark.parametrize(("rule_id", "answers"), NEARLY)
def test_row_is_left_alone(rules, no_signs, rule_id, answers):
    assert rule_id not in assess(rules, no_signs | answers).rule_ids


def test_no_sign_lets_a_person_start(rules, no_signs):
    found = assess(rules, no_signs)
    assert (found.level, found.rules, dict(found.locks)) == (C, (), {})


def test_the_causes_that_must_be_covered_are(rules):
    blocked = {rule.cause for rule in rules.rules if rule.level is not C}
    assert {Cause.INJURY, Cause.TUMOUR, Cause.FRACTURE, Cause.INFECTION, Cause.ARTHRITIS} <= blocked


def test_every_tick_is_acted_on(rules):
    used = {clause.question for rule in rules.rules for clause in rule.when}
    assert {q.id for page in rules.pages for q in page.questions if q.kind == "tick"} <= used


def test_the_most_urgent_level_wins_and_all_reasons_are_told(rules, no_signs):
    found = assess(rules, no_signs | {"weak-bones": True, "cancer": True, "painkiller-days": 12})
    assert found.level is D
    assert found.rule_ids == ("d-cancer", "t-weak-bones", "n-painkiller-days")
    assert found.locks["M5"] == ("d-cancer", "t-weak-bones")
    assert assess(rules, no_signs | {"cancer": True, "lost-sight": True}).level is E


def test_a_doctors_word_ends_the_block_but_not_the_locks(rules, no_signs):
    answers = no_signs | {"cancer": True}
    found = assess(rules, answers, cleared={"d-cancer"})
    assert found.level is T
    assert set(found.locks) == {"M5"}
    assert assess(rules, no_signs | {"pregnant": True}, cleared={"d-pregnant"}).level is C
    assert assess(rules, answers | {"pregnant": True}, cleared={"d-cancer"}).level is D
    # what a therapist has to agree to is not a doctor's to clear
    assert assess(rules, no_signs | {"weak-bones": True}, cleared={"t-weak-bones"}).level is T


@pytest.mark.parametrize("missing", ["worst-headache", "cancer", "arthritis", "age", "painkiller-days"])
def test_what_was_not_asked_is_never_taken_for_absent(rules, no_signs, missing):
    answers = {name: answer for name, answer in no_signs.items() if name != missing}
    with pytest.raises(Incomplete, match=missing) as caught:
        assess(rules, answers)
    assert caught.value.questions == (missing,)


@pytest.mark.parametrize(
    ("question", "answer"),
    [("cancer", "no"), ("age", 200), ("age", True), ("age", "40"), ("side", "up"), ("features", ("x",))],
)
def test_an_answer_that_does_not_fit_is_no_answer(rules, no_signs, question, answer):
    with pytest.raises(Incomplete, match=question):
        assess(rules, no_signs | {question: answer})


def test_what_fits_an_answer(rules):
    assert fault_of(rules.question("age"), 4) == "a whole number from 5 to 120"
    assert fault_of(rules.question("usual-headache"), 10) is None
    assert fault_of(rules.question("usual-headache"), 11) is not None
    assert fault_of(rules.question("goal-1"), "x" * LONGEST_TEXT) is None
    assert fault_of(rules.question("goal-1"), "x" * (LONGEST_TEXT + 1)) == "at most 200 letters"
    assert fault_of(rules.question("places"), ("neck", "eye")) is None
    assert fault_of(rules.question("places"), "neck") == "one of the choices"
    assert unanswered([Question("q", "text", "?")], {}) == ()


def test_an_unknown_question_or_rule(rules):
    assert rules.rule("pain-rose") is None
    with pytest.raises(KeyError):
        rules.question("nothing")


WORDS = {
    E: "Call 112 / 911 now – do not do the exercises – if you have: the worst headache of your life that peaked in "
    "under one minute; face droop, arm or leg weakness, trouble speaking or seeing double; you passed out or cannot "
    "walk straight; a headache with fever and a stiff neck, rash or drowsiness; neck or head pain after a serious fall "
    "or crash; sudden loss of vision.",
    D: "Please see a doctor before you start: a new kind of headache or neck pain, unlike your usual; new headache "
    "after age 50, or a sore scalp / jaw pain when chewing; headache worse when lying down, coughing or straining; "
    "cancer, HIV or weak immunity now or before; pregnant or gave birth in the last 6 weeks; numb or clumsy hands, "
    "unsteady walking, trouble with bladder or bowels; a recent fall, crash or neck surgery; fever or you feel unwell.",
    T: "You have bone weakness, rheumatoid arthritis, Down or Ehlers-Danlos syndrome, easy bruising or blood thinners, "
    "bad dizziness, or take strong painkillers most days. You can use gentle exercises, but some are locked until a "
    "clinician agrees.",
    C: "Your answers show no warning signs. You can start. Stop any time it feels wrong.",
}


@pytest.mark.parametrize("level", Level)
def test_the_words_of_a_level_are_those_to_be_signed_off(rules, level):
    assert rules.levels[level].text == WORDS[level]


def test_no_text_names_an_illness_as_found(rules):
    texts = [rule.reason for rule in rules.rules] + [words.text for words in rules.levels.values()]
    assert not [text for text in texts if re.search(r"diagnos|abnormal|you have (a )?(migraine|stroke|tumou?r)", text)]


def test_levels_rise_in_urgency():
    assert [level.urgency for level in Level] == [3, 2, 1, 0]
    assert [level for level in Level if level.blocks] == [E, D]
