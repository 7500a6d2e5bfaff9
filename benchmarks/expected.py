"""Make the table of errors to expect, which the camera check shows, of the JSON that ``accuracy.py`` wrote.

.venv/bin/python benchmarks/accuracy.py --json accuracy.json
.venv/bin/python benchmarks/expected.py accuracy.json
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # so that this file also runs by its path

from benchmarks import conditions  # noqa: E402
from benchmarks.methods import OURS  # noqa: E402
from benchmarks.tables import AXIS_LABEL  # noqa: E402
from coach.measure.preflight import USUAL, Circumstance  # noqa: E402

SHIPPED = ROOT / "assets" / "accuracy" / "expected.json"
ROWS = {
    conditions.LEVEL: USUAL,
    conditions.LIGHTS["lowlight"]: Circumstance.LOW_LIGHT.value,
    conditions.LIGHTS["backlight"]: Circumstance.WINDOW_BEHIND.value,
    conditions.NEAR: Circumstance.NEAR.value,
    conditions.FAR: Circumstance.FAR.value,
    conditions.OBLIQUE: Circumstance.OBLIQUE.value,
    conditions.TILTED: Circumstance.TILTED.value,
}
"""Condition of the benchmark, and the circumstance that the camera check can find; the rest was never measured."""


def expected_errors(accuracy: Mapping[str, Any]) -> dict[str, Any]:
    """Table of errors to expect from the benchmark's own, core range.

    Raises
    ------
    ValueError
        The usual row is not complete.
    """
    axes = {label: axis.value for axis, label in AXIS_LABEL.items()}
    rows: dict[str, dict[str, Any]] = {}
    for entry in accuracy["conditions"]:
        name, found = ROWS.get(entry["condition"]), entry[OURS]
        if name is not None and entry["angle"] in axes and found and found["mae_deg"] is not None:
            cells = {key: round(found[key], 2) for key in ("mae_deg", "p95_deg")}
            rows.setdefault(name, {})[axes[entry["angle"]]] = cells
    if set(rows.get(USUAL, {})) != set(axes.values()):
        raise ValueError(f"no complete row for {conditions.LEVEL!r}")
    return {**{key: accuracy[key] for key in ("date", "version", "about")}, "rows": rows}


def main(arguments: list[str] | None = None) -> int:
    """Write the table that is shipped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("accuracy", type=Path, help="what accuracy.py --json wrote")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="(%(default)s)")
    chosen = parser.parse_args(arguments)
    table = expected_errors(json.loads(chosen.accuracy.read_text(encoding="utf-8")))
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
