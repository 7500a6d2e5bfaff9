"""The emergency signs, asked about in one tap."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout

from coach.progress.safety.model import Page
from coach.ui.kv import load_kv
from coach.ui.widgets.answers import TickRow

NONE = "None of these, no changes"
MORE = "More below"


class SignsPane(BoxLayout):
    """Lists the signs of the emergency page. One press says that there is none; a tick changes what the button says.

    ``answer`` gets the ids of the signs that were ticked.
    """

    title = StringProperty("")
    go_on_text = StringProperty(NONE)

    def __init__(self, page: Page, answer: Callable[[set[str]], None], away: Callable[[], object]) -> None:
        super().__init__(title=page.title)
        self._answer, self.away = answer, away
        self.rows = {question.id: TickRow(text=question.text) for question in page.questions}
        for row in self.rows.values():
            row.bind(ticked=self._follow)
            self.ids.signs.add_widget(row)
        self.ids.page.bind(scroll_y=self._follow, height=self._follow)
        self.ids.content.bind(height=self._follow)

    @property
    def ticked(self) -> set[str]:
        """Ids of the signs that are ticked."""
        return {name for name, row in self.rows.items() if row.ticked}

    def _follow(self, *_: Any) -> None:
        """Name the button; the list is seen to its end before anybody can say that nothing of it is there."""
        self.go_on_text = MORE if self.ids.page.more_below else "Continue" if self.ticked else NONE

    def primary(self) -> None:
        """Give the answer, once the whole list was seen."""
        if self.go_on_text == MORE:
            self.ids.page.turn_down()
            return
        self._answer(self.ticked)


load_kv(__file__)
