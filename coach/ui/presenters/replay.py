"""One recorded repetition again: the person's own way, beside the way that was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from coach.exercise import demonstration, dose
from coach.exercise.figure_pose import FigurePose
from coach.exercise.model import Exercise, MovementGuide, PacedGuide, RelocationGuide, RomGuide
from coach.exercise.trace import LEAD_S, Trace
from coach.exercise.types import Repetition
from coach.measure.types import Angles, Direction
from coach.ui import words
from coach.ui.presenters.library import OwnRange

PAUSE_S = 1.0
"""Between the end and the next begin of what is shown again and again."""
NOT_SEEN = "Not seen here"
DOSE_NOT_KEPT = "How much was asked of you then was not kept. “As asked” is the exercise as it stands in the library."


@dataclass(frozen=True, slots=True)
class ReplaySubject:
    """A session that is looked at again.

    Parameters
    ----------
    exercise
        As it was done then; with the dose of its file where ``dose_kept`` is false.
    repetitions, traces
        Traces are those there are, by the place of their repetition.
    dose_kept
        Whether it is known how much was asked for.
    own_range_deg
        The person's own range at that time; ``None`` stands for that of now.
    """

    exercise: Exercise
    repetitions: tuple[Repetition, ...]
    traces: Mapping[int, Trace]
    dose_kept: bool = True
    own_range_deg: OwnRange | None = None


class ReplayPresenter:
    """Shows one repetition after the other; ``chosen`` is the place of the one that is shown.

    Parameters
    ----------
    subject
        With at least one trace in which something was measured.
    own_range_deg
        The person's own range, for the way that was asked for.
    """

    def __init__(self, subject: ReplaySubject, own_range_deg: OwnRange) -> None:
        self._exercise = subject.exercise
        self._repetitions = subject.repetitions
        self._traces = subject.traces
        self._own = own_range_deg if subject.own_range_deg is None else subject.own_range_deg
        self._dose_kept = subject.dose_kept
        self.places = [n for n in range(len(subject.repetitions)) if n in subject.traces and subject.traces[n].measured]
        self.chosen = self.places[0]

    @property
    def trace(self) -> Trace:
        """The trace that is shown."""
        return self._traces[self.chosen]

    @property
    def repetition(self) -> Repetition:
        """The repetition that is shown."""
        return self._repetitions[self.chosen]

    @property
    def round_s(self) -> float:
        """Length of what is shown: the longer one of both ways, and a pause."""
        return max(self.trace.span_s[1], self._asked_s) + LEAD_S + PAUSE_S

    def label(self, place: int) -> str:
        """Name a repetition on its button: ``3 right``."""
        direction = self._repetitions[place].direction
        side = direction.value.partition("_")[0] if direction is not None else ""
        return f"{place + 1} {side}" if side in ("left", "right") else f"{place + 1}"

    def own_pose(self, t_s: float) -> FigurePose:
        """How the person held the head; where they were not seen, as they were seen last."""
        now_s = self._time(t_s)
        angles = self.trace.at(now_s).angles or self._seen_last(now_s)
        return replace(
            self.asked_pose(t_s),
            flexion_deg=angles.flexion_deg,
            right_lateral_flexion_deg=angles.right_lateral_flexion_deg,
            right_rotation_deg=angles.right_rotation_deg,
        )

    def _seen_last(self, now_s: float) -> Angles:
        """Angles measured last before a moment, or first where there are none."""
        seen = [(point.t_s, point.angles) for point in self.trace.points if point.angles is not None]
        before = [angles for t_s, angles in seen if t_s <= now_s]
        return before[-1] if before else seen[0][1]

    def seen(self, t_s: float) -> bool:
        """Whether the head was measured at a moment."""
        return self.trace.at(self._time(t_s)).angles is not None

    def asked_pose(self, t_s: float) -> FigurePose:
        """Where the head would be at the tempo and for the hold that the exercise asks for."""
        now_s = self._time(t_s)
        side = self._side
        if side is None:
            return demonstration.pose_at(self._exercise, self._own, max(0.0, now_s))
        out_s, hold_s, back_s = self._ways
        share = now_s / out_s if now_s < out_s else min(1.0, 1 - (now_s - out_s - hold_s) / back_s)
        return demonstration.pose(self._exercise, self._own, side, demonstration.smooth(share))

    def line(self, t_s: float) -> str:
        """Say where the head is now: ``Rotation right 41° ± 2°``."""
        moment = self.trace.at(self._time(t_s))
        if moment.angles is None or moment.sigma is None:
            return NOT_SEEN
        direction = self.repetition.direction
        if direction is None:
            return ""
        there_deg = max(0.0, moment.angles.toward(direction))
        return f"{words.direction_title(direction)} {words.degrees(there_deg, moment.sigma.along(direction.axis))}"

    def facts(self) -> tuple[str, ...]:
        """Say what was measured of the repetition and what was called in it."""
        one = self.repetition
        told = []
        if one.direction is not None and one.peak_deg is not None:
            measured = words.degrees(one.peak_deg, None if one.beyond else one.sigma_deg)
            told.append(f"Furthest: {'beyond ' if one.beyond else ''}{measured}")
        if dose.hold_s(self._exercise.guide) and not self._dose_kept:
            told.append(f"Held {one.held_s:.0f} s")
        elif dose.hold_s(self._exercise.guide):
            told.append(f"Held {one.held_s:.0f} of {dose.hold_s(self._exercise.guide):g} s")
        told.append(f"Took {words.seconds(one.ended_s - one.started_s)}")
        told += [text for text, _ in words.fault_counts([one])]
        return tuple(told) if self._dose_kept else (*told, DOSE_NOT_KEPT)

    def moments(self) -> list[FigurePose]:
        """Poses of both ways, to find a picture that has room for them."""
        count = 24
        times = [self.round_s * n / count for n in range(count)]
        return [self.own_pose(t) for t in times] + [self.asked_pose(t) for t in times]

    def _time(self, t_s: float) -> float:
        """Time since the repetition began for a time of the player, which shows it again and again."""
        return min(t_s % self.round_s - LEAD_S, self.round_s - PAUSE_S - LEAD_S)

    @property
    def _side(self) -> int | None:
        """Place of the target that was moved to; ``None`` where the exercise goes by time."""
        guide, one = self._exercise.guide, self.repetition
        if not isinstance(guide, MovementGuide | RelocationGuide | RomGuide | PacedGuide):
            return None
        if one.target is not None:
            return one.target
        directions: tuple[Direction, ...] = dose.directions(guide)
        return directions.index(one.direction) if one.direction in directions else 0

    @property
    def _ways(self) -> tuple[float, float, float]:
        """Seconds out, held and back, as the exercise asks for them."""
        found = [span for span in demonstration.spans(self._exercise, self._own) if span.side == self._side]
        out_s = next((s.seconds for s in found if (s.begin, s.end) == (0, 1)), 1.0)
        back_s = next((s.seconds for s in found if (s.begin, s.end) == (1, 0)), 1.0)
        return out_s, dose.hold_s(self._exercise.guide), back_s

    @property
    def _asked_s(self) -> float:
        if self._side is None:
            return demonstration.duration_s(self._exercise, self._own)
        return sum(self._ways)
