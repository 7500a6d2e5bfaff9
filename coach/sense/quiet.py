"""Keep the start-up chatter of the pose models off the standard error, and nothing else."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import threading
from collections.abc import Iterator

_CHATTER = re.compile(
    rb"^(?:[IW]\d{4} \d\d:\d\d:[\d.]+ +\d+ [\w/]+\.cc:\d+\]|INFO: Created TensorFlow|WARNING: All log messages before )"
    rb".*\n?",
    re.MULTILINE,
)
_ONE_AT_A_TIME = threading.Lock()


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Catch what is written to the standard error meanwhile, and pass on all but the models' own log lines.

    The models log from C++ past every logging setting, so this works on the file descriptor. Errors of Python and of
    other threads come out afterwards, unchanged.
    """
    with _ONE_AT_A_TIME, contextlib.ExitStack() as stack:
        try:
            caught = stack.enter_context(tempfile.TemporaryFile())
            kept = os.dup(2)
        except OSError:  # no standard error, or nowhere to keep what it says: then it is not filtered
            yield
            return
        os.dup2(caught.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            caught.seek(0)
            rest = _CHATTER.sub(b"", caught.read())
            if rest:
                os.write(2, rest)
