"""The peers on made-up landmarks whose movement is known: no peer may lose for a wrong sign."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from benchmarks.peers import CAMERA_FROM_FACE, GENERIC_FACE, SIX, mesh_kabsch, nose_ear, six_point
from benchmarks.truth import clinical_angles
from coach.measure.types import Detection, View

SIZE = (640, 480)
TURNS = {"flexion": ("x", 20.0, 0), "right lateral flexion": ("z", 20.0, 1), "right rotation": ("y", -20.0, 2)}
"""In truth axes (person's left, up, forward): about which axis, degrees, and the column that shows it."""


def head_turn(axis: str, degrees: float) -> np.ndarray:
    return Rotation.from_euler(axis, degrees, degrees=True).as_matrix()


def detection(t_s: float, face_px: np.ndarray | None = None, pose_px: np.ndarray | None = None) -> Detection:
    return Detection(round(t_s * 20), t_s, SIZE, face_px, pose_px, None, None, 0.5)


def projected(points_m: np.ndarray, turn: np.ndarray, focal_px: float = 640.0, distance: float = 2500.0) -> np.ndarray:
    """Pixels of points in truth axes before a camera that looks at the face."""
    camera = points_m @ turn.T @ CAMERA_FROM_FACE + [0, 0, distance]
    return camera[:, :2] / camera[:, 2:] * focal_px + np.array(SIZE) / 2


def before_and_after(make: object, turn: np.ndarray) -> list[Detection]:
    rest = [detection(i / 20, **make(np.eye(3))) for i in range(20)]  # type: ignore[operator]
    return [*rest, detection(2.0, **make(turn))]  # type: ignore[operator]


def test_truth_signs_are_flexion_and_the_persons_right() -> None:
    for axis, degrees, column in TURNS.values():
        expected = np.zeros(3)
        expected[column] = 20.0
        assert clinical_angles(head_turn(axis, degrees)[None])[0] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("name", TURNS)
def test_six_points_of_its_own_face_are_read_back(name: str) -> None:
    axis, degrees, column = TURNS[name]

    def make(turn: np.ndarray) -> dict[str, np.ndarray]:
        mesh = np.zeros((478, 3))
        mesh[list(SIX), :2] = projected(GENERIC_FACE, turn)
        return {"face_px": mesh}

    expected = np.zeros(3)
    expected[column] = 20.0
    assert six_point(before_and_after(make, head_turn(axis, degrees)), View.FRONT)[-1] == pytest.approx(
        expected, abs=0.01
    )


@pytest.mark.parametrize("name", TURNS)
def test_kabsch_is_exact_on_a_rigid_mesh(name: str) -> None:
    axis, degrees, column = TURNS[name]
    face = symmetric_face()

    def make(turn: np.ndarray) -> dict[str, np.ndarray]:
        return {"face_px": face @ turn.T @ CAMERA_FROM_FACE * 700 + [320, 240, 0]}

    expected = np.zeros(3)
    expected[column] = 20.0
    assert mesh_kabsch(before_and_after(make, head_turn(axis, degrees)), View.FRONT)[-1] == pytest.approx(
        expected, abs=1e-6
    )


@pytest.mark.parametrize("name", TURNS)
def test_nose_between_the_ears_has_the_right_signs(name: str) -> None:
    axis, degrees, column = TURNS[name]
    points = np.zeros((33, 3))
    points[[0, 7, 8]] = [[0, 0, 0.109], [0.075, 0, 0], [-0.075, 0, 0]]

    def make(turn: np.ndarray) -> dict[str, np.ndarray]:
        return {"pose_px": projected(points, turn, distance=0.7)}

    read = nose_ear(before_and_after(make, head_turn(axis, degrees)), View.FRONT)[-1]
    assert read[column] == pytest.approx(20, abs=6)
    assert np.abs(np.delete(read, column)).max() < 2


@pytest.mark.parametrize(("view", "ahead"), [(View.LEFT, -60.0), (View.RIGHT, 60.0)])
def test_from_the_side_a_nose_that_sinks_is_flexion(view: View, ahead: float) -> None:
    pose = np.tile([300.0, 200.0], (33, 1))
    sunk = pose.copy()
    pose[0] += [ahead, 0.0]
    sunk[0] += Rotation.from_euler("z", 30 if ahead > 0 else -30, degrees=True).as_matrix()[:2, 0] * ahead
    rest = [detection(i / 20, pose_px=pose) for i in range(20)]
    read = nose_ear([*rest, detection(2.0, pose_px=sunk)], view)[-1]
    assert read[0] == pytest.approx(30)
    assert np.isnan(read[1:]).all()


def test_no_landmarks_is_not_measured() -> None:
    nothing = [detection(i / 20) for i in range(30)]
    for peer in (six_point, mesh_kabsch, nose_ear):
        assert np.isnan(peer(nothing, View.FRONT)).all()


def symmetric_face() -> np.ndarray:
    """478 points in truth axes, metres; the pairs that the axes are read from are mirror images of each other."""
    from benchmarks.peers import LEFT_PAIRS, LOWER_LIP, NASION, RIGHT_PAIRS

    face = np.random.default_rng(3).uniform(-0.08, 0.08, (478, 3))
    face[list(LEFT_PAIRS)] = face[list(RIGHT_PAIRS)] * [-1, 1, 1]
    left = face[list(LEFT_PAIRS)]
    face[list(LEFT_PAIRS), 0], face[list(RIGHT_PAIRS), 0] = np.abs(left[:, 0]), -np.abs(left[:, 0])
    face[[NASION, LOWER_LIP]] = [[0, 0.04, 0.05], [0, -0.05, 0.05]]
    return face
