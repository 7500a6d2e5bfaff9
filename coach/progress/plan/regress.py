"""What follows when an exercise should become easier: rows of data, the first one that fits counts.

One step back while the exercise has an easier version; where it has none, half as much; where that was too much as
well, it is stopped until the therapist was asked. After the rules for regression and for the day after: one step back,
half the dose, and after the second time the therapist. Choices of this program, to be signed off by a clinician.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coach.exercise.model import Exercise
from coach.progress.plan.dose import newest_of_each
from coach.progress.plan.records import ChangeKind, DoseChange
from coach.progress.safety.day_after import with_dose

HALF = 0.5
HALF_AS_MUCH = "half-as-much"
"""Id of the rule, in the log of a session that is done with half a dose."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; a condition that is ``None`` does not matter.

    Parameters
    ----------
    reply
        What is done.
    has_easier
        Whether the exercise has an easier version still.
    can_be_halved
        Whether half of it is less: it is not halved yet, and has more than one repetition or more than ten seconds.
    say
        What is different from now on, for the person; empty where the file has the words.
    """

    reply: ChangeKind
    has_easier: bool | None
    can_be_halved: bool | None
    say: str = ""


ROWS = (
    Row(ChangeKind.DOWN, has_easier=True, can_be_halved=None),
    Row(
        ChangeKind.HALVED, has_easier=False, can_be_halved=True, say="There is no easier version: do half as much now."
    ),
    Row(
        ChangeKind.STOPPED,
        has_easier=False,
        can_be_halved=False,
        say="It stays closed for now. Please contact your therapist about it.",
    ),
)


def row_for(*, has_easier: bool, can_be_halved: bool) -> Row:
    """Return the row that fits."""
    return next(
        row for row in ROWS if row.has_easier in (None, has_easier) and row.can_be_halved in (None, can_be_halved)
    )


def can_be_halved(exercise: Exercise, last: DoseChange | None) -> bool:
    """Whether half the dose would be less than what is done now; ``exercise`` is at the level in force."""
    return (last is None or last.kind is not ChangeKind.HALVED) and with_dose(exercise, HALF) != exercise


def shares(changes: Iterable[DoseChange]) -> dict[str, float]:
    """Return how much of its dose is done of every exercise that was halved, by its id."""
    return {name: HALF for name, last in newest_of_each(changes).items() if last.kind is ChangeKind.HALVED}


def stopped(library: Sequence[Exercise], changes: Iterable[DoseChange]) -> dict[str, str]:
    """Return why an exercise was stopped, by its code; a level that the therapist sets opens it again."""
    newest = newest_of_each(changes)
    found = {e.code: newest[e.id] for e in library if e.id in newest}
    return {code: last.reason for code, last in found.items() if last.kind is ChangeKind.STOPPED}
