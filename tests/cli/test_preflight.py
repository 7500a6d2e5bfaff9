"""``coach doctor --source``."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

from rich.console import Console

from coach.cli import Exit
from coach.cli.preflight import print_preflight
from coach.measure.preflight import CameraPlace, Expected, judge
from coach.measure.types import Axis
from coach.sense.preflight import shipped_errors
from tests.cli.conftest import DATA


def test_a_clip_is_looked_at_until_neutral_is_known(coach: Callable[..., Any]) -> None:
    ran = coach("doctor", "--source", DATA / "rotation_a.mp4")
    assert ran.code == 0
    assert "20 a second" in ran.out
    assert ran.out.count("to expect") == 6
    assert "Errors as in our tests of 20" in ran.out
    missing = coach("doctor", "--source", DATA / "none.mp4")
    assert missing.code == Exit.NO_SOURCE


def test_the_one_thing_to_change_is_said_with_its_size() -> None:
    low = CameraPlace(0.65, -16.0, -14.0, 0.0)
    console = Console(file=StringIO(), width=80)
    print_preflight(judge(low, None, shoulders_seen=True, fps=None, table=shipped_errors()), console)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "about 16 cm below your eyes" in text
    assert "Raise the camera about 16 cm" in text
    assert "pictures" not in text


def test_without_figures_none_are_made_up() -> None:
    fine = CameraPlace(0.65, 2.0, 2.0, 0.0)
    console = Console(file=StringIO(), width=80)
    found = judge(fine, None, shoulders_seen=True, fps=20.0, table=None)
    assert found.expected == dict[Axis, Expected]()
    print_preflight(found, console)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "to expect" not in text
    assert "Nothing to change." in text
