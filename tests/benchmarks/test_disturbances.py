"""What is painted into films, and which of their frames count then."""

from __future__ import annotations

import csv
from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks import disturbed
from benchmarks.disturbances import DISTURBANCES, Disturbance, Film, disturbed_frames, films, seen_only
from benchmarks.truth import read_clips

COUNT, SIZE = 40, (320, 240)
POINTS = {"nose_tip": (160, 110), "sellion": (160, 90), "pogonion": (160, 140), "tragus_l": (190, 100)}
BY_NAME = {d.name: d for d in DISTURBANCES}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two films of plain pictures, each with a face-coloured square at the nose, of two people."""
    folder = tmp_path_factory.mktemp("clips")
    for name, colour in (("one", (90, 120, 200)), ("two", (30, 60, 90))):
        writer = cv2.VideoWriter(str(folder / f"{name}.mp4"), cv2.VideoWriter_fourcc(*"mp4v"), 20.0, SIZE)
        picture = np.full((SIZE[1], SIZE[0], 3), 60, np.uint8)
        picture[80:150, 130:190] = colour
        for _ in range(COUNT):
            writer.write(picture)
        writer.release()
        (folder / f"{name}.json").write_text(f'{{"human": "{name}"}}')
        turns = {f"Rht{i}{j}": float(i == j) for i in range(3) for j in range(3)}
        places = {f"{p}_{axis}": at[k] for p, at in POINTS.items() for k, axis in enumerate("uv")}
        with (folder / f"{name}.csv").open("w", newline="") as file:
            table = csv.DictWriter(file, ["t", *turns, *places])
            table.writeheader()
            table.writerows({"t": k / 20, **turns, **places} for k in range(COUNT))
    return folder


@pytest.fixture(scope="module")
def film(made: Path) -> Film:
    return films(read_clips(made))[0]


def shown(film: Film, disturbance: Disturbance) -> dict[int, np.ndarray]:
    return {frame.index: frame.rgb for frame, _ in disturbed_frames(film, disturbance)}


def changed(film: Film, name: str) -> dict[int, np.ndarray]:
    """Where each picture differs from the film as it is."""
    before, after = shown(film, BY_NAME["as filmed"]), shown(film, BY_NAME[name])
    return {k: np.abs(after[k].astype(int) - before[k]).max(axis=2) > 20 for k in after}


def test_frames_are_left_out_and_the_others_keep_their_times(film: Film) -> None:
    assert list(shown(film, BY_NAME["10 frames a second"])) == list(range(0, COUNT, 2))
    uneven = list(shown(film, BY_NAME["a third of the frames missing"]))
    assert 0.5 * COUNT < len(uneven) < 0.8 * COUNT
    assert len(set(np.diff(uneven))) > 1, "not every third, but at random"


def test_hands_come_and_go_and_lie_on_the_face(film: Film) -> None:
    painted = changed(film, "hands at chin and ear")
    with_hands = [k for k, where in painted.items() if where.any()]
    assert with_hands
    assert min(with_hands) > 0.2 * COUNT
    assert max(with_hands) < 0.5 * COUNT
    assert painted[with_hands[0]][150:155, 155:165].all(), "under the chin, where the picture was grey"


@pytest.mark.parametrize(
    ("name", "row", "column"), [("a face on the pullover", 195, 160), ("a second person behind", 90, 45)]
)
def test_the_other_face_is_somebody_elses_and_small(film: Film, name: str, row: int, column: int) -> None:
    painted = changed(film, name)
    assert all(where[row, column] for where in painted.values()), "all the time"
    assert painted[0].mean() < 0.15
    picture = shown(film, BY_NAME[name])[0]
    assert picture[row, column].astype(int) == pytest.approx([90, 60, 30], abs=12), (
        "the colour of the other film's face"
    )


def test_frames_with_nobody_in_them_are_not_scored(film: Film) -> None:
    gone = BY_NAME["gone for a moment"]
    empty = [k for k, where in changed(film, gone.name).items() if where.any()]
    source, row_of = seen_only(film, gone, list(range(COUNT + 3)))
    assert empty
    assert not set(empty) & set(row_of)
    assert len(source.truth.angles_deg) == len(row_of) == COUNT - len(empty), "nor frames that have no truth"
    assert source.name == "one, gone for a moment"


def test_a_missing_set_is_an_error_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert disturbed.main(["--set", str(tmp_path / "nothing")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
