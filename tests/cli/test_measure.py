from __future__ import annotations

import csv
import importlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from coach.measure.types import Direction, Frame, Problem
from coach.sense.camera import open_source
from coach.sense.webcam import GONE

COLUMNS = (
    "frame,t_s,flexion_deg,right_lateral_flexion_deg,right_rotation_deg,sigma_flexion_deg,"
    "sigma_right_lateral_flexion_deg,sigma_right_rotation_deg,trunk_right_rotation_deg,"
    "trunk_right_lateral_flexion_deg,confidence,problems"
)
ANGLES = ("flexion_deg", "right_lateral_flexion_deg", "right_rotation_deg")
NUMBER = re.compile(r"-?\d+\.\d+")
FRAMES = 288


@dataclass(frozen=True)
class Measured:
    """A turn to both sides measured once for all tests of this file."""

    ran: Any
    lines: list[str]
    rows: list[dict[str, str]]
    result: dict[str, Any]


@pytest.fixture(scope="module")
def measured(as_process: Callable[..., Any], rotation_clip: Path, tmp_path_factory: pytest.TempPathFactory) -> Measured:
    folder = tmp_path_factory.mktemp("measured")
    ran = as_process(folder, "measure", rotation_clip, "--angles", "a.csv", "--json", "r.json")
    text = (folder / "a.csv").read_text(encoding="utf-8")
    assert sorted(p.name for p in folder.iterdir()) == ["a.csv", "r.json"], "and nothing else is written"

    def no_constant(name: str) -> float:
        raise AssertionError(f"{name} in the JSON")

    result = json.loads((folder / "r.json").read_text(encoding="utf-8"), parse_constant=no_constant)
    return Measured(ran, text.split("\n"), list(csv.DictReader(text.splitlines())), result)


def test_the_table_is_on_the_standard_output_and_nothing_else_anywhere(measured: Measured) -> None:
    assert measured.ran.code == 0
    assert measured.ran.err == "", "no bar, no chatter of a library"
    for direction in Direction:
        assert direction.label in measured.ran.out
    assert measured.ran.out.count("not moved") == sum(v is None for v in measured.result["rom"].values())
    assert "\x1b" not in measured.ran.out
    assert "nan" not in measured.ran.out.lower()


def test_the_csv_has_a_row_for_each_frame_with_its_time(measured: Measured) -> None:
    assert measured.lines[0] == COLUMNS
    assert measured.lines[-1] == "", "the last row is whole"
    assert [int(row["frame"]) for row in measured.rows] == list(range(FRAMES))
    assert [float(row["t_s"]) for row in measured.rows] == pytest.approx([n / 20 for n in range(FRAMES)], abs=1e-4)


def test_a_cell_of_the_csv_is_a_number_or_empty_with_a_reason(measured: Measured) -> None:
    known = {problem.value for problem in Problem}
    for row in measured.rows:
        angles = [row[name] for name in ANGLES]
        sigmas = [row[f"sigma_{name}"] for name in ANGLES]
        trunk = [row["trunk_right_rotation_deg"], row["trunk_right_lateral_flexion_deg"]]
        assert all(cell == "" or NUMBER.fullmatch(cell) for cell in (*angles, *sigmas, *trunk)), row
        assert len({cell == "" for cell in (*angles, *sigmas)}) == 1, "all three angles and errors, or none"
        assert 0 <= float(row["confidence"]) <= 1
        problems = row["problems"].split(";") if row["problems"] else []
        assert set(problems) <= known
        assert len(problems) == len(set(problems))
        if angles[0] == "":
            assert problems, "what is not measured has a reason"
        else:
            assert all(float(sigma) > 0 for sigma in sigmas)


def test_neutral_comes_first_and_the_turns_follow(measured: Measured) -> None:
    assert [row["problems"] for row in measured.rows[:5]] == ["no_neutral"] * 5
    first = next(row for row in measured.rows if row["flexion_deg"])
    assert [float(first[name]) for name in ANGLES] == pytest.approx([0, 0, 0], abs=3)
    turned = [float(row["right_rotation_deg"]) for row in measured.rows if row["right_rotation_deg"]]
    assert max(turned) > 40
    assert min(turned) < -40


def test_the_json_keeps_the_contract(measured: Measured) -> None:
    result = measured.result
    assert list(result) == [
        "source", "view", "frames", "fps", "tracked_fraction", "interrupted", "neutral", "rom", "side_differences",
        "jpe", "preflight", "posture", "software",
    ]  # fmt: skip
    assert result["source"].endswith("rotation_a.mp4")
    assert (result["view"], result["frames"], result["fps"], result["interrupted"]) == ("front", FRAMES, 20.0, False)
    tracked = sum(bool(row["flexion_deg"]) for row in measured.rows)
    assert result["tracked_fraction"] == pytest.approx(tracked / FRAMES, abs=1e-4)
    assert result["neutral"]["duration_s"] >= 0.7
    assert result["neutral"]["spread_deg"] <= 2
    assert set(result["software"]) == {"version", "models"}
    assert "mediapipe" in result["software"]["models"]
    assert set(result["rom"]) == {direction.value for direction in Direction}


def test_each_direction_of_the_json_keeps_the_contract(measured: Measured) -> None:
    moved = {name: value for name, value in measured.result["rom"].items() if value is not None}
    assert {"right_rotation", "left_rotation"} <= set(moved)
    for name, value in moved.items():
        assert set(value) == {
            "peak_deg", "mean_deg", "trials_deg", "sigma_deg", "sem_deg", "sd_deg", "mdc95_deg", "out_of_plane_deg",
            "out_of_plane_share", "repetitions", "beyond", "problems", "warm_up_deg", "hold_s", "neck_deg", "trunk_deg",
            "shoulder_rise_pct", "peak_speed_deg_per_s", "mean_speed_deg_per_s", "smoothness_sparc", "pain_onset_deg",
        }, name  # fmt: skip
        assert value["repetitions"] == len(value["trials_deg"]) >= 1
        assert value["peak_deg"] == max(value["trials_deg"])
        assert value["mean_deg"] == pytest.approx(sum(value["trials_deg"]) / len(value["trials_deg"]), abs=0.02)
        assert all(trial > 0 for trial in value["trials_deg"]), "unsigned"
        assert value["sigma_deg"] > 0
        assert value["beyond"] == (value["hold_s"] is None), "these turns end out of sight"
        assert abs(value["trunk_deg"]) < 10
        assert 5 < value["mean_speed_deg_per_s"] < value["peak_speed_deg_per_s"] < 120
        assert -6 < value["smoothness_sparc"] < -1.2
        assert value["pain_onset_deg"] is None, "nobody pressed a key"
        assert (value["sem_deg"] is None) == (value["repetitions"] < 2)


def test_a_direction_that_was_not_moved_is_null(measured: Measured) -> None:
    rom = measured.result["rom"]
    assert rom["right_lateral_flexion"] is None
    assert rom["left_lateral_flexion"] is None


def test_a_clip_without_its_end_is_measured_as_far_as_it_goes(
    coach: Callable[..., Any], cut_clip: Path, tmp_path: Path
) -> None:
    angles, result = tmp_path / "a.csv", tmp_path / "r.json"
    ran = coach("measure", cut_clip, "--angles", angles, "--json", result)
    frames = len(angles.read_text().splitlines()) - 1
    assert ran.code == 0
    assert ran.err == f"coach: {cut_clip}: damaged after {frames} of {FRAMES} frames; the rest is left out\n"
    assert json.loads(result.read_text())["frames"] == frames > 30
    assert ran.out.count("not moved") == 6


def test_a_name_with_brackets_and_spaces_is_said_as_it_is(
    coach: Callable[..., Any], cut_clip: Path, tmp_path: Path
) -> None:
    odd = tmp_path / "Müller [red] a very long name that does not fit into the line of a terminal (2).mp4"
    odd.write_bytes(cut_clip.read_bytes())
    ran = coach("measure", odd)
    assert ran.code == 0
    assert ran.err.startswith(f"coach: {odd}: damaged after ")
    assert ran.err.count("\n") == 1


class ShakyCamera:
    """A camera that is pulled out for a while; it plays a clip."""

    live, frame_count, description = True, None, "camera 0"

    def __init__(self, clip: Path) -> None:
        self._clip = open_source(str(clip))
        self._reads = 0
        self.problem: str | None = None

    @property
    def ended(self) -> bool:
        return self._clip.ended

    def read(self) -> Frame | None:
        self._reads += 1
        gone = 25 <= self._reads < 30
        self.problem = GONE if gone else None
        return None if gone else self._clip.read()

    def close(self) -> None:
        self._clip.close()


def test_a_camera_that_is_pulled_out_is_told_once_and_nothing_is_lost(
    coach: Callable[..., Any], short_clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    angles = tmp_path / "a.csv"
    module = importlib.import_module("coach.cli.measure")
    monkeypatch.setattr(module, "open_source", lambda source: ShakyCamera(short_clip))
    ran = coach("measure", "0", "--angles", angles)
    assert (ran.code, ran.err) == (0, f"coach: {GONE}\n")
    assert [line.split(",")[0] for line in angles.read_text().splitlines()[1:]] == [str(n) for n in range(40)]


def test_a_wider_field_of_view_means_a_nearer_head(coach: Callable[..., Any], short_clip: Path, tmp_path: Path) -> None:
    distances_m = []
    for fov in (50, 90):
        coach("measure", short_clip, "--fov", fov, "--json", tmp_path / "r.json")
        distances_m.append(json.loads((tmp_path / "r.json").read_text())["neutral"]["distance_m"])
    assert distances_m[0] > 1.5 * distances_m[1]


def test_one_result_may_go_into_a_pipe(as_process: Callable[..., Any], short_clip: Path, tmp_path: Path) -> None:
    if not Path("/dev/stdout").exists():
        pytest.skip("this system has no /dev/stdout")
    ran = as_process(tmp_path, "measure", short_clip, "--json", "/dev/stdout")
    assert ran.code == 0
    content, _ = json.JSONDecoder().raw_decode(ran.out)
    assert content["frames"] == 40
    assert os.path.lexists("/dev/stdout")
    assert not Path("/dev/stdout.part").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_on_a_terminal_there_is_a_progress_bar(cut_clip: Path, tmp_path: Path) -> None:
    import pty

    screen, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "coach", "measure", str(cut_clip)],
        stdout=subprocess.DEVNULL,
        stderr=terminal,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "100"},
        cwd=tmp_path,
    )
    os.close(terminal)
    shown = b""
    while True:
        try:
            chunk = os.read(screen, 4096)
        except OSError:  # the other end is closed
            break
        if not chunk:
            break
        shown += chunk
    os.close(screen)
    assert process.wait(60) == 0
    text = shown.decode()
    assert "measuring" in text
    assert re.search(r"\b[1-9]\d?%", text)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
    assert re.search(r"^coach: .*damaged after", plain.replace("\r", "\n"), re.MULTILINE), (
        "not in the middle of the bar"
    )


def test_the_posture_is_told_with_its_error_and_without_a_craniovertebral_angle(measured: Measured) -> None:
    posture = measured.result["posture"]
    assert abs(posture["right_head_tilt_deg"]) < 3 > abs(posture["right_shoulder_lower_deg"])
    assert abs(posture["head_forward_cm"]) < 2 * posture["sigma_head_forward_cm"]
    assert posture["craniovertebral_angle_deg"] is None
    assert "seventh neck vertebra" in posture["craniovertebral_angle_missing"]
    assert "seen by a camera at the person's side" in posture["ear_shoulder_offset_missing"]
