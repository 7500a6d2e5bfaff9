"""The intake on the screen: one page of questions at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from coach.progress.safety.model import Question
from coach.ui.kv import load_kv
from coach.ui.presenters.intake import IntakePresenter
from coach.ui.widgets.answers import Choices, Scaled, TickRow, Typed

MORE = "More below"


class QuestionsPane(BoxLayout):
    """One page of the intake at a time, with the way back and on.

    ``done`` gets the presenter with all answers and returns what is wrong; ``away`` leads back from the first page.
    """

    title = StringProperty("")
    text = StringProperty("")
    step = StringProperty("")
    progress = NumericProperty(0)
    complaint = StringProperty("")
    go_on_text = StringProperty("Continue")
    roomy = BooleanProperty(False)

    def __init__(
        self, presenter: IntakePresenter, done: Callable[[IntakePresenter], str], away: Callable[[], object]
    ) -> None:
        super().__init__()
        self.presenter = presenter
        self._done, self._away = done, away
        self.ids.page.bind(scroll_y=self._name_the_way_on, height=self._name_the_way_on)
        self.ids.questions.bind(height=self._name_the_way_on)
        self.turn()

    def turn(self) -> None:
        """Show the presenter's page."""
        presenter, page = self.presenter, self.presenter.page
        self.title, self.text, self.step, self.progress = page.title, page.text, presenter.step, presenter.progress
        self.complaint, self.roomy = "", not presenter.only_ticks
        self.ids.questions.clear_widgets()
        for question in page.questions:
            self.ids.questions.add_widget(self._row(question))
        self.ids.page.scroll_y = 1
        self._name_the_way_on()

    def _row(self, question: Question) -> Widget:
        match question.kind:
            case "tick":
                return self._tick_row(question)
            case "choice" | "many":
                return self._choices(question)
            case "scale":
                return self._scale(question)
        row = Typed(text=question.text, number=question.kind == "number")
        field = row.ids.field
        field.text = str(self.presenter.answers.get(question.id, ""))
        field.bind(text=lambda _field, text: self.presenter.write(question, text))
        field.bind(on_text_validate=lambda _field: self.primary())
        return row

    def _tick_row(self, question: Question) -> Widget:
        row = TickRow(text=question.text, ticked=self.presenter.answers.get(question.id) is True)

        def follow(_row: Any, ticked: bool) -> None:
            self.presenter.tick(question.id, ticked)
            self._name_the_way_on()

        row.bind(ticked=follow)
        return row

    def _choices(self, question: Question) -> Widget:
        def choose(option: str) -> None:
            self.presenter.choose(question, option)
            show()

        def show() -> None:
            row.chosen = [o.id for o in question.options if self.presenter.chosen(question, o.id)]

        row = Choices(question.text, [(option.id, option.text) for option in question.options], choose)
        show()
        return row

    def _scale(self, question: Question) -> Widget:
        row = Scaled(text=question.text)
        told = self.presenter.answers.get(question.id)
        if told is not None:
            row.ids.scale.answer(told)
        row.ids.scale.bind(on_answer=lambda _scale, level: self.presenter.scale(question.id, level))
        return row

    def _name_the_way_on(self, *_: Any) -> None:
        """Name the button. A list is seen to its end before anybody can say that nothing of it is true."""
        presenter = self.presenter
        if presenter.only_ticks and self.ids.page.more_below:
            self.go_on_text = MORE
        elif presenter.only_ticks and not presenter.any_tick:
            self.go_on_text = "None of these"
        else:
            self.go_on_text = "Finish" if presenter.last else "Continue"

    def primary(self) -> None:
        """Go on, or say what is missing."""
        if self.go_on_text == MORE:
            self.ids.page.turn_down()
            return
        finished = self.presenter.last
        self.complaint = self.presenter.next()
        if self.complaint:
            return
        if finished:
            self.complaint = self._done(self.presenter)
        else:
            self.turn()

    def back(self) -> None:
        """To the page before, or away."""
        if self.presenter.back():
            self.turn()
        else:
            self._away()


load_kv(__file__)
