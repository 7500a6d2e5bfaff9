"""The tables of accuracy against truth: each a list of entries with labels and cells, printed elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from benchmarks.conditions import ELSEWHERE, EXPECTED
from benchmarks.methods import METHODS, OURS
from benchmarks.scoring import (
    AXES,
    Mask,
    Rows,
    Score,
    Zone,
    in_band,
    inside,
    leak_p95,
    moved,
    pure,
    score,
    thirds,
)
from benchmarks.study import Measured, Study
from coach.measure.types import Axis, Direction

AXIS_LABEL = {
    Axis.FLEXION: "flexion, extension",
    Axis.RIGHT_LATERAL_FLEXION: "lateral flexion",
    Axis.RIGHT_ROTATION: "rotation",
}
CELL = "mean absolute error, bias (+ reads too far), 95th percentile, fraction measured"
# Mean absolute error, 95th percentile, fraction measured.
GOALS: dict[tuple[Zone, Axis], tuple[float, float | None, float | None]] = {
    (Zone.INNER, Axis.RIGHT_ROTATION): (4.0, None, None),
    (Zone.INNER, Axis.RIGHT_LATERAL_FLEXION): (4.0, None, None),
    (Zone.INNER, Axis.FLEXION): (4.0, None, None),
    (Zone.CORE, Axis.RIGHT_ROTATION): (2.0, 4.0, 0.97),
    (Zone.CORE, Axis.RIGHT_LATERAL_FLEXION): (1.0, 2.5, 0.97),
    (Zone.CORE, Axis.FLEXION): (2.0, 5.0, 0.95),
    (Zone.OUTER, Axis.RIGHT_ROTATION): (3.5, None, 0.90),
    (Zone.OUTER, Axis.FLEXION): (4.0, None, 0.80),
    (Zone.SIDE, Axis.FLEXION): (2.5, 6.0, None),
}
ALL_FRONTAL = "all frontal sources"
AT_REST = ", at rest"
LEAK_GOALS = {Axis.RIGHT_ROTATION: 4.0, Axis.RIGHT_LATERAL_FLEXION: 3.0, Axis.FLEXION: 2.5}
BLOCKS: dict[str, Callable[[Measured], bool]] = {
    "films": lambda m: m.source.is_clip,
    "stills": lambda m: not m.source.is_clip,
}


@dataclass(frozen=True)
class Entry:
    """One line: labels, then cells (a :class:`Score`, a number, a text, or ``None`` for nothing measured)."""

    labels: tuple[str, ...]
    cells: Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """A named list of entries."""

    key: str
    title: str
    label_names: tuple[str, ...]
    entries: list[Entry] = field(default_factory=list)
    note: str = ""


def accuracy_tables(study: Study) -> list[Table]:
    """Tables of errors in angles, in the order in which they are printed."""
    return [
        films(study),
        Table("summary", "Summary", ("from", "direction", "range"), list(_summary(study)), CELL),
        Table("persons", "Persons, core range", ("from", "person", "angle"), list(_persons(study)), CELL),
        Table("conditions", "Conditions, core range", ("condition", "angle"), list(_conditions(study)), CELL),
        _thirds(study),
        _leaks(study),
    ]


def films(study: Study) -> Table:
    """Errors of every film, direction and range."""
    return Table("films", "Films, by direction", ("film", "direction", "range"), list(_films(study)), CELL)


def unmeasured(study: Study) -> Table:
    """Everything asked about that this run cannot answer, with the reason."""
    seen = {c for m in study.measured for c in m.conditions}
    entries = [Entry((c,), {"why": "no source of this set is described so"}) for c in EXPECTED if c not in seen]
    if not any(m.rows[OURS].side.any() for m in study.measured):
        entries.append(Entry(("camera at the side",), {"why": "no source of this set is described so"}))
    entries += [Entry((what,), {"why": why}) for what, why in ELSEWHERE.items()]
    return Table("not_measured", "Not measured here", ("what",), entries)


def directions_of(axis: Axis) -> list[Direction]:
    """Both ends of an axis."""
    return [d for d in Direction if d.axis is axis]


def label_of(towards: Axis | Direction) -> str:
    """Words for an axis or a direction."""
    return AXIS_LABEL[towards] if isinstance(towards, Axis) else towards.label


def scores(
    by_method: Mapping[str, Rows], towards: Axis | Direction, pick: Callable[[Rows], Mask]
) -> dict[str, Score | None]:
    """Score of every method over the rows that are picked."""
    return {name: score(rows.where(pick(rows)), towards) for name, rows in by_method.items()}


def _films(study: Study) -> Iterator[Entry]:
    for one in study.measured:
        if one.source.is_clip:
            for direction in Direction:
                for zone in (Zone.CORE, Zone.OUTER, Zone.SIDE):
                    found = scores(one.rows, direction, _moving(zone, direction))
                    if found[OURS] is not None:
                        yield Entry((one.source.name, direction.label, zone.value), found)


def _summary(study: Study) -> Iterator[Entry]:
    for block, wanted in BLOCKS.items():
        by_method = study.by_method(wanted)
        for zone in Zone:
            for axis in reversed(AXES):
                if zone is Zone.SIDE and axis is not Axis.FLEXION:
                    continue
                for towards in (axis, *directions_of(axis)):
                    found = scores(by_method, towards, _moving(zone, towards))
                    if found.get(OURS) is None:
                        found = dict.fromkeys(METHODS)
                    yield Entry((block, label_of(towards), zone.value), {**found, "goal": _goal(zone, towards)})


def _persons(study: Study) -> Iterator[Entry]:
    groups = {
        "the same stills of everybody": lambda m: m.source.name.startswith("front_"),
        ALL_FRONTAL: lambda m: not m.rows[OURS].side.any(),
    }
    people = sorted({m.source.person for m in study.measured})
    for group, wanted in groups.items():
        for axis in reversed(AXES):
            pick = _moving(Zone.CORE, axis)
            lines = {
                p: scores(study.by_method(lambda m, p=p, w=wanted: w(m) and m.source.person == p), axis, pick)
                for p in people
            }
            errors = [s.mae_deg for f in lines.values() if (s := f.get(OURS)) and s.mae_deg is not None]
            for person, found in lines.items():
                own = found.get(OURS)
                ratio = own.mae_deg / float(np.mean(errors)) if own and own.mae_deg is not None else None
                cells = {**dict.fromkeys(METHODS), **found, "× mean of persons": ratio}
                yield Entry((group, person, AXIS_LABEL[axis]), cells)


def _conditions(study: Study) -> Iterator[Entry]:
    seen = dict.fromkeys(EXPECTED) | dict.fromkeys(c for m in study.measured for c in m.conditions)
    for condition in seen:
        by_method = study.by_method(lambda m, c=condition: c in m.conditions)
        if not by_method:
            yield Entry((condition, "not measured: no source has it"), dict.fromkeys(METHODS))
            continue
        for axis in reversed(AXES):
            found = scores(by_method, axis, _moving(Zone.CORE, axis))
            if found[OURS] is not None:
                yield Entry((condition, AXIS_LABEL[axis]), found)
        still = by_method[OURS].where(inside(by_method[OURS], Zone.CORE))
        if not any(moved(still, axis).any() for axis in AXES):
            for axis in reversed(AXES):
                found = scores(by_method, axis, lambda rows: inside(rows, Zone.CORE))
                yield Entry((condition, AXIS_LABEL[axis] + AT_REST), found)


def _thirds(study: Study) -> Table:
    entries = []
    rows = study.rows(OURS)
    for zone in (Zone.OUTER, Zone.SIDE) if rows is not None else ():
        here = rows.where(_anywhere(rows, zone))
        for direction in Direction:
            if zone is Zone.SIDE and direction.axis is not Axis.FLEXION:
                continue
            for number, band in enumerate(thirds(zone, direction), 1):
                found = score(here.where(in_band(here, direction, band)), direction)
                label = f"{number}: {band[0]:.0f}-{band[1]:.0f}°"
                view = "side" if zone is Zone.SIDE else "front"
                entries.append(Entry((view, direction.label, label), _with_coverage(found)))
        for axis in AXES if zone is Zone.OUTER else (Axis.FLEXION,):
            found = score(here.where(~moved(here, axis)), axis)
            view = "side" if zone is Zone.SIDE else "front"
            entries.append(Entry((view, AXIS_LABEL[axis], "within 10° of neutral"), _with_coverage(found)))
    note = "within 2 sigma: share of errors; 0.90 to 0.98 is a sigma that is true. First thirds include the way out"
    return Table("thirds", f"Thirds of the range, {OURS}", ("camera", "direction", "third"), entries, note)


def _leaks(study: Study) -> Table:
    entries = []
    for block, wanted in BLOCKS.items():
        by_method = study.by_method(wanted)
        for axis in reversed(AXES):
            found = {n: leak_p95(r.where(inside(r, Zone.CORE) & pure(r, axis)), axis) for n, r in by_method.items()}
            entries.append(Entry((block, AXIS_LABEL[axis]), {**found, "goal": f"≤ {LEAK_GOALS[axis]:g}"}))
    for one in study.measured:
        for axis in reversed(AXES):
            rows = {n: r.where(inside(r, Zone.CORE) & moved(r, axis)) for n, r in one.rows.items()}
            if one.source.is_clip and len(rows[OURS]):
                entries.append(
                    Entry((one.source.name, AXIS_LABEL[axis]), {n: leak_p95(r, axis) for n, r in rows.items()})
                )
    note = (
        "95th percentile of the errors about the other two axes, core range; films one by one with what the trunk did"
    )
    return Table("leak", "Leak of pure movements into the other axes", ("from", "movement"), entries, note)


def _moving(zone: Zone, towards: Axis | Direction) -> Callable[[Rows], Mask]:
    return lambda rows: inside(rows, zone) & moved(rows, towards)


def _anywhere(rows: Rows, zone: Zone) -> Mask:
    """Whole range seen from the front, or from the side."""
    return inside(rows, zone) | inside(rows, Zone.CORE) if zone is Zone.OUTER else inside(rows, zone)


def _with_coverage(found: Score | None) -> dict[str, Any]:
    share = None if found is None else found.within_2_sigma
    return {OURS: found, "within 2 sigma": share, "median sigma": found.sigma_deg if found else None}


def _goal(zone: Zone, towards: Axis | Direction) -> str:
    goal = GOALS.get((zone, towards if isinstance(towards, Axis) else towards.axis))
    if goal is None:
        return ""
    mae, p95, fraction = goal
    parts = [f"≤ {mae:g}", *([f"p95 ≤ {p95:g}"] if p95 else []), *([f"≥ {fraction:.0%}"] if fraction else [])]
    return ", ".join(parts)
