"""``coach measure --protocol jpe``: what it prints and writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console

from coach.cli.jpe import jpe_json, print_jpe
from coach.measure.relocation import RelocationTracker
from coach.measure.types import Direction
from tests.cli.conftest import DATA
from tests.measure.samples import Stream

RIGHT, LEFT = Direction.RIGHT_ROTATION, Direction.LEFT_ROTATION


def tracker(*ends_deg: float, eyes: float | None = 0.3) -> RelocationTracker:
    stream = Stream().stay(1.5)
    stream.eye_opening = eyes
    for end in ends_deg:
        stream.go(RIGHT, 30).stay(1.0).go(RIGHT, end).stay(1.2).go(RIGHT, 0.0, 0.8).stay(1.0)
    found = RelocationTracker()
    for sample in stream:
        found.update(sample)
    return found


def printed(found: RelocationTracker) -> str:
    console = Console(file=StringIO(), width=80)
    print_jpe(found, console)
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def test_a_clip_is_scored(coach: Callable[..., Any], tmp_path: Path) -> None:
    out = tmp_path / "r.json"
    ran = coach("measure", DATA / "rotation_a.mp4", "--protocol", "jpe", "--json", out)
    assert ran.code == 0
    assert "Back to the middle with the eyes shut" in ran.out
    found = json.loads(out.read_text())["jpe"]
    assert set(found["directions"]) == {d.value for d in Direction}
    assert all(trial["eyes_shut"] is not True for trial in found["trials"]), "the eyes of that film are open"


def test_scores_are_printed_with_their_error_and_called_a_training() -> None:
    text = printed(tracker(3, -2, 4, 1, -1, 5))
    assert "2.7° ± 1.0°" in text
    assert "1.7° short" in text
    assert "2.8°" in text
    assert "A training" in text
    assert "Take 6 trials" not in text


def test_too_few_trials_and_open_eyes_are_said() -> None:
    assert "Take 6 trials" in printed(tracker(3, -2))
    assert "eyes open" in printed(tracker(3, eyes=1.0))
    assert "No movement out and back to rest was seen." in printed(RelocationTracker())


def test_the_json_has_every_trial_and_null_for_what_was_not_tried() -> None:
    found = jpe_json(tracker(3, -2))
    assert found["directions"][LEFT.value] is None
    right = found["directions"][RIGHT.value]
    assert (right["trials"], right["enough"], right["absolute_deg"]) == (2, False, 2.5)
    assert [t["error_deg"] for t in found["trials"]] == [-3.0, 2.0]
    assert found["trials"][0]["eyes_shut"] is True
