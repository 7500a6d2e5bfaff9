"""The posture from the side on the command line: marks, what is refused, what is printed and written."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from coach.cli.measure import print_posture
from coach.cli.result_json import posture_json
from coach.measure.posture import NO_C7, NO_SCALE, SidePosture
from coach.paths import assets_dir
from coach.sense.camera import cv2
from tests.cli.conftest import write_clip

C7, TRAGUS, TRUE_DEG = "379.5,294.5", "312.1,193.4", 55.4
"""Where they truly are in a picture of the rest, pixels; and the true angle there."""


@pytest.fixture(scope="module")
def side_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first 40 frames of a person at rest, seen from the left."""
    capture = cv2.VideoCapture(str(assets_dir() / "demo" / "sagittal_side_d.mp4"))
    pictures = [capture.read()[1] for _ in range(40)]
    capture.release()
    return write_clip(tmp_path_factory.mktemp("clips") / "side.mp4", pictures)


def printed(found: SidePosture | None) -> str:
    text = io.StringIO()
    print_posture(found, Console(file=text, width=60))
    return text.getvalue()


def test_a_marked_vertebra_gives_the_angle_with_its_error(
    coach: Callable[..., Any], side_clip: Path, tmp_path: Path
) -> None:
    ran = coach("measure", side_clip, "--view", "left", "--c7", C7, "--tragus", TRAGUS, "--json", tmp_path / "r.json")
    assert (ran.code, ran.err) == (0, "")
    posture = json.loads((tmp_path / "r.json").read_text())["posture"]
    angle_deg, sigma_deg = posture["craniovertebral_angle_deg"], posture["sigma_craniovertebral_angle_deg"]
    assert abs(angle_deg - TRUE_DEG) < sigma_deg < 3
    assert posture["craniovertebral_angle_missing"] is None
    assert posture["right_head_tilt_deg"] is None, "is not seen from the side"
    (line,) = [line for line in ran.out.splitlines() if line.startswith("Posture")]
    assert f"craniovertebral angle {angle_deg:.0f}° ± 2°" in line


def test_without_a_mark_there_is_the_reason(coach: Callable[..., Any], side_clip: Path, tmp_path: Path) -> None:
    ran = coach("measure", side_clip, "--view", "left", "--json", tmp_path / "r.json")
    posture = json.loads((tmp_path / "r.json").read_text())["posture"]
    assert posture["craniovertebral_angle_deg"] is None
    assert posture["craniovertebral_angle_missing"] == NO_C7
    for name in ("ear_shoulder_offset_cm", "sigma_ear_shoulder_offset_cm"):
        assert (posture[name] is None) == (posture["ear_shoulder_offset_missing"] is not None)
    assert "--c7 X,Y" in ran.out


@pytest.mark.parametrize(
    ("options", "part"),
    [
        (["--c7", "388,290"], "--c7 goes with --view left or --view right"),
        (["--tragus", "304,191"], "--tragus goes with --view left or --view right"),
        (["--view", "left", "--tragus", "304,191"], "--tragus goes with --c7"),
        (["--view", "left", "--c7", "388"], "--c7 wants pixels from the left and from the top"),
        (["--view", "left", "--c7", "388,290,1"], "not '388,290,1'"),
        (["--view", "left", "--c7", "here,there"], "--c7 wants"),
        (["--view", "left", "--c7", "nan,290"], "--c7 wants"),
        (["--view", "left", "--c7", "388,inf"], "--c7 wants"),
        (["--view", "left", "--c7", "388,290", "--tragus", "x"], "--tragus wants"),
        (["--view", "left", "--c7", "388,290", "--tragus", "388,290"], "the same place"),
        (["--view", "left", "--c7", "-1,290"], "--c7 -1,290 is outside the picture of 640 x 480 pixels"),
        (["--view", "left", "--c7", "388,480"], "--c7 388,480 is outside the picture"),
        (["--view", "right", "--c7", "388,290", "--tragus", "640,191"], "--tragus 640,191 is outside the picture"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_marks_that_cannot_be_are_refused(
    refused: Callable[..., str], side_clip: Path, options: list[str], part: str
) -> None:
    assert part in refused(2, "measure", side_clip, *options)


def test_a_refused_mark_leaves_an_older_result_alone(
    refused: Callable[..., str], side_clip: Path, tmp_path: Path
) -> None:
    result = tmp_path / "r.json"
    result.write_text("older")
    refused(2, "measure", side_clip, "--view", "left", "--c7", "388,290", "--tragus", "900,191", "--json", result)
    assert result.read_text() == "older"
    assert [p.name for p in tmp_path.iterdir()] == ["r.json"]


def test_one_line_says_the_posture_in_whole_numbers_with_their_error() -> None:
    both = SidePosture(7.46, 2.1, None, 54.4, 6.3, None)
    assert printed(both) == (
        "Posture at neutral: ear 7 ± 2 cm in front of the shoulder; craniovertebral angle 54° ± 6°\n"
    )
    behind = SidePosture(-1.6, 0.4, None, None, None, NO_C7)
    assert printed(behind).startswith("Posture at neutral: ear 2 ± 1 cm behind the shoulder; ")
    neither = SidePosture(None, None, NO_SCALE, None, None, NO_C7)
    assert printed(neither).count("\n") == 1
    assert NO_SCALE in printed(neither)
    assert printed(None) == ""


def test_the_json_carries_both_values_and_their_errors() -> None:
    posture = posture_json(None, SidePosture(7.46, 2.14, None, 54.43, 6.32, None), None)
    assert posture is not None
    assert {name: posture[name] for name in posture if "offset" in name or "cranio" in name} == {
        "ear_shoulder_offset_cm": 7.5,
        "sigma_ear_shoulder_offset_cm": 2.1,
        "ear_shoulder_offset_missing": None,
        "craniovertebral_angle_deg": 54.4,
        "sigma_craniovertebral_angle_deg": 6.3,
        "craniovertebral_angle_missing": None,
    }
    assert posture_json(None, None, None) is None
