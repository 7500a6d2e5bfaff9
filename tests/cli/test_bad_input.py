"""Whatever is wrong: one clear line on the standard error, the agreed exit code, and nothing lost."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

Refused = Callable[..., str]
NOBODY = 65534
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX rights and devices")


@pytest.mark.parametrize(
    "command", [["measure"], ["session", "M1", "--headless", "--source"]], ids=["measure", "session"]
)
def test_a_source_that_cannot_be_opened(refused: Refused, tmp_path: Path, command: list[str], short_clip: Path) -> None:
    empty, noise, header = tmp_path / "empty.mp4", tmp_path / "noise.mp4", tmp_path / "header.mp4"
    empty.touch()
    noise.write_bytes(np.random.default_rng(1).bytes(5000))
    header.write_bytes(short_clip.read_bytes()[:3000])
    assert "there is no such file" in refused(3, *command, tmp_path / "missing.mp4")
    assert f"{empty}: the file is empty" in refused(3, *command, empty)
    assert f"{noise}: no picture can be read" in refused(3, *command, noise)
    assert f"{header}: no picture can be read" in refused(3, *command, header)
    assert "directory" in refused(3, *command, tmp_path)
    assert "camera 97 is not there" in refused(3, *command, "97")
    assert "camera 99999999999999999999 is not there" in refused(3, *command, "99999999999999999999")


def test_a_clip_without_a_person(refused: Refused, nobody_clip: Path, tmp_path: Path) -> None:
    angles, result = tmp_path / "a.csv", tmp_path / "r.json"
    line = refused(4, "measure", nobody_clip, "--angles", angles, "--json", result)
    assert f"{nobody_clip}: nobody could be measured; face and both shoulders must be in view" in line
    assert '"tracked_fraction": 0.0' in result.read_text()
    rows = angles.read_text().splitlines()[1:]
    assert len(rows) == 16
    assert all(row.endswith(",,,,,,,,,0.000,no_person") for row in rows)


def test_a_session_without_a_person(coach: Callable, nobody_clip: Path, tmp_path: Path) -> None:
    result = tmp_path / "s.json"
    ran = coach("session", "M1", "--headless", "--source", nobody_clip, "--json", result)
    assert ran.code == 4
    assert ran.err.splitlines()[-1].startswith(f"coach: {nobody_clip}: nobody could be measured")
    assert '"repetitions_done": 0' in result.read_text()


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["measure"], "Missing argument 'source'; see coach measure --help"),
        (["measure", "CLIP", "--view", "up"], "'up' is not one of 'front', 'left', 'right'"),
        (["measure", "CLIP", "--fov", "5"], "between 20° and 140°, not 5°"),
        (["measure", "CLIP", "--fov", "nan"], "between 20° and 140°, not nan°"),
        (["measure", "CLIP", "--fov", "wide"], "Invalid value for '--fov': Input should be a valid number"),
        (["measure", "CLIP", "--protocol", "best"], "'best' is not one of rom, free"),
        (["measure", "CLIP", "--bogus"], "No such option: --bogus"),
        (["measure", "CLIP", "more"], "unexpected extra argument(s) (more)"),
        (["session", "M1", "--source", "CLIP", "--headless", "--fov", "400"], "between 20° and 140°, not 400°"),
        (["session", "M1", "--json", "x.json"], "goes with --headless"),
        (["session"], "Missing argument"),
        (["bogus"], "No such command 'bogus'; see coach --help"),
        (["exercises", "bogus"], "No such command 'bogus'; see coach exercises --help"),
        (["bench", "--frames", "1"], "Invalid value for '--frames': Input should be greater than or equal to 20"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_arguments(refused: Refused, short_clip: Path, arguments: list[str], part: str) -> None:
    assert part in refused(2, *[str(short_clip) if a == "CLIP" else a for a in arguments])


@pytest.mark.parametrize("option", ["--angles", "--json"])
def test_an_output_that_cannot_be_made(refused: Refused, short_clip: Path, tmp_path: Path, option: str) -> None:
    missing = tmp_path / "missing" / "out"
    assert refused(2, "measure", short_clip, option, missing) == f"coach: {missing}: No such file or directory\n"
    assert refused(2, "measure", short_clip, option, tmp_path) == f"coach: {tmp_path}: Is a directory\n"


def test_an_output_is_checked_before_the_work(refused: Refused, tmp_path: Path, short_clip: Path) -> None:
    angles = tmp_path / "a.csv"
    refused(2, "measure", short_clip, "--json", tmp_path / "missing" / "r.json", "--angles", angles)
    assert not angles.exists(), "nothing was measured"


@pytest.mark.parametrize("option", ["--angles", "--json"])
def test_a_clip_is_not_written_over(refused: Refused, short_clip: Path, tmp_path: Path, option: str) -> None:
    clip = tmp_path / "clip.mp4"
    shutil.copy(short_clip, clip)
    (tmp_path / "folder").mkdir()
    same = tmp_path / "folder" / ".." / "clip.mp4"
    assert "is used twice" in refused(2, "measure", clip, option, same)
    assert clip.read_bytes() == short_clip.read_bytes()
    assert "is used twice" in refused(2, "measure", clip, "--angles", tmp_path / "r", "--json", tmp_path / "r")


def test_a_missing_clip_leaves_an_older_result_alone(refused: Refused, tmp_path: Path) -> None:
    angles, result = tmp_path / "a.csv", tmp_path / "r.json"
    angles.write_text("older")
    result.write_text("older")
    refused(3, "measure", tmp_path / "missing.mp4", "--angles", angles, "--json", result)
    assert (angles.read_text(), result.read_text()) == ("older", "older")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "r.json"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("option", ["--angles", "--json"])
def test_a_full_disk(refused: Refused, short_clip: Path, option: str) -> None:
    assert refused(2, "measure", short_clip, option, "/dev/full") == "coach: /dev/full: No space left on device\n"
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode), "the device is still one"
    assert not Path("/dev/full.part").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_does_not_take_the_result_of_a_session_away(coach: Callable, short_clip: Path) -> None:
    ran = coach("session", "M1", "--headless", "--source", short_clip, "--json", "/dev/full")
    assert ran.code == 2
    assert ran.err.endswith("coach: /dev/full: No space left on device\n")
    assert "repetitions" in ran.out


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if sys.platform != "linux" or mount is None or os.geteuid() != 0:
        pytest.skip("needs the right to mount a small disk")
    if subprocess.run([mount, "-t", "tmpfs", "-o", "size=16k", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_disk_that_fills_up_while_measuring_keeps_whole_rows(
    refused: Refused, small_disk: Path, rotation_clip: Path
) -> None:
    angles = small_disk / "a.csv"
    (small_disk / "filler").write_bytes(b"x" * 2 * 4096)
    line = refused(2, "measure", rotation_clip, "--angles", angles)
    assert line == f"coach: {angles}: No space left on device\n"
    rows = angles.read_text().split("\n")
    assert len(rows) > 30, "what fitted is there"
    assert all(row.count(",") == 11 for row in rows[:-1])


def test_a_full_disk_keeps_the_older_result(coach: Callable, small_disk: Path, short_clip: Path) -> None:
    result = small_disk / "r.json"
    result.write_text('{"older": true}')
    filler = small_disk / "filler"
    with pytest.raises(OSError, match="No space"):
        filler.write_bytes(b"x" * 100_000)
    ran = coach("measure", short_clip, "--json", result)
    assert (ran.code, ran.err) == (2, f"coach: {result}: No space left on device\n")
    assert "rotation right" in ran.out, "the result is on the screen"
    assert result.read_text() == '{"older": true}'
    assert sorted(p.name for p in small_disk.iterdir()) == ["filler", "r.json"]


@posix
@pytest.mark.parametrize("option", ["--angles", "--json"])
def test_a_read_only_folder(refused: Refused, short_clip: Path, option: str) -> None:
    folder = Path(tempfile.mkdtemp())
    clip = Path(shutil.copy(short_clip, folder))
    clip.chmod(0o444)
    folder.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        line = refused(2, "measure", clip, option, folder / "out")
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)
        written = sorted(p.name for p in folder.iterdir())
        shutil.rmtree(folder)
    assert line == f"coach: {folder / 'out'}: Permission denied\n"
    assert written == [clip.name]


@posix
def test_a_clip_that_may_not_be_read(refused: Refused, short_clip: Path) -> None:
    folder = Path(tempfile.mkdtemp())
    clip = Path(shutil.copy(short_clip, folder))
    clip.chmod(0)
    folder.chmod(0o755)
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        line = refused(3, "measure", clip)
    finally:
        if root:
            os.seteuid(0)
        shutil.rmtree(folder)
    assert line.startswith(f"coach: {clip}: cannot be read (permission denied)")


def test_a_front_that_was_called_a_side_is_no_number_but_the_reason(refused, short_clip, tmp_path):
    angles = tmp_path / "a.csv"
    line = refused(4, "measure", short_clip, "--view", "left", "--angles", angles)
    assert "nobody could be measured from this side" in line
    rows = angles.read_text().splitlines()[1:]
    assert rows
    assert all(",,,,,,,," in row for row in rows)
    assert rows[-1].endswith("view_mismatch")
