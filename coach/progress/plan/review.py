"""How a dose grows and shrinks with the history. Pure functions; every change has a rule and a reason in words.

Three good days in a row make one step up: everything done, at most one fault in a set, pain of 2 at most, and no bad
day after. Pain of 4 or more, a bad day after, or three faults in a set make one step down, or what
:mod:`coach.progress.plan.regress` says where there is none. The steps themselves are those of the exercise's file. All
numbers are choices of this program after ordinary physiotherapy convention.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coach.exercise.model import Exercise
from coach.progress.plan.dose import newest_of_each, within
from coach.progress.plan.records import ChangeKind, DoseChange
from coach.progress.plan.regress import can_be_halved, row_for
from coach.progress.records import SessionRecord

GOOD_DAYS = 3
MOST_FAULTS = 1.0
TOO_MANY_FAULTS = 3.0
MOST_PAIN = 2
TOO_MUCH_PAIN = 4
STEPS_BACK = 2
WITHIN_DAYS = 7

UP = "three-good-days"
FLARE = "worse-the-day-after"
PAIN = "too-much-pain"
FAULTS = "too-many-faults"
KEPT = "kept-easier"

CONTACT_THERAPIST = (
    "Something was made easier on two days of one week. Please contact your therapist before you go on as before."
)
WHOLE_AGAIN = "From now on the whole of it again."


@dataclass(frozen=True, slots=True)
class DayDone:
    """One day of one exercise; of several sessions on a day the worst counts.

    Parameters
    ----------
    complete
        Everything that was asked for was done, in every session of the day.
    faults_per_set
        Faults that were called, over the sets that were begun.
    pain
        0 to 10, the strongest that was told after it; ``None`` where it was never told.
    """

    day: date
    complete: bool
    faults_per_set: float
    pain: int | None


def days_done(sessions: Iterable[SessionRecord]) -> list[DayDone]:
    """Sum up the sessions of one exercise by day, oldest first."""
    by_day: dict[date, list[SessionRecord]] = {}
    for session in sessions:
        by_day.setdefault(session.local_date, []).append(session)
    return [_day(day, by_day[day]) for day in sorted(by_day)]


def _day(day: date, sessions: Sequence[SessionRecord]) -> DayDone:
    pains = [session.pain_after for session in sessions if session.pain_after is not None]
    return DayDone(
        day=day,
        complete=all(session.completed for session in sessions),
        faults_per_set=max(map(_faults_per_set, sessions)),
        pain=max(pains, default=None),
    )


def _faults_per_set(session: SessionRecord) -> float:
    called = sum(len(repetition.faults) for repetition in session.repetitions) + len(session.faults)
    sets = {repetition.set_number for repetition in session.repetitions}
    return called / max(1, len(sets), session.sets_done)


def newest(exercise_id: str, changes: Iterable[DoseChange]) -> DoseChange | None:
    """Return the change in force of one exercise; of two made at the same moment, the later one in the list."""
    return newest_of_each(changes).get(exercise_id)


def review(
    exercise: Exercise,
    sessions: Iterable[SessionRecord],
    changes: Iterable[DoseChange],
    now: datetime,
    *,
    flares: Collection[date] = (),
    written: bool = False,
) -> DoseChange | None:
    """Say whether the dose of an exercise should change now.

    Parameters
    ----------
    exercise
        From the library, with its steps.
    sessions
        The person's; those of other exercises make no difference.
    changes
        Of all exercises. Only sessions from after the last change of this one count.
    now
        Aware local time; what was done today is judged for a step down, and for a step up from tomorrow on, because
        only then it is known how the day after was.
    flares
        Days of training after which the person was worse.
    written
        Whether a therapist wrote the dose: it then never grows by itself.
    """
    last = newest(exercise.id, changes)
    if last is not None and last.kind is ChangeKind.STOPPED:
        return None
    level = within(exercise, last.level if last else 0)
    today = now.date()
    days = days_done(
        session
        for session in sessions
        if session.exercise_id == exercise.id
        and session.local_date <= today
        and (last is None or session.started_at > last.at)
    )
    if not days:
        return None
    down = _reason_down(days[-1], flares)
    if down is not None:
        return _easier(exercise, level, last, now, *down)
    halved = last is not None and last.kind is ChangeKind.HALVED
    higher = level if halved else level + 1
    if written or higher not in exercise.levels or not _three_good_days(days, flares, today):
        return None
    reason = f"{GOOD_DAYS} good days in a row. {WHOLE_AGAIN if halved else _say(exercise, higher)}"
    return DoseChange(exercise.id, ChangeKind.UP, level, higher, now, today, UP, reason)


def _easier(exercise: Exercise, level: int, last: DoseChange | None, now: datetime, rule: str, why: str) -> DoseChange:
    row = row_for(
        has_easier=level > exercise.levels.start,
        can_be_halved=can_be_halved(exercise.at_level(level), last),
    )
    lower = level - 1 if row.reply is ChangeKind.DOWN else level
    say = row.say or _say(exercise, lower)
    return DoseChange(exercise.id, row.reply, level, lower, now, now.date(), rule, f"{why} {say}")


def _reason_down(day: DayDone, flares: Collection[date]) -> tuple[str, str] | None:
    when = f"{day.day.day} {day.day:%b}"
    if day.day in flares:
        return FLARE, f"You were worse the day after {when}."
    if day.pain is not None and day.pain >= TOO_MUCH_PAIN:
        return PAIN, f"Pain was {day.pain} of 10 after it on {when}."
    if day.faults_per_set >= TOO_MANY_FAULTS:
        return FAULTS, f"{TOO_MANY_FAULTS:g} or more faults in a set on {when}."
    return None


def _three_good_days(days: Sequence[DayDone], flares: Collection[date], today: date) -> bool:
    last = days[-GOOD_DAYS:]
    return len(last) == GOOD_DAYS and all(
        day.complete
        and day.faults_per_set <= MOST_FAULTS
        and day.pain is not None
        and day.pain <= MOST_PAIN
        and day.day not in flares
        and day.day < today
        for day in last
    )


def _say(exercise: Exercise, level: int) -> str:
    """Say what is different from now on, in the words of the file."""
    if level == 0:
        return "From now on as in the beginning."
    step = exercise.steps_up[level - 1] if level > 0 else exercise.steps_down[-level - 1]
    text = step.say.rstrip(".")
    return f"From now on: {text[0].lower()}{text[1:]}."


def can_keep_easier(exercise_id: str, changes: Iterable[DoseChange]) -> DoseChange | None:
    """Return the step up that the person may still take back: the newest change of the exercise, if it is one."""
    last = newest(exercise_id, changes)
    return last if last is not None and last.kind is ChangeKind.UP else None


def keep_easier(step_up: DoseChange, now: datetime) -> DoseChange:
    """Take a step up back. To make an exercise harder again is for the therapist, or for three more good days.

    Raises
    ------
    ValueError
        The change is not a step up.
    """
    if step_up.kind is not ChangeKind.UP:
        raise ValueError("only a step up can be taken back")
    reason = "You keep the easier version."
    kind = ChangeKind.HALVED if step_up.before == step_up.level else ChangeKind.KEPT
    return DoseChange(step_up.exercise_id, kind, step_up.level, step_up.before, now, now.date(), KEPT, reason)


def contact_therapist(changes: Iterable[DoseChange], today: date) -> str | None:
    """Words that ask to contact the therapist: steps down on two days within a week; ``None`` otherwise."""
    week_ago = today - timedelta(days=WITHIN_DAYS)
    easier = (ChangeKind.DOWN, ChangeKind.HALVED, ChangeKind.STOPPED)
    days = {c.local_date for c in changes if c.kind in easier and c.rule != KEPT and week_ago < c.local_date <= today}
    return CONTACT_THERAPIST if len(days) >= STEPS_BACK else None
