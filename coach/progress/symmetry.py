"""Left beside right in one test of the range of motion."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from coach.measure.rom_value import RomValue
from coach.measure.types import Axis, Direction
from coach.progress.change import NORMAL_95, REAL_CHANGE_DEG, Verdict
from coach.progress.rom import error_deg, reported_deg

SIDES = {
    Axis.RIGHT_ROTATION: (Direction.LEFT_ROTATION, Direction.RIGHT_ROTATION),
    Axis.RIGHT_LATERAL_FLEXION: (Direction.LEFT_LATERAL_FLEXION, Direction.RIGHT_LATERAL_FLEXION),
}
"""The movements that have a left and a right."""


@dataclass(frozen=True, slots=True)
class SideDifference:
    """How much further one side went.

    Parameters
    ----------
    axis
        Which movement.
    left_minus_right_deg
        Positive where the left went further.
    sigma_deg
        Standard error of the difference; what the camera gets wrong on one side need not be the same on the other.
    line_deg
        What the difference must exceed to be called bigger than noise: its own 95 % limit, at least that of a change.
    verdict
        Whether it does.
    """

    axis: Axis
    left_minus_right_deg: float
    sigma_deg: float
    line_deg: float
    verdict: Verdict

    @property
    def sentence(self) -> str:
        """Words for a person, such as ``Rotation: 9° more to the left, bigger than measurement noise``."""
        name = SIDES[self.axis][0].value.partition("_")[2].replace("_", " ").capitalize()
        degrees = round(abs(self.left_minus_right_deg))
        side = "left" if self.left_minus_right_deg > 0 else "right"
        amount = (
            f"{degrees}° ± {max(1, round(self.sigma_deg))}° more to the {side}" if degrees else "the same both ways"
        )
        return f"{name}: {amount}, {self.verdict}" if degrees else f"{name}: {amount}"


def side_differences(values: Mapping[Direction, RomValue | None]) -> dict[Axis, SideDifference | None]:
    """Compare left with right; ``None`` where a side was not measured or went beyond what can be measured."""
    return {axis: _difference(axis, values.get(left), values.get(right)) for axis, (left, right) in SIDES.items()}


def _difference(axis: Axis, left: RomValue | None, right: RomValue | None) -> SideDifference | None:
    if left is None or right is None or left.beyond or right.beyond:
        return None
    difference_deg = reported_deg(left) - reported_deg(right)
    sigma_deg = math.hypot(error_deg(left), error_deg(right))
    line_deg = max(NORMAL_95 * sigma_deg, REAL_CHANGE_DEG[left.direction])
    verdict = Verdict.BIGGER if abs(difference_deg) > line_deg else Verdict.MAY_BE_NOISE
    return SideDifference(axis, difference_deg, sigma_deg, line_deg, verdict)
