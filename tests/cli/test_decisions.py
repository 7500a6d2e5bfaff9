"""``coach history --decisions``: every decision with its rule and what it was made from."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from coach.history.store import open_store
from coach.progress.safety.records import Decision, Outcome

Coach = Callable[..., Any]
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def decided(data_folder: Path) -> None:
    with open_store(data_folder / "history.db") as store:
        ana, _ = store.add_person("Ana [b]"), store.add_person("Bea")
        for rule, outcome, inputs in (
            ("d-cancer", Outcome.BLOCKED, {"asked": "intake"}),
            ("pain-rose", Outcome.STOPPED, {"code": "M1", "before": 1, "now": 4, "limit": 4}),
            ("no-sign", Outcome.MAY_TRAIN, {"ticked": []}),
            ("headache-rose-next-day", Outcome.HALVED, {"before": None, "after": 6}),
        ):
            store.add_decision(ana.id, Decision(rule, outcome, inputs, NOON, NOON.date()))


def test_decisions_are_listed(coach: Coach, decided: None) -> None:
    ran = coach("history", "--decisions")
    assert ran.code == 0
    at = NOON.astimezone().strftime("%Y-%m-%d %H:%M")
    assert f"{at}  pain-rose: exercise ended (code M1, before 1, now 4, limit 4)\n" in ran.out
    assert f"{at}  no-sign: training may go on (ticked none)\n" in ran.out
    assert f"{at}  headache-rose-next-day: dose halved (before not told, after 6)\n" in ran.out
    assert "Ana [b]" in ran.out
    assert "No decision yet." in ran.out
    assert "Bea" not in coach("history", "--decisions", "--patient", "Ana [b]").out


def test_decisions_as_json(coach: Coach, decided: None) -> None:
    ana, bea = json.loads(coach("history", "--decisions", "--json").out)
    assert [decision["rule"] for decision in ana["decisions"]] == [
        "d-cancer",
        "pain-rose",
        "no-sign",
        "headache-rose-next-day",
    ]
    assert ana["decisions"][1] == {
        "at": NOON.isoformat(),
        "rule": "pain-rose",
        "outcome": "exercise ended",
        "inputs": {"code": "M1", "before": 1, "now": 4, "limit": 4},
        "session": None,
    }
    assert bea["decisions"] == []


def test_nothing_is_recorded_yet(coach: Coach, data_folder: Path) -> None:
    assert coach("history", "--decisions").out == "Nothing is recorded yet.\n"
    assert not data_folder.exists()
