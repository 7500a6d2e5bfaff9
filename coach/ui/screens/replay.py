"""A recorded repetition again: the person's own movement beside the one that was asked for."""

from __future__ import annotations

from typing import Any

from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from coach.ui.figure.picture import Side
from coach.ui.figure.player import FigurePlayer, Scene
from coach.ui.kv import load_kv
from coach.ui.presenters.library import own_range, shown_side
from coach.ui.presenters.replay import ReplayPresenter, ReplaySubject
from coach.ui.screens.base import CoachScreen
from coach.ui.widgets.controls import Choice
from coach.ui.widgets.text import Txt


class PlaceChoice(Choice):
    """One repetition to look at."""


class ReplayPane(BoxLayout):
    """Two figures, the buttons of the repetitions, and what was measured."""

    screen = ObjectProperty(None, rebind=True)
    title = StringProperty("")

    def __init__(self, screen: ReplayScreen, subject: ReplaySubject, presenter: ReplayPresenter) -> None:
        super().__init__(screen=screen, title=subject.exercise.title)
        self._presenter = presenter
        self._side = Side(shown_side(subject.exercise, screen.own_range_deg))
        self.choices: dict[int, PlaceChoice] = {}
        for place in presenter.places:
            choice = PlaceChoice(text=presenter.label(place), text_size_sp="16sp")
            choice.bind(on_release=lambda _choice, p=place: self.choose(p))
            self.choices[place] = choice
            self.ids.places.add_widget(choice)
        self.choose(presenter.chosen)

    @property
    def player(self) -> FigurePlayer:
        """The two figures."""
        player: FigurePlayer = self.ids.player
        return player

    def choose(self, place: int) -> None:
        """Show one repetition from its begin."""
        presenter = self._presenter
        presenter.chosen = place
        for one, choice in self.choices.items():
            choice.chosen = one == place
        self.ids.facts.clear_widgets()
        for fact in presenter.facts():
            self.ids.facts.add_widget(Txt(text=fact))
        poses = presenter.moments()
        scenes = [
            Scene("You", self._side, presenter.own_pose, poses, presenter.seen, close=True),
            Scene("As asked", self._side, presenter.asked_pose, poses, close=True),
        ]
        self.player.play(scenes, presenter.line)

    def step(self, by: int) -> None:
        """Go to the next repetition, or the one before."""
        places = list(self.choices)
        self.choose(places[(places.index(self._presenter.chosen) + by) % len(places)])


class ReplayScreen(CoachScreen):
    """Shows its subject, a :class:`~coach.ui.presenters.replay.ReplaySubject`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.own_range_deg: Any = {}

    def enter(self) -> None:
        """Show the first repetition."""
        self.own_range_deg = own_range(self.services)
        self.show(ReplayPane(self, self.subject, ReplayPresenter(self.subject, self.own_range_deg)))

    def on_key(self, name: str) -> bool:
        """Left and right go through the repetitions, Space stops and goes on."""
        pane = self.pane
        if not isinstance(pane, ReplayPane):
            return False
        if name == "spacebar":
            pane.player.toggle()
        elif name in ("left", "right"):
            pane.step(1 if name == "right" else -1)
        else:
            return False
        return True


load_kv(__file__)
