from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from coach.cli import main
from coach.sense.camera import cv2  # as the program imports it, with its own voice turned down

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own for each test; not made."""
    folder = tmp_path / "data"
    monkeypatch.setenv("NECK_COACH_DATA", str(folder))
    return folder


@pytest.fixture
def coach(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture) -> Callable[..., Ran]:
    """Run a command in this process, up to its exit code."""

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["coach", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capfd.readouterr()
        return Ran(int(stopped.value.code or 0), out, err)

    return run


@pytest.fixture
def refused(coach: Callable[..., Ran]) -> Callable[..., str]:
    """Run a command that cannot work; it says why in one line and gives the exit code."""

    def run(code: int, *arguments: object) -> str:
        ran = coach(*arguments)
        assert ran.code == code, ran
        assert ran.err.startswith("coach: ")
        assert ran.err.endswith("\n")
        assert ran.err.count("\n") == 1, ran.err
        assert "Traceback" not in ran.err
        return ran.err

    return run


@pytest.fixture(scope="session")
def as_process() -> Callable[..., Ran]:
    """Run a command as a process of its own, as a person does."""

    def run(folder: Path, *arguments: object) -> Ran:
        ran = subprocess.run(
            [sys.executable, "-m", "coach", *map(str, arguments)],
            capture_output=True,
            text=True,
            cwd=folder,
            env=os.environ | {"NECK_COACH_DATA": str(folder / "data")},
            timeout=120,
        )
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    return run


@pytest.fixture(scope="session")
def rotation_clip() -> Path:
    return DATA / "rotation_a.mp4"


def write_clip(path: Path, pictures: list[np.ndarray], fps: float = 20.0) -> Path:
    height, width = pictures[0].shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"mp4v"), fps, (width, height))
    for picture in pictures:
        writer.write(picture)
    writer.release()
    return path


@pytest.fixture(scope="session")
def short_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first 40 frames of a clip: a person at rest who then begins to move."""
    capture = cv2.VideoCapture(str(DATA / "sagittal_c.mp4"))
    pictures = [capture.read()[1] for _ in range(40)]
    capture.release()
    return write_clip(tmp_path_factory.mktemp("clips") / "short.mp4", pictures)


@pytest.fixture(scope="session")
def cut_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip that breaks off after two seconds although its header tells of more."""
    path = tmp_path_factory.mktemp("clips") / "cut.mp4"
    path.write_bytes((DATA / "sagittal_c.mp4").read_bytes()[:35_000])
    return path


@pytest.fixture(scope="session")
def nobody_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip of a room in which nobody is."""
    random = np.random.default_rng(5)
    pictures = [random.integers(90, 160, (240, 320, 3), dtype=np.uint8) for _ in range(16)]
    return write_clip(tmp_path_factory.mktemp("clips") / "nobody.mp4", pictures)
