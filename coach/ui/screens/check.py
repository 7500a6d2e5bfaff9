"""The camera check: the live picture and what to put right before measuring."""

from __future__ import annotations

import math
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ColorProperty, ListProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from coach.exercise.demonstration import duration_s, pose_at
from coach.exercise.model import Exercise
from coach.exercise.types import Snapshot
from coach.measure.types import View
from coach.ui.figure import how_to  # noqa: F401  registers the widget that the rules use
from coach.ui.hands_free import ANY_HAND, HandsFree
from coach.ui.kv import load_kv
from coach.ui.presenters.check import CheckPresenter, Mark
from coach.ui.presenters.check_side import FRAMING, SIDES, side_check
from coach.ui.presenters.hands import NOBODY
from coach.ui.presenters.marking import Marking
from coach.ui.screens.base import CoachScreen
from coach.ui.screens.trouble import camera_trouble
from coach.ui.services import Capture
from coach.ui.theme import theme
from coach.ui.widgets import hands  # noqa: F401  registers the widgets that the rules use
from coach.ui.widgets.choices import ChoiceRow

_ICONS = {
    Mark.WAIT: "timer-sand",
    Mark.GOOD: "check-circle",
    Mark.ADVICE: "information-outline",
    Mark.BAD: "alert-circle",
}
FROM_THE_FRONT = "Sit upright, an arm's length away, camera at the height of your eyes."
PICTURE_IN_S = 5
_SIT = f"Sit upright and look ahead. Picture in {PICTURE_IN_S} seconds."
_COLOURS = {Mark.WAIT: "muted", Mark.GOOD: "good", Mark.ADVICE: "warn", Mark.BAD: "bad"}


class CheckRow(BoxLayout):
    """One line of the check: icon, title, and what to do."""

    icon = StringProperty("timer-sand")
    ink = ColorProperty("#FFFFFF")
    title = StringProperty("")
    advice = StringProperty("")
    strong = BooleanProperty(False)


class CheckPane(BoxLayout):
    """Picture on the left, the lines and the way on at the right.

    In a window that is not ``roomy`` the advice on where to sit is left out: the lines say it where it matters.
    """

    headline = StringProperty("One moment")
    ready = BooleanProperty(False)
    forward = StringProperty("Continue")
    leads_to = StringProperty("Camera check")
    hand = ObjectProperty(NOBODY, rebind=True)
    hints = ListProperty()
    framing = StringProperty(FROM_THE_FRONT)
    beside = BooleanProperty(False)
    markable = BooleanProperty(False)
    roomy = BooleanProperty(True)

    def __init__(self, screen: CheckScreen, exercise: Exercise | None, view: View) -> None:
        self.screen = screen
        self._exercise = exercise
        super().__init__(beside=view is not View.FRONT)
        self.forward = "Continue" if exercise else "Done"
        self.leads_to = f"Camera check, then: {exercise.title}" if exercise else "Camera check"
        self.rows: list[CheckRow] = []
        self.sides: ChoiceRow | None = None
        if exercise is not None and self.beside:
            self._offer_sides()
            self.show_side(view)

    def _offer_sides(self) -> None:
        """Put the choice of the side above the small print."""
        self.framing = FRAMING
        self.sides = ChoiceRow(title="The camera sees")
        self.sides.offer(SIDES)
        self.sides.bind(on_choice=lambda _row, view: self.screen.choose_side(view))
        column = self.ids.framing.parent
        column.add_widget(self.sides, column.children.index(self.ids.framing) + 1)

    def show_side(self, view: View) -> None:
        """Show which side is chosen, and the figure from there."""
        if self.sides is not None and self._exercise is not None:
            self.sides.mark([view])
            self.ids.how.begin(self._exercise, {}, pose_at(self._exercise, {}, 0.0), view)

    def move_figure(self, now_s: float) -> None:
        """Let the figure do the exercise; ``now_s`` is the time of the source."""
        if self.beside and self._exercise is not None:
            self.ids.how.follow(pose_at(self._exercise, {}, now_s % duration_s(self._exercise, {})), now_s)

    @property
    def stage(self) -> Any:
        """The picture."""
        return self.ids.stage

    def show_check(self, check: CheckPresenter) -> None:
        """Show the lines as they stand."""
        shown = check.shown
        while len(self.rows) < len(shown):
            self.rows.append(CheckRow())
            self.ids.rows.add_widget(self.rows[-1])
        while len(self.rows) > len(shown):
            self.ids.rows.remove_widget(self.rows.pop())
        for row, line in zip(self.rows, shown, strict=True):
            row.icon, row.ink = _ICONS[line.mark], getattr(theme, _COLOURS[line.mark])
            row.title, row.advice = line.title, line.advice
            row.strong = line.mark in (Mark.BAD, Mark.ADVICE)
        self.headline, self.ready = check.headline, check.ready
        self.stage.tone = "good" if check.ready else "warn"

    def primary(self) -> None:
        """Go on, once everything that must be right is right."""
        if self.ready:
            self.screen.go_on()


class CheckScreen(CoachScreen):
    """Opens the camera without an exercise and goes on to the exercise, or back home when there is none."""

    room = "dark"
    keeps_camera = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._capture: Capture | None = None
        self._check = CheckPresenter()
        self._hands = HandsFree(self.shell)
        self._picture_due_s: float | None = None
        self._poll_soon = Clock.create_trigger(self._poll)

    @property
    def exercise(self) -> Exercise | None:
        """What the check leads to; ``None`` where it is done for itself."""
        exercise: Exercise | None = self.subject
        return exercise

    @property
    def view(self) -> View:
        """Which side of the person the camera is to see."""
        return self.shell.settings.view_for(self.exercise)

    def enter(self) -> None:
        """Open the camera."""
        pane = CheckPane(self, self.exercise, self.view)
        self.show(pane)
        self._begin(pane)

    def _begin(self, pane: CheckPane) -> None:
        """Check from the beginning, from the side that the camera is to see."""
        exercise, view = self.exercise, self.view
        beside = exercise is not None and view is not View.FRONT
        self._check = side_check(exercise, view) if exercise is not None and beside else CheckPresenter()
        self._hands = HandsFree(self.shell, exercise if beside else None)
        self._picture_due_s = None
        pane.show_check(self._check)
        self._capture = self.services.captures(None, {}, self._poll_soon, view)
        self._capture.start()

    def choose_side(self, view: View) -> None:
        """Have the camera see another side, now and from now on."""
        self.shell.settings.side = view.value
        pane = self.pane
        if isinstance(pane, CheckPane):
            self.leave()
            pane.show_side(view)
            self._begin(pane)

    def take_picture(self) -> None:
        """Take a picture to mark C7 in, once there was time to sit upright."""
        self._picture_due_s = math.inf
        self.shell.output.say(_SIT)

    def _count_down(self, pane: CheckPane, snapshot: Snapshot) -> bool:
        """Count to the picture, and mark it when it is due; returns whether there is a count."""
        if self._picture_due_s is None or snapshot.sample is None or snapshot.frame is None:
            return self._picture_due_s is not None
        now_s = snapshot.sample.t_s
        self._picture_due_s = min(self._picture_due_s, now_s + PICTURE_IN_S)
        pane.headline = f"Picture in {max(1, math.ceil(self._picture_due_s - now_s))}"
        if now_s >= self._picture_due_s and snapshot.side_neutral is not None:
            self.shell.push("marking", Marking(snapshot.frame, snapshot.side_neutral, self.view))
        return True

    def leave(self) -> None:
        """Close the camera's loop; the camera itself stays open for the session that follows."""
        if self._capture is not None:
            self._capture.stop()
            self._capture = None

    def go_on(self) -> None:
        """To the session, or home."""
        if self.exercise is None:
            self.shell.go("home")
        else:
            self.shell.session(self.exercise)

    def back(self) -> None:
        """To where it was opened from, without a session."""
        self.shell.back()

    def _poll(self, _dt: float) -> None:
        if self._capture is None:
            return
        if self._capture.problem is not None:
            self.show(
                camera_trouble(self._capture.problem, self._again, lambda: self.shell.begin(demo=True), self.back)
            )
            return
        snapshot = self._capture.take()
        pane = self.pane
        if snapshot is None or not isinstance(pane, CheckPane):
            return
        # of a body seen from the side the drawn shoulder line would tell nothing
        pane.stage.show(snapshot.frame, None if pane.beside else snapshot.detection)
        if snapshot.sample is not None:
            pane.move_figure(snapshot.sample.t_s)
        if snapshot.source_problem is not None:
            pane.headline, pane.ready = snapshot.source_problem, False
            return
        pane.markable = pane.beside and pane.ready and snapshot.side_neutral is not None
        if self._count_down(pane, snapshot):
            return
        meanings = dict.fromkeys(ANY_HAND, pane.forward) if pane.ready and self._hands.on else {}
        sign = self._hands.watch(snapshot, meanings)
        pane.hand, pane.hints = self._hands.view, list(meanings.items())[:1]
        if sign is not None:
            pane.primary()
        elif self._check.update(snapshot) or pane.headline != self._check.headline:
            pane.show_check(self._check)

    def _again(self) -> None:
        self.leave()
        self.enter()


load_kv(__file__)
