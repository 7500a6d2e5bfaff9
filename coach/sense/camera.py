"""Where frames come from: one interface for a webcam and for a clip."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from coach.measure.types import Frame, Picture
from coach.sense.errors import SourceError

__all__ = ["Camera", "SourceError", "fitted", "open_source", "rgb_from_bgr"]

cv2.setLogLevel(0)  # what it has to say about a device or a file is said once, in a SourceError


class Camera(Protocol):
    """A source of frames."""

    description: str
    """What a person calls this source."""
    live: bool
    """True for a webcam, False for a recording."""
    frame_count: int | None
    """Frames of a recording as its header tells, ``None`` for a webcam."""

    @property
    def problem(self) -> str | None:
        """One line for the person when there is no picture although the source has not ended."""

    @property
    def ended(self) -> bool:
        """True when no further frame will come."""

    def read(self) -> Frame | None:
        """Next frame (a recording) or the newest one (a webcam); ``None`` when there is none right now."""

    def close(self) -> None:
        """Free the device or the file. May be called twice."""


def open_source(source: str, *, realtime: bool = False, loop: bool = False) -> Camera:
    """Open a webcam (a number such as ``0``) or a clip (a path).

    Parameters
    ----------
    source
        Camera index or path of a video file.
    realtime
        Play a clip at its own speed; otherwise every frame as fast as it is asked for.
    loop
        Start a clip again at its end, with time going on.

    Raises
    ------
    SourceError
        When it cannot be opened or has no frame.
    """
    from coach.sense.clip import ClipCamera
    from coach.sense.webcam import Webcam

    if source.isdecimal():
        return Webcam(int(source))
    return ClipCamera(Path(source), realtime=realtime, loop=loop)


def rgb_from_bgr(bgr: NDArray[Any]) -> Picture:
    """Turn OpenCV's order of colours into the one that the rest of the program uses."""
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def fitted(rgb: Picture, size_px: tuple[int, int]) -> Picture:
    """Enlarge or reduce a picture to a size (width, height); where it is narrower its edge is continued."""
    width, height = size_px
    scale = min(width / rgb.shape[1], height / rgb.shape[0])
    whole = cv2.resize(rgb, (round(scale * rgb.shape[1]), round(scale * rgb.shape[0])), interpolation=cv2.INTER_AREA)
    across, down = width - whole.shape[1], height - whole.shape[0]
    edges = (down // 2, down - down // 2, across // 2, across - across // 2)
    return np.asarray(cv2.copyMakeBorder(whole, *edges, cv2.BORDER_REPLICATE), dtype=np.uint8)
