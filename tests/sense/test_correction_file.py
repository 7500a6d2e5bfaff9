import shutil
from zipfile import ZipFile

import numpy as np
import pytest

from coach.measure.correction import SIZES_DEG
from coach.measure.types import View
from coach.paths import assets_dir
from coach.sense.correction import (
    NAMES,
    CorrectionError,
    networks_version,
    read_correction,
    shipped_correction,
    write_correction,
)
from coach.sense.side import model_version_for

SHIPPED = assets_dir() / "correction" / "head.npz"


def test_the_shipped_correction_is_whole_and_small():
    correction = shipped_correction()
    for regressor in (correction.face, correction.body, correction.axes):
        for network in regressor.networks:
            assert network[-1].weight.shape[1] == 6
            assert all(np.isfinite(layer.weight).all() for layer in network)
        assert regressor.error_scales.shape == (*SIZES_DEG.shape, 3)
        assert (regressor.error_scales >= 1).all()
        assert (regressor.error_scales < 6).all()
    assert SHIPPED.stat().st_size < 300_000


def test_a_correction_survives_the_round_trip(tmp_path):
    copy = tmp_path / "copy.npz"
    write_correction(copy, shipped_correction())
    again = read_correction(copy)
    for name in NAMES:
        before, after = getattr(shipped_correction(), name), getattr(again, name)
        for was, now in zip(before.networks[0], after.networks[0], strict=True):
            np.testing.assert_array_equal(now.weight, was.weight)


@pytest.mark.parametrize("damage", [b"", b"no archive", SHIPPED.read_bytes()[:2000]])
def test_a_damaged_file_is_one_clear_line(tmp_path, damage):
    path = tmp_path / "head.npz"
    path.write_bytes(damage)
    with pytest.raises(CorrectionError, match=r"head\.npz: cannot be read .*install the program again"):
        read_correction(path)


def test_a_file_whose_numbers_cannot_be_unpacked_is_one_clear_line(tmp_path):
    with ZipFile(SHIPPED) as archive:
        header = archive.infolist()[0].header_offset
    data = bytearray(SHIPPED.read_bytes())
    name, extra = (int.from_bytes(data[at : at + 2], "little") for at in (header + 26, header + 28))
    numbers = header + 30 + name + extra
    data[numbers : numbers + 8] = b"\xff" * 8
    path = tmp_path / "head.npz"
    path.write_bytes(data)
    with pytest.raises(CorrectionError, match=r"head\.npz: cannot be read .*install the program again"):
        read_correction(path)


def test_a_missing_file_is_one_clear_line(tmp_path):
    with pytest.raises(CorrectionError, match="install the program again"):
        read_correction(tmp_path / "none.npz")


@pytest.mark.parametrize("part", NAMES)
def test_a_file_without_a_part_is_refused(tmp_path, part):
    path = tmp_path / "head.npz"
    with np.load(SHIPPED) as file:
        np.savez(path, **{name: file[name] for name in file.files if not name.startswith(part)})
    with pytest.raises(CorrectionError):
        read_correction(path)


def test_the_record_names_what_was_learned(tmp_path, monkeypatch):
    shipped = networks_version()
    assert len(shipped) == 8
    assert shipped in model_version_for(View.FRONT)
    folder = tmp_path / "correction"
    shutil.copytree(assets_dir() / "correction", folder)
    monkeypatch.setattr("coach.sense.correction.assets_dir", lambda: tmp_path)
    networks_version.cache_clear()
    try:
        assert networks_version() == shipped
        networks_version.cache_clear()
        (folder / "chest_look.onnx").write_bytes(b"another")
        assert networks_version() != shipped
        networks_version.cache_clear()
        (folder / "head.npz").unlink()
        with pytest.raises(CorrectionError, match=r"head\.npz"):
            networks_version()
    finally:
        networks_version.cache_clear()
