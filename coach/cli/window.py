"""Open the window, or say in one line why not and do without."""

from __future__ import annotations

import sys

from coach.app import NoDisplay, run_app
from coach.cli import CommandError, Exit
from coach.cli.measure import measure_source
from coach.paths import demo_clip


def open_window(source: str | None = None, exercise: str | None = None) -> None:
    """Open the window on a camera or a clip.

    Raises
    ------
    CommandError
        There is no screen.
    """
    try:
        code = run_app(source, exercise=exercise)
    except NoDisplay as error:
        raise CommandError(
            f"{error} Without one there are: coach measure SOURCE, coach session ID --source SOURCE --headless",
            Exit.NO_SOURCE,
        ) from error
    sys.exit(code)


def open_demo() -> None:
    """Play the demo clip in the window; where there is no screen, say so and measure the clip in the terminal."""
    try:
        code = run_app(demo=True)
    except NoDisplay as error:
        sys.stderr.write(f"coach: {error} Measuring the demo clip here instead.\n")
        measure_source(str(demo_clip()))
        return
    sys.exit(code)
