"""Put a random person together: body, eyes, hair, clothes and glasses as meshes ready to draw."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.spatial.transform import Rotation

from . import looks
from .assets import ARM_JOINTS, COLLARBONE_JOINTS, NECK_JOINTS, Assets, Floats, Ints, RawMesh, fit_proxy
from .girdle import UNRAISED, Girdle, make_girdle
from .motion import about
from .shape import RACES, Shape, draw_shape

METRE = 0.1  # the package is in decimetres
ABOVE_NOSE = np.array([0.0, 0.03, 0.0])  # metres
LOWEST = -1.0  # decimetres: nothing below the hips is drawn
# Vertices of the base mesh at anatomical points; "head" points turn with the head, "trunk" points with the trunk.
POINTS: dict[str, tuple[int, str]] = {
    "nose_tip": (297, "head"),
    "sellion": (132, "head"),
    "subnasale": (343, "head"),
    "pogonion": (5211, "head"),
    "exocanthion_l": (6805, "head"),
    "exocanthion_r": (21, "head"),
    "endocanthion_l": (6853, "head"),
    "endocanthion_r": (69, "head"),
    "mouth_corner_l": (10404, "head"),
    "mouth_corner_r": (3736, "head"),
    "tragus_l": (12203, "head"),
    "tragus_r": (5606, "head"),
    "acromion_l": (8069, "trunk"),
    "acromion_r": (1377, "trunk"),
}
ACROMIONS = ("acromion_l", "acromion_r")


@dataclass
class Part:
    """One mesh with one texture. ``weights`` are of the four neck joints; what they lack to one is the trunk's.

    ``girdle`` (n, 2) is how much of a vertex goes with a collarbone and with an arm, negative on the right.
    """

    name: str
    positions: Floats
    normals: Floats
    uvs: Floats
    weights: Floats
    colours: Floats
    triangles: Ints
    texture: Floats
    girdle: Floats
    shine: float = 0.05
    cutout: bool = False


@dataclass
class Person:
    """All that is known of one rendered person. Lengths in metres, origin at the base of the neck (joint C7-T1)."""

    parts: list[Part]
    joints: Floats
    shares: Floats
    points: dict[str, Floats]
    shape: Shape
    girdle: Girdle
    about: dict[str, str] = field(default_factory=dict)

    @property
    def middle_of_face(self) -> Floats:
        """What a webcam is pointed at."""
        return self.points["nose_tip"].astype(float) * [1, 1, 0.5] + ABOVE_NOSE

    def places(self, bones: Floats, hike_m: tuple[float, float] = UNRAISED) -> dict[str, Floats]:
        """Anatomical points (3,) in the room; ``hike_m`` is how far the left and the right shoulder are pulled up."""
        moved = {"head": bones[4], "trunk": bones[0]}
        bone_of = {name: moved[with_what] for name, (_, with_what) in POINTS.items()}
        bone_of |= dict(zip(ACROMIONS, bones[0] @ self.girdle.acromions(hike_m), strict=True))
        return {name: bone_of[name][:3, :3] @ at + bone_of[name][:3, 3] for name, at in self.points.items()}


def _arm_pose(assets: Assets, body: Floats, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Turn the arms down from the rest pose: transform of each arm joint."""
    out = {}
    for side, sign in (("L", -1), ("R", 1)):
        upper = Rotation.from_euler("z", sign * rng.uniform(22, 36), degrees=True).as_matrix()
        bend = [rng.uniform(-25, 15), sign * rng.uniform(0, 30), 0]
        lower = Rotation.from_euler("xyz", bend, degrees=True).as_matrix()
        first = about(assets.joint(body, f"upperarm01.{side}"), upper)
        out[f"upperarm01.{side}"] = first
        out[f"lowerarm01.{side}"] = first @ about(assets.joint(body, f"lowerarm01.{side}"), lower)
    return out


def _lower_arms(mesh: RawMesh, vertices: Floats, arms: dict[str, np.ndarray]) -> Floats:
    out = vertices.copy()
    for name in ARM_JOINTS:
        moved = vertices @ arms[name][:3, :3].T + arms[name][:3, 3]
        out += mesh.weights[name][:, None] * (moved - vertices)
    return out.astype(np.float32)


def _normals(vertices: Floats, quads: Ints) -> Floats:
    """Smooth vertex normals of a mesh of quadrilaterals."""
    corner = vertices[quads]
    face = np.cross(corner[:, 2] - corner[:, 0], corner[:, 3] - corner[:, 1])
    out = np.zeros_like(vertices)
    for k in range(4):
        np.add.at(out, quads[:, k], face)
    return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)


def to_part(
    name: str, mesh: RawMesh, vertices: Floats, keep: np.ndarray, texture: Floats, colours: Floats | None = None
) -> Part:
    """Split a mesh at its texture seams, cut its quadrilaterals, and keep the chosen faces."""
    normals = _normals(vertices, mesh.quads[keep])
    pairs = np.stack([mesh.quads[keep], mesh.quad_uvs[keep]], -1).reshape(-1, 2)
    unique, inverse = np.unique(pairs, axis=0, return_inverse=True)
    quads = inverse.reshape(-1, 4)
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    vertex = unique[:, 0]
    weights = np.stack([mesh.weights[j] for j in NECK_JOINTS], 1)[vertex]
    girdle = np.stack([_sided(mesh, COLLARBONE_JOINTS), _sided(mesh, ARM_JOINTS)], 1)[vertex]
    tint = np.ones((len(vertex), 3), np.float32) if colours is None else colours[vertex]
    uvs = mesh.uvs[unique[:, 1]]
    return Part(name, vertices[vertex], normals[vertex], uvs, weights, tint, triangles, texture, girdle)


def _sided(mesh: RawMesh, joints: tuple[str, ...]) -> np.ndarray:
    """Weight of every vertex for joints of the left side, less that for those of the right."""
    return sum(mesh.weights[j] if j.endswith(".L") else -mesh.weights[j] for j in joints)


def _body(assets: Assets, vertices: Floats, hidden: np.ndarray, skin: Floats, tint: Floats) -> Part:
    base = assets.base
    keep = (base.material == 0) & ~hidden[base.quads].all(1) & (vertices[base.quads, 1].min(1) > LOWEST)
    part = to_part("skin", base, vertices, keep, skin, tint)
    part.shine = 0.25
    return part


def _proxy_part(
    assets: Assets, kind: str, name: str, body: Floats, arms: dict[str, np.ndarray], texture: Floats
) -> Part:
    mesh = assets.proxy(kind, name)
    vertices = _lower_arms(mesh, fit_proxy(mesh, body), arms)
    keep = vertices[mesh.quads, 1].min(1) > LOWEST
    part = to_part(kind, mesh, vertices, keep, texture)
    part.cutout = kind != "clothes"
    part.shine = {"eyes": 0.6, "hair": 0.12}.get(kind, 0.03)
    if kind in ("eyes", "eyebrows", "eyelashes"):
        part.weights[:], part.girdle[:] = np.array([0, 0, 0, 1], np.float32), 0.0
    return part


def _hidden(mesh: RawMesh, count: int) -> np.ndarray:
    """Vertices of the body that clothes cover."""
    marks = mesh.metadata.get("deleteVerts") or []
    return np.array(marks, bool) if len(marks) == count else np.zeros(count, bool)


def make_person(assets: Assets, seed: int, male: bool, race: str) -> Person:
    """Draw and build one person."""
    rng = np.random.default_rng([20240, seed])
    shape = draw_shape(rng, male, race)
    body = assets.morph(shape.targets)
    arms = _arm_pose(assets, body, rng)
    style = looks.draw_style(rng, shape, assets)
    clothes = assets.proxy("clothes", style.clothes)
    posed = _lower_arms(assets.base, body, arms)
    parts = [_body(assets, posed, _hidden(clothes, len(body)), style.skin, looks.skin_tint(assets.base, style))]
    for kind, name, texture in style.proxies:
        parts.append(_proxy_part(assets, kind, name, body, arms, texture))
    origin = assets.joint(body, "neck01").astype(np.float32)
    scale = np.float32(METRE * shape.scale)
    if style.glasses:
        parts.append(Part(**looks.make_glasses(assets, body, rng)))
    for part in parts:
        part.positions = (part.positions - origin) * scale
    joints = np.array([assets.joint(body, j) for j in NECK_JOINTS])
    points = {name: (posed[index] - origin) * scale for name, (index, _) in POINTS.items()}
    shares = rng.dirichlet([8, 8, 7, 16])
    girdle = make_girdle(assets, body, origin, scale, POINTS[ACROMIONS[0]][0], seed)
    return Person(parts, (joints - origin) * scale, shares, points, shape, girdle, style.summary())


def cast(count: int) -> list[tuple[bool, str]]:
    """Gender and main origin of each person: all six kinds in turn."""
    kinds = [(male, race) for race in RACES for male in (True, False)]
    return [kinds[(i * 5 + i // 6) % 6] for i in range(count)]
