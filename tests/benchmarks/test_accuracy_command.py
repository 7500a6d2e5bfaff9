"""Which truth set the command takes, and what it says when there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import accuracy


def test_without_the_usual_set_the_films_of_the_tests_are_taken_and_it_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(accuracy, "USUAL_SET", tmp_path / "nothing")
    sources, about = accuracy._sources(tmp_path / "nothing", clips_only=False)
    assert {"lateral_d", "sagittal_c", "rotation_a"} <= {source.name for source in sources}
    assert "come with the tests" in about
    assert "is not there" in capsys.readouterr().err


def test_a_folder_without_truth_is_an_error_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert accuracy.main(["--set", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
