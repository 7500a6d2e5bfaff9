"""Everywhere the window can go: the places of the rail, and the pages that are opened from them.

To add a **place**, which the rail shows and Ctrl with its number reaches, write its screen (a
:class:`~coach.ui.screens.base.CoachScreen` in ``coach/ui/screens``) and add one line to :data:`PLACES` where it should
stand::

    Place("diary", "Diary", "notebook-outline", DiaryScreen),

A **page** stands in no rail: a detail, a questionnaire, a session. Add one line to :data:`PAGES` and open it from
anywhere with ``shell.push("exercise", exercise)``; the second argument is then the screen's ``subject`` when it is
entered. ``shell.back()``, and Escape where the screen does not take it for itself, goes back to where it was opened
from. ``shell.go("diary")`` shows a place and forgets the way that led there.
"""

from __future__ import annotations

from dataclasses import dataclass

from coach.ui.screens.base import CoachScreen
from coach.ui.screens.between import BetweenScreen
from coach.ui.screens.check import CheckScreen
from coach.ui.screens.diary import DiaryScreen
from coach.ui.screens.diary_entry import EntryScreen
from coach.ui.screens.done import DoneScreen
from coach.ui.screens.exercise import ExerciseScreen
from coach.ui.screens.history import HistoryScreen
from coach.ui.screens.home import HomeScreen
from coach.ui.screens.learn import CardScreen, LearnScreen
from coach.ui.screens.library import LibraryScreen
from coach.ui.screens.marking import MarkScreen
from coach.ui.screens.plan import PlanScreen
from coach.ui.screens.replay import ReplayScreen
from coach.ui.screens.safety import SafetyScreen
from coach.ui.screens.session import SessionScreen
from coach.ui.screens.settings import SettingsScreen


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the rail: the name that :meth:`Navigator.go` takes, its words, its icon and its screen."""

    name: str
    title: str
    icon: str
    screen: type[CoachScreen]


HOME = "home"
PLACES: tuple[Place, ...] = (
    Place(HOME, "Today", "home-outline", HomeScreen),
    Place("plan", "Plan", "calendar-check-outline", PlanScreen),
    Place("library", "Exercises", "dumbbell", LibraryScreen),
    Place("diary", "Diary", "notebook-outline", DiaryScreen),
    Place("check", "Camera check", "camera-outline", CheckScreen),
    Place("history", "History", "chart-line", HistoryScreen),
    Place("learn", "Learn", "book-open-variant-outline", LearnScreen),
    Place("safety", "Safety", "shield-check-outline", SafetyScreen),
    Place("settings", "Settings", "cog-outline", SettingsScreen),
)
"""The places in the order of the rail; the first is where the window begins."""

PAGES: dict[str, type[CoachScreen]] = {
    "exercise": ExerciseScreen,
    "replay": ReplayScreen,
    "session": SessionScreen,
    "between": BetweenScreen,
    "done": DoneScreen,
    "diary_entry": EntryScreen,
    "learn_card": CardScreen,
    "marking": MarkScreen,
}
"""Screens that are pushed from another one and popped again."""
