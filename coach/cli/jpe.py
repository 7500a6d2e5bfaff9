"""Joint position error in the terminal and as plain values."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from coach.cli.result_json import rounded
from coach.measure.relocation import ENOUGH_TRIALS, RelocationScore, RelocationTracker

ABOUT = "A training: it shows how exactly the head comes back, and its trend. It is no test of what you have."


def jpe_json(tracker: RelocationTracker) -> dict[str, Any]:
    """Scores of the six directions and every trial."""
    return {
        "directions": {d.value: _score_json(found) for d, found in tracker.scores().items()},
        "trials": [
            {
                "direction": trial.direction.value,
                "error_deg": round(trial.error_deg, 2),
                "sigma_deg": round(trial.sigma_deg, 2),
                "reached_deg": round(trial.reached_deg, 1),
                "eyes_shut": trial.eyes_shut,
                "t_s": round(trial.ended_s, 3),
            }
            for trial in tracker.trials
        ],
    }


def _score_json(found: RelocationScore | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "trials": found.trials,
        "enough": found.enough,
        "eyes_open_left_out": found.left_out,
        "eyes_unseen": found.eyes_unseen,
        "absolute_deg": round(found.absolute_deg, 2),
        "constant_deg": round(found.constant_deg, 2),
        "variable_deg": rounded(found.variable_deg),
        "sigma_deg": round(found.sigma_deg, 2),
    }


def print_jpe(tracker: RelocationTracker, console: Console) -> None:
    """Print a row for each direction that was tried; errors in degrees with one decimal and the camera's own error."""
    table = Table(title="Back to the middle with the eyes shut")
    for column in ("direction", "trials", "absolute", "constant", "variable"):
        table.add_column(column, justify="left" if column == "direction" else "right")
    tried = {trial.direction for trial in tracker.trials}
    for direction, found in tracker.scores().items():
        if direction in tried:
            table.add_row(direction.label, *_cells(found))
    console.print(table)
    if not tried:
        console.print("No movement out and back to rest was seen.")
    elif any(found is None or not found.enough for d, found in tracker.scores().items() if d in tried):
        console.print(f"Take {ENOUGH_TRIALS} trials of a direction with the eyes shut for a mean that holds.")
    console.print(ABOUT)


def _cells(found: RelocationScore | None) -> tuple[str, ...]:
    if found is None:
        return "0", "eyes open", "", ""
    variable = "" if found.variable_deg is None else f"{found.variable_deg:.1f}°"
    side = "beyond" if found.constant_deg > 0 else "short"
    return (
        str(found.trials),
        f"{found.absolute_deg:.1f}° ± {found.sigma_deg:.1f}°",
        f"{abs(found.constant_deg):.1f}° {side}",
        variable,
    )
