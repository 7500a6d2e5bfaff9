"""Reading the Learn cards from their folder."""

from __future__ import annotations

import logging
from pathlib import Path

from coach.progress.learn import CardError, LearnCard, parse_card

_log = logging.getLogger(__name__)


def load_cards(folder: Path) -> tuple[LearnCard, ...]:
    """Read every card of a folder in the order of the file names.

    A file that cannot be read is logged and left out: no text may keep a person from exercising.
    """
    cards = []
    for path in sorted(folder.glob("*.md")):
        try:
            cards.append(parse_card(path.stem, path.read_text(encoding="utf-8")))
        except (CardError, OSError, UnicodeDecodeError) as error:
            _log.warning("a Learn card was left out: %s", error)
    return tuple(cards)
