"""Under which conditions a source was filmed, by what its description says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from benchmarks.truth import Source, camera_angles_deg
from coach.measure.types import View

FACE_M = np.array([0.0, 0.10, 0.10])
"""About where the face is in the room of the descriptions, from the base of the neck."""
LEVEL_DEG, STRAIGHT_DEG = 8.0, 12.0
NEAR_M, FAR_M = 0.58, 0.72
MOVING_TRUNK_DEG, MOVING_RISE_PCT = 8.0, 12.0

LEVEL = "camera level, straight ahead"
TILTED, OBLIQUE = "camera tilted up or down", "camera to the side (oblique)"
NEAR, USUAL, FAR = "near (about 50 cm)", "usual distance (about 65 cm)", "far (about 80 cm)"
SMALL, LARGE = "640×480", "1280×720"
GLASSES, NO_GLASSES = "glasses", "no glasses"
OFF_CENTRE, TRUNK = "head off centre", "trunk or shoulders move"
COMBINED = "movements about several axes"
LIGHTS = {"office": "even light", "window": "window light", "lowlight": "low light", "backlight": "window behind"}
BACKGROUNDS = {"plain": "plain background", "clutter": "cluttered background"}

EXPECTED = (LEVEL, TILTED, OBLIQUE, NEAR, USUAL, FAR, SMALL, LARGE, *LIGHTS.values(), *BACKGROUNDS.values())
EXPECTED += (GLASSES, NO_GLASSES, OFF_CENTRE, COMBINED, TRUNK)
"""What a complete truth set covers from the front."""

ELSEWHERE = {
    "field of view told to the program": "never: the program is not told the field of view here",
    "long hair over the face": "no set has it; braids and a pony tail count with their persons",
    "film of real people": "no truth exists for it; all people here are rendered",
    "30 frames a second": "films here have 20 frames a second",
    "10 frames a second, dropped frames, hands, a second person": "painted into films by benchmarks/disturbed.py",
}
"""What accuracy claims are also asked about, and why no table here answers."""


def conditions_of(source: Source) -> tuple[str, ...]:
    """Every condition that holds for a frontal source; a source in which nothing is described has none."""
    info = source.info
    if not info or source.view is not View.FRONT:
        return ()
    azimuth_deg, elevation_deg = camera_angles_deg(info)
    found = []
    if abs(elevation_deg) > LEVEL_DEG:
        found.append(TILTED)
    if abs(azimuth_deg) > STRAIGHT_DEG:
        found.append(OBLIQUE)
    found += [*([] if found else [LEVEL]), _distance(info)]
    found.append(LARGE if int(info.get("width", 0)) >= 1280 else SMALL)
    found.append(LIGHTS.get(str(info.get("light")), f"light: {info.get('light')}"))
    found.append(BACKGROUNDS.get(str(info.get("background")), f"background: {info.get('background')}"))
    over = dict(info.get("over") or {})
    found.append(GLASSES if over.pop("glasses", False) else NO_GLASSES)
    found += [f"{name}: {value}" for name, value in over.items()]
    return (*found, *_movements(source))


def _distance(info: Mapping[str, Any]) -> str:
    room_from_camera = np.asarray(info["R_cam_world"], float).T
    camera = -room_from_camera @ np.asarray(info["t_cam_world_m"], float)
    metres = float(np.linalg.norm(camera - FACE_M))
    return NEAR if metres < NEAR_M else FAR if metres > FAR_M else USUAL


def _movements(source: Source) -> list[str]:
    truth = source.truth
    found = []
    if source.name.startswith("shift"):
        found.append(OFF_CENTRE)
    if source.name.startswith("combo"):
        found.append(COMBINED)
    trunk = np.nan_to_num(np.abs(truth.trunk_deg)).max(initial=0.0) > MOVING_TRUNK_DEG
    if trunk or np.nan_to_num(np.abs(truth.rise_pct)).max(initial=0.0) > MOVING_RISE_PCT:
        found.append(TRUNK)
    return found
