"""Range of motion in one direction, as a test gives it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import stdev

from coach.measure.types import Direction, Problem


@dataclass(frozen=True, slots=True)
class RomMovement:
    """How the trials of one direction were done, beside how far they went; ``None`` is not measured.

    Parameters
    ----------
    warm_up_deg
        End range of the warm-up trial, which does not count; ``None`` where there was none.
    held_s
        Shortest time at the end range of the counted trials.
    trunk_deg
        Largest movement of the trunk at the end ranges, degrees in the same direction (negative: the other way).
        Together with the angle of the neck it is the whole movement that an onlooker sees.
    shoulder_rise_pct
        Largest rise of a shoulder at the end ranges, percent of the gap between ear and shoulder.
    peak_speed_deg_per_s, mean_speed_deg_per_s
        Of the way out, mean of the trials.
    smoothness
        Spectral arc length of the way out, mean of the trials; negative, nearer to zero is smoother
        (:func:`coach.measure.smoothness.spectral_arc_length`).
    pain_onset_deg
        Smallest angle at which the person said that pain began; ``None`` where they never did.
    """

    warm_up_deg: float | None = None
    held_s: float | None = None
    trunk_deg: float | None = None
    shoulder_rise_pct: float | None = None
    peak_speed_deg_per_s: float | None = None
    mean_speed_deg_per_s: float | None = None
    smoothness: float | None = None
    pain_onset_deg: float | None = None


MDC95_FACTOR = 1.96 * math.sqrt(2)
"""Minimal detectable change with 95 % confidence in standard errors of measurement (Weir, J Strength Cond Res
2005;19:231-240)."""


@dataclass(frozen=True, slots=True)
class RomValue:
    """Range of motion in one direction, unsigned degrees from neutral.

    Parameters
    ----------
    direction
        Which of the six.
    trials_deg
        End-range value of every counted trial, in order.
    peak_deg, mean_deg
        Largest trial and mean of the trials.
    sigma_deg
        Standard error of one trial's end-range value (measurement error).
    sem_deg
        Standard error of measurement of ``mean_deg``: the spread of the trials over the root of their number, and the
        error of the camera, which trials of one test share; ``None`` with fewer than two trials.
    out_of_plane_deg
        Largest movement about the other two axes at the end ranges.
    beyond
        True where tracking was lost at the end range, so that the person went *beyond* ``peak_deg``.
    problems
        What was wrong during the trials.
    movement
        How the trials were done; ``None`` where it was not kept.
    """

    direction: Direction
    trials_deg: tuple[float, ...]
    peak_deg: float
    mean_deg: float
    sigma_deg: float
    sem_deg: float | None
    out_of_plane_deg: float
    beyond: bool = False
    problems: tuple[Problem, ...] = ()
    movement: RomMovement | None = None

    @property
    def sd_deg(self) -> float | None:
        """Standard deviation of the trials; ``None`` with fewer than two."""
        return stdev(self.trials_deg) if len(self.trials_deg) > 1 else None

    @property
    def mdc95_deg(self) -> float | None:
        """Least difference to another such test that is more than noise with 95 % confidence."""
        return None if self.sem_deg is None else MDC95_FACTOR * self.sem_deg

    @property
    def out_of_plane_share(self) -> float | None:
        """``out_of_plane_deg`` as a fraction of the movement asked for."""
        return self.out_of_plane_deg / self.mean_deg if self.mean_deg > 0 else None
