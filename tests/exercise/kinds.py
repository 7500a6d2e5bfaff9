"""One small exercise for each kind of guide, and for each thing that a kind can do besides."""

from __future__ import annotations

from typing import Any

from coach.exercise.model import Exercise

SIDES = ({"direction": "right_rotation"}, {"direction": "left_rotation"})

EXAMPLES: dict[str, dict[str, Any]] = {
    "movement": {
        "kind": "movement",
        "targets": [side | {"degrees": [30, 45]} for side in SIDES],
        "tempo_deg_per_s": [20, 25],
        "hold_s": 2,
        "repetitions": 2,
    },
    "combined": {
        "kind": "movement",
        "targets": [
            side | {"degrees": [30, 45], "also": [{"direction": "flexion", "degrees": [25, 35], "cue": "Look down"}]}
            for side in SIDES
        ],
        "tempo_deg_per_s": [15, 20],
        "hold_s": 2,
        "repetitions": 1,
        "alternate": False,
    },
    "diagonals": {
        "kind": "movement",
        "ordered": True,
        "targets": [
            {"direction": "flexion", "degrees": [20, 30]},
            {
                "direction": "right_rotation",
                "degrees": [30, 40],
                "also": [{"direction": "flexion", "degrees": [10, 20]}],
            },
            {"direction": "right_rotation", "degrees": [30, 40]},
            {
                "direction": "right_rotation",
                "degrees": [30, 40],
                "also": [{"direction": "extension", "degrees": [10, 20]}],
            },
        ],
        "tempo_deg_per_s": [15, 20],
        "hold_s": 1,
        "repetitions": 1,
    },
    "nod": {
        "kind": "movement",
        "own_range": "shown",
        "targets": [{"direction": "flexion", "percent_of_own_range": [50, 70], "cue": "Nod, a small yes"}],
        "tempo_deg_per_s": [4, 8],
        "hold_s": 2,
        "repetitions": 3,
    },
    "stiffer": {
        "kind": "movement",
        "sides": "stiffer",
        "targets": [side | {"percent_of_own_range": [80, 100]} for side in SIDES],
        "tempo_deg_per_s": [15, 20],
        "hold_s": 2,
        "repetitions": 2,
    },
    "retraction": {
        "kind": "movement",
        "targets": [{"direction": "flexion", "degrees": [8, 15], "also": [{"retraction_cm": [0.5, 1.5]}]}],
        "tempo_deg_per_s": [4, 8],
        "hold_s": 2,
        "repetitions": 1,
    },
    "isometric": {
        "kind": "paced",
        "ways": [
            {"cue": "Push your forehead forward", "direction": "flexion", "figure": {"right_arm": "at_forehead"}},
            {
                "cue": "Push to the left",
                "direction": "left_lateral_flexion",
                "figure": {"near_arm": "at_side_of_head"},
            },
        ],
        "out_s": 2,
        "hold_s": 3,
        "back_s": 1,
        "repetitions": 2,
        "effort_percent": [10, 20],
    },
    "row": {
        "kind": "paced",
        "ways": [{"cue": "Pull the band to your ribs", "back_cue": "Slowly forward"}],
        "out_s": 2,
        "hold_s": 1,
        "back_s": 3,
        "pause_s": 0,
        "repetitions": 3,
        "sets": 2,
        "rest_s": 5,
    },
    "shrug": {
        "kind": "paced",
        "ways": [{"cue": "Lift your shoulders", "back_cue": "Let them drop"}],
        "out_s": 1,
        "hold_s": 2,
        "back_s": 3,
        "repetitions": 2,
        "counted_by": "shoulder_rise",
    },
    "unseen": {
        "kind": "paced",
        "ways": [{"cue": "Lean back over the chair", "back_cue": "Come back up"}],
        "out_s": 3,
        "hold_s": 3,
        "back_s": 3,
        "repetitions": 2,
    },
    "gaze": {
        "kind": "gaze",
        "amplitude_deg": [20, 30],
        "frequency_hz": 0.5,
        "duration_s": 10,
        "sets": 2,
        "rest_s": 3,
    },
    "gaze up and down": {
        "kind": "gaze",
        "axis": "flexion",
        "amplitude_deg": [10, 15],
        "frequency_hz": 0.5,
        "duration_s": 10,
    },
    "path": {
        "kind": "path",
        "rotation_deg": 20,
        "flexion_deg": 10,
        "speed_deg_per_s": 15,
        "duration_s": 20,
        "sets": 2,
        "rest_s": 3,
    },
    "relocation": {
        "kind": "relocation",
        "targets": [side | {"degrees": [25, 35]} for side in SIDES],
        "hold_s": 1,
        "repetitions": 2,
    },
    "posture": {"kind": "posture", "hold_s": 4, "repetitions": 2, "pause_s": 2},
    "breathing": {"kind": "breathing", "inhale_s": 4, "exhale_s": 6, "duration_s": 20},
    "timed": {
        "kind": "timed",
        "parts": [{"cue": "Left side", "seconds": 20}, {"cue": "Right side", "seconds": 20}],
        "rounds": 2,
    },
}

UNSEEN = ("timed", "unseen")

RULES: dict[str, tuple[str, ...]] = {
    "movement": (
        "trunk_rotation", "trunk_lateral_flexion", "shoulder_rise", "slump", "extension", "lateral_flexion",
        "protraction", "wrong_side", "too_fast", "overshoot", "too_far", "short_hold", "tremor",
    ),
    "paced": ("trunk_rotation", "shoulder_rise", "head_moves", "protraction", "tremor", "slump"),
    "gaze": ("trunk_rotation", "shoulder_rise", "protraction", "overshoot", "off_tempo", "tremor"),
    "path": ("trunk_rotation", "shoulder_rise", "path_lag", "tremor"),
    "relocation": ("trunk_rotation", "shoulder_rise", "protraction", "wrong_side", "too_fast", "overshoot"),
    "posture": ("trunk_rotation", "shoulder_rise", "slump", "protraction", "head_moves"),
    "breathing": ("trunk_rotation", "shoulder_rise", "head_moves", "slump"),
    "timed": (),
}  # fmt: skip
LIMITS = {
    "trunk_rotation": 10, "trunk_lateral_flexion": 7, "shoulder_rise": 15, "slump": 12, "extension": 8,
    "lateral_flexion": 10, "protraction": 1.5, "wrong_side": 15, "too_fast": 45, "overshoot": 5, "short_hold": 67,
    "head_moves": 5, "tremor": 2, "too_far": 100, "off_tempo": 30, "path_lag": 8,
}  # fmt: skip


def example(kind: str, **changes: Any) -> Exercise:
    """Exercise of one kind, with the faults that can be called in it."""
    guide = EXAMPLES[kind] | changes
    unseen = kind in UNSEEN
    rules = () if unseen else tuple(r for r in RULES[guide["kind"]] if kind != "shrug" or r != "shoulder_rise")
    rules += ("short_hold",) * (kind == "shrug")
    if unseen:
        figure: dict[str, Any] = {
            "work": {"trunk_lean_deg": -12, "right_arm": "behind_head", "left_arm": "behind_head"}
        }
    elif kind == "row":
        figure = {"posture": "standing", "props": ["band"]} | {
            key: {"right_arm": "row", "left_arm": "row"} for key in ("rest", "work")
        }
    elif kind == "shrug":
        figure = {"work": {"shoulder_lift": 1}}
    else:
        figure = {}
    return Exercise.model_validate(
        {
            "id": f"an-example-of-{kind.replace(' ', '-')}",
            "version": 1,
            "code": "X1",
            "title": f"An example of {kind}",
            "approach": "mobility",
            "purpose": "To be tested.",
            "start_position": "Sit tall.",
            "steps": ["Do it."],
            "view": "none" if unseen else "front",
            "frequency": "Once",
            "guide": guide,
            "faults": [{"kind": name, "limit": LIMITS[name], "cue": f"mind {name}"} for name in rules],
            "figure": figure,
            "evidence": {"summary": "None.", "source": "None.", "strength": "convention"},
        }
    )
