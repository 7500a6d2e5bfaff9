"""How far the body model's shoulders sink and rise while a head bends to the side and the shoulders stay as they are.

usage: python -m benchmarks.people.shoulders DATA_FOLDER...

Of people whom ``generate.py`` drew: frames in which the trunk is still and neither shoulder is pulled up much.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

from coach.measure.thorax import mean_shoulders, shoulders_from_detection, trunk_since_neutral

from .samples import detections_of, sequences_of, still_frames

STILL_DEG, STILL_M, OTHER_M = 3.0, 0.001, 0.02
"""What a still trunk may do, how far a shoulder may be up, and how far the other one."""
FARTHEST_PCT = 40.0
"""Beyond this the body model has lost the shoulder."""
BINS_DEG = (-50, -30, -15, -5, 5, 15, 30, 50)


def seeming_rises(path: Path) -> Iterator[tuple[float, float]]:
    """How far the head of a person bends to a shoulder, degrees, and how far that one seems to rise, percent."""
    for rows in sequences_of(path):
        detections = detections_of(rows)
        still = still_frames(rows, detections)
        neutral = mean_shoulders([s for i in still if (s := shoulders_from_detection(detections[i]))])
        if neutral is None:
            continue
        moved = np.abs(rows["trunk"] - rows["trunk"][still].mean(axis=0)).max(axis=1)
        for i in np.flatnonzero((moved <= STILL_DEG) & (rows["hike"].max(axis=1) <= OTHER_M)):
            trunk = trunk_since_neutral(shoulders_from_detection(detections[i]), neutral, None)
            to_left = float(rows["head_angles"][i, 2])
            sides = ((to_left, trunk.left_shoulder_rise_pct), (-to_left, trunk.right_shoulder_rise_pct))
            for (toward, rise), up in zip(sides, rows["hike"][i], strict=True):
                if rise is not None and abs(rise) < FARTHEST_PCT and up <= STILL_M:
                    yield toward, rise


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    paths = [path for folder in parser.parse_args().folders for path in sorted(folder.glob("person_*.npz"))]
    toward, rise = np.array([pair for path in paths for pair in seeming_rises(path)]).T
    print(f"{len(paths)} people, {len(toward)} shoulders: {toward @ rise / (toward @ toward):.3f} % for each degree")
    for low, high in pairwise(BINS_DEG):
        inside = rise[(toward >= low) & (toward < high)]
        print(
            f"  {low:3d} to {high:3d}°, {len(inside)}: {inside.mean():+.1f} %, standard deviation {inside.std():.1f} %"
        )


if __name__ == "__main__":
    main()
