"""The words of a session: short, plain, and never more than one instruction at a time."""

from __future__ import annotations

from coach.exercise import attempt as attempts
from coach.exercise import led_words, plan
from coach.exercise.guides import Companion, RelocationGuide
from coach.exercise.led_words import BREATHE_IN, BREATHE_OUT
from coach.exercise.rules import FaultKind, FaultRule
from coach.exercise.state import SessionState
from coach.exercise.types import Stage, StopReason
from coach.measure.types import Axis, CervicalSample, Direction, Problem

MOVE = {
    Direction.FLEXION: "Bring your chin to your chest",
    Direction.EXTENSION: "Look up",
    Direction.RIGHT_LATERAL_FLEXION: "Bend your head to the right",
    Direction.LEFT_LATERAL_FLEXION: "Bend your head to the left",
    Direction.RIGHT_ROTATION: "Turn your head to the right",
    Direction.LEFT_ROTATION: "Turn your head to the left",
}
"""What to do in each direction."""

NOTICED = {
    FaultKind.TRUNK_ROTATION: "The body turned along with the head",
    FaultKind.TRUNK_LATERAL_FLEXION: "The body leaned along with the head",
    FaultKind.SHOULDER_RISE: "A shoulder came up",
    FaultKind.SLUMP: "The back sank",
    FaultKind.FLEXION: "The chin dropped",
    FaultKind.EXTENSION: "The chin came up",
    FaultKind.LATERAL_FLEXION: "The head leaned to the side",
    FaultKind.ROTATION: "The head turned as well",
    FaultKind.PROTRACTION: "The head slid forward",
    FaultKind.RETRACTION: "The head slid back",
    FaultKind.WRONG_SIDE: "It went to the other side",
    FaultKind.TOO_FAST: "It was too fast",
    FaultKind.OFF_TEMPO: "It was off the beat",
    FaultKind.TOO_FAR: "It went further than asked",
    FaultKind.OVERSHOOT: "It went past the target",
    FaultKind.SHORT_HOLD: "The hold was short",
    FaultKind.HEAD_MOVES: "The head moved",
    FaultKind.TREMOR: "The movement was shaky",
    FaultKind.PATH_LAG: "The head lost the dot",
}
"""What a fault looked like, for the words after a repetition or a session (during it the exercise's cue is said)."""

SIT = "Sit tall and look straight ahead"
HOLD = "Hold"
BACK = "Slowly back to the middle"
BACK_BY_FEEL = "Back to where the middle feels to be"
FURTHER = "A little further, if it feels fine"
STAY = "Stay at the end for a moment"
REST = "Rest"
FINISHED = "Well done"
PAUSED = "Paused"
RESUMED = "Go on when you are ready"
STOPPED = "Stopped"
PAIN_KEPT = "Noted. Come back slowly"
FOUND = "I can see you again. Go on."

STOPPED_FOR = {
    StopReason.ASKED: STOPPED,
    StopReason.PAIN: "Stop here. Sit back and rest",
    StopReason.SIGN: "Stop now and sit still",
    StopReason.SKIPPED: "Left out. On to the next",
}
_UNSEEN = {
    Problem.NO_PERSON: ("I cannot see you", "Sit in front of the camera."),
    Problem.NO_FACE: ("I cannot see your face", "Turn towards the camera, with nothing in front of your face."),
    Problem.FACE_UNRELIABLE: ("I cannot see your face well", "Turn towards the camera, with light on your face."),
    Problem.NO_NEUTRAL: (SIT, "Keep still for a moment."),
    Problem.THORAX_HIDDEN: ("I cannot see your shoulders", "Move back until both shoulders are in the picture."),
    Problem.OUT_OF_RANGE: ("That is further than I can see", "Come back a little."),
    Problem.IMPLAUSIBLE: ("I am not sure what I see", "Face the camera and keep still for a moment."),
    Problem.TOO_DARK: ("It is too dark", "Put a lamp in front of you, not behind you."),
    Problem.TOO_FAR: ("You are too far away", "Come closer to the camera."),
    Problem.TOO_CLOSE: ("You are too close", "Move back from the camera."),
    Problem.OFF_CENTRE: ("You are at the edge of the picture", "Move to the middle."),
    Problem.SEVERAL_PEOPLE: ("There is more than one person", "Stay alone in front of the camera."),
    Problem.SIDE_VIEW: ("I only see you from the side", "Turn the camera so that it faces you."),
    Problem.VIEW_MISMATCH: ("I see another side of you", "Turn your chair so that the camera sees the side you chose."),
    Problem.HEAD_TURNED: ("Your head is turned", "Look straight ahead."),
    Problem.NOT_UPRIGHT: ("Your head is tipped", "Look straight ahead and keep still for a moment."),
    Problem.FEW_TRIALS: ("The test is not complete", "Do the movement again."),
}
_UNSEEN_FROM_THE_SIDE = {
    Problem.NO_PERSON: ("I cannot see you", "Get into the picture, with your side to the camera."),
    Problem.FACE_UNRELIABLE: ("I have lost your head", "Go back to where you began, hair off your face."),
    Problem.NO_NEUTRAL: ("Look straight ahead", "Your side to the camera. Keep still for a moment."),
    Problem.IMPLAUSIBLE: ("I am not sure what I see", "Keep still for a moment, your side to the camera."),
    Problem.TOO_DARK: ("It is too dark", "Put a lamp on the side of the camera."),
}
_UNSEEN_FOR_NO_REASON = _UNSEEN[Problem.NO_PERSON]

DEFAULT_WRONG_SIDE = FaultRule(kind=FaultKind.WRONG_SIDE, limit=15, cue="Now the other side")
"""Used where an exercise has no rule of its own for the wrong side."""


def unseen(sample: CervicalSample | None) -> tuple[str, str]:
    """Headline and advice for somebody who cannot be measured, from the first reason of the sample."""
    if sample is None or not sample.problems:
        return _UNSEEN_FOR_NO_REASON
    first = sample.problems[0]
    from_the_side = Axis.RIGHT_ROTATION not in sample.measured
    return _UNSEEN_FROM_THE_SIDE.get(first, _UNSEEN[first]) if from_the_side else _UNSEEN[first]


def asking(state: SessionState, direction: Direction | None) -> str:
    """Words that ask for a movement in one direction."""
    if direction is None:
        return BACK
    target = plan.target_of(state, direction)
    if target and target.cue:
        return target.cue
    guide = state.exercise.guide
    shut = isinstance(guide, RelocationGuide) and guide.eyes == "shut"
    return f"Eyes shut. {MOVE[direction]}" if shut else MOVE[direction]


def besides(part: Companion) -> str:
    """Words that ask for what else belongs to a target."""
    if part.cue:
        return part.cue
    return MOVE[part.direction] if part.direction else "Slide your head back a little"


def back(state: SessionState) -> str:
    """Words that ask to come back."""
    return BACK_BY_FEEL if isinstance(state.exercise.guide, RelocationGuide) else BACK


def headline(state: SessionState) -> str:
    """Return the big cue of the running stage, at most 40 characters."""
    led = led_words.headline(state)
    if led is not None:
        return led
    match state.stage:
        case Stage.RETURN:
            return back(state)
        case Stage.READY | Stage.MOVE:
            return asking(state, state.attempt.direction if state.attempt else plan.expected(state))
        case Stage.HOLD:
            return _hold_headline(state)
        case Stage.LOST | Stage.NEUTRAL:
            return unseen(state.sample)[0] if state.sample else SIT
    if state.stage is Stage.STOPPED and state.stop_reason:
        return STOPPED_FOR[state.stop_reason]
    return _FIXED[state.stage]


_FIXED = {
    Stage.REST: REST,
    Stage.BREATHE_IN: BREATHE_IN,
    Stage.BREATHE_OUT: BREATHE_OUT,
    Stage.PAUSED: PAUSED,
    Stage.DONE: FINISHED,
    Stage.STOPPED: STOPPED,
}


def detail(state: SessionState) -> str:
    """One line below the headline."""
    if state.attempt and state.unseen_s and state.stage in (Stage.MOVE, Stage.HOLD):
        return ". ".join(unseen(state.sample))
    led = led_words.detail(state)
    if led is not None:
        return led
    match state.stage:
        case Stage.LOST | Stage.NEUTRAL:
            return unseen(state.sample)[1] if state.sample else "Keep still for a moment."
        case Stage.READY | Stage.MOVE:
            return _movement_detail(state)
        case Stage.HOLD:
            return _hold_detail(state)
    return _FIXED_DETAIL[state.stage]


_FIXED_DETAIL = {
    Stage.RETURN: "Take your time.",
    Stage.REST: "The next set starts by itself.",
    Stage.BREATHE_IN: "Into your belly, shoulders low and loose.",
    Stage.BREATHE_OUT: "Without a push, shoulders low and loose.",
    Stage.PAUSED: "Your repetitions are kept.",
    Stage.STOPPED: "What you did is kept.",
    Stage.DONE: "That was all of this exercise.",
}


def _movement_detail(state: SessionState) -> str:
    direction = state.attempt.direction if state.attempt else plan.expected(state)
    target = plan.target_of(state, direction) if direction else None
    if target and target.note:
        return target.note
    if direction and plan.zone(state, direction) is None:
        return "As far as is comfortable, then stay there."
    return "Slowly, into the marked zone."


def _hold_headline(state: SessionState) -> str:
    """Follow a head that left its place: the hold itself goes on for a while, so that it can be taken up again."""
    attempt = state.attempt
    if not attempt or not attempt.out_s or state.angles is None:
        return HOLD
    if attempts.going_back(attempt):
        return BACK
    return STAY if attempt.end_range else FURTHER


def _hold_detail(state: SessionState) -> str:
    attempt, angles = state.attempt, state.angles
    if not attempt or not attempt.zone_deg or not angles or attempt.end_range:
        return "Keep breathing."
    if angles.toward(attempt.direction) > attempt.zone_deg[1] + plan.HOLD_TOLERANCE_DEG:
        return "A little less is enough."
    return "Keep breathing."
