"""The layers hold: imports point down, each foreign library has one home, and the pure packages touch no outside.

The checker reads every import, local ones and those of ``.kv`` files too. Planted violations come first: a checker that
does not catch them proves nothing.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

PURE = ("measure", "exercise", "progress")
OUTSIDE = ("ui", "report", "sense", "history")
TOP = ("app", "desk", "timed", "cli", "__main__")

# What each part of coach may import of the others, besides itself.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "measure": (),
    "exercise": ("measure",),
    "progress": ("exercise", "measure"),
    "paths": (),
    **{part: (*PURE, "paths") for part in OUTSIDE},
    **{part: (*TOP, *OUTSIDE, *PURE, "paths") for part in TOP},
}

# Where each foreign library is at home. A library that is not named here may not be imported at all.
HOMES: dict[str, tuple[str, ...]] = {
    "numpy": (*PURE, *OUTSIDE, *TOP),
    "scipy": ("measure",),
    "pydantic": ("exercise", "history"),
    "cv2": ("sense",),
    "mediapipe": ("sense",),
    "onnxruntime": ("sense",),
    "kivy": ("ui",),
    "sqlalchemy": ("history",),
    "alembic": ("history",),
    "typer": ("cli",),
    "rich": ("cli",),
    "platformdirs": ("paths",),
}

# Standard modules that reach the clock, the disk, the network or another thread; banned where code is pure.
# fmt: off
IMPURE_MODULES = frozenset({
    "asyncio", "concurrent", "glob", "io", "logging", "multiprocessing", "os", "pathlib", "queue", "random", "secrets",
    "selectors", "shutil", "signal", "socket", "sqlite3", "subprocess", "tempfile", "threading", "time", "urllib",
})
# fmt: on
IMPURE_BUILTINS = frozenset({"open", "print", "input", "exec", "eval", "__import__"})
IMPURE_METHODS = frozenset({"read_text", "write_text", "read_bytes", "write_bytes", "import_module"})
CLOCK_METHODS = frozenset({"now", "utcnow", "today"})


def part_of(module: str) -> str:
    """``coach.measure.rom`` is in ``measure``; the bare package, which holds only the version, is in none."""
    return module.partition(".")[2].partition(".")[0]


def imports(tree: ast.AST, package: list[str]) -> Iterator[tuple[int, str]]:
    """All modules that a syntax tree imports, wherever in it, with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            name = ".".join([*base, *([node.module] if node.module else [])])
            # ``from coach import ui`` imports a part as much as ``import coach.ui`` does.
            yield from ((node.lineno, f"{name}.{alias.name}" if name == "coach" else name) for alias in node.names)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in {"import_module", "__import__"}:
                yield node.lineno, str(node.args[0].value)


def kv_imports(text: str) -> Iterator[tuple[int, str]]:
    """Modules that a ``.kv`` file imports with ``#:import name module``."""
    for number, line in enumerate(text.splitlines(), 1):
        if match := re.match(r"\s*#:\s*import\s+\S+\s+(\S+)", line):
            yield number, match.group(1)


def import_fault(part: str, module: str) -> str | None:
    """Why code in a part of coach may not import a module."""
    library = module.split(".")[0]
    if library == "coach":
        target = part_of(module)
        known = target in MAY_IMPORT
        return f"{part} imports {target}" if known and target not in (part, *MAY_IMPORT[part]) else None
    if library in sys.stdlib_module_names:
        return f"{part} is pure and imports {module}" if part in PURE and library in IMPURE_MODULES else None
    return None if part in HOMES.get(library, ()) else f"{part} is not the home of {library}"


def impure_calls(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Calls that reach the disk, the terminal or the clock."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in IMPURE_BUILTINS:
            yield node.lineno, f"calls {node.func.id}()"
        elif isinstance(node.func, ast.Attribute):
            owner = node.func.value
            owner_name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            clock = node.func.attr in CLOCK_METHODS and owner_name in {"datetime", "date"}
            if node.func.attr in IMPURE_METHODS or clock:
                yield node.lineno, f"calls .{node.func.attr}()"


def violations(root: Path) -> list[str]:
    """Every breach of the rules under ``root/coach``, as ``file:line: reason``."""
    found = []
    for path in sorted((root / "coach").rglob("*.*")):
        relative = path.relative_to(root)
        part = relative.parts[1].removesuffix(".py")
        if part in ("__init__", "_data") or path.suffix not in (".py", ".kv"):
            continue
        if part not in MAY_IMPORT:
            found.append(f"{relative}: {part} is in no layer")
            continue
        text = path.read_text(encoding="utf-8")
        lines: list[tuple[int, str]] = []
        if path.suffix == ".kv":
            modules = list(kv_imports(text))
        else:
            tree = ast.parse(text)
            modules = list(imports(tree, list(relative.parts[:-1])))
            lines += impure_calls(tree) if part in PURE else ()
        lines += [(line, fault) for line, module in modules if (fault := import_fault(part, module))]
        found += [f"{relative}:{line}: {fault}" for line, fault in lines]
    return found


PLANTED = {
    "a pure package reaches up": ("measure/a.py", "from coach.exercise.types import Event"),
    "exercise reaches up": ("exercise/a.py", "import coach.progress.change"),
    "a package instead of a module": ("exercise/a.py", "from coach import ui"),
    "siblings": ("ui/a.py", "from coach.history.store import open_store"),
    "siblings, the other way": ("sense/a.py", "import coach.ui.theme as theme"),
    "relative import": ("sense/a.py", "from ..history import store"),
    "inside a function": ("ui/a.py", "def f():\n    from coach.sense.loop import CaptureLoop"),
    "for types only": ("history/a.py", "if TYPE_CHECKING:\n    from coach.ui.app import App"),
    "by name": ("ui/a.py", "import importlib\nimportlib.import_module('coach.sense.loop')"),
    "by the builtin": ("history/a.py", "__import__('kivy.app')"),
    "from a kv file": ("ui/a.kv", "#:import store coach.history.store"),
    "something imports the composition root": ("ui/a.py", "from coach.app import run"),
    "paths is a leaf": ("paths.py", "from coach.history import store"),
    "cv2 in a pure package": ("measure/a.py", "import cv2"),
    "cv2 in the window": ("ui/a.py", "import cv2"),
    "mediapipe outside its adapter": ("exercise/a.py", "from mediapipe import solutions"),
    "kivy outside the window": ("app.py", "from kivy.app import App"),
    "a database in the window": ("ui/a.py", "import sqlalchemy.orm"),
    "folders of the system": ("history/a.py", "import platformdirs"),
    "a library that nobody chose": ("ui/a.py", "import requests"),
    "a part in no layer": ("helpers/a.py", "x = 1"),
    "a thread in a pure package": ("exercise/a.py", "import threading"),
    "the clock, by module": ("measure/a.py", "import time"),
    "the clock, by name": ("progress/a.py", "def f():\n    from time import monotonic"),
    "today": ("progress/a.py", "import datetime\nx = datetime.date.today()"),
    "now": ("exercise/a.py", "from datetime import datetime, UTC\nx = datetime.now(UTC)"),
    "open": ("measure/a.py", "def f(p):\n    return open(p)"),
    "a path that reads": ("exercise/a.py", "def f(p):\n    return p.read_text()"),
    "print": ("progress/a.py", "print(1)"),
}


@pytest.mark.parametrize(("file", "code"), PLANTED.values(), ids=PLANTED)
def test_catches_a_planted_violation(tmp_path: Path, file: str, code: str) -> None:
    path = tmp_path / "coach" / file
    path.parent.mkdir(parents=True)
    path.write_text(code, encoding="utf-8")
    assert len(violations(tmp_path)) == 1


ALLOWED = {
    "down": (
        "ui/a.py",
        "from coach.progress.change import x\nfrom coach import __version__\nimport kivy, threading, time",
    ),
    "within": ("measure/a.py", "from .rom import x\nfrom coach.measure import rom\nimport math\nimport scipy.signal"),
    "the root": ("app.py", "import coach.ui.screens\nfrom coach import history, paths\nimport time\nopen('x')"),
    "own words": ("progress/a.py", "def f(plan, today):\n    return plan.today(today)"),
    "kv": ("ui/a.kv", "#:import words coach.ui.words\n#:import F kivy.factory.Factory"),
}


@pytest.mark.parametrize(("file", "code"), ALLOWED.values(), ids=ALLOWED)
def test_lets_pass_what_is_allowed(tmp_path: Path, file: str, code: str) -> None:
    path = tmp_path / "coach" / file
    path.parent.mkdir(parents=True)
    path.write_text(code, encoding="utf-8")
    assert violations(tmp_path) == []


def test_the_project_keeps_its_layers() -> None:
    parts = {path.relative_to(ROOT).parts[1] for path in (ROOT / "coach").rglob("*.py")}
    assert {*PURE, "paths.py"} <= parts, "the checker looks in the wrong place"
    assert violations(ROOT) == []
