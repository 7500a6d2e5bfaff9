from __future__ import annotations

from pathlib import Path

import pytest

from coach.exercise.model import Exercise
from coach.history.library import Library, load_library

EXERCISES = Path(__file__).resolve().parents[2] / "exercises"


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(EXERCISES)


@pytest.fixture(scope="session")
def rotation(library: Library) -> Exercise:
    return library.find("M1")


@pytest.fixture(scope="session")
def bend(library: Library) -> Exercise:
    return library.find("M3")


@pytest.fixture(scope="session")
def stretch(library: Library) -> Exercise:
    return library.find("S1")


@pytest.fixture(scope="session")
def nod(library: Library) -> Exercise:
    return library.find("C2")


@pytest.fixture(scope="session")
def breathing(library: Library) -> Exercise:
    return library.find("R1")


@pytest.fixture(scope="session")
def rom(library: Library) -> Exercise:
    return library.find("A1")
