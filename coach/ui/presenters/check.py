"""What the camera check shows: four things that must be right before measuring, and what to do about each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from coach.exercise.types import Snapshot
from coach.measure.posture import Drift, DriftWatch
from coach.measure.preflight import Circumstance, Preflight
from coach.measure.types import Axis, Problem

STEADY_S = 0.5
"""A line changes only after this long, so that it can be read."""


class Mark(StrEnum):
    """Where a line of the check stands."""

    WAIT = "wait"
    GOOD = "good"
    ADVICE = "advice"
    """Works, could be better."""
    BAD = "bad"
    """Must be put right before measuring."""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One thing that is checked, and what to do where it is not right."""

    title: str
    mark: Mark
    advice: str = ""


Judging = Callable[[Snapshot, Drift | None], tuple[CheckLine, ...]]
_WAITING = "Waiting for the picture"
WAITING_FOR_YOU = "Waiting for you"
# For each line: its title, what it says when all is well, and the problems that concern it with their weight and what
# to do; the first that is found counts.
_Rule = tuple[Problem, Mark, str]
_LINES: tuple[tuple[str, str, tuple[_Rule, ...]], ...] = (
    (
        "Your face",
        "Clearly seen",
        (
            (Problem.NO_PERSON, Mark.BAD, "Nobody is in the picture. Sit down in front of the camera."),
            (Problem.NO_FACE, Mark.BAD, "Your face cannot be seen. Look at the camera, push hair and scarf aside."),
            (Problem.SEVERAL_PEOPLE, Mark.ADVICE, "Somebody else is in the picture. The nearest person is measured."),
            (Problem.FACE_UNRELIABLE, Mark.ADVICE, "Your face is hard to follow. Look at the camera, take off a cap."),
        ),
    ),
    (
        "Your shoulders",
        "Both in the picture",
        ((Problem.THORAX_HIDDEN, Mark.BAD, "Both shoulders must be in the picture. Move back, or tip the screen."),),
    ),
    (
        "Your distance",
        "Just right",
        (
            (Problem.TOO_FAR, Mark.BAD, "You are too far away. Come closer, to about an arm's length."),
            (Problem.TOO_CLOSE, Mark.BAD, "You are too close. Move back to about an arm's length."),
            (Problem.OFF_CENTRE, Mark.ADVICE, "You are at the edge. Move to the middle of the picture."),
        ),
    ),
    (
        "The light",
        "Bright enough",
        ((Problem.TOO_DARK, Mark.ADVICE, "It is too dark. Turn on a lamp in front of you, none behind you."),),
    ),
)


_CAMERA = (
    Circumstance.OBLIQUE, Circumstance.TILTED, Circumstance.SLOW, Circumstance.BLURRED, Circumstance.SHINE,
)  # fmt: skip
_LIGHT = (Circumstance.LOW_LIGHT, Circumstance.WINDOW_BEHIND)
_LIGHT_LINE = len(_LINES) - 1
_EXPECT, POSTURE = TOLD = "What to expect", "Your posture"
"""Lines that tell something even where nothing has to be put right."""
_ORDER = (Mark.BAD, Mark.ADVICE, Mark.WAIT, Mark.GOOD)


class CheckPresenter:
    """Turns snapshots into the lines. Time is that of the snapshots.

    Parameters
    ----------
    titles
        Of the lines before the first picture; those from the front where nothing is told.
    judging
        Words the lines of a moment that has a sample; from the front where nothing is told.
    """

    def __init__(self, titles: Sequence[str] | None = None, judging: Judging | None = None) -> None:
        self.lines = tuple(CheckLine(title, Mark.WAIT, _WAITING) for title in titles or [line[0] for line in _LINES])
        self._judge = judging or _judge_front
        self._candidate = self.lines
        self._drift = DriftWatch()
        self._since_s: float | None = None
        self._shown_once = False

    @property
    def ready(self) -> bool:
        """Whether measuring can begin: every line is good, or only advises."""
        return all(line.mark in (Mark.GOOD, Mark.ADVICE) for line in self.lines)

    @property
    def shown(self) -> tuple[CheckLine, ...]:
        """The lines as they stand on the screen: what to put right first, and then what is well, in a word."""
        if not any(line.mark in (Mark.BAD, Mark.ADVICE) for line in self.lines):
            return self.lines
        ordered = sorted(self.lines, key=lambda line: (_ORDER.index(line.mark), line.title not in TOLD))
        return tuple(
            replace(line, advice="") if line.mark is Mark.GOOD and line.title not in TOLD else line for line in ordered
        )

    @property
    def headline(self) -> str:
        """The whole check in a few words."""
        if any(line.mark is Mark.BAD for line in self.lines):
            return "Not quite yet"
        if not self.ready:
            return "One moment"
        return "Ready" if all(line.mark is Mark.GOOD for line in self.lines) else "Ready, and it could be better"

    def update(self, snapshot: Snapshot) -> bool:
        """Take in a snapshot; returns whether the lines changed."""
        if snapshot.sample is None:
            return False
        now_s = snapshot.sample.t_s
        judged = self._judge(snapshot, self._drift.update(snapshot.sample))
        if judged != self._candidate or self._since_s is None:
            self._candidate, self._since_s = judged, now_s
        if judged == self.lines or (self._shown_once and now_s - self._since_s < STEADY_S):
            return False
        self.lines = judged
        self._shown_once = True
        return True


def _judge_front(snapshot: Snapshot, drift: Drift | None) -> tuple[CheckLine, ...]:
    return judge(snapshot.sample.problems if snapshot.sample else (), snapshot.preflight, drift)


def judge(
    problems: tuple[Problem, ...], preflight: Preflight | None = None, drift: Drift | None = None
) -> tuple[CheckLine, ...]:
    """Word the lines for the problems of one sample; with nobody there, the other lines wait.

    Camera, posture and the error to expect have lines of their own once neutral is known and somebody is there.
    """
    alone = Problem.NO_PERSON in problems or Problem.NO_FACE in problems
    lines = []
    for index, (title, well, rules) in enumerate(_LINES):
        found = next(((mark, advice) for problem, mark, advice in rules if problem in problems), None)
        if found is not None:
            lines.append(CheckLine(title, *found))
        elif alone and 0 < index < _LIGHT_LINE:
            lines.append(CheckLine(title, Mark.WAIT, WAITING_FOR_YOU))
        else:
            lines.append(CheckLine(title, Mark.GOOD, well))
    if preflight is None or alone:
        return tuple(lines)
    light = preflight.advice_on(*_LIGHT)
    if light is not None and lines[_LIGHT_LINE].mark is Mark.GOOD:
        lines[_LIGHT_LINE] = CheckLine(lines[_LIGHT_LINE].title, Mark.ADVICE, light)
    return (*lines, _camera(preflight), *_posture(drift), *_to_expect(preflight))


def _camera(preflight: Preflight) -> CheckLine:
    advice = preflight.advice_on(*_CAMERA)
    if advice is None:
        return CheckLine("Your camera", Mark.GOOD, "In front of you, at about the height of your eyes")
    return CheckLine("Your camera", Mark.ADVICE, advice)


def _posture(drift: Drift | None) -> tuple[CheckLine, ...]:
    """Only something that has clearly changed is said; nobody's posture is judged."""
    if drift is None or not drift.notable:
        return ()
    amount = f"{drift.forward_cm:.0f} ± {max(1, round(drift.sigma_cm))} cm"
    return (
        CheckLine(
            POSTURE, Mark.ADVICE, f"Your head has moved forward since you set your upright pose, about {amount}."
        ),
    )


def _to_expect(preflight: Preflight) -> tuple[CheckLine, ...]:
    """Errors of the accuracy tests in circumstances like these."""
    errors = preflight.expected
    if not errors:
        return ()
    names = {Axis.RIGHT_ROTATION: "turning", Axis.RIGHT_LATERAL_FLEXION: "side bend", Axis.FLEXION: "up and down"}
    parts = [f"{name} ± {max(1, round(errors[axis].mae_deg))}°" for axis, name in names.items() if axis in errors]
    return (CheckLine(_EXPECT, Mark.GOOD, f"About {', '.join(parts)}, as in our tests"),)
