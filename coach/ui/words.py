"""How numbers, dates, doses and faults are said to a person. Pure functions; no Kivy.

Degrees are whole and unsigned with a named direction and their error. Nobody is compared with others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from coach.exercise import dose as amounts
from coach.exercise import wording
from coach.exercise.model import Exercise, FaultKind
from coach.exercise.types import Repetition, StopReason
from coach.measure.rom_value import RomValue
from coach.measure.types import Axis, Direction, Problem
from coach.progress.rom import error_deg, reported_deg

count, dose = amounts.count, amounts.dose
FAULTS = wording.NOTICED
"""What a fault looked like, for the summary after a session (during it the exercise's own cue is shown)."""

ENDED = {
    StopReason.PAIN: "Stopped because of pain",
    StopReason.SIGN: "Stopped because of a sign",
    StopReason.SKIPPED: "Left out",
}
STILL_TRUNK_DEG = 3.0
"""Less is what the camera makes of a trunk that is still."""
MUCH_RISE_PCT = 15.0
MUCH_OUT_OF_PLANE_DEG = 10.0
"""A choice of this program: a movement about another axis that is larger than this is said beside the value."""
_WENT = {Axis.RIGHT_ROTATION: "turned", Axis.RIGHT_LATERAL_FLEXION: "bent", Axis.FLEXION: "tipped"}
_UNMEASURED = {
    Problem.NO_PERSON: "nobody in the picture",
    Problem.NO_FACE: "face out of sight",
    Problem.FACE_UNRELIABLE: "face not clear enough to measure",
    Problem.NO_NEUTRAL: "measured once you sit still",
    Problem.THORAX_HIDDEN: "shoulders out of sight",
    Problem.IMPLAUSIBLE: "not clear enough to measure",
    Problem.TOO_DARK: "too dark to measure",
    Problem.TOO_FAR: "too far away to measure",
    Problem.TOO_CLOSE: "too close to measure",
    Problem.OFF_CENTRE: "too near the edge to measure",
    Problem.SEVERAL_PEOPLE: "more than one person",
    Problem.SIDE_VIEW: "not measured from the side",
    Problem.VIEW_MISMATCH: "seen from another side",
    Problem.NOT_UPRIGHT: "measured once you look ahead",
    Problem.HEAD_TURNED: "measured when you look ahead",
    Problem.FEW_TRIALS: "too few trials",
}

_PAIN_WORDS = {
    0: "none",
    1: "very mild",
    3: "mild",
    5: "moderate",
    7: "strong",
    9: "very strong",
    10: "worst imaginable",
}


def direction_title(direction: Direction) -> str:
    """``Rotation left``."""
    return direction.label.capitalize()


def degrees(value_deg: float, sigma_deg: float | None = None) -> str:
    """``52° ± 3°``."""
    return " ".join(filter(None, (f"{abs(round(value_deg))}°", error(sigma_deg))))


def error(sigma_deg: float | None) -> str:
    """``± 3°``; an error below half a degree is still shown as one degree, and one that is not known not at all."""
    return "" if sigma_deg is None else f"± {max(1, round(sigma_deg))}°"


def not_measured(problems: Sequence[Problem], direction: Direction) -> str:
    """Why there is no angle now, in the place where the number would stand."""
    if not problems:
        return "not measured"
    if problems[0] is Problem.OUT_OF_RANGE:
        return f"{_WENT[direction.axis]} too far to measure"
    return _UNMEASURED[problems[0]]


def out_of_plane(value: RomValue) -> str:
    """``14° out of plane`` where the head moved clearly about another axis too, else nothing."""
    return f"{degrees(value.out_of_plane_deg)} out of plane" if value.out_of_plane_deg > MUCH_OUT_OF_PLANE_DEG else ""


def split(value: RomValue) -> str:
    """``neck 52°, trunk 14°`` where the trunk moved too, else nothing."""
    trunk_deg = value.movement.trunk_deg if value.movement else None
    if trunk_deg is None or value.beyond or abs(trunk_deg) < STILL_TRUNK_DEG:
        return ""
    against = " the other way" if trunk_deg < 0 else ""
    return f"neck {degrees(reported_deg(value))}, trunk {degrees(trunk_deg)}{against}"


def rom_notes(value: RomValue) -> str:
    """Tell what is worth saying beside a measured range, most important first."""
    how = value.movement
    pain = f"pain from {degrees(how.pain_onset_deg)}" if how and how.pain_onset_deg is not None else ""
    rise_pct = how.shoulder_rise_pct if how else None
    shoulder = f"a shoulder came up {round(rise_pct)} %" if rise_pct is not None and rise_pct > MUCH_RISE_PCT else ""
    few = "one trial only" if Problem.FEW_TRIALS in value.problems else ""
    return " · ".join(filter(None, (pain, few, split(value), shoulder, out_of_plane(value))))


def rom_value(value: RomValue | None) -> str:
    """Word a measured range: ``52° ± 3°``, ``beyond 68°``, or that it was not measured."""
    if value is None:
        return "not measured"
    reported = reported_deg(value)
    return f"beyond {degrees(reported)}" if value.beyond else degrees(reported, error_deg(value))


def day(when: date, today: date) -> str:
    """``today``, ``yesterday``, ``21 Nov`` or, in another year, ``21 Nov 2025``."""
    gone = (today - when).days
    if gone in (0, 1):
        return ("today", "yesterday")[gone]
    return f"{when.day} {when:%b}" if when.year == today.year else f"{when.day} {when:%b %Y}"


def greeting(hour: int, name: str) -> str:
    """``Good morning, Ana``."""
    part = "morning" if 4 <= hour < 12 else "afternoon" if 12 <= hour < 18 else "evening"
    return f"Good {part}, {name}" if name else f"Good {part}"


def seconds(value_s: float) -> str:
    """``30 s``, ``3 min``, ``2 min 30 s``; whole seconds, for a count that runs."""
    return amounts.seconds(round(value_s))


def minutes(exercise: Exercise) -> str:
    """About how long it takes, such as ``about 4 min``."""
    return f"about {whole_minutes(amounts.about_s(exercise))}"


def whole_minutes(seconds: float) -> str:
    """``4 min``; a shorter time is a minute too."""
    return f"{max(1, round(seconds / 60))} min"


def fault_counts(repetitions: Iterable[Repetition]) -> list[tuple[str, int]]:
    """In how many repetitions each fault was called, most frequent first."""
    return _counted(kind for repetition in repetitions for kind in {fault.kind for fault in repetition.faults})


def fault_column(repetitions: Iterable[Repetition]) -> str:
    """Faults for a table cell: ``2 × a shoulder came up, …`` or ``no fault``."""
    return _listed(fault_counts(repetitions))


def fault_list(kinds: Iterable[FaultKind]) -> str:
    """Do the same for faults that belong to no repetition."""
    return _listed(_counted(kinds))


def _counted(kinds: Iterable[FaultKind]) -> list[tuple[str, int]]:
    found = Counter(kinds)
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0].value))
    return [(FAULTS[kind], number) for kind, number in ordered]


def _listed(found: list[tuple[str, int]]) -> str:
    return ", ".join(f"{number} × {text[0].lower()}{text[1:]}" for text, number in found) or "no fault"


def ended(reason: StopReason | None) -> str:
    """How a session ended that was not finished: ``Stopped because of pain``; early where no reason is known."""
    return ENDED.get(reason, "Stopped early") if reason is not None else "Stopped early"


def pain(level: int | None) -> str:
    """``3 · mild``; a dash where it was not told."""
    if level is None:
        return "–"
    word = _PAIN_WORDS[max(known for known in _PAIN_WORDS if known <= level)]
    return f"{level} · {word}"


def pain_change(before: int | None, after: int | None) -> str:
    """``3 to 2``; a dash where neither was told."""
    if before is None and after is None:
        return "–"
    return f"{'–' if before is None else before} to {'–' if after is None else after}"
