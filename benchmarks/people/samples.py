"""Turn the files of rendered people into samples of what the correction sees and what it should answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from coach.measure.correction import Seen
from coach.measure.features import (
    FLIP,
    body_features,
    face_features,
    faceless_features,
    moment_from_detection,
    trunk_features,
    view_from_camera,
)
from coach.measure.head import HeadPose, locate_head
from coach.measure.neutral import Neutral, neutral_from_detections
from coach.measure.neutral_features import neutral_features
from coach.measure.optics import Pinhole
from coach.measure.plausibility import pose_is_plausible
from coach.measure.rotations import mean_rotation, rotation_from_vector, vector_from_rotation
from coach.measure.types import Appearance, Detection

ANATOMICAL = np.array([[0.0, 0.0, -1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
"""The program's head axes (forward, up, right) in those of the data (left, up, forward)."""
SETTLE_FRAMES = 3
"""The models need some frames to settle on a person."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One frame, or neutral: what is seen, and the rotation vector (3,) missing, in the view or the camera frame.

    ``hike_m`` is how much farther the left shoulder is pulled up than the right one.
    """

    features: Seen
    missing: np.ndarray
    true_deg: np.ndarray
    hike_m: float = 0.0

    def mirrored(self) -> Sample:
        """Show the same frame in a mirror."""
        return Sample(self.features.mirrored(), self.missing * FLIP, self.true_deg * FLIP, -self.hike_m)


@dataclass(frozen=True, slots=True)
class Samples:
    """All of one person: with a face, of the body alone, the axes of the head at neutral, and the trunk."""

    face: list[Sample] = field(default_factory=list)
    body: list[Sample] = field(default_factory=list)
    axes: list[Sample] = field(default_factory=list)
    trunk: list[Sample] = field(default_factory=list)


def people(path: Path) -> Iterator[Samples]:
    """Make the samples of each person in a folder, or of the one in a file."""
    for file in sorted(path.glob("person_*.npz")) if path.is_dir() else [path]:
        person = Samples()
        for rows in sequences_of(file):
            _sequence(rows, person)
        yield person


def sequences_of(path: Path) -> Iterator[dict[str, np.ndarray]]:
    """Arrays of each sequence of a person, by name."""
    with np.load(path, allow_pickle=True) as file:
        arrays = {name: file[name] for name in file.files}
    numbers = arrays["sequence"]
    for number in np.unique(numbers):
        rows = np.flatnonzero(numbers == number)
        yield {name: v[rows] for name, v in arrays.items() if v.ndim and len(v) == len(numbers)}


def detections_of(rows: dict[str, np.ndarray]) -> list[Detection]:
    """Make the detections that the program's own adapter would give."""
    return [_detection(rows, i) for i in range(len(rows["face"]))]


def still_frames(rows: dict[str, np.ndarray], detections: list[Detection]) -> list[int]:
    """Frames that neutral is taken from: fewer than two where the person was not seen then."""
    return [
        i
        for i, d in enumerate(detections)
        if rows["neutral"][i] and i >= SETTLE_FRAMES and d.face_px is not None and d.pose_px is not None
    ]


def _sequence(rows: dict[str, np.ndarray], person: Samples) -> None:
    """Add the samples of one sequence; none where the person was not seen at neutral."""
    detections = detections_of(rows)
    still = still_frames(rows, detections)
    if len(still) < 2:
        return
    camera = Pinhole.from_fov(detections[0].image_size_px)
    neutral = neutral_from_detections([detections[i] for i in still], camera)
    true_neutral = mean_rotation(rows["Rhc"][still])
    trunk_neutral = mean_rotation(rows["Rhc"][still] @ rows["Rht"][still].transpose(0, 2, 1))
    if neutral.body is not None:
        person.axes.append(_axes(neutral, camera, true_neutral @ ANATOMICAL))
    pose: HeadPose | None = None
    for i in range(SETTLE_FRAMES, len(detections)):
        true = rows["Rhc"][i] @ true_neutral.T
        trunk = rows["Rhc"][i] @ rows["Rht"][i].T @ trunk_neutral.T
        pose = _locate(detections[i], neutral, camera, pose)
        _frame(detections[i], neutral, camera, pose, (true, trunk), float(-np.diff(rows["hike"][i])[0]), person)


def _axes(neutral: Neutral, camera: Pinhole, true: np.ndarray) -> Sample:
    assert neutral.body is not None
    view_from = view_from_camera(neutral.pose)
    missing = view_from @ vector_from_rotation(true @ neutral.pose.camera_from_head.T)
    return Sample(neutral_features(neutral.body, neutral.model, neutral.pose, camera), missing, np.zeros(3))


def _frame(
    detection: Detection,
    neutral: Neutral,
    camera: Pinhole,
    pose: HeadPose | None,
    turns: tuple[np.ndarray, np.ndarray],
    hike_m: float,
    person: Samples,
) -> None:
    now = moment_from_detection(detection, camera)
    if now is None or neutral.body is None:
        return
    body = body_features(now, neutral.body, camera)
    true, trunk = turns
    vector = vector_from_rotation(true)
    unexplained = vector_from_rotation(true @ rotation_from_vector(body.look).T)
    faceless = faceless_features(body, neutral.pose)
    person.body.append(Sample(faceless, unexplained, np.degrees(vector)))
    trunk_missing = vector_from_rotation(trunk @ rotation_from_vector(body.chest).T)
    of_trunk = trunk_features(body, pose, neutral.pose)
    person.trunk.append(Sample(of_trunk, trunk_missing, np.degrees(vector_from_rotation(trunk)), hike_m))
    if pose is None or detection.face_px is None:
        return
    view_from = view_from_camera(pose)
    seen = pose.camera_from_head @ neutral.pose.camera_from_head.T
    missing = view_from @ vector_from_rotation(true @ seen.T)
    features = face_features(body, detection.face_px, neutral.model, pose, neutral.pose, camera)
    person.face.append(Sample(features, missing, np.degrees(view_from @ vector)))


def _locate(detection: Detection, neutral: Neutral, camera: Pinhole, last: HeadPose | None) -> HeadPose | None:
    if detection.face_px is None:
        return None
    for start in (neutral.pose,) if last is None else (last, neutral.pose):
        pose = locate_head(neutral.model, detection.face_px, camera, start)
        if pose_is_plausible(pose, neutral.pose):
            return pose
    return None


def _detection(rows: dict[str, np.ndarray], i: int) -> Detection:
    width, height = (int(v) for v in rows["size"][i])
    face, pose = rows["face"][i].astype(float), rows["pose"][i].astype(float)
    has_face, has_pose = np.isfinite(face).all(), np.isfinite(pose).all()
    return Detection(
        frame_index=i,
        t_s=i / 20,
        image_size_px=(width, height),
        face_px=face * [width, height, width] if has_face else None,
        pose_px=pose[:, :2] * [width, height] if has_pose else None,
        pose_visibility=pose[:, 3] if has_pose else None,
        pose_world_m=rows["world"][i].astype(float) if has_pose else None,
        brightness=0.5,
        appearance=_appearance(rows, "look", i),
        chest=_appearance(rows, "chest", i),
    )


def _appearance(rows: dict[str, np.ndarray], part: str, i: int) -> Appearance | None:
    if not np.isfinite(rows[part][i]).all():
        return None
    x, y = (float(v) for v in rows[f"{part}_centre"][i])
    return Appearance((x, y), rows[part][i].astype(float), rows[f"{part}_sigma"][i].astype(float))
