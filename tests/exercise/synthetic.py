"""People who do exactly what a test says: streams of samples, with no camera and no noise that was not asked for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from coach.exercise.model import Exercise, FaultKind, FaultRule, MovementGuide
from coach.exercise.session import start, step
from coach.exercise.state import SessionState
from coach.exercise.types import Event, EventKind
from coach.measure.types import Angles, Axis, CervicalSample, Direction, Problem, Trunk

RIGHT, LEFT = Direction.RIGHT_ROTATION, Direction.LEFT_ROTATION
BEND_RIGHT, BEND_LEFT = Direction.RIGHT_LATERAL_FLEXION, Direction.LEFT_LATERAL_FLEXION
DOWN, UP = Direction.FLEXION, Direction.EXTENSION
AT_REST = Trunk(0.0, 0.0, 0.0, 0.0)


@dataclass
class Person:
    """Builds samples by acting: ``Person().wait(1).go(RIGHT, 50).stay(2).back()``.

    ``trunk`` and ``extra`` (degrees in other directions, reached in proportion to the movement) last until changed.
    """

    rate_hz: float = 30.0
    sigma_deg: float = 1.0
    tremor_deg: float = 0.0
    trunk: Trunk = AT_REST
    extra: Mapping[Direction, float] = field(default_factory=dict)
    samples: list[CervicalSample] = field(default_factory=list)
    pose: dict[Axis, float] = field(default_factory=lambda: dict.fromkeys(Axis, 0.0))

    @property
    def t_s(self) -> float:
        return len(self.samples) / self.rate_hz

    def wait(self, seconds: float) -> Person:
        """Sit still before neutral is known."""
        return self.unseen(seconds, Problem.NO_NEUTRAL)

    def unseen(self, seconds: float, *problems: Problem) -> Person:
        for _ in range(round(seconds * self.rate_hz)):
            self._add(CervicalSample(len(self.samples), self.t_s, None, None, None, Trunk(), 0.0, problems))
        return self

    def stay(self, seconds: float) -> Person:
        for _ in range(round(seconds * self.rate_hz)):
            self._measured(0.0)
        return self

    def go(self, direction: Direction, degrees: float, speed: float = 25.0) -> Person:
        """Move straight to an angle, at a steady speed."""
        goal = dict.fromkeys(Axis, 0.0)
        goal[direction.axis] = direction.sign * degrees
        for other, size in self.extra.items():
            goal[other.axis] += other.sign * size
        return self._glide(goal, speed)

    def back(self, speed: float = 25.0) -> Person:
        return self._glide(dict.fromkeys(Axis, 0.0), speed).stay(0.2)

    def repetition(self, direction: Direction, degrees: float, hold_s: float = 2.2, speed: float = 25.0) -> Person:
        return self.go(direction, degrees, speed).stay(hold_s).back(speed)

    def having(self, trunk: Trunk | None = None, extra: Mapping[Direction, float] | None = None) -> Person:
        """Go on with other company movements; called with nothing, with none."""
        self.trunk = trunk or AT_REST
        self.extra = extra or {}
        return self

    def _glide(self, goal: Mapping[Axis, float], speed: float) -> Person:
        begin = dict(self.pose)
        frames = math.ceil(max(abs(goal[a] - begin[a]) for a in Axis) / speed * self.rate_hz)
        for frame in range(1, frames + 1):
            self.pose = {a: begin[a] + (goal[a] - begin[a]) * frame / frames for a in Axis}
            self._measured(speed)
        return self

    def _measured(self, speed: float) -> None:
        shake = self.tremor_deg * math.sin(2 * math.pi * 5 * self.t_s)
        angles = Angles(*(self.pose[axis] + shake for axis in Axis))
        sigma = Angles(*[self.sigma_deg] * 3)
        self._add(CervicalSample(len(self.samples), self.t_s, angles, sigma, speed, self.trunk, 1.0, (), 0.0, 0.5))

    def _add(self, sample: CervicalSample) -> None:
        self.samples.append(sample)


def run(
    exercise: Exercise, person: Person | Iterable[CervicalSample], own: Mapping[Direction, float] | None = None
) -> tuple[SessionState, list[Event]]:
    """Step through everything a person did."""
    return go_on(start(exercise, own or {}), person)


def go_on(state: SessionState, person: Person | Iterable[CervicalSample]) -> tuple[SessionState, list[Event]]:
    events: list[Event] = []
    for sample in person.samples if isinstance(person, Person) else person:
        state, happened = step(state, sample)
        events.extend(happened)
    return state, events


def told(events: Iterable[Event]) -> list[str]:
    """Events in one word each: stages by name, the others by what happened."""
    words = []
    for event in events:
        match event.kind:
            case EventKind.STAGE_BEGAN:
                words.append(event.stage.value)
            case EventKind.FAULT:
                assert event.fault is not None
                words.append(f"!{event.fault.kind.value}")
            case EventKind.REPETITION_DONE:
                assert event.repetition is not None
                words.append(f"#{event.repetition.direction or 'breath'}")
            case _:
                words.append(event.kind.value.upper())
    return words


def with_guide(exercise: Exercise, **changes: object) -> Exercise:
    """Another dose of the same exercise."""
    return Exercise.model_validate(exercise.model_dump() | {"guide": exercise.guide.model_dump() | changes})


def with_rules(exercise: Exercise, *rules: FaultRule) -> Exercise:
    return exercise.model_copy(update={"faults": rules})


def one_each(exercise: Exercise) -> Exercise:
    """One repetition a side, one set."""
    assert isinstance(exercise.guide, MovementGuide)
    return with_guide(exercise, repetitions=1, sets=1)


def rule(kind: FaultKind, limit: float, side: str = "either") -> FaultRule:
    return FaultRule.model_validate({"kind": kind, "limit": limit, "side": side, "cue": f"mind {kind.value}"})


def later(samples: Iterable[CervicalSample], by_s: float) -> list[CervicalSample]:
    """The same samples at a later time."""
    return [replace(sample, t_s=sample.t_s + by_s) for sample in samples]
