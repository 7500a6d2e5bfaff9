"""Putting a guided session together from the services."""

from __future__ import annotations

from collections.abc import Callable

from coach.exercise.model import Exercise
from coach.measure.types import View
from coach.ui.presenters.guard import Guard
from coach.ui.presenters.keeper import keeper_for
from coach.ui.presenters.narrator import Hearing, Narrator
from coach.ui.presenters.recorder import Recorder
from coach.ui.presenters.session import SessionPresenter
from coach.ui.presenters.session_safety import SessionSafety
from coach.ui.presenters.sitting import Sitting
from coach.ui.services import Services


def guard_of(services: Services) -> Guard:
    """Return the safety rules for the person, who must have been added; may raise StoreError."""
    return Guard(services, services.store.people()[0].id)


def due(services: Services) -> Callable[[Exercise], Exercise]:
    """Tell the dose that will really be done today, for the person, who must have been added; may raise StoreError."""
    guard = guard_of(services)
    return keeper_for(services, guard.person_id).due(guard.now)


def session_of(
    services: Services, exercise: Exercise, sitting: Sitting, hearing: Hearing, view: View = View.FRONT
) -> SessionPresenter:
    """Make the session of an exercise, with the dose that the plan says, for the person, who must have been added.

    ``view`` is the side of the person that the camera is to see.
    May raise StoreError.
    """
    guard = guard_of(services)
    keeper = keeper_for(services, guard.person_id)
    exercise = keeper.dosed(exercise, guard.now)
    recorder = Recorder(services, guard.person_id, view)
    safety = SessionSafety(guard, recorder, exercise, sitting, demo=services.demo, share=keeper.share(exercise))
    own_range = services.store.own_range(guard.person_id)
    return SessionPresenter(exercise, own_range, services.captures, recorder, Narrator(hearing), safety, view)
