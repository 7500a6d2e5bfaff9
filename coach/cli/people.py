"""Finding people in the history by their name or id."""

from __future__ import annotations

from coach.cli import CommandError, Exit
from coach.history.store import Store
from coach.progress.records import PersonRecord


def matching(store: Store, patient: str | None) -> list[PersonRecord]:
    """Everybody, or those with this name or the start of this id.

    Raises
    ------
    CommandError
        Nobody has it.
    """
    people = list(store.people())
    if patient is None:
        return people
    wanted = patient.casefold()
    found = [p for p in people if p.name.casefold() == wanted or str(p.id).startswith(wanted)]
    if not found:
        raise CommandError(f"{patient}: nobody with this name or id is recorded here", Exit.WRONG_ARGUMENTS)
    return found


def one_person(store: Store, patient: str | None) -> PersonRecord:
    """Return the one person who is meant.

    Raises
    ------
    CommandError
        Nobody is recorded, or several people fit.
    """
    found = matching(store, patient)
    if not found:
        raise CommandError("nobody is recorded here yet; open the window once and give a name", Exit.WRONG_ARGUMENTS)
    if len(found) > 1:
        names = ", ".join(f"{person.name} ({str(person.id)[:13]})" for person in found)
        raise CommandError(f"several people are recorded, say whom with --patient: {names}", Exit.WRONG_ARGUMENTS)
    return found[0]
