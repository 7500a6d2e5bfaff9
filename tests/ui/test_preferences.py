from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from coach.ui.preferences import Preferences

CHANGED = Preferences(1.3, True, True, False, 0.2, False, 0.4, 120, False, 2, "right")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "window.json"


def test_every_setting_survives(path):
    assert not any(a == b for a, b in zip(asdict(CHANGED).values(), asdict(Preferences()).values(), strict=True))
    assert CHANGED.save(path)
    assert Preferences.load(path) == (CHANGED, None)
    assert [file.name for file in path.parent.iterdir()] == ["window.json"], "the new file was left behind"


def test_the_first_start_has_the_usual_settings(path):
    assert Preferences.load(path) == (Preferences(), None)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe", b"3"])
def test_a_broken_file_is_kept_aside_and_said(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    settings, line = Preferences.load(path)
    assert settings == Preferences()
    assert "window.json.broken" in line
    assert path.with_name("window.json.broken").read_bytes() == content
    assert Preferences.load(path) == (Preferences(), None), "said once"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text_scale", "big"),
        ("text_scale", 40),
        ("text_scale", True),
        ("muted", 1),
        ("tone_volume", -0.1),
        ("voice_volume", 1.1),
        ("voice_rate", 999),
        ("voice_rate", 150.5),
        ("camera", -1),
        ("camera", None),
        ("hands_free", "yes"),
    ],
)
def test_a_value_that_makes_no_sense_is_the_usual_one(path, name, value):
    path.parent.mkdir()
    path.write_text(json.dumps(asdict(CHANGED) | {name: value, "unknown": 1}))
    settings, line = Preferences.load(path)
    assert line is None
    assert asdict(settings) == asdict(CHANGED) | {name: getattr(Preferences(), name)}


def test_a_folder_that_cannot_be_written_only_forgets_the_settings(tmp_path):
    (tmp_path / "file").write_text("")
    assert not Preferences().save(tmp_path / "file" / "window.json")


def test_a_file_that_cannot_be_read_is_said(tmp_path):
    (tmp_path / "window.json").mkdir()
    settings, line = Preferences.load(tmp_path / "window.json")
    assert settings == Preferences()
    assert "cannot be read" in line


def test_an_old_file_stays_whole_when_writing_breaks_off(path, monkeypatch):
    from coach.ui import preferences

    CHANGED.save(path)

    def full(*_):
        raise OSError("disk full")

    monkeypatch.setattr(preferences.os, "fsync", full)
    assert not Preferences().save(path)
    assert Preferences.load(path) == (CHANGED, None)
    assert [file.name for file in path.parent.iterdir()] == ["window.json"]
