"""Ctrl-C in the middle: what was measured until then is kept, whole and readable."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.cli.frames import interruptible

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends the signal of Ctrl-C to one process")


def interrupt(folder: Path, arguments: list[object], when: Callable[[], bool]) -> tuple[int, str, str]:
    """Start a command, press Ctrl-C when the moment has come, and wait for its end."""
    with (
        (folder / "err").open("w") as said,
        subprocess.Popen(
            [sys.executable, "-m", "coach", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            cwd=folder,
            env=os.environ | {"NECK_COACH_DATA": str(folder / "data")},
        ) as process,
    ):
        try:
            deadline = time.monotonic() + 180
            while not when():
                assert process.poll() is None, (folder / "err").read_text()
                assert time.monotonic() < deadline
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            out, _ = process.communicate(timeout=60)
        finally:
            process.kill()
    return process.returncode, out, (folder / "err").read_text()


def lines_of(path: Path) -> int:
    return path.read_text().count("\n") if path.exists() else 0


def test_a_measurement_leaves_a_valid_table_and_result(tmp_path: Path, rotation_clip: Path) -> None:
    angles, result = tmp_path / "a.csv", tmp_path / "r.json"
    code, out, err = interrupt(
        tmp_path, ["measure", rotation_clip, "--angles", angles, "--json", result], lambda: lines_of(angles) > 70
    )
    content = json.loads(result.read_text())
    with angles.open(newline="") as file:
        rows = list(csv.reader(file))
    assert code == 0
    assert content["interrupted"] is True
    assert 70 <= content["frames"] < 288
    assert len(rows) == content["frames"] + 1
    assert {len(row) for row in rows} == {12}
    assert [int(row[0]) for row in rows[1:]] == list(range(content["frames"]))
    assert err == f"coach: stopped after {content['frames']} frames; what was measured until then is kept\n"
    assert "rotation right" in out
    assert not list(tmp_path.glob("*.part"))


def test_before_anything_was_measured_it_says_so(tmp_path: Path, rotation_clip: Path) -> None:
    angles, result = tmp_path / "a.csv", tmp_path / "r.json"
    code, out, err = interrupt(
        tmp_path, ["measure", rotation_clip, "--angles", angles, "--json", result], lambda: lines_of(angles) > 0
    )
    content = json.loads(result.read_text())
    assert (code, out) == (4, "")
    assert err == f"coach: {rotation_clip}: stopped before anything was measured\n"
    assert content["frames"] == lines_of(angles) - 1
    assert set(content["rom"].values()) == {None}


def test_a_session_leaves_a_valid_result(tmp_path: Path, rotation_clip: Path) -> None:
    result, said = tmp_path / "s.json", tmp_path / "err"
    code, out, err = interrupt(
        tmp_path,
        ["session", "M1", "--source", rotation_clip, "--headless", "--json", result],
        lambda: lines_of(said) >= 2,
    )
    content = json.loads(result.read_text())
    assert code == 0
    assert content["completed"] is False
    assert content["events"][-1]["kind"] == "stopped"
    assert content["duration_s"] < 14
    assert "Traceback" not in err
    assert "repetitions" in out


def test_the_first_ctrl_c_asks_and_the_second_kills() -> None:
    before = signal.getsignal(signal.SIGINT)
    with interruptible() as stop:
        signal.raise_signal(signal.SIGINT)
        assert stop.is_set()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_is_given_back_at_the_end() -> None:
    before = signal.getsignal(signal.SIGINT)
    with interruptible():
        pass
    after = signal.signal(signal.SIGINT, before)
    assert after is before
