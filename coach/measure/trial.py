"""One trial of a range-of-motion test beyond its end range, and how the trials of a direction become a result.

Used both by the tracker of free movements (:mod:`coach.measure.rom`) and by a guided test.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median, stdev

import numpy as np

from coach.measure.rom_value import RomMovement, RomValue
from coach.measure.smoothness import spectral_arc_length, speed_profile
from coach.measure.types import Axis, CervicalSample, Direction, Problem

END_DEG = 2.0
"""The end range is where the angle is within this of its largest."""
ONSET_SHARE = 0.05
"""A movement begins where its speed rises above this share of its peak."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One measured moment of a trial, degrees in its direction; the trunk's parts are ``None`` where unknown."""

    t_s: float
    toward_deg: float
    trunk_deg: float | None = None
    shoulder_rise_pct: float | None = None


@dataclass(frozen=True, slots=True)
class Manner:
    """How one trial was done; the fields are those of :class:`~coach.measure.rom_value.RomMovement`."""

    held_s: float | None
    trunk_deg: float | None = None
    shoulder_rise_pct: float | None = None
    peak_speed_deg_per_s: float | None = None
    mean_speed_deg_per_s: float | None = None
    smoothness: float | None = None
    pain_onset_deg: float | None = None


@dataclass(frozen=True, slots=True)
class TrialResult:
    """End range of one trial, unsigned degrees, with what goes with it."""

    value_deg: float
    sigma_deg: float
    out_of_plane_deg: float
    beyond: bool
    problems: tuple[Problem, ...]
    manner: Manner | None = None


def moment(sample: CervicalSample, direction: Direction) -> Moment:
    """Take what a trial needs of a measured sample; ``sample.angles`` must not be ``None``."""
    assert sample.angles is not None
    trunk = sample.trunk
    from_side = trunk.sigma_flexion_deg is None  # from the front a large lean is read too low: not for people to read
    along = {
        Axis.RIGHT_ROTATION: trunk.right_rotation_deg,
        Axis.RIGHT_LATERAL_FLEXION: trunk.right_lateral_flexion_deg,
        Axis.FLEXION: trunk.flexion_deg if from_side else None,
    }[direction.axis]
    rises = [r for r in (trunk.right_shoulder_rise_pct, trunk.left_shoulder_rise_pct) if r is not None]
    return Moment(
        sample.t_s,
        sample.angles.toward(direction),
        None if along is None else direction.sign * along,
        max(rises, default=None),
    )


def manner(
    path: Sequence[Moment], end_deg: float, *, beyond: bool = False, pain_onset_deg: float | None = None
) -> Manner:
    """Describe one trial.

    Parameters
    ----------
    path
        Measured moments from before the movement until it is over, in the order of time; at least one.
    end_deg
        End range of the trial.
    beyond
        True where the end range itself was out of sight, so that nobody can tell how long it was held.
    pain_onset_deg
        Where the person said that pain began.
    """
    end = [m for m in path if m.toward_deg >= end_deg - END_DEG] or [max(path, key=lambda m: m.toward_deg)]
    peak, mean, smooth = _way_out(path, end[0].t_s)
    trunk = [m.trunk_deg for m in end if m.trunk_deg is not None]
    rise = [m.shoulder_rise_pct for m in end if m.shoulder_rise_pct is not None]
    return Manner(
        held_s=None if beyond else end[-1].t_s - end[0].t_s,
        trunk_deg=median(trunk) if trunk else None,
        shoulder_rise_pct=median(rise) if rise else None,
        peak_speed_deg_per_s=peak,
        mean_speed_deg_per_s=mean,
        smoothness=smooth,
        pain_onset_deg=pain_onset_deg,
    )


def _way_out(path: Sequence[Moment], reached_s: float) -> tuple[float | None, float | None, float | None]:
    """Peak speed, mean speed and smoothness from the onset to the end range; ``None`` each where not measurable."""
    t_s = np.array([m.t_s for m in path if m.t_s <= reached_s])
    speed = speed_profile(t_s, np.array([m.toward_deg for m in path if m.t_s <= reached_s]))
    if speed is None or speed.max() <= 0:
        return None, None, None
    top = int(speed.argmax())
    slow = np.flatnonzero(speed[: top + 1] <= ONSET_SHARE * speed[top])
    stroke = speed[slow[-1] if len(slow) else 0 :]
    return float(speed[top]), float(stroke.mean()), spectral_arc_length(stroke)


def rom_value(direction: Direction, trials: Sequence[TrialResult], *, warm_ups: int = 0) -> RomValue | None:
    """Sum up the trials of one direction; ``None`` without any.

    The first ``warm_ups`` trials do not count. Where there is nothing else, the last of them stands, marked with
    :attr:`~coach.measure.types.Problem.FEW_TRIALS`.
    """
    if not trials:
        return None
    only_warm = len(trials) <= warm_ups
    counted = trials[-1:] if only_warm else trials[warm_ups:]
    values = tuple(t.value_deg for t in counted)
    sigma_deg = math.sqrt(fmean(t.sigma_deg**2 for t in counted))
    found = dict.fromkeys(problem for t in counted for problem in t.problems)
    return RomValue(
        direction=direction,
        trials_deg=values,
        peak_deg=max(values),
        mean_deg=fmean(values),
        sigma_deg=sigma_deg,
        sem_deg=standard_error_deg(values, sigma_deg),
        out_of_plane_deg=max(t.out_of_plane_deg for t in counted),
        beyond=any(t.beyond for t in counted),
        problems=(*found, *((Problem.FEW_TRIALS,) if only_warm else ())),
        movement=_movement([t.manner for t in counted if t.manner], trials[0] if warm_ups and not only_warm else None),
    )


def standard_error_deg(values_deg: Sequence[float], sigma_deg: float) -> float | None:
    """Return the standard error of measurement of the mean of trials that share the camera's error ``sigma_deg``."""
    if len(values_deg) < 2:
        return None
    return math.hypot(stdev(values_deg) / math.sqrt(len(values_deg)), sigma_deg)


def _movement(manners: Sequence[Manner], warm_up: TrialResult | None) -> RomMovement | None:
    if not manners:
        return None
    trunk = [m.trunk_deg for m in manners if m.trunk_deg is not None]
    return RomMovement(
        warm_up_deg=None if warm_up is None else warm_up.value_deg,
        held_s=min((m.held_s for m in manners if m.held_s is not None), default=None),
        trunk_deg=max(trunk, key=abs, default=None),
        shoulder_rise_pct=max((m.shoulder_rise_pct for m in manners if m.shoulder_rise_pct is not None), default=None),
        peak_speed_deg_per_s=_mean([m.peak_speed_deg_per_s for m in manners]),
        mean_speed_deg_per_s=_mean([m.mean_speed_deg_per_s for m in manners]),
        smoothness=_mean([m.smoothness for m in manners]),
        pain_onset_deg=min((m.pain_onset_deg for m in manners if m.pain_onset_deg is not None), default=None),
    )


def _mean(values: Sequence[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    return fmean(known) if known else None
