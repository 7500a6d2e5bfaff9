"""What a person wears and how skin, hair and cloth are coloured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from .assets import Assets, Floats, RawMesh, read_image
from .shape import Shape

BALD = ("bald",) * 4
HAIR = {
    True: ("short01", "short01", "short02", "short02", "short03", "short04", "short04", "afro01", "long01", *BALD),
    False: ("bob02", "short02", *["long01", "ponytail01", "braid01"] * 2, "short01", "short04", "afro01", "bald"),
}
CLOTHES = {
    True: (*(f"male_casualsuit0{i}" for i in range(1, 7)), "male_elegantsuit01", "male_worksuit01"),
    False: ("female_casualsuit01", "female_casualsuit02", "female_elegantsuit01", "female_sportsuit01"),
}
TRAGUS = {1: 12203, -1: 5606}  # vertices of the base mesh in front of the left and the right ear
FOLDER = {"braid01": "Braid01"}
HAIR_COLOURS = {
    "black": (0.03, 0.028, 0.027),
    "dark brown": (0.10, 0.065, 0.045),
    "brown": (0.23, 0.15, 0.09),
    "red": (0.36, 0.16, 0.07),
    "blond": (0.58, 0.43, 0.24),
    "grey": (0.45, 0.44, 0.43),
    "white": (0.75, 0.74, 0.72),
}
DARK_HAIR_SHARE = {"caucasian": 0.35, "african": 0.9, "asian": 0.9}


@dataclass
class Style:
    """Textures and choices of one person."""

    skin: Floats
    proxies: list[tuple[str, str, Floats]]
    clothes: str
    hair: str
    hair_colour: str
    beard: float
    scalp: float
    glasses: bool
    noise: np.random.Generator

    def summary(self) -> dict[str, str]:
        """Choices in words."""
        return {
            "hair": f"{self.hair} {self.hair_colour}",
            "clothes": self.clothes,
            "beard": f"{self.beard:.2f}",
            "glasses": str(self.glasses),
        }


def _dye(texture: Floats, colour: tuple[float, ...]) -> Floats:
    """Give a hair texture another colour but keep its strands."""
    light = texture[..., :3].mean(-1)
    mean = (light * texture[..., 3]).sum() / max(texture[..., 3].sum(), 1e-6)
    out = texture.copy()
    out[..., :3] = np.clip((light / max(mean, 0.02))[..., None] ** 0.8 * np.array(colour, np.float32), 0, 1)
    return out


def _recolour(texture: Floats, rng: np.random.Generator) -> Floats:
    """Turn the hue of cloth and change how strong and how bright it is."""
    hsv = cv2.cvtColor(np.ascontiguousarray(texture[..., :3]), cv2.COLOR_RGB2HSV)
    hsv[..., 0] = (hsv[..., 0] + rng.uniform(0, 360)) % 360
    hsv[..., 1] = np.clip(hsv[..., 1] * rng.uniform(0.1, 1.2), 0, 1)
    hsv[..., 2] = np.clip(hsv[..., 2] ** rng.uniform(0.6, 1.7) * rng.uniform(0.5, 1.1), 0, 1)
    return np.dstack([cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), texture[..., 3]])


def _skin(assets: Assets, shape: Shape, rng: np.random.Generator) -> Floats:
    """Skin texture of the age, with its own tone and some grain."""
    age = "young" if shape.old < 0.25 else "middleage" if shape.old < 0.6 else "old"
    texture = read_image(assets.skin(f"{age}_{shape.race}_{'male' if shape.male else 'female'}", rng))
    texture = cv2.resize(texture, (1024, 1024), interpolation=cv2.INTER_CUBIC)
    tone = {"caucasian": (0.75, 1.1), "asian": (0.7, 1.05), "african": (0.55, 1.35)}[shape.race]
    warmth = rng.normal(0, 0.03)
    gain = rng.uniform(*tone) * np.array([1 + warmth, 1, 1 - warmth + rng.normal(0, 0.03)])
    grain = cv2.GaussianBlur(rng.normal(0, 1, (1024, 1024)).astype(np.float32), (0, 0), 1.0)
    texture[..., :3] = np.clip(texture[..., :3] * gain + 0.03 * grain[..., None], 0, 1)
    return texture.astype(np.float32)


def _texture(assets: Assets, kind: str, name: str) -> Floats:
    return read_image(assets.proxy(kind, name).textures[0])


def draw_style(rng: np.random.Generator, shape: Shape, assets: Assets) -> Style:
    """Choose hair, clothes and the rest for a person."""
    hair = HAIR[shape.male][rng.integers(len(HAIR[shape.male]))]
    colours = list(HAIR_COLOURS)
    colour = colours[rng.integers(2)] if rng.random() < DARK_HAIR_SHARE[shape.race] else colours[rng.integers(1, 5)]
    if rng.random() < shape.old:
        colour = colours[rng.integers(5, 7)]
    dye = HAIR_COLOURS[colour]
    clothes = CLOTHES[shape.male][rng.integers(len(CLOTHES[shape.male]))]
    eyes = _eyes(assets, rng, shape)
    brows, lashes = f"eyebrow{rng.integers(1, 13):03d}", f"eyelashes0{rng.integers(2, 5)}"
    light = tuple(float(c) for c in np.sqrt(dye) * 0.4)
    proxies = [
        ("eyes", "HighPolyEyes", eyes),
        ("clothes", clothes, _recolour(_texture(assets, "clothes", clothes), rng)),
        ("eyebrows", brows, _dye(_texture(assets, "eyebrows", brows), light)),
        ("eyelashes", lashes, _texture(assets, "eyelashes", lashes)),
    ]
    if hair != "bald":
        name = FOLDER.get(hair, hair)
        proxies.append(("hair", name, _dye(_texture(assets, "hair", name), dye)))
    beard = rng.uniform(0.3, 0.9) if shape.male and rng.random() < 0.4 else 0.0
    scalp = rng.uniform(0.3, 0.8) if hair != "bald" or rng.random() < 0.5 else 0.0
    return Style(_skin(assets, shape, rng), proxies, clothes, hair, colour, beard, scalp, rng.random() < 0.3, rng)


def _eyes(assets: Assets, rng: np.random.Generator, shape: Shape) -> Floats:
    textures = assets.proxy("eyes", "HighPolyEyes").textures
    brown = [p for p in textures if "brown" in p.name]
    if rng.random() < DARK_HAIR_SHARE[shape.race]:
        return read_image(brown[rng.integers(len(brown))])
    return read_image(textures[rng.integers(len(textures))])


def _step(value: Floats, low: float, high: float) -> Floats:
    t = np.clip((value - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def skin_tint(base: RawMesh, style: Style) -> Floats:
    """Vertex colours that darken the skin where a beard or short hair grows (places on the unmorphed mesh)."""
    x, y, z = base.vertices.T
    x = abs(x)
    top = np.interp(x, [0, 0.2, 0.45, 0.75], [6.84, 6.80, 6.72, 7.15])
    lips = ((x / 0.33) ** 2 + ((y - 6.59) / 0.11) ** 2) > 1
    beard = _step(top - y, 0, 0.1) * _step(y, 5.95, 6.15) * _step(z, 0.35, 0.55) * lips
    line = np.interp(z, [-0.2, 0.1, 0.45, 0.8, 1.0, 1.25], [6.75, 6.85, 7.45, 7.65, 7.95, 8.02])
    scalp = _step(y - line, 0, 0.12)
    cover = np.clip(beard * style.beard + scalp * style.scalp, 0, 1)
    cover = np.clip(cover * style.noise.uniform(0.85, 1.1, len(x)), 0, 1)[:, None].astype(np.float32)
    dark = np.sqrt(np.array(HAIR_COLOURS[style.hair_colour], np.float32)) * 0.6
    return 1 - cover * (1 - dark)


def _tube(line: np.ndarray, radius: float, sides: int = 6) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Tube of points, normals and triangles along a line."""
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    first = np.cross(along, [0.31, 0.83, 0.47])
    first /= np.linalg.norm(first, axis=1, keepdims=True)
    second = np.cross(along, first)
    turn = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    normal = np.cos(turn)[None, :, None] * first[:, None] + np.sin(turn)[None, :, None] * second[:, None]
    points = line[:, None] + radius * normal
    i, j = np.meshgrid(np.arange(len(line) - 1), np.arange(sides), indexing="ij")
    a, b = i * sides + j, i * sides + (j + 1) % sides
    quads = np.stack([a, b, b + sides, a + sides], -1).reshape(-1, 4)
    return points.reshape(-1, 3), normal.reshape(-1, 3), np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


def _glasses_lines(assets: Assets, body: Floats, rng: np.random.Generator) -> list[np.ndarray]:
    """Centre lines of both rims, the bridge and both temples, in decimetres on the morphed body."""
    face = body[np.unique(assets.base.quads[assets.base.material == 0])]
    eyes = [assets.joint(body, f"eye.{side}") for side in "LR"]
    half_w, half_h, power = rng.uniform(0.22, 0.28), rng.uniform(0.16, 0.23), rng.uniform(2, 4)
    near = [face[(abs(face[:, 0] - e[0]) < 0.2) & (abs(face[:, 1] - e[1]) < 0.17)] for e in eyes]
    depth = max(n[:, 2].max() for n in near) + 0.05
    turn = np.linspace(0, 2 * np.pi, 33)
    lines = []
    for eye in eyes:
        x = np.sign(np.cos(turn)) * abs(np.cos(turn)) ** (2 / power) * half_w
        y = np.sign(np.sin(turn)) * abs(np.sin(turn)) ** (2 / power) * half_h
        lines.append(np.stack([eye[0] + x, eye[1] - 0.03 + y, depth - 0.25 * (eye[0] + x) ** 2], 1))
    inner = abs(eyes[0][0]) - half_w
    x = np.linspace(-inner, inner, 9)
    lines.append(np.stack([x, np.full(9, eyes[0][1] + 0.04) + 0.03 * np.cos(x / inner * 1.5), np.full(9, depth)], 1))
    for sign, eye in ((1, eyes[0]), (-1, eyes[1])):
        side = max(sign * body[TRAGUS[sign]][0] + 0.03, half_w + abs(eye[0]))
        hinge = [eye[0] + sign * half_w, eye[1] + 0.06, depth - 0.25 * (abs(eye[0]) + half_w) ** 2]
        back = [sign * side, eye[1] + 0.05, eye[2] - 0.95]
        bow = np.linspace(hinge, back, 12)
        bow[:, 0] = np.interp(np.linspace(0, 1, 12), [0, 0.25, 1], [hinge[0], back[0], back[0]])
        lines.append(bow)
    return lines


def make_glasses(assets: Assets, body: Floats, rng: np.random.Generator) -> dict[str, Any]:
    """Frame of a pair of glasses as the fields of a part, in decimetres."""
    radius = rng.uniform(0.012, 0.028)
    pieces = [_tube(line, radius) for line in _glasses_lines(assets, body, rng)]
    starts = np.cumsum([0] + [len(p[0]) for p in pieces[:-1]])
    points = np.concatenate([p[0] for p in pieces]).astype(np.float32)
    colour = rng.uniform(0.02, 0.12, 3) if rng.random() < 0.7 else rng.uniform(0.2, 0.7, 3)
    count = len(points)
    return {
        "name": "glasses",
        "positions": points,
        "normals": np.concatenate([p[1] for p in pieces]).astype(np.float32),
        "uvs": np.zeros((count, 2), np.float32),
        "weights": np.tile(np.array([0, 0, 0, 1], np.float32), (count, 1)),
        "colours": np.ones((count, 3), np.float32),
        "triangles": np.concatenate([p[2] + s for p, s in zip(pieces, starts, strict=True)]),
        "texture": np.full((1, 1, 4), 1, np.float32) * np.append(colour, 1).astype(np.float32),
        "girdle": np.zeros((count, 2), np.float32),
        "shine": 0.8,
    }
