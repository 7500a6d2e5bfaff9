"""A recording played as if it were a camera."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from coach.measure.types import Frame
from coach.sense.camera import SourceError, rgb_from_bgr

DEFAULT_FPS = 30.0
LATE_S = 0.25


class ClipCamera:
    """Frames of a video file with their exact times.

    In real time a frame is held back until it is due, and frames are skipped when the reader falls behind, as a webcam
    would do. ``clock`` and ``sleep`` can be given by tests.

    Raises
    ------
    SourceError
        A file that is missing, empty, no video, or has no readable frame.
    """

    live = False

    def __init__(
        self,
        path: Path,
        *,
        realtime: bool = False,
        loop: bool = False,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ):
        if not path.is_file():
            raise SourceError(f"{path}: there is no such file; give a video file or a camera number such as 0")
        if path.stat().st_size == 0:
            raise SourceError(f"{path}: the file is empty")
        self.description = path.name
        self.problem: str | None = None
        self.ended = False
        self._path, self._realtime, self._loop = path, realtime, loop
        self._clock, self._sleep = clock, sleep
        self._capture = cv2.VideoCapture(str(path))
        first = self._capture.read()[1] if self._capture.isOpened() else None
        if first is None:
            self._capture.release()
            raise SourceError(f"{path}: no picture can be read from this file; it is damaged or not a video")
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        self.fps = fps if 1 <= fps <= 1000 else DEFAULT_FPS
        count = int(self._capture.get(cv2.CAP_PROP_FRAME_COUNT))
        self.frame_count: int | None = count if count > 0 and not loop else None
        self._pending: np.ndarray | None = first
        self._index = 0
        self._offset_index = 0
        self._started: float | None = None

    def read(self) -> Frame | None:
        """Next frame; in real time the one that is due, after waiting for it."""
        bgr = self._next()
        if bgr is None:
            return None
        if self._realtime:
            bgr = self._keep_pace(bgr)
            if bgr is None:
                return None
        frame = Frame(self._index, self._index / self.fps, rgb_from_bgr(bgr))
        self._index += 1
        return frame

    def close(self) -> None:
        """Close the file."""
        self.ended = True
        self._pending = None
        self._capture.release()

    def _next(self) -> np.ndarray | None:
        """Next picture of the file, from the start again when looping."""
        if self.ended:
            return None
        if self._pending is not None:
            bgr, self._pending = self._pending, None
            return bgr
        ok, bgr = self._capture.read()
        if not ok and self._loop:
            self._capture.release()
            self._capture = cv2.VideoCapture(str(self._path))
            ok, bgr = self._capture.read()
        if not ok:
            self._stop_at_end()
            return None
        return np.asarray(bgr)

    def _stop_at_end(self) -> None:
        self.ended = True
        if self.frame_count is not None and self._index < self.frame_count - 1:
            self.problem = (
                f"{self._path}: damaged after {self._index} of {self.frame_count} frames; the rest is left out"
            )
        self._capture.release()

    def _keep_pace(self, bgr: np.ndarray) -> np.ndarray | None:
        """Wait until the picture is due; skip pictures that are long past."""
        if self._started is None:
            self._started = self._clock()
        while (late_s := self._clock() - self._started - self._index / self.fps) > LATE_S:
            self._index += 1
            skipped = self._next()
            if skipped is None:
                return None
            bgr = skipped
        if late_s < 0:
            self._sleep(-late_s)
        return bgr
