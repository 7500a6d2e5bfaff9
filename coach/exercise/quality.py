"""How good repetitions were, in words: of one repetition, of a set, of a whole session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import fmean

from coach.exercise import faults
from coach.exercise.dose import count
from coach.exercise.guides import BreathingGuide, GazeGuide, PathGuide, RelocationGuide, RomGuide, TimedGuide
from coach.exercise.model import Exercise
from coach.exercise.state import Rank, SessionState
from coach.exercise.types import Judgement, Quality, Repetition
from coach.exercise.wording import NOTICED

TIMED_ONLY = "This was timed, not measured."
_TWO = 2


def judge(repetition: Repetition) -> Judgement:
    """Judge one repetition.

    Good without a fault. To be done again with a fault of the trunk or beyond the target, or with two faults. Okay with
    one smaller fault. The reason names the most important fault.
    """
    kinds = sorted({fault.kind for fault in repetition.faults}, key=lambda kind: (faults.RANK[kind], kind.value))
    if not kinds:
        held = repetition.held_s >= 1 and not repetition.beyond
        return Judgement(Quality.GOOD, f"Clean, held {repetition.held_s:.0f} s" if held else "Clean")
    grave = faults.RANK[kinds[0]] <= Rank.TRUNK or len(kinds) >= _TWO
    return Judgement(Quality.AGAIN if grave else Quality.OKAY, NOTICED[kinds[0]])


def unit(exercise: Exercise) -> str:
    """Name what is counted in this exercise, in the singular."""
    match exercise.guide:
        case BreathingGuide():
            return "breath"
        case GazeGuide():
            return "swing"
        case PathGuide():
            return "round"
        case TimedGuide():
            return "part"
    return "repetition"


def set_note(state: SessionState) -> str:
    """Sum up the running set in one or two sentences."""
    own = [r for r in state.repetitions if r.set_number == state.set_number]
    return " ".join(sentences(state.exercise, own))


def sentences(exercise: Exercise, repetitions: Sequence[Repetition]) -> tuple[str, ...]:
    """Sum up some repetitions: what was clean, what was seen how often, and how far off.

    What no camera can see is said to be timed only.
    """
    if not exercise.seen:
        return (TIMED_ONLY,)
    if not repetitions or isinstance(exercise.guide, RomGuide):  # a test has values, which speak for themselves
        return ()
    total = len(repetitions)
    clean = sum(r.clean for r in repetitions)
    said = [_clean(clean, total, unit(exercise))] if clean else []
    seen = Counter(kind for r in repetitions for kind in {fault.kind for fault in r.faults})
    ordered = sorted(seen.items(), key=lambda item: (-item[1], faults.RANK[item[0]], item[0].value))
    said += [f"{NOTICED[kind]} in {number} of {total}." for kind, number in ordered[:_TWO]]
    return (*said, *off(exercise, repetitions))


def _clean(clean: int, total: int, one: str) -> str:
    if clean == total:
        return f"All {count(total, one)} clean." if total > 1 else f"Your {one} was clean."
    return f"{clean} of {count(total, one)} {'was' if clean == 1 else 'were'} clean."


def off(exercise: Exercise, repetitions: Sequence[Repetition]) -> tuple[str, ...]:
    """Say how far off relocations or a followed path were on average; nothing in other exercises."""
    errors = [r.error_deg for r in repetitions if r.error_deg is not None]
    if not errors:
        return ()
    if isinstance(exercise.guide, RelocationGuide):
        return (f"You came back to within {fmean(errors):.0f}° of the middle on average.",)
    lags = [r.lag_s for r in repetitions if r.lag_s is not None]
    behind = f", {fmean(lags):.1f} s behind it" if lags else ""
    return (f"Your nose was {fmean(errors):.0f}° from the dot on average{behind}.",)
