"""What the models see in a source: found once, used by every method, and kept on disk if wanted.

A kept file is named by what it depends on: the bytes and times of the pictures, the release of the models, and the
text of the adapter around them, and the networks that read the looks of head and chest.
"""

from __future__ import annotations

import hashlib
import inspect
import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from pathlib import Path

import cv2
import numpy as np

from benchmarks.truth import Source
from coach.measure import rigid
from coach.measure import upright as tilt
from coach.measure.types import Detection, Frame, View
from coach.paths import assets_dir
from coach.sense import (
    appearance,
    closer,
    detector,
    flow,
    lately,
    looks,
    network,
    patch,
    region,
    registration,
    side,
    side_follower,
    side_models,
    side_parts,
    upright,
)
from coach.sense.camera import open_source
from coach.sense.detector import model_version
from coach.sense.side import detector_for

FRONT_MODULES = (detector, closer, looks, appearance, network, lately)
SIDE_MODULES = (
    side,
    side_follower,
    side_models,
    side_parts,
    registration,
    region,
    patch,
    flow,
    rigid,
    upright,
    appearance,
    network,
    tilt,
    lately,
    detector,
)
NETWORKS = ("head_look.onnx", "head_turn.onnx", "chest_look.onnx")
"""What a detection from the front depends on, and one from the side; of the networks that one has only the first."""


def detections_of(
    source: Source, cache: Path | None, on_frame: Callable[[], None]
) -> tuple[list[Detection], list[int]]:
    """Give the detections of a source in order, and for each the row of the truth it is scored against (-1: none).

    ``on_frame`` is called once for each picture.
    """
    kept = cache / f"{source.name}-{_key(source)}.pickle" if cache else None
    if kept and kept.is_file():
        with kept.open("rb") as file:  # written by the lines below, never taken from elsewhere
            found: list[Detection] = pickle.load(file)
        for _ in range(frame_count(source)):
            on_frame()
    else:
        frames = clip_frames(source.path) if source.is_clip else _still_frames(source)
        found = detect(source.view, frames, on_frame)
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            draft = kept.with_suffix(".part")
            draft.write_bytes(pickle.dumps(found, protocol=pickle.HIGHEST_PROTOCOL))
            draft.replace(kept)
    return found, _scored_rows(source, found)


def frame_count(source: Source) -> int:
    """How many pictures a source has."""
    return len(source.truth.angles_deg) if source.is_clip else len(source.shots)


def detect(view: View, frames: Iterable[tuple[Frame, bool]], on_frame: Callable[[], None]) -> list[Detection]:
    """Let the models see pictures in order; detections of those that are marked true."""
    finder = detector_for(view)
    try:
        found = []
        for frame, shown in frames:
            detection = finder.detect(frame)
            if shown:
                found.append(detection)
            on_frame()
        return found
    finally:
        finder.close()


def clip_frames(path: Path) -> Iterator[tuple[Frame, bool]]:
    """Pictures of a film, all of them marked true."""
    camera = open_source(str(path))
    try:
        while (frame := camera.read()) is not None:
            yield frame, True
    finally:
        camera.close()


def _still_frames(source: Source) -> Iterator[tuple[Frame, bool]]:
    path, rgb = None, np.zeros((0, 0, 3), np.uint8)
    for index, shot in enumerate(source.shots):
        if shot.image != path:
            path, rgb = shot.image, np.asarray(cv2.cvtColor(cv2.imread(str(shot.image)), cv2.COLOR_BGR2RGB), np.uint8)
        yield Frame(index, shot.t_s, rgb), shot.shown


def _scored_rows(source: Source, found: list[Detection]) -> list[int]:
    if source.is_clip:
        count = len(source.truth.angles_deg)
        return [d.frame_index if d.frame_index < count else -1 for d in found]
    return [-1 if shot.row is None else shot.row for shot in source.shots if shot.shown]


def _key(source: Source) -> str:
    digest = hashlib.sha256()
    digest.update(f"{model_version()} numpy {np.__version__} opencv {cv2.__version__}".encode())
    for module in FRONT_MODULES if source.view is View.FRONT else SIDE_MODULES:
        digest.update(inspect.getsource(module).encode())
    for name in NETWORKS if source.view is View.FRONT else NETWORKS[:1]:
        digest.update((assets_dir() / "correction" / name).read_bytes())
    digest.update(",".join(f.name for f in fields(Detection)).encode())
    if source.is_clip:
        digest.update(source.path.read_bytes())
    for image in dict.fromkeys(shot.image for shot in source.shots):
        digest.update(image.read_bytes())
    for shot in source.shots:
        digest.update(f"{shot.image.name} {shot.t_s:.4f} {shot.shown}".encode())
    return digest.hexdigest()[:16]
