"""A webcam: newest frame only, real capture times, and it comes back when it was pulled out."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import cv2
from numpy.typing import NDArray

from coach.measure.types import Frame
from coach.sense.camera import rgb_from_bgr
from coach.sense.errors import SourceBusy, SourceError, SourceMissing

BACKENDS = {"win32": cv2.CAP_DSHOW, "darwin": cv2.CAP_AVFOUNDATION, "linux": cv2.CAP_V4L2}
SIZE_PX = (1280, 720)
LAST_INDEX = 999
RETRY_S = 1.0
FAILURES_BEFORE_GONE = 5
WAIT_S = 0.5
GONE = "The camera has gone. Plug it in again, or close the program that took it; this goes on by itself."


def open_capture(index: int) -> Any:
    """Open the device with the backend of this system and ask for 1280x720 at 30 frames a second."""
    capture = cv2.VideoCapture(index, BACKENDS.get(sys.platform, cv2.CAP_ANY))
    if capture.isOpened():
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, SIZE_PX[0])
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, SIZE_PX[1])
        capture.set(cv2.CAP_PROP_FPS, 30)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return capture


class Webcam:
    """The newest frame of a webcam; a thread reads the device so that no old frame waits in a buffer.

    ``opener`` opens a device (``cv2.VideoCapture`` unless a test gives another).

    Raises
    ------
    SourceMissing, SourceBusy
        When the device is missing, or another program has it.
    """

    live = True
    frame_count: int | None = None

    def __init__(self, index: int = 0, opener: Callable[[int], Any] = open_capture, retry_s: float = RETRY_S):
        if index > LAST_INDEX:
            raise _cannot_open(index, False)
        self.description = f"camera {index}"
        self._index, self._opener, self._retry_s = index, opener, retry_s
        self._capture = opener(index)
        opened = self._capture.isOpened()
        if not opened or _picture(self._capture) is None:
            self._capture.release()
            raise _cannot_open(index, opened)
        self._problem: str | None = None
        self._fresh = threading.Condition()
        self._newest: Frame | None = None
        self._count = 0
        self._stop = threading.Event()
        self._started = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="webcam", daemon=True)
        self._thread.start()

    @property
    def problem(self) -> str | None:
        """One line for the person while the camera is gone."""
        return self._problem

    @property
    def ended(self) -> bool:
        """True once closed."""
        return self._stop.is_set()

    def read(self) -> Frame | None:
        """Newest frame that was not read yet, after waiting at most half a second; ``None`` without one."""
        with self._fresh:
            self._fresh.wait_for(lambda: self._newest is not None or self._stop.is_set(), WAIT_S)
            frame, self._newest = self._newest, None
        return frame

    def close(self) -> None:
        """Stop the thread, which frees the device."""
        self._stop.set()
        with self._fresh:
            self._fresh.notify_all()
        self._thread.join(2.0)

    def _run(self) -> None:
        failures = 0
        while not self._stop.is_set():
            bgr = _picture(self._capture)
            t_s = time.monotonic() - self._started
            if bgr is not None:
                failures, self._problem = 0, None
                self._publish(bgr, t_s)
                continue
            failures += 1
            if failures >= FAILURES_BEFORE_GONE:
                self._reopen()
                failures = 0
        self._capture.release()

    def _publish(self, bgr: NDArray[Any], t_s: float) -> None:
        frame = Frame(self._count, t_s, rgb_from_bgr(bgr))
        self._count += 1
        with self._fresh:
            self._newest = frame
            self._fresh.notify_all()

    def _reopen(self) -> None:
        """Say that the camera is gone and try again until it is back."""
        self._problem = GONE
        self._capture.release()
        while not self._stop.wait(self._retry_s):
            self._capture = self._opener(self._index)
            if self._capture.isOpened():
                return
            self._capture.release()


def _picture(capture: Any) -> NDArray[Any] | None:
    """Read a picture; a device that is being pulled out may also answer with an error."""
    try:
        ok, bgr = capture.read()
    except cv2.error:
        return None
    return bgr if ok else None


def device_is_there(index: int) -> bool:
    """Whether the system lists the camera and lets us use it; where it tells nothing of this, False.

    A camera that another program has does not even open on Linux, and would be taken for missing.
    """
    return sys.platform == "linux" and os.access(f"/dev/video{index}", os.R_OK | os.W_OK)


def _cannot_open(index: int, opened: bool) -> SourceError:
    if opened or device_is_there(index):
        return SourceBusy(
            f"camera {index} gives no picture; another program may be using it: close that program and try again"
        )
    return SourceMissing(
        f"camera {index} is not there or may not be used; plug one in, allow camera access, or give a video file"
    )
