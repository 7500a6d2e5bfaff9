"""Single pictures made into sequences that a program for moving people can measure.

First the neutral picture of the same person before the same camera, long enough for neutral to be taken. Then sweeps
outward from neutral, each picture held for a few frames, the last of which is scored. Where a picture is far from the
one before, time jumps, so that every filter starts afresh, and the models see the new picture a few times before
anybody measures: nobody moves that fast, and following such a jump is not what is measured here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.truth import Row, Shot, Source, camera_angles_deg, read_rows, truth_of

FRAME_S = 0.05
NEUTRAL_FRAMES = 30
HELD_FRAMES = 3
SETTLING_FRAMES = 4
GAP_S = 0.6
FAR_DEG, FAR_M = 12.0, 0.04
TURNS = ("yaw", "pitch", "roll")
OTHER_CONTROLS = ("fhp_m", "hike_l", "hike_r", "trunk_yaw", "trunk_lean", "trunk_side")


def read_stills(folder: Path) -> list[Source]:
    """Every still set of a folder, as a sequence."""
    sets = {table.parent: (read_rows(table), _info(table.parent)) for table in sorted(folder.glob("*/truth.csv"))}
    sources = []
    for place, (rows, info) in sets.items():
        own = _neutral_row(rows)
        neutral_place, neutral_row = place, own
        if neutral_row is None:
            neutral_place, neutral_row = _borrow(place, sets)
        truth = truth_of(rows, [neutral_row], info)
        shots = tuple(_shots(place, rows, neutral_place / neutral_row["file"], neutral_row))
        sources.append(Source(place.name, place, truth, info, shots))
    return sources


def sweeps(rows: list[Row]) -> list[list[int]]:
    """Row numbers in the order in which they are shown: sweeps about one axis outward from zero, then all others.

    A sweep begins with the picture at zero that shares all its other controls, if there is one.
    """
    groups: dict[tuple[float, ...], list[int]] = defaultdict(list)
    lone: list[list[int]] = []
    zeros: dict[tuple[float, ...], int] = {}
    for number, row in enumerate(rows):
        turned = [axis for axis, name in enumerate(TURNS) if float(row[name]) != 0]
        others = tuple(float(row.get(name) or 0) for name in OTHER_CONTROLS)
        if len(turned) == 1:
            sign = np.sign(float(row[TURNS[turned[0]]]))
            groups[(*others, turned[0], sign)].append(number)
            continue
        if not turned:
            zeros.setdefault(others, number)
        lone.append([number])
    for key, numbers in groups.items():
        numbers.sort(key=lambda n, name=TURNS[int(key[-2])]: abs(float(rows[n][name])))
        start = zeros.get(key[:-2])
        if start is not None:
            numbers.insert(0, start)
    return [*groups.values(), *lone]


def is_far(before: Row, now: Row) -> bool:
    """Whether two pictures are too far apart to be neighbours in a movement."""
    names = (*TURNS, *(n for n in OTHER_CONTROLS if n != "fhp_m"))
    turn = max(abs(float(now.get(n) or 0) - float(before.get(n) or 0)) for n in names)
    return turn > FAR_DEG or float(np.linalg.norm(_head_joint(now) - _head_joint(before))) > FAR_M


def _shots(place: Path, rows: list[Row], neutral_image: Path, neutral: Row) -> Iterator[Shot]:
    t_s = 0.0
    for _ in range(NEUTRAL_FRAMES):
        yield Shot(neutral_image, t_s)
        t_s += FRAME_S
    before, scored = neutral, set()
    for number in (n for sweep in sweeps(rows) for n in sweep):
        row, image = rows[number], place / rows[number]["file"]
        if is_far(before, row):
            settle_s = GAP_S / (SETTLING_FRAMES + 1)
            for k in range(SETTLING_FRAMES):
                yield Shot(image, t_s + (k + 1) * settle_s - FRAME_S, shown=False)
            t_s += GAP_S
        for held in range(HELD_FRAMES):
            last = held == HELD_FRAMES - 1 and number not in scored
            yield Shot(image, t_s, number if last else None)
            t_s += FRAME_S
        scored.add(number)
        before = row


def _info(folder: Path) -> dict[str, object]:
    described = folder / "camera.json"
    return dict(json.loads(described.read_text(encoding="utf-8"))) if described.is_file() else {}


def _neutral_row(rows: list[Row]) -> Row | None:
    """Row with all controls zero; of several the one in the middle of where they are."""
    still = [r for r in rows if all(float(r.get(n) or 0) == 0 for n in (*TURNS, *OTHER_CONTROLS))]
    if not still:
        return None
    places = np.array([_head_joint(r) for r in still])
    return still[int(np.argmin(np.linalg.norm(places - np.median(places, axis=0), axis=1)))]


def _borrow(place: Path, sets: dict[Path, tuple[list[Row], dict[str, object]]]) -> tuple[Path, Row]:
    """Neutral picture of another set of the same person before a camera that stands the same.

    Raises
    ------
    ValueError
        When there is none.
    """
    info = sets[place][1]
    wanted = (info.get("human"), info.get("width"), info.get("hfov_deg"), *camera_angles_deg(info))
    for other, (rows, about) in sorted(sets.items(), key=lambda item: not item[0].name.startswith("front_")):
        row = _neutral_row(rows)
        alike = (about.get("human"), about.get("width"), about.get("hfov_deg"), *camera_angles_deg(about))
        if row is not None and alike == wanted and about.get("t_cam_world_m") == info.get("t_cam_world_m"):
            return other, row
    raise ValueError(f"{place}: no picture of this person in neutral before the same camera")


def _head_joint(row: Row) -> np.ndarray:
    return np.array([float(row.get(f"headjoint_cam_{axis}") or 0) for axis in "xyz"])
