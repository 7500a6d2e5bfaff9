"""Text, cards, table rows and pages: what is only looked at."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, ColorProperty, ListProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.label import Label
from kivy.uix.scrollview import ScrollView

from coach.ui.icons import icon
from coach.ui.kv import load_kv


class Txt(Label):
    """Text that wraps in its width and is as high as it needs to be."""


class Title(Txt):
    """The one heading of a screen."""


class Heading(Txt):
    """Heading of a card."""


class Muted(Txt):
    """Secondary text."""


class Icon(Label):
    """One character of the icon font, by name."""

    icon = StringProperty("")

    def on_icon(self, _widget: Icon, name: str) -> None:
        """Show the character of the name."""
        self.text = icon(name)


class Card(BoxLayout):
    """A raised surface with rounded corners."""


class Chip(BoxLayout):
    """A short remark with an icon, in the colour of its tone."""

    text = StringProperty("")
    icon = StringProperty("")
    ink = ColorProperty("#000000")


class Row(BoxLayout):
    """A row of a table: texts of the given relative widths."""

    cells = ListProperty()
    widths = ListProperty()
    head = BooleanProperty(False)
    odd = BooleanProperty(False)
    strong = NumericProperty(-1)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.bind(cells=self._build, widths=self._build, head=self._build, strong=self._build)
        self._build()

    def _build(self, *_: Any) -> None:
        self.clear_widgets()
        for index, text in enumerate(self.cells):
            width = self.widths[index] if index < len(self.widths) else 1
            self.add_widget(Cell(text=text, head=self.head, strong=index == self.strong, size_hint_x=width))


class Cell(Label):
    """Text of a table row, in several lines where it is long."""

    head = BooleanProperty(False)
    strong = BooleanProperty(False)


class Page(ScrollView):
    """A page that scrolls when the text is large or the window is small."""

    scroll_y: float

    @property
    def more_below(self) -> bool:
        """Whether part of it was not seen yet, further down."""
        return self._hidden > 1 and self.scroll_y * self._hidden > 1

    @property
    def _hidden(self) -> float:
        content = self.children[0].height if self.children else 0
        return float(content - self.height)

    def turn_down(self) -> None:
        """Scroll down by most of what is seen."""
        if self._hidden > 0:
            self.scroll_y = max(0.0, self.scroll_y - 0.8 * self.height / self._hidden)


load_kv(__file__)
