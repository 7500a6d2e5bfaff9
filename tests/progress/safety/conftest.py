from __future__ import annotations

import pytest

from coach.history.safety_rules import load_safety_rules
from coach.paths import safety_dir
from coach.progress.safety.model import Answer, SafetyRules

GROWN_UP = {"age": 40, "painkiller-days": 0}
"""The only answers without which an intake is not complete, besides the ticks."""


@pytest.fixture(scope="session")
def rules() -> SafetyRules:
    """The rules as they are shipped."""
    return load_safety_rules(safety_dir())


@pytest.fixture(scope="session")
def no_signs(rules: SafetyRules) -> dict[str, Answer]:
    """A complete intake without any warning sign."""
    ticks = {q.id: False for page in rules.pages for q in page.questions if q.kind == "tick"}
    return ticks | GROWN_UP
