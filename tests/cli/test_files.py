from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from coach.cli.files import json_file, naming


@pytest.fixture
def result(tmp_path: Path) -> Path:
    path = tmp_path / "r.json"
    path.write_text('{"older": true}')
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_older_file_stays_until_the_new_one_is_whole(result: Path) -> None:
    with json_file(result) as write:
        assert result.read_text() == '{"older": true}'
        write({"angle": "52°", "missing": None})
        assert result.read_text() == '{"older": true}'
    assert json.loads(result.read_text()) == {"angle": "52°", "missing": None}
    assert names(result.parent) == ["r.json"]


def test_without_a_result_the_older_file_stays(result: Path) -> None:
    with json_file(result):
        pass
    assert result.read_text() == '{"older": true}'
    assert names(result.parent) == ["r.json"]


def fail(path: Path) -> None:
    with json_file(path) as write:
        write({"angle": float("nan")})


def test_what_is_no_number_is_never_written(result: Path) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        fail(result)
    assert result.read_text() == '{"older": true}'
    assert names(result.parent) == ["r.json"]


def test_without_a_path_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with json_file(None) as write:
        write({"angle": 1})
    assert names(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="making a link needs a right there")
def test_a_link_stays_a_link(result: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(result)
    with json_file(link) as write:
        write({"angle": 1})
    assert link.is_symlink()
    assert json.loads(result.read_text()) == {"angle": 1}


def test_an_error_gets_the_name_of_its_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space") as caught, naming(tmp_path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert caught.value.filename == str(tmp_path)
    assert caught.value.errno == errno.ENOSPC
