"""What a session left behind, in words. A pure function."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coach.exercise import quality
from coach.exercise.model import BreathingGuide, Exercise, RomGuide
from coach.exercise.types import Quality, Repetition, SessionResult
from coach.measure.types import Direction
from coach.progress.symmetry import side_differences
from coach.ui import words
from coach.ui.presenters.home import PAIRS
from coach.ui.presenters.run_view import MARKS, verdict


@dataclass(frozen=True, slots=True)
class RomLine:
    """One range that was found: its direction, the value with its error, and a remark where there is one."""

    direction: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """One repetition: its place and side (``3 right``), its mark in the row of dots, and the judgement in words."""

    label: str
    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The page after a session.

    ``well``, under its title, holds what went well, ``faults`` what was called and in how many repetitions, ``rom`` the
    ranges that were found; after the test all six directions, also those that were not measured. ``compared`` puts left
    beside right. ``repetitions`` lists each with its judgement, in their order; in a test, which has values, none.
    """

    title: str
    line: str
    well_title: str
    completed: bool
    well: tuple[str, ...]
    faults: tuple[tuple[str, int], ...]
    rom: tuple[RomLine, ...]
    compared: tuple[str, ...] = ()
    repetitions: tuple[Judged, ...] = ()


def summarise(exercise: Exercise, result: SessionResult) -> Summary:
    """Put a result into words."""
    lasted = words.seconds(result.ended_s - result.started_s)
    done, asked = len(result.repetitions), result.repetitions_asked
    test = isinstance(exercise.guide, RomGuide)
    unit = "movement" if test else quality.unit(exercise)
    return Summary(
        title="Well done" if result.completed else words.ended(result.stop_reason),
        line=f"{done} of {words.count(asked, unit)} in {lasted}",
        well_title="What was measured" if test else "What went well",
        completed=result.completed,
        well=tuple(_went_well(exercise, result)),
        faults=tuple(words.fault_counts(result.repetitions)),
        rom=tuple(_rom_lines(exercise, result)),
        compared=tuple(_compared(result)),
        repetitions=() if test or not result.measured else tuple(map(_judged, result.repetitions)),
    )


def _judged(repetition: Repetition) -> Judged:
    side = repetition.direction.value.partition("_")[0] if repetition.direction else ""
    label = f"{repetition.number} {side}" if side in ("left", "right") else f"{repetition.number}"
    judgement = quality.judge(repetition)
    good = judgement.quality is Quality.GOOD
    text = f"Good: {judgement.reason.lower()}" if good else verdict(judgement)
    return Judged(label, MARKS[judgement.quality], text)


def _rom_lines(exercise: Exercise, result: SessionResult) -> Iterator[RomLine]:
    found = {value.direction: value for value in result.rom}
    asked = exercise.guide.directions if isinstance(exercise.guide, RomGuide) else ()
    for direction in (d for pair in PAIRS for d in pair if d in found or d in asked):
        value = found.get(direction)
        note = words.rom_notes(value) if value else ""
        yield RomLine(words.direction_title(direction), words.rom_value(value), note)


def _compared(result: SessionResult) -> Iterator[str]:
    for found in side_differences({value.direction: value for value in result.rom}).values():
        if found is not None:
            yield f"{found.sentence}."


def _went_well(exercise: Exercise, result: SessionResult) -> list[str]:
    if isinstance(exercise.guide, RomGuide):
        return []
    if not result.measured:
        return [quality.TIMED_ONLY]
    lines = []
    clean = sum(r.clean for r in result.repetitions)
    if result.repetitions and clean == len(result.repetitions):
        lines.append(f"Every {quality.unit(exercise)} without a fault")
    elif clean:
        lines.append(f"{clean} of {words.count(len(result.repetitions), quality.unit(exercise))} without a fault")
    if isinstance(exercise.guide, BreathingGuide) and result.completed:
        lines.append("You kept the rhythm to the end")
    lines += quality.off(exercise, result.repetitions)
    if not result.rom:
        lines += [f"Furthest {d.label} {_peak(r)}" for d, r in _furthest(result)]
    return lines


def _peak(repetition: Repetition) -> str:
    peak_deg = repetition.peak_deg or 0.0
    return f"beyond {words.degrees(peak_deg)}" if repetition.beyond else words.degrees(peak_deg, repetition.sigma_deg)


def _furthest(result: SessionResult) -> list[tuple[Direction, Repetition]]:
    best: dict[Direction, Repetition] = {}
    for repetition in result.repetitions:
        if repetition.direction is None or repetition.peak_deg is None:
            continue
        known = best.get(repetition.direction)
        if known is None or repetition.peak_deg > (known.peak_deg or 0):
            best[repetition.direction] = repetition
    return [(direction, best[direction]) for direction in Direction if direction in best]
