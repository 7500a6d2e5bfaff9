"""The dose in force: an exercise of the library as it is to be done now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coach.exercise.model import Exercise
from coach.exercise.steps import DoseKind, DoseStep, changed_guide, in_one_line
from coach.progress.plan.records import DoseChange, Prescription


def newest_of_each(changes: Iterable[DoseChange]) -> dict[str, DoseChange]:
    """Return the change in force of every exercise by its id; of the same moment, the later one in the list."""
    return {change.exercise_id: change for change in sorted(changes, key=lambda change: change.at)}


def levels(changes: Iterable[DoseChange]) -> dict[str, int]:
    """Return the level in force of every exercise that was ever changed, by its id."""
    return {name: change.level for name, change in newest_of_each(changes).items()}


def within(exercise: Exercise, level: int) -> int:
    """Return the nearest level that the exercise has: a newer file may have fewer steps than an old change knew."""
    return min(max(level, exercise.levels.start), exercise.levels.stop - 1)


def in_force(exercise: Exercise, level: int, written: Prescription | None = None) -> Exercise:
    """Return the exercise with the dose that counts now.

    Parameters
    ----------
    exercise
        From the library.
    level
        Steps up or down; what lies outside its levels is brought to the nearest.
    written
        A therapist's dose. It stands in place of the file's; steps up do not count then, and after steps down the
        smaller of both numbers does.

    Raises
    ------
    ValueError
        The written dose does not fit the exercise.
    """
    if written is None or not written.changes:
        return exercise.at_level(within(exercise, level))
    check_prescription(exercise, written)
    eased = exercise.at_level(within(exercise, min(level, 0)))
    fields = _smaller(written.changes, eased) if level < 0 else written.changes
    return eased.model_copy(update={"guide": changed_guide(eased.guide, [_step(fields)])})


def check_prescription(exercise: Exercise, written: Prescription) -> None:
    """Raise ValueError, with the field and the reason, where a dose does not fit an exercise."""
    known = type(exercise.guide).model_fields
    for name in written.changes:
        if name not in known:
            raise ValueError(f"{exercise.id} has no {name.removesuffix('_s')} to set")
    try:
        changed_guide(exercise.guide, [_step(written.changes)])
    except ValueError as error:
        raise ValueError(f"{exercise.id}: {in_one_line(error)}") from None


def _step(fields: Mapping[str, float]) -> DoseStep:
    return DoseStep(kind=DoseKind.VARIANT, say="as your therapist wrote it", change=dict(fields))


def _smaller(fields: Mapping[str, float], eased: Exercise) -> dict[str, float]:
    return {name: min(value, getattr(eased.guide, name)) for name, value in fields.items()}
