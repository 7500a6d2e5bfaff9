"""The intake, page by page."""

from __future__ import annotations

from coach.progress.safety.assess import fault_of, unanswered
from coach.progress.safety.model import Answer, Answers, Page, Question, SafetyRules


class IntakePresenter:
    """Holds the answers while the person goes through the pages.

    Parameters
    ----------
    rules
        With the pages.
    before
        Answers of an earlier intake. What is about the person is filled in again; ticks are not, because a sign is
        asked about anew each time.
    """

    def __init__(self, rules: SafetyRules, before: Answers | None = None) -> None:
        self._rules = rules
        self._number = 0
        self.answers: dict[str, Answer] = {}
        for name, answer in (before or {}).items():
            question = self._known(name)
            if question is not None and question.kind != "tick" and fault_of(question, answer) is None:
                self.answers[name] = answer

    def _known(self, name: str) -> Question | None:
        try:
            return self._rules.question(name)
        except KeyError:
            return None

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self._rules.pages[self._number]

    @property
    def progress(self) -> float:
        """How far it is, 0..1."""
        return (self._number + 1) / len(self._rules.pages)

    @property
    def step(self) -> str:
        """``Step 2 of 11``."""
        return f"Step {self._number + 1} of {len(self._rules.pages)}"

    @property
    def first(self) -> bool:
        """Whether there is no page before this one."""
        return self._number == 0

    @property
    def last(self) -> bool:
        """Whether there is no page after this one."""
        return self._number == len(self._rules.pages) - 1

    @property
    def only_ticks(self) -> bool:
        """Whether the page holds statements only, all of which may be untrue."""
        return all(question.kind == "tick" for question in self.page.questions)

    @property
    def any_tick(self) -> bool:
        """Whether a statement of the page is ticked."""
        return any(self.answers.get(question.id) is True for question in self.page.questions)

    def tick(self, question_id: str, ticked: bool) -> None:
        """Take a tick, or take it back."""
        self.answers[question_id] = ticked

    def choose(self, question: Question, option_id: str) -> None:
        """Choose an option; choosing it again takes it back."""
        if question.kind == "many":
            told = self.answers.get(question.id, ())
            chosen = set(told if isinstance(told, tuple) else ()) ^ {option_id}
            self._set(question.id, tuple(o.id for o in question.options if o.id in chosen) or None)
        else:
            self._set(question.id, None if self.answers.get(question.id) == option_id else option_id)

    def chosen(self, question: Question, option_id: str) -> bool:
        """Whether an option is chosen."""
        told = self.answers.get(question.id)
        return option_id in told if isinstance(told, tuple) else told == option_id

    def scale(self, question_id: str, level: int) -> None:
        """Take a number of the scale."""
        self.answers[question_id] = level

    def write(self, question: Question, text: str) -> None:
        """Take what was typed; nothing typed is no answer. What makes no sense is found by :meth:`complaint`."""
        text = " ".join(text.split())
        number = question.kind == "number" and text.isascii() and text.isdigit()
        self._set(question.id, (int(text) if number else text) or (0 if number else None))

    def _set(self, name: str, answer: Answer | None) -> None:
        if answer is None:
            self.answers.pop(name, None)
        else:
            self.answers[name] = answer

    def complaint(self) -> str:
        """Say what keeps the page from being left; empty when nothing does."""
        for name in unanswered([q for q in self.page.questions if q.kind != "tick"], self.answers):
            question = self._rules.question(name)
            if name not in self.answers:
                return f"Please answer: {question.text}"
            return f"{question.text} Please give {fault_of(question, self.answers[name])}."
        return ""

    def next(self) -> str:
        """Go on and return the complaint where that is not possible. What was not ticked on the page is then untrue.

        On the last page nothing moves; :attr:`answers` is then complete.
        """
        complaint = self.complaint()
        if complaint:
            return complaint
        for question in self.page.questions:
            if question.kind == "tick":
                self.answers.setdefault(question.id, False)
        if not self.last:
            self._number += 1
        return ""

    def back(self) -> bool:
        """Go back a page; False on the first."""
        if self.first:
            return False
        self._number -= 1
        return True
