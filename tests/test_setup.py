"""Setting up: the lock, the wheel, and ``run.py`` with its failures."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LEFT_OUT = {"coloredlogs", "jax", "jaxlib", "opencv-contrib-python", "sentencepiece", "sounddevice", "sympy"}


def locked() -> dict[str, Version]:
    return {name: Version(version) for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", LOCK, re.MULTILINE)}


def declared() -> Iterator[Requirement]:
    groups = PROJECT["dependency-groups"]
    yield from map(Requirement, [*PROJECT["project"]["dependencies"], *groups["dev"], *groups["build"]])


# -- the lock


def test_the_lock_holds_every_declared_dependency_in_its_range() -> None:
    versions = locked()
    wrong = [str(r) for r in declared() if not r.specifier.contains(versions.get(canonicalize_name(r.name), "0"))]
    assert len(versions) > 50
    assert wrong == []


def test_the_lock_is_complete_although_it_is_installed_without_resolution() -> None:
    versions = locked()
    missing = set()
    for name in versions:
        try:
            needed = map(Requirement, requires(name) or ())
        except PackageNotFoundError:  # locked for another system
            continue
        for requirement in needed:
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                other = canonicalize_name(requirement.name)
                if other not in LEFT_OUT and not requirement.specifier.contains(versions.get(other, "0")):
                    missing.add(f"{name} needs {requirement}")
    assert missing == set()


def test_the_lock_leaves_out_what_mediapipe_does_not_need_and_says_so() -> None:
    header = LOCK[: LOCK.index("\nabsl-py==")]
    assert LEFT_OUT.isdisjoint(locked())
    assert set(PROJECT["tool"]["uv"]["exclude-dependencies"]) == LEFT_OUT
    assert all(name in header for name in LEFT_OUT)


def test_the_lock_carries_hashes_and_no_addresses() -> None:
    entries = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"\S*://\S*|^-.*|\S+@\S+", LOCK, re.MULTILINE) == []


# -- the wheel


def test_a_wheel_carries_the_exercises_and_the_demo_clip(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = "import coach.paths as p; print(p.__file__, p.demo_clip().is_file(), *p.exercises_dir().rglob('*.toml'))"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
    ).stdout.split()
    assert Path(told[0]).is_relative_to(tmp_path)
    assert told[1] == "True"
    assert len(told[2:]) == len(list((ROOT / "exercises").rglob("*.toml"))) > 0


def test_no_machine_of_ours_is_named_in_the_program() -> None:
    files = [ROOT / "run.py", *(ROOT / "tools").rglob("*.py"), *(ROOT / "coach").rglob("*.py")]
    pattern = re.compile(r"""["' ](?:/(?:home|root|work|tmp|Users)/|[A-Z]:\\)""")
    assert pattern.search('open("/home/ana/clip.mp4")')
    assert [str(file) for file in files if pattern.search(file.read_text(encoding="utf-8"))] == []


# -- run.py


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """``run.py`` as a module, in an empty project folder with its lock and project file."""
    spec = importlib.util.spec_from_file_location("run_under_test", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    scripts = tmp_path / ".venv" / module.SCRIPTS.name
    places = {
        "ROOT": tmp_path,
        "VENV": tmp_path / ".venv",
        "STAMP": tmp_path / ".venv" / module.STAMP.name,
        "UNFINISHED": tmp_path / ".venv" / module.UNFINISHED.name,
        "SCRIPTS": scripts,
        "PYTHON": scripts / module.PYTHON.name,
    }
    for name, value in places.items():
        monkeypatch.setattr(module, name, value)
    return module


@pytest.fixture
def installs(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What ``run.py`` asks an installer to do; nothing is installed."""
    calls: list[tuple[str, ...]] = []

    def install(*command: str) -> str:
        calls.append(command)
        return ""

    monkeypatch.setattr(run, "install", install)
    monkeypatch.setattr(run, "installers", lambda: iter([["installer"]]))
    return calls


def test_run_needs_nothing_but_the_standard_library_and_reads_in_an_old_python() -> None:
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 8))
    names = {a.name.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {str(n.module).split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert {"venv", "subprocess"} <= names
    assert names <= sys.stdlib_module_names


def test_the_environment_is_made_once(run: ModuleType, installs: list[tuple[str, ...]]) -> None:
    assert not run.is_ready()
    run.set_up()
    assert run.is_ready()
    assert [("--require-hashes" in call, "--editable" in call) for call in installs] == [(True, False), (False, True)]
    run.set_up()
    assert len(installs) == 2


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml", ".venv/pyvenv.cfg"])
def test_a_change_of_what_it_is_made_from_is_seen(run: ModuleType, installs: list[tuple[str, ...]], name: str) -> None:
    run.set_up()
    with (run.ROOT / name).open("a") as file:
        file.write("\n# changed\n")
    assert not run.is_ready()
    run.set_up()
    assert run.is_ready()
    assert len(installs) == 4


def test_an_interrupted_set_up_is_done_again_from_the_start(
    run: ModuleType, installs: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: str) -> str:
        (run.VENV / "half a package").touch()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(run, "install", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run.set_up()
    assert not run.is_ready()
    run.set_up()
    assert run.is_ready()
    assert not (run.VENV / "half a package").exists()


def test_ctrl_c_while_setting_up_is_told_in_one_line(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "missing_system_packages", lambda _: [])
    monkeypatch.setattr(run, "set_up", interrupted)
    assert run.main(["demo"]) == 130
    assert capsys.readouterr().err == "\nneck coach: set-up interrupted; the same command goes on with it\n"


def test_an_environment_that_somebody_made_by_hand_is_kept(run: ModuleType, installs: list[tuple[str, ...]]) -> None:
    run.venv.EnvBuilder(symlinks=os.name != "nt").create(run.VENV)
    (run.VENV / "own tool").touch()
    run.set_up()
    assert run.is_ready()
    assert (run.VENV / "own tool").exists()


def test_the_next_installer_is_tried_when_one_fails(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "installers", lambda: iter([["first"], ["second"]]))
    monkeypatch.setattr(run, "install", lambda *command: "no network" if command[0] == "first" else "")
    run.set_up()
    assert run.is_ready()
    monkeypatch.setattr(run, "install", lambda *_: "no network")
    run.STAMP.unlink()
    with pytest.raises(run.SetUpError, match=r"^set-up failed: no network$"):
        run.set_up()
    assert not run.is_ready()


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("ERROR: ... [Errno 28] No space left on device", "the disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "differs from requirements.lock"),
        ("error: Hash mismatch for `numpy==1.26.4`", "differs from requirements.lock"),
        ("WARNING: Retrying ... NameResolutionError(...): Failed to resolve", "no network"),
        ("WARNING: Retrying ... NewConnectionError('...: [Errno -3] Temporary failure')", "no network"),
        ("ERROR: No matching distribution found for mediapipe==0.10.21", "no build for this system"),
        ("ERROR: Could not install packages: [Errno 13] Permission denied: '.venv'", "may not write into .venv"),
        ("error: something new\nhint: look", "error: something new"),
        ("", "no reason"),
    ],
)
def test_an_installer_that_fails_is_explained_in_one_line(run: ModuleType, printed: str, told: str) -> None:
    program = "import sys; print(sys.argv[1]); sys.exit(1)"
    reason = run.install(sys.executable, "-c", program, printed)
    assert told in reason
    assert "\n" not in reason


def test_an_installer_that_succeeds_has_nothing_to_explain(run: ModuleType) -> None:
    assert run.install(sys.executable, "-c", "print('error: only a word')") == ""


def test_an_unsuitable_python_is_told_in_one_line(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(run.sys, "version_info", (3, 13, 1))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run.main(["demo"]) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "Python 3.11 or 3.12" in err


@pytest.mark.skipif(os.name == "nt", reason="needs scripts that start by their first line")
def test_a_suitable_python_beside_it_is_used_if_it_really_starts(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, code in (("python3.12", 1), ("python3.11", 0)):
        (tmp_path / name).write_text(f"#!/bin/sh\nexit {code}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setattr(run.sys, "version_info", (3, 13, 1))
    monkeypatch.setenv("PATH", str(tmp_path))
    become = []
    monkeypatch.setattr(run, "become", lambda command: become.append(command) or 0)
    assert run.main(["demo", "--help"]) == 0
    assert become == [[str(tmp_path / "python3.11"), str(tmp_path / "run.py"), "demo", "--help"]]


@pytest.fixture
def bare_linux(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """A Linux without graphics libraries or pip; returns the commands that were run there, which all succeed."""
    commands: list[tuple[str, ...]] = []

    def no_library(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr(run.sys, "platform", "linux")
    monkeypatch.setattr(run.ctypes, "CDLL", no_library)
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(run.shutil, "which", lambda name: None if name == "uv" else f"/usr/bin/{name}")
    monkeypatch.setattr(run, "succeeds", lambda *command: commands.append(command) or True)
    return commands


PACKAGES = ["libgl1", "libegl1", "libglib2.0-0", "python3-pip"]


def test_missing_system_packages_are_named_in_one_apt_line(
    run: ModuleType, bare_linux: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run.missing_system_packages(False) == PACKAGES
    assert run.missing_system_packages(True) == PACKAGES[:3]
    monkeypatch.setattr(run.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(run, "succeeds", lambda *command: command[0] != "sudo")
    with pytest.raises(run.SetUpError) as error:
        run.install_system_packages(PACKAGES)
    line = "sudo apt-get install --yes --no-install-recommends libgl1 libegl1 libglib2.0-0 python3-pip"
    assert str(error.value).endswith(line)


@pytest.mark.parametrize(("user", "prefix"), [(0, "env"), (1000, "sudo")])
def test_missing_system_packages_are_installed_where_no_question_is_asked(
    run: ModuleType,
    bare_linux: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    user: int,
    prefix: str,
) -> None:
    monkeypatch.setattr(run.os, "geteuid", lambda: user, raising=False)
    run.install_system_packages(PACKAGES)
    *_, update, install = bare_linux
    assert update[0] == install[0] == prefix
    assert update[-1] == "update"
    assert list(install[-4:]) == PACKAGES


def test_nothing_is_installed_where_nothing_is_missing(run: ModuleType, bare_linux: list[tuple[str, ...]]) -> None:
    run.install_system_packages([])
    assert bare_linux == []


def test_the_voice_is_installed_where_no_question_is_asked(
    run: ModuleType, bare_linux: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run.shutil, "which", lambda name: None if "espeak" in name else f"/usr/bin/{name}")
    monkeypatch.setattr(run.os, "geteuid", lambda: 0, raising=False)
    run.add_voice()
    assert bare_linux[-1][-1] == "espeak-ng"


def test_without_a_voice_the_set_up_goes_on_and_says_so(
    run: ModuleType,
    bare_linux: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    run.add_voice()
    out, err = capsys.readouterr()
    assert out.endswith("sudo apt-get install espeak-ng\n")
    assert (out.count("\n"), err, bare_linux) == (1, "", [])


def test_a_voice_that_is_there_is_left_alone(
    run: ModuleType, bare_linux: list[tuple[str, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    run.add_voice()
    assert (bare_linux, capsys.readouterr().out) == ([], "")


# -- the words


def test_the_readme_begins_with_the_two_commands_and_ci_runs_the_second() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    top = readme.splitlines()[:25]
    assert any(line.startswith("python3 run.py demo") for line in top)
    assert any(line.startswith("python3 run.py test") for line in top)
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == "python3 run.py test"
    assert "not a medical device" in readme


@pytest.mark.parametrize("page", ["README.md", "THIRD_PARTY_NOTICES.md"])
def test_what_a_page_links_to_is_there(page: str) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", (ROOT / page).read_text(encoding="utf-8"))
    assert links != []
    assert [link for link in links if not (ROOT / link).exists()] == []
