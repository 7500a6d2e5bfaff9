"""Points that a person marked in the picture, given as ``--c7 X,Y`` and ``--tragus X,Y``."""

from __future__ import annotations

import math

from coach.cli import CommandError, Exit
from coach.measure.posture import Marks
from coach.measure.types import View

Point = tuple[float, float]


def marks_from_options(c7: str | None, tragus: str | None, view: View) -> Marks | None:
    """Read the marks; ``None`` without one.

    Raises
    ------
    CommandError
        They are no coordinates, or of no use: from the front, or an ear without the vertebra.
    """
    given = [name for name, text in (("--c7", c7), ("--tragus", tragus)) if text is not None]
    if not given:
        return None
    if view is View.FRONT:
        raise _refused(f"{given[0]} goes with --view left or --view right; from the front this angle is not seen")
    if c7 is None:
        raise _refused("--tragus goes with --c7; without the seventh neck vertebra there is no angle")
    marks = Marks(_point("--c7", c7), None if tragus is None else _point("--tragus", tragus))
    if marks.tragus_px == marks.c7_px:
        raise _refused("--c7 and --tragus are the same place")
    return marks


def check_inside(marks: Marks | None, size_px: tuple[int, int]) -> None:
    """Refuse a mark outside a picture of ``size_px`` (width, height).

    Raises
    ------
    CommandError
        Naming the mark.
    """
    if marks is None:
        return
    width, height = size_px
    for name, point in (("--c7", marks.c7_px), ("--tragus", marks.tragus_px)):
        if point is not None and not (0 <= point[0] < width and 0 <= point[1] < height):
            raise _refused(f"{name} {point[0]:g},{point[1]:g} is outside the picture of {width} x {height} pixels")


def _point(name: str, text: str) -> Point:
    try:
        x, y = (float(part) for part in text.split(","))
    except ValueError:
        x = y = math.nan
    if not (math.isfinite(x) and math.isfinite(y)):
        raise _refused(f"{name} wants pixels from the left and from the top, such as 392,288, not {text!r}")
    return x, y


def _refused(line: str) -> CommandError:
    return CommandError(line, Exit.WRONG_ARGUMENTS)
