"""Nothing leaves the machine: the sockets of a process are watched while it measures a clip.

Python's own calls are seen by an audit hook; sockets that a library opens from C are seen among the open files.
"""

from __future__ import annotations

import csv
import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

WATCH = """
import json, os, sys, threading, time

seen = set()
done = threading.Event()

def audit(event, args):
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname"):
        seen.add(f"{event} {args[1:]}")

def sockets():
    found = set()
    for name in os.listdir("/proc/self/fd") if sys.platform == "linux" else ():
        try:
            target = os.readlink(f"/proc/self/fd/{name}")
        except OSError:
            continue
        if target.startswith("socket:"):
            found.add(target)
    return found

def poll(before):
    while not done.is_set():
        seen.update(sockets() - before)
        time.sleep(0.002)

sys.addaudithook(audit)
thread = threading.Thread(target=poll, args=(sockets(),))
thread.start()
try:
    work()
finally:
    done.set()
    thread.join()
    with open(sys.argv[1], "w") as file:
        json.dump(sorted(seen), file)
"""

MEASURE = """
def work():
    import sys
    from coach.cli import main
    sys.argv[1:], report = sys.argv[2:], sys.argv[1]
    try:
        main()
    finally:
        sys.argv[1:] = [report]
"""

CONNECT = """
def work():
    import socket, sys
    socket.create_connection(("127.0.0.1", int(sys.argv[2]))).close()
"""

LOOK_UP = """
def work():
    import socket
    socket.getaddrinfo("localhost", 80)
"""

CONNECT_FROM_C = """
def work():
    import ctypes, struct, sys, time
    libc = ctypes.CDLL(None)
    handle = libc.socket(2, 1, 0)
    address = struct.pack("=HH4s8x", 2, 0, bytes([127, 0, 0, 1]))
    address = address[:2] + int(sys.argv[2]).to_bytes(2, "big") + address[4:]
    assert libc.connect(handle, address, 16) == 0
    time.sleep(0.1)
    libc.close(handle)
"""


def watch(work: str, report: Path, *arguments: str) -> tuple[list[str], subprocess.CompletedProcess]:
    ran = subprocess.run(
        [sys.executable, "-c", work + WATCH, str(report), *arguments], capture_output=True, text=True, timeout=120
    )
    return json.loads(report.read_text()), ran


@pytest.mark.parametrize(
    "planted",
    [
        CONNECT,
        LOOK_UP,
        pytest.param(
            CONNECT_FROM_C, marks=pytest.mark.skipif(sys.platform != "linux", reason="reads the open files of Linux")
        ),
    ],
    ids=["connect", "look up", "connect from C"],
)
def test_the_watch_catches_a_planted_connection(planted: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        seen, ran = watch(planted, tmp_path / "seen.json", str(server.getsockname()[1]))
    assert ran.returncode == 0, ran.stderr
    assert seen


def test_measuring_a_clip_opens_no_connection(tmp_path: Path, clip: Path) -> None:
    short, rows = tmp_path / "short.mp4", tmp_path / "angles.csv"
    short.write_bytes(clip.read_bytes()[:60_000])
    seen, ran = watch(MEASURE, tmp_path / "seen.json", "measure", str(short), "--angles", str(rows))
    assert ran.returncode == 0, ran.stderr
    with rows.open(newline="") as file:
        assert sum(bool(row["flexion_deg"]) for row in csv.DictReader(file)) > 60, "it did measure"
    assert seen == []
