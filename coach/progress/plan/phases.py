"""The phases of the programme, after the order of the documented trials.

First movement and the deep neck muscles, then shoulder blades and low load, then strength: the order of Jull et al.
(Spine 2002;27:1835-1843) and Ylinen et al. (J Rehabil Med 2010;42:344-349). How many days a week each exercise comes
is a choice of this program: within 15 minutes a day not all of a phase can be done daily, so what is new comes most
often and what is known is kept up. From week 7 on the stronger exercise takes the place of the one it grew out of: T2
of T1, T3 of C1, P2 and P3 of P1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

HEADACHE_DAY = ("R1", "R2", "E1", "H1")
"""All that is offered with a headache of :data:`STRONG_HEADACHE` or more, in the order in which it is offered."""

STRONG_HEADACHE = 5
"""0 to 10: from here on it is a headache day."""

USUAL_DAYS = 3
"""Days a week of an exercise that no phase names."""


@dataclass(frozen=True, slots=True)
class Phase:
    """Some weeks of the programme.

    Parameters
    ----------
    name, title
        For the machine and for a person.
    first_week
        Counted from 1.
    days
        Days a week for each exercise, by its code, the most important first.
    """

    name: str
    title: str
    first_week: int
    days: Mapping[str, int]


def _phase(name: str, title: str, first_week: int, **days: int) -> Phase:
    return Phase(name, title, first_week, MappingProxyType(days))


_STRENGTH = {"C2": 3, "T2": 3, "T3": 3, "P2": 3, "P3": 3, "C4": 3, "M5": 5, "M1": 3, "S1": 3, "R1": 3, "M2": 2, "M3": 2}

PHASES = (
    _phase("start", "Weeks 1 and 2", 1, C1=7, M1=6, E1=6, R1=5, M2=5, M3=5, S1=4),
    _phase("control", "Weeks 3 to 6", 3, C2=5, M5=7, P1=5, T1=5, C1=4, M1=4, S1=3, S3=3, R1=3, M2=2, M3=2, E1=2),
    _phase("strength", "Weeks 7 to 12", 7, **_STRENGTH, S3=2, E1=2),
    _phase("load", "From week 13 on", 13, T4=3, **_STRENGTH, S3=2, E1=2),
)


def week(starts_on: date, day: date) -> int:
    """Week of a plan, counted from 1; days before its start belong to the first."""
    return max(0, (day - starts_on).days) // 7 + 1


def phase_in(week_number: int) -> Phase:
    """Return the phase to which a week belongs."""
    return next(phase for phase in reversed(PHASES) if phase.first_week <= max(1, week_number))


def phase_named(name: str) -> Phase:
    """Return the phase with this name; raises KeyError where there is none."""
    for phase in PHASES:
        if phase.name == name:
            return phase
    raise KeyError(name)


def days_per_week(code: str, phase: Phase) -> int:
    """How many days a week an exercise comes: as its phase says, else as the first phase that names it."""
    return next((named.days[code] for named in (phase, *PHASES) if code in named.days), USUAL_DAYS)
