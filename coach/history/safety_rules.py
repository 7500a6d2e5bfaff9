"""The safety rules as they stand in ``assets/safety``: read, checked, or refused with the place of every fault."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from coach.progress.safety.check import faults_in
from coach.progress.safety.model import SafetyRules

FILES = ("intake.toml", "session.toml")
_ADAPTER = TypeAdapter(SafetyRules)


class SafetyRulesError(ValueError):
    """The safety rules cannot be used; ``str`` names every fault, one in a line."""


def load_safety_rules(folder: Path) -> SafetyRules:
    """Read the rules of a folder, which holds ``intake.toml`` and ``session.toml``.

    Raises
    ------
    SafetyRulesError
        A file is missing or not TOML, a field is missing, unknown or of the wrong type, or the rows do not fit
        together. There is no training by half-read rules.
    """
    data: dict[str, Any] = {}
    for name in FILES:
        data |= _read(folder / name)
    try:
        rules = _ADAPTER.validate_python(data)
    except ValidationError as error:
        lines = [f"{folder}: {'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()]
        raise SafetyRulesError("\n".join(lines)) from error
    faults = faults_in(rules)
    if faults:
        raise SafetyRulesError("\n".join(f"{folder}: {fault}" for fault in faults))
    return rules


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise SafetyRulesError(f"{path}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SafetyRulesError(f"{path}: is not TOML: {error}") from error
