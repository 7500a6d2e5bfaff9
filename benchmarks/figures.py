"""Draw every exercise's figure, front and side, at its begin and at its far end: one picture to look at.

``python -m benchmarks.figures docs/figures.png`` opens no window on a machine without a screen where
``SDL_VIDEODRIVER=offscreen`` is set.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from coach.exercise import demonstration
from coach.exercise.figure_pose import FigurePose
from coach.exercise.model import Exercise
from coach.history.library import load_library
from coach.paths import data_dir, exercises_dir
from coach.ui.environment import open_window, prepare
from coach.ui.presenters.library import moments, still

SHEETS_ACROSS = 3
CELL = 124
CAPTION = 22


def cells(exercise: Exercise) -> list[tuple[FigurePose, str]]:
    """Begin and far end, each from the front and from the side."""
    begin, end = demonstration.pose_at(exercise, {}, 0.0), still(exercise, {})
    return [(pose, side) for side in ("front", "side") for pose in (begin, end)]


def strip(exercise: Exercise) -> Any:
    """One exercise: its name over four figures."""
    from kivy.uix.boxlayout import BoxLayout
    from kivy.uix.label import Label

    from coach.ui.figure.framing import frame
    from coach.ui.figure.picture import Side
    from coach.ui.figure.widget import Figure

    poses = list(moments(exercise, {}))
    box = BoxLayout(orientation="vertical")
    name = f"{exercise.code}  {exercise.title}"
    box.add_widget(Label(text=name, color=(0.1, 0.15, 0.18, 1), size_hint_y=None, height=CAPTION, font_size=14))
    row = BoxLayout(spacing=4)
    for pose, side in cells(exercise):
        row.add_widget(Figure(pose=pose, side=side, window=frame(poses, Side(side), close=True)))
    box.add_widget(row)
    return box


def sheet(exercises: list[Exercise]) -> Any:
    """All exercises in columns."""
    from kivy.uix.gridlayout import GridLayout

    rows = -(-len(exercises) // SHEETS_ACROSS)
    grid = GridLayout(cols=SHEETS_ACROSS, spacing=(18, 8), padding=10, size_hint=(None, None))
    grid.size = (SHEETS_ACROSS * (4 * CELL + 18), rows * (CELL + CAPTION + 8) + 20)
    for exercise in exercises:
        grid.add_widget(strip(exercise))
    return grid


def draw(path: Path) -> None:
    """Write the sheet of all shipped exercises as a PNG."""
    prepare(data_dir() / "window")
    window = open_window()
    from kivy.base import EventLoop
    from kivy.graphics import Color, Rectangle

    exercises = list(load_library(exercises_dir()))
    grid = sheet(exercises)
    with grid.canvas.before:
        Color(0.96, 0.97, 0.975, 1)
        Rectangle(size=grid.size)
    EventLoop.ensure_window()
    window.add_widget(grid)
    for _ in range(6):
        EventLoop.idle()
    path.parent.mkdir(parents=True, exist_ok=True)
    grid.export_to_png(str(path))
    print(f"{len(exercises)} exercises in {path}")


if __name__ == "__main__":
    draw(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/figures.png"))
