from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from coach.history.safety_rules import load_safety_rules
from coach.history.store import open_store
from coach.paths import safety_dir
from coach.progress.safety.records import Check, CheckKind, DayAfter

Coach = Callable[..., Any]
Refused = Callable[..., str]


@pytest.fixture(autouse=True)
def ana(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    with open_store(data_folder / "history.db") as store:
        store.add_person("Ana")


def plan_of(coach: Coach) -> dict[str, Any]:
    ran = coach("plan", "show", "--json")
    assert (ran.code, ran.err) == (0, "")
    return dict(json.loads(ran.out))


def line_of(plan: dict[str, Any], code: str) -> dict[str, Any]:
    return next(line for line in plan["exercises"] if line["code"] == code)


def test_a_new_plan_follows_the_phases(coach: Coach) -> None:
    plan = plan_of(coach)
    assert (plan["set_by"], plan["week"], plan["phase"], len(plan["weekdays"])) == ("program", 1, "start", 7)
    assert {line["code"] for line in plan["exercises"]} == {"M1", "M2", "M3", "S1", "C1", "E1", "R1"}
    assert len(plan["today"]["exercises"]) == 6
    assert 600 <= plan["today"]["about_s"] <= 900
    out = coach("plan", "show").out
    assert "week 1, weeks 1 and 2; mon, tue" in out
    assert "Today (training), about" in out


def test_the_plan_is_written(coach: Coach) -> None:
    start = (datetime.now().date() - timedelta(days=15)).isoformat()
    ran = coach("plan", "set", "--days", "Mon,wednesday", "--phase", "control", "--start", start)
    assert ran.code == 0
    plan = plan_of(coach)
    assert (plan["weekdays"], plan["phase"], plan["week"], plan["set_by"]) == (
        ["mon", "wed"],
        "control",
        3,
        "therapist",
    )
    assert "therapist" in line_of(plan, "M5")["closed"]
    coach("plan", "set", "--phase", "auto", "--start", datetime.now().date().isoformat())
    assert plan_of(coach)["phase"] == "start"


def test_what_is_said_about_an_exercise_is_written(coach: Coach) -> None:
    coach("plan", "set", "--phase", "control")
    coach("plan", "set", "M5", "--state", "allow")
    coach("plan", "set", "C2", "--hold", 3, "--repetitions", 4, "--per-week", 2, "--note", "Slowly")
    coach("plan", "set", "M1", "--state", "close")
    coach("plan", "set", "M3", "--level", -1)
    plan = plan_of(coach)
    assert line_of(plan, "M5")["closed"] is None
    nod = line_of(plan, "C2")
    assert (nod["dose"], nod["days_per_week"]) == ("4 repetitions · hold 3 s", 2)
    assert "closed this exercise" in line_of(plan, "M1")["closed"]
    assert line_of(plan, "M3")["level"] == -1
    assert [(c["kind"], c["level"], c["rule"]) for c in plan["changes"]] == [("set", -1, "set-by-therapist")]
    coach("plan", "set", "M1", "--state", "usual")
    assert line_of(plan_of(coach), "M1")["closed"] is None
    coach("plan", "set", "--no-follow-phases")
    assert [line["code"] for line in plan_of(coach)["exercises"]] == ["C2"]


def told(data_folder: Path, *, bad_days: int = 0, **answers: Any) -> None:
    """Let Ana answer the safety questions, and be worse after some days of training."""
    rules = load_safety_rules(safety_dir())
    ticks = {q.id: False for page in rules.pages for q in page.questions if q.kind == "tick"}
    now = datetime.now().astimezone()
    with open_store(data_folder / "history.db") as store:
        (ana,) = store.people()
        answered = ticks | {"age": 40, "painkiller-days": 0} | answers
        before = now - timedelta(days=40)
        store.add_check(ana.id, Check(CheckKind.INTAKE, before, before.date(), answered, rules.version))
        for ago in range(1, bad_days + 1):
            when = now - timedelta(days=ago)
            store.set_day_after(ana.id, DayAfter(when.date(), now - timedelta(hours=ago), worse_longer_than_a_day=True))


def test_what_safety_or_the_therapist_closes_is_marked_and_never_chosen(coach: Coach, data_folder: Path) -> None:
    told(data_folder, **{"weak-bones": True})
    coach("plan", "set", "--phase", "control")
    coach("plan", "set", "M1", "--state", "close", "--note", "Wait for me.")
    coach("plan", "set", "M2", "--per-week", 7)
    coach("plan", "set", "M5", "--state", "allow")
    plan = plan_of(coach)
    for code, words in (
        ("M1", "Wait for me."),
        ("M2", "Talk to your therapist about it."),
        ("M5", "to your therapist about it."),
    ):
        assert words in line_of(plan, code)["closed"]
        assert line_of(plan, code)["id"] not in plan["today"]["exercises"]
    assert plan["today"]["exercises"]
    assert "Talk to your therapist about it." in coach("plan", "show").out


def test_a_halved_dose_is_shown_with_its_reason(coach: Coach, data_folder: Path) -> None:
    told(data_folder)
    usual = plan_of(coach)
    assert (usual["today"]["dose_factor"], usual["today"]["less_because"]) == (1.0, "")
    told(data_folder, bad_days=1)
    half = plan_of(coach)
    assert (half["today"]["exercises"], half["today"]["dose_factor"]) == (usual["today"]["exercises"], 0.5)
    assert 0.4 < half["today"]["about_s"] / usual["today"]["about_s"] < 0.65
    assert (line_of(usual, "M1")["dose"], line_of(half, "M1")["dose"]) == (
        "8 each side · hold 2 s",
        "4 each side · hold 2 s",
    )
    assert half["today"]["doses"]["active-rotation"] == "4 each side · hold 2 s"
    out = coach("plan", "show").out
    assert "Half as much today: worse for more than a day after a training" in out
    assert "4 each side" in out
    assert "8 each side" not in out


def test_where_nothing_may_be_done_it_says_so(coach: Coach, data_folder: Path) -> None:
    assert "First, some questions" in coach("plan", "show").out
    assert plan_of(coach)["today"]["before_anything"].startswith("First, some questions")
    told(data_folder, bad_days=2)
    plan = plan_of(coach)
    assert (plan["today"]["kind"], plan["today"]["exercises"], plan["today"]["about_s"]) == ("no training", [], 0)
    assert plan["today"]["before_anything"].startswith("A pause for your neck")
    assert line_of(plan, "R1")["closed"] == "No training for now."
    out = coach("plan", "show").out
    assert "Today: no training." in out
    assert out.count("A pause for your neck") == 1


def test_rules_that_cannot_be_read_stop_the_plan(
    refused: Refused, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("coach.cli.safety.safety_dir", lambda: tmp_path)
    assert "safety rules cannot be read" in refused(2, "plan", "show")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--days", "someday"), "--days"),
        (("--days", ","), "--days"),
        (("--start", "tomorrow"), "--start"),
        (("--phase", "end"), "--phase"),
        ((), "say what to set"),
        (("--hold", "3"), "name the exercise"),
        (("C2",), "say what to set"),
        (("C2", "--days", "mon"), "about the whole plan"),
        (("C2", "--hold", "500"), "seated-nod: hold_s"),
        (("C2", "--duration", "60"), "no duration"),
        (("C2", "--state", "ban"), "--state"),
        (("C2", "--state", "allow", "--hold", "3"), "prescribed"),
        (("C2", "--per-week", "9"), "days a week"),
        (("C2", "--level", "40"), "--level"),
        (("X9", "--level", "1"), "no exercise"),
        (("--days", "mon", "--patient", "Cleo"), "Cleo"),
    ],
)
def test_what_makes_no_sense_is_refused(
    refused: Refused, coach: Coach, arguments: tuple[str, ...], reason: str
) -> None:
    assert reason in refused(2, "plan", "set", *arguments)
    assert plan_of(coach)["set_by"] == "program"


def test_whose_plan_it_is_must_be_clear(refused: Refused, coach: Coach, data_folder: Path) -> None:
    with open_store(data_folder / "history.db") as store:
        store.add_person("Bea")
    assert "several people" in refused(2, "plan", "show")
    assert json.loads(coach("plan", "show", "--patient", "bea", "--json").out)["person"]["name"] == "Bea"


def test_without_anybody_it_says_so(refused: Refused, data_folder: Path) -> None:
    for file in data_folder.iterdir():
        file.unlink()
    assert "nobody is recorded here yet" in refused(2, "diary", "list")


def test_the_diary(coach: Coach) -> None:
    assert "nothing in the diary yet" in coach("diary", "list").out
    day = (datetime.now().astimezone().date() - timedelta(days=2)).isoformat()
    ran = coach("diary", "add", 6, "--date", day, "--hours", 3, "--side", "right", "--places", "neck, back of head",
                "--symptoms", "nausea", "--trigger", "work", "--medication", "a tablet", "--medication-count", 2,
                "--relief", "rest,heat")  # fmt: skip
    assert (ran.code, ran.out) == (0, f"Noted for {day}: 6 of 10.\n")
    coach("diary", "add", 0)
    out = coach("diary", "list").out
    assert "1 headache day in the last 28, of which 2 were told." in out
    found = json.loads(coach("diary", "list", "--json").out)
    first, second = found["entries"]
    wanted = {
        "date": day, "intensity": 6, "hours": 3.0, "side": "right", "places": ["back_of_head", "neck"],
        "symptoms": ["nausea"], "trigger": "work", "medication": "a tablet", "medication_count": 2,
        "relief": ["heat", "rest"],
    }  # fmt: skip
    assert {name: first[name] for name in wanted} == wanted
    assert (second["intensity"], second["places"]) == (0, [])
    assert found["last_28_days"]["headache_days"] == 1
    assert "eight weeks" in found["change"][0]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((11,), "intensity goes from 0 to 10"),
        ((3, "--hours", 30), "hours on one day"),
        ((3, "--places", "knee"), "--places: 'knee' is not one of neck"),
        ((3, "--side", "top"), "--side"),
        ((3, "--trigger", "moon"), "--trigger"),
        ((3, "--date", "yesterday"), "--date"),
        ((3, "--date", "2999-01-01"), "has not come yet"),
        ((3, "--medication-count", 100), "doses"),
        ((3, "--patient", "Cleo"), "Cleo"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(
    refused: Refused, coach: Coach, arguments: tuple[Any, ...], reason: str
) -> None:
    assert reason in refused(2, "diary", "add", *arguments)
    assert json.loads(coach("diary", "list", "--json").out)["entries"] == []
