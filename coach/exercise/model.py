"""What an exercise is: the model behind every file in ``exercises/<approach>/<id>.toml``.

An exercise is data. Its id is the file's name (a readable slug); ``code`` is the short code of the clinical table.
Angles are degrees, times seconds, ranges percent of the person's own range of motion, never of a population norm.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from coach.measure.types import Direction, View


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


class FaultKind(StrEnum):
    """What can go wrong in a movement, as far as a camera can see it."""

    TRUNK_ROTATION = "trunk_rotation"
    TRUNK_LATERAL_FLEXION = "trunk_lateral_flexion"
    SHOULDER_RISE = "shoulder_rise"
    FLEXION = "flexion"
    EXTENSION = "extension"
    LATERAL_FLEXION = "lateral_flexion"
    ROTATION = "rotation"
    WRONG_SIDE = "wrong_side"
    TOO_FAST = "too_fast"
    TOO_FAR = "too_far"
    SHORT_HOLD = "short_hold"
    HEAD_MOVES = "head_moves"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


_SEEN_IN = {
    "movement": frozenset(FaultKind) - {FaultKind.HEAD_MOVES},
    "breathing": frozenset(
        {FaultKind.HEAD_MOVES, FaultKind.SHOULDER_RISE, FaultKind.TRUNK_ROTATION, FaultKind.TRUNK_LATERAL_FLEXION}
    ),
    "rom": frozenset(FaultKind) - {FaultKind.HEAD_MOVES, FaultKind.WRONG_SIDE, FaultKind.TOO_FAR, FaultKind.SHORT_HOLD},
}
"""Which faults can be called in which kind of guide."""


def _refuse_repeats(what: str, names: Sequence[StrEnum]) -> None:
    for index, name in enumerate(names):
        if name in names[:index]:
            raise ValueError(f"{what} {name.value} twice")


class FaultRule(_Model):
    """When a fault is called and what is then said.

    ``limit`` is in the unit of the kind: degrees, degrees a second (``too_fast``), percent of the ear-shoulder gap
    (``shoulder_rise``), percent of the hold (``short_hold``) or percent of the own range (``too_far``).
    ``side`` narrows a fault that has sides (shoulder, trunk, axial rotation, lateral flexion) to the side that the
    movement goes to (``same``) or to the other one (``opposite``); ``either`` takes the worse of the two.
    """

    kind: FaultKind
    limit: float = Field(gt=0)
    cue: str = Field(min_length=3, max_length=80)
    side: Literal["either", "same", "opposite"] = "either"


class Target(_Model):
    """Where one side of a movement should end.

    Either in percent of the person's own range in that direction, or as a band of degrees. ``cue`` replaces the usual
    words for the direction, ``note`` says in one line what else belongs to this side (where a hand goes, for example).
    """

    direction: Direction
    cue: str | None = Field(default=None, min_length=3, max_length=40)
    note: str | None = Field(default=None, min_length=3, max_length=80)
    percent_of_own_range: tuple[float, float] | None = None
    degrees: tuple[float, float] | None = None

    @model_validator(mode="after")
    def _one_band(self) -> Target:
        if (self.percent_of_own_range is None) == (self.degrees is None):
            raise ValueError("give either percent_of_own_range or degrees")
        low, high = self.percent_of_own_range or self.degrees or (0, 0)
        if not 0 < low < high:
            raise ValueError("a band is two rising numbers above zero")
        if self.percent_of_own_range and high > 100:
            raise ValueError("a target may not go beyond 100 % of the own range")
        return self


class MovementGuide(_Model):
    """Move to a target, hold, come back; one target a side, sides in any order."""

    kind: Literal["movement"]
    targets: tuple[Target, ...] = Field(min_length=1)
    tempo_deg_per_s: tuple[float, float]
    hold_s: float = Field(ge=0, le=120)
    repetitions: int = Field(ge=1, le=50, description="for each side")
    sets: int = Field(default=1, ge=1, le=10)
    rest_s: float = Field(default=20, ge=0, le=300)
    alternate: bool = Field(default=True, description="sides in turn; false: all repetitions of one side first")

    @model_validator(mode="after")
    def _makes_sense(self) -> MovementGuide:
        slow, quick = self.tempo_deg_per_s
        if not 0 < slow <= quick:
            raise ValueError("tempo_deg_per_s is two rising numbers above zero")
        _refuse_repeats("targets name the direction", [target.direction for target in self.targets])
        return self


class BreathingGuide(_Model):
    """Breathe in a rhythm with the head still."""

    kind: Literal["breathing"]
    inhale_s: float = Field(gt=0, le=20)
    exhale_s: float = Field(gt=0, le=20)
    duration_s: float = Field(ge=10, le=1200)


class RomGuide(_Model):
    """Move to the end of the own range in each direction: the test, not a training."""

    kind: Literal["rom"]
    directions: tuple[Direction, ...] = Field(min_length=1)
    trials: int = Field(default=1, ge=1, le=5)
    hold_s: float = Field(default=1, ge=0, le=5)

    @model_validator(mode="after")
    def _makes_sense(self) -> RomGuide:
        _refuse_repeats("directions name", list(self.directions))
        return self


Guide = Annotated[MovementGuide | BreathingGuide | RomGuide, Field(discriminator="kind")]


class Evidence(_Model):
    """Where an exercise comes from and how strong the ground is."""

    summary: str
    source: str
    strength: Literal["trial", "guideline", "convention"]


class Exercise(_Model):
    """One exercise of the library. ``id`` comes from the file's name."""

    id: str = Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
    version: int = Field(ge=1)
    code: str = Field(pattern=r"^[A-Z]{1,3}[0-9]{1,2}$")
    title: str = Field(min_length=3, max_length=60)
    approach: Approach
    purpose: str
    start_position: str
    steps: tuple[str, ...] = Field(min_length=1)
    view: View | Literal["side"] | None = View.FRONT
    frequency: str
    guide: Guide
    faults: tuple[FaultRule, ...] = ()
    progression: str | None = None
    regression: str | None = None
    precautions: tuple[str, ...] = ()
    contraindications: tuple[str, ...] = ()
    evidence: Evidence

    @model_validator(mode="after")
    def _faults_fit_the_guide(self) -> Exercise:
        _refuse_repeats("faults name", [rule.kind for rule in self.faults])
        for rule in self.faults:
            if rule.kind not in _SEEN_IN[self.guide.kind]:
                raise ValueError(f"the fault {rule.kind.value} cannot be seen in a {self.guide.kind} guide")
        return self
