from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from coach.sense.quiet import quiet

MODELS_SAY = (
    b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n"
    b"WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n"
    b"W0000 00:00:1795443921.432661   28470 inference_feedback_manager.cc:114] Feedback manager requires a model.\n"
)


def test_only_the_chatter_of_the_models_is_left_out(capfd: pytest.CaptureFixture) -> None:
    with quiet():
        os.write(2, b"Traceback (most recent call last):\n" + MODELS_SAY + b"ValueError: W0000 is no reason\n")
        sys.stderr.write("and Python's own line\n")
    os.write(2, b"after\n")
    out, err = capfd.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert sorted(lines) == sorted(
        ["Traceback (most recent call last):", "ValueError: W0000 is no reason", "and Python's own line", "after"]
    )
    assert lines[-1] == "after"


def test_an_error_inside_goes_on_and_what_was_said_comes_out(capfd: pytest.CaptureFixture) -> None:
    @quiet()
    def fail() -> None:
        os.write(2, b"said before\n")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    os.write(2, b"said after\n")
    assert capfd.readouterr().err == "said before\nsaid after\n"


def test_two_threads_do_not_lose_the_standard_error(capfd: pytest.CaptureFixture) -> None:
    def work(number: int) -> None:
        for _ in range(50):
            with quiet():
                os.write(2, b"%d" % number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    os.write(2, b"!")
    err = capfd.readouterr().err
    assert sorted(err[:-1]) == sorted("0123" * 50)
    assert err[-1] == "!"


@pytest.mark.skipif(sys.platform == "win32", reason="a process is started with no standard error by a shell")
def test_a_process_without_a_standard_error_goes_on() -> None:
    code = "from coach.sense.quiet import quiet\nwith quiet():\n    print('works')"
    ran = subprocess.run(
        ["sh", "-c", '"$0" -c "$1" 2>&-', sys.executable, code], capture_output=True, text=True, timeout=60
    )
    assert (ran.returncode, ran.stdout) == (0, "works\n")
