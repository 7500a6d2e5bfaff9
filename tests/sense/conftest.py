from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from coach.measure.types import Frame
from coach.sense.detector import Detector

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="session")
def clip() -> Path:
    return DATA / "sagittal_c.mp4"


@pytest.fixture(scope="session")
def still() -> Callable[[str], np.ndarray]:
    """Read one of the rendered stills as RGB."""

    def read(name: str) -> np.ndarray:
        bgr = cv2.imread(str(DATA / "stills" / f"{name}.jpg"))
        assert bgr is not None
        return cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)

    return read


@pytest.fixture
def detector() -> Iterator[Detector]:
    detector = Detector()
    yield detector
    detector.close()


@pytest.fixture(scope="session")
def frames() -> Callable[..., Iterator[Frame]]:
    """Make frames of pictures, one after the other."""

    def make(pictures: list[np.ndarray], step_s: float = 0.15) -> Iterator[Frame]:
        return (Frame(index, index * step_s, rgb) for index, rgb in enumerate(pictures))

    return make


@pytest.fixture(scope="session")
def numbered_clip() -> Callable[..., Path]:
    """Write a small clip whose n-th picture is a grey of 8 n; ``hold_s`` gives every frame a time of its own."""

    def write(path: Path, frames: int = 20, fps: float = 10.0, hold_s: tuple[float, ...] | None = None) -> Path:
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"mp4v"), fps, (64, 48))
        for number in range(frames):
            writer.write(np.full((48, 64, 3), 8 * number, np.uint8))
        writer.release()
        if hold_s is not None:
            _change_times(path, hold_s)
        return path

    return write


def _change_times(path: Path, hold_s: tuple[float, ...]) -> None:
    """Rewrite the table of times of an MP4 file: entry n says how long picture n is shown."""
    data = path.read_bytes()
    assert data.index(b"mdat") < data.index(b"moov"), "the pictures must come first, or their places would change"
    timescale = struct.unpack(">I", data[(at := data.index(b"mdhd") + 16) : at + 4])[0]
    table = data.index(b"stts") - 4
    old_size = struct.unpack(">I", data[table : table + 4])[0]
    entries = b"".join(struct.pack(">II", 1, round(hold * timescale)) for hold in hold_s)
    new = struct.pack(">I4sII", 16 + len(entries), b"stts", 0, len(hold_s)) + entries
    changed = bytearray(data[:table] + new + data[table + old_size :])
    for box in (b"moov", b"trak", b"mdia", b"minf", b"stbl"):
        at = changed.index(box) - 4
        size = struct.unpack(">I", changed[at : at + 4])[0]
        changed[at : at + 4] = struct.pack(">I", size + len(new) - old_size)
    path.write_bytes(changed)
