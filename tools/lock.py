"""Write ``requirements.lock`` anew from ``pyproject.toml``.

Needs ``uv`` on the PATH. ``python tools/lock.py`` keeps every version that still fits; ``--upgrade`` (or any other
option of ``uv pip compile``) is passed on. The lock carries hashes and no addresses.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"

HEADER = """\
# Everything the program and its tests need, with the hashes of every wheel: Python 3.11 and 3.12 on Linux (x86-64),
# Windows (x86-64) and macOS. Written by tools/lock.py from pyproject.toml; do not edit. Installed by run.py with
# `--no-deps --require-hashes`, because mediapipe 0.10.21 and onnxruntime declare packages that are left out here on
# purpose:
#   opencv-contrib-python   the same cv2 as opencv-python under a second name; both write into one folder
#   jax, jaxlib             only for its language-model converter
#   sentencepiece           only for its language-model bundler
#   sounddevice             only for its microphone tasks; it also wants the system library PortAudio
#   coloredlogs, sympy      only for onnxruntime's tools that transform networks
# Face mesh and pose run the same without them, and the environment takes 0.9 GB (test tools included), not 1.4 GB.
# matplotlib stays although nothing here draws with it: mediapipe imports it at start.
"""


def main() -> int:
    """Resolve for every supported system at once and put the header on top."""
    command = ["uv", "pip", "compile", "pyproject.toml", "--group", "dev", "--group", "build", "--universal"]
    command += ["--generate-hashes", "--only-binary", ":all:", "--no-header", "--no-emit-index-url"]
    command += ["--no-emit-find-links", "--quiet", "--output-file", LOCK.name, *sys.argv[1:]]
    result = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    if result.returncode == 0:
        LOCK.write_text(HEADER + LOCK.read_text(encoding="utf-8"), encoding="utf-8")
    return result.returncode


if __name__ == "__main__":
    sys.exit(main())
