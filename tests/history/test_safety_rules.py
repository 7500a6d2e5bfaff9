"""The files of the safety rules: read whole, or refused with the place of the fault."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coach.history.safety_rules import FILES, SafetyRulesError, load_safety_rules
from coach.paths import assets_dir


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(assets_dir() / "safety", tmp_path / "safety"))


def test_the_shipped_rules_are_read(folder: Path) -> None:
    rules = load_safety_rules(folder)
    assert rules.version >= 1
    assert len(rules.rules) > 40
    assert rules.pain.most_in == {"C1": 2, "M5": 2}


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("intake.toml", "version = 1", "", "version"),
        ("intake.toml", 'level = "emergency"', 'level = "urgent"', "rules.0.level"),
        ("intake.toml", 'cause = "blood-vessel"', 'cause = "bad luck"', "rules.0.cause"),
        ("intake.toml", "ticked = true", "tick = true", "rules.0.when.0.tick"),
        ("intake.toml", 'kind = "tick"', 'kind = "tickle"', "pages.0.questions.0.kind"),
        ("intake.toml", 'locks = ["M5"]', 'locks = ["glide"]', "glide is not the code of an exercise"),
        ("intake.toml", 'question = "worst-headache"', 'question = "worst"', "there is no question worst"),
        ("intake.toml", "[levels.doctor]", "[levels.nurse]", "levels.nurse"),
        ("session.toml", "most = 4 ", "most = 14 ", "outside 0..10"),
        ("session.toml", "most_rise = 2", 'most_rise = "two"', "pain.most_rise"),
        ("session.toml", "factor = 0.5", "factor = 1.5", "factor lies between"),
        ("session.toml", "[pain]", "[pain", "is not TOML"),
    ],
)
def test_a_fault_is_named_and_nothing_is_half_read(folder: Path, name: str, old: str, new: str, said: str) -> None:
    change(folder, name, old, new)
    with pytest.raises(SafetyRulesError, match=said):
        load_safety_rules(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_missing_or_no_text(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"\xff\xfe")
    with pytest.raises(SafetyRulesError, match=f"{name}: is not TOML"):
        load_safety_rules(folder)
    (folder / name).unlink()
    with pytest.raises(SafetyRulesError, match=f"{name}: cannot be read"):
        load_safety_rules(folder)
