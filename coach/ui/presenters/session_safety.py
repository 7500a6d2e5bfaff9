"""What the safety rules ask before an exercise, and when they end it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from enum import Enum, auto

from coach.exercise.model import Exercise
from coach.progress.plan.limits import as_done
from coach.progress.plan.regress import HALF_AS_MUCH
from coach.progress.safety import pain
from coach.progress.safety.day_after import GOOD_DAY, DoseAdvice, bad_day
from coach.progress.safety.model import Level, LevelText, SafetyRules
from coach.progress.safety.pain import Stop
from coach.progress.safety.records import CheckKind, DayAfter, Outcome
from coach.ui.presenters.guard import Guard
from coach.ui.presenters.recorder import Recorder
from coach.ui.presenters.refusal import Refusal, blocked, paused, too_much_pain
from coach.ui.presenters.sitting import Sitting

WITHIN_LIMITS = "pain-within-limits"


class Ask(Enum):
    """A question before an exercise, in the order in which they are asked."""

    SIGNS = auto()
    DAY_AFTER = auto()
    PAIN = auto()


class SessionSafety:
    """The safety rules around one exercise. What is decided is written through the recorder, so that nothing is lost.

    Parameters
    ----------
    guard
        The rules and what the person told before.
    recorder
        Of this session.
    exercise
        What is to be done, as planned.
    sitting
        What was already asked in this sitting.
    demo
        Ask nothing; the rules that end an exercise stand all the same.
    share
        How much of the planned dose is right by the history of this exercise alone.
    """

    def __init__(
        self,
        guard: Guard,
        recorder: Recorder,
        exercise: Exercise,
        sitting: Sitting,
        *,
        demo: bool = False,
        share: float = 1.0,
    ) -> None:
        self._guard = guard
        self._recorder = recorder
        self._sitting = sitting
        self._code = exercise.code
        self._planned = exercise
        self._share = share
        self.about: date | None = None if demo else guard.day_to_ask_about()
        self.advice: DoseAdvice = guard.dose()
        now = guard.now
        wanted = {
            Ask.SIGNS: sitting.must_ask_signs(now),
            Ask.DAY_AFTER: self.about is not None,
            Ask.PAIN: sitting.must_ask(now),
        }
        self.asks: list[Ask] = [] if demo else [ask for ask, asked in wanted.items() if asked]
        self.pain_before: int | None = None if demo or Ask.PAIN in self.asks else sitting.pain
        self.refusal: Refusal | None = None
        if not demo and Ask.PAIN not in self.asks:
            self._weigh_pain(sitting.pain)

    @property
    def today(self) -> date:
        """The person's day."""
        return self._guard.today

    @property
    def rules(self) -> SafetyRules:
        """The rules."""
        return self._guard.rules

    def text(self, level: Level) -> LevelText:
        """Words of a level."""
        return self.rules.levels[level]

    def answer_signs(self, ticked: Collection[str]) -> None:
        """Take the answer to the emergency page; any sign refuses the start."""
        check = self._guard.signs(ticked)
        stands = self._guard.standing(check)
        self._recorder.check(check)
        inputs = {"asked": CheckKind.EMERGENCY.value, "ticked": sorted(ticked)}
        for decision in self._guard.decisions_on(stands, inputs):
            self._recorder.decision(decision)
        self.refusal = blocked(stands, self.rules.levels)
        if self.refusal is None:
            self._sitting.no_sign(self._guard.now)
        self._asked(Ask.SIGNS)

    def answer_day_after(self, worse: bool | None, headache: int | None) -> None:
        """Take how the day after the last training was (``None``: not told); two bad ones running pause."""
        if self.about is None:
            return
        told = DayAfter(self.about, self._guard.now, worse, self._guard.headache_on(self.about), headache)
        self.advice = self._guard.dose(told)
        self._recorder.day_after(told)
        if worse is not None or headache is not None:
            self._log_day_after(told)
        self.refusal = paused(self.advice)
        self._asked(Ask.DAY_AFTER)

    def _log_day_after(self, told: DayAfter) -> None:
        inputs = {
            "about": told.about.isoformat(),
            "worse": told.worse_longer_than_a_day,
            "before": told.headache_before,
            "after": told.headache_after,
        }
        bad = bad_day(self.rules.day_after, told)
        outcome = Outcome.PAUSED if self.advice.paused else Outcome.HALVED if bad else Outcome.USUAL_DOSE
        for decision in self._guard.decisions(self.advice.rules if bad else (GOOD_DAY,), outcome, inputs):
            self._recorder.decision(decision)

    def answer_pain_before(self, level: int | None) -> None:
        """Take the pain before (``None``: not told); one that is too strong for the exercise refuses the start."""
        self.pain_before = level
        self._sitting.told(level, self._guard.now)
        self._weigh_pain(level)
        self._asked(Ask.PAIN)

    def _weigh_pain(self, level: int | None) -> None:
        stop = pain.before_start(self.rules.pain, self._code, level)
        if stop is not None:
            self.refusal = too_much_pain(stop)
            self._log(stop, Outcome.NOT_STARTED)

    def _asked(self, ask: Ask) -> None:
        self.asks = [one for one in self.asks if one is not ask]

    def dosed(self) -> Exercise:
        """Return the exercise with the dose that is right today; a smaller one is logged."""
        factor = min(self.advice.factor, self._share)
        if factor < 1:
            rules = (
                *(self.advice.rules if self.advice.factor < 1 else ()),
                *([HALF_AS_MUCH] if self._share < 1 else []),
            )
            inputs = {"code": self._code, "factor": factor, "days_left": self.advice.days_left}
            for decision in self._guard.decisions(rules, Outcome.HALVED, inputs):
                self._recorder.decision(decision)
        return as_done(self._planned, self.advice, self._share)

    def pain_now(self, level: int) -> Stop | None:
        """Take pain that is told while exercising; says whether it ends the exercise."""
        self._recorder.pain_told(level)
        stop = pain.during(self.rules.pain, self._code, self.pain_before, level)
        if stop is not None:
            return self._stopped(stop)
        inputs = {"code": self._code, "before": self.pain_before, "now": level}
        for decision in self._guard.decisions((WITHIN_LIMITS,), Outcome.MAY_TRAIN, inputs):
            self._recorder.decision(decision)
        return None

    def pain_after(self, level: int) -> Stop | None:
        """Take the pain afterwards; says where it rose too much or is too strong."""
        self._sitting.told(level, self._guard.now)
        stop = pain.during(self.rules.pain, self._code, self.pain_before, level)
        return None if stop is None else self._stopped(stop)

    def new_headache(self) -> Stop:
        """End the exercise for a new headache or one on the other side."""
        return self._stopped(pain.new_headache(self._code))

    def sign(self, sign_id: str) -> Stop:
        """End the exercise for a sign that needs help."""
        return self._stopped(pain.stop_sign(self.rules, sign_id, self._code))

    def _stopped(self, stop: Stop) -> Stop:
        self._sitting.stopped()
        self._log(stop, Outcome.STOPPED)
        return stop

    def _log(self, stop: Stop, outcome: Outcome) -> None:
        for decision in self._guard.decisions((stop.rule,), outcome, dict(stop.inputs)):
            self._recorder.decision(decision)


def day_name(day: date, today: date) -> str:
    """``yesterday`` or ``on Monday``, for a day of the last week."""
    return "yesterday" if today - day <= timedelta(days=1) else f"on {day:%A}"
