from __future__ import annotations

import pytest

from coach.progress.learn import Block, CardError, parse_card

FRONT = '+++\ntitle = "T"\nsummary = "S."\nsources = ["A 2001"]\n+++\n'


def test_paragraphs_and_lists() -> None:
    body = "One\ngoes on.\n\nTwo:\n\n- first\n  goes on\n- second\n\nThree.\n- tight"
    card = parse_card("01-a", FRONT + body)
    assert (card.name, card.title, card.summary, card.sources) == ("01-a", "T", "S.", ("A 2001",))
    assert card.body == (
        Block(("One goes on.",)),
        Block(("Two:",)),
        Block(("first goes on", "second"), bullets=True),
        Block(("Three.",)),
        Block(("tight",), bullets=True),
    )
    assert card.words == 10


def test_a_list_may_follow_its_introduction_at_once() -> None:
    assert parse_card("a", FRONT + "Now:\n- x\n- y").body == (Block(("Now:",)), Block(("x", "y"), bullets=True))


def test_a_blank_line_inside_a_list_does_not_end_it() -> None:
    assert parse_card("a", FRONT + "- x\n\n- y").body == (Block(("x", "y"), bullets=True),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Just text", "between two lines"),
        ("+++\ntitle = 'T'\n", "between two lines"),
        ("x\n" + FRONT + "Body", "between two lines"),
        ("+++\ntitle = \n+++\nBody", "not TOML"),
        ("+++\nsummary = 'S'\nsources = ['A']\n+++\nBody", "title is missing"),
        ("+++\ntitle = ' '\nsummary = 'S'\nsources = ['A']\n+++\nBody", "title is missing"),
        ("+++\ntitle = 'T'\nsources = ['A']\n+++\nBody", "summary is missing"),
        ("+++\ntitle = 'T'\nsummary = 3\nsources = ['A']\n+++\nBody", "summary is missing"),
        ("+++\ntitle = 'T'\nsummary = 'S'\n+++\nBody", "sources"),
        ("+++\ntitle = 'T'\nsummary = 'S'\nsources = [1]\n+++\nBody", "sources"),
        ("+++\ntitle = 'T'\nsummary = 'S'\nsources = []\n+++\nBody", "sources"),
        (FRONT + "\n \n", "no text"),
    ],
)
def test_a_faulty_card_says_its_name_and_what_is_wrong(text: str, reason: str) -> None:
    with pytest.raises(CardError, match=rf"^02-b: .*{reason}"):
        parse_card("02-b", text)
