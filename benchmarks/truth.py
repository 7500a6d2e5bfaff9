"""Truth sets: rendered people whose head-on-trunk rotation is known for every picture.

A set is a folder with ``clips/NAME.mp4``, ``NAME.csv`` and ``NAME.json`` and with ``stills/NAME/*.jpg``, ``truth.csv``
and ``camera.json``. Its matrices are in trunk axes x = the person's left, y = up, z = forward; here they become the
program's angles (``coach/measure/frames.py``): Cardan Z-X-Y in ISB axes relative to neutral, positive for flexion and
for the person's right. The conversion is written anew, so that it can catch a mistake in the program's own.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.measure.types import View

Floats = NDArray[np.float64]
Row = Mapping[str, str]

NEUTRAL_S = 1.5
"""A clip's neutral is the mean pose of its first seconds of rest."""
SIDE_VIEW_DEG = 60.0
_ISB_FROM_TRUTH = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]])


@dataclass(frozen=True)
class TruePosture:
    """Posture at neutral before a camera at the side, and where its points are in the picture.

    Parameters
    ----------
    offset_cm
        Tragus in front of the acromion, along the trunk's own forward direction.
    craniovertebral_deg
        Line from C7 to the tragus above the horizontal.
    c7_px, tragus_px
        (x, y) of C7 and of the tragus that is nearer to the camera.
    """

    offset_cm: float
    craniovertebral_deg: float
    c7_px: tuple[float, float]
    tragus_px: tuple[float, float]


@dataclass(frozen=True)
class Truth:
    """What is true in each row of a source; NaN where the source does not say.

    Parameters
    ----------
    angles_deg
        (n, 3) flexion, right lateral flexion and right rotation of the head on the trunk, relative to neutral.
    trunk_deg
        (n, 2) right rotation and right lateral flexion of the trunk, relative to neutral.
    forward_cm
        (n,) how far the head has been carried forward of the trunk, besides what a nod does.
    rise_pct
        (n, 2) rise of the right and the left shoulder in percent of the ear-shoulder gap at neutral.
    posture
        From the side, at neutral; ``None`` from the front or where the source does not say.
    """

    angles_deg: Floats
    trunk_deg: Floats
    rise_pct: Floats
    forward_cm: Floats | None = None
    posture: TruePosture | None = None


@dataclass(frozen=True)
class Shot:
    """One picture of a still sequence.

    ``row`` is the row of the truth that it is scored against, or ``None``; a picture that is not ``shown`` only lets
    the models find the face again, and nobody measures it.
    """

    image: Path
    t_s: float
    row: int | None = None
    shown: bool = True


@dataclass(frozen=True)
class Source:
    """A clip, or a still sequence (then ``shots`` are its pictures in order)."""

    name: str
    path: Path
    truth: Truth
    info: Mapping[str, Any] = field(default_factory=dict)
    shots: tuple[Shot, ...] = ()

    @property
    def is_clip(self) -> bool:
        """True for a film, False for stills shown one after the other."""
        return not self.shots

    @property
    def person(self) -> str:
        """Name of the rendered person."""
        return str(self.info.get("human", "unnamed"))

    @property
    def view(self) -> View:
        """Side of the person that the camera sees."""
        return _view_of(self.info)


def _view_of(info: Mapping[str, Any]) -> View:
    azimuth_deg, _ = camera_angles_deg(info)
    if abs(azimuth_deg) < SIDE_VIEW_DEG:
        return View.FRONT
    return View.LEFT if azimuth_deg > 0 else View.RIGHT


def camera_angles_deg(info: Mapping[str, Any]) -> tuple[float, float]:
    """Where the camera stands: degrees towards the person's left, and degrees that it looks up; 0, 0 if unknown."""
    if "R_cam_world" not in info:
        return 0.0, 0.0
    looks = np.asarray(info["R_cam_world"], float)[2]
    return float(np.degrees(np.arctan2(-looks[0], -looks[2]))), float(np.degrees(np.arcsin(looks[1])))


def clinical_angles(thorax_from_head: Floats) -> Floats:
    """Angles (n, 3) in degrees of rotations (n, 3, 3) in truth axes, already relative to neutral."""
    r = _ISB_FROM_TRUTH @ thorax_from_head @ _ISB_FROM_TRUTH.T
    flexion = np.arctan2(r[:, 0, 1], r[:, 1, 1])
    lateral = np.arcsin(np.clip(r[:, 2, 1], -1.0, 1.0))
    rotation = np.arctan2(r[:, 2, 0], r[:, 2, 2])
    return np.asarray(np.degrees(np.column_stack([flexion, lateral, rotation])))


def nearest_rotation(matrix: Floats) -> Floats:
    """Rotation nearest to a matrix (3, 3)."""
    u, _, vt = np.linalg.svd(matrix)
    return np.asarray(u @ np.diag([1.0, 1.0, np.linalg.det(u @ vt)]) @ vt)


def read_rows(path: Path) -> list[Row]:
    """Rows of a truth table."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def truth_of(rows: list[Row], neutral: list[Row], info: Mapping[str, Any]) -> Truth:
    """Truth of some rows relative to the mean of the neutral rows."""
    reference = nearest_rotation(_matrices(neutral, "Rht").mean(axis=0))
    trunk = -_columns(rows, ("trunk_yaw", "trunk_side")) + _columns(neutral, ("trunk_yaw", "trunk_side")).mean(axis=0)
    forward_cm = 100 * (_columns(rows, ("fhp_m",))[:, 0] - _columns(neutral, ("fhp_m",))[:, 0].mean())
    angles = clinical_angles(reference.T @ _matrices(rows, "Rht"))
    return Truth(angles, trunk, _rise(rows, neutral, info), forward_cm, _posture(neutral, info))


def read_clip(table: Path, video: Path) -> Source:
    """Clip with its truth; the description beside it (``NAME.json``) may be missing."""
    described = table.with_suffix(".json")
    info = json.loads(described.read_text(encoding="utf-8")) if described.is_file() else {}
    rows = read_rows(table)
    rest = [row for row in rows if float(row["t"]) < NEUTRAL_S]
    return Source(table.stem, video, truth_of(rows, rest, info), info)


def read_clips(folder: Path, *video_folders: Path) -> list[Source]:
    """Every table of a folder that has a film of its name, there or in one of the other folders."""
    found = []
    for table in sorted(folder.glob("*.csv")):
        videos = [place / f"{table.stem}.mp4" for place in (folder, *video_folders)]
        video = next((v for v in videos if v.is_file()), None)
        if video is not None:
            found.append(read_clip(table, video))
    return found


def _columns(rows: list[Row], names: tuple[str, ...]) -> Floats:
    """Columns (n, names), NaN where a table has no such column."""
    return np.array([[float(row.get(name) or "nan") for name in names] for row in rows])


def _matrices(rows: list[Row], prefix: str) -> Floats:
    return _columns(rows, tuple(f"{prefix}{i}{j}" for i in range(3) for j in range(3))).reshape(-1, 3, 3)


def _rise(rows: list[Row], neutral: list[Row], info: Mapping[str, Any]) -> Floats:
    """Rise (n, 2) of the right and left acromion above C7, along the trunk's own vertical."""
    if "R_cam_world" not in info or "acromion_r_Y" not in rows[0]:
        return np.full((len(rows), 2), np.nan)
    rise = []
    for side in ("r", "l"):
        gap = (_in_trunk(neutral, info, f"tragus_{side}") - _in_trunk(neutral, info, f"acromion_{side}"))[:, 1].mean()
        rest = _in_trunk(neutral, info, f"acromion_{side}")[:, 1].mean()
        rise.append(100 * (_in_trunk(rows, info, f"acromion_{side}")[:, 1] - rest) / gap)
    return np.column_stack(rise)


def _posture(neutral: list[Row], info: Mapping[str, Any]) -> TruePosture | None:
    """Mean posture of the neutral rows, with the ear and the shoulder that the camera is nearer to."""
    view = _view_of(info)
    if view is View.FRONT or "cva_true" not in neutral[0] or "acromion_l_Z" not in neutral[0]:
        return None
    side = "l" if view is View.LEFT else "r"
    apart = _in_trunk(neutral, info, f"tragus_{side}") - _in_trunk(neutral, info, f"acromion_{side}")
    names = ("c7_u", "c7_v", f"tragus_{side}_u", f"tragus_{side}_v", "cva_true")
    c7_x, c7_y, tragus_x, tragus_y, angle_deg = map(float, _columns(neutral, names).mean(axis=0))
    return TruePosture(100 * float(apart[:, 2].mean()), angle_deg, (c7_x, c7_y), (tragus_x, tragus_y))


def _in_trunk(rows: list[Row], info: Mapping[str, Any], point: str) -> Floats:
    """Position (n, 3) of a point relative to C7, in trunk axes."""
    room_from_camera = np.asarray(info["R_cam_world"], float).T
    room_from_trunk = room_from_camera @ _matrices(rows, "Rhc") @ _matrices(rows, "Rht").transpose(0, 2, 1)
    place = _columns(rows, tuple(f"{point}_{a}" for a in "XYZ")) - _columns(rows, tuple(f"c7_{a}" for a in "XYZ"))
    return np.asarray(np.einsum("nji,nj->ni", room_from_trunk, place))
