"""``coach history --decisions``: what the safety rules decided, by which rule and from what."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.markup import escape

from coach.history.store import Store
from coach.progress.records import PersonRecord
from coach.progress.safety.records import Decision


def print_decisions_of(store: Store, person: PersonRecord, console: Console) -> None:
    """Print every decision about one person, oldest first."""
    console.print(f"[bold]{escape(person.name)}[/bold]  {person.id}")
    found = store.decisions(person.id)
    if not found:
        console.print("No decision yet.\n")
        return
    for decision in found:
        told = ", ".join(f"{name} {_plain(value)}" for name, value in decision.inputs.items())
        at = decision.at.astimezone().strftime("%Y-%m-%d %H:%M")
        line = f"{at}  {decision.rule}: {decision.outcome.value}" + (f" ({told})" if told else "")
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    console.print()


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value)) or "none"
    return "not told" if value is None else str(value)


def decisions_json(store: Store, person: PersonRecord) -> dict[str, Any]:
    """Return every decision about one person for JSON."""
    return {
        "id": str(person.id),
        "name": person.name,
        "decisions": [_decision_json(decision) for decision in store.decisions(person.id)],
    }


def _decision_json(decision: Decision) -> dict[str, Any]:
    return {
        "at": decision.at.isoformat(),
        "rule": decision.rule,
        "outcome": decision.outcome.value,
        "inputs": dict(decision.inputs),
        "session": None if decision.session_id is None else str(decision.session_id),
    }
