"""Truth files as they are read, and stills as they become sequences."""

from __future__ import annotations

import csv
import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from benchmarks.conditions import LARGE, LEVEL, NEAR, OBLIQUE, SMALL, TILTED, USUAL, conditions_of
from benchmarks.stills import HELD_FRAMES, NEUTRAL_FRAMES, read_stills
from benchmarks.truth import camera_angles_deg, read_clips
from coach.measure.rotations import angles_from_rotation
from coach.measure.types import Axis, View

DATA = Path(__file__).resolve().parents[1] / "data"
FACING = np.diag([1.0, -1.0, -1.0])


def describe(folder: Path, azimuth_deg: float = 0, elevation_deg: float = 0, distance_m: float = 0.65) -> None:
    """Camera that looks at the face from a side and from below."""
    about = Rotation.from_euler("YX", [azimuth_deg, elevation_deg], degrees=True).as_matrix()
    rotation = FACING @ about.T
    place = np.array([0, 0.1, 0.1]) + about @ [0, 0, distance_m]
    info = {
        "width": 1280 if distance_m < 0.6 else 640, "human": "somebody", "light": "office", "background": "plain",
        "R_cam_world": rotation.tolist(), "t_cam_world_m": (-rotation @ place).tolist(),
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "camera.json").write_text(json.dumps(info), encoding="utf-8")


def write_set(folder: Path, turns: list[tuple[float, float, float]]) -> None:
    names = ["file", "yaw", "pitch", "roll", *(f"Rht{i}{j}" for i in range(3) for j in range(3))]
    with (folder / "truth.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(names)
        for n, (yaw, pitch, roll) in enumerate(turns):
            turn = Rotation.from_euler("YXZ", [yaw, -pitch, -roll], degrees=True).as_matrix()
            table.writerow([f"{n}.jpg", yaw, pitch, roll, *turn.ravel()])


def test_rig_controls_become_the_programs_signs(tmp_path: Path) -> None:
    describe(tmp_path / "front_x")
    write_set(tmp_path / "front_x", [(0, 0, 0), (30, 0, 0), (0, 25, 0), (0, 0, 20)])
    (source,) = read_stills(tmp_path)
    expected = [[0, 0, 0], [0, 0, -30], [-25, 0, 0], [0, -20, 0]]  # left rotation, extension, left lateral flexion
    assert source.truth.angles_deg == pytest.approx(np.array(expected, float), abs=1e-9)


def test_combined_rotations_agree_with_the_programs_own_conversion(tmp_path: Path) -> None:
    describe(tmp_path / "front_x")
    write_set(tmp_path / "front_x", [(0, 0, 0), (-40, 25, 15)])
    (source,) = read_stills(tmp_path)
    turn = Rotation.from_euler("YXZ", [-40, -25, -15], degrees=True).as_matrix()
    isb = np.array([[0.0, 0, 1], [0, 1, 0], [-1, 0, 0]])
    ours = angles_from_rotation(isb @ turn @ isb.T)
    assert source.truth.angles_deg[1] == pytest.approx([ours.along(axis) for axis in Axis])


def test_stills_begin_with_neutral_and_score_every_row_once(tmp_path: Path) -> None:
    describe(tmp_path / "front_x")
    write_set(tmp_path / "front_x", [(20, 0, 0), (10, 0, 0), (0, 0, 0), (-10, 0, 0), (0, 60, 0)])
    (source,) = read_stills(tmp_path)
    shown = [shot for shot in source.shots if shot.shown]
    assert {shot.image.name for shot in shown[:NEUTRAL_FRAMES]} == {"2.jpg"}
    assert sorted(shot.row for shot in source.shots if shot.row is not None) == [0, 1, 2, 3, 4]
    held = [shot.image.name for shot in shown[NEUTRAL_FRAMES::HELD_FRAMES]]
    assert [name for name in held if name in ("0.jpg", "1.jpg")] == ["1.jpg", "0.jpg"], "outward from neutral"
    times = [shot.t_s for shot in source.shots]
    assert times == sorted(times)
    assert len(set(times)) == len(times)


def test_time_jumps_before_a_far_picture_only(tmp_path: Path) -> None:
    describe(tmp_path / "front_x")
    write_set(tmp_path / "front_x", [(0, 0, 0), (10, 0, 0), (60, 0, 0)])
    shots = [shot for shot in read_stills(tmp_path)[0].shots if shot.shown]
    gaps = {b.image.name: b.t_s - a.t_s for a, b in pairwise(shots) if a.image != b.image}
    assert gaps["1.jpg"] == pytest.approx(0.05)
    assert gaps["2.jpg"] > 0.5


def test_a_set_without_neutral_borrows_that_of_the_same_person_and_camera(tmp_path: Path) -> None:
    for name in ("combo_x", "front_x"):
        describe(tmp_path / name)
    write_set(tmp_path / "front_x", [(0, 0, 0)])
    write_set(tmp_path / "combo_x", [(20, 10, 5)])
    combo = next(s for s in read_stills(tmp_path) if s.name == "combo_x")
    assert combo.shots[0].image == tmp_path / "front_x" / "0.jpg"


def test_no_neutral_before_the_same_camera_is_an_error(tmp_path: Path) -> None:
    describe(tmp_path / "front_x", azimuth_deg=30)
    write_set(tmp_path / "front_x", [(0, 0, 0)])
    describe(tmp_path / "combo_x")
    write_set(tmp_path / "combo_x", [(20, 10, 5)])
    with pytest.raises(ValueError, match="combo_x"):
        read_stills(tmp_path)


@pytest.mark.parametrize(
    ("azimuth", "elevation", "distance", "expected"),
    [
        (0, 0, 0.65, {LEVEL, USUAL, SMALL}),
        (0, 18, 0.65, {TILTED}),
        (36, 0, 0.65, {OBLIQUE}),
        (0, 0, 0.5, {NEAR, LARGE}),
    ],
)
def test_conditions_follow_the_camera(
    tmp_path: Path, azimuth: float, elevation: float, distance: float, expected: set[str]
) -> None:
    describe(tmp_path / "front_x", azimuth, elevation, distance)
    write_set(tmp_path / "front_x", [(0, 0, 0)])
    (source,) = read_stills(tmp_path)
    assert camera_angles_deg(source.info) == pytest.approx((azimuth, elevation), abs=1e-6)
    found = set(conditions_of(source))
    assert expected <= found
    assert (LEVEL in found) == (azimuth == elevation == 0)


def test_a_camera_at_the_left_is_a_left_view_and_no_frontal_condition(tmp_path: Path) -> None:
    describe(tmp_path / "side_x", azimuth_deg=90)
    write_set(tmp_path / "side_x", [(0, 0, 0)])
    (source,) = read_stills(tmp_path)
    assert source.view is View.LEFT
    assert conditions_of(source) == ()


def test_films_that_come_with_the_tests_are_read_with_their_truth() -> None:
    clips = {clip.name: clip for clip in read_clips(DATA, DATA.parents[1] / "assets" / "demo")}
    reach = np.ptp(clips["rotation_a"].truth.angles_deg, axis=0)
    assert reach[2] > 150
    assert reach[:2].max() < 5
    assert {clip.person for clip in clips.values()} == {"unnamed"}
