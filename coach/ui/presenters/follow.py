"""The figure of a running session: it shows what to do now, and goes on with the person instead of by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from coach.exercise import demonstration
from coach.exercise.figure_pose import FigurePose
from coach.exercise.model import BreathingGuide, Exercise, GazeGuide, PathGuide
from coach.exercise.types import SessionView, Stage
from coach.measure.types import Direction

_LONGEST_STEP_S = 0.5
_SHOWN_S = 1.2
_PAUSE_S = 0.8
_NEARLY_BACK = 0.02
_STANDS_STILL = frozenset({Stage.PAUSED, Stage.LOST, Stage.DONE, Stage.STOPPED})
_OUT = frozenset({Stage.MOVE, Stage.HOLD})


class Follower:
    """Keeps the figure in step with a session.

    While the session waits for a movement the figure shows it again and again; once the person moves it goes along, it
    holds while they hold, and comes back when they should. It stands still while the session does.

    Parameters
    ----------
    exercise
        What is done.
    own_range_deg
        The person's own range, unsigned degrees; it may be empty.
    """

    def __init__(self, exercise: Exercise, own_range_deg: Mapping[Direction, float]) -> None:
        self._exercise = exercise
        self._own = own_range_deg
        self._guide = exercise.guide
        self._spans = demonstration.spans(exercise, own_range_deg)
        self._side = 0
        self._share = 0.0
        self._waited_s = 0.0
        self._swung_s = 0.0
        self._last_s: float | None = None
        self.pose = demonstration.pose(exercise, own_range_deg, 0, 0.0)

    def update(self, view: SessionView, now_s: float) -> FigurePose:
        """Go on to a moment; ``now_s`` is the time of the source, seconds."""
        passed_s = 0.0 if self._last_s is None else min(_LONGEST_STEP_S, max(0.0, now_s - self._last_s))
        self._last_s = now_s
        if view.stage in _STANDS_STILL:
            return self.pose
        if isinstance(self._guide, BreathingGuide):
            self.pose = demonstration.pose(self._exercise, self._own, 0, 0.0, _breath(view))
        elif isinstance(self._guide, GazeGuide | PathGuide):
            self.pose = self._swing(view, passed_s)
        else:
            self.pose = self._move(view, passed_s)
        return self.pose

    def _swing(self, view: SessionView, passed_s: float) -> FigurePose:
        """Beat or path: from its begin while the session leads through it, else at rest."""
        self._swung_s = self._swung_s + passed_s if view.stage is Stage.MOVE else 0.0
        pose = demonstration.pose_at(self._exercise, self._own, self._swung_s)
        if view.path is None:
            return pose
        dot = view.path
        return replace(pose, flexion_deg=dot.dot_flexion_deg, right_rotation_deg=dot.dot_right_rotation_deg)

    def _move(self, view: SessionView, passed_s: float) -> FigurePose:
        side = self._asked_side(view)
        if self._share <= _NEARLY_BACK:
            self._side = side
        self._waited_s = self._waited_s + passed_s if view.stage is Stage.READY and side == self._side else 0.0
        goal = self._goal(view.stage) if side == self._side else 0.0
        step = passed_s / self._way_s(out=goal > self._share)
        self._share += max(-step, min(step, goal - self._share))
        amount = demonstration.smooth(self._share)
        return demonstration.pose(self._exercise, self._own, self._side, amount)

    def _goal(self, stage: Stage) -> float:
        if stage is not Stage.READY:
            return 1.0 if stage in _OUT else 0.0
        there_s = self._way_s(out=True) + _SHOWN_S
        back_s = self._way_s(out=False) + _PAUSE_S
        return 1.0 if self._waited_s % (there_s + back_s) < there_s else 0.0

    def _way_s(self, *, out: bool) -> float:
        """How long the way takes on the running side at the tempo that is asked for."""
        ends = (0.0, 1.0) if out else (1.0, 0.0)
        ways = (span.seconds for span in self._spans if span.side == self._side and (span.begin, span.end) == ends)
        return next(ways, 1.0)

    def _asked_side(self, view: SessionView) -> int:
        """Place of the running target, way or part: by its words, else by its direction."""
        for place, words in enumerate(_words(self._guide)):
            if view.headline in words:
                return place
        direction = view.gauge.direction if view.gauge else None
        return next((n for n, d in enumerate(_directions(self._guide)) if d is direction and d), self._side)


def _breath(view: SessionView) -> float:
    if view.stage is Stage.BREATHE_IN:
        return view.progress
    return 1 - view.progress if view.stage is Stage.BREATHE_OUT else 0.0


def _entries(guide: object) -> tuple[object, ...]:
    for name in ("targets", "ways", "parts"):
        found = getattr(guide, name, None)
        if found is not None:
            return tuple(found)
    return ()


def _words(guide: object) -> list[set[str]]:
    """Find what is said for each target, way or part, and for no other."""
    fields = ("cue", "hold_cue", "back_cue")
    said = [{text for name in fields if (text := getattr(entry, name, None))} for entry in _entries(guide)]
    times = Counter(text for texts in said for text in texts)
    return [{text for text in texts if times[text] == 1} for texts in said]


def _directions(guide: object) -> tuple[Direction | None, ...]:
    entries = _entries(guide) or getattr(guide, "directions", ())
    return tuple(getattr(entry, "direction", entry if isinstance(entry, Direction) else None) for entry in entries)
