"""Learn: short cards about the condition, and each of them as a page."""

from __future__ import annotations

import math
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from coach.progress.learn import Block, LearnCard
from coach.ui.kv import load_kv
from coach.ui.screens.base import CoachScreen
from coach.ui.screens.history import EmptyPane
from coach.ui.widgets.controls import Press
from coach.ui.widgets.text import Muted, Page, Txt

WORDS_PER_MINUTE = 180
"""An unhurried reader; only for "2 min to read"."""


class LearnTile(Press):
    """One card in the overview."""

    card = ObjectProperty(None)
    title = StringProperty("")
    summary = StringProperty("")
    length = StringProperty("")
    needed = NumericProperty(0)

    def __init__(self, card: LearnCard) -> None:
        minutes = max(1, math.ceil(card.words / WORDS_PER_MINUTE))
        super().__init__(card=card, title=card.title, summary=card.summary, length=f"{minutes} min to read")


class LearnPane(Page):
    """All cards, to choose from."""

    def __init__(self, screen: LearnScreen) -> None:
        super().__init__()
        self._level_soon = Clock.create_trigger(self._level, -1)
        for card in screen.services.cards:
            tile = LearnTile(card)
            tile.bind(on_release=lambda pressed: screen.shell.push("learn_card", pressed.card))
            tile.bind(needed=self._level_soon)
            self.ids.tiles.add_widget(tile)

    def _level(self, _dt: float) -> None:
        """Make all tiles as high as the highest."""
        tiles = self.ids.tiles.children
        for tile in tiles:
            tile.height = max(each.needed for each in tiles)


class LearnScreen(CoachScreen):
    """Shows the cards."""

    def enter(self) -> None:
        """List them."""
        if self.services.cards:
            self.show(LearnPane(self))
        else:
            text = "The texts that belong here were not found. Install the program again to get them back."
            icon = "book-open-variant-outline"
            self.show(EmptyPane(screen=self, icon=icon, title="Nothing to read", text=text))


class LearnBlock(BoxLayout):
    """One point of a list."""

    text = StringProperty("")


class CardPane(BoxLayout):
    """One card to read."""

    screen = ObjectProperty(None, rebind=True)
    title = StringProperty("")
    summary = StringProperty("")
    forward = StringProperty("")
    last = BooleanProperty(False)

    def __init__(self, screen: CardScreen, card: LearnCard, following: LearnCard | None) -> None:
        forward = following.title if following else "All cards"
        super().__init__(screen=screen, title=card.title, summary=card.summary, forward=forward, last=following is None)
        for block in card.body:
            for widget in _widgets(block):
                self.ids.body.add_widget(widget)
        self.ids.sources.add_widget(Muted(text="Sources: " + "; ".join(card.sources), line_height=1.2))

    def primary(self) -> None:
        """On to the next card, or back to all of them."""
        self.screen.go_on()


def _widgets(block: Block) -> list[Any]:
    if block.bullets:
        return [LearnBlock(text=line) for line in block.lines]
    return [LearnText(text=line) for line in block.lines]


class LearnText(Txt):
    """One paragraph."""


class CardScreen(CoachScreen):
    """Shows one card, its subject."""

    def enter(self) -> None:
        """Show it from its beginning."""
        self.show(CardPane(self, self.subject, self._following()))

    def go_on(self) -> None:
        """Show the next card; after the last go back to all of them."""
        following = self._following()
        if following is None:
            self.shell.back()
        else:
            self.shell.push("learn_card", following, instead=True)

    def _following(self) -> LearnCard | None:
        cards = list(self.services.cards)
        number = cards.index(self.subject) + 1
        return cards[number] if number < len(cards) else None


load_kv(__file__)
