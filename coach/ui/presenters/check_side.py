"""What the camera check shows where the camera is to see a side of the person. Pure functions; no Kivy.

Nothing of the check from the front holds here: there is no face to be seen, one shoulder is enough, and no errors were
tested in circumstances.
"""

from __future__ import annotations

from coach.exercise.figure_pose import Posture
from coach.exercise.model import Exercise
from coach.exercise.types import Snapshot
from coach.measure.optics import Pinhole
from coach.measure.posture import Drift, side_posture
from coach.measure.side import SideNeutral
from coach.measure.types import Problem, View
from coach.ui.presenters.check import POSTURE, WAITING_FOR_YOU, CheckLine, CheckPresenter, Mark

SIDES = {View.LEFT: "My left side", View.RIGHT: "My right side"}
"""The choices of the page, as the person reads them."""
FRAMING = "Head, shoulder and chest in the picture, the camera at the height of your head."
_SIDE, _HEAD, _SHOULDER, _LIGHT = TITLES = ("Your side", "Your head", "Your shoulder", "The light")
_TURN = {Posture.SITTING: "Turn your chair", Posture.STANDING: "Stand"}
_NOT_THERE_YET = frozenset({Problem.NO_PERSON, Problem.VIEW_MISMATCH, Problem.NO_NEUTRAL})


def how_to_turn(exercise: Exercise, view: View) -> str:
    """Say how to sit, stand or lie: ``Turn your chair so that the camera sees your left side``."""
    verb = _TURN.get(exercise.figure.posture, "Lie")
    return f"{verb} so that the camera sees your {view.value} side."


def side_check(exercise: Exercise, view: View) -> CheckPresenter:
    """Make the check for an exercise that is seen from a side."""
    turn = how_to_turn(exercise, view)

    def judge(snapshot: Snapshot, _drift: Drift | None) -> tuple[CheckLine, ...]:
        problems = snapshot.sample.problems if snapshot.sample else ()
        return (*judge_side(problems, view, turn), *posture_lines(snapshot.side_neutral, view))

    return CheckPresenter(TITLES, judge)


def posture_lines(neutral: SideNeutral | None, view: View) -> tuple[CheckLine, ...]:
    """Tell where the ear was beside the shoulder, once it is known; it is no fault, whatever it is."""
    if neutral is None:
        return ()
    found = side_posture(neutral, view, Pinhole.from_fov(neutral.image_size_px))
    return (
        ()
        if found.ear_in_words is None
        else (CheckLine(POSTURE, Mark.GOOD, f"Your ear is {found.ear_in_words} your shoulder"),)
    )


def judge_side(problems: tuple[Problem, ...], view: View, turn: str) -> tuple[CheckLine, ...]:
    """Word the lines for the problems of one sample; ``turn`` says how to sit."""
    return (_side(problems, view, turn), _head(problems), _shoulder(problems), _light(problems))


def _side(problems: tuple[Problem, ...], view: View, turn: str) -> CheckLine:
    if Problem.VIEW_MISMATCH in problems:
        return CheckLine(_SIDE, Mark.BAD, f"The camera does not see your {view.value} side. {turn}")
    if not _NOT_THERE_YET.isdisjoint(problems):
        return CheckLine(_SIDE, Mark.WAIT, turn)
    return CheckLine(_SIDE, Mark.GOOD, f"Your {view.value} side is seen")


def _head(problems: tuple[Problem, ...]) -> CheckLine:
    if Problem.NO_PERSON in problems:
        return CheckLine(_HEAD, Mark.BAD, "Nobody is in the picture.")
    if Problem.VIEW_MISMATCH in problems:
        return CheckLine(_HEAD, Mark.WAIT, WAITING_FOR_YOU)
    if Problem.NOT_UPRIGHT in problems:
        return CheckLine(_HEAD, Mark.BAD, "Your head is tipped. Look straight ahead and keep still for a moment.")
    if Problem.NO_NEUTRAL in problems:
        return CheckLine(_HEAD, Mark.WAIT, "Look straight ahead and keep still for a moment.")
    if Problem.FACE_UNRELIABLE in problems:
        return CheckLine(_HEAD, Mark.BAD, "Your head is hard to follow. Look ahead, push hair and scarf aside.")
    return CheckLine(_HEAD, Mark.GOOD, "Clearly seen")


def _shoulder(problems: tuple[Problem, ...]) -> CheckLine:
    if Problem.THORAX_HIDDEN in problems:
        return CheckLine(
            _SHOULDER, Mark.ADVICE, "Your upper body is hard to follow. Move back, and push hair behind your shoulder."
        )
    if not {*_NOT_THERE_YET, Problem.FACE_UNRELIABLE}.isdisjoint(problems):
        return CheckLine(_SHOULDER, Mark.WAIT, WAITING_FOR_YOU)
    return CheckLine(_SHOULDER, Mark.GOOD, "In the picture")


def _light(problems: tuple[Problem, ...]) -> CheckLine:
    if Problem.TOO_DARK in problems:
        return CheckLine(_LIGHT, Mark.ADVICE, "It is too dark. Turn on a lamp on the side of the camera.")
    return CheckLine(_LIGHT, Mark.GOOD, "Bright enough")
