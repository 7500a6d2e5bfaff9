"""Guides: how an exercise is led. Each kind is one way in which the session engine works.

Angles are degrees, times seconds, ranges percent of the person's own range of motion, never of a population norm.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from coach.exercise.base import Band, Part, check_band, refuse_repeats
from coach.exercise.figure_data import FigureKey
from coach.measure.types import Direction

Cue = Annotated[str, Field(min_length=3, max_length=40)]
Note = Annotated[str, Field(min_length=3, max_length=80)]


class Companion(Part):
    """What else belongs to a target: a band in another direction, or how far the head slides back.

    A band that begins at zero is allowed but not asked for. ``cue`` is said when the main direction is there and this
    is missing.
    """

    direction: Direction | None = None
    percent_of_own_range: Band | None = None
    degrees: Band | None = None
    retraction_cm: Band | None = None
    cue: Cue | None = None

    @model_validator(mode="after")
    def _one_band(self) -> Companion:
        bands = [b for b in (self.percent_of_own_range, self.degrees, self.retraction_cm) if b is not None]
        if len(bands) != 1:
            raise ValueError("give one of percent_of_own_range, degrees and retraction_cm")
        check_band(bands[0], zero=True)
        if (self.direction is None) != (self.retraction_cm is not None):
            raise ValueError("a direction goes with percent_of_own_range or degrees, and not with retraction_cm")
        if self.percent_of_own_range and self.percent_of_own_range[1] > 100:
            raise ValueError("a target may not go beyond 100 % of the own range")
        return self


class Target(Part):
    """Where one side of a movement should end.

    Either in percent of the person's own range in that direction, or as a band of degrees. ``cue`` replaces the usual
    words for the direction, ``note`` says in one line what else belongs to this side (where a hand goes, for example),
    ``also`` what the head does besides (a diagonal, a slight nod). ``figure`` replaces the picture's ``work``.
    """

    direction: Direction
    cue: Cue | None = None
    note: Note | None = None
    percent_of_own_range: Band | None = None
    degrees: Band | None = None
    also: tuple[Companion, ...] = ()
    figure: FigureKey | None = None

    @model_validator(mode="after")
    def _one_band(self) -> Target:
        if (self.percent_of_own_range is None) == (self.degrees is None):
            raise ValueError("give either percent_of_own_range or degrees")
        check_band(self.percent_of_own_range or self.degrees or (0, 0))
        if self.percent_of_own_range and self.percent_of_own_range[1] > 100:
            raise ValueError("a target may not go beyond 100 % of the own range")
        axes = [self.direction.axis, *(c.direction.axis for c in self.also if c.direction)]
        refuse_repeats("a target names the axis", axes)
        return self


class MovementGuide(Part):
    """Move to a target, hold, come back; one target a side.

    ``own_range`` tells what percent refer to: the measured range of motion, or what the first repetition of this
    session shows (for a small movement that no test measures, such as a nod). ``sides`` may narrow two sides to the
    one with the smaller own range (``stiffer``); where that is not known, to the one the person begins with.
    """

    kind: Literal["movement"]
    targets: tuple[Target, ...] = Field(min_length=1)
    tempo_deg_per_s: Band
    hold_s: float = Field(ge=0, le=120)
    repetitions: int = Field(ge=1, le=50, description="for each side")
    sets: int = Field(default=1, ge=1, le=10)
    rest_s: float = Field(default=20, ge=0, le=300)
    alternate: bool = Field(default=True, description="sides in turn; false: all repetitions of one side first")
    ordered: bool = Field(default=False, description="targets one after the other as listed, then again from the first")
    own_range: Literal["measured", "shown"] = "measured"
    sides: Literal["both", "stiffer"] = "both"

    @model_validator(mode="after")
    def _makes_sense(self) -> MovementGuide:
        _check_tempo(self.tempo_deg_per_s)
        if not self.ordered:
            refuse_repeats("targets name the direction", [target.direction for target in self.targets])
        elif self.sides != "both":
            raise ValueError("ordered targets are all done; sides must be both")
        return self


def _check_tempo(tempo: Band) -> None:
    slow, quick = tempo
    if not 0 < slow <= quick:
        raise ValueError("tempo_deg_per_s is two rising numbers above zero")


class BreathingGuide(Part):
    """Breathe in a rhythm with the head still."""

    kind: Literal["breathing"]
    inhale_s: float = Field(gt=0, le=20)
    exhale_s: float = Field(gt=0, le=20)
    duration_s: float = Field(ge=10, le=1200)


class RomGuide(Part):
    """Move to the end of the own range in each direction: the test, not a training."""

    kind: Literal["rom"]
    directions: tuple[Direction, ...] = Field(min_length=1)
    trials: int = Field(default=1, ge=1, le=5)
    warm_ups: int = Field(default=0, ge=0, le=2, description="trials of each direction before those that count")
    hold_s: float = Field(default=1, ge=0, le=5)

    @model_validator(mode="after")
    def _makes_sense(self) -> RomGuide:
        refuse_repeats("directions name", list(self.directions))
        return self


class Way(Part):
    """One way of working in a paced exercise, such as one direction of a push: what is said on the way.

    ``direction`` is where the effort goes, where it has a direction; the head itself does not go there.
    """

    cue: Cue
    direction: Direction | None = None
    hold_cue: Cue = "Hold"
    back_cue: Cue = "Slowly let go"
    note: Note | None = None
    figure: FigureKey | None = None


class PacedGuide(Part):
    """Work in a given time while the head stays where it is: out, hold, back, pause.

    For isometric efforts, for arms and shoulders that work, and for tensing and letting go. What the body does is
    counted by time, or (``shoulder_rise``) when the camera has seen the shoulders come up. The head is watched by the
    rules of the exercise.
    """

    kind: Literal["paced"]
    ways: tuple[Way, ...] = Field(min_length=1)
    out_s: float = Field(gt=0, le=20)
    hold_s: float = Field(ge=0, le=120)
    back_s: float = Field(gt=0, le=30)
    pause_s: float = Field(default=2, ge=0, le=60)
    repetitions: int = Field(ge=1, le=50, description="for each way")
    sets: int = Field(default=1, ge=1, le=10)
    rest_s: float = Field(default=20, ge=0, le=300)
    alternate: bool = Field(default=False, description="ways in turn; false: all repetitions of one way first")
    counted_by: Literal["tempo", "shoulder_rise"] = "tempo"
    shoulder_rise_pct: float = Field(default=15, gt=0, le=100, description="from when on shoulders count as up")
    effort_percent: Band | None = Field(default=None, description="share of the full effort that is asked for")
    load: str | None = Field(default=None, min_length=3, max_length=60, description="such as the colour of a band")

    @model_validator(mode="after")
    def _makes_sense(self) -> PacedGuide:
        refuse_repeats("ways name the direction", [way.direction for way in self.ways if way.direction])
        if len(self.ways) > 1 and any(way.direction is None for way in self.ways):
            raise ValueError("several ways need a direction each")
        if self.effort_percent:
            check_band(self.effort_percent, "effort_percent")
            if self.effort_percent[1] > 100:
                raise ValueError("effort_percent ends at 100")
        return self


class GazeGuide(Part):
    """Turn the head to and fro in a beat while the eyes stay on a dot."""

    kind: Literal["gaze"]
    axis: Literal["rotation", "flexion"] = "rotation"
    amplitude_deg: Band = Field(description="how far to each side")
    frequency_hz: float = Field(ge=0.1, le=2, description="whole swings, there and back, in a second")
    duration_s: float = Field(ge=5, le=300)
    sets: int = Field(default=1, ge=1, le=10)
    rest_s: float = Field(default=20, ge=0, le=300)

    @model_validator(mode="after")
    def _makes_sense(self) -> GazeGuide:
        check_band(self.amplitude_deg, "amplitude_deg")
        return self


class PathGuide(Part):
    """Follow a dot along a lying figure of eight with the nose."""

    kind: Literal["path"]
    rotation_deg: float = Field(ge=5, le=45, description="half the width of the path")
    flexion_deg: float = Field(ge=3, le=25, description="half the height of the path")
    speed_deg_per_s: float = Field(ge=3, le=40, description="mean speed of the dot")
    duration_s: float = Field(ge=5, le=300)
    sets: int = Field(default=1, ge=1, le=10)
    rest_s: float = Field(default=20, ge=0, le=300)


class RelocationGuide(Part):
    """Move to a target with shut eyes, come back to where the middle feels to be, and stay there."""

    kind: Literal["relocation"]
    targets: tuple[Target, ...] = Field(min_length=1)
    hold_s: float = Field(default=2, ge=0, le=10)
    settle_s: float = Field(default=1.5, ge=0.5, le=5, description="so long the head rests before the error is read")
    repetitions: int = Field(ge=1, le=20, description="for each side")
    eyes: Literal["shut", "open"] = "shut"
    alternate: bool = True

    @model_validator(mode="after")
    def _makes_sense(self) -> RelocationGuide:
        refuse_repeats("targets name the direction", [target.direction for target in self.targets])
        if any(target.also for target in self.targets):
            raise ValueError("a target of a relocation has one direction only")
        return self


class PostureGuide(Part):
    """Grow tall and stay so; time counts while the shoulders have not sunk and the head has not slid forward."""

    kind: Literal["posture"]
    hold_s: float = Field(gt=0, le=120)
    repetitions: int = Field(default=1, ge=1, le=20)
    pause_s: float = Field(default=3, ge=0, le=60)
    within_pct: float = Field(default=10, gt=0, le=50, description="of the ear-shoulder gap at the upright neutral")
    within_cm: float = Field(default=1.5, gt=0, le=5, description="how far the head may be before its place")


class Step(Part):
    """One part of a timed exercise."""

    cue: Cue
    note: Note | None = None
    seconds: float = Field(gt=0, le=1800)
    figure: FigureKey | None = None


class TimedGuide(Part):
    """A timer with words, for what no camera can see. Nothing in it is measured, and it says so."""

    kind: Literal["timed"]
    parts: tuple[Step, ...] = Field(min_length=1)
    rounds: int = Field(default=1, ge=1, le=20)


AnyGuide = (
    MovementGuide
    | BreathingGuide
    | RomGuide
    | PacedGuide
    | GazeGuide
    | PathGuide
    | RelocationGuide
    | PostureGuide
    | TimedGuide
)
Guide = Annotated[AnyGuide, Field(discriminator="kind")]
