"""The program and its peers, each turned loose on the same detections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.peers import PEERS
from benchmarks.scoring import AXES
from benchmarks.truth import Floats
from coach.measure.rom import RomTracker
from coach.measure.rom_value import RomValue
from coach.measure.side import SideNeutral
from coach.measure.types import CervicalSample, Detection, Direction, View
from coach.sense.correction import corrected_measurer

OURS = "neck coach"
METHODS = (OURS, *PEERS)


@dataclass(frozen=True)
class Reading:
    """What one method read: (n, 10) angles, sigmas, trunk, shoulder rises (see ``scoring.rows_of``), and ROM values.

    ``forward`` (n, 2) is how far forward the head is, cm, with its sigma; ``None`` of a method that does not tell.
    ``side_neutral`` is the neutral that was taken from the side.
    """

    table: Floats
    rom: dict[Direction, RomValue | None]
    forward: Floats | None = None
    side_neutral: SideNeutral | None = None


def read_all(detections: Sequence[Detection], view: View) -> dict[str, Reading]:
    """Let every method read."""
    readings = {OURS: measure(detections, view)}
    for name, peer in PEERS.items():
        table = np.full((len(detections), 10), np.nan)
        table[:, :3] = peer(detections, view)
        readings[name] = Reading(table, {})
    return readings


def measure(detections: Sequence[Detection], view: View) -> Reading:
    """Let the program read, told the view and nothing else about the camera."""
    measurer, tracker = corrected_measurer(view), RomTracker()
    table = np.full((len(detections), 10), np.nan)
    forward = np.full((len(detections), 2), np.nan)
    for line, way, detection in zip(table, forward, detections, strict=True):
        sample = measurer.update(detection)
        tracker.update(sample)
        line[:] = _line(sample)
        if sample.protraction_cm is not None and sample.sigma_protraction_cm is not None:
            way[:] = sample.protraction_cm, sample.sigma_protraction_cm
    tracker.flush()
    return Reading(table, tracker.result(), forward, measurer.side_neutral)


def _line(sample: CervicalSample) -> list[float]:
    trunk = sample.trunk
    angles, sigmas = (
        [np.nan if told is None or axis not in sample.measured else told.along(axis) for axis in AXES]
        for told in (sample.angles, sample.sigma)
    )
    rest = (
        trunk.right_rotation_deg,
        trunk.right_lateral_flexion_deg,
        trunk.right_shoulder_rise_pct,
        trunk.left_shoulder_rise_pct,
    )
    return [*angles, *sigmas, *(np.nan if value is None else value for value in rest)]
