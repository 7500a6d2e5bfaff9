"""``coach exercises check``, ``schema`` and ``new``, as somebody meets them who writes exercises of their own."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coach.exercise.model import Approach
from coach.exercise.rules import SEEN_IN
from coach.history.exercise_file import check_file
from coach.history.schema import schema_text
from coach.paths import assets_dir, exercises_dir

Coach = Callable[..., Any]
Refused = Callable[..., str]

TEMPLATE = (assets_dir() / "exercise-template.toml").read_text(encoding="utf-8")

BROKEN: dict[str, tuple[str, str, str, str]] = {
    "no TOML": ("hold_s = 2", "hold_s = ", "file", "is not TOML: Invalid value"),
    "a field misspelt": ("rest_s = 20 ", "rets_s = 20 ", "guide.rets_s", "is not a field of an exercise"),
    "a text for a number": ("hold_s = 2", 'hold_s = "2"', "guide.hold_s", "input should be a valid number (got '2')"),
    "a hold without end": ("hold_s = 2", "hold_s = 2000", "guide.hold_s", "less than or equal to 120 (got 2000)"),
    "no evidence": ('strength = "convention"', "", "evidence.strength", "is missing"),
    "a fault that does not exist": ('kind = "too_fast"', 'kind = "slouching"', "faults.2.kind", "(got 'slouching')"),
    "a fault called twice": ('kind = "too_fast"', 'kind = "too_far"', "exercise", "faults name too_far twice"),
    "a fault that the guide cannot see": (
        'kind = "too_fast"', 'kind = "path_lag"', "exercise",
        "the fault path_lag cannot be seen in a movement guide",
    ),
    "beyond the own range": (
        '"right_rotation"\npercent_of_own_range = [45, 60]', '"right_rotation"\npercent_of_own_range = [45, 120]',
        "guide.targets.0", "a target may not go beyond 100 % of the own range",
    ),
    "a side twice": ('"left_rotation"', '"right_rotation"', "guide", "targets name the direction right_rotation twice"),
    "a guide that does not exist": ('kind = "movement"', 'kind = "dance"', "guide", "input tag 'dance' found"),
    "a code of its own kind": ('code = "X1"', 'code = "neck"', "code", "string should match pattern"),
    "a fault that no camera sees": (
        'view = "front"', 'view = "none"', "exercise", "where the view is none, no fault can be seen",
    ),
    "the approach of another folder": (
        'approach = "mobility"', 'approach = "stretch"', "approach",
        "is stretch, but the file lies in the folder mobility",
    ),
    "a step that makes no sense": (
        "hold_s = 4", "hold_s = 400", "exercise",
        "step 1 of steps_up: hold_s: Input should be less than or equal to 120",
    ),
    "a code that the library has": ('code = "X1"', 'code = "M1"', "code", "M1 is already used by"),
}  # fmt: skip


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write an exercise into a folder of its approach."""

    def write(text: str | bytes, name: str = "half-turn.toml", approach: str = "mobility") -> Path:
        path = tmp_path / "own" / approach / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_file_is_refused_with_file_line_field_and_reason(
    refused: Refused, write: Callable[..., Path], fault: str
) -> None:
    before, after, field, reason = BROKEN[fault]
    assert TEMPLATE.count(before) == 1, before
    path = write(TEMPLATE.replace(before, after))
    message = refused(2, "exercises", "check", path).removeprefix("coach: ").strip()
    found = re.match(rf"{re.escape(str(path))}(:\d+)?: ([\w.]+): (.*)$", message)
    assert found, message
    assert found[2] == field
    assert reason in found[3]
    if found[1]:
        line = path.read_text().splitlines()[int(found[1][1:]) - 1]
        assert after[after.rfind("\n") + 1 :] in line or line.startswith("["), line
    else:
        assert field == "exercise"


def test_a_file_that_is_no_text(refused: Refused, write: Callable[..., Path]) -> None:
    path = write(TEMPLATE.encode().replace(b"Half", b"H\xe4lf", 1))
    line = TEMPLATE[: TEMPLATE.index("Half")].count("\n") + 1
    assert refused(2, "exercises", "check", path) == f"coach: {path}:{line}: file: is not UTF-8 text\n"


def test_a_file_whose_name_is_no_id(refused: Refused, write: Callable[..., Path]) -> None:
    path = write(TEMPLATE, "Half Turn.toml")
    assert refused(2, "exercises", "check", path).startswith(f"coach: {path}: id: the file's name 'Half Turn' must be")


def test_two_files_with_one_id(coach: Coach, write: Callable[..., Path]) -> None:
    first = write(TEMPLATE)
    second = write(TEMPLATE.replace('"mobility"', '"stretch"').replace('"X1"', '"X2"'), approach="stretch")
    assert coach("exercises", "check", first).code == 0
    assert coach("exercises", "check", second).code == 0
    ran = coach("exercises", "check", first, second)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"coach: {second}: id: half-turn is already used by {first}; choose another file name\n"


def test_a_file_with_the_id_of_a_shipped_exercise_names_both(refused: Refused, write: Callable[..., Path]) -> None:
    path = write(TEMPLATE, "active-rotation.toml")
    message = refused(2, "exercises", "check", path)
    shipped = exercises_dir() / "mobility" / "active-rotation.toml"
    assert message == f"coach: {path}: id: active-rotation is already used by {shipped}; choose another file name\n"


def test_a_shipped_file_does_not_collide_with_itself(coach: Coach, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(exercises_dir() / "mobility")
    assert coach("exercises", "check", "active-rotation.toml").out == "1 exercises, no fault\n"


# ---- schema -------------------------------------------------------------------------------------------------------


def test_the_published_schema_is_that_of_the_model() -> None:
    published = exercises_dir() / "exercise.schema.json"
    assert published.read_text(encoding="utf-8") == schema_text(), f"coach exercises schema --out {published}"


def test_the_schema_knows_every_guide_and_refuses_what_it_does_not_know() -> None:
    schema = json.loads(schema_text())
    assert schema["additionalProperties"] is False
    assert "id" not in schema["required"]
    assert {"code", "guide", "evidence"} <= set(schema["required"])
    kinds = set(schema["properties"]["guide"]["discriminator"]["mapping"])
    assert kinds == set(SEEN_IN)


def test_the_schema_is_printed_or_written(coach: Coach, tmp_path: Path) -> None:
    assert coach("exercises", "schema").out == schema_text()
    out = tmp_path / "exercise.schema.json"
    ran = coach("exercises", "schema", "--out", out)
    assert (ran.code, ran.out) == (0, f"{out} written\n")
    assert out.read_text(encoding="utf-8") == schema_text()


def test_a_schema_that_cannot_be_written(refused: Refused, tmp_path: Path) -> None:
    assert str(tmp_path / "none" / "x.json") in refused(2, "exercises", "schema", "--out", tmp_path / "none" / "x.json")


# ---- a starter ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("approach", sorted(set(Approach) - {Approach.ASSESSMENT}))
def test_a_starter_passes_the_check_and_is_in_the_library(coach: Coach, data_folder: Path, approach: str) -> None:
    ran = coach("exercises", "new", "my-turn", "--approach", approach)
    path = data_folder / "exercises" / approach / "my-turn.toml"
    assert (ran.code, ran.out) == (0, f"{path} written. Change it, then run: coach exercises check {path}\n")
    assert coach("exercises", "check", path).out == "1 exercises, no fault\n"
    assert check_file(path).approach == approach
    assert "Half turn" in coach("exercises", "show", "my-turn").out


def test_each_starter_has_a_code_of_its_own(coach: Coach, data_folder: Path) -> None:
    for name in ("one", "two", "three"):
        coach("exercises", "new", name)
    files = sorted((data_folder / "exercises" / "mobility").iterdir())
    assert sorted(check_file(path).code for path in files) == ["X1", "X2", "X3"]
    assert coach("exercises", "check").code == 0


def test_a_starter_replaces_nothing(refused: Refused, coach: Coach, data_folder: Path) -> None:
    coach("exercises", "new", "my-turn")
    path = data_folder / "exercises" / "mobility" / "my-turn.toml"
    path.write_text("mine", encoding="utf-8")
    for name in ("my-turn", "side-bend"):
        assert refused(2, "exercises", "new", name).endswith(f"{name}: there is an exercise of this name already\n")
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["My-Turn", "../turn", "turn_", "1st"])
def test_a_starter_needs_an_id(refused: Refused, data_folder: Path, name: str) -> None:
    assert f"{name}: an id is small letters" in refused(2, "exercises", "new", name)
    assert not data_folder.exists()


def test_a_starter_needs_an_approach_that_exists(refused: Refused) -> None:
    assert "'magic' is not one of mobility, stretch" in refused(2, "exercises", "new", "my-turn", "--approach", "magic")


def test_all_codes_taken(refused: Refused, data_folder: Path) -> None:
    folder = data_folder / "exercises" / "mobility"
    folder.mkdir(parents=True)
    for number in range(1, 100):
        (folder / f"own-{number}.toml").write_text(TEMPLATE.replace('"X1"', f'"X{number}"'), encoding="utf-8")
    assert "all codes from X1 to X99 are taken" in refused(2, "exercises", "new", "my-turn")
    shutil.rmtree(folder)
