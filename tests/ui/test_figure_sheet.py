"""All figures of the library on one sheet, kept in ``tests/artefacts`` to be looked at."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.figures import cells, sheet
from coach.exercise.model import BreathingGuide, PacedGuide, PostureGuide, TimedGuide
from coach.history.library import load_library
from coach.paths import exercises_dir
from tests.ui.conftest import ARTEFACTS

LIBRARY = list(load_library(exercises_dir()))


@pytest.mark.slow
def test_sheet_of_all_figures(pilot):
    from coach.ui.figure.widget import Figure

    grid = sheet(LIBRARY)
    pilot.window.add_widget(grid)
    pilot.pump(5)
    grid.export_to_png(str(ARTEFACTS / "figures.png"))
    figures = [widget for widget in grid.walk(restrict=True) if isinstance(widget, Figure)]
    assert len(figures) == 4 * len(LIBRARY)
    for figure in figures:
        raw = np.frombuffer(figure._fbo.pixels, np.uint8).reshape(-1, 4)
        assert (raw[:, 3] > 200).mean() > 0.08, figure.pose


@pytest.mark.parametrize("exercise", LIBRARY, ids=lambda e: e.code)
def test_begin_and_end_differ_where_something_moves(exercise):
    (begin, _), (end, _), *_ = cells(exercise)
    if not isinstance(exercise.guide, BreathingGuide | PacedGuide | PostureGuide | TimedGuide):
        assert begin != end
