"""The page of one exercise: the moving figure, what to do, what to mind, and the start."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from coach.exercise import demonstration
from coach.exercise.figure_pose import Posture
from coach.exercise.model import Exercise
from coach.ui.figure.picture import Side
from coach.ui.figure.player import FigurePlayer, Scene
from coach.ui.kv import load_kv
from coach.ui.presenters.library import TextBlock, closed_for, due_for, exercise_page, moments, own_range
from coach.ui.screens.base import CoachScreen
from coach.ui.widgets import text as _text  # noqa: F401  registers the widgets that the rules use


class Block(BoxLayout):
    """A heading with its lines."""

    title = StringProperty("")

    def __init__(self, block: TextBlock) -> None:
        super().__init__(title=block.title)
        for number, line in enumerate(block.lines, 1):
            self.add_widget(BlockLine(text=line, number=f"{number}" if block.numbered else "", icon=block.icon))


class BlockLine(BoxLayout):
    """One line, with its number, an icon, or a dot before it."""

    text = StringProperty("")
    number = StringProperty("")
    icon = StringProperty("")


class ExercisePane(BoxLayout):
    """Figures beside the words; above them where the window is narrow."""

    screen = ObjectProperty(None, rebind=True)
    page = ObjectProperty(None, rebind=True)

    def __init__(self, screen: ExerciseScreen, exercise: Exercise) -> None:
        self.exercise = exercise
        due, less = due_for(screen.services)
        page = exercise_page(due(exercise), closed_for(screen.services)(exercise), less)
        super().__init__(screen=screen, page=page)
        for block in self.page.blocks:
            self.ids.blocks.add_widget(Block(block))

    @property
    def player(self) -> FigurePlayer:
        """The moving figures."""
        player: FigurePlayer = self.ids.player
        return player

    def primary(self) -> None:
        """Start, where it may be done."""
        if not self.page.closed:
            self.screen.shell.check(self.exercise)


class ExerciseScreen(CoachScreen):
    """Shows its subject, an exercise."""

    def enter(self) -> None:
        """Show the exercise with the person's own range."""
        exercise, own = self.subject, own_range(self.services)
        pane = ExercisePane(self, exercise)
        above = exercise.figure.posture is Posture.LYING
        labels = {Side.FRONT: "From above" if above else "As in a mirror", Side.SIDE: "From the side"}
        poses = list(moments(exercise, own))
        scenes = [
            Scene(label, side, lambda t_s: demonstration.pose_at(exercise, own, t_s), poses)
            for side, label in labels.items()
        ]
        pane.player.play(scenes, lambda t_s: demonstration.caption_at(exercise, own, t_s))
        self.show(pane)


load_kv(__file__)
