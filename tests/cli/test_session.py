from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from coach.cli.session_json import called_faults
from coach.exercise.model import FaultKind
from coach.exercise.types import EventKind, Fault, Repetition, SessionResult, Stage
from coach.measure.types import Direction
from coach.paths import demo_clip

KEYS = [
    "exercise", "source", "completed", "stop_reason", "measured", "repetitions_asked", "repetitions_done",
    "sets_done", "repetitions", "faults", "duration_s", "lost_s", "measured_fraction", "summary", "rom",
    "events", "software",
]  # fmt: skip


@dataclass(frozen=True)
class Guided:
    """One exercise guided on a clip, once for all tests of this file."""

    ran: Any
    result: dict[str, Any]


@pytest.fixture(scope="module")
def guided(as_process: Callable[..., Any], rotation_clip: Path, tmp_path_factory: pytest.TempPathFactory) -> Guided:
    folder = tmp_path_factory.mktemp("guided")
    ran = as_process(folder, "session", "M1", "--source", rotation_clip, "--headless", "--json", "s.json")
    assert [p.name for p in folder.iterdir()] == ["s.json"], "and nothing else is written"
    return Guided(ran, json.loads((folder / "s.json").read_text(encoding="utf-8")))


def test_it_works_and_names_the_exercise(guided: Guided) -> None:
    assert guided.ran.code == 0
    assert list(guided.result) == KEYS
    assert guided.result["exercise"] == {
        "id": "active-rotation", "code": "M1", "title": "Turn your head", "version": 1,
    }  # fmt: skip
    assert guided.result["source"].endswith("rotation_a.mp4")


def test_the_counts_agree_with_what_is_listed(guided: Guided) -> None:
    result = guided.result
    repetitions = result["repetitions"]
    done = [event for event in result["events"] if event["kind"] == EventKind.REPETITION_DONE]
    assert result["repetitions_done"] == len(repetitions) == len(done)
    assert result["repetitions_asked"] == 16
    assert result["completed"] is False, "the clip has one turn to each side"
    assert f"{len(repetitions)} of 16 repetitions" in guided.ran.out


def sides(result: dict[str, Any]) -> list[str]:
    return [repetition["direction"] for repetition in result["repetitions"]]


def kinds(repetition: dict[str, Any]) -> set[str]:
    return {fault["kind"] for fault in repetition["faults"]}


def test_a_turn_to_each_side_that_is_faster_than_asked_for(guided: Guided) -> None:
    assert sides(guided.result) == [Direction.LEFT_ROTATION, Direction.RIGHT_ROTATION]
    assert all(FaultKind.TOO_FAST in kinds(repetition) for repetition in guided.result["repetitions"])


def test_a_gentle_bend_to_each_side_has_no_fault(
    as_process: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("bend")
    assert as_process(folder, "session", "M3", "--source", demo_clip(), "--headless", "--json", "s.json").code == 0
    result = json.loads((folder / "s.json").read_text(encoding="utf-8"))
    assert sides(result) == [Direction.LEFT_LATERAL_FLEXION, Direction.RIGHT_LATERAL_FLEXION]
    assert result["faults"] == []
    assert set(result["rom"]) == set(sides(result)), "the range of both sides is found on the way"


def test_each_repetition_is_told_in_full(guided: Guided) -> None:
    for number, repetition in enumerate(guided.result["repetitions"], 1):
        assert set(repetition) == {
            "number", "set_number", "direction", "started_s", "ended_s", "peak_deg", "sigma_deg", "held_s", "faults",
            "end_range", "beyond", "error_deg", "lag_s", "target", "clean", "quality", "reason",
        }  # fmt: skip
        assert repetition["number"] == number
        assert repetition["direction"] in (Direction.RIGHT_ROTATION, Direction.LEFT_ROTATION)
        assert 0 <= repetition["started_s"] < repetition["ended_s"] <= 14.4
        assert 20 < repetition["peak_deg"] < 90
        assert repetition["clean"] == (not repetition["faults"])


def test_every_fault_that_was_called_is_listed_in_the_order_of_time(guided: Guided) -> None:
    faults = guided.result["faults"]
    called = [event for event in guided.result["events"] if event["kind"] == EventKind.FAULT]
    assert len(faults) == len(called) >= 1, "the clip turns faster than asked for"
    assert {fault["kind"] for fault in faults} <= set(FaultKind)
    assert [fault["t_s"] for fault in faults] == sorted(fault["t_s"] for fault in faults)
    assert sum(len(r["faults"]) for r in guided.result["repetitions"]) <= len(faults)


def test_faults_of_movements_that_did_not_count_are_listed_too() -> None:
    early, late = Fault(FaultKind.TOO_FAST, 60, "Slower", 3.0), Fault(FaultKind.TOO_FAR, 110, "Far enough", 9.0)
    repetition = Repetition(1, 1, Direction.LEFT_ROTATION, 8.0, 12.0, 50.0, 1.0, 2.0, (late,))
    result = SessionResult("x", "M1", False, 0.0, 12.0, (repetition,), 8, 0, 0.0, 1.0, (), other_faults=(early,))
    assert called_faults(result) == [early, late]


def test_events_are_in_the_order_of_time_and_end_with_the_stop(guided: Guided) -> None:
    events = guided.result["events"]
    assert {event["kind"] for event in events} <= set(EventKind)
    assert {event["stage"] for event in events} <= set(Stage)
    assert [event["t_s"] for event in events] == sorted(event["t_s"] for event in events)
    assert events[0]["stage"] == Stage.NEUTRAL
    assert events[-1]["kind"] == EventKind.STOPPED


def test_every_cue_is_said_as_a_line_and_nothing_else(guided: Guided) -> None:
    cues = [event["cue"] for event in guided.result["events"] if event["cue"]]
    lines = [re.fullmatch(r" +\d+\.\d s  (.+)", line) for line in guided.ran.err.splitlines()]
    assert None not in lines
    assert [line[1] for line in lines] == cues
    assert len(cues) > 3


def test_times_and_shares_are_plausible(guided: Guided) -> None:
    result = guided.result
    assert result["duration_s"] == pytest.approx(14.35, abs=0.1)
    assert 0 <= result["lost_s"] < result["duration_s"]
    assert 0 < result["measured_fraction"] <= 1
    assert set(result["rom"]) <= set(Direction)


def test_the_id_and_the_code_name_the_same_exercise(
    coach: Callable[..., Any], short_clip: Path, tmp_path: Path
) -> None:
    names = []
    for name in ("R1", "slow-breathing"):
        ran = coach("session", name, "--source", short_clip, "--headless", "--json", tmp_path / "s.json")
        assert ran.code == 0
        names.append(json.loads((tmp_path / "s.json").read_text())["exercise"]["id"])
    assert names == ["slow-breathing"] * 2


def test_an_unknown_exercise_names_those_that_look_alike(refused: Callable[..., str], short_clip: Path) -> None:
    line = refused(2, "session", "active-rotaton", "--source", short_clip, "--headless")
    assert line.startswith("coach: there is no exercise 'active-rotaton'; did you mean active-rotation")


def test_the_exercise_is_looked_for_before_the_source_is_opened(refused: Callable[..., str], tmp_path: Path) -> None:
    assert "there is no exercise" in refused(2, "session", "X9", "--source", tmp_path / "missing.mp4", "--headless")


def made_up(coach: Callable[..., Any], folder: Path, code: str, source: str) -> tuple[Any, dict[str, Any]]:
    ran = coach("session", code, "--source", source, "--headless", "--json", folder / "s.json")
    return ran, json.loads((folder / "s.json").read_text(encoding="utf-8"))


def test_a_made_up_person_needs_no_camera(coach: Callable[..., Any], tmp_path: Path) -> None:
    ran, result = made_up(coach, tmp_path, "C2", "synthetic")
    assert ran.code == 0
    assert list(result) == KEYS
    assert result["completed"] is True
    assert result["stop_reason"] is None
    assert result["summary"] == ["All 10 repetitions clean."]
    assert "10 of 10 repetitions" in ran.out
    assert {r["quality"] for r in result["repetitions"]} == {"good"}
    assert result["software"]["models"] == "none: a made-up person"


def test_a_made_up_person_who_does_one_thing_wrong(coach: Callable[..., Any], tmp_path: Path) -> None:
    ran, result = made_up(coach, tmp_path, "C2", "synthetic:hike")
    assert [sorted(kinds(r)) for r in result["repetitions"]] == [["shoulder_rise"], []] * 5
    assert result["repetitions"][0]["reason"] == "A shoulder came up"
    assert "A shoulder came up in 5 of 10." in ran.out
    notes = [event["note"] for event in result["events"] if event["note"]]
    assert notes == ["5 of 10 repetitions were clean. A shoulder came up in 5 of 10."]


def test_what_no_camera_can_see_says_so(coach: Callable[..., Any], tmp_path: Path) -> None:
    ran, result = made_up(coach, tmp_path, "H1", "synthetic")
    assert result["completed"] is True
    assert result["measured"] is False
    assert "This was timed, not measured." in ran.out
    assert "largest angle" not in ran.out


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (
            ["M1", "--source", "synthetic:dance", "--headless"],
            "dance is no variant of M1; choose from clean",
        ),
        (["H1", "--source", "synthetic:hike", "--headless"], "hike has no meaning in H1; choose from clean"),
        (["M1", "--source", "synthetic"], "a made-up person goes with --headless"),
    ],
)
def test_a_made_up_person_that_makes_no_sense(refused: Callable[..., str], arguments: list[str], reason: str) -> None:
    assert reason in refused(2, "session", *arguments)


def test_what_a_therapist_must_allow_is_not_guided_in_front_of_a_camera(coach: Any, refused: Any) -> None:
    line = refused(2, "session", "M5", "--headless", "--source", "0")
    assert "A therapist has to show you this exercise once" in line
    assert "coach plan set M5 --state allow" in line
    ran = coach("session", "M5", "--headless", "--source", "synthetic")
    assert ran.code == 0
    assert ran.err.startswith("M5 is locked: A therapist has to show you")
    assert "is locked" not in coach("session", "E2", "--headless", "--source", "synthetic").err
    assert "nothing is kept" in " ".join(coach("session", "--help").out.replace("│", " ").split())
