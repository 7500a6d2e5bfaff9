"""The dose with which a session was done comes back as it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from coach.exercise.model import Exercise
from coach.history.library import load_library
from coach.history.store import Store, open_store
from coach.paths import exercises_dir
from coach.progress.safety.day_after import with_dose

LIBRARY = tuple(load_library(exercises_dir()))


@pytest.mark.parametrize("exercise", LIBRARY, ids=lambda e: e.code)
def test_every_guide_comes_back_at_every_level(store: Store, noon: datetime, exercise: Exercise) -> None:
    person = store.add_person("Ana").id
    for level in exercise.levels:
        done = with_dose(exercise.at_level(level), 0.5)
        session = store.begin_session(person, done, started_at=noon, software="1")
        assert store.dose_done(session) == done.guide


@pytest.mark.parametrize("change", ["DELETE FROM session_dose", 'UPDATE session_dose SET guide = \'{"kind": "new"}\''])
def test_what_was_not_kept_or_cannot_be_read_is_none(
    path: Path, noon: datetime, exercise: Exercise, change: str
) -> None:
    with open_store(path) as store:
        session = store.begin_session(store.add_person("Ana").id, exercise, started_at=noon, software="1")
        assert store.dose_done(session) == exercise.guide
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(change)
        raw.commit()
    with open_store(path) as store:
        assert store.dose_done(session) is None
