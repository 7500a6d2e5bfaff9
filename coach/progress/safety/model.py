"""What the safety rules are made of. The rules themselves are data, in ``assets/safety``.

Every threshold and every lock is a design proposal after physiotherapy convention, to be signed off by a clinician.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Literal

Answer = bool | int | str | tuple[str, ...]
"""Of a ``tick``, a ``number`` or ``scale``, a ``choice`` or ``text``, and of a question with ``many`` choices."""
Answers = Mapping[str, Answer]
"""Answer by the id of its question. A question that was not answered is missing, never false."""

_STRICT: dict[str, str] = {"extra": "forbid"}


class Level(StrEnum):
    """What the answers ask for, the most urgent first."""

    EMERGENCY = "emergency"
    DOCTOR = "doctor"
    THERAPIST = "therapist"
    CONTINUE = "continue"

    @property
    def urgency(self) -> int:
        """3 for an emergency down to 0."""
        return len(Level) - 1 - list(Level).index(self)

    @property
    def blocks(self) -> bool:
        """No training at all at this level."""
        return self in (Level.EMERGENCY, Level.DOCTOR)


class Cause(StrEnum):
    """What a rule is on the watch for; the first five may themselves be a cause of headache from the neck."""

    INJURY = "injury"
    TUMOUR = "tumour"
    FRACTURE = "fracture"
    INFECTION = "infection"
    ARTHRITIS = "arthritis"
    BLOOD_VESSEL = "blood-vessel"
    NERVE = "nerve"
    BONE = "bone"
    INSTABILITY = "instability"
    BLEEDING = "bleeding"
    BALANCE = "balance"
    HEART = "heart"
    MEDICINE = "medicine"
    PREGNANCY = "pregnancy"
    OTHER_HEADACHE = "other-headache"
    AGE = "age"


@dataclass(frozen=True, slots=True)
class LevelText:
    """What a person reads at one level: a title, the ``text`` that a clinician signs off, and of it what to do."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    title: str
    text: str
    lead: str


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a question."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the intake.

    Parameters
    ----------
    kind
        ``tick``: a statement that is true or not. ``choice``: one of ``options``; ``many``: any number of them.
        ``number``: a whole number of ``low``..``high``; ``scale``: 0..10. ``text``: up to 200 characters.
    must
        Whether the intake cannot be finished without it. A tick always counts as answered once its page was seen.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    id: str
    kind: Literal["tick", "choice", "many", "number", "scale", "text"]
    text: str
    options: tuple[Option, ...] = ()
    low: int = 0
    high: int = 10
    must: bool = False

    @property
    def needed(self) -> bool:
        """Whether an intake without an answer to it is not complete."""
        return self.must or self.kind == "tick"


@dataclass(frozen=True, slots=True)
class Page:
    """Questions that are asked together. ``id`` ``emergency`` marks those that are asked again before each session."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    id: str
    title: str
    text: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition on one answer: that it is ticked, one of some options, or a number within limits.

    It never holds where there is no answer.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    question: str
    ticked: bool = False
    is_one_of: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None

    @property
    def kinds(self) -> int:
        """How many kinds of condition are given; one is right."""
        numbers = self.at_least is not None or self.at_most is not None
        return self.ticked + bool(self.is_one_of) + numbers

    def holds(self, answers: Answers) -> bool:
        """Whether the answer meets the condition."""
        answer = answers.get(self.question)
        if answer is None:
            return False
        if self.ticked:
            return answer is True
        if not self.is_one_of:
            return isinstance(answer, int) and self._within(answer)
        told = answer if isinstance(answer, tuple) else (answer,)
        return any(word in self.is_one_of for word in told)

    def _within(self, number: int) -> bool:
        above = self.at_least is None or number >= self.at_least
        return above and (self.at_most is None or number <= self.at_most)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the intake: when these answers are given, this level follows.

    Parameters
    ----------
    id
        Kept with every decision that it makes.
    reason
        What the person told, in their own words, for the page that says why.
    when, needs
        Conditions, and how many of them must hold; all where ``needs`` is missing.
    locks
        Codes of the exercises that stay closed until a therapist opens them, also after a doctor has said yes.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    id: str
    level: Level
    cause: Cause
    reason: str
    when: tuple[Clause, ...]
    needs: int | None = None
    locks: tuple[str, ...] = ()

    def holds(self, answers: Answers) -> bool:
        """Whether the row applies."""
        met = sum(clause.holds(answers) for clause in self.when)
        return met >= (len(self.when) if self.needs is None else self.needs)


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign that ends an exercise at once."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class PainRules:
    """Limits on the scale of 0 to 10 for one exercise.

    ``most`` is the highest level at which it goes on, ``most_in`` the same for single exercise codes, ``calm`` the
    codes that are meant for a day with pain and have no such limit. ``most_rise`` is the highest rise above the start.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    most: int
    most_rise: int
    most_in: Mapping[str, int]
    calm: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayAfterRules:
    """When the day after counts as a bad one, and what follows.

    ``rise`` is the least rise of the headache that counts, ``factor`` what the dose is multiplied with for ``days``
    days of training, and ``running`` how many bad ones in a row pause the training.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    rise: int
    factor: float
    days: int
    running: int


@dataclass(frozen=True, slots=True)
class SafetyRules:
    """All of it. ``version`` rises with every change and is kept with the answers."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    version: int
    levels: Mapping[Level, LevelText]
    pages: tuple[Page, ...]
    rules: tuple[Rule, ...]
    pain: PainRules
    day_after: DayAfterRules
    stop_signs: tuple[Sign, ...]

    @property
    def emergency_page(self) -> Page:
        """The signs that are asked about again before each session."""
        return next(page for page in self.pages if page.id == EMERGENCY_PAGE)

    def question(self, question_id: str) -> Question:
        """Return a question by its id; raises KeyError."""
        for page in self.pages:
            for question in page.questions:
                if question.id == question_id:
                    return question
        raise KeyError(question_id)

    def rule(self, rule_id: str) -> Rule | None:
        """Return a row of the intake by its id; ``None`` for a rule of another kind."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)


EMERGENCY_PAGE = "emergency"
