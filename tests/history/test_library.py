"""The exercise library: what is shipped loads, and what is wrong in any of its files is said in one go."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coach.exercise.model import Approach
from coach.history.library import Library, LibraryError, UnknownExercise, load_library
from tests.history.test_exercise_file import GOOD, write

SHIPPED = Path(__file__).resolve().parents[2] / "exercises"


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(SHIPPED)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mobility").mkdir()
    return tmp_path


# ---- what is shipped ----------------------------------------------------------------------------------------------


def test_in_the_order_of_the_approaches(library: Library) -> None:
    approaches = [e.approach for e in library]
    assert approaches == sorted(approaches, key=list(Approach).index)
    assert [e.code for e in library if e.approach is Approach.MOBILITY] == ["M1", "M2", "M3", "M4", "M5", "M6"]
    assert [e.code for e in library if e.approach is Approach.SOFT_TISSUE] == ["F1", "H1"]
    assert [e.code for e in library][-1:] == ["A1"] == [e.code for e in library.assessments]
    assert (*library.exercises, *library.assessments) == tuple(library)
    assert len(library) == len(list(SHIPPED.rglob("*.toml")))


@pytest.mark.parametrize("name", ["M1", "m1", " M1 ", "active-rotation", "Active-Rotation"])
def test_find_by_id_or_code(name: str, library: Library) -> None:
    assert library.find(name).id == "active-rotation"


@pytest.mark.parametrize(
    ("name", "near"),
    [("active-rotaton", "active-rotation"), ("nod", "seated-nod"), ("S11", "upper-trapezius-stretch")],
)
def test_an_unknown_exercise_names_what_is_near(name: str, near: str, library: Library) -> None:
    with pytest.raises(UnknownExercise, match=f"no exercise '{name}'; did you mean .*{near}") as caught:
        library.find(name)
    assert near in caught.value.near


def test_an_unknown_exercise_with_nothing_near(library: Library) -> None:
    with pytest.raises(UnknownExercise) as caught:
        library.find("qqqqqq")
    assert str(caught.value) == "there is no exercise 'qqqqqq'"
    assert caught.value.near == ()


# ---- the whole library --------------------------------------------------------------------------------------------


def test_one_go_reports_every_file_and_keeps_the_good_ones(folder: Path, library: Library) -> None:
    shutil.copytree(SHIPPED, folder, dirs_exist_ok=True)
    write(folder, "mobility/a.toml", "x = ")
    write(folder, "mobility/b.toml", GOOD.replace("hold_s = 2", "hold_s = 500"))
    write(folder, "stretch/c.toml", b"\xff")
    with pytest.raises(LibraryError) as caught:
        load_library(folder)
    assert [fault.path.name for fault in caught.value.faults] == ["a.toml", "b.toml", "c.toml"]
    assert list(caught.value.usable) == list(library)


def test_a_user_file_does_not_replace_a_shipped_one(folder: Path, library: Library) -> None:
    path = write(folder, "mobility/side-bend.toml", GOOD.replace('"M3"', '"X1"'))
    with pytest.raises(LibraryError) as caught:
        load_library(SHIPPED, folder)
    shipped = SHIPPED / "mobility" / "side-bend.toml"
    assert str(caught.value) == f"{path}: id: side-bend is already used by {shipped}; choose another file name"
    assert caught.value.usable == library


def test_a_code_is_used_once(folder: Path) -> None:
    path = write(folder, "mobility/my-bend.toml", GOOD)
    with pytest.raises(LibraryError) as caught:
        load_library(SHIPPED, folder)
    (fault,) = caught.value.faults
    assert str(fault).startswith(f"{path}:3: code: M3 is already used by ")
    assert caught.value.usable.find("M3").id == "side-bend"


def test_a_user_exercise_of_its_own(folder: Path) -> None:
    write(folder, "mobility/my-bend.toml", GOOD.replace('"M3"', '"M12"'))
    library = load_library(SHIPPED, folder)
    assert [e.code for e in library if e.approach is Approach.MOBILITY][-2:] == ["M6", "M12"]
    assert library.find("m12").id == "my-bend"


def test_a_folder_that_does_not_exist_is_left_out(tmp_path: Path, library: Library) -> None:
    assert load_library(SHIPPED, tmp_path / "none") == library


def test_no_exercise_at_all_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="library: no exercise file was found"):
        load_library(tmp_path)


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    path = write(tmp_path, "exercises", "")
    with pytest.raises(LibraryError, match=r"folder: cannot be read"):
        load_library(SHIPPED, path)


def test_every_approach_has_its_folder_name() -> None:
    assert all(folder.name in {a.value for a in Approach} for folder in SHIPPED.iterdir() if folder.is_dir())
