from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator

import cv2
import numpy as np
import pytest

from coach.sense import webcam
from coach.sense.camera import SourceError, open_source
from coach.sense.errors import SourceBusy, SourceMissing
from coach.sense.webcam import Webcam

PERIOD_S = 0.01


class Device:
    """A webcam that a test can pull out; the n-th picture is a grey of n."""

    def __init__(self) -> None:
        self.plugged = self.delivers = True
        self.fails_with: Exception | None = None
        self.taken = 0
        self.opened = 0
        self.held = 0

    def __call__(self, index: int) -> Handle:
        self.opened += 1
        return Handle(self)


class Handle:
    """What opening the device gives."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._open = device.plugged
        device.held += self._open

    def isOpened(self) -> bool:
        return self._open

    def read(self) -> tuple[bool, np.ndarray | None]:
        time.sleep(PERIOD_S)
        if self._device.fails_with is not None:
            raise self._device.fails_with
        if not (self._open and self._device.plugged and self._device.delivers):
            return False, None
        self._device.taken += 1
        return True, np.full((12, 16, 3), self._device.taken % 256, np.uint8)

    def release(self) -> None:
        self._device.held -= self._open
        self._open = False


@pytest.fixture
def device() -> Device:
    return Device()


@pytest.fixture
def camera(device: Device) -> Iterator[Webcam]:
    camera = Webcam(3, opener=device, retry_s=0.02)
    yield camera
    camera.close()


def wait_for(condition: Callable[[], bool], seconds: float = 5.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True


def test_a_slow_reader_gets_the_newest_frame_only(camera: Webcam, device: Device) -> None:
    first = camera.read()
    assert wait_for(lambda: device.taken >= int(first.rgb[0, 0, 0]) + 12)
    taken = device.taken
    second = camera.read()
    assert int(second.rgb[0, 0, 0]) >= taken - 1
    assert second.index >= first.index + 10, "the gap tells that frames were dropped"
    third = camera.read()
    assert third.index > second.index, "a frame is given once"


def test_times_are_those_of_the_capture(camera: Webcam) -> None:
    frames = [camera.read() for _ in range(5)]
    times = [f.t_s for f in frames]
    assert times == sorted(set(times))
    assert 0 <= times[0] < 1
    time.sleep(0.3)
    late = camera.read()
    assert late.t_s - times[-1] == pytest.approx(0.3, abs=0.15), "the time of the newest capture, not of the last read"
    assert (camera.live, camera.frame_count, camera.description) == (True, None, "camera 3")


def test_no_camera(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webcam, "device_is_there", lambda _index: False)
    device.plugged = False
    with pytest.raises(SourceMissing, match=r"^camera 3 is not there[^\n]+$"):
        Webcam(3, opener=device)
    assert device.held == 0


def test_a_camera_that_is_listed_and_does_not_open_is_busy(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webcam, "device_is_there", lambda index: index == 3)
    device.plugged = False
    with pytest.raises(SourceBusy, match=r"^camera 3 gives no picture; another program may be using it[^\n]+$"):
        Webcam(3, opener=device)


def test_the_system_is_asked_whether_the_camera_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    usable = ("/dev/video3", os.R_OK | os.W_OK)
    monkeypatch.setattr(webcam.os, "access", lambda path, mode: (path, mode) == usable)
    monkeypatch.setattr(webcam.sys, "platform", "linux")
    assert webcam.device_is_there(3)
    assert not webcam.device_is_there(4)
    monkeypatch.setattr(webcam.sys, "platform", "darwin")
    assert not webcam.device_is_there(3)


def test_a_busy_camera(device: Device) -> None:
    device.delivers = False
    with pytest.raises(SourceBusy, match=r"^camera 3 gives no picture; another program may be using it[^\n]+$"):
        Webcam(3, opener=device)
    assert device.held == 0, "the device is let go"


def test_an_impossible_number(device: Device) -> None:
    with pytest.raises(SourceError, match=r"^camera 99999999999 is not there[^\n]+$"):
        open_source("99999999999")


@pytest.mark.parametrize("error", [None, cv2.error("the device has gone")])
def test_pulled_out_and_back(camera: Webcam, device: Device, error: Exception | None) -> None:
    before = camera.read()
    assert camera.problem is None
    device.plugged, device.fails_with = False, error
    assert wait_for(lambda: camera.problem is not None)
    assert "\n" not in camera.problem
    assert "camera has gone" in camera.problem
    camera.read()
    assert camera.read() is None
    assert not camera.ended
    opened = device.opened
    assert wait_for(lambda: device.opened > opened + 1), "it keeps trying"
    device.plugged, device.fails_with = True, None
    assert wait_for(lambda: camera.problem is None)
    after = camera.read()
    assert after.index > before.index
    assert after.t_s > before.t_s


def test_a_camera_that_has_gone_is_let_go_before_it_is_opened_again(device: Device) -> None:
    held: list[int] = []

    def opener(index: int) -> Handle:
        held.append(device.held)
        return device(index)

    camera = Webcam(3, opener=opener, retry_s=0.02)
    device.plugged = False
    tried_again = wait_for(lambda: len(held) > 2)
    camera.close()
    assert tried_again
    assert set(held) == {0}, "on Linux a device that is still held comes back under another number"


def test_read_comes_back_while_the_camera_is_gone(
    camera: Webcam, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webcam, "WAIT_S", 0.1)
    device.plugged = False
    assert wait_for(lambda: camera.problem is not None)
    camera.read()
    start = time.monotonic()
    assert camera.read() is None
    assert 0.05 < time.monotonic() - start < 1.0


def test_close_frees_the_device_and_leaves_no_thread(device: Device) -> None:
    before = threading.active_count()
    camera = Webcam(0, opener=device)
    assert camera.read() is not None
    assert threading.active_count() == before + 1
    camera.close()
    camera.close()
    assert camera.ended
    assert threading.active_count() == before
    assert device.held == 0


def test_close_while_the_camera_is_gone(device: Device) -> None:
    before = threading.active_count()
    camera = Webcam(0, opener=device, retry_s=60)
    device.plugged = False
    assert wait_for(lambda: camera.problem is not None)
    camera.close()
    assert threading.active_count() == before
    assert device.held == 0


def test_close_wakes_a_waiting_reader(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webcam, "WAIT_S", 60)
    camera = Webcam(0, opener=device, retry_s=60)
    device.plugged = False
    assert wait_for(lambda: camera.problem is not None)
    got: list[object] = []

    def read() -> None:
        while camera.read() is not None:
            continue
        got.append("woken")

    reader = threading.Thread(target=read)
    reader.start()
    time.sleep(0.05)
    camera.close()
    reader.join(5)
    assert got == ["woken"]
