"""Pre-flight in the capture loop: a few looks a second, and the table of errors that comes with the program."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from coach.measure.neutral import Neutral
from coach.measure.preflight import Expected, ExpectedErrors, PictureFacts, Preflight, camera_place, judge
from coach.measure.types import Axis, CervicalSample, Detection, Picture, Problem
from coach.paths import assets_dir
from coach.sense.errors import SourceError
from coach.sense.picture import picture_facts

LOOK_EVERY_S = 0.4


class PreflightWatch:
    """Judges light, camera and place a few times a second; between two looks the last judgement stands."""

    def __init__(self) -> None:
        self._last: Preflight | None = None
        self._looked_s: float | None = None
        self._picture: PictureFacts | None = None

    def update(
        self, rgb: Picture, detection: Detection, sample: CervicalSample, neutral: Neutral | None, fps: float
    ) -> Preflight | None:
        """Judgement of the newest look; ``None`` before neutral."""
        waits = self._looked_s is not None and 0 <= detection.t_s - self._looked_s < LOOK_EVERY_S
        if neutral is None or waits:
            return self._last
        self._looked_s = detection.t_s
        if detection.face_px is not None:
            self._picture = picture_facts(rgb, detection.face_px)
        self._last = judge(
            camera_place(neutral.pose),
            self._picture,
            shoulders_seen=Problem.THORAX_HIDDEN not in sample.problems,
            fps=fps if fps > 0 else None,
            table=shipped_errors(),
        )
        return self._last


@cache
def shipped_errors() -> ExpectedErrors:
    """Read the table that comes with the program.

    Raises
    ------
    SourceError
        The file is missing or damaged.
    """
    return read_errors(assets_dir() / "accuracy" / "expected.json")


def read_errors(path: Path) -> ExpectedErrors:
    """Read a table that ``benchmarks/expected.py`` wrote.

    Raises
    ------
    SourceError
        The file is missing or damaged.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        rows = {
            name: {Axis(axis): Expected(float(e["mae_deg"]), float(e["p95_deg"])) for axis, e in row.items()}
            for name, row in found["rows"].items()
        }
        return ExpectedErrors(str(found["date"]), str(found["version"]), str(found["about"]), rows)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceError(f"{path}: cannot be read ({error}); install the program again") from error
