"""When pain keeps an exercise from being started, and when it ends one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coach.progress.safety.model import Level, PainRules, SafetyRules

TOO_STRONG_TO_START = "pain-too-strong-to-start"
TOO_STRONG = "pain-too-strong"
ROSE = "pain-rose"
NEW_HEADACHE = "new-headache"
NEW_HEADACHE_TEXT = "A new headache, or one on the other side"


@dataclass(frozen=True, slots=True)
class Stop:
    """Why an exercise ends or is not begun, and what to do.

    Parameters
    ----------
    rule
        Id of the rule, or of the sign.
    why, advice
        For the person.
    level
        Whose text belongs on the page; ``None`` where rest is enough.
    inputs
        What it was decided from.
    """

    rule: str
    why: str
    advice: str
    level: Level | None
    inputs: Mapping[str, Any]


REST = (
    "Sit comfortably and breathe calmly. If it is not better by tomorrow morning, leave out this exercise and talk to "
    "your therapist."
)
CALM_ONLY = "Do one of the calm exercises today, or rest. Talk to your therapist if it stays like this."
SEE_A_DOCTOR = "Do no more exercises now. See a doctor about it before you go on."
GET_HELP = "Do no more exercises today. Sit or lie down, and do not stay alone."


def most(rules: PainRules, code: str) -> int | None:
    """Return the highest pain at which an exercise goes on; ``None`` where it has no limit."""
    return None if code in rules.calm else rules.most_in.get(code, rules.most)


def before_start(rules: PainRules, code: str, level: int | None) -> Stop | None:
    """Say whether the pain before an exercise is too strong for it; ``level`` is ``None`` when not told."""
    limit = most(rules, code)
    if level is None or limit is None or level <= limit:
        return None
    return Stop(
        TOO_STRONG_TO_START,
        f"Your pain is {level} of 10. This exercise is for days with {limit} or less.",
        CALM_ONLY,
        None,
        {"code": code, "pain": level, "limit": limit},
    )


def during(rules: PainRules, code: str, start: int | None, level: int) -> Stop | None:
    """Say whether pain that is told while or after exercising ends it.

    Parameters
    ----------
    start
        0..10 before the exercise; ``None`` when not told, then only the limit counts.
    level
        0..10 now.
    """
    limit = most(rules, code)
    inputs = {"code": code, "before": start, "now": level, "limit": limit, "most_rise": rules.most_rise}
    if start is not None and level - start > rules.most_rise:
        why = f"Your pain went up from {start} to {level} of 10. That is more than {rules.most_rise} points."
        return Stop(ROSE, why, REST, None, inputs)
    if limit is not None and level > limit:
        why = f"Your pain is {level} of 10. This exercise is for {limit} or less."
        return Stop(TOO_STRONG, why, REST, None, inputs)
    return None


def new_headache(code: str) -> Stop:
    """Return the stop for a new headache, or one on the other side, which ends every exercise."""
    return Stop(NEW_HEADACHE, f"{NEW_HEADACHE_TEXT}.", SEE_A_DOCTOR, Level.DOCTOR, {"code": code})


def stop_sign(rules: SafetyRules, sign_id: str, code: str) -> Stop:
    """Return the stop for a sign that needs help at once; raises KeyError for one that is not listed."""
    sign = next((sign for sign in rules.stop_signs if sign.id == sign_id), None)
    if sign is None:
        raise KeyError(sign_id)
    why = f"You told us: {sign.text[0].lower()}{sign.text[1:]}."
    return Stop(sign.id, why, GET_HELP, Level.EMERGENCY, {"code": code})
