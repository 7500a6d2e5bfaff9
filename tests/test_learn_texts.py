"""The texts of the Learn page: their form, their sources, and that a twelve-year-old can read them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from coach.history.library import load_library
from coach.paths import assets_dir, exercises_dir
from tests.reading import AVOIDED, HARDEST_GRADE, LONGEST_SENTENCE, grade, sentences

TEXTS = sorted((assets_dir() / "learn").glob("*.md"))


def read(path: Path) -> tuple[dict[str, Any], str]:
    before, front, body = path.read_text(encoding="utf-8").split("+++\n")
    assert before == ""
    return tomllib.loads(front), body


@pytest.fixture(params=TEXTS, ids=lambda path: path.stem)
def text(request: pytest.FixtureRequest) -> tuple[dict[str, Any], str]:
    return read(request.param)


def test_the_subjects_are_all_there() -> None:
    assert [path.name for path in TEXTS] == [
        "01-headache-from-the-neck.md",
        "02-neck-migraine-or-tension.md",
        "03-what-can-help.md",
        "04-when-to-see-a-doctor.md",
        "05-your-desk.md",
        "06-what-the-numbers-mean.md",
    ]


def test_each_has_a_title_a_summary_and_sources(text: tuple[dict[str, Any], str]) -> None:
    front, _ = text
    assert sorted(front) == ["sources", "summary", "title"]
    assert 0 < len(front["title"]) <= 40
    assert 0 < len(front["summary"]) <= 120
    assert front["sources"]
    assert all(isinstance(source, str) and len(source) > 10 for source in front["sources"])


def test_each_is_short(text: tuple[dict[str, Any], str]) -> None:
    assert 150 <= len(text[1].split()) <= 350


def test_each_is_paragraphs_and_lists_only(text: tuple[dict[str, Any], str]) -> None:
    for block in text[1].strip().split("\n\n"):
        lines = block.split("\n")
        assert len(lines) == 1 or all(line.startswith("- ") for line in lines), block
        assert not re.search(r"[#*`_\[\]<>|]", block), block


def test_each_is_easy_to_read_and_claims_nothing(text: tuple[dict[str, Any], str]) -> None:
    body = text[1]
    assert grade(body) <= HARDEST_GRADE
    assert [s for s in sentences(body) if len(s.split()) > LONGEST_SENTENCE] == []
    assert AVOIDED.findall(body) == []


def test_the_exercises_that_are_named_exist(text: tuple[dict[str, Any], str]) -> None:
    titles = {exercise.title for exercise in load_library(exercises_dir())}
    named = set(re.findall(r'"([A-Z][^"]+)"', text[1]))
    assert named <= titles, named - titles


def test_each_founding_therapy_has_its_place() -> None:
    _, body = read(assets_dir() / "learn" / "03-what-can-help.md")
    for therapy in (
        "Stretches", "Soft-tissue mobilisation", "Therapeutic exercise", "Modalities: heat", "Retraining of movement",
        "Deep breathing", "easy yoga", "Work with your doctor or physical therapist",
    ):  # fmt: skip
        assert therapy in body


def test_hard_words_make_a_hard_text() -> None:
    easy = "Sit tall. Turn your head to one side. Hold it there."
    hard = "Cervicogenic headache necessitates comprehensive multidisciplinary rehabilitation of neuromuscular control."
    assert grade(easy) < 3 < HARDEST_GRADE < 15 < grade(hard)
