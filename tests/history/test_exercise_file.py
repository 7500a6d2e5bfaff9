"""Exercise files with every kind of fault, each named with its field, its reason and its line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.history.exercise_file import ExerciseFileError, check_file
from coach.history.tomllines import find_line

GOOD = """# a remark
version = 1
code = "M3"
title = "Bend to the side"
approach = "mobility"
purpose = "Keeps the neck bending."
start_position = "Sit."
steps = [
    "Bend one ear to the shoulder on the same side.",
    "Come back.",
]
view = "front"
frequency = "Twice a day"

[guide]
kind = "movement"
tempo_deg_per_s = [15, 20]
hold_s = 2
repetitions = 6

[[guide.targets]]
direction = "right_lateral_flexion"
percent_of_own_range = [80, 100]

[[guide.targets]]
direction = "left_lateral_flexion"
percent_of_own_range = [80, 100]

[[faults]]
kind = "too_fast"
limit = 45
cue = "Slower"

[evidence]
summary = "Convention."
source = "None"
strength = "convention"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mobility").mkdir()
    return tmp_path


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def faults_of(path: Path) -> list[str]:
    with pytest.raises(ExerciseFileError) as caught:
        check_file(path, in_library=True)
    lines = str(caught.value).splitlines()
    assert len(lines) == len(caught.value.faults)
    return [line.removeprefix(str(path)) for line in lines]


BROKEN: dict[str, tuple[Callable[[str], str], list[str]]] = {
    "unknown field": (
        lambda text: text.replace("repetitions = 6", "repititions = 6"),
        [":15: guide.repetitions: is missing", ":19: guide.repititions: is not a field of an exercise"],
    ),
    "wrong type": (
        lambda text: text.replace("repetitions = 6", 'repetitions = "6"'),
        [":19: guide.repetitions: input should be a valid integer (got '6')"],
    ),
    "a float for a whole number": (
        lambda text: text.replace("repetitions = 6", "repetitions = 6.5"),
        [":19: guide.repetitions: input should be a valid integer (got 6.5)"],
    ),
    "missing field": (
        lambda text: text.replace('title = "Bend to the side"\n', ""),
        [": title: is missing"],
    ),
    "out of bounds": (
        lambda text: text.replace("hold_s = 2", "hold_s = 500"),
        [":18: guide.hold_s: input should be less than or equal to 120 (got 500)"],
    ),
    "deep in a list": (
        lambda text: text.replace('direction = "left_lateral_flexion"', 'direction = "sideways"'),
        [
            ":26: guide.targets.1.direction: input should be 'flexion', 'extension', 'right_lateral_flexion', "
            "'left_lateral_flexion', 'right_rotation' or 'left_rotation' (got 'sideways')"
        ],
    ),
    "a band the wrong way round": (
        lambda text: text.replace("[80, 100]", "[100, 80]", 1),
        [":21: guide.targets.0: a band is two rising numbers above zero"],
    ),
    "another approach than the folder": (
        lambda text: text.replace('approach = "mobility"', 'approach = "stretch"'),
        [":5: approach: is stretch, but the file lies in the folder mobility"],
    ),
    "an approach that does not exist": (
        lambda text: text.replace('approach = "mobility"', 'approach = "magic"'),
        [
            ":5: approach: input should be 'mobility', 'stretch', 'motor-control', 'strength', 'scapular', 'posture', "
            "'relaxation', 'soft-tissue' or 'assessment' (got 'magic')"
        ],
    ),
    "another id than the name": (
        lambda text: 'id = "other"\n' + text,
        [":1: id: must be the file's name, side-bend (got 'other')"],
    ),
    "a view that does not exist": (
        lambda text: text.replace('view = "front"', 'view = "back"'),
        [
            ":12: view: input should be 'front', 'left' or 'right' (got 'back'), "
            "or input should be 'side' or 'none' (got 'back')"
        ],
    ),
    "not a number": (
        lambda text: text.replace("hold_s = 2", "hold_s = nan"),
        [":18: guide.hold_s: input should be a finite number (got nan)"],
    ),
    "a date for a text": (
        lambda text: text.replace('title = "Bend to the side"', "title = 2026-01-01"),
        [":4: title: input should be a valid string"],
    ),
    "a table instead of a guide": (
        lambda text: text.replace('kind = "movement"', 'kind = "dance"'),
        [
            ":15: guide: input tag 'dance' found using 'kind' does not match any of the expected tags: 'movement', "
            "'breathing', 'rom', 'paced', 'gaze', 'path', 'relocation', 'posture', 'timed'"
        ],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_names_field_reason_and_line(name: str, folder: Path) -> None:
    spoil, expected = BROKEN[name]
    text = spoil(GOOD)
    assert text != GOOD
    assert sorted(faults_of(write(folder, "mobility/side-bend.toml", text))) == sorted(expected)


def test_all_faults_of_a_file_at_once(folder: Path) -> None:
    text = GOOD.replace("hold_s = 2", "hold_s = -1").replace("version = 1", "version = 0").replace('"M3"', '"3M"')
    found = faults_of(write(folder, "mobility/side-bend.toml", text))
    assert [line.split(": ")[1] for line in found] == ["version", "code", "guide.hold_s"]


def test_a_syntax_error_has_its_line(folder: Path) -> None:
    path = write(folder, "mobility/side-bend.toml", GOOD.replace("hold_s = 2", "hold_s = "))
    assert faults_of(path) == [":18: file: is not TOML: Invalid value"]
    path = write(folder, "mobility/side-bend.toml", 'title = "never closed')
    assert faults_of(path) == [":1: file: is not TOML: Unterminated string"]


def test_a_file_that_is_not_utf_8(folder: Path) -> None:
    path = write(folder, "mobility/side-bend.toml", GOOD.encode().replace(b"side", b"s\xefde", 1))
    assert faults_of(path) == [":4: file: is not UTF-8 text"]


def test_a_byte_order_mark_does_no_harm(folder: Path) -> None:
    path = write(folder, "mobility/side-bend.toml", b"\xef\xbb\xbf" + GOOD.encode())
    assert check_file(path).code == "M3"


def test_a_name_that_is_no_id(folder: Path) -> None:
    path = write(folder, "mobility/Side_Bend.toml", GOOD)
    reason = "must be small letters and digits in words joined by hyphens"
    assert faults_of(path) == [f": id: the file's name 'Side_Bend' {reason}"]


def test_a_file_that_cannot_be_read(folder: Path) -> None:
    (folder / "mobility" / "side-bend.toml").mkdir()
    (found,) = faults_of(folder / "mobility" / "side-bend.toml")
    assert ": file: cannot be read (" in found
    assert ": file: cannot be read (No such file" in faults_of(folder / "mobility" / "gone.toml")[0]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a user to whom files can be closed")
def test_a_file_that_may_not_be_read(folder: Path) -> None:
    path = write(folder, "mobility/side-bend.toml", GOOD)
    path.chmod(0)
    assert faults_of(path) == [": file: cannot be read (Permission denied)"]


def test_a_file_beside_the_folders(folder: Path) -> None:
    path = write(folder, "side-bend.toml", GOOD)
    (found,) = faults_of(path)
    assert "the file must lie in a folder named after its approach" in found
    assert check_file(path).id == "side-bend"


# ---- lines --------------------------------------------------------------------------------------------------------

TEXT = '''a = 1  # [not a header]
"b c" = 2
text = """
d = 3
[e]
"""
list = [
    "f = 4",
    [1, 2],  # ]
]
g.h = 5

[table] # remark
i = { j = 6 }

[[rows]]
k = 7
[[rows]]
k = 8
[rows.part]
l = \'\'\'x
m = 9\'\'\'
n = "]["
o = 10
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a",), 1),
        (("b c",), 2),
        (("d",), None),
        (("list", 1), 7),
        (("g", "h"), 11),
        (("table",), 13),
        (("table", "i", "j"), 14),
        (("table", "missing"), 13),
        (("rows", 0, "k"), 17),
        (("rows", 1, "k"), 19),
        (("rows", 1, "part", "l"), 21),
        (("rows", 1, "part", "m"), 20),
        (("rows", 1, "part", "n"), 23),
        (("rows", 1, "part", "o"), 24),
        ((), None),
    ],
)
def test_lines_are_found(path: tuple[str | int, ...], line: int | None) -> None:
    assert find_line(TEXT, path) == line
