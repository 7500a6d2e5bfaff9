"""What a session left behind, in words. A pure function."""

from __future__ import annotations

from dataclasses import dataclass

from coach.exercise.model import BreathingGuide, Exercise, RomGuide
from coach.exercise.types import Repetition, SessionResult
from coach.measure.types import Direction
from coach.ui import words


@dataclass(frozen=True, slots=True)
class Summary:
    """The page after a session.

    ``well``, under its title, holds what went well, ``faults`` what was called and in how many repetitions, ``rom`` the
    ranges that were found, as (direction, value).
    """

    title: str
    line: str
    well_title: str
    completed: bool
    well: tuple[str, ...]
    faults: tuple[tuple[str, int], ...]
    rom: tuple[tuple[str, str], ...]


def summarise(exercise: Exercise, result: SessionResult) -> Summary:
    """Put a result into words."""
    lasted = words.seconds(result.ended_s - result.started_s)
    done, asked = len(result.repetitions), result.repetitions_asked
    test = isinstance(exercise.guide, RomGuide)
    unit = "movement" if test else "breath" if isinstance(exercise.guide, BreathingGuide) else "repetition"
    return Summary(
        title="Well done" if result.completed else "Stopped early",
        line=f"{done} of {words.count(asked, unit)} in {lasted}",
        well_title="What was measured" if test else "What went well",
        completed=result.completed,
        well=tuple(_went_well(exercise, result)),
        faults=tuple(words.fault_counts(result.repetitions)),
        rom=tuple((words.direction_title(v.direction), words.rom_value(v)) for v in result.rom),
    )


def _went_well(exercise: Exercise, result: SessionResult) -> list[str]:
    lines = []
    clean = sum(r.clean for r in result.repetitions)
    if result.repetitions and clean == len(result.repetitions):
        lines.append("Every repetition without a fault")
    elif clean:
        lines.append(f"{clean} of {words.count(len(result.repetitions), 'repetition')} without a fault")
    if isinstance(exercise.guide, BreathingGuide) and result.completed:
        lines.append("You kept the rhythm to the end")
    if not result.rom:
        lines += [f"Furthest {d.label} {words.degrees(r.peak_deg or 0, r.sigma_deg)}" for d, r in _furthest(result)]
    return lines


def _furthest(result: SessionResult) -> list[tuple[Direction, Repetition]]:
    best: dict[Direction, Repetition] = {}
    for repetition in result.repetitions:
        if repetition.direction is None or repetition.peak_deg is None:
            continue
        known = best.get(repetition.direction)
        if known is None or repetition.peak_deg > (known.peak_deg or 0):
            best[repetition.direction] = repetition
    return [(direction, best[direction]) for direction in Direction if direction in best]
