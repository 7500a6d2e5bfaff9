"""The controls that every screen is made of: buttons, navigation and the text field, for pointer and keyboard."""

from __future__ import annotations

from typing import Any, ClassVar

from kivy.core.window import Window
from kivy.metrics import dp
from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior, FocusBehavior
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.scrollview import ScrollView
from kivy.uix.textinput import TextInput

from coach.ui.kv import load_kv
from coach.ui.widgets import text as _text  # noqa: F401  registers the widgets that the rules use

_PRESS_KEYS = ("enter", "numpadenter", "spacebar")


class Hover:
    """Knows whether the pointer is over it; lets go of window and keyboard when it leaves the screen."""

    hovered = BooleanProperty(False)

    def on_parent(self: Any, _widget: Any, parent: Any) -> None:
        """Follow the pointer only while the widget is on the screen."""
        if parent is None:
            Window.unbind(mouse_pos=self._pointer_moved)
            self.hovered = False
            self.focus = False
        else:
            Window.bind(mouse_pos=self._pointer_moved)

    def _pointer_moved(self: Any, _window: Any, pos: tuple[float, float]) -> None:
        inside = self.get_root_window() is not None and self.collide_point(*self.to_widget(*pos))
        self.hovered = inside and not getattr(self, "disabled", False)


class Reachable(FocusBehavior):
    """Can be reached by Tab; the one that has the keyboard is known as ``Reachable.current``.

    ``ringed`` says to draw the focus ring: only where the keyboard is in use, not after a click.
    """

    current: ClassVar[Reachable | None] = None
    keyboard_in_use: ClassVar[bool] = False
    ringed = BooleanProperty(False)

    @classmethod
    def let_go(cls) -> None:
        """Take the keyboard from whoever has it, before what is shown changes."""
        if cls.current is not None:
            cls.current.focus = False

    def on_focus(self, _widget: Any, focused: bool) -> None:
        """Keep who has the keyboard."""
        self.ringed = focused and Reachable.keyboard_in_use
        if focused:
            Reachable.current = self
            if self.ringed:
                self._scroll_into_view()
        elif Reachable.current is self:
            Reachable.current = None

    def _scroll_into_view(self: Any) -> None:
        page = self.parent
        while page is not None and page is not page.parent:
            if isinstance(page, ScrollView):
                page.scroll_to(self, padding=dp(16), animate=False)
                return
            page = page.parent


class Press(Hover, Reachable, ButtonBehavior, BoxLayout):
    """A button for mouse, touch and keyboard (Tab to reach it, Enter or Space to press it), with a focus ring.

    ``radius`` is that of its corners in dp; the focus ring follows it.
    """

    text = StringProperty("")
    icon = StringProperty("")
    radius = NumericProperty(12)

    def keyboard_on_key_down(self, window: Any, keycode: Any, text: str, modifiers: list[str]) -> bool:
        """Press on Enter and Space, everything else is the focus's own business."""
        if keycode[1] in _PRESS_KEYS:
            if not self.disabled:
                self.dispatch("on_press")
                self.dispatch("on_release")
            return True
        return bool(super().keyboard_on_key_down(window, keycode, text, modifiers))

    def keyboard_on_key_up(self, window: Any, keycode: Any) -> bool:
        """Keep the focus when Escape is let go: it may just have opened the dialog that this button is in."""
        return keycode[1] == "escape" or bool(super().keyboard_on_key_up(window, keycode))

    def on_disabled(self, _widget: Any, disabled: bool) -> None:
        """Keep Tab from a button that cannot be pressed."""
        self.is_focusable = not disabled
        if disabled:
            self.focus = False


class Primary(Press):
    """The one thing to do next."""


class Ghost(Press):
    """Another thing that can be done."""


class Plain(Press):
    """A button that is only an icon or a word, for rare things."""


class NavItem(Press):
    """A place of the navigation rail; ``low`` in a window where there is little room."""

    active = BooleanProperty(False)
    low = BooleanProperty(False)


class Choice(Press):
    """One of several, of which one is chosen."""

    chosen = BooleanProperty(False)
    text_size_sp = NumericProperty("18sp")


class Field(Reachable, TextInput):
    """One line of text."""

    def on_parent(self, _widget: Any, parent: Any) -> None:
        """Leave the keyboard when the field leaves the screen."""
        if parent is None:
            self.focus = False


load_kv(__file__)
