"""What an exercise is: the model behind every file in ``exercises/<approach>/<id>.toml``.

An exercise is data. Its id is the file's name (a readable slug); ``code`` is the short code of the clinical table.
Angles are degrees, times seconds, ranges percent of the person's own range of motion, never of a population norm.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from coach.exercise.base import Part, refuse_repeats
from coach.exercise.figure_data import Figure, FigureKey
from coach.exercise.guides import (
    AnyGuide,
    BreathingGuide,
    Companion,
    GazeGuide,
    Guide,
    MovementGuide,
    PacedGuide,
    PathGuide,
    PostureGuide,
    RelocationGuide,
    RomGuide,
    Step,
    Target,
    TimedGuide,
    Way,
)
from coach.exercise.rules import SEEN_IN, FaultKind, FaultRule
from coach.exercise.steps import DoseKind, DoseStep, changed_guide, in_one_line
from coach.measure.types import View

__all__ = [
    "AnyGuide",
    "Approach",
    "BreathingGuide",
    "Companion",
    "DoseKind",
    "DoseStep",
    "Evidence",
    "Exercise",
    "FaultKind",
    "FaultRule",
    "Figure",
    "FigureKey",
    "GazeGuide",
    "Guide",
    "MovementGuide",
    "PacedGuide",
    "PathGuide",
    "PostureGuide",
    "RelocationGuide",
    "RomGuide",
    "Step",
    "Target",
    "TimedGuide",
    "Way",
]


class Approach(StrEnum):
    """Documented therapy approaches; each is a folder of the library."""

    MOBILITY = "mobility"
    STRETCH = "stretch"
    MOTOR_CONTROL = "motor-control"
    STRENGTH = "strength"
    SCAPULAR = "scapular"
    POSTURE = "posture"
    RELAXATION = "relaxation"
    SOFT_TISSUE = "soft-tissue"
    ASSESSMENT = "assessment"
    """Tests, such as the range of motion that targets are measured against; not a therapy and not a training."""


class Evidence(Part):
    """Where an exercise comes from and how strong the ground is."""

    summary: str
    source: str
    strength: Literal["trial", "guideline", "convention"]


class Exercise(Part):
    """One exercise of the library. ``id`` comes from the file's name.

    ``view`` is where the camera sees it best; ``none`` for what no camera can see, which is then timed and guided and
    says so. ``lock`` is the reason why a therapist has to allow it first. ``progression`` and ``regression`` are words
    for the person, ``steps_up`` and ``steps_down`` the same as changes of the guide (see :meth:`at_level`).
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
    version: int = Field(ge=1)
    code: str = Field(pattern=r"^[A-Z]{1,3}[0-9]{1,2}$")
    title: str = Field(min_length=3, max_length=60)
    approach: Approach
    purpose: str
    start_position: str
    steps: tuple[str, ...] = Field(min_length=1)
    view: View | Literal["side", "none"] = View.FRONT
    frequency: str
    guide: Guide
    faults: tuple[FaultRule, ...] = ()
    figure: Figure = Figure()
    lock: str | None = Field(default=None, min_length=10)
    progression: str | None = None
    regression: str | None = None
    steps_up: tuple[DoseStep, ...] = ()
    steps_down: tuple[DoseStep, ...] = ()
    precautions: tuple[str, ...] = ()
    contraindications: tuple[str, ...] = ()
    evidence: Evidence

    @property
    def seen(self) -> bool:
        """Whether a camera can see what is done; where not, it is timed and not measured."""
        return self.view != "none"

    def seen_from(self, side: View) -> View:
        """Which side of the person the camera is to see, for somebody who sits with this ``side`` to it if need be."""
        if self.view == "side":
            return side
        return self.view if isinstance(self.view, View) else View.FRONT

    @property
    def levels(self) -> range:
        """All levels there are; 0 is the file as it stands."""
        return range(-len(self.steps_down), len(self.steps_up) + 1)

    def at_level(self, level: int) -> Exercise:
        """Return the exercise some steps up (positive) or down.

        Raises
        ------
        ValueError
            There is no such level.
        """
        if level not in self.levels:
            raise ValueError(f"{self.id} has the levels {self.levels.start} to {self.levels.stop - 1}, not {level}")
        steps = self.steps_up[:level] if level > 0 else self.steps_down[:-level]
        return self.model_copy(update={"guide": changed_guide(self.guide, steps)})

    @model_validator(mode="after")
    def _faults_fit_the_guide(self) -> Exercise:
        refuse_repeats("faults name", [rule.kind for rule in self.faults])
        for rule in self.faults:
            if rule.kind not in SEEN_IN[self.guide.kind]:
                raise ValueError(f"the fault {rule.kind.value} cannot be seen in a {self.guide.kind} guide")
        shrugs = isinstance(self.guide, PacedGuide) and self.guide.counted_by == "shoulder_rise"
        if shrugs and any(rule.kind is FaultKind.SHOULDER_RISE for rule in self.faults):
            raise ValueError("where shoulders are meant to come up, shoulder_rise is no fault")
        kinds = {rule.kind for rule in self.faults}
        if isinstance(self.guide, PacedGuide) and not shrugs and FaultKind.SHORT_HOLD in kinds:
            raise ValueError("short_hold can only be seen where repetitions are counted by shoulder_rise")
        if self.faults and not self.seen:
            raise ValueError("where the view is none, no fault can be seen")
        return self

    @model_validator(mode="after")
    def _view_fits_the_guide(self) -> Exercise:
        blind = isinstance(self.guide, TimedGuide | PacedGuide | BreathingGuide)
        if not self.seen and not blind:
            raise ValueError(f"a {self.guide.kind} guide needs a camera; the view may not be none")
        if self.seen and isinstance(self.guide, TimedGuide):
            raise ValueError("a timed guide measures nothing; the view must be none")
        if not self.seen and isinstance(self.guide, PacedGuide) and self.guide.counted_by != "tempo":
            raise ValueError("where the view is none, repetitions are counted by tempo")
        return self

    @model_validator(mode="after")
    def _steps_fit_the_guide(self) -> Exercise:
        for name, steps in (("steps_up", self.steps_up), ("steps_down", self.steps_down)):
            for number in range(1, len(steps) + 1):
                try:
                    changed_guide(self.guide, steps[:number])
                except ValueError as error:
                    raise ValueError(f"step {number} of {name}: {in_one_line(error)}") from None
        return self
