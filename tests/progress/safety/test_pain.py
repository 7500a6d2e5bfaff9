"""Every stop rule of a session, on both sides of its threshold."""

from __future__ import annotations

import pytest

from coach.progress.safety import pain
from coach.progress.safety.model import Level

CALM = ("R1", "R2", "H1", "E1")


@pytest.mark.parametrize(
    ("code", "start", "now", "rule"),
    [
        ("M1", 0, 2, None),
        ("M1", 0, 3, pain.ROSE),
        ("M1", 2, 4, None),
        ("M1", 2, 5, pain.ROSE),
        ("M1", 3, 4, None),
        ("M1", 3, 5, pain.TOO_STRONG),
        ("M1", None, 4, None),
        ("M1", None, 5, pain.TOO_STRONG),
        ("C1", 0, 2, None),
        ("C1", 1, 3, pain.TOO_STRONG),
        ("M5", 2, 2, None),
        ("M5", 2, 3, pain.TOO_STRONG),
        ("M5", 0, 3, pain.ROSE),
        ("C2", 2, 3, None),
        *((code, 8, 10, None) for code in CALM),
        *((code, 7, 10, pain.ROSE) for code in CALM),
        *((code, None, 10, None) for code in CALM),
    ],
)
def test_pain_while_exercising(rules, code, start, now, rule):
    stop = pain.during(rules.pain, code, start, now)
    assert (stop.rule if stop else None) == rule
    if stop:
        assert str(now) in stop.why
        assert stop.level is None
        assert stop.inputs["before"] == start
        assert stop.inputs["now"] == now


@pytest.mark.parametrize(
    ("code", "level", "starts"),
    [
        ("M1", 4, True),
        ("M1", 5, False),
        ("M1", None, True),
        ("C1", 2, True),
        ("C1", 3, False),
        ("M5", 3, False),
        *((code, 10, True) for code in CALM),
    ],
)
def test_pain_before_the_start(rules, code, level, starts):
    stop = pain.before_start(rules.pain, code, level)
    assert (stop is None) is starts
    if stop:
        assert stop.rule == pain.TOO_STRONG_TO_START
        assert f"{level} of 10" in stop.why


SIGNS = {
    "s-dizzy": "dizzy",
    "s-sick": "sick",
    "s-sight": "blurred",
    "s-speech": "speech",
    "s-numb": "numb or weak",
    "s-sudden-headache": "sudden severe headache",
    "s-faint": "faint",
    "s-neck-locked": "neck locked",
}


def test_every_sign_is_in_the_table(rules):
    assert [sign.id for sign in rules.stop_signs] == list(SIGNS)


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_ends_the_exercise_with_the_text_of_an_emergency(rules, sign):
    stop = pain.stop_sign(rules, sign, "M1")
    assert (stop.rule, stop.level) == (sign, Level.EMERGENCY)
    assert SIGNS[sign] in stop.why.lower()
    assert stop.inputs == {"code": "M1"}


def test_a_sign_that_is_not_listed(rules):
    with pytest.raises(KeyError):
        pain.stop_sign(rules, "s-itch", "M1")


def test_a_new_headache_ends_every_exercise_and_asks_for_a_doctor():
    stop = pain.new_headache("R1")
    assert (stop.rule, stop.level) == (pain.NEW_HEADACHE, Level.DOCTOR)
    assert "other side" in stop.why
