from __future__ import annotations

import re
from pathlib import Path

import pytest

from coach.history.cards import load_cards
from coach.paths import assets_dir
from coach.progress.learn import parse_card


def test_every_shipped_card_is_read_in_order() -> None:
    folder = assets_dir() / "learn"
    cards = load_cards(folder)
    assert [card.name for card in cards] == sorted(path.stem for path in folder.glob("*.md"))
    assert len(cards) >= 5
    for card in cards:
        assert 100 < card.words < 500, card.name
        # the window shows plain text: no mark-up of another kind may be left in it
        assert not re.search(r"[*_#`\[\]]", " ".join(line for block in card.body for line in block.lines)), card.name


def test_a_faulty_file_is_left_out_and_named_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    good = '+++\ntitle = "T"\nsummary = "S."\nsources = ["A"]\n+++\nText.\n'
    (tmp_path / "02-good.md").write_text(good, encoding="utf-8")
    (tmp_path / "01-bad.md").write_text("Text.", encoding="utf-8")
    (tmp_path / "03-latin.md").write_bytes(b"+++\xe9")
    (tmp_path / "notes.txt").write_text(good, encoding="utf-8")
    assert load_cards(tmp_path) == (parse_card("02-good", good),)
    assert "01-bad" in caplog.text


def test_without_the_folder_there_are_no_cards(tmp_path: Path) -> None:
    assert load_cards(tmp_path / "none") == ()
