"""What ``coach measure --json`` and the history write, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coach.measure.neutral import Neutral
from coach.measure.posture import (
    NOT_FROM_THE_SIDE,
    SLOPE_SIGMA_DEG,
    TILT_SIGMA_DEG,
    Drift,
    SidePosture,
    front_posture,
)
from coach.measure.preflight import Preflight
from coach.measure.rom_value import RomMovement, RomValue
from coach.measure.types import Axis, Direction, Problem
from coach.progress.symmetry import side_differences

_AXIS_NAMES = {Axis.RIGHT_ROTATION: "rotation", Axis.RIGHT_LATERAL_FLEXION: "lateral_flexion"}


def rounded(value: float | None, digits: int = 2) -> float | None:
    """Round what is known."""
    return None if value is None else round(value, digits)


def rom_json(value: RomValue | None) -> dict[str, Any] | None:
    """One direction for the JSON contract; ``None`` where it was not moved."""
    if value is None:
        return None
    alone = Problem.SIDE_VIEW in value.problems  # no other axis was measured
    return {
        "peak_deg": round(value.peak_deg, 2),
        "mean_deg": round(value.mean_deg, 2),
        "trials_deg": [round(t, 2) for t in value.trials_deg],
        "sigma_deg": round(value.sigma_deg, 2),
        "sem_deg": rounded(value.sem_deg),
        "sd_deg": rounded(value.sd_deg),
        "mdc95_deg": rounded(value.mdc95_deg),
        "out_of_plane_deg": None if alone else round(value.out_of_plane_deg, 2),
        "out_of_plane_share": None if alone else rounded(value.out_of_plane_share, 3),
        "repetitions": len(value.trials_deg),
        "beyond": value.beyond,
        "problems": [p.value for p in value.problems],
        **_movement_json(value),
    }


def _movement_json(value: RomValue) -> dict[str, Any]:
    how = value.movement or RomMovement()
    return {
        "warm_up_deg": rounded(how.warm_up_deg),
        "hold_s": rounded(how.held_s),
        "neck_deg": round(value.mean_deg, 2),
        "trunk_deg": rounded(how.trunk_deg),
        "shoulder_rise_pct": rounded(how.shoulder_rise_pct, 1),
        "peak_speed_deg_per_s": rounded(how.peak_speed_deg_per_s, 1),
        "mean_speed_deg_per_s": rounded(how.mean_speed_deg_per_s, 1),
        "smoothness_sparc": rounded(how.smoothness, 3),
        "pain_onset_deg": rounded(how.pain_onset_deg),
    }


def side_differences_json(values: Mapping[Direction, RomValue | None]) -> dict[str, Any]:
    """Left beside right; ``None`` where a side is missing or went beyond what can be measured."""
    return {
        _AXIS_NAMES[axis]: found
        and {
            "left_minus_right_deg": round(found.left_minus_right_deg, 2),
            "sigma_deg": round(found.sigma_deg, 2),
            "line_deg": round(found.line_deg, 2),
            "verdict": found.verdict.value,
        }
        for axis, found in side_differences(values).items()
    }


def preflight_json(found: Preflight | None) -> dict[str, Any] | None:
    """Light, camera and place right after neutral, with the error to expect in each direction; ``None`` before it."""
    if found is None:
        return None
    place, picture = found.place, found.picture
    return {
        "found": [circumstance.value for circumstance in found.found],
        "advice": found.advice,
        "expected_error_deg": {
            direction.value: {"mae_deg": error.mae_deg, "p95_deg": error.p95_deg}
            for direction in Direction
            if (error := found.expected.get(direction.axis)) is not None
        },
        "fps": rounded(found.fps, 1),
        "distance_m": round(place.distance_m, 2),
        "camera_above_eyes_cm": round(place.above_eyes_cm, 1),
        "camera_elevation_deg": round(place.elevation_deg, 1),
        "camera_right_of_face_deg": round(place.aside_deg, 1),
        "face_brightness": picture and round(picture.face_brightness, 3),
        "background_brightness": picture and round(picture.background_brightness, 3),
        "sharpness": picture and round(picture.sharpness, 4),
        "shine_share": picture and round(picture.shine_share, 4),
    }


def posture_json(neutral: Neutral | None, side: SidePosture | None, drift: Drift | None) -> dict[str, Any] | None:
    """Posture at neutral as the camera in front or at the side sees it, and how far the head moved forward since.

    ``None`` before neutral is known. The drift is that of the last seconds. What is ``None`` in it was not seen.
    """
    if neutral is None and side is None:
        return None
    return {
        **_front_json(neutral),
        "head_forward_cm": None if drift is None else round(drift.forward_cm, 1),
        "sigma_head_forward_cm": None if drift is None else round(drift.sigma_cm, 1),
        **_side_json(side or NOT_FROM_THE_SIDE),
    }


def _front_json(neutral: Neutral | None) -> dict[str, Any]:
    seen = None if neutral is None else front_posture(neutral)
    return {
        "right_head_tilt_deg": seen and round(seen.right_head_tilt_deg, 1),
        "sigma_head_tilt_deg": seen and TILT_SIGMA_DEG,
        "right_shoulder_lower_deg": seen and rounded(seen.right_shoulder_lower_deg, 1),
        "sigma_shoulder_deg": seen and SLOPE_SIGMA_DEG,
        "right_head_tilt_on_shoulders_deg": seen and rounded(seen.right_head_tilt_on_shoulders_deg, 1),
    }


def _side_json(seen: SidePosture) -> dict[str, Any]:
    return {
        "ear_shoulder_offset_cm": rounded(seen.ear_shoulder_offset_cm, 1),
        "sigma_ear_shoulder_offset_cm": rounded(seen.sigma_ear_shoulder_offset_cm, 1),
        "ear_shoulder_offset_missing": seen.ear_shoulder_offset_missing,
        "craniovertebral_angle_deg": rounded(seen.craniovertebral_angle_deg, 1),
        "sigma_craniovertebral_angle_deg": rounded(seen.sigma_craniovertebral_angle_deg, 1),
        "craniovertebral_angle_missing": seen.craniovertebral_angle_missing,
    }
