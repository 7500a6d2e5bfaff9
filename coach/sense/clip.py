"""A recording played as if it were a camera."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from coach.measure.types import Frame
from coach.sense.camera import rgb_from_bgr
from coach.sense.errors import SourceError, SourceMissing

DEFAULT_FPS = 30.0
LATE_S = 0.25
PAUSE_S = 2.0
"""Longer than this nobody read (the machine slept, a dialogue was open): then the clip waits instead of skipping."""

_Picture = tuple[NDArray[Any], float]


class ClipCamera:
    """Frames of a video file with the times that the file gives them, from 0; a file may have any rate, or none.

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
        _check_readable(path)
        self.description = path.name
        self.problem: str | None = None
        self.ended = False
        self._path, self._realtime, self._loop = path, realtime, loop
        self._clock, self._sleep = clock, sleep
        self._capture = cv2.VideoCapture(str(path))
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        self.fps = fps if 1 <= fps <= 1000 else DEFAULT_FPS
        count = int(self._capture.get(cv2.CAP_PROP_FRAME_COUNT))
        self.frame_count: int | None = count if count > 0 and not loop else None
        self._index = 0
        self._last_s = -1 / self.fps
        self._offset_s: float | None = None
        self._started: float | None = None
        self._pending = self._grab()
        if self._pending is None:
            self._capture.release()
            raise SourceError(f"{path}: no picture can be read from this file; it is damaged or not a video")

    def read(self) -> Frame | None:
        """Next frame; in real time the one that is due, after waiting for it."""
        picture = self._next()
        if picture is not None and self._realtime:
            picture = self._keep_pace(picture)
        if picture is None:
            return None
        bgr, t_s = picture
        frame = Frame(self._index, t_s, rgb_from_bgr(bgr))
        self._index += 1
        return frame

    def close(self) -> None:
        """Close the file."""
        self.ended = True
        self._pending = None
        self._capture.release()

    def _next(self) -> _Picture | None:
        """Next picture of the file, from the start again when looping."""
        if self.ended:
            return None
        picture, self._pending = self._pending, None
        if picture is None:
            picture = self._grab()
        if picture is None and self._loop:
            self._capture.release()
            self._capture = cv2.VideoCapture(str(self._path))
            self._offset_s = None
            picture = self._grab()
        if picture is None:
            self._stop_at_end()
        return picture

    def _grab(self) -> _Picture | None:
        """Decode one picture. A time that the file does not give, or that does not grow, follows from the rate."""
        ok, bgr = self._capture.read() if self._capture.isOpened() else (False, None)
        if not ok or bgr is None:
            return None
        position_s, next_s = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000, self._last_s + 1 / self.fps
        if self._offset_s is None:
            self._offset_s = next_s - position_s
        t_s = position_s + self._offset_s
        if t_s <= self._last_s:
            t_s = next_s
        self._last_s = t_s
        return np.asarray(bgr), t_s

    def _stop_at_end(self) -> None:
        self.ended = True
        if self.frame_count is not None and self._index < self.frame_count - 1:
            self.problem = (
                f"{self._path}: damaged after {self._index} of {self.frame_count} frames; the rest is left out"
            )
        self._capture.release()

    def _keep_pace(self, picture: _Picture) -> _Picture | None:
        """Wait until the picture is due; skip pictures that are long past."""
        now = self._clock()
        if self._started is None or now - self._started - picture[1] > PAUSE_S:
            self._started = now - picture[1]
        while (early_s := self._started + picture[1] - self._clock()) < -LATE_S:
            self._index += 1
            skipped = self._next()
            if skipped is None:
                return None
            picture = skipped
        if early_s > 0:
            self._sleep(early_s)
        return picture


def _check_readable(path: Path) -> None:
    """Find out why a file cannot be read before a video library hides the reason."""
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except FileNotFoundError:
        message = f"{path}: there is no such file; give a video file or a camera number such as 0"
        raise SourceMissing(message) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SourceError(f"{path}: cannot be read ({reason}); give a video file or a camera number") from error
    if empty:
        raise SourceError(f"{path}: the file is empty")
