"""Facts of pictures, and the table of errors that comes with the program."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from coach.measure.measurer import Measurer
from coach.measure.preflight import (
    BLURRED,
    BRIGHT_WALL,
    DIM_FACE,
    DIM_WALL,
    SHINE_SHARE,
    USUAL,
    WALL_ABOVE_FACE,
    Circumstance,
)
from coach.measure.types import Axis
from coach.sense.errors import SourceError
from coach.sense.picture import picture_facts
from coach.sense.preflight import LOOK_EVERY_S, PreflightWatch, read_errors, shipped_errors


@pytest.fixture(scope="module")
def seen(still):
    """A still with its face mesh."""
    from coach.measure.types import Frame
    from coach.sense.detector import Detector

    detector, rgb = Detector(), still("yaw+00")
    found = [detector.detect(Frame(k, k * 0.1, rgb)) for k in range(12)]
    detector.close()
    return rgb, found


def test_an_ordinary_picture_is_bright_sharp_and_has_no_shine(seen):
    rgb, found = seen
    facts = picture_facts(rgb, found[-1].face_px)
    assert facts.face_brightness > 0.2 < facts.background_brightness
    assert facts.sharpness > 2 * BLURRED
    assert facts.shine_share < SHINE_SHARE


def test_blur_darkness_a_window_and_shine_are_seen(seen):
    rgb, found = seen
    mesh = found[-1].face_px
    assert picture_facts(cv2.GaussianBlur(rgb, (0, 0), 4), mesh).sharpness < BLURRED
    dark = picture_facts((rgb * 0.3).astype(np.uint8), mesh)
    assert dark.face_brightness < DIM_FACE
    assert dark.background_brightness < DIM_WALL
    window = rgb.copy()
    window[:, :140] = 250
    facts = picture_facts(window, mesh)
    assert facts.background_brightness > BRIGHT_WALL
    assert facts.background_brightness - facts.face_brightness > WALL_ABOVE_FACE
    glasses = rgb.copy()
    x, y = mesh[[33, 133], :2].mean(axis=0).astype(int)
    glasses[y - 5 : y + 5, x - 8 : x + 8] = 255
    assert picture_facts(glasses, mesh).shine_share > SHINE_SHARE


def test_what_is_bright_in_one_colour_only_is_no_shine(seen):
    rgb, found = seen
    mesh = found[-1].face_px
    warm = rgb.copy()
    x, y = mesh[[33, 133], :2].mean(axis=0).astype(int)
    warm[y - 5 : y + 5, x - 8 : x + 8] = (255, 200, 150)
    assert picture_facts(warm, mesh).shine_share < SHINE_SHARE


@pytest.mark.parametrize("scale", [0.6, 2.5])
def test_distance_does_not_change_what_is_called_sharp(seen, scale):
    rgb, found = seen
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    other = picture_facts(cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=way), found[-1].face_px * scale)
    assert other.sharpness == pytest.approx(picture_facts(rgb, found[-1].face_px).sharpness, rel=0.4)
    assert other.sharpness > BLURRED


def test_a_face_outside_the_picture_is_no_error(seen):
    rgb, found = seen
    assert picture_facts(rgb, found[-1].face_px + np.array([900, 0, 0])).sharpness == 0


def test_the_watch_waits_for_neutral_and_looks_a_few_times_a_second(seen):
    rgb, found = seen
    watch, measurer, judged = PreflightWatch(), Measurer(), []
    for detection in found:
        sample = measurer.update(detection)
        judged.append(watch.update(rgb, detection, sample, measurer.neutral, 10.0))
    known = [j for j in judged if j is not None]
    assert judged[0] is None
    assert known
    assert len({id(j) for j in known}) <= 1 + len(known) * 0.1 / LOOK_EVERY_S
    assert known[-1].expected
    assert Circumstance.SLOW in known[-1].found


def test_shoulders_out_of_sight_are_judged(seen):
    rgb, found = seen
    watch, measurer = PreflightWatch(), Measurer()
    for detection in found:
        hidden = replace(detection, pose_px=None, pose_visibility=None, pose_world_m=None)
        judged = watch.update(rgb, hidden, measurer.update(hidden), measurer.neutral, 25.0)
    assert judged is not None
    assert Circumstance.SHOULDERS_HIDDEN in judged.found


def test_the_shipped_table_is_whole_and_dated():
    table = shipped_errors()
    assert set(table.rows[USUAL]) == set(Axis)
    assert set(table.rows) <= {USUAL, *(c.value for c in Circumstance)}
    assert len(table.date) == 10
    assert all(0 < e.mae_deg <= e.p95_deg for row in table.rows.values() for e in row.values())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"date": 1, "version": 2, "about": 3, "rows": []}',
        '{"date": 1, "version": 2, "about": 3, "rows": {"usual": {"x": 1}}}',
    ],
)
def test_a_damaged_table_is_one_clear_line(tmp_path: Path, text: str):
    path = tmp_path / "expected.json"
    path.write_text(text)
    with pytest.raises(SourceError, match="install the program again"):
        read_errors(path)
    with pytest.raises(SourceError, match="cannot be read"):
        read_errors(tmp_path / "none.json")


def test_the_table_is_made_of_the_benchmark():
    from benchmarks.expected import expected_errors

    cell = {"mae_deg": 2.345, "p95_deg": 5.0}
    entries = [
        {"condition": "camera level, straight ahead", "angle": angle, "neck coach": cell}
        for angle in ("rotation", "lateral flexion", "flexion, extension")
    ]
    entries.append({"condition": "glasses", "angle": "rotation", "neck coach": cell})
    entries.append({"condition": "low light", "angle": "rotation", "neck coach": {"mae_deg": None, "p95_deg": None}})
    made = expected_errors({"date": "2026-01-01", "version": "1", "about": "x", "conditions": entries})
    assert set(made["rows"]) == {USUAL}
    assert made["rows"][USUAL][Axis.FLEXION.value]["p95_deg"] == 5.0
    with pytest.raises(ValueError, match="no complete row"):
        expected_errors({"date": "d", "version": "1", "about": "x", "conditions": entries[:2]})
