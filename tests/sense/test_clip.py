from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from coach.measure.types import Frame
from coach.sense.camera import Camera, SourceError, open_source
from coach.sense.clip import ClipCamera

Write = Callable[..., Path]


class Clock:
    """Time that only passes when somebody sleeps or works."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now_s += seconds


def read_all(camera: Camera) -> list[Frame]:
    frames = []
    while not camera.ended:
        frame = camera.read()
        if frame is not None:
            frames.append(frame)
    return frames


def shown(frame: Frame) -> int:
    """Number of the picture in a numbered clip."""
    return round(float(frame.rgb.mean()) / 8)


@pytest.fixture
def numbered(tmp_path: Path, numbered_clip: Write) -> Path:
    return numbered_clip(tmp_path / "numbered.mp4")


def test_every_frame_comes_once_with_its_exact_time(numbered: Path) -> None:
    camera = open_source(str(numbered))
    frames = read_all(camera)
    assert [shown(f) for f in frames] == list(range(20)) == [f.index for f in frames]
    assert [f.t_s for f in frames] == pytest.approx([n / 10 for n in range(20)], abs=1e-6)
    assert (camera.frame_count, camera.live, camera.description) == (20, False, "numbered.mp4")
    assert camera.read() is None
    assert camera.problem is None


def test_frames_are_rgb_and_not_mirrored(clip: Path, still: Callable[[str], np.ndarray]) -> None:
    rgb = open_source(str(clip)).read().rgb
    assert rgb.shape == (480, 640, 3)
    assert rgb.dtype == np.uint8
    face = rgb[180:260, 290:350].reshape(-1, 3).mean(axis=0)
    assert face[0] > face[2] + 15, "skin is redder than it is blue"


def test_a_clip_without_a_steady_rate_keeps_its_own_times(tmp_path: Path, numbered_clip: Write) -> None:
    hold_s = (0.1, 0.05, 0.2, 0.1, 0.02, 0.13, 0.1, 0.1)
    path = numbered_clip(tmp_path / "phone.mp4", frames=8, hold_s=hold_s)
    times = [f.t_s for f in read_all(open_source(str(path)))]
    assert times == pytest.approx([0.0, *np.cumsum(hold_s[:-1])], abs=0.002)


class BrowserFile:
    """A file without a number of frames, whose times begin late, stand still and run back, as a browser's may."""

    times_ms = (500.0, 600.0, 600.0, 550.0, 900.0)

    def __init__(self, _path: str) -> None:
        self._read = 0

    def isOpened(self) -> bool:
        return True

    def get(self, what: int) -> float:
        told = {cv2.CAP_PROP_FPS: 10.0, cv2.CAP_PROP_FRAME_COUNT: -276701161105643.0}
        return told.get(what, self.times_ms[max(0, self._read - 1)])

    def read(self) -> tuple[bool, np.ndarray | None]:
        self._read += 1
        return (True, np.zeros((4, 6, 3), np.uint8)) if self._read <= len(self.times_ms) else (False, None)

    def release(self) -> None:
        pass


def test_a_file_with_wrong_times_and_no_number_of_frames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "browser.webm"
    path.write_bytes(b"x")
    monkeypatch.setattr(cv2, "VideoCapture", BrowserFile)
    camera = ClipCamera(path)
    assert camera.frame_count is None
    assert [f.t_s for f in read_all(camera)] == pytest.approx([0.0, 0.1, 0.2, 0.3, 0.4])
    assert camera.problem is None


def test_in_real_time_a_frame_waits_until_it_is_due(numbered: Path) -> None:
    clock = Clock()
    camera = ClipCamera(numbered, realtime=True, clock=clock, sleep=clock.sleep)
    seen = []
    while not camera.ended:
        frame = camera.read()
        if frame is not None:
            seen.append((frame.index, round(clock.now_s - 100 - frame.t_s, 6)))
            clock.now_s += 0.03
    assert seen == [(n, 0.0) for n in range(20)]
    assert clock.slept == pytest.approx([0.07] * 19)


def test_in_real_time_a_slow_reader_misses_frames_and_stays_in_time(numbered: Path) -> None:
    clock = Clock()
    camera = ClipCamera(numbered, realtime=True, clock=clock, sleep=clock.sleep)
    seen = []
    while not camera.ended:
        frame = camera.read()
        if frame is not None:
            assert shown(frame) == frame.index
            assert frame.t_s == pytest.approx(frame.index / 10)
            assert abs(clock.now_s - 100 - frame.t_s) <= 0.25 + 1e-6
            seen.append(frame.index)
            clock.now_s += 0.4
    assert seen == sorted(set(seen))
    assert 4 <= len(seen) <= 7, "it takes 0.4 s a frame and the clip lasts 2 s"
    assert camera.problem is None


def test_in_real_time_a_long_pause_is_not_skipped(numbered: Path) -> None:
    clock = Clock()
    camera = ClipCamera(numbered, realtime=True, clock=clock, sleep=clock.sleep)
    assert camera.read().index == 0
    clock.now_s += 3600
    assert camera.read().index == 1
    assert camera.read().index == 2
    assert clock.slept == pytest.approx([0.1])


def test_a_loop_starts_again_and_time_goes_on(numbered: Path) -> None:
    camera = open_source(str(numbered), loop=True)
    frames = [camera.read() for _ in range(50)]
    camera.close()
    assert [shown(f) for f in frames] == [n % 20 for n in range(50)]
    assert [f.index for f in frames] == list(range(50))
    assert [f.t_s for f in frames] == pytest.approx([n / 10 for n in range(50)], abs=1e-6)
    assert camera.frame_count is None


def test_close_ends_it_and_may_be_called_twice(numbered: Path) -> None:
    camera = open_source(str(numbered))
    camera.read()
    camera.close()
    camera.close()
    assert camera.ended
    assert camera.read() is None


def refused(source: Path) -> str:
    with pytest.raises(SourceError) as caught:
        open_source(str(source))
    message = str(caught.value)
    assert message.startswith(f"{source}: ")
    assert "\n" not in message
    return message


def test_what_is_no_clip_is_refused_in_one_line(tmp_path: Path, clip: Path) -> None:
    empty, noise, text = tmp_path / "empty.mp4", tmp_path / "noise.mp4", tmp_path / "text.mp4"
    empty.touch()
    noise.write_bytes(np.random.default_rng(1).bytes(5000))
    text.write_text("this is not a video\n")
    header_only = tmp_path / "header.mp4"
    header_only.write_bytes(clip.read_bytes()[:3000])
    assert "there is no such file" in refused(tmp_path / "missing.mp4")
    assert "is empty" in refused(empty)
    assert "directory" in refused(tmp_path)
    for path in (noise, text, header_only):
        assert "damaged or not a video" in refused(path)


def test_a_clip_without_its_end_gives_what_is_there_and_says_so(tmp_path: Path, clip: Path) -> None:
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(clip.read_bytes()[:60_000])
    camera = open_source(str(cut))
    frames = read_all(camera)
    assert 50 < len(frames) < 150
    assert [f.index for f in frames] == list(range(len(frames)))
    assert camera.problem == f"{cut}: damaged after {len(frames)} of 288 frames; the rest is left out"


def test_damage_is_not_printed_by_the_video_library(tmp_path: Path, clip: Path, capfd: pytest.CaptureFixture) -> None:
    cut, noise = tmp_path / "cut.mp4", tmp_path / "noise.mp4"
    cut.write_bytes(clip.read_bytes()[:60_000])
    noise.write_bytes(b"\0\1\2" * 1000)
    read_all(open_source(str(cut)))
    refused(noise)
    with pytest.raises(SourceError, match="camera 990 is not there"):
        open_source("990")
    assert capfd.readouterr() == ("", "")
