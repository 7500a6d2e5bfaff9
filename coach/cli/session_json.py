"""A session as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from coach import __version__
from coach.cli.result_json import rom_json
from coach.exercise.model import Exercise
from coach.exercise.quality import judge
from coach.exercise.types import Event, Fault, Repetition, SessionResult


def session_json(
    exercise: Exercise, source: str, result: SessionResult, events: list[Event], models: str
) -> dict[str, Any]:
    """Everything that a session left behind, ready for JSON; ``models`` names what measured it."""
    return {
        "exercise": {"id": exercise.id, "code": exercise.code, "title": exercise.title, "version": exercise.version},
        "source": source,
        "completed": result.completed,
        "stop_reason": result.stop_reason.value if result.stop_reason else None,
        "measured": result.measured,
        "repetitions_asked": result.repetitions_asked,
        "repetitions_done": len(result.repetitions),
        "sets_done": result.sets_done,
        "repetitions": [_repetition_json(r) for r in result.repetitions],
        "faults": [_rounded(asdict(f)) for f in called_faults(result)],
        "duration_s": round(result.ended_s - result.started_s, 3),
        "lost_s": round(result.lost_s, 3),
        "measured_fraction": round(result.measured_fraction, 4),
        "summary": list(result.summary),
        "rom": {value.direction.value: rom_json(value) for value in result.rom},
        "events": [
            {"t_s": round(e.t_s, 3), "kind": e.kind.value, "stage": e.stage.value, "cue": e.cue, "note": e.note}
            for e in events
        ],
        "software": {"version": __version__, "models": models},
    }


def called_faults(result: SessionResult) -> list[Fault]:
    """Every fault that was called, in movements that counted and in others, in the order of time."""
    called = [fault for repetition in result.repetitions for fault in repetition.faults]
    return sorted([*called, *result.other_faults], key=lambda fault: fault.t_s)


def _repetition_json(repetition: Repetition) -> dict[str, Any]:
    judgement = judge(repetition)
    return _rounded(asdict(repetition)) | {
        "clean": repetition.clean,
        "quality": judgement.quality.value,
        "reason": judgement.reason,
        "faults": [_rounded(asdict(fault)) for fault in repetition.faults],
    }


def _rounded(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in fields.items()}
