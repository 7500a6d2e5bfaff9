"""Praise that is earned: after a repetition that was better than the one before, or the third clean one in a row."""

from __future__ import annotations

from dataclasses import replace

from coach.exercise import faults
from coach.exercise.rules import FaultKind
from coach.exercise.state import Rank, SessionState, emit
from coach.exercise.types import EventKind, Repetition

SPACING_S = 20.0
"""Praise that comes all the time says nothing."""
IN_A_ROW = 3

BETTER = {
    FaultKind.TRUNK_ROTATION: "Better, your body stayed still",
    FaultKind.TRUNK_LATERAL_FLEXION: "Better, you stayed tall",
    FaultKind.SHOULDER_RISE: "Better, your shoulders stayed low",
    FaultKind.SLUMP: "Better, you stayed tall",
    FaultKind.FLEXION: "Better, your chin stayed level",
    FaultKind.EXTENSION: "Better, your chin stayed in",
    FaultKind.LATERAL_FLEXION: "Better, your eyes stayed level",
    FaultKind.ROTATION: "Better, your nose stayed to the front",
    FaultKind.PROTRACTION: "Better, your head stayed back",
    FaultKind.RETRACTION: "Better, your head stayed in place",
    FaultKind.WRONG_SIDE: "Right way",
    FaultKind.TOO_FAST: "Better, nice and slow",
    FaultKind.OFF_TEMPO: "Better, right on the beat",
    FaultKind.TOO_FAR: "Better, just far enough",
    FaultKind.OVERSHOOT: "Better, just far enough",
    FaultKind.SHORT_HOLD: "Better, a full hold",
    FaultKind.HEAD_MOVES: "Better, your head stayed still",
    FaultKind.TREMOR: "Better, smooth and steady",
    FaultKind.PATH_LAG: "Better, close to the dot",
}
"""What is said when a fault of the last repetition is gone."""


def earned(state: SessionState) -> SessionState:
    """Praise the repetition just done, if it deserves it and the last praise is long enough ago."""
    said = _words(state.repetitions) if state.exercise.seen else None
    if said is None or (state.praised_s is not None and state.now_s - state.praised_s < SPACING_S):
        return state
    return emit(replace(state, praised_s=state.now_s), EventKind.PRAISE, said, rank=Rank.PRAISE)


def _words(repetitions: tuple[Repetition, ...]) -> str | None:
    newest = repetitions[-1]
    if not newest.clean or newest.end_range:
        return None
    before = repetitions[-2] if len(repetitions) > 1 else None
    if before and before.faults:
        worst = min((fault.kind for fault in before.faults), key=lambda kind: (faults.RANK[kind], kind.value))
        return BETTER[worst]
    row = repetitions[-IN_A_ROW:]
    whole = len(row) == IN_A_ROW and all(r.clean and not r.end_range for r in row)
    first = len(repetitions) == IN_A_ROW or (len(repetitions) > IN_A_ROW and not repetitions[-IN_A_ROW - 1].clean)
    return "Well done, three clean ones in a row" if whole and first else None
