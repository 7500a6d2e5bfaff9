"""What the library shows: every exercise under its approach, found by words, and the page of one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from coach.exercise import demonstration
from coach.exercise.figure_pose import FigurePose, Posture
from coach.exercise.model import Approach, Evidence, Exercise
from coach.measure.types import Direction
from coach.progress.plan.choose import closed_because
from coach.ui import words
from coach.ui.presenters.guard import Guard
from coach.ui.presenters.keeper import keeper_for
from coach.ui.services import Services

OwnRange = Mapping[Direction, float]
Closed = Callable[[Exercise], str | None]
"""Why an exercise may not be done now; ``None`` where it may."""

APPROACHES: dict[Approach, tuple[str, str]] = {
    Approach.MOBILITY: ("Move", "Keep the neck turning and bending easily."),
    Approach.STRETCH: ("Stretch", "Ease what feels tight."),
    Approach.MOTOR_CONTROL: ("Control", "Train the deep muscles that steer the head."),
    Approach.STRENGTH: ("Strengthen", "Make the neck stronger, little by little."),
    Approach.SCAPULAR: ("Shoulder blades", "Give the neck a steady base."),
    Approach.POSTURE: ("Posture and breaks", "Break up long sitting."),
    Approach.RELAXATION: ("Relax", "Let go of what is held tight."),
    Approach.SOFT_TISSUE: ("Massage and warmth", "Ease tender places before you move."),
    Approach.ASSESSMENT: ("Tests", "See how far and how well your neck moves."),
}
"""What the approaches are called on the screen, in their order, and what each is for."""

_STRENGTHS: dict[str, str] = {
    "trial": "Tested in a trial",
    "guideline": "Named in a guideline",
    "convention": "Usual practice, not tested in a trial of its own",
}
_DEG_AS_PLAIN_AS_A_CM = 5.0
"""A slide of the head by one centimetre is about as plain to see as a nod of so many degrees."""
ASK_FIRST = "Ask your therapist first"
TIMED = "Timed, no camera"


@dataclass(frozen=True, slots=True)
class Entry:
    """One exercise of the list; ``mark`` says in a few words what is special about it, else it is empty."""

    exercise: Exercise
    title: str
    note: str
    closed: bool
    mark: str


@dataclass(frozen=True, slots=True)
class Section:
    """The exercises of one approach."""

    approach: Approach
    title: str
    text: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class LibraryView:
    """The whole list as it was asked for. ``found`` says how many there are."""

    sections: tuple[Section, ...]
    found: str


def everything(services: Services) -> tuple[Exercise, ...]:
    """Everything that can be done: the exercises, then the tests."""
    return (*services.exercises, services.rom_test)


def own_range(services: Services) -> OwnRange:
    """Own range of the person at this computer; empty before there is one. May raise a ``StoreError``."""
    person = next(iter(services.store.people()), None)
    return services.store.own_range(person.id) if person is not None else {}


def closed_for(services: Services) -> Closed:
    """Tell what is closed to the person at this computer: by their answers, their plan, or the file's own lock.

    May raise a ``StoreError``, here and not later.
    """
    person = next(iter(services.store.people()), None)
    if person is None:
        return lambda exercise: exercise.lock
    plan, locks = services.store.plan(person.id), Guard(services, person.id).limits().locks
    return lambda exercise: closed_because(plan, exercise, locks)


def due_for(services: Services) -> tuple[Callable[[Exercise], Exercise], str]:
    """Tell with which dose the person at this computer does an exercise today, and in words why it is a smaller one.

    The words are empty where it is not. May raise a ``StoreError``, here and not later.
    """
    person = next(iter(services.store.people()), None)
    if person is None:
        return lambda exercise: exercise, ""
    keeper = keeper_for(services, person.id)
    return keeper.due(services.now().astimezone()), keeper.less


class LibraryPresenter:
    """Finds exercises.

    Parameters
    ----------
    exercises
        All there are, in any order of approaches.
    closed
        Tells why one may not be done now.
    """

    def __init__(self, exercises: Sequence[Exercise], closed: Closed) -> None:
        self._exercises = exercises
        self._closed = closed
        self.approaches = tuple(a for a in APPROACHES if any(e.approach is a for e in exercises))

    def view(self, query: str = "", approach: Approach | None = None) -> LibraryView:
        """List what holds every word of ``query``, of one approach or of all."""
        wanted = query.casefold().split()
        matching = [e for e in self._exercises if all(word in _searched(e) for word in wanted)]
        sections = []
        for one in self.approaches if approach is None else (approach,):
            entries = tuple(self._entry(e) for e in matching if e.approach is one)
            if entries:
                sections.append(Section(one, *APPROACHES[one], entries))
        found = sum(len(section.entries) for section in sections)
        return LibraryView(tuple(sections), words.count(found, "exercise") if found else "Nothing found")

    def _entry(self, exercise: Exercise) -> Entry:
        closed = self._closed(exercise) is not None
        mark = ASK_FIRST if closed else "" if exercise.seen else TIMED
        return Entry(exercise, exercise.title, words.dose(exercise), closed, mark)


def _searched(exercise: Exercise) -> str:
    title, text = APPROACHES[exercise.approach]
    parts = (exercise.title, exercise.code, exercise.id, exercise.purpose, title, text, *exercise.steps)
    return " ".join(parts).casefold()


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A heading with lines under it; ``numbered`` where they are done one after the other."""

    title: str
    lines: tuple[str, ...]
    numbered: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class ExercisePage:
    """All words of the page of one exercise. ``closed`` says why it may not be started, else it is empty."""

    title: str
    approach: str
    purpose: str
    dose: str
    time: str
    closed: str
    blocks: tuple[TextBlock, ...]


def exercise_page(exercise: Exercise, closed: str | None, less: str = "") -> ExercisePage:
    """Word the page of one exercise, with the dose of today; ``less`` says why it is a smaller one."""
    blocks = (
        TextBlock("Today", (less,) if less else (), icon="information-outline"),
        TextBlock("How to do it", (exercise.start_position, *exercise.steps), numbered=True),
        TextBlock("How often", (exercise.frequency,)),
        TextBlock("Make it easier or harder", _steps(exercise)),
        TextBlock("Take care", exercise.precautions, icon="alert-circle"),
        TextBlock("Do not do it if you have", exercise.contraindications, icon="close"),
        TextBlock("What is known about it", _evidence(exercise.evidence)),
    )
    return ExercisePage(
        title=exercise.title,
        approach=APPROACHES[exercise.approach][0],
        purpose=exercise.purpose,
        dose=words.dose(exercise),
        time=words.minutes(exercise),
        closed=closed or "",
        blocks=tuple(block for block in blocks if block.lines),
    )


def _steps(exercise: Exercise) -> tuple[str, ...]:
    told = (("Easier", exercise.regression), ("Harder", exercise.progression))
    return tuple(f"{what}: {text[0].lower()}{text[1:]}" for what, text in told if text)


def _evidence(evidence: Evidence) -> tuple[str, ...]:
    return (f"{_STRENGTHS[evidence.strength]}. {evidence.summary}", f"Source: {evidence.source}")


def shown_side(exercise: Exercise, own_range_deg: OwnRange) -> Literal["front", "side"]:
    """From where one sees best what moves: nods, slides and leans from the side, and whoever lies."""
    if exercise.figure.posture not in (Posture.SITTING, Posture.STANDING):
        return "side"
    begin, end = demonstration.pose_at(exercise, own_range_deg, 0.0), still(exercise, own_range_deg)
    along = max(
        abs(end.flexion_deg - begin.flexion_deg),
        abs(end.trunk_lean_deg - begin.trunk_lean_deg),
        _DEG_AS_PLAIN_AS_A_CM * abs(end.protraction_cm - begin.protraction_cm),
    )
    across = max(abs(end.right_rotation_deg), abs(end.right_lateral_flexion_deg))
    return "side" if along > across else "front"


def still(exercise: Exercise, own_range_deg: OwnRange) -> FigurePose:
    """How the figure stands at the far end of the first movement: the one picture that tells most."""
    first = demonstration.spans(exercise, own_range_deg)[0]
    return demonstration.pose_at(exercise, own_range_deg, first.seconds * (0.25 if first.wave else 0.999))


def moments(exercise: Exercise, own_range_deg: OwnRange, every_s: float = 0.5) -> Iterable[FigurePose]:
    """Poses all through one cycle of the demonstration, to find a frame that holds them all."""
    whole_s = demonstration.duration_s(exercise, own_range_deg)
    count = max(4, min(60, round(whole_s / every_s)))
    return [demonstration.pose_at(exercise, own_range_deg, whole_s * n / count) for n in range(count)]
