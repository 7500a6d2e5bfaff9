"""Marking C7 and the ear in a still picture, for the craniovertebral angle."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, SmoothEllipse, SmoothLine
from kivy.metrics import dp
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from coach.measure.posture import SidePosture
from coach.progress.records import PostureId, StoreError
from coach.ui.kv import load_kv
from coach.ui.presenters.marking import Marking
from coach.ui.screens.base import CoachScreen
from coach.ui.theme import theme
from coach.ui.widgets.stage import Stage

_ARROWS = {"left": (1, 0), "right": (-1, 0), "up": (0, -1), "down": (0, 1)}
"""Steps in the unmirrored picture: what is left on the screen has the larger x."""
_CROSS, _DOT, _LEVEL = dp(18), dp(7), dp(150)


class MarkStage(Stage):
    """A still picture to mark in: the cross of the keyboard, the marks, and the angle between them."""

    __events__ = ("on_mark",)

    def on_touch_down(self, touch: Any) -> bool:
        """Mark where it was touched."""
        if not self.collide_point(*touch.pos):
            return bool(super().on_touch_down(touch))
        self.dispatch("on_mark", self.pixel_at(*touch.pos))
        return True

    def on_mark(self, point_px: tuple[float, float]) -> None:
        """Tell that a pixel of the unmirrored picture was touched."""

    def draw(self, marking: Marking) -> None:
        """Draw the marks as they stand."""
        self.canvas.after.clear()
        places = [self.place(*point) for point in marking.points]
        with self.canvas.after:
            Color(*theme.primary)
            for x, y in places:
                SmoothEllipse(pos=(x - _DOT, y - _DOT), size=(2 * _DOT, 2 * _DOT))
            if marking.done:
                (x, y), (ear_x, ear_y) = places
                SmoothLine(points=[x, y, ear_x, ear_y], width=dp(2.4))
                Color(1, 1, 1, 0.8)
                SmoothLine(points=[x, y, x + (_LEVEL if ear_x > x else -_LEVEL), y], width=dp(1.4))
            else:
                x, y = self.place(*marking.cross)
                for shade, width in ((0, 2.8), (1, 1.3)):
                    Color(shade, shade, shade, 0.9)
                    for line in ([x - _CROSS, y, x + _CROSS, y], [x, y - _CROSS, x, y + _CROSS]):
                        SmoothLine(points=line, width=dp(width))


class MarkPane(BoxLayout):
    """The picture at the left; what to mark, and what it comes to, at the right."""

    headline = StringProperty("")
    advice = StringProperty("")
    done = BooleanProperty(False)
    told = BooleanProperty(False)
    marked = BooleanProperty(False)
    kept = ObjectProperty(None, allownone=True)
    """Key of the angle in the history, where it was kept."""

    def __init__(self, screen: MarkScreen, marking: Marking) -> None:
        self.screen = screen
        self.marking = marking
        super().__init__()
        self.ids.stage.show(marking.frame, None)
        self.ids.stage.bind(pos=self.refresh, size=self.refresh)
        self.refresh()

    def refresh(self, *_: Any) -> None:
        """Show the marks and their words as they stand."""
        marking = self.marking
        self.headline, self.advice = marking.headline, marking.advice
        self.done, self.told, self.marked = marking.done, marking.told, bool(marking.points)
        self.ids.stage.draw(marking)

    def mark(self, point_px: tuple[float, float]) -> None:
        """Set the next mark."""
        self.marking.mark(point_px)
        self.refresh()

    def undo(self) -> None:
        """Take the last mark away."""
        self.marking.undo()
        self.refresh()

    def again(self) -> None:
        """Begin again in the same picture."""
        self.marking.again()
        self.refresh()

    def keep(self) -> None:
        """Keep the angle in the history."""
        self.kept = self.screen.keep(self.marking)

    def take_back(self) -> None:
        """Take the angle out of the history again."""
        if self.screen.take_back(self.kept):
            self.kept = None

    def move(self, right: int, down: int) -> None:
        """Move the cross."""
        self.marking.move(right, down)
        self.refresh()

    def primary(self) -> None:
        """Mark at the cross, then keep the angle, then go back."""
        if not self.done:
            self.mark(self.marking.cross)
        elif self.told and not self.kept:
            self.keep()
        else:
            self.screen.shell.back()

    def secondary(self) -> None:
        """Take back what was kept, begin again, or go back."""
        if self.kept:
            self.take_back()
        elif self.marked:
            self.again()
        else:
            self.screen.shell.back()


class MarkScreen(CoachScreen):
    """Shows its subject, a :class:`~coach.ui.presenters.marking.Marking`; leaving it forgets the picture."""

    room = "dark"

    def enter(self) -> None:
        """Show the picture."""
        self.show(MarkPane(self, self.subject))

    def leave(self) -> None:
        """Forget the picture: none is ever kept."""
        self.clear_widgets()

    def keep(self, marking: Marking) -> PostureId | None:
        """Record the angle of a marking; ``None``, and told why, where that fails."""
        services = self.services
        try:
            return services.store.add_posture(
                services.store.people()[0].id,
                marking.posture or SidePosture(),
                measured_at=services.now(),
                view=marking.view,
                software=services.software,
            )
        except StoreError as error:
            self.shell.say(str(error), "alert-circle")
            return None

    def take_back(self, posture_id: PostureId) -> bool:
        """Take an angle out of the history; whether that was done."""
        try:
            self.services.store.remove_posture(posture_id)
        except StoreError as error:
            self.shell.say(str(error), "alert-circle")
            return False
        return True

    def on_key(self, name: str) -> bool:
        """Arrows move the cross, Backspace takes a mark away, or the angle out of the history."""
        pane = self.pane
        if not isinstance(pane, MarkPane):
            return False
        if name == "backspace":
            if pane.kept:
                pane.take_back()
            else:
                pane.undo()
        elif name in _ARROWS and not pane.done:
            pane.move(*_ARROWS[name])
        else:
            return False
        return True


load_kv(__file__)
