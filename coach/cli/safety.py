"""The safety rules in the terminal: judged by the same code as in the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from coach.cli import CommandError, Exit
from coach.exercise.model import Exercise
from coach.history.library import Library
from coach.history.safety_rules import SafetyRulesError, load_safety_rules
from coach.history.store import Store
from coach.paths import safety_dir
from coach.progress.safety.model import SafetyRules


@dataclass(frozen=True)
class Terminal:
    """What the rules are judged from; see :class:`coach.ui.presenters.guard.Background`."""

    store: Store
    exercises: Sequence[Exercise]
    safety: SafetyRules
    now: Callable[[], datetime]
    demo: bool = False


def guarded(store: Store, known: Library) -> Terminal:
    """Put together what the rules are judged from.

    Raises
    ------
    CommandError
        They cannot be read: nothing is then said to be safe.
    """
    try:
        rules = load_safety_rules(safety_dir())
    except SafetyRulesError as error:
        raise CommandError(
            f"the safety rules cannot be read: {str(error).splitlines()[0]}", Exit.WRONG_ARGUMENTS
        ) from error
    return Terminal(store, known.exercises, rules, lambda: datetime.now(UTC))
