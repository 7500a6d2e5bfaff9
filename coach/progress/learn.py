"""Learn cards: short texts about the condition, as data. A card is a front matter in TOML and a plain body."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Any

FENCE = "+++"
BULLET = "- "


class CardError(ValueError):
    """A card cannot be read; the text says in one line what is wrong."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (one line) or a list (its points)."""

    lines: tuple[str, ...]
    bullets: bool = False


@dataclass(frozen=True, slots=True)
class LearnCard:
    """One card.

    Parameters
    ----------
    name
        Of its file, without the ending.
    title, summary
        What it is about, in a few words and in a sentence.
    sources
        Where the facts come from.
    body
        Paragraphs and lists in their order.
    """

    name: str
    title: str
    summary: str
    sources: tuple[str, ...]
    body: tuple[Block, ...]

    @property
    def words(self) -> int:
        """How long the body is."""
        return sum(len(line.split()) for block in self.body for line in block.lines)


def parse_card(name: str, text: str) -> LearnCard:
    """Read one card.

    Parameters
    ----------
    name
        Of the file, without the ending.
    text
        ``+++``, TOML with ``title``, ``summary`` and ``sources``, ``+++``, then paragraphs and ``- `` lists between
        empty lines.

    Raises
    ------
    CardError
        Says what is missing or not understood.
    """
    _, opened, rest = text.partition(FENCE)
    front, closed, body = rest.partition(f"\n{FENCE}")
    if not opened or not closed or not text.lstrip("\ufeff").startswith(FENCE):
        raise CardError(f"{name}: the front matter must stand between two lines of {FENCE}")
    try:
        told = tomllib.loads(front)
    except tomllib.TOMLDecodeError as error:
        raise CardError(f"{name}: the front matter is not TOML: {error}") from error
    title, summary = _text(name, told, "title"), _text(name, told, "summary")
    sources = told.get("sources")
    if not isinstance(sources, list) or not sources or not all(isinstance(source, str) for source in sources):
        raise CardError(f"{name}: sources must be a list of texts")
    blocks = _blocks(body)
    if not blocks:
        raise CardError(f"{name}: there is no text after the front matter")
    return LearnCard(name, title, summary, tuple(sources), blocks)


def _text(name: str, told: dict[str, Any], field: str) -> str:
    value = told.get(field)
    if not isinstance(value, str) or not value.strip():
        raise CardError(f"{name}: {field} is missing")
    return value.strip()


def _blocks(body: str) -> tuple[Block, ...]:
    """Split at empty lines and where a list begins; a line that goes on is joined to the one before."""
    blocks: list[tuple[bool, list[str]]] = []
    fresh = True
    for line in body.splitlines():
        bullet, words = line.startswith(BULLET), line.strip().removeprefix(BULLET).strip()
        if not words:
            fresh = True
            continue
        same_list = bullet and blocks and blocks[-1][0]
        if bullet and same_list:
            blocks[-1][1].append(words)
        elif bullet or fresh:
            blocks.append((bullet, [words]))
        else:
            blocks[-1][1][-1] += f" {words}"
        fresh = False
    return tuple(Block(tuple(lines), bullets) for bullets, lines in blocks)
