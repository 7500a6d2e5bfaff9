"""The way from screen to screen: places, pages opened from them, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kivy.core.window import Window
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.screenmanager import NoTransition, ScreenManager

from coach.progress.records import StoreError
from coach.ui.places import HOME, PAGES, PLACES
from coach.ui.rail import Rail
from coach.ui.screens.base import CoachScreen
from coach.ui.screens.trouble import TroublePane
from coach.ui.theme import theme
from coach.ui.widgets.controls import Reachable

if TYPE_CHECKING:
    from coach.ui.shell import Shell


class Navigator(BoxLayout):
    """Rail and screens side by side, and the trail of screens that led to the one that is shown.

    The trail begins with a place; every entry is the name of a screen and its subject.
    """

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._trail: list[tuple[str, Any]] = [(HOME, None)]
        self.rail = Rail(shell)
        self.screens = ScreenManager(transition=NoTransition())
        for name, screen in ({place.name: place.screen for place in PLACES} | PAGES).items():
            self.screens.add_widget(screen(shell=shell, name=name))
        self.add_widget(self.screens)

    @property
    def screen(self) -> CoachScreen:
        """The screen that is shown."""
        screen: CoachScreen = self.screens.current_screen
        return screen

    def go(self, name: str) -> None:
        """Show a place and forget the way that led here."""
        self._move([(name, None)])

    def push(self, name: str, subject: Any = None, *, instead: bool = False) -> None:
        """Show a page on top of the screen that is shown, or ``instead`` of it; ``subject`` is what it is about."""
        self._move([*(self._trail[:-1] if instead else self._trail), (name, subject)])

    def back(self) -> bool:
        """Return to where the screen was opened from, from a place to the first one; False where there is no back."""
        if len(self._trail) > 1:
            self._move(self._trail[:-1])
        elif self._trail[0][0] != HOME:
            self.go(HOME)
        else:
            return False
        return True

    def trouble(self, title: str, text: str, exact: str, again: Callable[[], None]) -> None:
        """Show a page instead of everything else that says what does not work, with a button to try again."""
        theme.room("light")
        self._show_rail(False)
        home = self.screens.get_screen(HOME)
        home.show(
            TroublePane(
                title,
                text,
                [("Try again", "refresh", again), ("Quit", "close", Window.close)],
                exact=exact,
                icon="database-alert-outline",
            )
        )
        self.screens.current = HOME

    def _move(self, trail: list[tuple[str, Any]]) -> None:
        """Show the end of a trail; a history that cannot be read becomes a page that says so."""
        self.screen.leave()
        Reachable.let_go()
        self._trail = trail
        name, subject = trail[-1]
        screen: CoachScreen = self.screens.get_screen(name)
        if not screen.keeps_camera:
            self._shell.release_camera()
        theme.room(screen.room)
        self._show_rail(screen.room == "light")
        self.rail.current = trail[0][0]
        screen.subject = subject
        try:
            screen.enter()
        except StoreError as error:
            self.trouble(
                "The history cannot be read",
                "What was recorded before is still there. Put the trouble right and try again.",
                str(error),
                lambda: self._move(trail),
            )
            return
        self.screens.current = name

    def _show_rail(self, wanted: bool) -> None:
        if wanted and self.rail.parent is None:
            self.add_widget(self.rail, index=1)
        elif not wanted and self.rail.parent is not None:
            self.remove_widget(self.rail)
