"""Set the neck coach up and start it: the one command for a newcomer.

``python3 run.py``               the program
``python3 run.py demo``          the program on the bundled clip, as if it were a camera
``python3 run.py test``          every check: ruff, mypy, pytest (further arguments: pytest alone, with them)
``python3 run.py measure ...``   and every other word that ``coach`` understands (``python3 run.py --help``)

The first start makes ``.venv`` and fills it from ``requirements.lock``; later starts find it ready. Only the standard
library is used here, and nothing that an older Python cannot read, so that it can say what is missing.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

if sys.platform != "win32":
    import fcntl

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "neck-coach.stamp"  # what the environment was made from; written last
UNFINISHED = VENV / "neck-coach.unfinished"  # there while the environment is being filled
SCRIPTS, SUFFIX = (VENV / "Scripts", ".exe") if os.name == "nt" else (VENV / "bin", "")
PYTHON = SCRIPTS / ("python" + SUFFIX)
SUPPORTED = ((3, 11), (3, 12))
SYSTEM_LIBRARIES = {"libGL.so.1": "libgl1", "libEGL.so.1": "libegl1", "libgthread-2.0.so.0": "libglib2.0-0"}
VOICE = "espeak-ng"
APT = ("apt-get", "install", "--yes", "--no-install-recommends")
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("pytest", "-n", "auto", "--dist", "loadfile"),
)
FAILURES = {  # signs in what an installer prints, and what a person reads
    ("No space left",): "the disk is full; the environment needs about 1 GB",
    ("DO NOT MATCH THE HASHES", "Hash mismatch"): "a download differs from requirements.lock, so it was not installed",
    ("NewConnectionError", "NameResolution", "ConnectTimeout"): "no network; only the first start needs one (260 MB)",
    ("No matching distribution",): "no build for this system; there are x86-64 Linux, x86-64 Windows and macOS 13",
    ("Permission denied",): "may not write into .venv; delete it, or start as the user who made it",
}


class SetUpError(Exception):
    """The environment cannot be made; the message is one line that says what to do."""


def main(arguments: list[str]) -> int:
    """Make the environment if need be, then become the command."""
    try:
        ready = is_ready()
        if not ready and sys.version_info[:2] not in SUPPORTED:
            return become([*find_python(), str(ROOT / "run.py"), *arguments])
        install_system_packages(missing_system_packages(ready))
        if not ready:
            add_voice()
            set_up()
    except SetUpError as error:
        print(f"neck coach: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nneck coach: set-up interrupted; the same command goes on with it", file=sys.stderr)
        return 130
    if arguments[:1] != ["test"]:
        return become([str(SCRIPTS / ("coach" + SUFFIX)), *arguments])
    checks = [("pytest", *arguments[1:])] if arguments[1:] else CHECKS
    return max([check(*words) for words in checks])


def become(command: list[str]) -> int:
    """Replace this process by the command; on Windows, where that is not possible, wait for it."""
    if os.name != "nt":
        os.execv(command[0], command)
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:  # the command got it too and has had its say
        return 130


def check(*words: str) -> int:
    """Run one tool of the environment in the project's folder and return its exit code."""
    print("$", *words, flush=True)
    return abs(subprocess.run([str(PYTHON), "-m", *words], cwd=ROOT, check=False).returncode)


def succeeds(*command: str) -> bool:
    """Run a command quietly and tell whether it ended well."""
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


def find_python() -> list[str]:
    """Find another Python, of a supported version, that really starts."""
    for version in ("3.12", "3.11"):
        for name, *options in (["py", "-" + version], ["python" + version]):
            path = shutil.which(name)
            if path and succeeds(path, *options, "-c", f"import sys; assert sys.version.startswith('{version}.')"):
                return [path, *options]
    raise SetUpError(f"needs Python 3.11 or 3.12 and this is {sys.version.split()[0]}; install one of them beside it")


def missing_system_packages(ready: bool) -> list[str]:
    """Name the Debian packages that a bare Linux lacks: graphics libraries and, to set up, a pip."""
    missing = []
    for library, package in SYSTEM_LIBRARIES.items() if sys.platform == "linux" else ():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    if not ready and not shutil.which("uv") and not any(map(importlib.util.find_spec, ("ensurepip", "pip"))):
        missing.append("python3-pip")
    return missing


def install_system_packages(packages: list[str]) -> None:
    """Install Debian packages where that is allowed without a question, else say how in one line."""
    if packages and not apt_installs(packages):
        raise SetUpError("system packages are missing; on Debian or Ubuntu: sudo " + " ".join([*APT, *packages]))


def add_voice() -> None:
    """Install the program that speaks, if that needs no question; the coach works without it, so nothing fails here."""
    if sys.platform == "linux" and not any(map(shutil.which, ("espeak-ng", "espeak"))) and not apt_installs([VOICE]):
        print(f"No voice here; the cues stay on the screen. To hear them: sudo apt-get install {VOICE}", flush=True)


def apt_installs(packages: list[str]) -> bool:
    """Install Debian packages where that is allowed without a question; False where it is not, or fails."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not shutil.which("apt-get") or not (root or (shutil.which("sudo") and succeeds("sudo", "-n", "true"))):
        return False
    print("Installing system packages:", *packages, flush=True)
    prefix = ["env"] if root else ["sudo", "-n", "env"]
    prefix.append("DEBIAN_FRONTEND=noninteractive")
    done = succeeds(*prefix, "apt-get", "update") and succeeds(*prefix, *APT, *packages)
    importlib.invalidate_caches()
    return done


def fingerprint() -> str:
    """Hash what the environment depends on: this folder, the lock, the project file and the environment's Python."""
    files = (ROOT / "requirements.lock", ROOT / "pyproject.toml", VENV / "pyvenv.cfg")
    return hashlib.sha256(b"\0".join([os.fsencode(ROOT), *(file.read_bytes() for file in files)])).hexdigest()


def is_ready() -> bool:
    """Tell whether the environment was finished and nothing that it depends on has changed since."""
    try:
        return PYTHON.exists() and not UNFINISHED.exists() and STAMP.read_text() == fingerprint()
    except OSError:
        return False


def set_up() -> None:
    """Make or repair the environment; of two first starts at once, the second waits for the first."""
    print("Setting up .venv (only the first time; some minutes) ...", flush=True)
    with Path(__file__).open() as handle:
        if sys.platform != "win32":
            fcntl.flock(handle, fcntl.LOCK_EX)
        if not is_ready():
            make_environment()
            fill_environment()


def make_environment() -> None:
    """Make ``.venv`` unless a whole one of a supported Python is there, and mark it as not yet filled."""
    versions = f"import sys; assert sys.version_info[:2] in {SUPPORTED}"
    try:
        if UNFINISHED.exists() or not (PYTHON.exists() and succeeds(str(PYTHON), "-c", versions)):
            venv.EnvBuilder(clear=True, symlinks=os.name != "nt").create(VENV)
        UNFINISHED.touch()
    except OSError as error:
        raise SetUpError(f"cannot write {VENV}: {error.strerror}") from error


def fill_environment() -> None:
    """Install the lock and the project. The stamp comes last, so an interrupted run shows and is done again."""
    reason = "no pip that can fill an environment; on Debian or Ubuntu: sudo apt-get install python3-venv"
    for installer in installers():
        reason = install(*installer, "--require-hashes", "--requirement", str(ROOT / "requirements.lock"))
        reason = reason or install(*installer, "--no-build-isolation", "--editable", str(ROOT))
        if not reason:
            STAMP.write_text(fingerprint())
            UNFINISHED.unlink()
            return
    raise SetUpError(f"set-up failed: {reason}")


def installers() -> Iterator[list[str]]:
    """Yield what can fill the environment, best first: uv, its own pip, the system's pip driven at it."""
    if shutil.which("uv"):
        yield ["uv", "pip", "install", "--no-deps", "--python", str(PYTHON)]
    if succeeds(str(PYTHON), "-m", "pip", "--version") or succeeds(str(PYTHON), "-m", "ensurepip"):
        yield [str(PYTHON), "-m", "pip", "install", "--no-deps"]
    elif succeeds(sys.executable, "-m", "pip", "--python", str(PYTHON), "--version"):
        yield [sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "--no-deps"]


def install(*command: str) -> str:
    """Run an installer, show its newest line, and return in one line why it failed, else nothing."""
    lines: list[str] = []
    terminal = sys.stdout.isatty()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as run:
        for line in run.stdout or ():
            lines.append(line.strip())
            if terminal:
                print(f"\r  {lines[-1][:76]:<76}", end="", flush=True)
    if terminal:
        print("\r" + " " * 78, end="\r", flush=True)
    return explain(lines) if run.returncode else ""


def explain(lines: list[str]) -> str:
    """Say in one line why an installer failed, from what it printed."""
    text = "\n".join(lines)
    for signs, reason in FAILURES.items():
        if any(sign in text for sign in signs):
            return reason
    return next((line for line in reversed(lines) if "error" in line.lower()), "the installer gave no reason")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
